//! What a write sends. Members that nobody knows are refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::words::Audience;
use crate::problem::ProblemBody;

/// A transition with the values and the comment that go with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TransitionTaken)]
pub struct Transition {
    /// Values by field; null empties one.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// The comment.
    pub comment: Option<Comment>,
}

/// Something said.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Its text.
    pub body: String,
    /// Who reads it.
    pub audience: Audience,
}

/// A vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoteCast)]
pub struct Vote {
    /// Whose vote, by number or id. Needed only where it could be the vote of several: the action's `voters` names them.
    pub voter: Option<String>,
    /// Whether it agrees; false sends it back.
    pub agrees: bool,
    /// The opinion; needed to send it back. It is read by those who see the record's internal side and by whoever gives it,
    /// not by customers.
    pub opinion: Option<String>,
}

/// A relation to be drawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its type.
    pub kind: String,
    /// Its target: a number or an id.
    pub target: String,
}

/// Why a record is taken out of the figures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// The reason.
    pub reason: String,
}

/// What a record is turned into.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Convert {
    /// The other process.
    pub to: String,
}

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
    pub number: String,
    /// It was changed, or could be.
    pub ok: bool,
    /// Its version now.
    pub version: Option<u64>,
    /// Why not.
    pub problem: Option<ProblemBody>,
}

impl From<Comment> for yuheng_engine::Comment {
    fn from(comment: Comment) -> Self {
        Self { body: comment.body, audience: comment.audience.into() }
    }
}
