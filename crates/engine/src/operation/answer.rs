//! A customer's answer: what waits for it goes on by itself, as the flow says with `after = { answer = true }`.

use yuheng_definition::After;

use super::guard;
use super::transition::{Doing, Step, perform};
use crate::draft::Draft;
use crate::fields::{Given, Valid};
use crate::{Actor, Audience, Rejection, Snapshot};

/// Has the draft's record go on once somebody of its customer's has said something that all read. The first step that can be
/// taken is; the engine takes it, and none where the record does not wait for an answer.
pub(super) fn answered(draft: &mut Draft, snapshot: &Snapshot, audience: Audience) -> Result<(), Rejection> {
    let (ctx, flow) = (draft.ctx, draft.flow);
    if ctx.actor.customer.is_none() || audience == Audience::Internal {
        return Ok(());
    }
    let own = flow.transitions.values().filter(|step| step.after == Some(After::Answer));
    let mut possible = own.filter(|step| step.from.contains(&draft.record.state));
    let Some(next) = possible.find(|step| guard::holds(ctx, &draft.record, step).is_ok()) else { return Ok(()) };
    let step = Step::find(ctx, &draft.record, &next.id)?;
    perform(
        draft,
        &step,
        snapshot,
        Valid::kept(Given::new()),
        Doing { doer: Actor::SYSTEM, said: None, approval: None },
    )
}
