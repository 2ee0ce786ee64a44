//! States, transitions and approvals, in ways that make no sense.

use expect_test::expect;

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
