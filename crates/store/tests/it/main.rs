//! The store's conformance: each test runs on SQLite and on PostgreSQL.

mod commit;
mod feed;
mod history;
mod place;
mod sample;
mod smaller;
mod verify;
