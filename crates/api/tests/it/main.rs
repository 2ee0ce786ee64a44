//! The HTTP interface without a network: requests in, answers out.

#![expect(clippy::unwrap_used, reason = "a test's failure is a panic")]

mod building;
mod desk;
mod me;
mod problems;
mod stopping;
