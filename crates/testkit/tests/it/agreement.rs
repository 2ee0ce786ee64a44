//! Which target holds: by contract, priority and process, from its day on.

use expect_test::expect;

use crate::check;

#[test]
fn a_contract_brings_its_own_calendar_and_target() {
    check(
        r#"
        agreement gold calendar=cn_7x24 customer=ZETA incident.response.p1=10 incident.resolution.p1=120
        contract ACME agreement=gold services=VPN
        at 2026-10-01 23:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob service=VPN
        show INC1
        show INC2
        "#,
        &expect![[r#"
            Thu 10-01 23:00 INC1 created; response started (p1) due Thu 10-08 09:15; resolution started (p1) due Thu 10-08 14:00
              → bob: assigned
            Thu 10-01 23:00 INC2 created; response started (p1) due Thu 10-01 23:10; resolution started (p1) due Fri 10-02 01:00
              → bob: assigned
            INC1 new p1; resolution running 0/240 min due Thu 10-08 14:00; response running 0/15 min due Thu 10-08 09:15
            INC2 new p1; resolution running 0/120 min due Fri 10-02 01:00; response running 0/10 min due Thu 10-01 23:10
        "#]],
    );
}

#[test]
fn a_contract_that_has_ended_brings_nothing() {
    check(
        r#"
        agreement gold calendar=cn_7x24 customer=ACME until=2026-06-30 incident.resolution.p1=120
        at 2026-07-01 09:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        show INC1
        "#,
        &expect![[r#"
            Wed 07-01 09:00 INC1 created; response started (p1) due Wed 07-01 09:15; resolution started (p1) due Wed 07-01 14:00
              → bob: assigned
            INC1 new p1; resolution running 0/240 min due Wed 07-01 14:00; response running 0/15 min due Wed 07-01 09:15
        "#]],
    );
}

#[test]
fn a_priority_without_a_target_has_no_clock() {
    check(
        r#"
        agreement p1only customer=ACME incident.response.p1=10 incident.resolution.p1=60
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=low assignee=bob
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created
              → bob: assigned
            INC1 new p5
        "#]],
    );
}

#[test]
fn a_higher_priority_keeps_the_used_time() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=medium assignee=bob
        at 2026-11-20 11:30
        as ann: update INC1 impact=high urgency=high
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p4) due Fri 11-20 15:00; resolution started (p4) due Wed 11-25 10:00
              → bob: assigned
            Fri 11-20 11:30 INC1 updated; response retargeted (p1) due Fri 11-20 11:30; response breached due Fri 11-20 11:30; resolution retargeted (p1) due Fri 11-20 15:00
            INC1 new p1; resolution running 90/240 min due Fri 11-20 15:00; response running breached 90/15 min due Fri 11-20 11:30
        "#]],
    );
}

#[test]
fn a_higher_priority_can_be_late_at_once() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=low assignee=bob
        as bob: start INC1
        at 2026-11-23 14:00
        as ann: update INC1 impact=high urgency=high
        at 2026-11-23 14:01
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p5) due Mon 11-23 10:00; resolution started (p5) due Fri 12-04 10:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Mon 11-23 10:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
            Mon 11-23 14:00 INC1 updated; resolution retargeted (p1) due Mon 11-23 14:00; resolution breached due Mon 11-23 14:00
            Mon 11-23 14:00 INC1 warned; resolution warned at 50 % due Mon 11-23 14:00
            Mon 11-23 14:00 INC1 warned; resolution warned at 75 % due Mon 11-23 14:00
            Mon 11-23 14:00 INC1 escalated (customer:resolution:75)
            Mon 11-23 14:00 INC1 warned; resolution warned at 90 % due Mon 11-23 14:00
            Mon 11-23 14:00 INC1 escalated (hierarchic:resolution:90)
              → joe: at_risk
              → bob: due_soon
              → eva: escalated
            INC1 in_progress p1; resolution running breached 661/240 min due Mon 11-23 14:00; response stopped met 0/480 min due Mon 11-23 10:00
        "#]],
    );
}

#[test]
fn a_lower_priority_takes_a_breach_of_the_shorter_target_back() {
    check(
        r#"
        at 2026-11-20 09:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        at 2026-11-20 15:00
        as ann: update INC1 impact=low urgency=low
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 09:00 INC1 created; response started (p1) due Fri 11-20 09:15; resolution started (p1) due Fri 11-20 14:00
              → bob: assigned
            Fri 11-20 09:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 11:00 INC1 warned; resolution warned at 50 % due Fri 11-20 14:00
            Fri 11-20 12:00 INC1 warned; resolution warned at 75 % due Fri 11-20 14:00
            Fri 11-20 12:00 INC1 escalated (customer:resolution:75)
              → joe: at_risk
            Fri 11-20 13:36 INC1 warned; resolution warned at 90 % due Fri 11-20 14:00
            Fri 11-20 13:36 INC1 escalated (hierarchic:resolution:90)
              → bob: due_soon
              → eva: escalated
            Fri 11-20 14:00 INC1 breached; resolution breached due Fri 11-20 14:00
              → bob: overdue
            Fri 11-20 15:00 INC1 updated; resolution retargeted (p5) due Thu 12-03 18:00
            INC1 in_progress p5; resolution running 300/4800 min due Thu 12-03 18:00; response stopped met 0/15 min due Fri 11-20 09:15
        "#]],
    );
}

#[test]
fn a_request_has_its_own_clocks() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create service_request title=Laptop customer=ACME
        show REQ1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 REQ1 created; response started (p4) due Mon 11-23 10:00; fulfilment started (p4) due Fri 11-27 10:00
            REQ1 new p4; fulfilment running 0/2400 min due Fri 11-27 10:00; response running 0/480 min due Mon 11-23 10:00
        "#]],
    );
}

#[test]
fn a_new_agreement_is_for_what_is_opened_from_then_on() {
    check(
        r#"
        at 2026-11-20 13:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        agreement own customer=ACME incident.response.p1=5 incident.resolution.p1=30
        as ann: create incident title=LAN customer=ACME requester=joe impact=high urgency=high assignee=bob
        show INC1
        show INC2
        "#,
        &expect![[r#"
            Fri 11-20 13:00 INC1 created; response started (p1) due Fri 11-20 13:15; resolution started (p1) due Fri 11-20 17:00
              → bob: assigned
            Fri 11-20 13:00 INC2 created; response started (p1) due Fri 11-20 13:05; resolution started (p1) due Fri 11-20 13:30
              → bob: assigned
            INC1 new p1; resolution running 0/240 min due Fri 11-20 17:00; response running 0/15 min due Fri 11-20 13:15
            INC2 new p1; resolution running 0/30 min due Fri 11-20 13:30; response running 0/5 min due Fri 11-20 13:05
        "#]],
    );
}

#[test]
fn an_agreement_whose_day_comes_leaves_what_was_promised() {
    check(
        r#"
        agreement own customer=ACME from=2026-11-23 incident.response.p1=5 incident.resolution.p1=30
        at 2026-11-20 17:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        at 2026-11-23 10:00
        as ann: create incident title=LAN customer=ACME requester=joe impact=high urgency=high assignee=bob
        show INC1
        show INC2
        "#,
        &expect![[r#"
            Fri 11-20 17:00 INC1 created; response started (p1) due Fri 11-20 17:15; resolution started (p1) due Mon 11-23 12:00
              → bob: assigned
            Fri 11-20 17:07 INC1 warned; response warned at 50 % due Fri 11-20 17:15
            Fri 11-20 17:11 INC1 warned; response warned at 75 % due Fri 11-20 17:15
            Fri 11-20 17:11 INC1 escalated (functional:response:75)
              → ann: escalated
            Fri 11-20 17:13 INC1 warned; response warned at 90 % due Fri 11-20 17:15
              → bob: due_soon
            Fri 11-20 17:15 INC1 breached; response breached due Fri 11-20 17:15
              → bob: overdue
            Mon 11-23 10:00 INC1 warned; resolution warned at 50 % due Mon 11-23 12:00
            Mon 11-23 10:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
            Mon 11-23 10:00 INC2 created; response started (p1) due Mon 11-23 10:05; resolution started (p1) due Mon 11-23 10:30
              → bob: assigned
            INC1 new p1; resolution running 120/240 min due Mon 11-23 12:00; response running breached 120/15 min due Fri 11-20 17:15
            INC2 new p1; resolution running 0/30 min due Mon 11-23 10:30; response running 0/5 min due Mon 11-23 10:05
        "#]],
    );
}
