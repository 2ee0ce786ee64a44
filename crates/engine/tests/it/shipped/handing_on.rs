//! What is urged, handed on and put on hold.

use expect_test::expect;

use yuheng_definition::Definitions;
use yuheng_engine::gives_out;

use super::{check, company};

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
fn what_is_on_hold_is_handed_on_and_stays_on_hold() {
    check(
        r#"desk: create incident title="VPN down" customer=ACME assignee=eng
           eng: do INC1 start
           eng: do INC1 hold hold_reason=supplier public="They send a part"
           desk: do INC1 reassign assignee=sam
           desk: do INC1 reassign assignee=sam internal="Eng is away"
           sam: do INC1 resume
           sam: do INC1 resolve solution="New part"
           sam: do INC1 reassign assignee=eng internal="Yours""#,
        &expect![[r#"
            INC1 created assignee=eng category=other channel=telephone customer=ACME impact=low title=VPN down urgency=low
            → eng assigned
            INC1 transitioned new→in_progress
            INC1 transitioned in_progress→on_hold held=1 hold_reason=supplier public:They send a part
            rejected: Comment: must be filled
            INC1 transitioned assignee=sam reassigned=1 internal:Eng is away
            → sam assigned
            → sam discussed
            INC1 transitioned on_hold→in_progress hold_reason=∅
            INC1 transitioned in_progress→resolved solution=New part
            rejected: “Reassign” can't be done in the state “Resolved”
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

#[test]
fn a_customer_whose_record_nobody_has_is_heard_by_whoever_gives_it_out() {
    check(
        r#"joe: create incident title="VPN down"
           joe: comment INC1 public "All of us"
           desk: do INC1 assign assignee=eng
           joe: comment INC1 public "Still""#,
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME impact=low requester=joe title=VPN down urgency=low
            INC1 commented public:All of us
            → desk unheard
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            INC1 commented public:Still
            → eng answered
        "#]],
    );
}

#[test]
fn work_is_given_out_by_the_roles_that_a_step_from_an_open_state_names() {
    let stage = company(Definitions::shipped().unwrap());
    let incident = stage.definitions.process("incident").unwrap();
    assert!(gives_out(incident, &stage.actor("desk")));
    assert!(!gives_out(incident, &stage.actor("lev")));
    assert!(!gives_out(incident, &stage.actor("joe")));
}

#[test]
fn what_waits_for_the_customer_goes_on_by_the_customers_answer_and_nothing_else_does() {
    check(
        r#"desk: create incident title="Slow" customer=ACME requester=joe impact=low urgency=low
           desk: do INC1 start assignee=eng
           eng: do INC1 hold hold_reason=customer public="Since when?"
           eng: comment INC1 public "Still here?"
           joe: comment INC1 public "Since nine"
           eng: do INC1 hold hold_reason=customer public="And the log?"
           joe: attach INC1 log.txt
           eng: do INC1 hold hold_reason=customer public="And the version?"
           joe: do INC1 urge public="It is the third one, please hurry"
           eng: do INC1 hold hold_reason=supplier public="They send a part"
           joe: comment INC1 public "Thank you"
           eng: do INC1 resume
           eng: do INC1 hold hold_reason=customer public="Is it gone?"
           inc: void INC1 "Opened twice"
           joe: comment INC1 public "It is""#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low requester=joe title=Slow urgency=low
            INC1 transitioned new→in_progress assignee=eng
            → eng assigned
            → joe moved
            INC1 transitioned in_progress→on_hold held=1 hold_reason=customer public:Since when?
            → joe commented
            INC1 commented public:Still here?
            → joe commented
            INC1 commented public:Since nine
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → eng answered
            INC1 transitioned in_progress→on_hold held=2 hold_reason=customer public:And the log?
            → joe commented
            INC1 attached
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → eng answered
            INC1 transitioned in_progress→on_hold held=3 hold_reason=customer public:And the version?
            → joe commented
            INC1 updated urged=1 urged_at=2026-11-23T01:00:00Z urged_by=joe public:It is the third one, please hurry
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → desk eng urged
            INC1 transitioned in_progress→on_hold held=4 hold_reason=supplier public:They send a part
            → joe commented
            INC1 commented public:Thank you
            → eng answered
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → joe moved
            INC1 transitioned in_progress→on_hold held=5 hold_reason=customer public:Is it gone?
            → joe commented
            INC1 voided (Opened twice)
            rejected: Needs the right to reply (process: Incident)
        "#]],
    );
}

#[test]
fn whoever_gets_it_brings_the_department_where_nothing_else_said_which() {
    check(
        r#"desk: create incident title="VPN down" customer=ACME
           desk: do INC1 assign assignee=ned
           desk: create incident title="Rule" customer=ACME service=FW assignee=dot
           desk: create incident title="Mail down" customer=ACME
           desk: do INC3 assign assignee=ned group=DOC
           desk: create incident title="Fax down" customer=ACME
           desk: do INC4 assign assignee=eng
           desk: create task title="Cable" assignee=ned"#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=ned group=NET
            → ned assigned
            INC2 created assignee=dot category=other channel=telephone customer=ACME group=NET impact=low service=FW title=Rule urgency=low
            → dot assigned
            INC3 created category=other channel=telephone customer=ACME impact=low title=Mail down urgency=low
            INC3 transitioned new→assigned assignee=ned group=DOC
            → ned assigned
            INC4 created category=other channel=telephone customer=ACME impact=low title=Fax down urgency=low
            INC4 transitioned new→assigned assignee=eng
            → eng assigned
            TSK1 created assignee=ned group=NET title=Cable
            → ned assigned
        "#]],
    );
}

#[test]
fn a_department_that_came_with_one_person_goes_over_with_the_work() {
    check(
        r#"desk: create incident title="VPN down" customer=ACME
           desk: do INC1 assign assignee=ned
           desk: do INC1 reassign assignee=dot internal="Hers"
           desk: do INC1 reassign assignee=ned group=DOC internal="His, for them"
           desk: do INC1 reassign assignee=eng internal="Who has no department"
           desk: create incident title="Rule" customer=ACME service=FW
           desk: do INC2 assign assignee=ned
           desk: do INC2 reassign assignee=dot internal="The service says whose it is"
           desk: do INC2 reassign assignee=eng internal="Still"
           desk: create incident title="Wrong service" customer=ACME service=FW
           desk: do INC3 assign assignee=ned
           desk: update INC3 service=SHELF
           desk: create incident title="The service is known later" customer=ACME
           desk: do INC4 assign assignee=ned
           desk: update INC4 service=SHELF
           desk: update INC4 service=
           desk: create incident title="Somebody said which" customer=ACME group=DOC
           desk: do INC5 assign assignee=ned
           desk: update INC5 service=FW"#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=ned group=NET
            → ned assigned
            INC1 transitioned assignee=dot group=DOC reassigned=1 internal:Hers
            → dot assigned
            → dot discussed
            INC1 transitioned assignee=ned reassigned=2 internal:His, for them
            → ned assigned
            → ned discussed
            INC1 transitioned assignee=eng reassigned=3 internal:Who has no department
            → eng assigned
            → eng discussed
            INC2 created category=other channel=telephone customer=ACME group=NET impact=low service=FW title=Rule urgency=low
            INC2 transitioned new→assigned assignee=ned
            → ned assigned
            INC2 transitioned assignee=dot reassigned=1 internal:The service says whose it is
            → dot assigned
            → dot discussed
            INC2 transitioned assignee=eng reassigned=2 internal:Still
            → eng assigned
            → eng discussed
            INC3 created category=other channel=telephone customer=ACME group=NET impact=low service=FW title=Wrong service urgency=low
            INC3 transitioned new→assigned assignee=ned
            → ned assigned
            INC3 updated group=DOC service=SHELF
            INC4 created category=other channel=telephone customer=ACME impact=low title=The service is known later urgency=low
            INC4 transitioned new→assigned assignee=ned group=NET
            → ned assigned
            INC4 updated group=DOC service=SHELF
            INC4 updated group=NET service=∅
            INC5 created category=other channel=telephone customer=ACME group=DOC impact=low title=Somebody said which urgency=low
            INC5 transitioned new→assigned assignee=ned
            → ned assigned
            INC5 updated service=FW
        "#]],
    );
}

#[test]
fn on_what_is_closed_or_goes_on_elsewhere_a_customer_says_nothing_more() {
    check(
        r#"joe: create incident title="A new account"
           joe: comment INC1 public "For Li"
           desk: convert INC1 service_request
           joe: comment INC1 public "And for Wang"
           joe: comment REQ1 public "And for Wang"
           desk: comment INC1 public "Please go on there""#,
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME impact=low requester=joe title=A new account urgency=low
            INC1 commented public:For Li
            → desk unheard
            INC1 converted new→cancelled
            REQ1 created channel=page customer=ACME priority=p4 requester=joe title=A new account
            REQ1 converted
            → joe converted
            rejected: Needs the right to reply (process: Incident)
            REQ1 commented public:And for Wang
            → desk unheard
            INC1 commented public:Please go on there
            → joe commented
        "#]],
    );
}
