//! The rules, one file of three-line cases a subject.

mod approvals;
mod business_time;
mod comments;
mod converting;
mod creating;
mod desk;
mod electors;
mod explaining;
mod folders;
mod forms;
mod matrix;
mod merging;
mod naming;
mod offering;
mod projecting;
mod relating;
mod shipped;
mod steps;
mod transitions;
mod updating;
mod voiding;
