//! People as a record sees them: who holds what today, who had a part in it, who stands in for whom.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, Holder, Party, RoleId, Value};

use crate::{Assignment, Context, HeldRole, Record, RecordId, access, failpoint, is_valid_on, shared};

/// Everyone who is one of `holders` today, in the order of `holders`, each once.
pub(crate) fn holders(ctx: &Context, record: &Record, holders: &[Holder]) -> Vec<RecordId> {
    let mut found = Vec::new();
    for holder in holders {
        let people: Vec<RecordId> = match holder {
            Holder::Role(role) => with_role(ctx, record, role).map(|assignment| assignment.person).collect(),
            Holder::Field(field) => named(record, field),
        };
        for person in people {
            if is_within(ctx, record, person) && !found.contains(&person) {
                found.push(person);
            }
        }
    }
    found
}

/// Whoever a field names; a table names everybody in its rows.
fn named(record: &Record, field: &FieldId) -> Vec<RecordId> {
    let rows = record.fields.get(field).map_or(&[][..], Value::rows);
    let cells = rows.iter().filter_map(Value::cells).flatten();
    let in_rows = cells.filter_map(|cell| cell.as_text()?.parse().ok().map(RecordId));
    record.reference(field.as_str()).into_iter().chain(in_rows).collect()
}

/// The assignments of `role` that hold today for `record`.
fn with_role<'w>(ctx: &Context<'w>, record: &Record, role: &RoleId) -> impl Iterator<Item = &'w Assignment> {
    let (today, world) = (ctx.today(), ctx.world);
    let limited =
        |one: &Assignment| HeldRole { role: one.role.clone(), department: one.department, customer: one.customer };
    world.assignments.iter().filter(move |assignment| {
        assignment.role == *role
            && is_valid_on(today, assignment.from, assignment.until)
            && access::concerns(ctx, record, &limited(assignment))
    })
}

/// Whether somebody is known and, a customer's contact, concerned by the record.
fn is_within(ctx: &Context, record: &Record, person: RecordId) -> bool {
    let Some(known) = ctx.world.people.get(&person) else { return false };
    known.customer.is_none() || known.customer == record.reference(shared::CUSTOMER)
}

/// Those who stand in today for `person` in a role that is one of `holders`; for a person whom a field names, in any role.
pub(crate) fn deputies(ctx: &Context, holders: &[Holder], person: RecordId) -> BTreeSet<RecordId> {
    let is_named = holders.iter().any(|holder| matches!(holder, Holder::Field(_)));
    let mut found = standing_in(ctx, person, |role| is_named || holders.contains(&Holder::Role(role.clone())));
    // Whoever stands in while somebody is away holds what that person does, and is asked here as well.
    let holds = |deputy: &RecordId| {
        let held = access::held_roles(ctx.definitions, ctx.world, *deputy, ctx.today());
        is_named || held.iter().any(|held| holders.contains(&Holder::Role(held.role.clone())))
    };
    found.extend(away(ctx, person).filter(holds));
    found
}

fn standing_in(ctx: &Context, person: RecordId, counts: impl Fn(&RoleId) -> bool) -> BTreeSet<RecordId> {
    let today = ctx.today();
    let held = ctx.world.assignments.iter().filter(|assignment| {
        assignment.person == person
            && is_valid_on(today, assignment.from, assignment.until)
            && is_valid_on(today, assignment.deputy_from, assignment.deputy_until)
            && counts(&assignment.role)
    });
    held.filter_map(|assignment| assignment.deputy).collect()
}

/// Those who stand in for all that `person` holds, who is away today.
pub(crate) fn away(ctx: &Context, person: RecordId) -> impl Iterator<Item = RecordId> {
    let today = ctx.today();
    let is_armed = failpoint::armed("absence.calls_no_deputies");
    let absences = ctx.world.absences.iter().filter(move |it| !is_armed && it.person == person && it.holds_on(today));
    absences.map(|absence| absence.deputy)
}

/// Whether a vote of `person` can be cast today: by whoever it is, or by somebody who stands in for one of `holders` and is none of
/// `excluded`.
pub(crate) fn is_reached(ctx: &Context, holders: &[Holder], person: RecordId, excluded: &BTreeSet<RecordId>) -> bool {
    let world = ctx.world;
    let is_there = |deputy: &RecordId| world.can_sign_in(deputy) && !excluded.contains(deputy);
    world.can_sign_in(&person) || deputies(ctx, holders, person).iter().any(is_there)
}

/// Everyone who had one of `parties` in the record.
pub(crate) fn parties(record: &Record, parties: &[Party]) -> BTreeSet<RecordId> {
    parties.iter().flat_map(|party| party_of(record, party)).collect()
}

/// Everyone who had this part in the record.
pub(crate) fn party_of(record: &Record, party: &Party) -> BTreeSet<RecordId> {
    match party {
        Party::Field(field) => record.reference(field.as_str()).into_iter().collect(),
        Party::Opener => BTreeSet::from([record.opened_by]),
        Party::DoerOf(transition) => record.doers.get(transition).copied().into_iter().collect(),
        Party::VoterOn(transition) => record
            .approvals
            .iter()
            .filter(|approval| approval.transition == *transition)
            .flat_map(|approval| &approval.votes)
            .flat_map(|vote| [Some(vote.voter), vote.deputy])
            .flatten()
            .collect(),
    }
}
