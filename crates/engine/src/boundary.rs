//! The boundary of confidentiality: what belongs to one customer points to nothing that belongs to another, and does not
//! become another's once its customer has said or been told something on it.

use yuheng_definition::{Content, FieldKind, Label, Process};

use crate::draft::Draft;
use crate::fields::{Desk, untouchable};
use crate::{Command, Context, Fault, FieldFault, Record, RecordId, Snapshot, shared};

/// What is wrong with the draft's record at the boundary: it has moved though it may not, or references cross it. What
/// crossed it before is let be.
pub(crate) fn faults(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let moved = draft.has_changed(shared::CUSTOMER);
    if moved && let Some(kept) = draft.before.and_then(|before| kept(draft.ctx, draft.process, before, snapshot)) {
        return vec![kept];
    }
    let mut faults = if moved { carried(draft) } else { Vec::new() };
    let Some(customer) = draft.record.reference(shared::CUSTOMER) else { return faults };
    let references = draft.process.fields.values().filter(|field| matches!(field.kind, FieldKind::Reference { .. }));
    let crossing = references.filter(|field| moved || draft.has_changed(field.id.as_str())).filter_map(|field| {
        let target = snapshot.named.get(&draft.record.reference(field.id.as_str())?)?;
        let owner = owner(draft, target)?;
        (owner != customer).then(|| FieldFault { field: field.id.to_string(), fault: foreign() })
    });
    faults.extend(crossing);
    faults
}

/// The fields that would take what was agreed with the one customer along to the other.
fn carried(draft: &Draft) -> Vec<FieldFault> {
    let Some(before) = draft.before.filter(|before| before.reference(shared::CUSTOMER).is_some()) else {
        return Vec::new();
    };
    let keeping = draft.process.fields.values().filter(|field| field.keeps_customer);
    let carried =
        keeping.filter(|field| before.fields.contains_key(&field.id) && !draft.has_changed(field.id.as_str()));
    carried.map(|field| FieldFault { field: field.id.to_string(), fault: of_the_other() }).collect()
}

/// Whether `command` may take a record of `process` to another customer: then the snapshot has to say what has been
/// [`heard`](Snapshot::heard) of it. A look at the record asks too, to say beforehand that it can't.
#[must_use]
pub fn may_move(process: &Process, command: &Command) -> bool {
    let changes_it = command.parts().any(|part| match part {
        Command::Update { changes } => changes.contains_key(shared::CUSTOMER),
        Command::Transition { .. } | Command::Vote { .. } | Command::Tick => true,
        _ => false,
    });
    changes_it && process.fields.get(shared::CUSTOMER).is_some_and(|field| !field.fixed && !field.derived)
}

/// Why the record that an actor sits at can't go to another customer, though the actor may change the field; none: it can.
pub(crate) fn keeps(ctx: &Context, desk: &Desk, snapshot: &Snapshot) -> Option<FieldFault> {
    let field = desk.process.fields.get(shared::CUSTOMER)?;
    if untouchable(desk, field).is_some() {
        return None;
    }
    kept(ctx, desk.process, desk.before?, snapshot)
}

/// Why the record can't go to another customer: customers see such records, and one has said or been told something on it.
fn kept(ctx: &Context, process: &Process, record: &Record, snapshot: &Snapshot) -> Option<FieldFault> {
    let heard = &snapshot.heard;
    let mut people = parties(record).chain(heard.people.iter().copied());
    // How it was resolved is for the customer to read.
    let is_told = heard.said || record.resolved_at.is_some() || people.any(|person| is_contact(ctx, snapshot, person));
    let is_kept = is_told && ctx.definitions.is_seen_by_customers(process);
    is_kept.then(|| FieldFault { field: shared::CUSTOMER.to_owned(), fault: Fault::Content(keep()) })
}

/// Everybody whose words stand in the record's fields, or who has done something with it.
pub fn parties(record: &Record) -> impl Iterator<Item = RecordId> {
    let votes = record.approvals.iter().flat_map(|approval| &approval.votes);
    let voters = votes.flat_map(|vote| [Some(vote.voter), vote.deputy]).flatten();
    let asked = record.approvals.iter().map(|approval| approval.asked_by);
    let own = [Some(record.opened_by), record.reference(shared::REQUESTER)].into_iter().flatten();
    own.chain(record.doers.values().copied()).chain(asked).chain(voters)
}

/// Whether somebody is, or was, a customer's contact.
fn is_contact(ctx: &Context, snapshot: &Snapshot, person: RecordId) -> bool {
    let known = ctx.world.people.get(&person).is_some_and(|known| known.customer.is_some());
    let process = snapshot.named.get(&person).and_then(|named| ctx.definitions.process(named.process.as_str()));
    known || process.is_some_and(|process| process.content == Some(Content::Contact))
}

/// The customer that a record belongs to. A customer's own record belongs to itself, whatever it may point to.
fn owner(draft: &Draft, target: &Record) -> Option<RecordId> {
    let process = draft.ctx.definitions.process(target.process.as_str())?;
    if process.content == Some(Content::Customer) {
        return None;
    }
    target.reference(shared::CUSTOMER)
}

fn foreign() -> Fault {
    Fault::Content(Label::new("属于另一客户", "belongs to another customer"))
}

fn of_the_other() -> Fault {
    Fault::Content(Label::new(
        "所填内容属于原客户；改归其他客户时须同时清空或改写",
        "belongs to the customer before; empty or rewrite it together with the change of customer",
    ))
}

fn keep() -> Label {
    Label::new(
        "原客户已在本记录上表达过或看到过内容，不能再改归其他客户；请为另一客户新建一条记录，建立关联，再写明原因将本记录作废",
        "its customer has said or been told something here, so it can't become another's; open a new one for the other \
         customer, relate the two, and void this one with the reason",
    )
}
