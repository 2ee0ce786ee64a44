//! A history entry with its holes filled, as it stands in the canonical bytes (docs/adr/0001-history-entry-format.md).

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use yuheng_definition::{ApprovalForm, ClockId, FieldId, ProcessId, RelationId, StateId, StepId, TransitionId, Value};
use yuheng_engine::{
    Approval, ApprovalOutcome, Asking, Audience, Clock, ClockEvent, Door, EntryAction, RecordId, Signer,
};

use super::words;
use crate::cbor::Item;
use crate::state::Hash;

/// The number of the format that this program writes.
pub const FORMAT: i64 = 1;

/// An entry, as its bytes say it: erasable values are commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: RecordId,
    /// Its number among the record's entries, from 1.
    pub n: u64,
    /// The record's version after it.
    pub version: u64,
    /// The hash of the entry before; zeros for the first.
    pub prev: Hash,
    /// When.
    pub at: Timestamp,
    /// What only the first entry says.
    pub opened: Option<Opened>,
    /// What happened.
    pub action: EntryAction,
    /// Who did it.
    pub actor: RecordId,
    /// For whom, if a deputy did it.
    pub on_behalf_of: Option<RecordId>,
    /// By which door.
    pub door: Door,
    /// The hash of the definition that it was decided under.
    pub definition: String,
    /// Whether there is still something to do, where that changed.
    pub open: Option<bool>,
    /// When it became resolved, where that changed; none inside: it is no longer.
    pub resolved_at: Option<Option<Timestamp>>,
    /// When it came to its end, where that changed.
    pub closed_at: Option<Option<Timestamp>>,
    /// The state that it went from and to.
    pub moved: Option<(StateId, StateId)>,
    /// The transition.
    pub transition: Option<TransitionId>,
    /// The fields that changed.
    pub changes: BTreeMap<FieldId, Changed>,
    /// What was said: to whom, and the commitment to its text.
    pub comment: Option<(Audience, Hash)>,
    /// The commitment to the reason.
    pub reason: Option<Hash>,
    /// What happened to clocks.
    pub clocks: Vec<ClockEvent>,
    /// The clocks that are now otherwise; none: it was taken away.
    pub clock_states: BTreeMap<ClockId, Option<Clock>>,
    /// The approval that it is about.
    pub approval: Option<RecordId>,
    /// What became of approvals.
    pub approvals: Vec<ApprovalChange>,
    /// The vote cast.
    pub vote: Option<VoteState>,
    /// Relations drawn.
    pub related: Vec<Related>,
    /// Relations ended.
    pub unrelated: Vec<Unrelated>,
    /// Files attached.
    pub attached: Vec<Attached>,
    /// Values erased.
    pub erased: Vec<ErasedValue>,
    /// The state digest, in the last entry of a write.
    pub digest: Option<Hash>,
}

/// What only the first entry of a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its process.
    pub process: ProcessId,
    /// The counter in its number.
    pub number: u64,
    /// The label of its number.
    pub label: String,
    /// The state that it begins in.
    pub state: StateId,
    /// Who opened it.
    pub by: RecordId,
}

/// A field's new content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is empty now.
    Emptied,
    /// The value.
    Plain(Value),
    /// The commitment to the value, which can be erased.
    Committed(Hash),
}

/// An approval, with commitments for its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalState {
    /// Its identity.
    pub id: RecordId,
    /// The transition that waits for it.
    pub transition: TransitionId,
    /// Who asked for it.
    pub asked_by: RecordId,
    /// When.
    pub asked_at: Timestamp,
    /// How many must agree.
    pub form: ApprovalForm,
    /// Who may vote.
    pub voters: Vec<RecordId>,
    /// The commitment to the values given with the transition, if there are any.
    pub values: Option<Hash>,
    /// How it stands.
    pub outcome: ApprovalOutcome,
    /// The votes.
    pub votes: Vec<VoteState>,
    /// Its steps; empty: it has but one, without a name.
    pub steps: Vec<StepId>,
    /// The step that it is in.
    pub step: Option<StepId>,
    /// What was asked before that.
    pub earlier: Vec<Asking>,
    /// Those who came in.
    pub signers: Vec<Signer>,
    /// Who is told of it.
    pub copies: Vec<RecordId>,
}

impl ApprovalState {
    /// An approval as it is asked for, with the commitment to its values.
    pub fn asked(approval: &Approval, values: Option<Hash>) -> Self {
        Self {
            id: approval.id,
            transition: approval.transition.clone(),
            asked_by: approval.asked_by,
            asked_at: approval.asked_at,
            form: approval.form,
            voters: approval.voters.clone(),
            values,
            outcome: approval.outcome,
            votes: Vec::new(),
            steps: approval.steps.clone(),
            step: approval.step.clone(),
            earlier: approval.earlier.clone(),
            signers: approval.signers.clone(),
            copies: approval.copies.clone(),
        }
    }

    /// What makes of it what it has become; none: it stands as before.
    pub fn change_to(&self, now: &Approval) -> Option<ApprovalChange> {
        let change = ApprovalChange::Stands {
            id: self.id,
            outcome: now.outcome,
            asking: now.step.clone().filter(|_| now.step != self.step).map(|step| Asking {
                step,
                form: now.form,
                voters: now.voters.clone(),
            }),
            signers: now.signers.get(self.signers.len()..).unwrap_or_default().to_vec(),
            copies: now.copies.get(self.copies.len()..).unwrap_or_default().to_vec(),
        };
        (now.outcome != self.outcome || change != ApprovalChange::outcome(self.id, now.outcome)).then_some(change)
    }

    /// Stands otherwise from now on.
    pub fn become_so(&mut self, outcome: ApprovalOutcome, asking: Option<&Asking>, came: (&[Signer], &[RecordId])) {
        self.outcome = outcome;
        self.signers.extend_from_slice(came.0);
        self.copies.extend_from_slice(came.1);
        let Some(Asking { step, form, voters }) = asking.cloned() else { return };
        let before = (std::mem::replace(&mut self.form, form), std::mem::replace(&mut self.voters, voters));
        if let Some(left) = self.step.replace(step) {
            self.earlier.push(Asking { step: left, form: before.0, voters: before.1 });
        }
    }
}

/// A vote, with a commitment for its opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteState {
    /// Whose vote it is.
    pub voter: RecordId,
    /// Who cast it, if a deputy did.
    pub deputy: Option<RecordId>,
    /// When.
    pub at: Timestamp,
    /// Whether it agrees.
    pub agrees: bool,
    /// The commitment to the opinion.
    pub opinion: Option<Hash>,
    /// At which step.
    pub step: Option<StepId>,
    /// The earlier step that it has sent the approval back to.
    pub to_step: Option<StepId>,
}

/// What became of an approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalChange {
    /// It was asked for.
    Asked(ApprovalState),
    /// It stands otherwise.
    Stands {
        /// Which.
        id: RecordId,
        /// How it stands.
        outcome: ApprovalOutcome,
        /// The step that it has come to, and what is asked there.
        asking: Option<Asking>,
        /// Those who came in.
        signers: Vec<Signer>,
        /// Who is told of it from now on.
        copies: Vec<RecordId>,
    },
}

impl ApprovalChange {
    /// It stands otherwise, and nothing else has changed.
    pub const fn outcome(id: RecordId, outcome: ApprovalOutcome) -> Self {
        Self::Stands { id, outcome, asking: None, signers: Vec::new(), copies: Vec::new() }
    }
}

/// A relation drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its identity.
    pub id: RecordId,
    /// Its type, or the reference field's id.
    pub kind: RelationId,
    /// Its target.
    pub target: RecordId,
    /// Its place among its source's relations.
    pub ordinal: u64,
}

/// A relation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrelated {
    /// Its identity.
    pub id: RecordId,
    /// Its place among its source's relations.
    pub ordinal: u64,
}

/// A file attached, with a commitment for its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its identity.
    pub id: RecordId,
    /// The SHA-256 of its content, in hex.
    pub digest: String,
    /// The commitment to its name.
    pub name: Hash,
    /// Its type.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: u64,
    /// Who may fetch it.
    pub audience: Audience,
    /// Its place among the record's attachments.
    pub ordinal: u64,
}

/// A value that is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ErasedValue {
    /// The entry whose value it was.
    pub n: u64,
    /// Which: `field:title`, `comment`, `attachment:<id>`.
    pub item: String,
}

impl Entry {
    /// The hash of an entry's bytes: a leaf hash of RFC 6962.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> Hash {
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(bytes);
        hash.finalize().into()
    }
}

impl Related {
    /// Its row in its bucket.
    #[must_use]
    pub fn row(&self, holds: bool) -> Item {
        Item::List(vec![
            words::count(self.ordinal),
            words::id(self.id),
            Item::Text(self.kind.to_string()),
            words::id(self.target),
            Item::Bool(holds),
        ])
    }
}

impl Attached {
    /// Its row in its bucket.
    #[must_use]
    pub fn row(&self) -> Item {
        Item::List(vec![
            words::count(self.ordinal),
            words::id(self.id),
            Item::Text(self.digest.clone()),
            words::hash(&self.name),
            Item::Text(self.media_type.clone()),
            words::count(self.size),
            Item::Text(words::audience(self.audience).to_owned()),
        ])
    }
}
