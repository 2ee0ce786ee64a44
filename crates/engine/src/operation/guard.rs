//! Guards, before and after the form is filled in.

use std::cell::Cell;

use yuheng_definition::expression::{Expression, Facts, Path};
use yuheng_definition::{Transition, Value};

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

/// Refuses a record for which the guard can't hold whatever the form is filled with. Where the guard reads what the
/// form asks for, only the filled form can tell.
pub(super) fn may_hold(ctx: &Context, record: &Record, step: &Transition) -> Result<(), Rejection> {
    let Some(guard) = &step.when else { return Ok(()) };
    if reads_form(ctx, record, step, guard) { Ok(()) } else { holds(ctx, record, step) }
}

fn reads_form(ctx: &Context, record: &Record, step: &Transition, guard: &Expression) -> bool {
    let watched = Watched { facts: RecordFacts::of(ctx, Some(record)), step, has_read: Cell::new(false) };
    let _ = guard.evaluate(&watched);
    watched.has_read.get()
}

/// Facts that remember whether something was read that the form asks for.
struct Watched<'a> {
    facts: RecordFacts<'a>,
    step: &'a Transition,
    has_read: Cell<bool>,
}

impl Facts for Watched<'_> {
    fn value(&self, path: &Path) -> Option<Value> {
        if let Path::Field(field) = path {
            let asked = self.step.requires.contains(field) || self.step.asks.contains(field);
            self.has_read.set(self.has_read.get() || asked);
        }
        self.facts.value(path)
    }

    fn midnight(&self, day: &str) -> Option<Value> {
        self.facts.midnight(day)
    }
}
