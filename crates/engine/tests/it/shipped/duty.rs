//! A recurring order: it opens what it owes, once, as its owner would, and says why when it can't.

use expect_test::{Expect, expect};
use jiff::SignedDuration;
use yuheng_definition::Definitions;

use super::company;

/// A weekly task of the desk on Mondays, from the stage's Monday on, and in force.
const WEEKLY: &str = r#"
    req: create duty title=Rounds opens=task owner=desk every=week due_field=due_on from=2026-11-23 values="[{\"field\":\"title\",\"value\":\"Rounds {day}\"},{\"field\":\"assignee\",\"value\":\"eng\"}]"
    req: do DTY1 put_in_force
"#;

/// Runs lines; one such as `+7` lets so many days pass.
fn check(lines: &str, expected: &Expect) {
    let Ok(definitions) = Definitions::shipped() else { return expected.assert_eq("the definitions don't load") };
    let (mut stage, mut told) = (company(definitions), String::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('+').and_then(|days| days.parse::<i64>().ok()) {
            Some(days) => stage.now += SignedDuration::from_hours(24 * days),
            None => told.push_str(&stage.run(line)),
        }
    }
    expected.assert_eq(&told);
}

#[test]
fn it_opens_on_its_day_once_and_for_its_owner() {
    check(
        &format!("{WEEKLY} system: tick DTY1\n system: tick DTY1\n +7\n system: tick DTY1"),
        &expect![[r#"
        DTY1 created ahead_days=0 day_by=day due_field=due_on every=week from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=Rounds values=[{"field":"title","value":"Rounds {day}"},{"field":"assignee","value":"eng"}]
        DTY1 transitioned draft→in_force settled_until=2026-11-22
        DTY1 updated settled_until=2026-11-23
        TSK1 created assignee=eng due_on=2026-11-23 title=Rounds 2026-11-23
        → eng assigned
        nothing
        DTY1 updated settled_until=2026-11-30
        TSK2 created assignee=eng due_on=2026-11-30 title=Rounds 2026-11-30
        → eng assigned
    "#]],
    );
}

#[test]
fn a_few_days_missed_are_made_up_for_and_of_many_the_latest() {
    check(
        &format!(
            "{WEEKLY} +14\n system: tick DTY1\n system: tick DTY1\n system: tick DTY1\n system: tick DTY1\n
             +56\n system: tick DTY1\n system: tick DTY1"
        ),
        &expect![[r#"
            DTY1 created ahead_days=0 day_by=day due_field=due_on every=week from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=Rounds values=[{"field":"title","value":"Rounds {day}"},{"field":"assignee","value":"eng"}]
            DTY1 transitioned draft→in_force settled_until=2026-11-22
            DTY1 updated settled_until=2026-11-23
            TSK1 created assignee=eng due_on=2026-11-23 title=Rounds 2026-11-23
            → eng assigned
            DTY1 updated settled_until=2026-11-30
            TSK2 created assignee=eng due_on=2026-11-30 title=Rounds 2026-11-30
            → eng assigned
            DTY1 updated settled_until=2026-12-07
            TSK3 created assignee=eng due_on=2026-12-07 title=Rounds 2026-12-07
            → eng assigned
            nothing
            DTY1 updated settled_until=2027-02-01
            TSK4 created assignee=eng due_on=2027-02-01 title=Rounds 2027-02-01
            TSK4 commented internal:此前有 7 次未能按时开单（最近：2026-12-28, 2027-01-04, 2027-01-11, 2027-01-18, 2027-01-25），不再逐一补开，只开本次。
            → eng assigned
            nothing
        "#]],
    );
}

#[test]
fn what_was_paused_or_had_another_rhythm_owes_nothing_for_that_time() {
    check(
        &format!(
            "{WEEKLY} system: tick DTY1\n req: do DTY1 pause internal=Holidays\n +21\n system: tick DTY1
             req: do DTY1 resume\n system: tick DTY1\n +2\n req: update DTY1 weekday=tuesday\n system: tick DTY1"
        ),
        &expect![[r#"
            DTY1 created ahead_days=0 day_by=day due_field=due_on every=week from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=Rounds values=[{"field":"title","value":"Rounds {day}"},{"field":"assignee","value":"eng"}]
            DTY1 transitioned draft→in_force settled_until=2026-11-22
            DTY1 updated settled_until=2026-11-23
            TSK1 created assignee=eng due_on=2026-11-23 title=Rounds 2026-11-23
            → eng assigned
            DTY1 transitioned in_force→paused internal:Holidays
            nothing
            DTY1 transitioned paused→in_force settled_until=2026-12-13
            DTY1 updated settled_until=2026-12-14
            TSK2 created assignee=eng due_on=2026-12-14 title=Rounds 2026-12-14
            → eng assigned
            DTY1 updated settled_until=2026-12-15 weekday=tuesday
            nothing
        "#]],
    );
}

#[test]
fn one_that_could_not_open_is_not_put_in_force() {
    check(
        r#"req: create duty title=A opens=task owner=desk from=2026-11-23 values="[{\"field\":\"titel\",\"value\":\"x\"}]"
           req: do DTY1 put_in_force
           req: create duty title=B opens=task owner=desk from=2026-11-23 values="[{\"field\":\"due_on\",\"value\":\"soon\"},{\"field\":\"assignee\",\"value\":\"nobody\"}]"
           req: do DTY2 put_in_force
           req: create duty title=C opens=incident owner=desk from=2026-11-23 values="[{\"field\":\"title\",\"value\":\"x\"}]"
           req: do DTY3 put_in_force
           req: create duty title=D opens=task owner=sam from=2026-11-23 due_field=title values="[{\"field\":\"title\",\"value\":\"x\"}]"
           req: do DTY4 put_in_force
           req: update DTY4 due_field=
           req: do DTY4 put_in_force
           req: create duty title=E opens=person owner=desk from=2026-11-23
           req: do DTY5 put_in_force
           req: create duty title=F opens=task owner=desk from=2026-11-23 day_by=working_day day_number=24 values="[{\"field\":\"title\",\"value\":\"x\"}]"
           req: do DTY6 put_in_force"#,
        &expect![[r#"
            DTY1 created ahead_days=0 day_by=day every=month from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=A values=[{"field":"titel","value":"x"}]
            rejected: Values, row 1, Field: there is no such field; did you mean `title`?; Values: Title: must be filled
            DTY2 created ahead_days=0 day_by=day every=month from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=B values=[{"field":"due_on","value":"soon"},{"field":"assignee","value":"nobody"}]
            rejected: Values: Title: must be filled; Values, row 2, Value: there is no such record, or it may not be seen; Values, row 1, Value: must be a date such as 2026-11-22
            DTY3 created ahead_days=0 day_by=day every=month from=2026-11-23 interval=1 on_free_days=after opens=incident owner=desk title=C values=[{"field":"title","value":"x"}]
            rejected: Opens: you may not open such records
            DTY4 created ahead_days=0 day_by=day due_field=title every=month from=2026-11-23 interval=1 on_free_days=after opens=task owner=sam title=D values=[{"field":"title","value":"x"}]
            rejected: Day goes into: stands among the values already
            DTY4 updated due_field=∅
            rejected: Owner: Needs the right to open one (process: Task)
            DTY5 created ahead_days=0 day_by=day every=month from=2026-11-23 interval=1 on_free_days=after opens=person owner=desk title=E
            rejected: Opens: records of this process have no relation to duties and can't be opened by one
            DTY6 created ahead_days=0 day_by=working_day day_number=24 every=month from=2026-11-23 interval=1 on_free_days=after opens=task owner=desk title=F values=[{"field":"title","value":"x"}]
            rejected: Which: a month has 23 working days at most
        "#]],
    );
}

#[test]
fn a_refusal_is_told_once_and_mended_at_once() {
    let Ok(definitions) = Definitions::shipped() else { panic!("the definitions don't load") };
    let mut stage = company(definitions);
    stage.person("root", &["administrator"]);
    stage.run(WEEKLY);
    let desk = stage.id("desk");
    stage.world.assignments.retain(|held| held.person != desk);
    let refused = stage.run("system: tick DTY1\n system: tick DTY1");
    stage.assign(desk, "service_desk");
    let opened = stage.run("req: update DTY1 purpose=Mended\n system: tick DTY1");
    expect![[r#"
        DTY1 refused ({"zh":"没有权限：创建任务","en":"Needs the right to open one (process: Task)"})
        DTY1 updated refused_at=2026-11-23T01:00:00Z refused_why=没有权限：创建任务
        → desk root duty_refused
        nothing
        DTY1 updated purpose=Mended refused_at=∅ refused_why=∅
        DTY1 updated settled_until=2026-11-23
        TSK1 created assignee=eng due_on=2026-11-23 title=Rounds 2026-11-23
        → eng assigned
    "#]]
    .assert_eq(&format!("{refused}{opened}"));
}
