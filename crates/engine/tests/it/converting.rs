//! Turning a record into one of another process.

use expect_test::expect;

use crate::desk::check;

#[test]
fn the_one_is_closed_the_other_opened_and_the_two_are_tied() {
    check(
        "ann: create incident title=\"New laptop\" customer=ACME requester=joe impact=high
         ann: convert INC1 request
         ann: show REQ1
         ann: unrelate REQ1 INC1",
        &expect![[r#"
            INC1 created customer=ACME impact=high priority=p2 requester=joe title=New laptop urgency=low
            INC1 converted new→cancelled
            REQ1 created customer=ACME requester=joe title=New laptop
            REQ1 converted
            → joe converted
            REQ1 new v1 n2 customer=ACME requester=joe title=New laptop
            REQ1 unrelated
        "#]],
    );
}

#[test]
fn it_takes_the_right_and_a_rule() {
    check(
        "ann: create incident title=x\nbob: convert INC1 request\nann: convert INC1 change\nann: do INC1 cancel\nann: convert INC1 request",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: Needs the right to convert it (process: incident)
        rejected: There is no “change”
        INC1 transitioned new→cancelled
        rejected: The record is at its end or void and can't be changed
    "#]],
    );
}
