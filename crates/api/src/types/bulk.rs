//! Several records changed with one request, on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use yuheng_app::records::Outcome;

use super::history::{Entry, History};
use super::write::Comment;
use crate::problem::ProblemBody;

/// Several records changed at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// The process.
    pub process: String,
    /// The numbers, at most 200.
    pub numbers: Vec<String>,
    /// The transition, if they are to go to another state.
    pub transition: Option<String>,
    /// The record that they become a part of, by number or id, if they are to be merged: then neither transition nor fields.
    pub merge_into: Option<String>,
    /// The number of the macro that is run on each of them, if one is: then neither transition nor fields.
    pub r#macro: Option<String>,
    /// The plans of the macro that were looked at, by number, as the trial named them: where it would do something else by
    /// now, the record is refused. One without is done as it comes.
    #[serde(default)]
    pub plans: BTreeMap<String, String>,
    /// Values by field.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// What is said with the transition on each of them, where it asks for it.
    pub comment: Option<Comment>,
    /// The versions that the changes are based on, by number, as `If-Match` is for one record: what others changed since
    /// is merged, or the record refused. One without is changed as it stands now.
    #[serde(default)]
    pub versions: BTreeMap<String, u64>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// What came of changing several records at once.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkAnswer {
    /// Nothing was written.
    pub dry_run: bool,
    /// What came of each, in the order asked.
    pub results: Vec<BulkResult>,
}

/// What came of changing one of several records.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkResult {
    /// Its number.
    number: String,
    /// It was changed, or could be.
    ok: bool,
    /// Its version now.
    version: Option<u64>,
    /// Of a trial: the entries that its history would get, what follows from others with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    foreseen: Option<Vec<Entry>>,
    /// Of a trial of a macro: by what the plan is known, to be named when it is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
    /// Why not.
    problem: Option<ProblemBody>,
}

impl BulkResult {
    /// One that was changed, or could be.
    #[must_use]
    pub fn done(number: String, outcome: Outcome) -> Self {
        let Outcome { version, foreseen, plan } = outcome;
        let foreseen = foreseen.map(|page| History::from(&page).items);
        Self { number, ok: true, version: Some(version), foreseen, plan, problem: None }
    }

    /// One that was refused, or would be.
    #[must_use]
    pub const fn refused(number: String, problem: ProblemBody) -> Self {
        Self { number, ok: false, version: None, foreseen: None, plan: None, problem: Some(problem) }
    }
}
