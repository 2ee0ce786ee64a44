//! What no overlay comes to: round an approval, to a right of one's own making, from inside to customers.

use expect_test::expect;
use yuheng_definition::{Definitions, Source};

use crate::small::{laid, said, source};

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
    let source = Source { overlays: vec![overlay.to_owned()], ..Source::shipped() };
    expected.assert_eq(&said(Definitions::load(&source)));
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
fn only_a_persons_eyes_are_looked_through_and_never_by_customers() {
    over_shipped(
        r#"
[[process.incident.grants]]
roles = ["engineer"]
actions = ["view_as"]
[[process.contact.grants]]
roles = ["customer"]
actions = ["view_as"]
"#,
        &expect![[r#"
            overlay:4: only a person's or contact's eyes can be looked through
            overlay:6: `customer` is a role of customers: `view_as` is for the provider's own people only"#]],
    );
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

#[test]
fn what_is_inside_is_not_copied_to_where_customers_look() {
    over_shipped(
        r#"
[process.incident.transitions.publish]
label = { zh = "公布", en = "Publish" }
from = ["in_progress"]
to = "in_progress"
by = ["service_desk"]
sets = { description = { field = "cause" } }
[process.incident.fields.case]
label = { zh = "相关事件", en = "Case" }
type = "reference"
to = ["incident"]
[[process.incident.derivations]]
copied = { from = "case", field = "cause", to = "description" }
[process.service_request.fields.cause]
label = { zh = "原因", en = "Cause" }
type = "long_text"
[[process.incident.converts]]
to = "service_request"
end = "cancelled"
fields = ["title", "cause"]
relation = "converted_from"
"#,
        &expect![[r#"
            overlay:7: `cause` is internal: it can't be copied to `description`, which customers see
            overlay:12: `cause` is internal: it can't be copied to `description`, which customers see
            overlay:20: `cause` is internal: it can't be copied to `cause`, which customers see"#]],
    );
}

#[test]
fn rights_come_from_the_shipped_assignments_only() {
    over_shipped(
        r#"
[process.helper]
label = { zh = "帮手", en = "Helper" }
purpose = { zh = "帮手。", en = "Helpers." }
group = "system"
lifetime = "standing"
prefix = "HLP"
owner = "administrator"
content = "role_assignment"
title = "role"
list = ["role"]
[process.helper.fields]
role = { label = { zh = "角色", en = "Role" }, type = "text" }
person = { label = { zh = "担任人", en = "Held by" }, type = "reference", to = ["person"] }
[process.helper.states]
in_force = { label = { zh = "有效", en = "In force" }, kind = "in_force" }
"#,
        &expect![
            "overlay:9: rights come from the shipped assignments and absences only: an overlay brings no process of its own for them"
        ],
    );
}

/// Another way to `done`, by an approval of its own.
fn rushed(approval: &str, expected: &expect_test::Expect) {
    let text = "[process.job.transitions.rush]\nlabel = { zh = \"速办\", en = \"Rush\" }\nfrom = [\"new\"]\nto = \"done\"\nby = [\"desk\"]\n";
    laid(&format!("\n{text}approval = {{ {approval} }}\n"), expected);
}

const SIGN: &str = r#"{ id = "sign", label = { zh = "签发", en = "Sign" }, by = ["staff"], form = "all" }"#;

#[test]
fn an_approval_in_steps_asks_for_no_less_if_one_of_them_does() {
    let desk = SIGN.replace("staff", "desk").replace("sign", "desk");
    rushed(&format!(r#"steps = [{desk}, {SIGN}], not_same_as = ["opener"]"#), &expect!["no problems"]);
    rushed(
        &format!(r#"steps = [{desk}], not_same_as = ["opener"]"#),
        &expect![
            "overlay:2: an overlay can't lead round an approval: the transition `rush` comes to the state `done` without the one that the shipped definitions ask for"
        ],
    );
}

#[test]
fn an_approval_that_lets_votes_go_to_anybody_asks_for_less() {
    rushed(
        &format!(r#"steps = [{SIGN}], not_same_as = ["opener"], may = ["add", "hand_on"]"#),
        &expect![
            "overlay:2: an overlay can't lead round an approval: the transition `rush` comes to the state `done` without the one that the shipped definitions ask for"
        ],
    );
    rushed(&format!(r#"steps = [{SIGN}], not_same_as = ["opener"], may = []"#), &expect!["no problems"]);
}

/// The approval before `finish`, said in another way.
fn said_anew(approval: &str, expected: &expect_test::Expect) {
    laid(&format!("\n[process.job.transitions.finish]\napproval = {{ {approval} }}\n"), expected);
}

#[test]
fn one_step_of_an_approval_becomes_several_where_they_ask_for_no_less() {
    let one = SIGN.replace("\"all\"", "\"one\"");
    let desk = one.replace("staff", "desk").replace("sign", "desk");
    said_anew(&format!("steps = [{desk}, {one}]"), &expect!["no problems"]);
    said_anew(&format!("steps = [{one}]"), &expect!["no problems"]);
    said_anew(
        &format!("steps = [{desk}]"),
        &expect![
            "overlay:3: an overlay can't ask for less: the approval of the transition `finish` has to ask for no less than the shipped one"
        ],
    );
    said_anew(&format!(r#"steps = [{one}], form = "one""#), &expect!["overlay:3: an overlay can't change `form`"]);
    said_anew(r#"by = ["desk"]"#, &expect!["overlay:3: an overlay can only remove from `by`; `desk` isn't in it"]);
}

#[test]
fn several_steps_of_an_approval_become_one_again_and_no_fewer_than_shipped() {
    let one = SIGN.replace("\"all\"", "\"one\"");
    let desk = one.replace("staff", "desk").replace("sign", "desk");
    let finish = "[process.job.transitions.finish]\napproval = ";
    let mut laid = source();
    laid.overlays.push(format!("{finish}{{ steps = [{desk}, {one}] }}\n"));
    let over = |text: &str| {
        let mut laid = laid.clone();
        laid.overlays.push(format!("{finish}{text}\n"));
        said(Definitions::load(&laid))
    };
    expect!["no problems"].assert_eq(&over(r#"{ by = ["staff"], form = "one" }"#));
    expect!["no problems"].assert_eq(&over(&format!("{{ steps = [{one}, {desk}] }}")));
    expect!["overlay:2: an overlay can't ask for less: the approval of the transition `finish` has to ask for no less than the shipped one"].assert_eq(&over(r#"{ by = ["desk"], form = "one" }"#));
}
