//! The HTTP interface without a network: requests in, answers out.

mod desk;
mod me;
mod problems;
mod stopping;
