//! Taking a record out of the figures.

use expect_test::expect;

use crate::desk::{check, desk};

#[test]
fn it_needs_a_reason_and_the_right() {
    check(
        "ann: create incident title=x\nann: void INC1 Twice\neve: void INC1 \" \"\neve: void INC1 \"Opened twice\"\nann: show INC1",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            rejected: Needs the right to void it (process: incident)
            rejected: Reason: must be filled
            INC1 voided (Opened twice)
            INC1 new v2 n2 impact=low priority=p4 title=x urgency=low void (Opened twice)
        "#]],
    );
}

#[test]
fn nothing_changes_afterwards() {
    check(
        "ann: create incident title=x\neve: void INC1 Twice\nann: update INC1 title=y\nann: do INC1 cancel\neve: void INC1 Again\nann: comment INC1 internal Why?",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            INC1 voided (Twice)
            rejected: The record is at its end or void and can't be changed
            rejected: The record is at its end or void and can't be changed
            rejected: The record is at its end or void and can't be changed
            INC1 commented internal:Why?
        "#]],
    );
}

#[test]
fn unique_values_are_free_again() {
    let mut desk = desk();
    desk.run("ann: create person name=Ida code=A1");
    let label = desk.records[&desk.last.writes[0].record.id].label.clone();
    desk.run(&format!("ann: void {label} Twice"));
    assert_eq!(desk.last.releases, ["unique:person:code:a1"]);
}
