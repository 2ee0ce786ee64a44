//! The store's conformance: each test runs on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test's failure is a panic")]

mod backup;
mod commit;
mod feed;
mod followed;
mod history;
mod lately;
mod migration;
mod mutations;
mod place;
mod presence;
mod projection;
mod sample;
mod smaller;
mod story;
mod sweep;
mod tally;
mod verify;
