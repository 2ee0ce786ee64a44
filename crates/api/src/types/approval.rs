//! An approval, its steps and its votes on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::{RecordView, References};
use yuheng_definition::{self as definition, StepId};
use yuheng_engine::{self as engine, ApprovalOutcome as Outcome, RecordId};

use super::reference::{Reference, reference};
use super::text::Text;
use super::words::{ApprovalForm, ApprovalOutcome, Joining, StepState};

/// An approval asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Approval {
    id: String,
    transition: String,
    /// How many must agree at the step that it is in.
    form: ApprovalForm,
    /// The share, in percent.
    share: Option<u8>,
    outcome: ApprovalOutcome,
    asked_by: Option<Reference>,
    asked_at: String,
    /// Those who were asked at the step that it is in, in order of turn.
    voters: Vec<Reference>,
    /// Those whose votes it awaits today, in order of turn: of those asked, whoever still holds the role; where none of
    /// them is left, whoever holds it now; and those who came in.
    awaited: Vec<Reference>,
    votes: Vec<ApprovalVote>,
    urged: u32,
    /// Its steps in their order; one without an id, if it has but one.
    steps: Vec<ApprovalStep>,
    /// The step that it is in.
    step: Option<String>,
    /// Those who came in: added, or handed a vote.
    signers: Vec<Signer>,
    /// Who is told of it and has no vote.
    copies: Vec<Reference>,
}

/// A step of an approval.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalStep {
    id: Option<String>,
    label: Option<Text>,
    state: StepState,
    /// How many must agree; none before it is asked.
    form: Option<ApprovalForm>,
    /// The share, in percent.
    share: Option<u8>,
    /// Those who were asked; of a step to come, those who would be today.
    voters: Vec<Reference>,
}

/// A vote on an approval.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalVote {
    #[serde(flatten)]
    vote: Vote,
    /// The round that it was cast in, from 1: each time it is sent back to an earlier step another begins.
    round: u32,
    /// It stands no more: the approval was sent back to its step, or to one before it.
    set_aside: bool,
    /// Who handed the vote on to whoever cast it.
    handed_by: Option<Reference>,
    /// Who asked for it beside those whom the definition asks.
    added_by: Option<Reference>,
}

/// Somebody who came in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signer {
    person: Option<Reference>,
    how: Joining,
    /// By whose vote.
    by: Option<Reference>,
    /// Who did it, if a deputy did.
    deputy: Option<Reference>,
    at: String,
    step: Option<String>,
    /// The round that it was in, from 1.
    round: u32,
    /// It counts no more: the approval was sent back to its step, or to one before it.
    set_aside: bool,
}

/// A vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct Vote {
    /// Whose vote it is.
    pub voter: Option<Reference>,
    /// Who cast it, if a deputy did.
    pub deputy: Option<Reference>,
    /// When.
    pub at: String,
    /// Whether it agrees.
    pub agrees: bool,
    /// The opinion, for those who see the record's internal side and for whoever gave it.
    pub opinion: Option<String>,
    /// At which step; none: the approval has but one.
    pub step: Option<String>,
    /// The earlier step that it has sent the approval back to; none: it did not, or to whoever asked.
    pub to_step: Option<String>,
}

/// An approval on the wire.
pub(super) fn approval(approval: &engine::Approval, view: &RecordView) -> Approval {
    let references = &view.references;
    let awaited = view.awaited.get(&approval.id).map(Vec::as_slice).unwrap_or_default();
    let (form, share) = form(approval.form);
    Approval {
        id: approval.id.to_string(),
        transition: approval.transition.to_string(),
        form,
        share,
        outcome: approval.outcome.into(),
        asked_by: reference(references, approval.asked_by),
        asked_at: approval.asked_at.to_string(),
        voters: named(references, &approval.voters),
        awaited: named(references, awaited),
        votes: (0..approval.votes.len()).filter_map(|at| cast(approval, at, references)).collect(),
        urged: approval.urged,
        steps: steps(approval, view),
        step: approval.step.as_ref().map(ToString::to_string),
        signers: approval.signers.iter().map(|it| signer(it, Some(approval), references)).collect(),
        copies: named(references, &approval.copies),
    }
}

fn named(references: &References, people: &[RecordId]) -> Vec<Reference> {
    people.iter().filter_map(|id| reference(references, *id)).collect()
}

const fn form(form: definition::ApprovalForm) -> (ApprovalForm, Option<u8>) {
    match form {
        definition::ApprovalForm::One => (ApprovalForm::One, None),
        definition::ApprovalForm::All => (ApprovalForm::All, None),
        definition::ApprovalForm::Share(share) => (ApprovalForm::Share, Some(share)),
        definition::ApprovalForm::InTurn => (ApprovalForm::InTurn, None),
    }
}

/// Its steps, each with whom it was asked of last, or would be.
fn steps(approval: &engine::Approval, view: &RecordView) -> Vec<ApprovalStep> {
    let references = &view.references;
    let now = |state, id: Option<&StepId>, label| {
        let (form, share) = form(approval.form);
        let (id, voters) = (id.map(ToString::to_string), named(references, &approval.voters));
        ApprovalStep { id, label, state, form: Some(form), share, voters }
    };
    let state = match approval.outcome {
        Outcome::Pending => StepState::Now,
        Outcome::Granted => StepState::Done,
        Outcome::Returned | Outcome::Withdrawn | Outcome::Voided => StepState::Stopped,
    };
    if approval.steps.is_empty() {
        let label = view.process.transitions.get(&approval.transition).map(|step| Text::from(&step.label));
        return vec![now(state, None, label)];
    }
    let current = approval.passed().len();
    let expected = view.expected.get(&approval.id);
    let step = |(place, id): (usize, &StepId)| {
        let known = view.steps.get(&(approval.transition.clone(), id.clone()));
        let label = known.map(|(label, _)| Text::from(label));
        if place == current {
            return now(state, Some(id), label);
        }
        let state = if place < current { StepState::Done } else { StepState::ToCome };
        let asked = approval.earlier.iter().rfind(|asking| asking.step == *id).filter(|_| place < current);
        let form = asked.map(|asking| asking.form).or_else(|| known.map(|(_, form)| *form)).map(form);
        let voters = asked.map(|asking| &asking.voters).or_else(|| expected?.get(id)).map(Vec::as_slice);
        ApprovalStep {
            id: Some(id.to_string()),
            label,
            state,
            form: form.map(|(form, _)| form),
            share: form.and_then(|(_, share)| share),
            voters: named(references, voters.unwrap_or_default()),
        }
    };
    approval.steps.iter().enumerate().map(step).collect()
}

fn cast(approval: &engine::Approval, at: usize, references: &References) -> Option<ApprovalVote> {
    let cast = approval.votes.get(at)?;
    let round = approval.round_of(at);
    let came = |handed: bool| {
        let same = |it: &&engine::Signer| {
            (it.how == engine::Joining::HandedOn) == handed
                && (it.person, &it.step, it.round) == (cast.voter, &cast.step, round)
        };
        approval.signers.iter().find(same).and_then(|it| reference(references, it.by))
    };
    Some(ApprovalVote {
        vote: vote(cast, references),
        round: round + 1,
        set_aside: approval.is_set_aside(cast.step.as_ref(), round),
        handed_by: came(true),
        added_by: came(false),
    })
}

/// Somebody who came in, on the wire.
pub(super) fn signer(signer: &engine::Signer, of: Option<&engine::Approval>, references: &References) -> Signer {
    Signer {
        person: reference(references, signer.person),
        how: signer.how.into(),
        by: reference(references, signer.by),
        deputy: signer.deputy.and_then(|deputy| reference(references, deputy)),
        at: signer.at.to_string(),
        step: signer.step.as_ref().map(ToString::to_string),
        round: signer.round + 1,
        set_aside: of.is_some_and(|of| of.is_set_aside(signer.step.as_ref(), signer.round)),
    }
}

/// A vote on the wire.
#[must_use]
pub fn vote(vote: &engine::Vote, references: &References) -> Vote {
    Vote {
        voter: reference(references, vote.voter),
        deputy: vote.deputy.and_then(|deputy| reference(references, deputy)),
        at: vote.at.to_string(),
        agrees: vote.agrees,
        opinion: vote.opinion.clone(),
        step: vote.step.as_ref().map(ToString::to_string),
        to_step: vote.to_step.as_ref().map(ToString::to_string),
    }
}
