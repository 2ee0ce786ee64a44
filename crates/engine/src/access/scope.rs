//! The records that an actor may do something with, as one expression bound to actor and moment.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, Path, RecordPath, bind};
use yuheng_definition::{Action, Content, FieldId, Grant, Holder, Party, Process, Scope, Transition, Value};

use super::roles::departments_below;
use crate::shared::{ASSIGNEE, CONFIDENTIAL, CUSTOMER, DEPARTMENT, GROUP, REQUESTER};
use crate::{Context, HeldRole, Record, RecordFacts, RecordId};

/// What one grant of one of the actor's roles gives: the records that it covers, and the fields that it masks in them.
pub(super) struct Arm {
    pub(super) mask: BTreeSet<FieldId>,
    pub(super) node: Node,
}

/// What records without a customer are to a customer's contact.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Content for all, where the grant says so (the catalogue).
    Shared,
    /// The provider's own.
    Internal,
}

/// The records of `process` with which the actor may do `action`: bound to the actor and the moment, it speaks of the
/// record alone.
#[must_use]
pub fn scope(ctx: &Context, process: &Process, action: Action) -> Node {
    if ctx.actor.is_system() {
        return Node::truth(true);
    }
    if !super::token_allows(ctx, process, action) {
        return Node::truth(false);
    }
    let covered = Node::any(arms(ctx, process, action).map(|arm| arm.node));
    let of_viewer = ctx.of_viewer().map(|viewer| scope(&viewer, process, super::seen_for(action)));
    Node::all([covered, unless_confidential(ctx, process)].into_iter().chain(of_viewer))
}

/// The grants of `action` that the actor's roles give, and what each covers before confidentiality.
pub(super) fn arms<'a>(ctx: &Context<'a>, process: &'a Process, action: Action) -> impl Iterator<Item = Arm> {
    let (definitions, actor) = (ctx.definitions, ctx.actor);
    let held = actor.roles.iter().flat_map(move |held| {
        let role = definitions.roles.get(&held.role);
        role.into_iter().flat_map(|role| role.granted(process)).map(move |grant| (held, grant))
    });
    let granted = held.filter(move |(_, grant)| grant.actions.contains(&action));
    let covered = granted.map(|(held, grant)| {
        let of_role = process.masks.get(&held.role).into_iter().flatten();
        let mask = grant.mask.iter().chain(of_role).cloned().collect();
        Arm { mask, node: covered(ctx, process, held, grant) }
    });
    covered.filter(|arm| arm.node != Node::truth(false)).collect::<Vec<_>>().into_iter()
}

/// What a grant covers for the holder of a role.
fn covered(ctx: &Context, process: &Process, held: &HeldRole, grant: &Grant) -> Node {
    let condition = grant.when.as_ref().map(|when| bind(&when.root, &RecordFacts::of(ctx, None)));
    let standing = if grant.scope == Scope::All { Standing::Shared } else { Standing::Internal };
    Node::all([
        within(ctx, process, grant.scope),
        condition.unwrap_or(Node::truth(true)),
        limit(ctx, process, held),
        isolation(ctx, process, standing),
    ])
}

/// The records that a scope names.
fn within(ctx: &Context, process: &Process, scope: Scope) -> Node {
    let actor = ctx.actor;
    match scope {
        Scope::All => Node::truth(true),
        Scope::Customer => actor.customer.map_or(Node::truth(false), |customer| of_customer(process, customer)),
        Scope::Department => of_departments(process, &actor.departments),
        Scope::Own => own(process, actor.id),
        Scope::Assigned => assigned(ctx, process),
        Scope::Participant => Node::any([
            own(process, actor.id),
            assigned(ctx, process),
            Node::In {
                item: Box::new(id_literal(actor.id)),
                list: Box::new(Node::Path(Path::Record(RecordPath::Participants))),
            },
        ]),
    }
}

/// The records of `process` for which the actor may do the transition, as far as a row tells: who did which step before stands
/// in no row, so what only that forbids is among them.
#[must_use]
pub(crate) fn takes(ctx: &Context, process: &Process, transition: &Transition) -> Node {
    let holders = Node::any(transition.by.iter().map(|holder| held(ctx, process, holder)));
    let others = transition.not_same_as.iter().filter_map(|party| match party {
        Party::Field(field) => Some(field_is(process, field.as_str(), ctx.actor.id)),
        Party::Opener => Some(opened_by(ctx.actor.id)),
        Party::DoerOf(_) | Party::VoterOn(_) => None,
    });
    let others = others.map(|party| Node::Not(Box::new(Node::IsTrue(Box::new(party)))));
    Node::all([holders].into_iter().chain(others))
}

/// The records for which the actor is the `holder`: holds the role, within the limits of its assignment, or is named by the
/// field.
pub(super) fn held(ctx: &Context, process: &Process, holder: &Holder) -> Node {
    match holder {
        Holder::Field(field) => field_is(process, field.as_str(), ctx.actor.id),
        Holder::Role(role) => {
            let held = ctx.actor.roles.iter().filter(|held| held.role == *role);
            let limits = held.map(|held| limit(ctx, process, held));
            Node::all([Node::any(limits), isolation(ctx, process, Standing::Shared)])
        }
    }
}

/// What the assignment of a role limits it to.
pub(super) fn limit(ctx: &Context, process: &Process, held: &HeldRole) -> Node {
    let customer = held.customer.map_or(Node::truth(true), |customer| of_customer(process, customer));
    let department = held
        .department
        .map_or(Node::truth(true), |department| of_departments(process, &departments_below(ctx.world, department)));
    Node::all([customer, department])
}

/// What keeps a customer's contact within its customer: nothing of another's, and what is nobody's only where it is
/// content for all.
pub(super) fn isolation(ctx: &Context, process: &Process, standing: Standing) -> Node {
    let Some(customer) = ctx.actor.customer else {
        return Node::truth(true);
    };
    let own = of_customer(process, customer);
    if process.content == Some(Content::Customer) || standing == Standing::Internal {
        return own;
    }
    let absent = match process.fields.contains_key(CUSTOMER) {
        true => Node::Not(Box::new(Node::Has(Path::Field(FieldId::from(CUSTOMER))))),
        false => Node::truth(true),
    };
    Node::any([absent, own])
}

/// Whether the record is for those who take part and those who may see all such.
pub(crate) fn is_confidential(record: &Record) -> bool {
    record.fields.get(CONFIDENTIAL) == Some(&Value::Bool(true))
}

/// Confidential records are for those who take part and those who may see all such.
fn unless_confidential(ctx: &Context, process: &Process) -> Node {
    if !process.fields.contains_key(CONFIDENTIAL) {
        return Node::truth(true);
    }
    let path = Path::Field(FieldId::from(CONFIDENTIAL));
    let may_see = arms(ctx, process, Action::ViewConfidential).map(|arm| arm.node);
    let open = [Node::Not(Box::new(Node::Has(path.clone()))), Node::Not(Box::new(Node::Path(path)))];
    Node::any(open.into_iter().chain([within(ctx, process, Scope::Participant)]).chain(may_see))
}

fn of_customer(process: &Process, customer: RecordId) -> Node {
    if process.content == Some(Content::Customer) {
        return Node::equal(Node::Path(Path::Record(RecordPath::Id)), id_literal(customer));
    }
    field_is(process, CUSTOMER, customer)
}

fn of_departments(process: &Process, departments: &BTreeSet<RecordId>) -> Node {
    if departments.is_empty() {
        return Node::truth(false);
    }
    let list = || Box::new(Node::List(departments.iter().copied().map(id_literal).collect()));
    let within = |path| Node::In { item: Box::new(Node::Path(path)), list: list() };
    if process.content == Some(Content::Department) {
        return within(Path::Record(RecordPath::Id));
    }
    let fields = [DEPARTMENT, GROUP].into_iter().filter(|field| process.fields.contains_key(*field));
    Node::any(fields.map(|field| within(Path::Field(FieldId::from(field)))))
}

fn own(process: &Process, person: RecordId) -> Node {
    Node::any([field_is(process, REQUESTER, person), opened_by(person)])
}

fn opened_by(person: RecordId) -> Node {
    Node::equal(Node::Path(Path::Record(RecordPath::OpenedBy)), id_literal(person))
}

fn assigned(ctx: &Context, process: &Process) -> Node {
    let group = ctx.actor.department.map_or(Node::truth(false), |department| field_is(process, GROUP, department));
    Node::any([field_is(process, ASSIGNEE, ctx.actor.id), group])
}

/// That a reference field points to `target`; never, where the process has no such field.
fn field_is(process: &Process, field: &str, target: RecordId) -> Node {
    if !process.fields.contains_key(field) {
        return Node::truth(false);
    }
    Node::equal(Node::Path(Path::Field(FieldId::from(field))), id_literal(target))
}

fn id_literal(id: RecordId) -> Node {
    Node::Literal(id.to_string().into())
}
