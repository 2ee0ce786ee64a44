//! Who may do what. A right is a grant to a role held today; what a grant covers is one expression, and a decision
//! about a record is that expression evaluated, a list the same expression in SQL: they can't disagree.

mod lens;
mod roles;
mod scope;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use yuheng_definition::expression::{Expression, Node, Truth, evaluate};
use yuheng_definition::{Action, Definitions, Field, FieldId, Holder, Label, Party, Process, Transition, Value};

use crate::{Actor, Context, Missing, Record, RecordFacts, RecordId, shared};

pub use lens::{Insight, Lens, insight};
pub(crate) use roles::{Side, by_nature, concerns};
pub use roles::{actor, administers, administrators, held_roles, holds, is_party};
pub use scope::scope;
pub(crate) use scope::{is_confidential, takes};

/// Whether the actor may do `action` with `record`; without one, whether it may do so at all.
///
/// # Errors
/// What is missing.
pub fn may(ctx: &Context, process: &Process, record: Option<&Record>, action: Action) -> Result<(), Missing> {
    if !token_allows(ctx, process, action) {
        return Err(Missing::Token);
    }
    if let Some(viewer) = ctx.of_viewer() {
        may(&viewer, process, record, seen_for(action))?;
    }
    let allowed = match record {
        Some(record) => evaluate(&scope(ctx, process, action), &RecordFacts::of(ctx, Some(record))).holds(),
        None => ctx.actor.is_system() || scope::arms(ctx, process, action).next().is_some(),
    };
    if allowed { Ok(()) } else { Err(Missing::Grant(action, process.id.clone())) }
}

/// Whether the actor sees only what is of a customer, or may do so by some of its roles: a contact, or somebody whose role
/// is limited to a customer.
#[must_use]
pub fn is_bounded(actor: &Actor) -> bool {
    let is_bounded = actor.customer.is_some() || actor.roles.iter().any(|held| held.customer.is_some());
    is_bounded || actor.viewer.as_deref().is_some_and(self::is_bounded)
}

/// Whether the actor would see the record, were it `customer`'s; none: nobody's.
#[must_use]
pub fn sees_as(ctx: &Context, process: &Process, record: &Record, customer: Option<RecordId>) -> bool {
    let mut record = record.clone();
    match customer {
        Some(customer) => record.fields.insert(shared::CUSTOMER.into(), Value::from(customer.to_string())),
        None => record.fields.remove(shared::CUSTOMER),
    };
    may(ctx, process, Some(&record), Action::View).is_ok()
}

/// The fields of records of `process` that some customer's contact who sees such records does not see, whichever the role.
#[must_use]
pub fn kept_from_customers(definitions: &Definitions, process: &Process) -> BTreeSet<FieldId> {
    let internal = process.fields.values().filter(|field| field.internal).map(|field| &field.id);
    let masked = definitions.roles.values().filter(|role| role.is_of_customers()).flat_map(|role| {
        let views = role.granted(process).filter(|grant| grant.actions.contains(&Action::View));
        views.flat_map(|grant| grant.mask.iter().chain(process.masks.get(&role.id).into_iter().flatten()))
    });
    internal.chain(masked).cloned().collect()
}

/// Whether the actor's token, if it came with one, may write to the record's process.
///
/// # Errors
/// [`Missing::Token`].
pub fn may_write(ctx: &Context, record: &Record) -> Result<(), Missing> {
    match &ctx.actor.narrowed {
        Some(token) if token.read_only || !token.reaches(&record.process) => Err(Missing::Token),
        _ => Ok(()),
    }
}

/// Whether the actor is one of those who may do the transition, and none of those who may not.
///
/// # Errors
/// What is missing.
pub fn may_transition(ctx: &Context, record: &Record, transition: &Transition) -> Result<(), Missing> {
    may_write(ctx, record)?;
    if ctx.actor.is_system() {
        return Ok(());
    }
    if !transition.by.iter().any(|holder| holds(ctx, holder, record)) {
        return Err(missing_holder(&transition.by));
    }
    let same = transition.not_same_as.iter().find(|party| is_party(record, party, ctx.actor.id));
    same.map_or(Ok(()), |party| Err(Missing::SomebodyElse(party_label(ctx, record, party))))
}

/// Whether a guard holds for the record.
#[must_use]
pub fn guard_holds(ctx: &Context, record: &Record, guard: &Expression) -> bool {
    guard.evaluate(&RecordFacts::of(ctx, Some(record))) == Truth::True
}

/// The fields that the actor neither sees nor sets.
#[must_use]
pub fn masked_fields(ctx: &Context, process: &Process, record: Option<&Record>) -> BTreeSet<FieldId> {
    insight(ctx, process, record).masked
}

/// The fields that are masked on some record that the actor sees, or might be: a list that is filtered or sorted by one
/// of them would tell what it masks.
#[must_use]
pub fn sometimes_masked(ctx: &Context, process: &Process) -> BTreeSet<FieldId> {
    if ctx.actor.is_system() {
        return BTreeSet::new();
    }
    let views: Vec<_> = scope::arms(ctx, process, Action::View).collect();
    let internal: Vec<_> = scope::arms(ctx, process, Action::ViewInternal).collect();
    // Every record that is seen by some grant is one of those that these cover.
    let cover = |arms: &[&scope::Arm]| {
        let covers = |node: &Node| arms.iter().any(|arm| arm.node == Node::truth(true) || arm.node == *node);
        views.iter().all(|view| covers(&view.node))
    };
    let sees_internal = cover(&internal.iter().collect::<Vec<_>>());
    let is_seen = |field: &&Field| {
        let unmasked: Vec<_> = views.iter().filter(|view| !view.mask.contains(&field.id)).collect();
        (sees_internal || !field.internal) && cover(&unmasked)
    };
    let masked = process.fields.values().filter(|field| !is_seen(field)).map(|field| field.id.clone());
    let of_viewer = ctx.of_viewer().map(|viewer| sometimes_masked(&viewer, process));
    masked.chain(of_viewer.into_iter().flatten()).collect()
}

/// The fields that the actor sees on no record of the process that it sees.
#[must_use]
pub fn always_masked(ctx: &Context, process: &Process) -> BTreeSet<FieldId> {
    if ctx.actor.is_system() {
        return BTreeSet::new();
    }
    let views = scope::arms(ctx, process, Action::View);
    let mut masked = views.map(|view| view.mask).reduce(|all, more| &all & &more).unwrap_or_default();
    if may(ctx, process, None, Action::ViewInternal).is_err() {
        masked.extend(process.fields.values().filter(|field| field.internal).map(|field| field.id.clone()));
    }
    masked.extend(ctx.of_viewer().into_iter().flat_map(|viewer| always_masked(&viewer, process)));
    masked
}

/// What whoever looks through somebody's eyes needs to see what that person is shown: to read it, whatever the person may do.
const fn seen_for(action: Action) -> Action {
    match action {
        Action::ViewInternal | Action::ViewConfidential => action,
        _ => Action::View,
    }
}

fn token_allows(ctx: &Context, process: &Process, action: Action) -> bool {
    let reads = matches!(action, Action::View | Action::ViewInternal | Action::ViewConfidential | Action::Export);
    match &ctx.actor.narrowed {
        Some(token) => token.reaches(&process.id) && (reads || !token.read_only),
        None => true,
    }
}

fn missing_holder(holders: &[Holder]) -> Missing {
    let (mut roles, mut fields) = (Vec::new(), Vec::new());
    for holder in holders {
        match holder {
            Holder::Role(role) => roles.push(role.clone()),
            Holder::Field(field) => fields.push(field.clone()),
        }
    }
    match (roles.is_empty(), fields.is_empty()) {
        (true, false) => Missing::NamedBy(fields),
        (false, false) => Missing::Holder(roles, fields),
        (_, true) => Missing::Role(roles),
    }
}

/// What the part is called that the actor had in the record.
fn party_label(ctx: &Context, record: &Record, party: &Party) -> Label {
    let process = ctx.definitions.process(record.process.as_str());
    let found = match party {
        Party::Opener => Some(Label::new("创建人", "Opened by")),
        Party::Field(field) => process.and_then(|process| process.fields.get(field)).map(|field| field.label.clone()),
        Party::DoerOf(transition) | Party::VoterOn(transition) => {
            process.and_then(|process| process.transitions.get(transition)).map(|step| step.label.clone())
        }
    };
    found.unwrap_or_else(|| match party {
        Party::Field(field) => Label::new(field.as_str(), field.as_str()),
        Party::DoerOf(step) | Party::VoterOn(step) => Label::new(step.as_str(), step.as_str()),
        Party::Opener => Label::default(),
    })
}
