//! Values given for a record's fields: which may be given, and what they must be. [`Valid`] is the proof.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Field, FieldId, Label, Process, RoleId, Transition, Value};

use crate::behaviour::answers;
use crate::values::{Sight, canonical};
use crate::{Actor, Door, Fault, FieldFault, Record, Rejection};

/// Values given, by field; none empties it.
pub(crate) type Given = BTreeMap<FieldId, Option<Value>>;

/// Values that were checked; only [`check`], [`carry`] and [`Valid::kept`] make them.
pub(crate) struct Valid(Given);

impl Valid {
    /// Values that were checked before and kept since, in an approval.
    pub(crate) const fn kept(values: Given) -> Self {
        Self(values)
    }

    /// The values in their canonical form.
    pub(crate) fn into_inner(self) -> Given {
        self.0
    }

    /// These and others, which were checked too.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Sets the values on a record, and names the fields that they are for.
    pub(crate) fn apply(self, record: &mut Record) -> BTreeSet<FieldId> {
        let given = self.0.keys().cloned().collect();
        for (field, value) in self.0 {
            set(record, &field, value);
        }
        given
    }
}

/// Fills a field, or empties it.
pub(crate) fn set(record: &mut Record, field: &FieldId, value: Option<Value>) {
    match value {
        Some(value) => record.fields.insert(field.clone(), value),
        None => record.fields.remove(field),
    };
}

/// What a person may write where.
pub(crate) struct Desk<'a> {
    /// The definition in force.
    pub(crate) process: &'a Process,
    /// The flow that the record follows.
    pub(crate) flow: &'a Process,
    /// What the actor can point to.
    pub(crate) sight: Sight<'a>,
    /// What the actor may not set.
    pub(crate) masked: BTreeSet<FieldId>,
    /// The record as it is; none for a new one.
    pub(crate) before: Option<&'a Record>,
    /// The step whose form is filled in; none: the record is opened or edited.
    pub(crate) step: Option<&'a Transition>,
}

/// Checks values that a person gives: names, rights, kinds, limits and references. All faults are told at once.
pub(crate) fn check(desk: &Desk, given: Given) -> Result<Valid, Rejection> {
    let (mut valid, mut faults) = (Given::new(), Vec::new());
    for (id, value) in given {
        match check_one(desk, &id, value.as_ref()) {
            Ok(value) => {
                valid.insert(id, value);
            }
            Err(found) => faults.extend(found),
        }
    }
    reject(desk.process, faults)?;
    Ok(Valid(valid))
}

fn check_one(desk: &Desk, id: &FieldId, value: Option<&Value>) -> Result<Option<Value>, Vec<FieldFault>> {
    let fault = |fault| vec![FieldFault { field: id.to_string(), fault }];
    let Some(field) = desk.process.fields.get(id) else {
        return Err(fault(Fault::Unknown(nearest(id.as_str(), desk.process.fields.keys()))));
    };
    // Before all else, or whoever may not see a value could find it by guessing.
    if desk.masked.contains(id) {
        return Err(fault(Fault::Masked));
    }
    let present = desk.before.and_then(|record| record.fields.get(id));
    if value == present {
        return Ok(value.cloned());
    }
    if let Some(why) = untouchable(desk, field) {
        return Err(fault(why));
    }
    let value = match value {
        Some(value) if answers::is_for(desk.process, id) => answers::sent(id, value)?,
        Some(value) => canonical(&desk.sight, field, value)?,
        None => None,
    };
    if value.is_none() && field.required && present.is_some() {
        return Err(fault(Fault::Missing));
    }
    Ok(value)
}

/// Why a person may not set the field at all, if so.
pub(crate) fn untouchable(desk: &Desk, field: &Field) -> Option<Fault> {
    if field.derived {
        Some(Fault::Derived)
    } else if field.retired && !is_asked_still(field, desk.step) {
        Some(Fault::Retired)
    } else if field.fixed && desk.before.is_some() {
        Some(Fault::Fixed)
    } else if desk.masked.contains(&field.id) {
        Some(Fault::Masked)
    } else {
        desk.before.filter(|record| is_kept_from(field, record, desk.flow, desk.step))?;
        let changing =
            changing(field, desk.flow).map(|step| desk.process.step_in_force(step.id.as_str()).unwrap_or(step));
        // Steps from different states may be one to their reader.
        let mut labels: Vec<Label> = Vec::new();
        for step in changing {
            if !labels.contains(&step.label) {
                labels.push(step.label.clone());
            }
        }
        Some(Fault::ByStep(labels))
    }
}

/// Whether a step of the flow that the record was opened with asks for a field that only such flows have.
fn is_asked_still(field: &Field, step: Option<&Transition>) -> bool {
    field.outgoing && step.is_some_and(|step| step.asks_for(&field.id))
}

/// Whether the field is filled and changed by other steps of the record's flow only; none: by steps only. Under a flow without
/// such a step it is changed as ever: nothing else could.
pub(crate) fn is_kept_from(field: &Field, record: &Record, flow: &Process, step: Option<&Transition>) -> bool {
    let is_filled = field.by_step && record.fields.contains_key(&field.id);
    is_filled && changing(field, flow).next().is_some() && !step.is_some_and(|step| step.changes_filled(&field.id))
}

/// The steps of a flow that change the field where it is filled.
fn changing<'f>(field: &'f Field, flow: &'f Process) -> impl Iterator<Item = &'f Transition> {
    flow.transitions.values().filter(|step| step.changes_filled(&field.id))
}

/// The fields that a step is there to change and that `given` leaves as they are.
pub(crate) fn unchanged(process: &Process, record: &Record, step: &Transition, given: &Given) -> Vec<FieldFault> {
    let stays = |id: &&FieldId| {
        let by_step = process.fields.get(*id).is_some_and(|field| field.by_step && step.changes_filled(id));
        let present = record.fields.get(*id);
        by_step && present.is_some() && given.get(*id).is_none_or(|value| value.as_ref() == present)
    };
    let same = step.requires.iter().filter(stays);
    same.map(|id| FieldFault { field: id.to_string(), fault: Fault::Unchanged }).collect()
}

/// What of another record's `values` this process's fields can hold; the rest stays behind.
pub(crate) fn carry(desk: &Desk, values: &BTreeMap<FieldId, Value>) -> Valid {
    let held = values.iter().filter_map(|(id, value)| {
        let field = desk.process.fields.get(id).filter(|field| !field.derived && !field.retired)?;
        let value = canonical(&desk.sight, field, value).ok()??;
        Some((id.clone(), Some(value)))
    });
    Valid(held.collect())
}

/// The default of a field for whoever opens a record at a door: the door's own, at the page the role's, else everybody's.
#[must_use]
pub fn default_of<'f>(field: &'f Field, actor: &Actor) -> Option<&'f Value> {
    let holds = |role: &RoleId| actor.door == Door::Page && actor.roles.iter().any(|held| held.role == *role);
    let of_role = || field.default_for.iter().find(|(role, _)| holds(role)).map(|(_, value)| value);
    field.default_at.get(actor.door.word()).or_else(of_role).or(field.default.as_ref())
}

/// Gives the fields that are empty on a new record their default, by who opens it and at which door.
pub(crate) fn fill_defaults(process: &Process, record: &mut Record, actor: &Actor) {
    for field in process.fields.values().filter(|field| !field.retired) {
        if let Some(default) = default_of(field, actor) {
            record.fields.entry(field.id.clone()).or_insert_with(|| default.clone());
        }
    }
}

/// Those of `ids` that the process still asks for: a flow may name fields that are no longer in use. Those that only earlier
/// flows have are asked for by these.
pub(crate) fn in_use(process: &Process, ids: &[FieldId]) -> Vec<FieldId> {
    let is_used = |id: &&FieldId| process.fields.get(*id).is_some_and(|field| !field.retired || field.outgoing);
    ids.iter().filter(is_used).cloned().collect()
}

/// Refuses a record on which one of `fields` is empty.
pub(crate) fn require<'f>(
    process: &Process,
    record: &Record,
    fields: impl IntoIterator<Item = &'f FieldId>,
) -> Result<(), Rejection> {
    let empty = fields.into_iter().filter(|field| !record.fields.contains_key(*field));
    reject(process, empty.map(|field| FieldFault { field: field.to_string(), fault: Fault::Missing }).collect())
}

/// Refuses faults, if there are any.
pub(crate) fn reject(process: &Process, faults: Vec<FieldFault>) -> Result<(), Rejection> {
    if faults.is_empty() { Ok(()) } else { Err(invalid(process, faults)) }
}

/// The refusal of faults, in the order of the form.
pub(crate) fn invalid(process: &Process, mut faults: Vec<FieldFault>) -> Rejection {
    faults.sort_by_key(|fault| {
        let field = fault.field.split(['[', '.']).next().unwrap_or_default();
        process.fields.get_index_of(field).unwrap_or(usize::MAX)
    });
    Rejection::Invalid(faults)
}

/// What came of checking one part of a form; what is wrong with it joins `faults`, so that other parts are checked too.
pub(crate) fn gather<T>(found: Result<T, Rejection>, faults: &mut Vec<FieldFault>) -> Result<Option<T>, Rejection> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(Rejection::Invalid(more)) => {
            faults.extend(more);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// Tells of fields that must be filled, as far as nothing else is wrong with them.
pub(crate) fn add_missing(faults: &mut Vec<FieldFault>, missing: impl Iterator<Item = FieldId>) {
    for id in missing {
        if faults.iter().all(|fault| fault.field != id.as_str()) {
            faults.push(FieldFault { field: id.to_string(), fault: Fault::Missing });
        }
    }
}

/// Refuses one field, or one part of a command, for one reason.
pub(crate) fn refuse<T>(field: &str, fault: Fault) -> Result<T, Rejection> {
    Err(Rejection::Invalid(vec![FieldFault { field: field.to_owned(), fault }]))
}

/// The known name nearest to `name`, if one is near enough to have been meant.
pub(crate) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k FieldId>) -> Option<FieldId> {
    known
        .map(|id| (strsim::jaro_winkler(name, id.as_str()), id))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.clone())
}
