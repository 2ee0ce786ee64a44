//! The commands, one file each.

pub mod accounts;
pub mod backup;
pub mod check;
pub mod generate;
pub mod serve;
pub mod transfer;
pub mod verify;
