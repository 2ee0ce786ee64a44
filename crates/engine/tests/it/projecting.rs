//! The plan of a process's projections is another when, and only when, records would be found by something else.

use std::sync::Arc;

use expect_test::{Expect, expect};
use yuheng_definition::{Action, Definitions, FieldKind, Process, Scope, Search};
use yuheng_engine::Plan;
use yuheng_engine::testing::grant;

use crate::desk::desk;

/// What differs in the plan of incidents after a change of definitions.
fn check(change: impl FnOnce(&mut Process, &mut Definitions), expected: &Expect) {
    let mut definitions = desk().definitions;
    let mut incident = Process::clone(&definitions.processes["incident"]);
    let before = lines(&Plan::of(&incident, &definitions));
    change(&mut incident, &mut definitions);
    definitions.processes.insert("incident".into(), Arc::new(incident.clone()));
    let after = lines(&Plan::of(&incident, &definitions));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("-{line}\n"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+{line}\n"));
    expected.assert_eq(&gone.chain(new).collect::<String>());
}

fn lines(plan: &Plan) -> Vec<String> {
    let index = plan.index.iter().map(|(field, kind)| format!("index {field} {kind}"));
    index.chain(plan.texts.iter().map(|(field, by)| format!("text {field} {by}"))).collect()
}

#[test]
fn a_field_that_becomes_indexed_has_rows() {
    check(
        |incident, _| incident.fields["title"].indexed = true,
        &expect![[r#"
        +index title text
    "#]],
    );
}

#[test]
fn a_field_of_another_kind_has_other_rows() {
    check(
        |incident, _| incident.fields["users"].kind = FieldKind::Decimal,
        &expect![[r#"
        -index users integer
        +index users decimal
    "#]],
    );
}

#[test]
fn a_field_that_becomes_internal_is_found_by_others() {
    check(
        |incident, _| incident.fields["title"].internal = true,
        &expect![[r#"
        -text title public
        +text title internal
    "#]],
    );
}

#[test]
fn a_field_that_is_searched_no_more_is_found_by_nobody() {
    check(
        |incident, _| incident.fields["title"].search = Search::No,
        &expect![[r#"
        -text title public
    "#]],
    );
}

#[test]
fn a_field_that_any_grant_masks_is_found_by_nobody() {
    let mut masks = grant(&["engineer"], &[Action::View], Scope::Assigned);
    masks.mask = vec!["title".into()];
    let of_a_role = masks.clone();
    check(
        |incident, _| incident.grants.push(masks),
        &expect![[r#"
        -text title public
    "#]],
    );
    check(
        |_, definitions| definitions.roles[0].grants.push(of_a_role),
        &expect![[r#"
        -text title public
    "#]],
    );
}

#[test]
fn a_column_is_found_by_nobody_who_does_not_see_its_table() {
    check(
        |incident, _| incident.fields["work"].internal = true,
        &expect![[r#"
        -text work.what public
        +text work.what internal
    "#]],
    );
}

#[test]
fn what_decides_nothing_of_it_leaves_the_plan() {
    check(
        |incident, _| {
            incident.fields["title"].required = false;
            incident.fields.move_index(0, 3);
            incident.list.clear();
        },
        &expect![[""]],
    );
}
