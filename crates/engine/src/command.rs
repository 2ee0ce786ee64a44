//! What can be asked of the engine.

use std::collections::BTreeMap;

use yuheng_definition::expression::Expression;
use yuheng_definition::{FieldId, Label, ProcessId, RelationId, StateId, StepId, TransitionId, Value};

use crate::{Joining, RecordId};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open a record.
    Create {
        /// Its process.
        process: ProcessId,
        /// Its values.
        fields: BTreeMap<FieldId, Value>,
    },
    /// Change fields; an absent value empties the field.
    Update {
        /// The changes.
        changes: BTreeMap<FieldId, Option<Value>>,
    },
    /// Change rows of a table, as it is then.
    Rows {
        /// The table.
        field: FieldId,
        /// How.
        change: RowChange,
    },
    /// Go to another state.
    Transition {
        /// How.
        transition: TransitionId,
        /// Values given with it.
        changes: BTreeMap<FieldId, Option<Value>>,
        /// The comment given with it.
        comment: Option<Comment>,
    },
    /// Say something.
    Comment(Comment),
    /// Run a macro: several of the above, whole or not at all.
    Macro(MacroRun),
    /// Draw a relation.
    Relate {
        /// Its type.
        kind: RelationId,
        /// Its target.
        target: RecordId,
    },
    /// End a relation.
    Unrelate {
        /// Which.
        relation: RecordId,
    },
    /// Attach a file that the store already holds.
    Attach(Attachment),
    /// Take it out of the figures.
    Void {
        /// Why.
        reason: String,
    },
    /// Turn it into a record of another process.
    Convert {
        /// The other process.
        to: ProcessId,
    },
    /// Make it a part of another record of its process, which stays.
    Merge {
        /// The one that stays.
        into: RecordId,
    },
    /// Take it out again of the record that it was merged into.
    Unmerge {
        /// The one that stays.
        from: RecordId,
        /// The state that it was in before, as its history tells.
        state: StateId,
    },
    /// Make two of it: what is given goes into a new record, and what is not given goes along as it stands.
    Split {
        /// The new record's values, as far as they are others.
        fields: BTreeMap<FieldId, Value>,
        /// Files that are found at the new record too.
        files: Vec<Attachment>,
    },
    /// Vote on an approval.
    Vote {
        /// Which.
        approval: RecordId,
        /// Whose vote: the actor's own, or that of somebody whom the actor stands in for.
        voter: RecordId,
        /// Whether it agrees; false: sends it back.
        agrees: bool,
        /// The opinion; needed to send it back.
        opinion: Option<String>,
        /// The earlier step that a vote against sends it back to; none: to whoever asked.
        to_step: Option<StepId>,
    },
    /// Let somebody else vote too, or instead.
    Join {
        /// On which approval.
        approval: RecordId,
        /// By whose vote: the actor's own, or that of somebody whom the actor stands in for.
        voter: RecordId,
        /// Who.
        person: RecordId,
        /// How.
        how: Joining,
        /// Why.
        reason: String,
    },
    /// Tell further people of an approval, who have no vote.
    Copy {
        /// Of which.
        approval: RecordId,
        /// Whom.
        people: Vec<RecordId>,
    },
    /// Take an approval back that one has asked for.
    Withdraw {
        /// Which.
        approval: RecordId,
    },
    /// Remind the voters.
    Urge {
        /// Which.
        approval: RecordId,
    },
    /// Look at the clocks, the silence and what happens by itself; for the engine only.
    Tick,
    /// The calendar or agreement behind a clock changed: recompute the rest; for the engine only.
    Retarget,
}

impl Command {
    /// The commands that it is made of: those of a macro, else itself.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        match self {
            Self::Macro(run) => run.commands.as_slice(),
            command => std::slice::from_ref(command),
        }
        .iter()
    }
}

/// What a macro does to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct MacroRun {
    /// What it is called.
    pub title: Label,
    /// Only where this holds.
    pub when: Option<Expression>,
    /// One after the other.
    pub commands: Vec<Command>,
}

/// How rows of a table are changed.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    /// Cells of one row get other values.
    Set {
        /// Which.
        at: RowAt,
        /// The cells.
        to: BTreeMap<String, Value>,
    },
    /// Rows come at the end.
    Add {
        /// The rows.
        rows: Vec<Value>,
    },
    /// A row goes.
    Remove {
        /// Which.
        at: RowAt,
    },
    /// A row goes to another place.
    Move {
        /// Which.
        at: RowAt,
        /// Its place once it is taken out, from 0.
        before: usize,
    },
}

/// Which row of a table is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct RowAt {
    /// Its place, from 0, as whoever asks has read it.
    pub row: usize,
    /// What stood in it: by that it is found where it is now.
    pub was: BTreeMap<String, Value>,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its text.
    pub body: String,
    /// Who reads it.
    pub audience: Audience,
    /// Whoever says it knows of the gaps that nobody filled in it, and lets it go out so.
    pub with_gaps: bool,
}

/// Who reads something said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Whoever may see the record: the customer too.
    Public,
    /// The provider's own people.
    Internal,
}

/// A file attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its identity.
    pub id: RecordId,
    /// The SHA-256 of its content, in hex.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Its type as sniffed.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: u64,
    /// Who may fetch it.
    pub audience: Audience,
}
