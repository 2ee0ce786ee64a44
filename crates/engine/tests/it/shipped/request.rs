//! A service request, with its item and its approval.

use expect_test::expect;
use yuheng_definition::Value;

use super::check;

#[test]
fn what_needs_approval_is_not_assigned_before() {
    check(
        "joe: create service_request title=Open customer=ACME requester=joe item=RULE
         desk: do REQ1 assign assignee=eng
         desk: do REQ1 approve
         joe: vote REQ1 approve yes
         lev: vote REQ1 approve yes
         desk: do REQ1 assign_approved assignee=eng
         eng: do REQ1 start
         eng: do REQ1 fulfil result=Done
         eng: do REQ1 confirm
         joe: do REQ1 confirm",
        &expect![[r#"
            REQ1 created channel=page customer=ACME group=NET item=RULE item_version=1 needs_approval=true priority=p4 requester=joe service=FW title=Open
            rejected: Only if Needs approval is empty or Needs approval is no
            REQ1 approvalasked
            → req lev approval_asked
            rejected: There is no vote to cast here
            REQ1 voted lev agrees
            REQ1 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ1 transitioned approved→assigned assignee=eng
            → eng assigned
            → joe moved
            REQ1 transitioned assigned→in_progress
            → joe moved
            REQ1 transitioned in_progress→fulfilled result=Done
            → joe resolved
            rejected: Needs the role: Customer, Service desk; or to be the Requester
            REQ1 transitioned fulfilled→closed
        "#]],
    );
}

#[test]
fn what_needs_none_is_assigned_at_once() {
    check(
        "joe: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: do REQ1 assign assignee=eng",
        &expect![[r#"
            REQ1 created channel=page customer=ACME group=NET item=CABLE item_version=1 priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
        "#]],
    );
}

#[test]
fn whether_a_request_needs_approval_follows_its_item() {
    check(
        "desk: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: update REQ1 item=RULE
         desk: do REQ1 assign assignee=eng
         desk: update REQ1 item=CABLE
         desk: do REQ1 assign assignee=eng",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=CABLE item_version=1 priority=p4 requester=joe service=FW title=Cable
            REQ1 updated item=RULE needs_approval=true
            rejected: Only if Needs approval is empty or Needs approval is no
            REQ1 updated item=CABLE needs_approval=∅
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
        "#]],
    );
}

#[test]
fn what_is_ordered_is_offered_to_whom_it_is_for() {
    check(
        "desk: create service_request title=VPN customer=ACME requester=joe item=VPN
         desk: create service_request title=VPN customer=ACME item=VPN
         desk: create service_request title=VPN customer=ZETA requester=zoe item=VPN
         desk: create service_request title=VPN customer=ZETA item=VPN
         zoe: create service_request title=VPN item=VPN
         desk: update REQ1 requester=zoe customer=ZETA
         desk: update REQ1 description=More",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=VPN item_version=1 priority=p4 requester=joe service=FW title=VPN
            REQ2 created channel=telephone customer=ACME group=NET item=VPN item_version=1 priority=p4 service=FW title=VPN
            rejected: Catalogue item: is not offered to zoe: choose another
            rejected: Catalogue item: is not offered to Zeta: choose another
            rejected: Catalogue item: there is no such record, or it may not be seen
            rejected: Customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason; Catalogue item: is not offered to zoe: choose another
            REQ1 updated description=More
        "#]],
    );
}

#[test]
fn what_is_offered_to_a_department_is_ordered_for_its_people() {
    check(
        "desk: create service_request title=Lamp customer=ZETA requester=ned item=LAMP
         desk: create service_request title=Lamp customer=ZETA requester=dot item=LAMP
         dot: create service_request title=Lamp customer=ZETA requester=dot item=LAMP
         desk: create service_request title=VPN customer=ACME requester=dot item=VPN
         desk: create service_request title=Lamp customer=ZETA requester=zoe item=LAMP",
        &expect![[r#"
            REQ1 created channel=telephone customer=ZETA group=NET item=LAMP item_version=1 priority=p4 requester=ned service=FW title=Lamp
            rejected: Catalogue item: is not offered to dot or Zeta: choose another
            rejected: Catalogue item: is not offered to dot or Zeta: choose another
            REQ2 created channel=telephone customer=ACME group=NET item=VPN item_version=1 priority=p4 requester=dot service=FW title=VPN
            rejected: Catalogue item: is not offered to zoe: choose another
        "#]],
    );
}

#[test]
fn an_item_is_not_exchanged_once_the_approval_is_behind() {
    check(
        "desk: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: do REQ1 assign assignee=eng
         desk: update REQ1 item=RULE
         desk: update REQ1 item=
         desk: update REQ1 item=RULE title=Rule
         desk: create service_request title=Rule customer=ACME requester=joe item=RULE
         desk: do REQ2 approve
         lev: vote REQ2 approve yes
         desk: update REQ2 description=More
         desk: do REQ2 approve
         lev: vote REQ2 approve yes
         desk: do REQ2 assign_approved assignee=eng
         desk: update REQ2 description=Else
         desk: update REQ2 item=CABLE",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=CABLE item_version=1 priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ1 updated group=∅ item=∅ item_version=∅ service=∅
            rejected: Title: what was approved, or needed no approval, can't be changed any more: cancel this one and open another; Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ2 created channel=telephone customer=ACME group=NET item=RULE item_version=1 needs_approval=true priority=p4 requester=joe service=FW title=Rule
            REQ2 approvalasked
            → req lev approval_asked
            REQ2 voted lev agrees
            REQ2 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ2 updated description=More
            REQ2 approvalvoided approved→new
            → req lev approval_voided
            REQ2 approvalasked
            → req lev approval_asked
            REQ2 voted lev agrees
            REQ2 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ2 transitioned approved→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Description: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ2 updated item=CABLE needs_approval=∅
            REQ2 approvalvoided
            → req lev approval_voided
        "#]],
    );
}

#[test]
fn what_is_to_be_given_out_is_listed_for_those_who_may_do_so_now() {
    check(
        "desk: create service_request title=Rule customer=ACME requester=joe item=RULE
         desk: folder unassigned
         req: folder unassigned
         eng: folder unassigned
         lev: folder unassigned
         desk: do REQ1 approve
         desk: folder unassigned
         desk: withdraw REQ1 approve
         desk: folder unassigned
         desk: do REQ1 approve
         lev: vote REQ1 approve yes
         desk: folder unassigned
         eng: folder unassigned
         eng: do REQ1 assign_approved assignee=eng
         desk: folder unassigned
         desk: create incident title=Down customer=ACME
         inc: folder unassigned
         req: folder unassigned",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=RULE item_version=1 needs_approval=true priority=p4 requester=joe service=FW title=Rule
            unassigned: REQ1
            unassigned: REQ1
            unassigned:
            unassigned:
            REQ1 approvalasked
            → req lev approval_asked
            unassigned:
            REQ1 approvalwithdrawn
            → req lev approval_withdrawn
            unassigned: REQ1
            REQ1 approvalasked
            → req lev approval_asked
            REQ1 voted lev agrees
            REQ1 transitioned new→approved
            → desk approval_granted
            → joe moved
            unassigned: REQ1
            unassigned: REQ1
            REQ1 transitioned approved→assigned assignee=eng
            → joe moved
            unassigned:
            INC1 created category=other channel=telephone customer=ACME impact=low title=Down urgency=low
            unassigned: INC1
            unassigned:
        "#]],
    );
}

/// An item with a form and two tasks, one after the other.
fn ordering(lines: &str, expected: &expect_test::Expect) {
    let row = |cells: &[(&str, Value)]| {
        Value::Row(cells.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect())
    };
    let options = Value::from("site = 站点 / Site\nperson = 个人 / Person");
    let questions = Value::List(vec![
        row(&[
            ("question", "kind".into()),
            ("zh", "类型".into()),
            ("en", "Kind".into()),
            ("kind", "choice".into()),
            ("options", options),
            ("required", true.into()),
        ]),
        row(&[
            ("question", "peers".into()),
            ("zh", "对端数量".into()),
            ("kind", "integer".into()),
            ("required", true.into()),
            ("when", "answers.kind == 'site'".into()),
        ]),
        row(&[("question", "why".into()), ("zh", "用途".into()), ("kind", "text".into())]),
    ]);
    let tasks =
        Value::List(vec![row(&[("title", "Account".into())]), row(&[("title", "Test".into()), ("follows", 1.into())])]);
    let told = yuheng_definition::Definitions::shipped().map(|definitions| {
        let mut stage = super::company(definitions);
        let service = Value::from(stage.id("FW").to_string());
        let fields = [("name", "VPN".into()), ("service", service), ("questions", questions), ("tasks", tasks)];
        stage.stand("CAT3", "catalogue_item", "in_force", &fields);
        stage.run(lines)
    });
    expected.assert_eq(&told.unwrap_or_else(|problems| format!("{problems:?}")));
}

#[test]
fn answers_are_those_that_the_form_asks_for() {
    ordering(
        r#"joe: create service_request title=VPN item=CAT3
           joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"moon\"},{\"question\":\"knd\",\"value\":\"x\"}]
           joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"site\"},{\"question\":\"peers\",\"value\":\"two\"}]
           joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"person\"},{\"question\":\"peers\",\"value\":\"2\"}]"#,
        &expect![[r#"
            rejected: Answers, kind: must be filled
            rejected: Answers, knd: there is no such field; did you mean `kind`?; Answers, kind: is none of: Site (site), Person (person)
            rejected: Answers, peers: must be a whole number
            REQ1 created answers=[{"en":"Kind","kind":"choice","question":"kind","shown_en":"Person","shown_zh":"个人","value":"person","zh":"类型"}] channel=page customer=ACME form=[{"en":"Kind","kind":"choice","options":"site = 站点 / Site\nperson = 个人 / Person","question":"kind","required":true,"zh":"类型"},{"kind":"integer","question":"peers","required":true,"when":"answers.kind == 'site'","zh":"对端数量"},{"kind":"text","question":"why","zh":"用途"}] group=NET item=CAT3 item_version=1 priority=p4 requester=joe service=FW tasks=[{"title":"Account"},{"follows":1,"title":"Test"}] title=VPN
        "#]],
    );
}

#[test]
fn a_request_keeps_the_form_that_it_was_opened_with() {
    ordering(
        r#"joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"person\"}]
           lev: update CAT3 questions=[{\"question\":\"colour\",\"zh\":\"颜色\",\"kind\":\"text\",\"required\":true}]
           desk: update REQ1 answers=[{\"question\":\"colour\",\"value\":\"red\"}]
           desk: update REQ1 answers=[{\"question\":\"kind\",\"value\":\"person\"},{\"question\":\"why\",\"value\":\"Travel\"}]
           joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"person\"}]
           lev: do CAT3 retire internal=Gone
           desk: create service_request title=VPN customer=ACME item=CAT3 answers=[{\"question\":\"colour\",\"value\":\"red\"}]"#,
        &expect![[r#"
            REQ1 created answers=[{"en":"Kind","kind":"choice","question":"kind","shown_en":"Person","shown_zh":"个人","value":"person","zh":"类型"}] channel=page customer=ACME form=[{"en":"Kind","kind":"choice","options":"site = 站点 / Site\nperson = 个人 / Person","question":"kind","required":true,"zh":"类型"},{"kind":"integer","question":"peers","required":true,"when":"answers.kind == 'site'","zh":"对端数量"},{"kind":"text","question":"why","zh":"用途"}] group=NET item=CAT3 item_version=1 priority=p4 requester=joe service=FW tasks=[{"title":"Account"},{"follows":1,"title":"Test"}] title=VPN
            CAT3 updated questions=[{"kind":"text","question":"colour","required":true,"zh":"颜色"}]
            rejected: Answers, colour: there is no such field; Answers, kind: must be filled
            REQ1 updated answers=[{"en":"Kind","kind":"choice","question":"kind","shown_en":"Person","shown_zh":"个人","value":"person","zh":"类型"},{"en":"用途","kind":"text","question":"why","shown_en":"Travel","shown_zh":"Travel","value":"Travel","zh":"用途"}]
            rejected: Answers, kind: there is no such field; Answers, colour: must be filled
            CAT3 transitioned in_force→retired internal:Gone
            rejected: Catalogue item: is not offered at present: choose another
        "#]],
    );
}

#[test]
fn a_form_that_makes_no_sense_is_told_by_row_and_column() {
    ordering(
        r#"lev: update CAT3 questions=[{\"question\":\"a\",\"zh\":\"A\",\"kind\":\"text\",\"when\":\"answers.b=='x'\"},{\"question\":\"b\",\"zh\":\"B\",\"kind\":\"choice\"},{\"question\":\"a\",\"zh\":\"C\",\"kind\":\"text\"},{\"question\":\"9\",\"zh\":\"D\",\"kind\":\"text\"},{\"question\":\"e\",\"zh\":\"E\",\"kind\":\"text\",\"when\":\"record.state=='x'\"}]
           lev: update CAT3 tasks=[{\"title\":\"A\",\"follows\":1}]"#,
        &expect![[r#"
            rejected: Form, row 2, Options: a choice needs options; Form, row 3, Id: is the id of an earlier question; Form, row 4, Id: an id begins with a letter and has small letters, digits and _ only; Form, row 1, Asked when: unknown question `b`; Form, row 5, Asked when: `record.state` names nothing that can be read: write answers.question
            rejected: Tasks, row 1, After row: can only come after a row above
        "#]],
    );
}

#[test]
fn tasks_are_opened_once_in_order_and_waited_for() {
    ordering(
        r#"joe: create service_request title=VPN item=CAT3 answers=[{\"question\":\"kind\",\"value\":\"person\"}]
           desk: do REQ1 assign assignee=eng
           eng: do REQ1 start
           eng: do REQ1 fulfil result=Done
           eng: do TSK2 start assignee=eng
           eng: do TSK1 start assignee=eng
           eng: do TSK1 finish result=Made
           eng: do TSK2 start assignee=eng
           eng: do TSK2 finish result=Tested
           eng: do REQ1 fulfil result=Done"#,
        &expect![[r#"
            REQ1 created answers=[{"en":"Kind","kind":"choice","question":"kind","shown_en":"Person","shown_zh":"个人","value":"person","zh":"类型"}] channel=page customer=ACME form=[{"en":"Kind","kind":"choice","options":"site = 站点 / Site\nperson = 个人 / Person","question":"kind","required":true,"zh":"类型"},{"kind":"integer","question":"peers","required":true,"when":"answers.kind == 'site'","zh":"对端数量"},{"kind":"text","question":"why","zh":"用途"}] group=NET item=CAT3 item_version=1 priority=p4 requester=joe service=FW tasks=[{"title":"Account"},{"follows":1,"title":"Test"}] title=VPN
            TSK1 created belongs_to=REQ1 customer=ACME group=NET title=Account
            TSK2 created belongs_to=REQ1 customer=ACME follows=TSK1 group=NET title=Test
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            REQ1 transitioned assigned→in_progress
            → joe moved
            rejected: Not yet ended: 2 × Task
            rejected: Not yet ended: 1 × Task
            TSK1 transitioned open→in_progress assignee=eng
            TSK1 transitioned in_progress→done result=Made
            TSK2 transitioned open→in_progress assignee=eng
            TSK2 transitioned in_progress→done result=Tested
            REQ1 transitioned in_progress→fulfilled result=Done
            → joe resolved
        "#]],
    );
}
