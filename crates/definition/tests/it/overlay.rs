//! What an overlay may do, and what it is told when it wants more.

use expect_test::expect;
use yuheng_definition::{Definitions, Source};

use crate::small::laid;

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
fn a_clock_goes_on_or_pauses_in_a_state_of_its_own() {
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
[process.job.clocks.work]
runs_in = ["new", "checked"]
"#,
        &expect!["no problems"],
    );
    laid(
        r#"
[process.job.clocks.work]
runs_in = ["done"]
"#,
        &expect!["overlay:3: an overlay can only add to `runs_in`; `new` is missing"],
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
        &expect!["overlay:3: `guest` sees nothing of it anyway"],
    );
}

#[test]
fn a_mask_over_what_opening_a_record_needs() {
    laid(
        r#"
[process.job.fields.place]
label = { zh = "地点", en = "Place" }
type = "text"
max = 20
required = true
[process.job.masks]
desk = ["place"]
staff = ["place"]
"#,
        &expect!["overlay:8: `desk` opens records, which need `place`: masked, none could be opened"],
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
