//! Saying something, and attaching files.

use expect_test::expect;
use yuheng_engine::Expected;

use crate::desk::{check, desk};

#[test]
fn the_public_reaches_the_requester_and_a_note_only_the_assignee() {
    check(
        "ann: create incident title=x customer=ACME requester=joe assignee=bob
         ann: comment INC1 public Hello
         ann: comment INC1 internal Hm
         joe: comment INC1 public Thanks
         joe: comment INC1 internal Thanks",
        &expect![[r#"
            INC1 created assignee=bob customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            → bob assigned
            INC1 commented public:Hello
            → joe commented
            → bob discussed
            INC1 commented internal:Hm
            → bob discussed
            INC1 commented public:Thanks
            → bob answered
            rejected: Needs the right to write internal notes (process: incident)
        "#]],
    );
}

#[test]
fn a_comment_has_a_text() {
    check(
        "ann: create incident title=x\nann: comment INC1 public \"  \"",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: Comment: must be filled
    "#]],
    );
}

#[test]
fn a_closed_record_can_be_talked_about_but_gets_no_file() {
    check(
        "ann: create incident title=x\nann: do INC1 cancel\nann: comment INC1 public Late\nann: attach INC1 log.txt",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            INC1 transitioned new→cancelled
            INC1 commented public:Late
            rejected: The record is at its end or void and can't be changed
        "#]],
    );
}

#[test]
fn a_comment_raises_only_the_count_of_entries() {
    let mut desk = desk();
    desk.run("ann: create incident title=x\nann: comment INC1 public Hello");
    assert_eq!(desk.last.writes[0].expected, Expected::Exists);
    assert_eq!((desk.record("INC1").version, desk.record("INC1").n), (1, 2));
}

#[test]
fn a_file_has_a_name_and_no_path() {
    check(
        "ann: create incident title=x\nann: attach INC1 ../passwd\nann: attach INC1 log.txt",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: File name: must be a file name
        INC1 attached
    "#]],
    );
}

#[test]
fn whoever_is_mentioned_is_told_once_and_must_be_able_to_read_it() {
    check(
        "ann: create incident title=x customer=ACME requester=joe assignee=bob
         ann: comment INC1 internal \"@BOB1 see @INC1 and @NOBODY1\"
         ann: comment INC1 public \"@JOE1 @ANN1 here\"
         ann: comment INC1 internal \"@JOE1 here\"",
        &expect![[r#"
            INC1 created assignee=bob customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            → bob assigned
            INC1 commented internal:@BOB1 see @INC1 and @NOBODY1
            → bob mentioned
            INC1 commented public:@JOE1 @ANN1 here
            → joe mentioned
            → bob discussed
            rejected: Comment: can't mention joe, who may not read internal notes on it
        "#]],
    );
}

#[test]
fn whoever_of_the_group_may_give_a_record_out_hears_what_a_customer_says_on_it() {
    let mut stage = desk();
    let (kim, network) = (stage.id("kim"), stage.id("NET"));
    stage.world.people.get_mut(&kim).unwrap().department = Some(network);
    let told = stage.run(
        "ann: create incident title=x customer=ACME service=VPN requester=joe\njoe: comment INC1 public \"still down\"",
    );
    expect![[r#"
        INC1 created customer=ACME group=NET impact=low priority=p4 requester=joe service=VPN title=x urgency=low
        INC1 commented public:still down
        → kim unheard
    "#]]
    .assert_eq(&told);
}

#[test]
fn a_customer_learns_by_no_refusal_who_one_of_us_is() {
    check(
        "ann: create incident title=x customer=ACME requester=joe
         joe: comment INC1 public \"@GUY1 @BOB1 @ZOE1 @NOBODY1 here\"
         ann: comment INC1 public \"@GUY1 here\"",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 commented public:@GUY1 @BOB1 @ZOE1 @NOBODY1 here
            → bob mentioned
            → ann eve unheard
            rejected: Comment: can't mention guy, who may not see the record
        "#]],
    );
}
