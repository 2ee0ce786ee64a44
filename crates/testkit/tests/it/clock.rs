//! A clock's course: met, breached, paused, gone on with, and what becomes of it when the record ends.

use expect_test::expect;

use crate::check;

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
              → bob: reopened
            INC1 in_progress p1; resolution running 60/240 min due Mon 11-23 10:00; response stopped met 0/15 min due Fri 11-20 10:15
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
