//! The use cases over a store in a folder of its own, on simulated time.

#![expect(clippy::unwrap_used, reason = "a test's failure is a panic")]

mod approvals;
mod company;
mod definitions;
mod disk;
mod overlays;
mod projections;
mod refusals;
mod texts;
mod time;
mod together;
