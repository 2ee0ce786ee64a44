//! Scenarios on the shipped definitions.

mod clocks;
