//! Access by example: a process with its grants, people with their roles, and what each may see and do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expect_test::{Expect, expect};
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;
use yuheng_definition::expression::Schema;
use yuheng_definition::{
    Definitions, Field, FieldKind, Grant, Lifetime, ProcessId, Role, RoleId, Scope, StateId, TransitionId, Value,
};

use super::*;
use crate::{Assignment, Door, Ids, Narrowing, Person, RecordId, World};

const NOW: &str = "2026-11-22T08:00:00Z";

/// Everything has a number for its id: `c1` a customer, `d1` a department, `p1` a person.
fn id(name: &str) -> RecordId {
    let (kind, number) = name.split_at(1);
    let kind = u128::from(kind.as_bytes()[0]) << 64;
    RecordId(Uuid::from_u128(kind + number.parse::<u128>().unwrap()))
}

fn field(id: &str, kind: FieldKind, internal: bool) -> (FieldId, Field) {
    (id.into(), Field { internal, ..Field::plain(id, kind) })
}

fn fields() -> IndexMap<FieldId, Field> {
    let reference = || FieldKind::Reference { to: Vec::new() };
    IndexMap::from([
        field("customer", reference(), false),
        field("requester", reference(), false),
        field("assignee", reference(), false),
        field("group", reference(), true),
        field("price", FieldKind::Decimal, false),
        field("confidential", FieldKind::Boolean, true),
    ])
}

fn grant(roles: &[&str], actions: &[Action], scope: Scope) -> Grant {
    let roles = roles.iter().map(|role| RoleId::from(*role)).collect();
    Grant { roles, actions: actions.to_vec(), scope, when: None, mask: Vec::new() }
}

fn process(id: &str, fields: IndexMap<FieldId, Field>, grants: Vec<Grant>) -> (ProcessId, Arc<Process>) {
    let process = Process {
        id: id.into(),
        label: Label::default(),
        ask: None,
        purpose: Label::default(),
        group: String::new(),
        lifetime: Lifetime::Work,
        prefix: String::new(),
        owner: "manager".into(),
        content: None,
        title: "price".into(),
        list: Vec::new(),
        clauses: Vec::new(),
        fields,
        states: IndexMap::new(),
        transitions: IndexMap::new(),
        relations: IndexMap::new(),
        clocks: IndexMap::new(),
        escalations: Vec::new(),
        derivations: Vec::new(),
        grants,
        masks: IndexMap::new(),
        converts: Vec::new(),
        merges: None,
        splits: None,
        renamed_states: IndexMap::new(),
        told: Vec::new(),
        hash: String::new(),
        text: "".into(),
    };
    (id.into(), Arc::new(process))
}

fn role(id: &str, grants: Vec<Grant>) -> (RoleId, Role) {
    let role = Role {
        id: id.into(),
        label: Label::default(),
        purpose: Label::default(),
        for_contacts: false,
        held_by_contacts: id == "customer",
        held_by_staff: id == "staff",
        administers: false,
        founds: false,
        grants,
    };
    (id.into(), role)
}

fn definitions() -> Definitions {
    use Action::{Comment, Create, Update, View, ViewConfidential, ViewInternal};
    let states = [StateId::from("open")];
    let schema = Schema::new(&fields(), &states, []);
    let mut masked = grant(&["customer"], &[View, Create], Scope::Customer);
    masked.mask = vec!["price".into()];
    let mut cheap = grant(&["clerk"], &[View], Scope::All);
    cheap.when = Some(Expression::check("record.price < 10", &schema).unwrap());
    let incident = vec![
        grant(&["desk"], &[View, ViewInternal, Create, Update], Scope::All),
        grant(&["manager"], &[View, ViewInternal, ViewConfidential], Scope::All),
        grant(&["engineer"], &[Update], Scope::Assigned),
        masked,
        cheap,
    ];
    let service = vec![grant(&["customer"], &[View], Scope::All)];
    let of_staff = vec![grant(&[], &[View, Comment], Scope::Participant)];
    let of_head = vec![grant(&[], &[View], Scope::Department)];
    let plain = ["desk", "manager", "engineer", "clerk", "customer"].map(|id| role(id, Vec::new()));
    Definitions {
        processes: IndexMap::from([
            process("incident", fields(), incident),
            process("service", IndexMap::from([field("price", FieldKind::Decimal, false)]), service),
        ]),
        roles: plain.into_iter().chain([role("staff", of_staff), role("head", of_head)]).collect(),
        ..Definitions::default()
    }
}

/// `p1 desk; p2 engineer@c1; p3=c1`: people of department d1 (those from p8 on of d2), the roles assigned to them, and
/// the customer of a contact.
fn world(people: &str) -> World {
    let mut world = World {
        organisation: None,
        language: None,
        epoch: 0,
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        people: BTreeMap::new(),
        locked: BTreeSet::new(),
        departments: BTreeMap::from([(id("d1"), None), (id("d2"), Some(id("d1")))]),
        department_names: BTreeMap::new(),
        assignments: Vec::new(),
        absences: Vec::new(),
        calendars: BTreeMap::new(),
        retired_calendars: BTreeMap::new(),
        agreements: Vec::new(),
        contracts: Vec::new(),
        matrices: Vec::new(),
    };
    for one in people.split(';').map(str::trim) {
        let (person, roles) = one.split_once(' ').unwrap_or((one, ""));
        let (person, customer) = person.split_once('=').map_or((person, None), |(person, of)| (person, Some(id(of))));
        let department = if person > "p7" { id("d2") } else { id("d1") };
        let department = customer.is_none().then_some(department);
        world
            .people
            .insert(id(person), Person { name: person.to_owned(), number: String::new(), department, customer });
        world.assignments.extend(roles.split_whitespace().map(|role| assignment(person, role)));
    }
    world
}

fn assignment(person: &str, role: &str) -> Assignment {
    let (role, limit) = role.split_once('@').map_or((role, None), |(role, limit)| (role, Some(limit)));
    let (role, deputy) = role.split_once('/').map_or((role, None), |(role, deputy)| (role, Some(id(deputy))));
    Assignment {
        record: id("a1"),
        role: role.into(),
        person: id(person),
        from: None,
        until: Some("2026-11-22".parse().unwrap()),
        department: limit.filter(|limit| limit.starts_with('d')).map(id),
        customer: limit.filter(|limit| limit.starts_with('c')).map(id),
        deputy,
        deputy_from: None,
        deputy_until: None,
    }
}

struct NoIds;

impl Ids for NoIds {
    fn next(&self) -> RecordId {
        RecordId(Uuid::nil())
    }
}

/// `customer=c1 assignee=p2 price:9 confidential`
fn record(process: &str, text: &str) -> Record {
    let mut fields: BTreeMap<FieldId, Value> = BTreeMap::new();
    for part in text.split_whitespace() {
        match part.split_once(['=', ':']) {
            None => fields.insert(part.into(), true.into()),
            Some((field, value)) if part.contains('=') => fields.insert(field.into(), id(value).to_string().into()),
            Some((field, value)) => fields.insert(field.into(), value.into()),
        };
    }
    let now: Timestamp = NOW.parse().unwrap();
    Record {
        id: id("r1"),
        process: process.into(),
        number: 1,
        label: "INC0000001".into(),
        state: "open".into(),
        is_open: true,
        fields,
        clocks: BTreeMap::new(),
        approvals: Vec::new(),
        opened_by: id("p99"),
        opened_at: now,
        updated_at: now,
        entered_at: now,
        quiet_since: None,
        silence_escalated_at: None,
        resolved_at: None,
        closed_at: None,
        doers: BTreeMap::from([(TransitionId::from("resolve"), id("p2"))]),
        voided: None,
        version: 1,
        n: 1,
        definition: String::new(),
    }
}

fn with_context<T>(people: &str, who: &str, narrowed: Option<Narrowing>, run: impl FnOnce(&Context) -> T) -> T {
    let (definitions, world) = (definitions(), world(people));
    let now: Timestamp = NOW.parse().unwrap();
    let today = now.to_zoned(world.zone.clone()).date();
    let actor = actor(&definitions, &world, id(who), today, (Door::Page, narrowed)).unwrap();
    run(&Context { definitions: &definitions, pinned: None, world: &world, actor: &actor, now, ids: &NoIds })
}

/// Which actions the first of `people` may do with an incident.
fn may_do(people: &str, incident: &str, expected: Expect) {
    let who = people.split([' ', '=', ';']).next().unwrap();
    let shown = with_context(people, who, None, |ctx| allowed(ctx, &record("incident", incident)));
    expected.assert_eq(&shown);
}

fn allowed(ctx: &Context, record: &Record) -> String {
    let process = ctx.definitions.process(record.process.as_str()).unwrap();
    let all = [Action::View, Action::ViewInternal, Action::Update, Action::Comment];
    let allowed = all.into_iter().filter(|action| may(ctx, process, Some(record), *action).is_ok());
    let masked = masked_fields(ctx, process, Some(record));
    format!("{:?} without {masked:?}", allowed.collect::<Vec<_>>())
}

#[test]
fn rights_come_only_from_roles() {
    may_do("p1 desk", "customer=c1", expect!["[View, ViewInternal, Update] without {}"]);
    may_do("p1", "customer=c1", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1 engineer", "customer=c1 assignee=p2", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1 engineer", "group=d1", expect![[r#"[View, Update, Comment] without {"confidential", "group"}"#]]);
    may_do("p1 clerk", "price:9.5", expect![[r#"[View] without {"confidential", "group"}"#]]);
    may_do("p1 clerk", "price:10", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1 clerk", "", expect![[r#"[] without {"confidential", "group"}"#]]);
}

#[test]
fn a_contact_stays_within_its_customer() {
    may_do("p1=c1", "customer=c1 price:9", expect![[r#"[View] without {"confidential", "group", "price"}"#]]);
    may_do("p1=c1", "customer=c2", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1=c1", "requester=p1", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1=c1 desk", "customer=c2", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1=c1 manager", "customer=c2 confidential", expect![[r#"[] without {"confidential", "group"}"#]]);
}

#[test]
fn content_for_all_is_seen_by_contacts() {
    let shown = with_context("p1=c1", "p1", None, |ctx| allowed(ctx, &record("service", "")));
    expect!["[View] without {}"].assert_eq(&shown);
}

#[test]
fn confidential_forbids_beat_grants() {
    may_do("p1 desk", "confidential", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1 desk", "confidential assignee=p1", expect!["[View, ViewInternal, Update, Comment] without {}"]);
    may_do("p1 manager", "confidential", expect!["[View, ViewInternal] without {}"]);
}

#[test]
fn an_assignment_limited_to_a_customer_or_department_narrows() {
    may_do("p1 desk@c1", "customer=c1", expect!["[View, ViewInternal, Update] without {}"]);
    may_do("p1 desk@c1", "customer=c2", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do("p1 desk@d2", "group=d2", expect!["[View, ViewInternal, Update] without {}"]);
    may_do("p1 desk@d2", "group=d1", expect![[r#"[View, Comment] without {"confidential", "group"}"#]]);
    may_do("p1 head", "group=d2", expect![[r#"[View] without {"confidential", "group"}"#]]);
}

#[test]
fn a_deputy_holds_the_role() {
    may_do("p1; p2 desk/p1", "customer=c1", expect!["[View, ViewInternal, Update] without {}"]);
}

#[test]
fn a_token_narrows() {
    let token = Narrowing { processes: ["incident".into()].into(), read_only: true };
    let shown = with_context("p1 desk", "p1", Some(token), |ctx| {
        let other = may_write(ctx, &record("incident", ""));
        format!("{} {other:?}", allowed(ctx, &record("incident", "")))
    });
    expect!["[View, ViewInternal] without {} Err(Token)"].assert_eq(&shown);
}

/// What `viewer` may do with an incident who looks through the eyes of the first of `people`.
fn may_do_seen_by(viewer: &str, people: &str, incident: &str, expected: Expect) {
    let who = people.split([' ', '=', ';']).next().unwrap();
    let viewer = with_context(people, viewer, None, |ctx| ctx.actor.clone());
    let shown = with_context(people, who, None, |ctx| {
        let actor = Actor { viewer: Some(Box::new(viewer)), ..ctx.actor.clone() };
        allowed(&Context { actor: &actor, ..*ctx }, &record("incident", incident))
    });
    expected.assert_eq(&shown);
}

#[test]
fn through_anothers_eyes_one_sees_what_both_see() {
    may_do_seen_by("p2", "p1 desk; p2", "customer=c1", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do_seen_by("p2", "p1; p2 desk", "customer=c1", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do_seen_by("p2", "p1 desk; p2 desk", "customer=c1", expect!["[View, ViewInternal, Update] without {}"]);
    may_do_seen_by("p2", "p1 desk; p2 desk@c1", "customer=c2", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do_seen_by("p2", "p1 manager; p2 clerk", "price:9", expect![[r#"[View] without {"confidential", "group"}"#]]);
    may_do_seen_by("p2", "p1 manager; p2 desk", "confidential", expect![[r#"[] without {"confidential", "group"}"#]]);
    may_do_seen_by(
        "p2",
        "p1=c1; p2 desk",
        "customer=c1 price:9",
        expect![[r#"[View] without {"confidential", "group", "price"}"#]],
    );
}

#[test]
fn whoever_did_it_may_not_confirm_it() {
    let (doer, other) = (id("p2"), id("p3"));
    let party = Party::DoerOf("resolve".into());
    assert!(is_party(&record("incident", ""), &party, doer));
    assert!(!is_party(&record("incident", ""), &party, other));
}

#[test]
fn a_role_limited_to_a_customer_holds_only_there() {
    let holder = Holder::Role("desk".into());
    let held = |of: &str| with_context("p1 desk@c1", "p1", None, |ctx| holds(ctx, &holder, &record("incident", of)));
    assert!(held("customer=c1"));
    assert!(!held("customer=c2"));
}

/// By none of these may a list be filtered: what is masked on one record only can be told by it.
#[test]
fn what_is_masked_on_any_record_is_sometimes_masked() {
    let masked = |people: &str| {
        let who = people.split([' ', '=']).next().unwrap();
        with_context(people, who, None, |ctx| {
            let process = ctx.definitions.process("incident").unwrap();
            sometimes_masked(ctx, process).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        })
    };
    assert_eq!(masked("p1 manager"), "");
    assert_eq!(masked("p1 desk"), "");
    assert_eq!(masked("p1=c1 customer"), "confidential group price");
    assert_eq!(masked("p1 clerk"), "confidential group");
    assert_eq!(masked("p1 desk@c1"), "confidential group", "as staff it sees more than as the customer's desk");
}

#[test]
fn what_a_role_has_masked_is_shown_by_another_role_only() {
    let masked = |people: &str, masks: &[&str]| {
        with_context(people, "p1", None, |ctx| {
            let mut process = Process::clone(ctx.definitions.process("incident").unwrap());
            process.masks = masks.iter().map(|role| (RoleId::from(*role), vec![FieldId::from("price")])).collect();
            masked_fields(ctx, &process, Some(&record("incident", ""))).contains("price")
        })
    };
    assert!(masked("p1 desk", &["desk", "staff"]));
    assert!(!masked("p1 desk manager", &["desk", "staff"]));
    assert!(!masked("p1 manager", &["desk"]));
}
