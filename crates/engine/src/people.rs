//! People as a record sees them: who holds what today, who had a part in it, who stands in for whom.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::{Holder, Party, RoleId};

use crate::{Assignment, Context, Record, RecordId, shared};

/// Everyone who is one of `holders` today, in the order of `holders`, each once.
pub(crate) fn holders(ctx: &Context, record: &Record, holders: &[Holder]) -> Vec<RecordId> {
    let mut found = Vec::new();
    for holder in holders {
        let people: Vec<RecordId> = match holder {
            Holder::Role(role) => with_role(ctx, record, role).map(|assignment| assignment.person).collect(),
            Holder::Field(field) => record.reference(field.as_str()).into_iter().collect(),
        };
        for person in people {
            if ctx.world.people.contains_key(&person) && !found.contains(&person) {
                found.push(person);
            }
        }
    }
    found
}

/// The assignments of `role` that hold today for `record`.
fn with_role<'w>(ctx: &Context<'w>, record: &Record, role: &RoleId) -> impl Iterator<Item = &'w Assignment> {
    let (today, world) = (ctx.today(), ctx.world);
    world.assignments.iter().filter(move |assignment| {
        assignment.role == *role && within(today, assignment.from, assignment.until) && is_for(record, assignment)
    })
}

/// Whether an assignment that is limited to a department or customer concerns the record.
fn is_for(record: &Record, assignment: &Assignment) -> bool {
    let meets = |limit: Option<RecordId>, field: &str| limit.is_none() || limit == record.reference(field);
    meets(assignment.customer, shared::CUSTOMER) && meets(assignment.department, shared::DEPARTMENT)
}

/// Whether `today` lies between two days, both included; an absent one bounds nothing.
fn within(today: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= today) && until.is_none_or(|until| today <= until)
}

/// Whether `deputy` stands in today for `person` in a role that is one of `holders`; for a person whom a field names,
/// in any role.
pub(crate) fn stands_in(ctx: &Context, holders: &[Holder], person: RecordId, deputy: RecordId) -> bool {
    let today = ctx.today();
    let is_named = holders.iter().any(|holder| matches!(holder, Holder::Field(_)));
    ctx.world.assignments.iter().any(|assignment| {
        assignment.person == person
            && assignment.deputy == Some(deputy)
            && within(today, assignment.from, assignment.until)
            && within(today, assignment.deputy_from, assignment.deputy_until)
            && (is_named || holders.contains(&Holder::Role(assignment.role.clone())))
    })
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
