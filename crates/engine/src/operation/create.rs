//! Opens a record.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Action, Content, Derivation, Field, FieldId, FieldKind, Process, ProcessId, Value};

use crate::behaviour::content;
use crate::draft::Draft;
use crate::fields::{self, Desk, Given, Valid};
use crate::values::Sight;
use crate::{
    Context, EntryAction, FieldFault, Rejection, Snapshot, WriteSet, access, behaviour, boundary, duty, shared,
};

/// Opens a record of `process` with the values given.
pub(super) fn create(
    ctx: &Context,
    snapshot: &Snapshot,
    process: &ProcessId,
    given: &BTreeMap<FieldId, Value>,
) -> Result<WriteSet, Rejection> {
    let process = ctx.process(process)?;
    Ok(created(opened(ctx, snapshot, process, given)?).finish())
}

/// A record of `process` as whoever acts may open it with the values given; nothing is written down yet.
pub(crate) fn opened<'a>(
    ctx: &'a Context<'a>,
    snapshot: &'a Snapshot,
    process: &'a Process,
    given: &BTreeMap<FieldId, Value>,
) -> Result<Draft<'a>, Rejection> {
    access::may(ctx, process, None, Action::Create).map_err(Rejection::Forbidden)?;
    let given = own_customer(ctx, process, given);
    let desk = Desk {
        process,
        flow: process,
        sight: Sight::new(ctx, snapshot),
        masked: access::masked_fields(ctx, process, None),
        before: None,
        step: None,
    };
    let named: BTreeSet<FieldId> = given.keys().cloned().collect();
    let valid = fields::check(&desk, given).map_err(|rejection| with_missing(&desk, &named, rejection))?;
    let draft = open(ctx, snapshot, process, valid)?;
    access::may(ctx, process, Some(&draft.record), Action::Create).map_err(Rejection::Forbidden)?;
    Ok(draft)
}

/// A draft with the valid values, the defaults and what derives from them; nothing required is empty.
pub(super) fn open<'a>(
    ctx: &'a Context<'a>,
    snapshot: &Snapshot,
    process: &'a Process,
    valid: Valid,
) -> Result<Draft<'a>, Rejection> {
    let mut draft = Draft::open(ctx, process)?;
    let given = valid.apply(&mut draft.record);
    speak_for_contact(&mut draft);
    fields::fill_defaults(process, &mut draft.record, ctx.actor);
    let mut faults = behaviour::derive(&mut draft, snapshot, &given);
    faults.extend(boundary::faults(&draft, snapshot));
    faults.extend(content::sides(&draft, snapshot));
    faults.extend(missing(&draft));
    duty::settle(&mut draft);
    faults.extend(content::faults(&draft, snapshot));
    fields::reject(process, faults)?;
    Ok(draft)
}

/// Writes the opening down.
pub(super) fn created(mut draft: Draft) -> Draft {
    draft.log(EntryAction::Created, |_| {});
    draft
}

/// What is wrong with the values given, and which of those that people fill in were not.
fn with_missing(desk: &Desk, named: &BTreeSet<FieldId>, rejection: Rejection) -> Rejection {
    let Rejection::Invalid(mut faults) = rejection else { return rejection };
    let is_own = |field: &Field| field.id == *shared::CUSTOMER && desk.sight.is_of_customer();
    let asked = desk.process.fields.values().filter(|field| {
        field.required
            && field.default.is_none()
            && fields::untouchable(desk, field).is_none()
            && !is_own(field)
            && !is_brought(desk.process, field, named)
    });
    let missing = asked.map(|field| field.id.clone()).filter(|id| !named.contains(id));
    fields::add_missing(&mut faults, missing);
    fields::invalid(desk.process, faults)
}

/// Whether what was given may bring the field's value.
fn is_brought(process: &Process, field: &Field, named: &BTreeSet<FieldId>) -> bool {
    process.derivations.iter().any(|derivation| {
        matches!(derivation, Derivation::Copied { from, to, .. } if *to == field.id && named.contains(from))
    })
}

fn missing(draft: &Draft) -> Vec<FieldFault> {
    let required = draft.process.fields.values().filter(|field| field.required && !field.retired);
    match fields::require(draft.process, &draft.record, required.map(|field| &field.id)) {
        Err(Rejection::Invalid(faults)) => faults,
        _ => Vec::new(),
    }
}

/// The values given, without a contact's own customer: naming it is no fault, and it is set in any case.
fn own_customer(ctx: &Context, process: &Process, given: &BTreeMap<FieldId, Value>) -> Given {
    let own = ctx.actor.customer.map(|customer| Value::from(customer.to_string()));
    let is_own = |id: &FieldId, value: &Value| {
        *id == *shared::CUSTOMER && process.fields.contains_key(id) && Some(value) == own.as_ref()
    };
    given.iter().filter(|(id, value)| !is_own(id, value)).map(|(id, value)| (id.clone(), Some(value.clone()))).collect()
}

/// What a contact opens belongs to its customer, and the contact asks for it unless another is named.
fn speak_for_contact(draft: &mut Draft) {
    let Some(customer) = draft.ctx.actor.customer else { return };
    if let Some(field) = draft.process.fields.get(shared::CUSTOMER) {
        draft.record.fields.insert(field.id.clone(), Value::from(customer.to_string()));
    }
    let is_contacts = |id: &ProcessId| {
        draft.ctx.definitions.process(id.as_str()).is_some_and(|process| process.content == Some(Content::Contact))
    };
    let requester = draft.process.fields.get(shared::REQUESTER);
    let takes_contact = |kind: &FieldKind| matches!(kind, FieldKind::Reference { to } if to.iter().any(is_contacts));
    if let Some(field) = requester.filter(|field| takes_contact(&field.kind)) {
        let own = Value::from(draft.ctx.actor.id.to_string());
        draft.record.fields.entry(field.id.clone()).or_insert(own);
    }
}
