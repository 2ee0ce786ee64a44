//! Guards, before and after the form is filled in.

use yuheng_definition::Transition;
use yuheng_definition::expression::{at_best, evaluate};

use crate::{Context, Missing, Record, RecordFacts, Rejection, Unmet, access};

/// Refuses a record for which the transition's guard does not hold.
pub(super) fn holds(ctx: &Context, record: &Record, step: &Transition) -> Result<(), Rejection> {
    match &step.when {
        Some(guard) if !access::guard_holds(ctx, record, guard) => {
            Err(Rejection::Forbidden(Missing::Guard(Box::new(Unmet {
                guard: guard.clone(),
                said: step.otherwise.clone(),
            }))))
        }
        _ => Ok(()),
    }
}

/// Refuses a record for which the guard can't hold whatever the form is filled with.
pub(super) fn may_hold(ctx: &Context, record: &Record, step: &Transition) -> Result<(), Rejection> {
    let best = step.when.as_ref().map(|guard| at_best(&guard.root, |field| step.asks_for(field)));
    let could = best.is_none_or(|best| evaluate(&best, &RecordFacts::of(ctx, Some(record))).holds());
    if could { Ok(()) } else { holds(ctx, record, step) }
}
