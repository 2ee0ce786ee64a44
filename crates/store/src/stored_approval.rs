//! An approval in a record's row, with its texts and the commitments to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_definition::{FieldId, StepId, TransitionId, Value};
use yuheng_engine::{Approval, Asking, Joining, RecordId, Signer, Vote};

use crate::StorageError;
use crate::details::Hex;
use crate::history::words;
use crate::history::{ApprovalState, VoteState};

/// An approval with its texts and the commitments to them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredApproval {
    id: RecordId,
    transition: TransitionId,
    asked_by: RecordId,
    asked_at: Timestamp,
    form: String,
    share: Option<u8>,
    voters: Vec<RecordId>,
    votes: Vec<StoredVote>,
    outcome: String,
    values: BTreeMap<FieldId, Value>,
    urged: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    urged_at: Option<Timestamp>,
    commitment: Option<Hex>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<StepId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<StoredAsking>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signers: Vec<StoredSigner>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    copies: Vec<RecordId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredAsking {
    step: StepId,
    form: String,
    share: Option<u8>,
    voters: Vec<RecordId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredSigner {
    person: RecordId,
    by: RecordId,
    deputy: Option<RecordId>,
    at: Timestamp,
    how: Joining,
    step: Option<StepId>,
    round: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredVote {
    voter: RecordId,
    deputy: Option<RecordId>,
    at: Timestamp,
    agrees: bool,
    opinion: Option<String>,
    commitment: Option<Hex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<StepId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to_step: Option<StepId>,
}

impl StoredApproval {
    /// An approval with the commitments of `state`, which is the same one.
    pub fn new(approval: &Approval, state: &ApprovalState) -> Self {
        let (form, share) = words::form(approval.form);
        let vote = |(vote, state): (&Vote, &VoteState)| StoredVote {
            voter: vote.voter,
            deputy: vote.deputy,
            at: vote.at,
            agrees: vote.agrees,
            opinion: vote.opinion.clone(),
            commitment: state.opinion.map(Hex),
            step: vote.step.clone(),
            to_step: vote.to_step.clone(),
        };
        Self {
            id: approval.id,
            transition: approval.transition.clone(),
            asked_by: approval.asked_by,
            asked_at: approval.asked_at,
            form: form.to_owned(),
            share,
            voters: approval.voters.clone(),
            votes: approval.votes.iter().zip(&state.votes).map(vote).collect(),
            outcome: words::outcome(approval.outcome).to_owned(),
            values: approval.values.clone(),
            urged: approval.urged,
            urged_at: approval.urged_at,
            commitment: state.values.map(Hex),
            steps: approval.steps.clone(),
            step: approval.step.clone(),
            earlier: approval.earlier.iter().map(StoredAsking::from).collect(),
            signers: approval.signers.iter().map(StoredSigner::from).collect(),
            copies: approval.copies.clone(),
        }
    }

    /// The approval as the engine knows it.
    pub fn approval(&self) -> Result<Approval, StorageError> {
        let vote = |vote: &StoredVote| Vote {
            voter: vote.voter,
            deputy: vote.deputy,
            at: vote.at,
            agrees: vote.agrees,
            opinion: vote.opinion.clone(),
            step: vote.step.clone(),
            to_step: vote.to_step.clone(),
        };
        Ok(Approval {
            id: self.id,
            transition: self.transition.clone(),
            asked_by: self.asked_by,
            asked_at: self.asked_at,
            form: words::to_form(&self.form, self.share)?,
            voters: self.voters.clone(),
            votes: self.votes.iter().map(vote).collect(),
            outcome: words::to_outcome(&self.outcome)?,
            values: self.values.clone(),
            urged: self.urged,
            urged_at: self.urged_at,
            steps: self.steps.clone(),
            step: self.step.clone(),
            earlier: self.earlier()?,
            signers: self.signers(),
            copies: self.copies.clone(),
        })
    }

    /// The approval as the digest covers it.
    pub fn state(&self) -> Result<ApprovalState, StorageError> {
        let vote = |vote: &StoredVote| VoteState {
            voter: vote.voter,
            deputy: vote.deputy,
            at: vote.at,
            agrees: vote.agrees,
            opinion: vote.commitment.map(|hex| hex.0),
            step: vote.step.clone(),
            to_step: vote.to_step.clone(),
        };
        Ok(ApprovalState {
            id: self.id,
            transition: self.transition.clone(),
            asked_by: self.asked_by,
            asked_at: self.asked_at,
            form: words::to_form(&self.form, self.share)?,
            voters: self.voters.clone(),
            values: self.commitment.map(|hex| hex.0),
            outcome: words::to_outcome(&self.outcome)?,
            votes: self.votes.iter().map(vote).collect(),
            steps: self.steps.clone(),
            step: self.step.clone(),
            earlier: self.earlier()?,
            signers: self.signers(),
            copies: self.copies.clone(),
        })
    }

    fn earlier(&self) -> Result<Vec<Asking>, StorageError> {
        self.earlier.iter().map(StoredAsking::asking).collect()
    }

    fn signers(&self) -> Vec<Signer> {
        self.signers.iter().map(StoredSigner::signer).collect()
    }
}

impl From<&Asking> for StoredAsking {
    fn from(asking: &Asking) -> Self {
        let (form, share) = words::form(asking.form);
        Self { step: asking.step.clone(), form: form.to_owned(), share, voters: asking.voters.clone() }
    }
}

impl StoredAsking {
    fn asking(&self) -> Result<Asking, StorageError> {
        let form = words::to_form(&self.form, self.share)?;
        Ok(Asking { step: self.step.clone(), form, voters: self.voters.clone() })
    }
}

impl From<&Signer> for StoredSigner {
    fn from(signer: &Signer) -> Self {
        let Signer { person, by, deputy, at, how, step, round } = signer.clone();
        Self { person, by, deputy, at, how, step, round }
    }
}

impl StoredSigner {
    fn signer(&self) -> Signer {
        let Self { person, by, deputy, at, how, step, round } = self.clone();
        Signer { person, by, deputy, at, how, step, round }
    }
}
