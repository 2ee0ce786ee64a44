//! What a write sends. Members that nobody knows are refused.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::words::Audience;

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
#[derive(Debug, Deserialize, ToSchema)]
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
    /// Whose vote, if one stands in for somebody.
    pub voter: Option<String>,
    /// Whether it agrees; false sends it back.
    pub agrees: bool,
    /// The opinion; needed to send it back.
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
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

impl From<Comment> for yuheng_engine::Comment {
    fn from(comment: Comment) -> Self {
        Self { body: comment.body, audience: comment.audience.into() }
    }
}
