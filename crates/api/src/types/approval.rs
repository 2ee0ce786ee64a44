//! An approval and its votes on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::{RecordView, References};
use yuheng_definition as definition;
use yuheng_engine as engine;

use super::reference::{Reference, reference};
use super::words::{ApprovalForm, ApprovalOutcome};

/// An approval asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Approval {
    id: String,
    transition: String,
    form: ApprovalForm,
    /// The share, in percent.
    share: Option<u8>,
    outcome: ApprovalOutcome,
    asked_by: Option<Reference>,
    asked_at: String,
    /// Those who were asked, in order of turn.
    voters: Vec<Reference>,
    /// Those whose votes it awaits today, in order of turn: of those asked, whoever still holds the role; where none of
    /// them is left, whoever holds it now.
    awaited: Vec<Reference>,
    votes: Vec<Vote>,
    urged: u32,
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
}

/// An approval on the wire.
pub(super) fn approval(approval: &engine::Approval, view: &RecordView) -> Approval {
    let references = &view.references;
    let awaited = view.awaited.get(&approval.id).map(Vec::as_slice).unwrap_or_default();
    let named = |people: &[engine::RecordId]| people.iter().filter_map(|id| reference(references, *id)).collect();
    let (form, share) = match approval.form {
        definition::ApprovalForm::One => (ApprovalForm::One, None),
        definition::ApprovalForm::All => (ApprovalForm::All, None),
        definition::ApprovalForm::Share(share) => (ApprovalForm::Share, Some(share)),
        definition::ApprovalForm::InTurn => (ApprovalForm::InTurn, None),
    };
    Approval {
        id: approval.id.to_string(),
        transition: approval.transition.to_string(),
        form,
        share,
        outcome: approval.outcome.into(),
        asked_by: reference(references, approval.asked_by),
        asked_at: approval.asked_at.to_string(),
        voters: named(&approval.voters),
        awaited: named(awaited),
        votes: approval.votes.iter().map(|vote| self::vote(vote, references)).collect(),
        urged: approval.urged,
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
    }
}
