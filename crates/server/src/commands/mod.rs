//! The commands, one file each.

pub mod accounts;
pub mod backup;
pub mod check;
pub mod serve;
pub mod transfer;
pub mod verify;
