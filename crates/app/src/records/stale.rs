//! Writes based on an older version: what has changed since comes from the history's entries. Changes that don't touch
//! each other are merged; what overlaps is shown with both values.

use std::collections::BTreeSet;

use yuheng_definition::{ApprovalRule, FieldId, Process};
use yuheng_engine::{Command, Record, RecordId, access, failpoint, stands};

use super::Changes;
use super::load::Loaded;
use crate::{App, Caller, Error, Overlap, Result, Stale};

/// What happened to a record since a version.
#[derive(Default)]
struct Meanwhile {
    fields: BTreeSet<FieldId>,
    moved: bool,
}

impl App {
    /// What others changed since the version `based_on` that `command` was made on, where that leaves the command as it
    /// was meant: an update touches other fields; for what stands on the state, or on fields, none of that has changed.
    /// All other commands fit any version.
    pub(super) async fn since_then(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        based_on: u64,
        command: &Command,
    ) -> Result<Vec<FieldId>> {
        let Some(whole) = loaded.snapshot.record.as_ref().filter(|record| record.version != based_on) else {
            return Ok(Vec::new());
        };
        let (current, process) = self.masked(caller, whole.clone()).ok_or_else(Error::not_found)?;
        // What is not there, or over, is so at any version: nothing can be merged with it.
        stands(&self.context(caller, loaded.pinned.as_deref()), whole, command)?;
        if based_on == 0 {
            // Versions count from 1: nobody has read this one.
            return Err(stale(whole, based_on, Vec::new()));
        }
        let flow = loaded.pinned.as_deref().unwrap_or(&process);
        let (fields, given) = match command {
            Command::Update { changes } => (changes.keys().cloned().collect(), Some(changes)),
            Command::Transition { changes, .. } => (stands_on(flow, &current, command), Some(changes)),
            Command::Macro(_) => (stands_on(flow, &current, command), None),
            Command::Vote { .. }
            | Command::Join { .. }
            | Command::Withdraw { .. }
            | Command::Convert { .. }
            | Command::Merge { .. }
            | Command::Unmerge { .. }
            | Command::Split { .. }
            | Command::Void { .. } => (stands_on(flow, &current, command), None),
            _ => return Ok(Vec::new()),
        };
        let merges = matches!(command, Command::Update { .. });
        let approval = match command {
            Command::Vote { approval, .. } | Command::Join { approval, .. } => Some(*approval),
            _ => None,
        };
        let since = self.since(&current, based_on, approval).await?;
        let masked = access::masked_fields(&self.context(caller, None), &process, Some(whole));
        let overlaps = fields.iter().filter(|field| since.fields.contains(*field));
        let overlap = |field| {
            let found = Overlap::of(whole, field, given);
            // An update to what stands there already is one that has been made.
            (!merges || found.theirs != found.yours).then_some(found)
        };
        let mut overlaps: Vec<Overlap> = overlaps.filter_map(overlap).collect();
        let refuses = merges && failpoint::armed("app.merges_nothing");
        if refuses || !overlaps.is_empty() || (!merges && since.moved) {
            // What the caller doesn't see stands against it all the same, unnamed.
            overlaps.retain(|overlap| !masked.contains(&overlap.field));
            return Err(stale(&current, based_on, overlaps));
        }
        Ok(since.fields.into_iter().filter(|field| !masked.contains(field)).collect())
    }

    /// What happened since `based_on`. An approval that has come to another step, or into which somebody came, has moved: whoever
    /// votes on it has not read what is asked now.
    async fn since(&self, current: &Record, based_on: u64, approval: Option<RecordId>) -> Result<Meanwhile> {
        let mut since = Meanwhile::default();
        if based_on == current.version {
            return Ok(since);
        }
        if based_on > current.version {
            return Err(stale(current, based_on, Vec::new()));
        }
        // Each version has an entry at least, so whatever raised a later one is numbered higher than the version.
        let entries = self.store.happenings(current.id, based_on).await?;
        for entry in entries.into_iter().filter(|entry| entry.version > based_on) {
            let went_on = entry.approving.to_step.is_some() || !entry.approving.signers.is_empty();
            since.moved |= entry.moved.is_some() || (went_on && approval.is_some() && entry.approval == approval);
            since.fields.extend(entry.changes.into_iter().map(|change| change.field));
        }
        Ok(since)
    }
}

fn stale(current: &Record, based_on: u64, fields: Vec<Overlap>) -> Error {
    Error::Stale(Box::new(Stale { based_on, current: current.version, fields }))
}

/// The fields that a transition or vote stands on: those that it fills, needs or approves.
fn stands_on(flow: &Process, record: &Record, command: &Command) -> BTreeSet<FieldId> {
    match command {
        Command::Transition { transition, changes, .. } => {
            let step = flow.transitions.get(transition);
            let needed = step.into_iter().flat_map(|step| &step.requires);
            let approved = step.and_then(|step| step.approval.as_ref()).map(|rule| covered(flow, rule));
            changes.keys().chain(needed).cloned().chain(approved.into_iter().flatten()).collect()
        }
        Command::Vote { approval, .. } | Command::Join { approval, .. } => {
            let approval = record.approvals.iter().find(|known| known.id == *approval);
            let rule = approval.and_then(|it| flow.transitions.get(&it.transition)).and_then(|it| it.approval.as_ref());
            rule.map_or_else(|| flow.fields.keys().cloned().collect(), |rule| covered(flow, rule))
        }
        Command::Update { changes } => changes.keys().cloned().collect(),
        Command::Macro(run) => run.commands.iter().flat_map(|part| stands_on(flow, record, part)).collect(),
        _ => BTreeSet::new(),
    }
}

/// The fields that an approval is about: all, where none is named.
fn covered(flow: &Process, rule: &ApprovalRule) -> BTreeSet<FieldId> {
    if rule.covers.is_empty() { flow.fields.keys().cloned().collect() } else { rule.covers.iter().cloned().collect() }
}

impl Overlap {
    /// What stands in `field` now, and what was to be written.
    fn of(current: &Record, field: &FieldId, given: Option<&Changes>) -> Self {
        let yours = given.and_then(|given| given.get(field).cloned().flatten());
        Self { field: field.clone(), theirs: current.fields.get(field).cloned(), yours }
    }
}
