//! What an overlay changes, before it does: the differences, the open work that goes on by the flow that it was opened with, and
//! what would come of taking the overlay back.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Definitions, Difference, Label, Lacking, Problem, Process, ProcessId, compare};
use yuheng_engine::RecordId;

use super::building::Fitting;
use super::words::{Said, said};
use crate::{App, Caller, Error, Result};

/// What an overlay changes.
pub struct Comparison {
    /// What differs with it, and in words.
    pub differences: Vec<(Difference, Said)>,
    /// The processes that differ: what each is called, and how many open records it has.
    pub open: BTreeMap<ProcessId, (Label, u64)>,
    /// The open records that go on by another flow than the definitions with the overlay have.
    pub going_on: Vec<GoingOn>,
    /// What would come of withdrawing it; none: it is not in force.
    pub taking_back: Option<TakingBack>,
    /// What would hold work up: approvals that nobody could give today, states that records leave on a condition only.
    pub warnings: Vec<Problem>,
}

/// What comes of withdrawing an overlay.
pub struct TakingBack {
    /// The open records that go on by another flow than the definitions without the overlay have.
    pub going_on: Vec<GoingOn>,
    /// Why it can't be withdrawn now.
    pub problems: Vec<Problem>,
}

/// Open records of a process that go on by the flows that they were opened with.
pub struct GoingOn {
    /// The process.
    pub process: ProcessId,
    /// How many they are.
    pub open: u64,
    /// The filter of a list that shows them.
    pub filter: String,
    /// What stays for them: the part by its key, its id and label.
    pub stays: Vec<(&'static str, String, Label)>,
}

impl App {
    /// What is different with the overlay `id`.
    ///
    /// # Errors
    /// With what is wrong, when something is; not found when it is no overlay.
    pub async fn overlay_comparison(&self, caller: &Caller, id: RecordId) -> Result<Comparison> {
        let overlay = self.overlay(caller, id).await?;
        let applies = self.applying(self.today()).await?.iter().any(|applying| applying.id == id);
        // What builds on it is no part of what it changes.
        let fitting = self.fitting(self.overlays_but(id).await?).map_err(Error::Definitions)?;
        let Fitting { definitions: before, mut laid, building } = fitting;
        laid.push(overlay);
        laid.sort();
        let after = self.laid(&laid, Some(id)).map_err(Error::Definitions)?;
        let differences = compare(&before, &after);
        let affected: BTreeSet<ProcessId> = differences.iter().filter_map(|it| it.process.clone()).collect();
        let mut open = BTreeMap::new();
        for process in &affected {
            let flows = self.store.open_by_flow(process.as_str()).await?;
            let called = [&after, &before].into_iter().find_map(|it| it.process(process.as_str()));
            let called = called.map_or_else(|| Label::new(process.as_str(), process.as_str()), |it| it.label.clone());
            open.insert(process.clone(), (called, flows.into_iter().map(|(_, count)| count).sum()));
        }
        let going_on = self.going_on(&affected, &after).await?;
        let taking_back = match applies {
            true => Some(TakingBack {
                going_on: self.going_on(&affected, &before).await?,
                problems: match building.is_empty() {
                    true => self.unfit_for_open_work(&after, &before).await?,
                    false => building,
                },
            }),
            false => None,
        };
        let warnings = self.warnings(caller, &before, &after);
        let in_words = |difference| {
            let said = said(&before, &after, &difference);
            (difference, said)
        };
        let differences = differences.into_iter().map(in_words).collect();
        Ok(Comparison { differences, open, going_on, taking_back, warnings })
    }

    /// The open records of `affected` processes that follow another flow than `next` has.
    async fn going_on(&self, affected: &BTreeSet<ProcessId>, next: &Definitions) -> Result<Vec<GoingOn>> {
        let mut all = Vec::new();
        for process in affected.iter().filter_map(|id| next.process(id.as_str())) {
            let mut flows = self.store.open_by_flow(process.id.as_str()).await?;
            flows.retain(|(hash, _)| *hash != process.hash);
            let mut stays = Vec::new();
            for (hash, _) in &flows {
                if let Some(old) = self.version(hash).await? {
                    stays.extend(
                        remains(&old, process).into_iter().filter(|it| !stays.contains(it)).collect::<Vec<_>>(),
                    );
                }
            }
            if !flows.is_empty() {
                let hashes: Vec<String> = flows.iter().map(|(hash, _)| format!("\"{hash}\"")).collect();
                let filter =
                    format!("record.is_open && !record.is_void && record.definition in [{}]", hashes.join(", "));
                let open = flows.iter().map(|(_, count)| count).sum();
                all.push(GoingOn { process: process.id.clone(), open, filter, stays });
            }
        }
        Ok(all)
    }
}

/// What of the flow of `old` stays where `new` lacks it, as people call it: what of it is read, not how it is done.
fn remains(old: &Process, new: &Process) -> Vec<(&'static str, String, Label)> {
    let lacking = Lacking::of(old, new);
    let states = lacking.states.iter().filter_map(|id| old.states.get(id));
    let states = states.map(|state| ("states", state.id.to_string(), state.label.clone()));
    // Whatever they hold is read still, also in what no step names.
    let fields = Lacking::fields(old, new).fields;
    let fields = fields.iter().filter_map(|id| old.fields.get(id));
    let fields = fields.map(|field| ("fields", field.id.to_string(), field.label.clone()));
    let steps = lacking.transitions.iter().filter_map(|id| old.transitions.get(id));
    let steps = steps.map(|step| ("transitions", step.id.to_string(), step.label.clone()));
    states.chain(fields).chain(steps).collect()
}
