//! Who is called when a share of a target is used, or when nobody has done anything for too long.

use yuheng_definition::{ClockId, Escalation, EscalationKind, EscalationTrigger, Value};

use crate::draft::Draft;
use crate::{EntryAction, outbox, people};

/// Calls whom the flow says at that share of the clock's target.
pub(super) fn at_share(draft: &mut Draft, clock: &ClockId, share: u8) {
    let flow = draft.flow;
    let here = EscalationTrigger::Clock { clock: clock.clone(), share };
    for rule in flow.escalations.iter().filter(|rule| rule.trigger == here) {
        escalate(draft, rule);
    }
}

/// Calls whom the rule says, sets its field, and writes both down. It is written down even if nobody is there to call.
pub(super) fn escalate(draft: &mut Draft, rule: &Escalation) {
    if let Some(field) = &rule.sets {
        draft.record.fields.insert(field.clone(), Value::Bool(true));
    }
    let called = people::holders(draft.ctx, &draft.record, &rule.to);
    let reason = match rule.kind {
        EscalationKind::Functional | EscalationKind::Hierarchic => "escalated",
        EscalationKind::Customer => "at_risk",
    };
    let message = outbox::tell(draft, reason, called);
    draft.outbox.extend(message);
    draft.log_with(EntryAction::Escalated, Vec::new(), |entry| entry.reason = Some(cause(rule)));
}

/// Why it was escalated, as the history keeps it: `hierarchic:resolution:90`, `functional:silence:480`.
fn cause(rule: &Escalation) -> String {
    let kind = match rule.kind {
        EscalationKind::Functional => "functional",
        EscalationKind::Hierarchic => "hierarchic",
        EscalationKind::Customer => "customer",
    };
    match &rule.trigger {
        EscalationTrigger::Clock { clock, share } => format!("{kind}:{clock}:{share}"),
        EscalationTrigger::Silence { minutes } => format!("{kind}:silence:{minutes}"),
    }
}
