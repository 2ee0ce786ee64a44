//! The fields that mean the same in every process that has them.

/// The boundary of confidentiality: the customer whose record it is.
pub const CUSTOMER: &str = "customer";
/// Whoever asked for it.
pub const REQUESTER: &str = "requester";
/// Whoever works on it.
pub const ASSIGNEE: &str = "assignee";
/// The service that it is about.
pub const SERVICE: &str = "service";
/// How soon it must be seen to: a row of the agreement's targets.
pub const PRIORITY: &str = "priority";
/// The department that it belongs to.
pub const DEPARTMENT: &str = "department";
/// The department that works on it.
pub const GROUP: &str = "group";
/// Whether only those who take part see it.
pub const CONFIDENTIAL: &str = "confidential";
