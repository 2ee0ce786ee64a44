//! An approval as the record keeps it: what was asked of whom, in which of its steps it is, and the votes. Votes are never
//! changed; which of them still stand follows from those that sent it back (docs/adr/0030-steps-of-an-approval.md).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_definition::{ApprovalForm, FieldId, StepId, TransitionId, Value};

use crate::RecordId;

/// An approval asked for on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its identity.
    pub id: RecordId,
    /// The transition that waits for it.
    pub transition: TransitionId,
    /// Whoever asked for it.
    pub asked_by: RecordId,
    /// When.
    pub asked_at: Timestamp,
    /// How many must agree, at the step that it is in.
    pub form: ApprovalForm,
    /// Who was asked at that step, in order of turn; fixed when it was.
    pub voters: Vec<RecordId>,
    /// The votes, oldest first; never changed.
    pub votes: Vec<Vote>,
    /// How it stands.
    pub outcome: ApprovalOutcome,
    /// The values given with the transition, applied when it happens.
    pub values: BTreeMap<FieldId, Value>,
    /// How often it was urged.
    pub urged: u32,
    /// When last; none: never, or before that was kept.
    pub urged_at: Option<Timestamp>,
    /// Its steps (节点) in their order, as it was asked for; empty: it has but one, without a name.
    pub steps: Vec<StepId>,
    /// The step that it is in.
    pub step: Option<StepId>,
    /// What was asked before that, oldest first.
    pub earlier: Vec<Asking>,
    /// Those who came in while it waited: added, or handed a vote.
    pub signers: Vec<Signer>,
    /// Who is told of it and has no vote.
    pub copies: Vec<RecordId>,
}

/// What was asked at a step that it is in no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The step.
    pub step: StepId,
    /// How many had to agree.
    pub form: ApprovalForm,
    /// Who was asked.
    pub voters: Vec<RecordId>,
}

/// Somebody who came in while the approval waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Who.
    pub person: RecordId,
    /// By whose vote: the one that was awaited.
    pub by: RecordId,
    /// Who did it, if a deputy did.
    pub deputy: Option<RecordId>,
    /// When.
    pub at: Timestamp,
    /// How.
    pub how: Joining,
    /// At which step; none: it has but one.
    pub step: Option<StepId>,
    /// How often it had been sent back to an earlier step before.
    pub round: u32,
}

/// How somebody comes in. The words are part of the entry's format: never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joining {
    /// Agrees before whoever asked for it votes (前加签).
    Before,
    /// Agrees beside it (并加签).
    Beside,
    /// Agrees after it (后加签).
    After,
    /// Votes instead of it (转签).
    HandedOn,
}

/// How an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApprovalOutcome {
    /// Votes are awaited.
    Pending,
    /// Enough agreed: the transition happened.
    Granted,
    /// A voter sent it back.
    Returned,
    /// Whoever asked took it back.
    Withdrawn,
    /// Something that it covers was edited.
    Voided,
}

/// One vote; it can't be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Whose vote it is.
    pub voter: RecordId,
    /// Who cast it, if a deputy did.
    pub deputy: Option<RecordId>,
    /// When.
    pub at: Timestamp,
    /// Whether it agrees; false: sends it back.
    pub agrees: bool,
    /// The opinion.
    pub opinion: Option<String>,
    /// At which step; none: it has but one.
    pub step: Option<StepId>,
    /// The earlier step that it has sent the approval back to; none: it did not, or to whoever asked.
    pub to_step: Option<StepId>,
}

impl Approval {
    /// How often it has been sent back to an earlier step.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.round_of(self.votes.len())
    }

    /// How often it had been sent back to an earlier step before the vote at `index` was cast.
    #[must_use]
    pub fn round_of(&self, index: usize) -> u32 {
        let before = self.votes.iter().take(index).filter(|vote| vote.to_step.is_some());
        u32::try_from(before.count()).unwrap_or(u32::MAX)
    }

    /// The place of a step among its steps; one that it has not comes first.
    #[must_use]
    pub fn place(&self, step: Option<&StepId>) -> usize {
        step.and_then(|step| self.steps.iter().position(|known| known == step)).unwrap_or(0)
    }

    /// Whether what happened at `step` in `round` counts no more: since then it was sent back there, or to before it.
    #[must_use]
    pub fn is_set_aside(&self, step: Option<&StepId>, round: u32) -> bool {
        let sent = self.votes.iter().filter_map(|vote| vote.to_step.as_ref());
        let since = sent.skip(usize::try_from(round).unwrap_or(usize::MAX));
        { since }.any(|to| self.place(Some(to)) <= self.place(step))
    }

    /// The votes that stand, of all its steps.
    pub fn standing(&self) -> impl Iterator<Item = &Vote> {
        let all = self.votes.iter().enumerate();
        all.filter(|(index, vote)| !self.is_set_aside(vote.step.as_ref(), self.round_of(*index))).map(|(_, vote)| vote)
    }

    /// The votes that stand at the step that it is in.
    pub fn votes_now(&self) -> impl Iterator<Item = &Vote> {
        self.standing().filter(|vote| vote.step == self.step)
    }

    /// Those who came in at the step that it is in, as far as that still stands.
    pub fn signers_now(&self) -> impl Iterator<Item = &Signer> {
        let now = self.signers.iter().filter(|signer| signer.step == self.step);
        now.filter(|signer| !self.is_set_aside(signer.step.as_ref(), signer.round))
    }

    /// The steps before the one that it is in.
    #[must_use]
    pub fn passed(&self) -> &[StepId] {
        self.steps.get(..self.place(self.step.as_ref())).unwrap_or_default()
    }

    /// The step after the one that it is in.
    #[must_use]
    pub fn next(&self) -> Option<&StepId> {
        self.steps.get(self.place(self.step.as_ref()) + 1)
    }

    /// Goes to another of its steps, at which `voters` are asked.
    pub fn go_to(&mut self, asking: Asking) {
        let Asking { step, form, voters } = asking;
        let before = (std::mem::replace(&mut self.form, form), std::mem::replace(&mut self.voters, voters));
        if let Some(left) = self.step.replace(step) {
            self.earlier.push(Asking { step: left, form: before.0, voters: before.1 });
        }
    }

    /// Everybody who has a part in it: asked for it, was asked, came in, voted, stood in.
    pub(crate) fn parties(&self) -> impl Iterator<Item = RecordId> {
        let voted = self.votes.iter().flat_map(|vote| [Some(vote.voter), vote.deputy]);
        let came = self.signers.iter().flat_map(|signer| [Some(signer.person), signer.deputy]);
        let asked = self.earlier.iter().flat_map(|asking| &asking.voters).chain(&self.voters).copied();
        asked.chain(voted.chain(came).flatten()).chain([self.asked_by])
    }
}
