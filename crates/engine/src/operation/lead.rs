//! Where an offered step leads, and which one of them is the main thing to do next.

use yuheng_definition::{Process, StateId, StateKind, Transition};

use super::offers::{ActionOffer, OfferId};
use crate::{Context, Missing};

/// How far a step brings its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// On, to another state.
    On,
    /// Nowhere: the record stays in its state.
    Nowhere,
    /// Out: it is cancelled or taken out of force.
    Out,
}

/// Where a transition leads from a state of the flow that the record follows.
pub(super) fn lead(flow: &Process, transition: &Transition, from: &StateId) -> Lead {
    let to = transition.leads(from);
    if to == from {
        return Lead::Nowhere;
    }
    match flow.states.get(to).map(|state| state.kind) {
        Some(StateKind::Cancelled | StateKind::Retired) => Lead::Out,
        _ => Lead::On,
    }
}

/// Marks the main one: the first, in the order of the definition, that leads on. None is where the step before it waits for
/// somebody else of the provider's, nor where a vote of the actor's own is waited for.
pub(super) fn mark_main(ctx: &Context, offers: &mut [ActionOffer]) {
    if offers.iter().any(|offer| matches!(offer.id, OfferId::Vote(_)) && offer.allowed) {
        return;
    }
    let is_provider = ctx.actor.customer.is_none();
    let is_of_others = |offer: &ActionOffer| {
        is_provider && matches!(offer.missing, Some(Missing::Role(_) | Missing::NamedBy(_) | Missing::Holder(..)))
    };
    let mut leading = offers.iter_mut().filter(|offer| offer.leads == Some(Lead::On));
    if let Some(first) = leading.find(|offer| offer.allowed || is_of_others(offer)) {
        first.is_main = first.allowed;
    }
}
