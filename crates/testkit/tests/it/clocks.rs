//! Clocks, escalations and what happens by itself, in the shipped calendars and agreements.

use expect_test::{Expect, expect};
use yuheng_testkit::scenario;

fn check(script: &str, expected: &Expect) {
    expected.assert_eq(&scenario::run(&format!("{CAST}{script}")));
}

/// Who is on the stage before the first line.
const CAST: &str =
    "cast joe@ACME\ncast bob(engineer, staff)\ncast ann(service_desk, staff)\ncast eva(incident_manager, staff)\n";

#[test]
fn the_target_runs_in_service_hours_with_the_lunch_break() {
    check(
        r#"
        at 2026-11-20 10:50
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        why INC1 resolution
        "#,
        &expect![[r#"
            Fri 11-20 10:50 INC1 created; response started (p1) due Fri 11-20 11:05; resolution started (p1) due Fri 11-20 15:50
              → bob: assigned
            + Fri 11-20 10:50 – Fri 11-20 12:00 Hours
            - Fri 11-20 12:00 – Fri 11-20 13:00 Break
            + Fri 11-20 13:00 – Fri 11-20 15:50 Hours
        "#]],
    );
}

#[test]
fn the_night_and_the_weekend_do_not_count() {
    check(
        r#"
        at 2026-11-20 17:50
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 17:50 INC1 created; response started (p1) due Mon 11-23 09:05; resolution started (p1) due Mon 11-23 13:50
              → bob: assigned
            INC1 new p1; resolution running 0/240 min due Mon 11-23 13:50; response running 0/15 min due Mon 11-23 09:05
        "#]],
    );
}

#[test]
fn a_public_holiday_does_not_count_and_a_make_up_sunday_does() {
    check(
        r#"
        at 2026-09-18 17:30
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=low assignee=bob
        why INC1 resolution
        "#,
        &expect![[r#"
            Fri 09-18 17:30 INC1 created; response started (p3) due Sun 09-20 10:30; resolution started (p3) due Mon 09-21 17:30
              → bob: assigned
            + Fri 09-18 17:30 – Fri 09-18 18:00 Hours
            - Fri 09-18 18:00 – Sat 09-19 00:00 Night
            - Sat 09-19 00:00 – Sun 09-20 00:00 Weekend
            - Sun 09-20 00:00 – Sun 09-20 09:00 Night
            + Sun 09-20 09:00 – Sun 09-20 12:00 MakeUp("国庆节调休")
            - Sun 09-20 12:00 – Sun 09-20 13:00 Break
            + Sun 09-20 13:00 – Sun 09-20 18:00 MakeUp("国庆节调休")
            - Sun 09-20 18:00 – Mon 09-21 09:00 Night
            + Mon 09-21 09:00 – Mon 09-21 12:00 Hours
            - Mon 09-21 12:00 – Mon 09-21 13:00 Break
            + Mon 09-21 13:00 – Mon 09-21 17:30 Hours
        "#]],
    );
}

#[test]
fn a_half_day_counts_its_own_hours() {
    check(
        r#"
        day 2026-12-31 half 09:00-12:00
        at 2026-12-31 11:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        why INC1 resolution
        "#,
        &expect![[r#"
            Thu 12-31 11:00 INC1 created; response started (p1) due Thu 12-31 11:15; resolution started (p1) due Fri 01-01 12:00
              → bob: assigned
            + Thu 12-31 11:00 – Thu 12-31 12:00 Hours
            - Thu 12-31 12:00 – Fri 01-01 00:00 Holiday("half")
            - Fri 01-01 00:00 – Fri 01-01 09:00 Night
            + Fri 01-01 09:00 – Fri 01-01 12:00 Hours
        "#]],
    );
}

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
fn starting_work_meets_the_response_target() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        at 2026-11-20 10:05
        as bob: start INC1
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:05 INC1 start; response stopped
              → joe: moved
            INC1 in_progress p1; resolution running 5/240 min due Fri 11-20 15:00; response stopped met 5/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn a_response_that_comes_late_is_breached_once() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        at 2026-11-20 10:30
        as bob: start INC1
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:07 INC1 warned; response warned at 50 % due Fri 11-20 10:15
            Fri 11-20 10:11 INC1 warned; response warned at 75 % due Fri 11-20 10:15
            Fri 11-20 10:11 INC1 escalated (functional:response:75)
              → ann: escalated
            Fri 11-20 10:13 INC1 warned; response warned at 90 % due Fri 11-20 10:15
              → bob: due_soon
            Fri 11-20 10:15 INC1 breached; response breached due Fri 11-20 10:15
              → bob: overdue
            Fri 11-20 10:30 INC1 start; response stopped
              → joe: moved
            INC1 in_progress p1; resolution running 30/240 min due Fri 11-20 15:00; response stopped breached 30/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn on_hold_pauses_the_resolution_clock_with_its_reason() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        at 2026-11-20 11:00
        as bob: hold INC1 hold_reason=supplier public="The supplier has it"
        at 2026-11-20 17:00
        as bob: resume INC1
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 11:00 INC1 hold; resolution paused (supplier)
              → joe: commented
            Fri 11-20 17:00 INC1 resume; resolution resumed (supplier) due Mon 11-23 11:00
              → joe: moved
            INC1 in_progress p1; resolution running 60/240 min due Mon 11-23 11:00; response stopped met 0/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn another_reason_for_the_pause_is_on_record() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        as bob: hold INC1 hold_reason=supplier public="The supplier has it"
        at 2026-11-20 11:00
        as ann: update INC1 hold_reason=customer
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 10:00 INC1 hold; resolution paused (supplier)
              → joe: commented
            Fri 11-20 11:00 INC1 updated; resolution paused (customer)
        "#]],
    );
}

#[test]
fn a_reopened_incident_goes_on_with_its_used_time() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        at 2026-11-20 11:00
        as bob: resolve INC1 solution=Restarted
        at 2026-11-20 16:00
        as joe: reopen INC1 public="Still down"
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 11:00 INC1 resolve; resolution stopped
              → joe: resolved
            Fri 11-20 16:00 INC1 reopen; resolution resumed due Mon 11-23 10:00
              → bob: answered
            INC1 in_progress p1; resolution running 60/240 min due Mon 11-23 10:00; response stopped met 0/15 min due Fri 11-20 10:15
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
fn warnings_call_the_desk_the_customer_and_the_manager() {
    check(
        r#"
        at 2026-11-20 09:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        at 2026-11-20 14:30
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
            INC1 in_progress p1; resolution running breached 270/240 min due Fri 11-20 14:00; response stopped met 0/15 min due Fri 11-20 09:15
        "#]],
    );
}

#[test]
fn after_an_outage_each_point_is_called_once() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        away until 2026-11-23 09:00
        at 2026-11-23 10:00
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Mon 11-23 09:00 INC1 warned; resolution warned at 50 % due Fri 11-20 15:00
            Mon 11-23 09:00 INC1 warned; resolution warned at 75 % due Fri 11-20 15:00
            Mon 11-23 09:00 INC1 escalated (customer:resolution:75)
            Mon 11-23 09:00 INC1 warned; resolution warned at 90 % due Fri 11-20 15:00
            Mon 11-23 09:00 INC1 escalated (hierarchic:resolution:90)
            Mon 11-23 09:00 INC1 breached; resolution breached due Fri 11-20 15:00
              → joe: at_risk
              → bob: due_soon
              → eva: escalated
              → bob: overdue
            Mon 11-23 10:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
        "#]],
    );
}

#[test]
fn looking_twice_calls_once() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        tick
        at 2026-11-20 10:13
        tick
        tick
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:07 INC1 warned; response warned at 50 % due Fri 11-20 10:15
            Fri 11-20 10:11 INC1 warned; response warned at 75 % due Fri 11-20 10:15
            Fri 11-20 10:11 INC1 escalated (functional:response:75)
              → ann: escalated
        "#]],
    );
}

#[test]
fn silence_is_called_once_until_somebody_does_something() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=low assignee=bob
        as bob: start INC1
        at 2026-11-23 10:30
        at 2026-11-23 17:00
        as ann: comment INC1 internal "Called the site"
        at 2026-11-24 17:00
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p5) due Mon 11-23 10:00; resolution started (p5) due Fri 12-04 10:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Mon 11-23 10:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
            Mon 11-23 17:00 INC1 commented
              → bob: discussed
            Tue 11-24 17:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
        "#]],
    );
}

#[test]
fn silence_does_not_call_while_waiting() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=low assignee=bob
        as bob: start INC1
        as bob: hold INC1 hold_reason=customer public="Please test"
        at 2026-11-27 18:00
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p5) due Mon 11-23 10:00; resolution started (p5) due Fri 12-04 10:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 10:00 INC1 hold; resolution paused (customer)
              → joe: commented
            INC1 on_hold p5; resolution paused 0/4800 min; response stopped met 0/480 min due Mon 11-23 10:00
        "#]],
    );
}

#[test]
fn resolved_work_closes_by_itself_after_three_working_days() {
    check(
        r#"
        at 2026-09-29 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        as bob: resolve INC1 solution=Restarted
        at 2026-10-12 18:00
        show INC1
        "#,
        &expect![[r#"
            Tue 09-29 10:00 INC1 created; response started (p1) due Tue 09-29 10:15; resolution started (p1) due Tue 09-29 15:00
              → bob: assigned
            Tue 09-29 10:00 INC1 start; response stopped
              → joe: moved
            Tue 09-29 10:00 INC1 resolve; resolution stopped
              → joe: resolved
            Fri 10-09 10:00 INC1 close_unconfirmed
              → joe: moved
            INC1 closed p1; resolution stopped met 0/240 min due Tue 09-29 15:00; response stopped met 0/15 min due Tue 09-29 10:15
        "#]],
    );
}

#[test]
fn a_confirmed_incident_is_not_closed_again() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        as bob: resolve INC1 solution=Restarted
        as joe: confirm INC1
        at 2026-12-20 10:00
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 10:00 INC1 resolve; resolution stopped
              → joe: resolved
            Fri 11-20 10:00 INC1 confirm
            INC1 closed p1; resolution stopped met 0/240 min due Fri 11-20 15:00; response stopped met 0/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn a_cancelled_record_neither_kept_nor_missed_its_targets() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high
        as ann: cancel INC1 public="Reported twice"
        at 2026-11-21 10:00
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
            Fri 11-20 10:00 INC1 cancel; response stopped; resolution stopped
              → joe: commented
            INC1 cancelled p1; resolution stopped cancelled 0/240 min due Fri 11-20 15:00; response stopped cancelled 0/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn a_void_record_has_no_running_clock() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as eva: void INC1 "Opened in error"
        at 2026-11-21 10:00
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p1) due Fri 11-20 10:15; resolution started (p1) due Fri 11-20 15:00
              → bob: assigned
            Fri 11-20 10:00 INC1 voided (Opened in error); response stopped; resolution stopped
            INC1 new p1; resolution stopped cancelled 0/240 min due Fri 11-20 15:00; response stopped cancelled 0/15 min due Fri 11-20 10:15
        "#]],
    );
}

#[test]
fn a_changed_calendar_moves_the_rest_and_keeps_what_was_counted() {
    check(
        r#"
        calendar site hours="monday-friday 09:00-17:00"
        agreement own customer=ACME calendar=site incident.resolution.p1=480 incident.response.p1=15
        at 2026-11-20 13:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        at 2026-11-20 16:00
        calendar site hours="monday-friday 09:00-12:00"
        show INC1
        why INC1 resolution
        "#,
        &expect![[r#"
            Fri 11-20 13:00 INC1 created; response started (p1) due Fri 11-20 13:15; resolution started (p1) due Mon 11-23 13:00
              → bob: assigned
            Fri 11-20 13:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 16:00 INC1 retargeted; resolution retargeted (calendar:1:2) due Tue 11-24 11:00
            INC1 in_progress p1; resolution running 180/480 min due Tue 11-24 11:00; response stopped met 0/15 min due Fri 11-20 13:15
            - Fri 11-20 16:00 – Sat 11-21 00:00 Night
            - Sat 11-21 00:00 – Mon 11-23 00:00 Weekend
            - Mon 11-23 00:00 – Mon 11-23 09:00 Night
            + Mon 11-23 09:00 – Mon 11-23 12:00 Hours
            - Mon 11-23 12:00 – Tue 11-24 09:00 Night
            + Tue 11-24 09:00 – Tue 11-24 11:00 Hours
        "#]],
    );
}

#[test]
fn a_newly_announced_holiday_moves_what_is_due() {
    check(
        r#"
        at 2026-11-20 17:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        as bob: start INC1
        day 2026-11-23 off
        show INC1
        "#,
        &expect![[r#"
            Fri 11-20 17:00 INC1 created; response started (p1) due Fri 11-20 17:15; resolution started (p1) due Mon 11-23 12:00
              → bob: assigned
            Fri 11-20 17:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 17:00 INC1 retargeted; resolution retargeted (calendar:1:1) due Tue 11-24 12:00
            INC1 in_progress p1; resolution running 0/240 min due Tue 11-24 12:00; response stopped met 0/15 min due Fri 11-20 17:15
        "#]],
    );
}

#[test]
fn zones_count_by_their_own_wall_clock() {
    check(
        r#"
        calendar berlin zone=Europe/Berlin hours="sunday 01:00-05:00"
        agreement own customer=ACME calendar=berlin incident.resolution.p1=240
        at 2026-10-25 07:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=high urgency=high assignee=bob
        why INC1 resolution
        "#,
        &expect![[r#"
            Sun 10-25 07:00 INC1 created; response started (p1) due Mon 10-26 09:15; resolution started (p1) due Sun 10-25 11:00
              → bob: assigned
            + Sun 10-25 07:00 – Sun 10-25 11:00 Hours
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
