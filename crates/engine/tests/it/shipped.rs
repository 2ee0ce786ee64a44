//! The processes that ship, as the people of a company use them.

mod absence;
mod board;
mod checklist;
mod document;
mod duty;
mod handing_on;
mod incident;
mod macros;
mod request;

use expect_test::{Expect, expect};
use yuheng_definition::{Definitions, Value};
use yuheng_engine::RecordId;
use yuheng_engine::testing::Stage;

fn company(definitions: Definitions) -> Stage {
    let mut stage = Stage::new(definitions);
    for (name, role) in [
        ("dan", "document_manager"),
        ("rep", "management_representative"),
        ("boss", "top_management"),
        ("desk", "service_desk"),
        ("eng", "engineer"),
        ("req", "service_request_manager"),
        ("lev", "service_level_manager"),
        ("inc", "incident_manager"),
    ] {
        stage.person(name, &[role]);
    }
    stage.person("sam", &[]);
    for name in ["ned", "dot"] {
        stage.person(name, &["engineer"]);
    }
    let acme = stage.stand("ACME", "customer", "in_force", &[("title", "Acme".into())]);
    let zeta = stage.stand("ZETA", "customer", "in_force", &[("title", "Zeta".into())]);
    stage.contact("joe", acme);
    stage.contact("zoe", zeta);
    let net = stage.stand("NET", "department", "in_force", &[("title", "Network".into())]);
    let doc = stage.stand("DOC", "department", "in_force", &[("title", "Documents".into())]);
    stage.belongs("ned", net);
    stage.belongs("dot", doc);
    let of_net = ("department", Value::from(net.to_string()));
    let fw = stage.stand("FW", "service", "in_force", &[("title", "Firewall".into()), of_net]);
    let of_doc = ("department", Value::from(doc.to_string()));
    stage.stand("SHELF", "service", "in_force", &[("title", "Shelf".into()), of_doc]);
    let of_fw = ("service", Value::from(fw.to_string()));
    let approved = ("needs_approval", Value::from(true));
    stage.stand("RULE", "catalogue_item", "in_force", &[("name", "Rule".into()), of_fw.clone(), approved]);
    stage.stand("CABLE", "catalogue_item", "in_force", &[("name", "Cable".into()), of_fw.clone()]);
    let to = |column: &str, id: RecordId| {
        let row = Value::Row([(column.to_owned(), Value::from(id.to_string()))].into());
        ("offered_to", Value::List(vec![row]))
    };
    let to_acme = to("customer", acme);
    stage.stand("VPN", "catalogue_item", "in_force", &[("name", "VPN".into()), of_fw.clone(), to_acme]);
    stage.stand("LAMP", "catalogue_item", "in_force", &[("name", "Lamp".into()), of_fw, to("department", net)]);
    stage
}

fn check(lines: &str, expected: &Expect) {
    let told = Definitions::shipped().map(|definitions| company(definitions).run(lines));
    expected.assert_eq(&told.unwrap_or_else(|problems| format!("{problems:?}")));
}

#[test]
fn a_customer_is_alone_with_its_own() {
    check(
        "joe: create incident title=Down customer=ACME requester=joe service=FW
         zoe: actions INC1
         zoe: comment INC1 public Hello
         joe: create incident title=Down customer=ZETA
         zoe: do INC1 cancel public=No",
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME group=NET impact=low requester=joe service=FW title=Down urgency=low
            rejected: not found
            rejected: Not found
            rejected: Customer: there is no such record, or it may not be seen
            rejected: Not found
        "#]],
    );
}

#[test]
fn a_role_is_given_on_its_own_side() {
    check(
        "rep: create role_assignment role=engineer person=joe
         rep: create role_assignment role=customer person=eng
         rep: create role_assignment role=customer person=joe",
        &expect![[r#"
            rejected: Held by: is a customer's contact and can't hold a role of the provider's: choose one of our own people, or a role for contacts
            rejected: Held by: is one of our own people and can't hold a role of customers: choose a contact, or a role of the provider's
            RAS1 created person=joe role=customer
        "#]],
    );
}

#[test]
fn what_the_engine_reads_makes_sense_before_it_is_in_force() {
    check(
        r#"lev: create calendar title=Office zone=Asia/Nowhere hours=[{\"weekday\":\"monday\",\"from\":\"9\",\"until\":\"18:00\"}]
           lev: do CAL1 put_in_force
           rep: create role_assignment role=wizard person=eng deputy=eng from=2026-02-01 until=2026-01-01"#,
        &expect![[r#"
            CAL1 created around_the_clock=false follows_holidays=true hours=[{"from":"9","until":"18:00","weekday":"monday"}] title=Office zone=Asia/Nowhere
            rejected: Time zone: is no IANA zone name, such as Asia/Shanghai; Weekly hours, row 1, From: must be HH:MM
            rejected: Role: there is no such role; Until: is before the beginning; Deputy: nobody stands in for themselves
        "#]],
    );
}
