//! The processes that ship, as the people of a company use them.

use expect_test::{Expect, expect};
use yuheng_definition::{Definitions, Value};
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
    let acme = stage.stand("ACME", "customer", "in_force", &[("title", "Acme".into())]);
    let zeta = stage.stand("ZETA", "customer", "in_force", &[("title", "Zeta".into())]);
    stage.contact("joe", acme);
    stage.contact("zoe", zeta);
    let net = stage.stand("NET", "department", "in_force", &[("title", "Network".into())]);
    let of_net = ("department", Value::from(net.to_string()));
    let fw = stage.stand("FW", "service", "in_force", &[("title", "Firewall".into()), of_net]);
    let of_fw = ("service", Value::from(fw.to_string()));
    let approved = ("needs_approval", Value::from(true));
    stage.stand("RULE", "catalogue_item", "in_force", &[("name", "Rule".into()), of_fw.clone(), approved]);
    stage.stand("CABLE", "catalogue_item", "in_force", &[("name", "Cable".into()), of_fw]);
    stage
}

fn check(lines: &str, expected: &Expect) {
    let told = Definitions::shipped().map(|definitions| company(definitions).run(lines));
    expected.assert_eq(&told.unwrap_or_else(|problems| format!("{problems:?}")));
}

const WRITTEN: &str = "
    dan: create document title=Incidents code=P-08 kind=process_description owner=dan draft=First planned_from=2026-01-01 review_due=2027-12-31
    dan: do DOC1 submit
    dan: do DOC1 approve";

const IN_FORCE: &str = "
    rep: vote DOC1 approve yes
    dan: do DOC1 put_in_force";

#[test]
fn a_document_applies_only_once_approved_and_put_in_force() {
    check(
        &format!(
            "{WRITTEN}
            dan: do DOC1 put_in_force
            sam: actions DOC1
            rep: vote DOC1 approve yes
            dan: update DOC1 draft=Other
            dan: do DOC1 put_in_force
            dan: update DOC1 draft=Other"
        ),
        &expect![[r#"
            DOC1 created code=P-08 draft=First kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Incidents
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            rejected: “Put in force” can't be done in the state “In review”
            transition:approve: An approval is pending
            transition:approve_policy: Needs the role: Document manager; or to be the Owner
            transition:send_back: Needs the role: Document manager, Management representative; or to be the Owner
            transition:withdraw: Needs the role: Document manager; or to be the Owner
            update: Needs the right to change it (process: Document)
            comment
            note
            attach
            void: Needs the right to void it (process: Document)
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            rejected: Needs the right to change it (process: Document)
            DOC1 transitioned approved→in_force in_force_from=2026-11-23 revision=1 text=First
            rejected: Needs the right to change it (process: Document)
        "#]],
    );
}

#[test]
fn the_revision_in_force_stays_while_the_next_is_written() {
    check(
        &format!(
            "{WRITTEN}{IN_FORCE}
            dan: do DOC1 revise
            dan: update DOC1 draft=Second change_note=Clearer
            dan: show DOC1
            dan: do DOC1 submit_revision
            dan: do DOC1 approve_revision
            rep: vote DOC1 approve_revision yes
            dan: do DOC1 put_revision_in_force"
        ),
        &expect![[r#"
            DOC1 created code=P-08 draft=First kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Incidents
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            DOC1 transitioned approved→in_force in_force_from=2026-11-23 revision=1 text=First
            DOC1 transitioned in_force→revising
            DOC1 updated change_note=Clearer draft=Second
            DOC1 revising v7 n8 change_note=Clearer code=P-08 draft=Second in_force_from=2026-11-23 kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 revision=1 text=First title=Incidents [approve granted]
            DOC1 transitioned revising→revision_review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned revision_review→revision_approved
            → dan approval_granted
            DOC1 transitioned revision_approved→in_force revision=2 text=Second
        "#]],
    );
}

#[test]
fn the_policy_is_for_top_management_to_approve() {
    check(
        "dan: create document title=Policy code=P-01 kind=policy owner=dan draft=First planned_from=2026-01-01 review_due=2027-12-31
         dan: do DOC1 submit
         dan: do DOC1 approve
         dan: do DOC1 approve_policy
         rep: vote DOC1 approve_policy yes
         boss: vote DOC1 approve_policy yes",
        &expect![[r#"
            DOC1 created code=P-01 draft=First kind=policy owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Policy
            DOC1 transitioned draft→review
            rejected: Only if Kind is not “Policy and objectives”
            DOC1 approvalasked
            → boss approval_asked
            rejected: There is no vote to cast here
            DOC1 voted boss agrees
            DOC1 transitioned review→approved
            → dan approval_granted
        "#]],
    );
}

#[test]
fn a_document_waits_for_its_date() {
    check(
        "dan: create document title=Plan code=P-02 kind=plan owner=dan draft=First planned_from=2030-01-01 review_due=2031-12-31
         dan: do DOC1 submit
         dan: do DOC1 approve
         rep: vote DOC1 approve yes
         dan: do DOC1 put_in_force",
        &expect![[r#"
            DOC1 created code=P-02 draft=First kind=plan owner=dan planned_from=2030-01-01 review_due=2031-12-31 title=Plan
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            rejected: Only if To be in force from is no later than today
        "#]],
    );
}

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
            REQ1 created channel=page customer=ACME item=RULE needs_approval=true priority=p4 requester=joe service=FW title=Open
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
            REQ1 created channel=page customer=ACME item=CABLE priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
        "#]],
    );
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
fn an_incident_goes_from_report_to_close() {
    check(
        r#"joe: create incident title="VPN down" description="Since nine" impact=high
           desk: do INC1 assign assignee=eng
           eng: do INC1 start
           eng: do INC1 hold hold_reason=customer public="Please send the log"
           eng: do INC1 resume
           eng: do INC1 resolve solution="Restarted the gateway" cause=Certificate
           eng: do INC1 confirm
           joe: do INC1 confirm"#,
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME description=Since nine impact=high requester=joe title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            INC1 transitioned assigned→in_progress
            → joe moved
            INC1 transitioned in_progress→on_hold held=1 hold_reason=customer public:Please send the log
            → joe commented
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → joe moved
            INC1 transitioned in_progress→resolved cause=Certificate solution=Restarted the gateway
            → joe resolved
            rejected: Needs the role: Customer, Service desk; or to be the Requester
            INC1 transitioned resolved→closed
        "#]],
    );
}

#[test]
fn an_incident_becomes_a_request() {
    check(
        r#"desk: create incident title="New laptop" customer=ACME requester=joe
           desk: convert INC1 service_request"#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low requester=joe title=New laptop urgency=low
            INC1 converted new→cancelled
            REQ1 created channel=telephone customer=ACME priority=p4 requester=joe title=New laptop
            REQ1 converted
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
            REQ1 created channel=telephone customer=ACME item=CABLE priority=p4 requester=joe service=FW title=Cable
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
            REQ1 created channel=telephone customer=ACME item=CABLE priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ1 updated item=∅
            rejected: Title: what was approved, or needed no approval, can't be changed any more: cancel this one and open another; Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ2 created channel=telephone customer=ACME item=RULE needs_approval=true priority=p4 requester=joe service=FW title=Rule
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

#[test]
fn an_urge_calls_whoever_has_it_moves_nothing_and_is_not_repeated_at_once() {
    check(
        r#"joe: create incident title="VPN down"
           desk: do INC1 assign assignee=eng
           joe: do INC1 urge
           joe: do INC1 urge public="The board meets at three"
           joe: do INC1 urge public="Well?"
           desk: do INC1 urge public="He called again"
           joe: do INC1 urge public="Still nothing"
           lev: do INC1 urge public="Me too""#,
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME impact=low requester=joe title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Comment: must be filled
            INC1 updated urged=1 urged_at=2026-11-23T01:00:00Z urged_by=joe public:The board meets at three
            → desk eng urged
            rejected: It was urged within the last half hour and those who see to it were told. It can be urged again 30 minutes after that.
            rejected: It was urged within the last half hour and those who see to it were told. It can be urged again 30 minutes after that.
            rejected: It was urged within the last half hour and those who see to it were told. It can be urged again 30 minutes after that.
            rejected: It was urged within the last half hour and those who see to it were told. It can be urged again 30 minutes after that.
        "#]],
    );
}

#[test]
fn a_request_changes_hands_by_the_step_that_says_why() {
    check(
        r#"desk: create service_request title="Open a port" customer=ACME assignee=eng
           desk: do REQ1 assign assignee=sam
           desk: do REQ1 assign
           eng: do REQ1 start assignee=sam
           eng: do REQ1 reassign internal="Whose?"
           eng: do REQ1 reassign assignee=sam internal="His network""#,
        &expect![[r#"
            REQ1 created assignee=eng channel=telephone customer=ACME priority=p4 title=Open a port
            → eng assigned
            rejected: Assignee: once filled, is changed by a step only: Reassign
            REQ1 transitioned new→assigned
            rejected: Assignee: is not asked for here
            rejected: Assignee: is the same as before: choose another
            REQ1 transitioned assignee=sam reassigned=1 internal:His network
            → sam assigned
            → sam discussed
        "#]],
    );
}

#[test]
fn whoever_hands_it_on_says_why_and_no_edit_goes_round_that() {
    check(
        r#"desk: create incident title="VPN down" customer=ACME
           desk: do INC1 assign assignee=eng
           desk: update INC1 assignee=sam
           desk: do INC1 start assignee=sam
           eng: do INC1 reassign assignee=sam
           eng: do INC1 reassign assignee=eng internal="Mine"
           eng: do INC1 reassign internal="Whose?"
           eng: do INC1 reassign assignee=sam internal="He knows the line"
           sam: do INC1 start assignee=sam
           desk: create incident title="Mail down" customer=ACME
           desk: do INC2 start assignee=eng
           desk: create incident title="Fax down" customer=ACME assignee=eng
           desk: do INC3 assign assignee=sam
           desk: do INC3 assign"#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            rejected: Assignee: once filled, is changed by a step only: Reassign
            rejected: Assignee: once filled, is changed by a step only: Reassign
            rejected: Comment: must be filled
            rejected: Assignee: is the same as before: choose another
            rejected: Assignee: is the same as before: choose another
            INC1 transitioned assignee=sam reassigned=1 internal:He knows the line
            → sam assigned
            → sam discussed
            INC1 transitioned assigned→in_progress
            INC2 created category=other channel=telephone customer=ACME impact=low title=Mail down urgency=low
            INC2 transitioned new→in_progress assignee=eng
            → eng assigned
            INC3 created assignee=eng category=other channel=telephone customer=ACME impact=low title=Fax down urgency=low
            → eng assigned
            rejected: Assignee: once filled, is changed by a step only: Reassign
            INC3 transitioned new→assigned
        "#]],
    );
}
