//! What the engine decided, as data: the store commits it whole or not at all. It has holes (number, n, prev, entry
//! time) that one fixed function in the store fills.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_definition::{ClockId, FieldId, ProcessId, RelationId, StateId, TransitionId, Value};

use crate::{Attachment, Audience, Door, Record, RecordId, Vote};

/// What is to be written, together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WriteSet {
    /// The records written, in the order of their entries; the last is the one that the command is about.
    pub writes: Vec<Write>,
    /// Unique keys taken, each by its record.
    pub claims: Vec<(String, RecordId)>,
    /// Unique keys given back.
    pub releases: Vec<String>,
    /// Side effects, for the jobs.
    pub outbox: Vec<OutboxMessage>,
    /// What it means for other decisions.
    pub effect: Effect,
    /// What records that are not written are found by from now on.
    pub projections: Vec<Projection>,
}

/// What a record is found by, made anew after definitions have changed. It tells nothing that happened, so it has no
/// entry, and leaves version, `n` and times as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// The record.
    pub record: RecordId,
    /// Its last entry when this was made: if there is a later one, it does not hold.
    pub n: u64,
    /// The rows of the side index, all of them.
    pub index: BTreeMap<FieldId, String>,
    /// The texts of its fields for search.
    pub texts: SearchText,
}

/// What a write means for decisions that are made on the organisation as it was before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing.
    #[default]
    None,
    /// There is somebody or something more, or it is called otherwise: what was decided holds, caches are read again.
    Adds,
    /// Rights, organisation or standing content are others: what was decided before is decided anew.
    Changes,
}

/// One record written.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The record as it is afterwards, `version` included (seal fills `number`, `label` and `n`).
    pub record: Record,
    /// What the store expects to find.
    pub expected: Expected,
    /// The letters before the number, for a new record.
    pub prefix: String,
    /// Its history entries, in order.
    pub entries: Vec<EntryDraft>,
    /// Relations drawn.
    pub related: Vec<NewRelation>,
    /// Relations ended, with their types and targets.
    pub unrelated: Vec<RecordId>,
    /// Files attached.
    pub attached: Vec<Attachment>,
    /// Who is mentioned in what its entries say.
    pub mentioned: Vec<RecordId>,
    /// The rows of the side index, all of them as they are afterwards.
    pub index: BTreeMap<FieldId, String>,
    /// When it next has to be looked at by itself: warning, breach, silence, a transition that happens by itself. The
    /// store keeps it in a column of the record, which the round of the clocks reads; none: never.
    pub next_at: Option<Timestamp>,
    /// The texts of its fields for search; none: unchanged. Comments are taken from the entries.
    pub texts: Option<SearchText>,
}

/// What the store expects to find of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: it is new.
    New,
    /// Just this version.
    Version(u64),
    /// That it exists: for what raises `n` alone.
    Exists,
}

/// A relation to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRelation {
    /// Its identity.
    pub id: RecordId,
    /// Its type, or the reference field's id.
    pub kind: RelationId,
    /// Its target.
    pub target: RecordId,
}

/// What search finds a record by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText {
    /// Found by whoever may see the record.
    pub public: String,
    /// Found by the provider's own people.
    pub internal: String,
}

/// A history entry without its holes.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryDraft {
    /// What happened.
    pub action: EntryAction,
    /// Who did it.
    pub actor: RecordId,
    /// For whom, if a deputy did it.
    pub on_behalf_of: Option<RecordId>,
    /// By which door.
    pub door: Door,
    /// When the engine decided it; the entry's time is the later of this and the record's last.
    pub at: Timestamp,
    /// The fields that changed; none: emptied.
    pub changes: BTreeMap<FieldId, Change>,
    /// The state that it went from and to.
    pub moved: Option<(StateId, StateId)>,
    /// The transition by which it went, or which an approval is about.
    pub transition: Option<TransitionId>,
    /// What was said.
    pub comment: Option<(String, Audience)>,
    /// Why: the reason for a void, a pause, an override, a refusal.
    pub reason: Option<String>,
    /// What happened to clocks.
    pub clocks: Vec<ClockEvent>,
    /// The approval that it is about.
    pub approval: Option<RecordId>,
    /// The vote cast.
    pub vote: Option<Vote>,
    /// The hash of the definition that it was decided under.
    pub definition: String,
}

/// A field's new content in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The new value; none: emptied.
    pub value: Option<Value>,
    /// The history keeps a commitment only, and the value where it can be erased.
    pub erasable: bool,
}

/// What a history entry says happened. The words are part of the entry's format: never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryAction {
    /// The record was opened.
    Created,
    /// Fields changed.
    Updated,
    /// It went to another state.
    Transitioned,
    /// Something was said.
    Commented,
    /// A relation was drawn.
    Related,
    /// A relation was ended.
    Unrelated,
    /// A file was attached.
    Attached,
    /// It was taken out of the figures.
    Voided,
    /// It was turned into another, or came from one.
    Converted,
    /// It was made a part of another, or got one.
    Merged,
    /// It was taken out of another again, or lost one.
    Unmerged,
    /// It became two, or came of that.
    Split,
    /// An approval was asked for.
    ApprovalAsked,
    /// A vote was cast.
    Voted,
    /// An approval was taken back.
    ApprovalWithdrawn,
    /// The voters were reminded.
    ApprovalUrged,
    /// An approval lost its ground by an edit.
    ApprovalVoided,
    /// Somebody was asked to agree as well.
    SignerAdded,
    /// A vote was handed on.
    HandedOn,
    /// Further people are told of an approval.
    Copied,
    /// A clock reached a warning point.
    Warned,
    /// A clock's target was used up.
    Breached,
    /// Somebody was called.
    Escalated,
    /// A clock got another target.
    Retargeted,
    /// Something was refused.
    Refused,
    /// Somebody signed in.
    SignedIn,
    /// Signing in failed.
    SignInFailed,
    /// An account, session, token or password changed.
    AccountChanged,
    /// A list was taken away as a file.
    Exported,
    /// Somebody began to look through the eyes of the person whose record it stands on.
    ViewingBegun,
    /// That ended.
    ViewingEnded,
    /// A value was erased.
    Erased,
    /// The record was removed; its number stays.
    Removed,
    /// A standing record was moved to another definition.
    Migrated,
}

impl EntryAction {
    /// Whether somebody has done something with the record: it is no longer silent, and was last changed then. What clocks
    /// do by themselves is none of it, nor what is only noted beside the record: that somebody was refused, signed in or
    /// took a list away. The engine and the history's replay both ask here, so that they can't disagree.
    #[must_use]
    pub const fn is_activity(self) -> bool {
        !matches!(
            self,
            Self::Warned
                | Self::Breached
                | Self::Escalated
                | Self::Retargeted
                | Self::Refused
                | Self::SignedIn
                | Self::SignInFailed
                | Self::AccountChanged
                | Self::Exported
                | Self::ViewingBegun
                | Self::ViewingEnded
        )
    }

    /// Whether it tells of the account of the person whose record it stands on.
    #[must_use]
    pub const fn is_of_account(self) -> bool {
        matches!(self, Self::SignedIn | Self::SignInFailed | Self::AccountChanged)
    }
}

/// What happened to a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockEvent {
    /// Which.
    pub clock: ClockId,
    /// What.
    pub event: ClockEventKind,
    /// The percent reached, for a warning.
    pub share: Option<u8>,
    /// When the target is used up from now on.
    pub due_at: Option<Timestamp>,
    /// The target from now on, in seconds.
    pub target_seconds: i64,
    /// The time used so far, in seconds.
    pub used_seconds: i64,
    /// The calendar that counts from now on, and its version.
    pub calendar: Option<crate::Pinned>,
    /// The agreement that gave the target, and its version.
    pub agreement: Option<crate::Pinned>,
    /// Why: the pause's reason, the priority's row.
    pub reason: Option<String>,
}

/// What can happen to a clock. The words are part of the entry's format: never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEventKind {
    /// It started.
    Started,
    /// It stands still.
    Paused,
    /// It goes on.
    Resumed,
    /// It is over.
    Stopped,
    /// It got another target or calendar.
    Retargeted,
    /// It reached a warning point.
    Warned,
    /// Its target was used up.
    Breached,
}

/// A side effect to be brought about by a job. Jobs are safe to run twice: `key` is unique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxMessage {
    /// Unique: the same effect is never asked for twice.
    pub key: String,
    /// The job that brings it about, `notify`.
    pub job: String,
    /// The record that it is about.
    pub record: RecordId,
    /// Whom it concerns.
    pub to: Vec<RecordId>,
    /// Why they get it: `escalated`, `approval_asked`, `assigned`, `at_risk`; what they read of it stands in
    /// [`crate::explain::notice`].
    pub reason: String,
    /// The process of the record.
    pub process: ProcessId,
    /// Whose deed they are told of; none: it came by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doer: Option<RecordId>,
    /// Which of its record's entries in the write set it tells of, from 0; beyond the last: the last.
    #[serde(default)]
    pub entry: usize,
}

impl OutboxMessage {
    /// The number of the entry that it tells of, where its record was left with entry `last`, the last of `count`.
    #[must_use]
    pub fn tells_of(&self, last: u64, count: usize) -> u64 {
        let after = count.saturating_sub(1).saturating_sub(self.entry);
        last.saturating_sub(u64::try_from(after).unwrap_or(last))
    }
}
