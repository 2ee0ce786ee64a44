//! One test for each row that is met, by its id, on both stores.

mod access;
mod accounts;
mod approval;
mod backup;
mod bad_input;
mod beside;
mod bulk;
mod catalogue;
mod clause;
mod company;
mod document;
mod everywhere;
mod finding;
mod history;
mod import;
mod incident;
mod kept;
mod level;
mod nodes;
mod objective;
mod organisation;
mod overlay;
mod priority;
mod program;
mod shape;
mod voting;
