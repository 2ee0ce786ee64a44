//! The use cases over a store in a folder of its own, on simulated time.

mod approvals;
mod company;
mod definitions;
mod time;
mod together;
