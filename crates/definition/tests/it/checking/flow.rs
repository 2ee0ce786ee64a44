//! States, transitions and approvals, in ways that make no sense.

use expect_test::{Expect, expect};

use crate::small::broken;

#[test]
fn a_start_in_no_state() {
    broken(
        r#"from = ["new"]"#,
        r#"from = ["nwe"]"#,
        &expect![[r#"
        process/job.toml:22: nothing leads to the state `held`
        process/job.toml:27: there is no state `nwe` (did you mean `new`?)"#]],
    );
}

#[test]
fn an_end_in_no_state() {
    broken(
        r#"to = "held""#,
        r#"to = "hold""#,
        &expect![[r#"
        process/job.toml:22: nothing leads to the state `held`
        process/job.toml:28: there is no state `hold` (did you mean `held`?)"#]],
    );
}

#[test]
fn a_state_that_nothing_leads_to() {
    broken(r#"to = "held""#, r#"to = "new""#, &expect!["process/job.toml:22: nothing leads to the state `held`"]);
}

#[test]
fn a_dead_end() {
    broken(
        r#"from = ["new", "held"]"#,
        r#"from = ["new"]"#,
        &expect!["process/job.toml:22: the state `held` is a dead end: nobody and no time leads from it to an end"],
    );
}

#[test]
fn work_without_an_end() {
    broken(
        r#"kind = "closed""#,
        r#"kind = "cancelled""#,
        &expect!["process/job.toml:20: a work process needs a state of kind `closed`"],
    );
}

#[test]
fn a_transition_that_nobody_does() {
    broken(
        r#"by = ["desk"]
"#,
        "by = []
",
        &expect![[r#"
    process/job.toml:21: the state `new` is a dead end: nobody and no time leads from it to an end
    process/job.toml:22: the state `held` is a dead end: nobody and no time leads from it to an end
    process/job.toml:31: nobody can do it: it needs `by` or `after`"#]],
    );
}

#[test]
fn a_role_that_is_not_there() {
    broken(
        r#"by = ["desk"]
"#,
        r#"by = ["desc"]
"#,
        &expect!["process/job.toml:35: there is no role `desc` (did you mean `desk`?)"],
    );
}

#[test]
fn a_holder_that_names_nobody() {
    broken(
        r#""@assignee""#,
        r#""@parent""#,
        &expect!["process/job.toml:29: the field `parent` names nobody: it must refer to people"],
    );
}

#[test]
fn a_transition_that_excludes_all_who_may() {
    broken(
        r#"by = ["@assignee", "desk"]"#,
        r#"by = ["@assignee"]
not_same_as = ["@assignee"]"#,
        &expect!["process/job.toml:29: `not_same_as` leaves nobody"],
    );
}

#[test]
fn a_doer_of_no_transition() {
    broken(
        r#""doer:hold""#,
        r#""doer:holt""#,
        &expect!["process/job.toml:37: there is no transition `holt` (did you mean `hold`?)"],
    );
}

#[test]
fn a_voter_where_nobody_votes() {
    broken(r#""doer:hold""#, r#""voter:hold""#, &expect!["process/job.toml:37: nobody votes on the transition `hold`"]);
}

#[test]
fn a_field_that_is_not_there() {
    broken(
        r#"requires = ["assignee"]"#,
        r#"requires = ["asignee"]"#,
        &expect!["process/job.toml:36: there is no field `asignee` (did you mean `assignee`?)"],
    );
}

#[test]
fn a_derived_field_that_is_asked_for() {
    broken(
        r#"requires = ["assignee"]"#,
        r#"requires = ["late"]"#,
        &expect!["process/job.toml:36: nobody fills the field `late`: it is derived or retired"],
    );
}

#[test]
fn a_required_field_that_is_emptied() {
    broken(
        r#"reason = "empty""#,
        r#"title = "empty""#,
        &expect!["process/job.toml:39: the field `title` is required: it can't be emptied"],
    );
}

#[test]
fn a_text_that_gets_the_moment() {
    broken(
        r#"reason = "empty""#,
        r#"reason = "now""#,
        &expect!["process/job.toml:39: the field `reason` must be of type timestamp; it is text"],
    );
}

#[test]
fn an_approval_by_nobody() {
    broken(
        r#"approval = { by = ["staff"]"#,
        "approval = { by = []",
        &expect!["process/job.toml:40: nobody can give this approval"],
    );
}

#[test]
fn an_approval_by_who_can_not_see() {
    broken(
        r#"approval = { by = ["staff"]"#,
        r#"approval = { by = ["guest"]"#,
        &expect!["process/job.toml:40: none of these roles may view the record: no grant says so"],
    );
}

#[test]
fn a_share_of_all() {
    broken(
        r#"form = "one""#,
        r#"form = "share", share = 100"#,
        &expect![[r#"process/job.toml:40: a share is 1 to 99 percent; for everyone write `form = "all"`"#]],
    );
}

#[test]
fn voters_who_are_other_than_themselves() {
    broken(
        r#"["opener"]"#,
        r#"["voter:finish"]"#,
        &expect!["process/job.toml:40: its voters can't be other than its voters"],
    );
}

#[test]
fn a_step_that_stays_where_it_does_not_start() {
    broken(
        r#"to = "held""#,
        r#"to = "held"
stays = ["done"]"#,
        &expect!["process/job.toml:29: the state `done` is not in `from`: the transition can't stay there"],
    );
}

#[test]
fn a_step_that_stays_everywhere() {
    broken(
        r#"to = "held""#,
        r#"to = "held"
stays = ["new"]"#,
        &expect![[r#"
            process/job.toml:22: nothing leads to the state `held`
            process/job.toml:29: a transition that stays everywhere has neither `to` nor `stays`"#]],
    );
}

fn steps(steps: &str, more: &str, expected: &Expect) {
    let put = format!("approval = {{ steps = [{steps}], not_same_as = [\"opener\"{more}] }}");
    broken(r#"approval = { by = ["staff"], form = "one", not_same_as = ["opener"] }"#, &put, expected);
}

const CHECK: &str = r#"{ id = "check", label = { zh = "审核", en = "Check" }, by = ["staff"], form = "one" }"#;

#[test]
fn a_step_of_an_approval_that_nobody_can_give() {
    steps(
        &CHECK.replace("staff", "guest"),
        "",
        &expect!["process/job.toml:40: none of these roles may view the record: no grant says so"],
    );
    steps(
        &format!("{CHECK}, {}", CHECK.replace("[\"staff\"]", "[]").replace("check", "sign")),
        "",
        &expect!["process/job.toml:40: nobody can give this approval"],
    );
    steps(
        "",
        "",
        &expect![[r#"
        process/job.toml:40: `steps` needs one step at least
        process/job.toml:40: nobody can give this approval"#]],
    );
}

#[test]
fn a_step_whose_holders_are_all_excluded() {
    let own = CHECK.replace("\"staff\"", "\"@assignee\"").replace("check", "sign");
    steps(&format!("{CHECK}, {own}"), ", \"@assignee\"", &expect!["process/job.toml:40: `not_same_as` leaves nobody"]);
}

#[test]
fn two_steps_of_one_name_and_a_form_beside_them() {
    steps(&format!("{CHECK}, {CHECK}"), "", &expect!["process/job.toml:40: there are two steps `check`"]);
    steps(
        &format!("{CHECK}], form = \"all\", covers = [\"title\""),
        "",
        &expect!["process/job.toml:40: an approval with `steps` says `by` and `form` at each of them"],
    );
    steps(&CHECK.replace("one", "most"), "", &expect!["process/job.toml:40: there is no value `most`"]);
}

#[test]
fn the_voters_of_an_approval_exclude_each_other_only_where_there_are_steps() {
    steps(CHECK, ", \"voter:finish\"", &expect!["process/job.toml:40: its voters can't be other than its voters"]);
    steps(&format!("{CHECK}, {}", CHECK.replace("check", "sign")), ", \"voter:finish\"", &expect!["no problems"]);
}

#[test]
fn a_liberty_that_there_is_none() {
    broken(
        r#"not_same_as = ["opener"] }"#,
        r#"not_same_as = ["opener"], may = ["delegate"] }"#,
        &expect!["process/job.toml:40: there is no value `delegate`"],
    );
}
