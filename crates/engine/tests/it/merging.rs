//! Making one of several records, taking one out again, and making two of one.

use expect_test::expect;

use crate::desk::{check, desk};

#[test]
fn the_one_ends_the_other_stays_and_whoever_asked_is_told_where() {
    check(
        "ann: create incident title=\"VPN down\" customer=ACME
         ann: create incident title=\"No VPN\" customer=ACME requester=joe
         ann: merge INC2 INC1
         ann: merge INC2 INC1
         ann: show INC2",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 title=VPN down urgency=low
            INC2 created customer=ACME impact=low priority=p4 requester=joe title=No VPN urgency=low
            INC1 merged
            INC2 merged new→cancelled
            → joe merged
            rejected: The record is at its end or void and can't be changed
            INC2 cancelled v2 n2 customer=ACME impact=low priority=p4 requester=joe title=No VPN urgency=low
        "#]],
    );
}

#[test]
fn it_goes_into_no_other_customer_process_end_or_itself() {
    check(
        "ann: create incident title=x customer=ACME
         ann: create incident title=y customer=ZETA
         ann: create request title=z customer=ACME
         ann: merge INC1 INC2
         ann: merge INC1 REQ1
         ann: merge INC1 INC1
         ann: create incident title=w customer=ACME
         ann: do INC3 cancel
         ann: merge INC1 INC3
         ann: merge INC3 INC1
         bob: merge INC1 INC2
         ann: merge REQ1 INC1
         joe: merge INC1 INC1",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 title=x urgency=low
            INC2 created customer=ZETA impact=low priority=p4 title=y urgency=low
            REQ1 created customer=ACME title=z
            rejected: Merge into: belongs to another customer
            rejected: Merge into: must point to: incident
            rejected: Merge into: is the record itself
            INC3 created customer=ACME impact=low priority=p4 title=w urgency=low
            INC3 transitioned new→cancelled
            rejected: Merge into: is resolved or at its end
            rejected: The record is at its end or void and can't be changed
            rejected: Needs the right to merge and split (process: incident)
            rejected: There is no “merge”
            rejected: Needs the right to merge and split (process: incident)
        "#]],
    );
}

#[test]
fn a_circle_closes_nowhere() {
    check(
        "ann: create incident title=x
         ann: create incident title=y
         ann: create incident title=z
         ann: merge INC1 INC2
         ann: merge INC2 INC1
         ann: merge INC2 INC3
         ann: merge INC3 INC2
         ann: merge INC3 INC1",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            INC2 created impact=low priority=p4 title=y urgency=low
            INC3 created impact=low priority=p4 title=z urgency=low
            INC2 merged
            INC1 merged new→cancelled
            rejected: Merge into: is resolved or at its end
            INC3 merged
            INC2 merged new→cancelled
            rejected: Merge into: is resolved or at its end
            rejected: Merge into: is resolved or at its end
        "#]],
    );
}

#[test]
fn merged_in_error_it_is_taken_out_while_the_other_is_open() {
    check(
        "ann: create incident title=x requester=joe customer=ACME
         ann: do INC1 start assignee=bob
         ann: create incident title=y customer=ACME
         ann: merge INC1 INC2
         bob: unmerge INC1 INC2 in_progress
         ann: unrelate INC2 INC1
         ann: relate INC2 merged_from INC1
         ann: unmerge INC1 INC2 in_progress
         ann: show INC1
         ann: unmerge INC1 INC2 in_progress
         ann: merge INC1 INC2
         ann: do INC2 cancel
         ann: unmerge INC1 INC2 in_progress",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            → joe moved
            INC2 created customer=ACME impact=low priority=p4 title=y urgency=low
            INC2 merged
            INC1 merged in_progress→cancelled
            → joe merged
            rejected: Needs the right to merge and split (process: incident)
            rejected: Relation type: comes and goes with merging alone
            rejected: Relation type: comes and goes with merging alone
            INC2 unmerged
            INC1 unmerged cancelled→in_progress
            → joe unmerged
            INC1 in_progress v4 n4 assignee=bob customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            rejected: The record is at its end or void and can't be changed
            INC2 merged
            INC1 merged in_progress→cancelled
            → joe merged
            INC2 transitioned new→cancelled
            rejected: The record is at its end or void and can't be changed
        "#]],
    );
}

#[test]
fn what_is_merged_offers_to_be_taken_out() {
    let mut desk = desk();
    let told = desk.run(
        "ann: create incident title=x
         ann: create incident title=y
         ann: merge INC1 INC2
         ann: actions INC1
         bob: actions INC1
         ann: actions INC2",
    );
    let of_merging: Vec<&str> = told.lines().filter(|line| line.contains("merge") || line.contains("split")).collect();
    expect![[r#"
        INC2 merged
        INC1 merged new→cancelled
        unmerge
        split: The record is at its end or void
        unmerge: Needs the right to merge and split (process: incident)
        split: The record is at its end or void
        merge
        split"#]]
    .assert_eq(&of_merging.join("\n"));
}

#[test]
fn two_things_become_two_records_and_what_was_said_stays() {
    check(
        "ann: create incident title=\"VPN and printer\" customer=ACME requester=joe impact=high
         ann: attach INC1 photo.png
         ann: split INC1 title=Printer impact=low photo.png
         ann: show INC2
         ann: split INC1 title=Printer customer=ZETA
         ann: split INC1 title=Printer nonsense=1
         bob: split INC1 title=Printer",
        &expect![[r#"
            INC1 created customer=ACME impact=high priority=p2 requester=joe title=VPN and printer urgency=low
            INC1 attached
            INC1 split
            INC2 created customer=ACME impact=low priority=p4 requester=joe title=Printer urgency=low
            INC2 split
            → joe split
            INC2 new v1 n2 customer=ACME impact=low priority=p4 requester=joe title=Printer urgency=low
            rejected: requester: belongs to another customer
            rejected: nonsense: there is no such field
            rejected: Needs the right to merge and split (process: incident)
        "#]],
    );
}
