//! A customer's answer: what waits for it goes on by itself, as the flow says with `after = { answer = true }`.

use yuheng_definition::{After, Transition};

use super::guard;
use super::transition::{Doing, Step, perform};
use crate::draft::Draft;
use crate::fields::{Given, Valid};
use crate::{Audience, Rejection, Snapshot};

/// Has the draft's record go on once a contact of its customer's has said something that all read, or attached a file; whether it
/// does. The first step that can be taken is, by the engine on the contact's behalf. An answer never fails by what would follow
/// from it: where no step can be taken, the record waits on.
pub(super) fn answered(draft: &mut Draft, snapshot: &Snapshot, audience: Audience) -> bool {
    let is_answer = draft.ctx.actor.customer.is_some() && audience == Audience::Public;
    if !is_answer || draft.record.voided.is_some() {
        return false;
    }
    let flow = draft.flow;
    let own = flow.transitions.values().filter(|step| step.after == Some(After::Answer) && step.approval.is_none());
    let state = draft.record.state.clone();
    let mut possible = own.filter(|step| step.from.contains(&state));
    possible.any(|step| {
        let mut trial = draft.clone();
        let goes_on = gone_on(&mut trial, snapshot, step).is_ok();
        if goes_on {
            *draft = trial;
        }
        goes_on
    })
}

fn gone_on(draft: &mut Draft, snapshot: &Snapshot, next: &Transition) -> Result<(), Rejection> {
    guard::holds(draft.ctx, &draft.record, next)?;
    let step = Step::find(draft.ctx, &draft.record, &next.id)?;
    let doing = Doing { doer: draft.ctx.actor.id, said: None, approval: None, follows: true };
    perform(draft, &step, snapshot, Valid::kept(Given::new()), doing)
}
