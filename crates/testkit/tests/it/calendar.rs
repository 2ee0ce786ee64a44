//! What counts as service time: hours, nights, holidays, half days, zones, and what changes in a calendar.

use expect_test::expect;

use crate::check;

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
