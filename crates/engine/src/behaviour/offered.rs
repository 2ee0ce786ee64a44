//! To whom an item is offered: whoever takes an order down may see every item, yet what is ordered is offered to whom it is for. That
//! is what people see by being who they are: a customer's contacts, or our own people of a department.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, evaluate};
use yuheng_definition::{Action, FieldId, Label, Process, StateKind};

use super::content::fault;
use crate::draft::{Draft, kind_of};
use crate::shared::{CUSTOMER, REQUESTER};
use crate::{Actor, Context, Door, FieldFault, RecordFacts, RecordId, Snapshot, access, failpoint};

/// The fields that say for whom something is ordered.
pub const WHOM: [&str; 2] = [REQUESTER, CUSTOMER];

/// The records of `process` that are offered to `whom`: people, or customers. A contact is offered what its customer is; to our own
/// people who ask for a customer, what is offered to either. None is named: all of them.
#[must_use]
pub fn offered_to(ctx: &Context, process: &Process, whom: &[RecordId]) -> Node {
    let seen = askers(ctx, whom).into_iter().map(|asker| seen_by(ctx, process, &asker));
    if whom.is_empty() || failpoint::armed("engine.orders_for_anybody") { Node::truth(true) } else { Node::any(seen) }
}

/// What is wrong with an item that is not offered to whom the record is for, where one of them has changed.
pub(super) fn fault_of(draft: &Draft, snapshot: &Snapshot, item: &FieldId) -> Option<FieldFault> {
    let has_changed = [item.as_str()].iter().chain(&WHOM).any(|field| draft.has_changed(field));
    let chosen = snapshot.named.get(&draft.record.reference(item.as_str()).filter(|_| has_changed)?)?;
    let process = draft.ctx.process(&chosen.process).ok()?;
    let whom: Vec<RecordId> = WHOM.into_iter().filter_map(|field| draft.record.reference(field)).collect();
    let is_offered = evaluate(&offered_to(draft.ctx, process, &whom), &RecordFacts::of(draft.ctx, Some(chosen)));
    // What is offered to nobody is told as that.
    if is_offered.holds() || kind_of(process, process, &chosen.state) != Some(StateKind::InForce) {
        return None;
    }
    let Label { zh, en } = called(draft, snapshot, &whom);
    let (zh, en) = (format!("没有提供给{zh}，另选一项"), format!("is not offered to {en}: choose another"));
    Some(fault(item.as_str(), &zh, &en))
}

/// Those for whom it is, as far as being who they are goes: what else they may see by a role of theirs is for their work.
fn askers(ctx: &Context, whom: &[RecordId]) -> Vec<Actor> {
    let whom: BTreeSet<RecordId> = whom.iter().copied().collect();
    let people =
        || whom.iter().filter_map(|id| access::actor(ctx.definitions, ctx.world, *id, ctx.today(), (Door::Page, None)));
    let contacts: Vec<Actor> = people().filter(|asker| asker.customer.is_some()).collect();
    if !contacts.is_empty() {
        return contacts;
    }
    let own = people().map(|asker| Actor { roles: access::by_nature(ctx.definitions, access::Side::Own), ..asker });
    let customers = whom.iter().filter(|id| !ctx.world.people.contains_key(id)).map(|customer| Actor {
        id: *customer,
        roles: access::by_nature(ctx.definitions, access::Side::Contacts),
        customer: Some(*customer),
        ..Actor::system()
    });
    own.chain(customers).collect()
}

/// What `asker` sees of `process`. Where nobody of that side sees any of it by being one, nothing is said of to whom it is offered.
fn seen_by(ctx: &Context, process: &Process, asker: &Actor) -> Node {
    let views = asker.roles.iter().any(|held| {
        let granted = ctx.definitions.roles.get(&held.role).into_iter().flat_map(|role| role.granted(process));
        { granted }.any(|grant| grant.actions.contains(&Action::View))
    });
    if views { access::scope(&Context { actor: asker, ..*ctx }, process, Action::View) } else { Node::truth(true) }
}

/// What those are called for whom the record is.
fn called(draft: &Draft, snapshot: &Snapshot, whom: &[RecordId]) -> Label {
    let (people, actor) = (&draft.ctx.world.people, draft.ctx.actor);
    let is_contact = |id: &&RecordId| people.get(*id).is_some_and(|person| person.customer.is_some());
    let contacts: Vec<&RecordId> = whom.iter().filter(is_contact).collect();
    let told = if contacts.is_empty() { whom.iter().collect() } else { contacts };
    let name = |id: &RecordId| match people.get(id) {
        Some(person) => actor.may_name(person).then(|| person.name.clone()),
        None => {
            let record = snapshot.named.get(id)?;
            let process = draft.ctx.definitions.process(record.process.as_str())?;
            record.text(process.title.as_str()).map(str::to_owned)
        }
    };
    let names: Vec<String> = told.into_iter().filter_map(name).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    Label { zh: quoted.join("和"), en: names.join(" or ") }
}
