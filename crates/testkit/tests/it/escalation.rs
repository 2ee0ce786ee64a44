//! Who is called when time runs out or nothing happens, once; and what closes by itself.

use expect_test::expect;

use crate::check;

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
fn to_be_urged_is_no_answer_and_puts_off_no_call() {
    check(
        r#"
        at 2026-11-20 10:00
        as ann: create incident title=VPN customer=ACME requester=joe impact=low urgency=low assignee=bob
        as bob: start INC1
        at 2026-11-20 16:00
        as joe: do INC1 urge public="Any news?"
        at 2026-11-23 17:00
        as joe: do INC1 urge public="Hello?"
        at 2026-11-24 17:00
        as bob: comment INC1 public "On it"
        at 2026-11-25 17:00
        "#,
        &expect![[r#"
            Fri 11-20 10:00 INC1 created; response started (p5) due Mon 11-23 10:00; resolution started (p5) due Fri 12-04 10:00
              → bob: assigned
            Fri 11-20 10:00 INC1 start; response stopped
              → joe: moved
            Fri 11-20 16:00 INC1 urge
              → bob, ann: urged
            Mon 11-23 10:00 INC1 escalated (functional:silence:480)
              → bob, ann: escalated
            Mon 11-23 17:00 INC1 urge
              → bob, ann: urged
            Tue 11-24 17:00 INC1 commented
              → joe: commented
            Wed 11-25 17:00 INC1 escalated (functional:silence:480)
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
