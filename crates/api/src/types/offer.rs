//! What may be done with a record next, on the wire, and what is kept from being changed.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::References;
use yuheng_definition::{FieldId, Label};

use super::reference::{Reference, reference};
use super::text::Text;
use super::words::{Audience, Lead, OfferComment};

/// What may be done next, or why not.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionOffer {
    id: String,
    label: Text,
    allowed: bool,
    missing: Option<Missing>,
    requires: Vec<String>,
    asks: Vec<String>,
    comment: OfferComment,
    /// Who reads what is said with it; none where nothing is.
    audience: Option<Audience>,
    /// Where a step leads; none where it is no step.
    leads: Option<Lead>,
    /// Whether it is the main thing to do next.
    is_main: bool,
    /// Whose votes may be cast, or shared, with it, one's own first; empty but with a vote.
    voters: Vec<Reference>,
    /// The earlier steps that a vote against may send the approval back to, the first one first.
    to_steps: Vec<String>,
}

/// What is missing for an action to be allowed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Missing {
    kind: &'static str,
    text: Text,
}

/// A field that could be changed, were it not for what has happened with the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptField {
    field: String,
    /// Why it can't be.
    text: Text,
}

impl From<(&FieldId, &Label)> for KeptField {
    fn from((field, why): (&FieldId, &Label)) -> Self {
        Self { field: field.to_string(), text: why.into() }
    }
}

/// An offer on the wire.
pub(super) fn action(offer: &yuheng_app::view::Offer, references: &References) -> ActionOffer {
    ActionOffer {
        id: offer.offer.id.to_string(),
        label: Text::from(&offer.offer.label),
        allowed: offer.offer.allowed,
        missing: offer
            .offer
            .missing
            .as_ref()
            .zip(offer.missing.as_ref())
            .map(|(missing, text)| Missing { kind: missing.kind(), text: Text::from(text) }),
        requires: offer.offer.requires.iter().map(ToString::to_string).collect(),
        asks: offer.offer.asks.iter().map(ToString::to_string).collect(),
        comment: offer.offer.comment.into(),
        audience: offer.offer.audience.map(Into::into),
        leads: offer.offer.leads.map(Into::into),
        is_main: offer.offer.is_main,
        voters: offer.offer.voters.iter().filter_map(|voter| reference(references, *voter)).collect(),
        to_steps: offer.offer.to_steps.iter().map(ToString::to_string).collect(),
    }
}
