//! What a write sends. Members that nobody knows are refused.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use yuheng_app::records::RowsAsked;
use yuheng_engine::Joining;

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

/// How rows of a table change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schema(as = RowsChanged)]
pub enum Rows {
    /// Cells of one row get other values.
    Set {
        /// Its place, from 0.
        row: usize,
        /// What stood in it: by that it is found where it is now.
        #[serde(default)]
        #[schema(value_type = Object)]
        was: Map<String, Value>,
        /// The cells, by column.
        #[schema(value_type = Object)]
        to: Map<String, Value>,
    },
    /// Rows come at the end.
    Add {
        /// The rows, each its cells by column.
        #[schema(value_type = Vec<Object>)]
        rows: Vec<Map<String, Value>>,
    },
    /// A row goes.
    Remove {
        /// Its place, from 0.
        row: usize,
        /// What stood in it.
        #[serde(default)]
        #[schema(value_type = Object)]
        was: Map<String, Value>,
    },
    /// A row goes to another place.
    Move {
        /// Its place, from 0.
        row: usize,
        /// What stood in it.
        #[serde(default)]
        #[schema(value_type = Object)]
        was: Map<String, Value>,
        /// Its place once it is taken out.
        before: usize,
    },
}

impl From<Rows> for RowsAsked {
    fn from(rows: Rows) -> Self {
        match rows {
            Rows::Set { row, was, to } => Self::Set { row, was, to },
            Rows::Add { rows } => Self::Add { rows },
            Rows::Remove { row, was } => Self::Remove { row, was },
            Rows::Move { row, was, before } => Self::Move { row, was, before },
        }
    }
}

/// Something said.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Its text.
    pub body: String,
    /// Who reads it.
    pub audience: Audience,
    /// Where it is for the customer and a gap of a text template is still in it, it is refused with the code `gaps`, unless this
    /// says that it goes out so.
    #[serde(default)]
    pub with_gaps: bool,
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
    /// The earlier step that a vote against sends the approval back to, one of the action's `to_steps`; none: to whoever asked.
    pub to_step: Option<String>,
}

/// Somebody else who has to agree as well (加签).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedSigner {
    /// By whose vote, by number or id, where it could be by that of several: the action's `voters` names them.
    pub voter: Option<String>,
    /// Who, by number or id: somebody who may see the record.
    pub signer: String,
    /// Whether that is before, beside or after the vote by which they come in.
    pub how: SignerPlace,
    /// Why.
    pub reason: String,
}

/// When somebody who was added agrees.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignerPlace {
    /// Before whoever added them (前加签).
    Before,
    /// At the same time (并加签).
    Beside,
    /// After whoever added them (后加签).
    After,
}

/// Whom a vote is handed on to (转签).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOn {
    /// Whose vote, by number or id, where it could be that of several: the action's `voters` names them.
    pub voter: Option<String>,
    /// Who votes instead, by number or id: somebody who may see the record.
    pub signer: String,
    /// Why.
    pub reason: String,
}

/// Further people who are told of an approval (抄送).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// Who, by number or id, at most 20: people who may see the record.
    pub people: Vec<String>,
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

/// The record that another becomes a part of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The one that stays, by number or id.
    pub into: String,
}

/// What goes into the second of two records.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Values by field; what is not given goes along as the definition says.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// Files of the record that are found at the new one too, by id.
    #[serde(default)]
    pub files: Vec<String>,
}

impl From<SignerPlace> for Joining {
    fn from(place: SignerPlace) -> Self {
        match place {
            SignerPlace::Before => Self::Before,
            SignerPlace::Beside => Self::Beside,
            SignerPlace::After => Self::After,
        }
    }
}

impl From<Comment> for yuheng_engine::Comment {
    fn from(comment: Comment) -> Self {
        Self { body: comment.body, audience: comment.audience.into(), with_gaps: comment.with_gaps }
    }
}
