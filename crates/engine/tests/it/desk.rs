//! The service desk on which the rules are tested: an incident, a request, a change, and the people around them.

use std::sync::Arc;

use expect_test::Expect;
use indexmap::IndexMap;
use yuheng_definition::{
    Action, ApprovalForm, ApprovalRule, CommentNeed, Content, Conversion, Definitions, Derivation, Field, FieldKind,
    Holder, Label, Liberty, Lifetime, Merging, Party, Process, Role, Scope, Search, SetTo, Splitting, StateKind,
    Transition,
};
use yuheng_engine::testing::{Stage, grant, process, relation, state, transition};
use yuheng_engine::{Matrix, Pinned};

/// Runs lines on a fresh desk.
pub fn check(lines: &str, expected: &Expect) {
    expected.assert_eq(&desk().run(lines));
}

/// A desk with people: ann at the service desk, bob and kim engineers, lea and max who approve, eve the manager,
/// guy who holds no role, joe of Acme and zoe of Zeta outside.
pub fn desk() -> Stage {
    let mut stage = Stage::new(definitions());
    for (name, roles) in [
        ("ann", vec!["service_desk"]),
        ("bob", vec!["engineer"]),
        ("kim", vec!["engineer"]),
        ("lea", vec!["approver"]),
        ("max", vec!["approver"]),
        ("eve", vec!["service_desk", "incident_manager"]),
        ("guy", vec![]),
    ] {
        stage.person(name, &roles);
    }
    let acme = stage.stand("ACME", "customer", "active", &[("name", "Acme".into())]);
    let zeta = stage.stand("ZETA", "customer", "active", &[("name", "Zeta".into())]);
    stage.contact("joe", acme);
    stage.contact("zoe", zeta);
    let network = stage.stand("NET", "department", "active", &[("name", "Network".into())]);
    stage.stand("VPN", "service", "active", &[("name", "VPN".into()), ("department", network.to_string().into())]);
    let cells = [("high", "high", "p1"), ("high", "low", "p2"), ("low", "high", "p3"), ("low", "low", "p4")];
    stage.world.matrices.push(Matrix {
        pinned: Pinned { record: network, version: 1 },
        number: "PMX1".to_owned(),
        contract: None,
        service: None,
        cells: cells.iter().map(|(a, b, p)| (((*a).into(), (*b).into()), (*p).into())).collect(),
    });
    stage
}

fn definitions() -> Definitions {
    let processes = [
        standing("person", Some(Content::Person), vec![]),
        standing("contact", Some(Content::Contact), vec![to("customer", &["customer"])]),
        standing("customer", Some(Content::Customer), vec![]),
        standing("department", Some(Content::Department), vec![]),
        standing("service", None, vec![to("department", &["department"])]),
        incident(),
        request(),
        change(),
    ];
    Definitions {
        processes: processes.into_iter().map(|process| (process.id.clone(), Arc::new(process))).collect(),
        roles: ["service_desk", "engineer", "approver", "incident_manager", "customer"].map(role).into_iter().collect(),
        ..Definitions::default()
    }
}

fn role(id: &str) -> (yuheng_definition::RoleId, Role) {
    let label = Label::new(id, id);
    let role = Role {
        id: id.into(),
        label: label.clone(),
        purpose: label,
        for_contacts: false,
        held_by_contacts: id == "customer",
        held_by_staff: false,
        administers: false,
        founds: false,
        grants: Vec::new(),
    };
    (id.into(), role)
}

fn text(id: &str, max: usize) -> Field {
    Field { search: Search::Public, ..Field::plain(id, FieldKind::Text { max }) }
}

fn to(id: &str, processes: &[&str]) -> Field {
    Field::plain(id, FieldKind::Reference { to: processes.iter().map(|process| (*process).into()).collect() })
}

fn choice(id: &str, options: &[&str]) -> Field {
    let options = options.iter().map(|option| ((*option).into(), Label::new(option, option)));
    Field { indexed: true, ..Field::plain(id, FieldKind::Choice { options: options.collect() }) }
}

/// What everybody of the provider's may see and point to.
fn standing(id: &str, content: Option<Content>, more: Vec<Field>) -> Process {
    let mut fields = vec![Field { required: true, ..text("name", 100) }, Field { unique: true, ..text("code", 20) }];
    fields.extend(more);
    let states = vec![state("active", StateKind::InForce), state("gone", StateKind::Retired)];
    let mut process = process(
        id,
        &id[..3].to_uppercase(),
        fields,
        states,
        vec![transition("retire", &["active"], "gone", &["service_desk"])],
    );
    process.lifetime = Lifetime::Standing;
    process.content = content;
    let staff = ["service_desk", "engineer", "approver", "incident_manager"];
    process.grants = vec![
        grant(&staff, &[Action::View, Action::ViewInternal, Action::Create, Action::Update, Action::Void], Scope::All),
        grant(&["customer"], &[Action::View], Scope::Customer),
    ];
    process
}

fn incident() -> Process {
    let fields = vec![
        Field { required: true, ..text("title", 40) },
        to("customer", &["customer"]),
        to("requester", &["contact", "person"]),
        to("service", &["service"]),
        Field { default: Some("low".into()), ..choice("impact", &["high", "low"]) },
        Field { default: Some("low".into()), ..choice("urgency", &["high", "low"]) },
        choice("priority", &["p1", "p2", "p3", "p4"]),
        Field { internal: true, ..text("priority_reason", 100) },
        Field { internal: true, ..to("group", &["department"]) },
        to("assignee", &["person"]),
        Field { keeps_customer: true, ..text("solution", 200) },
        Field { internal: true, search: Search::Internal, ..text("cause", 200) },
        Field { fixed: true, ..text("external_number", 20) },
        Field { derived: true, ..Field::plain("escalated", FieldKind::Boolean) },
        Field { indexed: true, ..Field::plain("users", FieldKind::Integer { min: Some(0), max: Some(1000) }) },
        Field::plain("resolver", FieldKind::Reference { to: vec!["person".into()] }),
        table(),
    ];
    let states = vec![
        state("new", StateKind::Open),
        state("in_progress", StateKind::Open),
        state("resolved", StateKind::Resolved),
        state("closed", StateKind::Closed),
        state("cancelled", StateKind::Cancelled),
    ];
    let transitions = vec![
        Transition {
            requires: vec!["assignee".into()],
            ..transition("start", &["new"], "in_progress", &["service_desk", "engineer"])
        },
        Transition {
            requires: vec!["solution".into()],
            asks: vec!["cause".into()],
            sets: vec![("resolver".into(), SetTo::Actor)],
            ..transition("resolve", &["in_progress"], "resolved", &["@assignee"])
        },
        Transition {
            not_same_as: vec![Party::DoerOf("resolve".into())],
            ..transition("confirm", &["resolved"], "closed", &["@requester", "customer", "engineer"])
        },
        Transition {
            comment: CommentNeed::Public,
            ..transition("reopen", &["resolved"], "in_progress", &["@requester", "customer", "service_desk"])
        },
        transition("cancel", &["new"], "cancelled", &["service_desk"]),
        transition("close_unconfirmed", &["resolved"], "closed", &[]),
    ];
    let mut process = process("incident", "INC", fields, states, transitions);
    process.derivations = vec![
        Derivation::Priority {
            impact: "impact".into(),
            urgency: "urgency".into(),
            to: "priority".into(),
            override_reason: "priority_reason".into(),
        },
        Derivation::Copied { from: "service".into(), field: "department".into(), to: "group".into() },
    ];
    let ties = ["related", "merged_from", "split_from"];
    process.relations = ties.into_iter().map(|id| (id.into(), relation(id, &["incident"]))).collect();
    process.merges = Some(Merging { end: "cancelled".into(), relation: "merged_from".into() });
    process.splits = Some(Splitting {
        fields: ["title", "customer", "requester", "impact"].into_iter().map(Into::into).collect(),
        relation: "split_from".into(),
    });
    process.converts = vec![Conversion {
        to: "request".into(),
        end: "cancelled".into(),
        fields: vec!["title".into(), "customer".into(), "requester".into(), "impact".into()],
        relation: "converted_from".into(),
    }];
    process.grants = grants();
    process
}

fn table() -> Field {
    let columns = [Field { required: true, ..text("what", 20) }, Field::plain("hours", FieldKind::Decimal)];
    let columns: IndexMap<_, _> = columns.into_iter().map(|column| (column.id.clone(), column)).collect();
    Field::plain("work", FieldKind::Table { columns })
}

fn request() -> Process {
    let fields = vec![
        Field { required: true, ..text("title", 40) },
        to("customer", &["customer"]),
        to("requester", &["contact", "person"]),
    ];
    let states = vec![state("new", StateKind::Open), state("closed", StateKind::Closed)];
    let close = transition("close", &["new"], "closed", &["service_desk"]);
    let mut process = process("request", "REQ", fields, states, vec![close]);
    process.relations = [("converted_from".into(), relation("converted_from", &["incident"]))].into_iter().collect();
    process.grants = grants();
    process
}

/// A change whose transitions need approvals of each form.
fn change() -> Process {
    let fields = vec![
        Field { required: true, ..text("title", 40) },
        text("plan", 200),
        to("assignee", &["person"]),
        Field { not_actor: true, ..to("witness", &["person"]) },
        Field { default: Some("low".into()), ..choice("risk", &["high", "low"]) },
    ];
    let states = vec![
        state("new", StateKind::Open),
        state("approved", StateKind::Open),
        state("closed", StateKind::Closed),
        state("cancelled", StateKind::Cancelled),
    ];
    let approvers = vec![Holder::Role("approver".into()), Holder::Role("incident_manager".into())];
    let by = |id: &str, form, covers: &[&str]| {
        let rule = ApprovalRule {
            by: approvers.clone(),
            form,
            steps: Vec::new(),
            not_same_as: vec![Party::DoerOf(id.into())],
            covers: covers.iter().map(|field| (*field).into()).collect(),
            may: Liberty::usual(),
            copies: Vec::new(),
        };
        Transition {
            requires: vec!["plan".into()],
            approval: Some(rule),
            ..transition(id, &["new"], "approved", &["service_desk", "engineer", "approver", "incident_manager"])
        }
    };
    let transitions = vec![
        by("one", ApprovalForm::One, &["plan"]),
        by("all", ApprovalForm::All, &[]),
        by("share", ApprovalForm::Share(60), &["plan"]),
        by("in_turn", ApprovalForm::InTurn, &["plan"]),
        Transition { asks: vec!["plan".into()], ..transition("close", &["approved"], "closed", &["engineer"]) },
        transition("cancel", &["new", "approved"], "cancelled", &["service_desk"]),
    ];
    let mut process = process("change", "CHG", fields, states, transitions);
    process.grants = grants();
    process
}

fn grants() -> Vec<yuheng_definition::Grant> {
    let work = [Action::View, Action::ViewInternal, Action::Create, Action::Comment, Action::Note, Action::Relate];
    let staff = ["service_desk", "engineer", "approver", "incident_manager"];
    vec![
        grant(&staff, &work, Scope::All),
        grant(&["service_desk"], &[Action::Update, Action::Convert, Action::Merge], Scope::All),
        grant(&["incident_manager"], &[Action::Void], Scope::All),
        grant(&["customer"], &[Action::View, Action::Create, Action::Comment], Scope::Customer),
    ]
}
