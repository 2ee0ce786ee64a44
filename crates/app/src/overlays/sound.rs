//! The guard that no broken overlay comes further than its draft, and that none is withdrawn on which open work stands: whoever
//! asks for an approval is refused what the approval would be refused for.

use std::collections::BTreeSet;

use yuheng_definition::{Content, Process, StateId, StateKind};
use yuheng_engine::{EntryAction, Expected, Record, Write, WriteSet, failpoint};

use super::Overlay;
use crate::{App, Caller, Error, Result};

impl App {
    /// Refuses a write after which the overlays that apply, or are on their way, would not fit the definitions or the
    /// work that is open; also one that asks for an approval of such, and one that puts an approval forward which nobody could give.
    pub(crate) async fn must_stay_sound(&self, caller: &Caller, set: &WriteSet) -> Result<()> {
        for write in set.writes.iter().filter(|write| write.expected != Expected::Exists) {
            let process = caller.in_force.definitions.process(write.record.process.as_str());
            let Some(process) = process.filter(|process| process.content == Some(Content::Overlay)) else { continue };
            for stays in outcomes(process, write) {
                self.must_be_sound(caller, &write.record, stays).await?;
            }
            if is_put_forward(process, write) {
                self.must_be_givable(caller, &write.record).await?;
            }
        }
        Ok(())
    }

    async fn must_be_sound(&self, caller: &Caller, record: &Record, becomes: Becomes) -> Result<()> {
        let mut laid = self.overlays_but(record.id).await?;
        match becomes {
            Becomes::Applied => laid.push(Overlay::of(record)),
            // Where what is in force does not fit anyway, anything may be withdrawn.
            Becomes::Gone if !caller.in_force.conflicts.is_empty() || !self.does_apply(record).await? => return Ok(()),
            Becomes::Gone => {
                let building = self.fitting(laid.clone()).map_err(Error::Definitions)?.building;
                if !building.is_empty() {
                    return Err(Error::Definitions(building));
                }
            }
        }
        let problems = self.problems(caller, laid, Some(record.id)).await?;
        if problems.is_empty() { Ok(()) } else { Err(Error::Definitions(problems)) }
    }

    /// Refuses an overlay with an approval that nobody could give: while it is drafted that is a warning.
    async fn must_be_givable(&self, caller: &Caller, record: &Record) -> Result<()> {
        let problems = self.ungivable_of(caller, Overlay::of(record)).await?;
        if problems.is_empty() { Ok(()) } else { Err(Error::Definitions(problems)) }
    }

    async fn does_apply(&self, record: &Record) -> Result<bool> {
        Ok(self.applying(self.today()).await?.iter().any(|overlay| overlay.id == record.id))
    }
}

/// What becomes of an overlay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Becomes {
    /// It applies, or is on its way to.
    Applied,
    /// It does not.
    Gone,
}

/// Whether an overlay is submitted, or approval asked for it: then somebody is still there who can change it. What becomes of it
/// later waits for nobody's coming and going.
fn is_put_forward(process: &Process, write: &Write) -> bool {
    let applies = |state: &StateId| becomes(process, &write.record, state) == Becomes::Applied;
    write.entries.iter().any(|entry| {
        let is_submitted = entry.moved.as_ref().is_some_and(|(from, to)| !applies(from) && applies(to));
        let step = entry.transition.as_ref().filter(|_| entry.action == EntryAction::ApprovalAsked);
        let step = step.and_then(|step| process.transitions.get(step));
        is_submitted || step.is_some_and(|step| applies(step.leads(&write.record.state)))
    })
}

/// What becomes of an overlay by a write, and by the approvals that are asked for in it.
fn outcomes(process: &Process, write: &Write) -> BTreeSet<Becomes> {
    let is_asked = |action| action == EntryAction::ApprovalAsked && !failpoint::armed("app.lets_ask_for_anything");
    let asked = write.entries.iter().filter(|entry| is_asked(entry.action));
    let steps = asked.filter_map(|entry| process.transitions.get(entry.transition.as_ref()?));
    let states = steps.map(|step| step.leads(&write.record.state)).chain([&write.record.state]);
    states.map(|state| becomes(process, &write.record, state)).collect()
}

/// An overlay applies or is to apply that is past its draft, and not withdrawn.
fn becomes(process: &Process, record: &Record, state: &StateId) -> Becomes {
    let kind = process.states.get(state).map(|state| state.kind);
    let applies = matches!(kind, Some(StateKind::Open | StateKind::Waiting | StateKind::InForce));
    if applies && record.voided.is_none() { Becomes::Applied } else { Becomes::Gone }
}
