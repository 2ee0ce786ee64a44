//! What an overlay may do, and what it is told when it wants more.

use expect_test::expect;
use yuheng_definition::{Definitions, Source, compare, overlay};

use crate::small::{laid, source};

#[test]
fn it_adds_a_field_and_shows_it() {
    laid(
        r#"
[process.job]
list = ["title", "colour"]
[process.job.fields.colour]
label = { zh = "颜色", en = "Colour" }
type = "text"
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_adds_a_state_and_the_way_through_it() {
    laid(
        r#"
[process.job.states]
checked = { label = { zh = "已检", en = "Checked" }, kind = "open" }
[process.job.transitions.check]
label = { zh = "检查", en = "Check" }
from = ["new"]
to = "checked"
by = ["desk"]
[process.job.transitions.accept]
label = { zh = "通过", en = "Accept" }
from = ["checked"]
to = "done"
by = ["desk"]
approval = { by = ["staff"], form = "all", not_same_as = ["opener", "doer:check"] }
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_can_not_step_round_an_approval() {
    laid(
        r#"
[process.job.transitions.rush]
label = { zh = "速办", en = "Rush" }
from = ["new"]
to = "done"
by = ["desk"]
"#,
        &expect![
            "overlay:2: an overlay can't lead round an approval: the transition `rush` comes to the state `done` without the one that the shipped definitions ask for"
        ],
    );
}

#[test]
fn it_can_not_go_round_an_approval_by_a_state_of_its_own() {
    laid(
        r#"
[process.job.states]
checked = { label = { zh = "已检", en = "Checked" }, kind = "open" }
[process.job.transitions.check]
label = { zh = "检查", en = "Check" }
from = ["new"]
to = "checked"
by = ["desk"]
[process.job.transitions.accept]
label = { zh = "通过", en = "Accept" }
from = ["checked"]
to = "done"
by = ["desk"]
"#,
        &expect![
            "overlay:9: an overlay can't lead round an approval: the transition `accept` comes to the state `done` without the one that the shipped definitions ask for"
        ],
    );
}

#[test]
fn an_approval_that_asks_for_less_is_none() {
    laid(
        r#"
[process.job.transitions.rush]
label = { zh = "速办", en = "Rush" }
from = ["new"]
to = "done"
by = ["desk"]
approval = { by = ["desk"], form = "one" }
"#,
        &expect![
            "overlay:2: an overlay can't lead round an approval: the transition `rush` comes to the state `done` without the one that the shipped definitions ask for"
        ],
    );
}

/// The problems of an overlay over the shipped definitions.
fn over_shipped(overlay: &str, expected: &expect_test::Expect) {
    let found = match Definitions::load(&Source { overlays: vec![overlay.to_owned()], ..Source::shipped() }) {
        Ok(_) => "no problems".to_owned(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    expected.assert_eq(&found);
}

#[test]
fn what_is_shipped_behind_an_approval_stays_behind_it() {
    over_shipped(
        r#"
[process.overlay.transitions.rush]
label = { zh = "立即生效", en = "Rush" }
from = ["draft"]
to = "in_force"
by = ["administrator"]
[process.overlay.transitions.drop]
label = { zh = "撤下", en = "Drop" }
from = ["in_force"]
to = "retired"
by = ["administrator"]
[process.document.transitions.publish]
label = { zh = "直接发布", en = "Publish" }
from = ["in_force"]
to = "revision_approved"
by = ["document_manager"]
[process.document.states]
applied = { label = { zh = "试行", en = "On trial" }, kind = "in_force" }
[process.document.transitions.try_out]
label = { zh = "试行", en = "Try out" }
from = ["draft"]
to = "applied"
by = ["document_manager"]
[[process.document.converts]]
to = "task"
end = "obsolete"
fields = ["title"]
relation = "related"
[process.service_request.transitions.jump]
label = { zh = "直接指派", en = "Jump" }
from = ["new"]
to = "assigned"
by = ["service_desk"]
[process.service_request.transitions.hurry]
label = { zh = "无须审批的加急", en = "Hurry" }
from = ["new"]
to = "assigned"
by = ["service_desk"]
when = ["!has(record.needs_approval) || record.needs_approval == false", "record.is_open"]
"#,
        &expect![[r#"
            overlay:2: an overlay can't lead round an approval: the transition `rush` comes to the state `in_force` without the one that the shipped definitions ask for
            overlay:7: an overlay can't lead round an approval: the transition `drop` comes to the state `retired` without the one that the shipped definitions ask for
            overlay:12: an overlay can't lead round an approval: the transition `publish` comes to the state `revision_approved` without the one that the shipped definitions ask for
            overlay:19: an overlay can't lead round an approval: the transition `try_out` comes to the state `applied` without the one that the shipped definitions ask for
            overlay:26: an overlay can't lead round an approval: a conversion can't end in the state `obsolete`
            overlay:28: there is no relation `related`
            overlay:29: an overlay can't lead round an approval: the transition `jump` comes to the state `assigned` without the one that the shipped definitions ask for"#]],
    );
}

#[test]
fn what_decides_whether_an_approval_is_asked_for_is_filled_as_shipped() {
    over_shipped(
        r#"
[process.service_request.fields]
needs_approval.default = false
[process.service_request.transitions.wave_through]
label = { zh = "免批", en = "Wave through" }
from = ["new"]
to = "new"
by = ["service_desk"]
sets = { needs_approval = "empty" }
[[process.service_request.derivations]]
copied = { from = "item", field = "needs_approval", to = "needs_approval" }
"#,
        &expect![[r#"
            overlay:3: a field that is written by the system takes no `default`
            overlay:3: an overlay can't lead round an approval: the field `needs_approval` decides whether one is asked for, or is filled by a step that was, and gets its value as shipped
            overlay:9: an overlay can't lead round an approval: the field `needs_approval` decides whether one is asked for, or is filled by a step that was, and gets its value as shipped
            overlay:10: an overlay can't lead round an approval: the field `needs_approval` decides whether one is asked for, or is filled by a step that was, and gets its value as shipped"#]],
    );
}

#[test]
fn what_is_approved_is_not_edited_afterwards() {
    over_shipped(
        r#"
[process.overlay.transitions.put_in_force]
asks = ["text"]
[[process.overlay.grants]]
roles = ["administrator"]
actions = ["update"]
when = "record.state == \"approved\" || has(record.title)"
[[process.document.grants]]
roles = ["document_manager"]
actions = ["update"]
when = "record.state in [\"draft\", \"review\"] && has(record.title)"
[role.corrector]
label = { zh = "校对", en = "Corrector" }
purpose = { zh = "校对。", en = "Corrects." }
[[role.corrector.grants]]
actions = ["update"]
"#,
        &expect![[r#"
            overlay:3: an overlay can't lead round an approval: the transition `put_in_force` changes the field `text`, which has been approved
            overlay:4: an overlay can't lead round an approval: a `when` has to keep `update` and `void` to the states before it
            overlay:15: an overlay can't lead round an approval: a `when` has to keep `update` and `void` to the states before it"#]],
    );
}

#[test]
fn what_is_inside_is_not_granted_to_customers() {
    over_shipped(
        r#"
[[process.incident.grants]]
roles = ["customer"]
actions = ["view_internal"]
[[process.incident.grants]]
roles = ["engineer", "customer"]
actions = ["view_confidential"]
"#,
        &expect![[r#"
            overlay:3: `customer` is a role of customers: `view_internal` is for the provider's own people only
            overlay:6: `customer` is a role of customers: `view_confidential` is for the provider's own people only"#]],
    );
}

#[test]
fn it_relabels() {
    laid(
        r#"
[process.job.fields.size]
label = { zh = "规模", en = "Extent" }
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_tightens() {
    laid(
        r#"
[process.job.fields.reason]
internal = true
[process.job.transitions.finish]
requires = ["assignee", "reason"]
when = "has(record.reason)"
not_same_as = ["doer:hold", "@assignee"]
[process.job.masks]
staff = ["size"]
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_removes_a_role_from_by() {
    laid(
        r#"
[process.job.transitions.hold]
by = ["@assignee"]
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_adds_a_role_and_its_grant() {
    laid(
        r#"
[role.visitor]
label = { zh = "来宾", en = "Visitor" }
purpose = { zh = "来宾。", en = "Looks on." }
[[process.job.grants]]
roles = ["visitor"]
actions = ["view"]
"#,
        &expect!["no problems"],
    );
}

#[test]
fn it_can_not_add_a_role_to_by() {
    laid(
        r#"
[process.job.transitions.hold]
by = ["@assignee", "desk", "staff"]
"#,
        &expect!["overlay:3: an overlay can only remove from `by`; `staff` isn't in it"],
    );
}

#[test]
fn it_can_not_loosen_not_same_as() {
    laid(
        r#"
[process.job.transitions.finish]
not_same_as = []
"#,
        &expect!["overlay:3: an overlay can only add to `not_same_as`; `doer:hold` is missing"],
    );
}

#[test]
fn it_can_not_change_a_type() {
    laid(
        r#"
[process.job.fields.size]
type = "text"
"#,
        &expect!["overlay:3: an overlay can't change `type`"],
    );
}

#[test]
fn it_can_not_make_optional() {
    laid(
        r#"
[process.job.fields.title]
required = false
"#,
        &expect!["overlay:3: an overlay can only set `required` to true"],
    );
}

#[test]
fn it_can_not_let_time_do_it() {
    laid(
        r#"
[process.job.transitions.hold]
after = { working_days = 1 }
"#,
        &expect!["overlay:3: an overlay can't add `after`"],
    );
}

#[test]
fn it_can_not_change_where_a_transition_ends() {
    laid(
        r#"
[process.job.transitions.hold]
to = "done"
"#,
        &expect!["overlay:3: an overlay can't change `to`"],
    );
}

#[test]
fn a_misspelt_field_is_no_new_one() {
    laid(
        r#"
[process.job.fields.sise]
label = { zh = "规模", en = "Extent" }
"#,
        &expect!["overlay:2: there is no field `sise` (did you mean `size`?)"],
    );
}

#[test]
fn a_misspelt_process_is_no_new_one() {
    laid(
        r#"
[process.jobb]
label = { zh = "活", en = "Task" }
"#,
        &expect!["overlay:2: there is no process `jobb` (did you mean `job`?)"],
    );
}

#[test]
fn a_misspelt_key() {
    laid(
        r#"
[process.job.fields.size]
labl = { zh = "规模", en = "Extent" }
"#,
        &expect!["overlay:3: there is no key `labl` (did you mean `label`?)"],
    );
}

#[test]
fn an_unknown_section() {
    laid(
        r#"
[proces.job]
list = ["title"]
"#,
        &expect!["overlay:2: there is no section `proces` (did you mean `process`?)"],
    );
}

#[test]
fn a_mask_for_a_role_without_a_grant() {
    laid(
        r#"
[process.job.masks]
guest = ["size"]
"#,
        &expect!["overlay:3: there is no role with a grant `guest`"],
    );
}

#[test]
fn what_it_breaks_is_named_in_it() {
    laid(
        r#"
[process.job]
list = ["title", "colour"]
"#,
        &expect!["overlay:3: there is no column `colour`"],
    );
}

/// What differs with an overlay in force.
#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn compared(text: &str, expected: &expect_test::Expect) {
    let before = Definitions::load(&source()).unwrap();
    let after = Definitions::load(&overlay::apply(&source(), text).unwrap()).unwrap();
    let none = "-".to_owned();
    let lines: Vec<String> = compare(&before, &after)
        .iter()
        .map(|difference| {
            let process = difference.process.as_ref().map_or("", |process| process.as_str());
            let (before, after) =
                (difference.before.as_ref().unwrap_or(&none), difference.after.as_ref().unwrap_or(&none));
            let loosens = if difference.loosens { "loosens: " } else { "" };
            format!("{loosens}{process} {} {}: {before} => {after}", difference.kind, difference.id)
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_comparison_names_what_differs() {
    compared(
        r#"
[process.job.fields]
size.label = { zh = "规模", en = "Extent" }
colour = { label = { zh = "颜色", en = "Colour" }, type = "text" }
[process.job.transitions.finish]
when = "has(record.reason)"
[process.job.masks]
staff = ["size"]
[role.visitor]
label = { zh = "来宾", en = "Visitor" }
purpose = { zh = "来宾。", en = "Looks on." }
"#,
        &expect![[r#"
            job fields size.label: 大小 / Size => 规模 / Extent
            job fields colour: - => label: 颜色 / Colour; type: text
            job transitions finish.when: record.size == "big" => record.size == "big", has(record.reason)
            job grants 1: roles: staff; actions: view; mask: reason => -
            job grants 2: - => roles: staff; actions: view; mask: reason, size
             role visitor: - => 来宾 / Visitor; 来宾。 / Looks on."#]],
    );
}

#[test]
fn a_comparison_marks_what_loosens_and_begins_with_it() {
    compared(
        r#"
[process.job.fields]
title.max = 300
reason.search = "public"
assignee.to = ["person", "job"]
size.label = { zh = "规模", en = "Extent" }
[process.job.transitions.hold]
by = ["desk"]
asks = ["reason"]
[process.job.transitions.resume]
label = { zh = "继续", en = "Resume" }
from = ["held"]
to = "new"
by = ["desk"]
[[process.job.grants]]
roles = ["desk"]
actions = ["void"]
[role.visitor]
label = { zh = "来宾", en = "Visitor" }
purpose = { zh = "来宾。", en = "Looks on." }
[role.overseer]
label = { zh = "督查", en = "Overseer" }
purpose = { zh = "督查。", en = "Sees all." }
[[role.overseer.grants]]
actions = ["view"]
"#,
        &expect![[r#"
            loosens: job fields title.max: 200 => 300
            loosens: job fields reason.search: - => public
            loosens: job fields assignee.to: person => person, job
            loosens: job transitions hold.asks: - => reason
            loosens: job transitions resume: - => label: 继续 / Resume; from: held; to: new; by: desk
            loosens: job grants 3: - => roles: desk; actions: void
            loosens:  role overseer: - => 督查 / Overseer; 督查。 / Sees all.; grants: view
            job fields size.label: 大小 / Size => 规模 / Extent
            job transitions hold.by: @assignee, desk => desk
             role visitor: - => 来宾 / Visitor; 来宾。 / Looks on."#]],
    );
}

#[test]
fn an_expression_can_not_break_out_of_its_brackets() {
    laid(
        r#"
[process.job.transitions.finish]
when = "has(record.reason)) || (true"
"#,
        &expect!["overlay:3: column 19: not an expression (Syntax error: mismatched input ')')"],
    );
}

/// What the form asks for may be made a must.
#[test]
fn what_is_asked_for_may_be_required() {
    let overlay = "[process.incident.transitions.start]\nrequires = [\"assignee\"]\n";
    let shipped = Definitions::load(&Source::shipped()).unwrap();
    let tightened = Definitions::load(&Source { overlays: vec![overlay.to_owned()], ..Source::shipped() }).unwrap();
    let start = |definitions: &Definitions| {
        let step = &definitions.processes["incident"].transitions["start"];
        (step.requires.len(), step.asks.len())
    };
    assert_eq!((start(&shipped), start(&tightened)), ((0, 1), (1, 0)));
}

#[test]
fn what_came_into_force_before_a_check_was_stricter_stays() {
    let rush = "[process.overlay.transitions.rush]\nlabel = { zh = \"立即生效\", en = \"Rush\" }\n\
                from = [\"draft\"]\nto = \"in_force\"\nby = [\"administrator\"]\n";
    let source = Source { overlays: vec![rush.to_owned()], ..Source::shipped() };
    assert!(Definitions::load(&source).is_err(), "it can't come into force any more");
    let kept = Definitions::load_kept(&source).unwrap();
    assert!(kept.process("overlay").unwrap().transitions.contains_key("rush"));
}

#[test]
fn what_is_in_force_changes_and_leaves_by_the_shipped_steps_only() {
    over_shipped(
        r#"
[process.document.transitions.quick]
label = { zh = "直接换版", en = "Quick" }
from = ["revising"]
to = "in_force"
by = ["document_manager"]
sets = { text = { field = "draft" } }
[process.document.transitions.slip_in]
label = { zh = "换文", en = "Slip in" }
from = ["revising"]
to = "revising"
by = ["document_manager"]
sets = { text = { field = "draft" } }
[[process.document.derivations]]
copied = { from = "owner", field = "name", to = "text" }
[process.overlay.transitions.undo]
label = { zh = "撤回", en = "Undo" }
from = ["in_force"]
to = "draft"
by = ["administrator"]
[process.overlay.transitions.again]
label = { zh = "恢复", en = "Again" }
from = ["retired"]
to = "in_force"
by = ["administrator"]
[[process.overlay.grants]]
roles = ["administrator"]
actions = ["void"]
"#,
        &expect![[r#"
            overlay:2: an overlay can't lead round an approval: what came into force by one changes and leaves by the shipped steps only, and the transition `quick` is none of them
            overlay:8: an overlay can't lead round an approval: what came into force by one changes and leaves by the shipped steps only, and the transition `slip_in` is none of them
            overlay:14: an overlay can't lead round an approval: the field `text` decides whether one is asked for, or is filled by a step that was, and gets its value as shipped
            overlay:16: an overlay can't lead round an approval: what came into force by one changes and leaves by the shipped steps only, and the transition `undo` is none of them
            overlay:21: an overlay can't lead round an approval: what came into force by one changes and leaves by the shipped steps only, and the transition `again` is none of them
            overlay:26: an overlay can't lead round an approval: a `when` has to keep `update` and `void` to the states before it"#]],
    );
}
