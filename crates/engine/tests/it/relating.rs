//! Relations.

use expect_test::expect;

use crate::desk::check;

const TWO: &str = "ann: create incident title=a\nann: create incident title=b";

#[test]
fn a_relation_is_drawn_once_and_ended() {
    check(
        &format!(
            "{TWO}\nann: relate INC1 related INC2\nann: relate INC1 related INC2\nann: unrelate INC1 INC2\nann: show INC1"
        ),
        &expect![[r#"
            INC1 created impact=low priority=p4 title=a urgency=low
            INC2 created impact=low priority=p4 title=b urgency=low
            INC1 related
            nothing
            INC1 unrelated
            INC1 new v3 n3 impact=low priority=p4 title=a urgency=low
        "#]],
    );
}

#[test]
fn it_points_to_what_its_type_allows() {
    check(
        &format!("{TWO}\nann: relate INC1 related ACME\nann: relate INC1 related INC1\nann: relate INC1 near INC2"),
        &expect![[r#"
        INC1 created impact=low priority=p4 title=a urgency=low
        INC2 created impact=low priority=p4 title=b urgency=low
        rejected: Target: must point to: incident
        rejected: Target: “related” can't point to it
        rejected: There is no “near”
    "#]],
    );
}

#[test]
fn it_takes_the_right_to_relate() {
    check(
        "joe: create incident title=a\njoe: relate INC1 related INC1",
        &expect![[r#"
        INC1 created customer=ACME impact=low priority=p4 requester=joe title=a urgency=low
        rejected: Needs the right to relate it (process: incident)
    "#]],
    );
}
