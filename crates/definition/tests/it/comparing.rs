//! What a comparison of two versions of the definitions says.

use expect_test::expect;
use yuheng_definition::{Definitions, compare, overlay};

use crate::small::source;

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
            job process masks: - => staff: size
             role visitor: - => 来宾 / Visitor; 来宾。 / Looks on."#]],
    );
}

#[test]
fn a_clock_that_pauses_in_more_states_is_due_later() {
    compared(
        r#"
[process.job.states]
checked = { label = { zh = "已检", en = "Checked" }, kind = "open" }
[process.job.transitions.check]
label = { zh = "检查", en = "Check" }
from = ["new"]
to = "checked"
by = ["desk"]
[process.job.transitions.resume]
label = { zh = "继续", en = "Go on" }
from = ["checked"]
to = "held"
by = ["desk"]
[process.job.clocks.work]
pauses_in = ["held", "checked"]
"#,
        &expect![[r#"
            loosens: job transitions resume: - => label: 继续 / Go on; from: checked; to: held; by: desk
            loosens: job clocks work.pauses_in: held => held, checked
            job states checked: - => label: 已检 / Checked; kind: open
            job transitions check: - => label: 检查 / Check; from: new; to: checked; by: desk"#]],
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
fn a_step_to_where_a_clock_neither_runs_nor_pauses_stops_it_and_loosens() {
    compared(
        r#"
[process.job.states]
parked = { label = { zh = "停放", en = "Parked" }, kind = "waiting" }
dropped = { label = { zh = "放弃", en = "Dropped" }, kind = "cancelled" }
[process.job.transitions.park]
label = { zh = "停放", en = "Park" }
from = ["new", "held"]
to = "parked"
by = ["desk"]
[process.job.transitions.unpark]
label = { zh = "取回", en = "Unpark" }
from = ["parked"]
to = "new"
by = ["desk"]
[process.job.transitions.drop]
label = { zh = "放弃", en = "Drop" }
from = ["held"]
to = "dropped"
by = ["desk"]
"#,
        &expect![[r#"
            loosens: job transitions unpark: - => label: 取回 / Unpark; from: parked; to: new; by: desk
            loosens: job clocks work.dropped: - => 工作时限在“放弃”处撤销，不再考核 / the clock “Work” is called off in “Dropped” and is asked for no more
            loosens: job clocks work.parked: - => 工作时限在“停放”处停止，算作达标 / the clock “Work” stops in “Parked” and counts as met
            job states parked: - => label: 停放 / Parked; kind: waiting
            job states dropped: - => label: 放弃 / Dropped; kind: cancelled
            job transitions park: - => label: 停放 / Park; from: new, held; to: parked; by: desk
            job transitions drop: - => label: 放弃 / Drop; from: held; to: dropped; by: desk"#]],
    );
}
