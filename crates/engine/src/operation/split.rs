//! Makes two of one record that holds two things: the new one begins with what is given and what goes along. What was said stays
//! where it was, and is read from there (ADR 0034).

use std::collections::BTreeMap;

use yuheng_definition::{Action, FieldId, Label, Value};

use super::{create, may_change, visible};
use crate::draft::{Draft, together};
use crate::fields::{self, Desk, refuse};
use crate::values::Sight;
use crate::{
    Attachment, Context, EntryAction, Fault, NewRelation, Record, Rejection, Snapshot, WriteSet, access, outbox, shared,
};

/// Opens a second record beside the one that both things were reported with.
pub(super) fn split(
    ctx: &Context,
    snapshot: &Snapshot,
    given: &BTreeMap<FieldId, Value>,
    files: &[Attachment],
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let process = ctx.process(&record.process)?;
    let Some(rule) = &process.splits else {
        return Err(Rejection::Unknown("split".to_owned()));
    };
    check(ctx, record)?;
    let desk = Desk {
        process,
        flow: process,
        sight: Sight::new(ctx, snapshot),
        masked: access::masked_fields(ctx, process, None),
        before: None,
        step: None,
    };
    let valid = fields::check(&desk, given.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect())?;
    let mut carried = record.fields.clone();
    carried.retain(|field, _| rule.fields.contains(field) && !given.contains_key(field));
    let valid = valid.and(fields::carry(&desk, &carried));
    let mut opened = create::open(ctx, snapshot, process, valid)?;
    access::may(ctx, process, Some(&opened.record), Action::Create).map_err(Rejection::Forbidden)?;
    guard(record, &opened.record)?;
    opened = create::created(opened);
    // Whoever it is for now learns that it goes on by itself.
    let requester = opened.record.reference(shared::REQUESTER);
    opened.outbox.extend(outbox::tell(&opened, "split", requester));
    opened.related.push(NewRelation { id: ctx.ids.next(), kind: rule.relation.clone(), target: record.id });
    opened.attached.extend(files.iter().cloned().map(|file| Attachment { id: ctx.ids.next(), ..file }));
    opened.log(EntryAction::Split, |_| {});
    let mut whole = Draft::of(ctx, record)?;
    whole.log(EntryAction::Split, |_| {});
    Ok(together(whole.finish(), opened.finish()))
}

/// Whether the actor may split the record: the right to, and to open another.
pub(super) fn check(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    may_change(ctx, record, Action::Merge)?;
    access::may(ctx, ctx.process(&record.process)?, None, Action::Create).map_err(Rejection::Forbidden)
}

/// What is split off goes to no other customer and to no more people: it holds what was said to the one.
fn guard(record: &Record, opened: &Record) -> Result<(), Rejection> {
    let content = |zh, en| Fault::Content(Label::new(zh, en));
    let customer = record.reference(shared::CUSTOMER);
    if customer.is_some() && customer != opened.reference(shared::CUSTOMER) {
        return refuse(shared::CUSTOMER, content("拆分出的记录属于同一客户", "stays the same where a record is split"));
    }
    if access::is_confidential(record) && !access::is_confidential(opened) {
        return refuse(
            shared::CONFIDENTIAL,
            content("原记录是保密的，拆分出的也须保密", "stays set where a confidential record is split"),
        );
    }
    Ok(())
}
