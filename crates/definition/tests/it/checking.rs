//! What the checker says of definitions that can be read but make no sense.

use expect_test::expect;
use yuheng_definition::Definitions;

use crate::small::{broken, broken_in, said, source};

#[test]
fn the_small_set_has_no_problems() {
    expect!["no problems"].assert_eq(&said(Definitions::load(&source())));
}

#[test]
fn an_unknown_owner() {
    broken(
        r#"owner = "desk""#,
        r#"owner = "dask""#,
        &expect!["process/job.toml:6: there is no role `dask` (did you mean `desk`?)"],
    );
}

#[test]
fn an_unknown_group() {
    broken(
        r#"group = "desk""#,
        r#"group = "dest""#,
        &expect!["process/job.toml:3: there is no group `dest` (did you mean `desk`?)"],
    );
}

#[test]
fn a_prefix_in_small_letters() {
    broken(
        r#"prefix = "JOB""#,
        r#"prefix = "job""#,
        &expect!["process/job.toml:5: a prefix is 2 to 6 capital letters"],
    );
}

#[test]
fn a_prefix_that_is_taken() {
    broken(
        r#"prefix = "JOB""#,
        r#"prefix = "PER""#,
        &expect![[r#"
        process/job.toml:5: the prefix `PER` is taken by the process `person`
        process/person.toml:5: the prefix `PER` is taken by the process `job`"#]],
    );
}

#[test]
fn a_title_that_is_no_text() {
    broken(
        r#"title = "title""#,
        r#"title = "size""#,
        &expect!["process/job.toml:7: the title must be a field of type `text`"],
    );
}

#[test]
fn a_column_that_is_not_there() {
    broken(
        r#"["title", "state"]"#,
        r#"["title", "stat"]"#,
        &expect!["process/job.toml:8: there is no column `stat` (did you mean `state`?)"],
    );
}

#[test]
fn a_clause_that_is_not_there() {
    broken(
        r#""guide:8.1""#,
        r#""guide:8.2""#,
        &expect!["process/job.toml:9: there is no clause `8.2` (did you mean `8.1`?)"],
    );
}

#[test]
fn a_reference_to_no_process() {
    broken(
        r#"to = ["person"]"#,
        r#"to = ["persom"]"#,
        &expect![[r#"
        process/job.toml:16: there is no process `persom` (did you mean `person`?)
        process/job.toml:29: the field `assignee` names nobody: it must refer to people"#]],
    );
}

#[test]
fn an_assignee_that_is_a_text() {
    broken(
        r#"type = "reference", to = ["person"]"#,
        r#"type = "text""#,
        &expect![[r#"
        process/job.toml:16: the field `assignee` must be of type reference; it is text
        process/job.toml:29: the field `assignee` names nobody: it must refer to people"#]],
    );
}

#[test]
fn a_field_that_every_record_has() {
    broken(
        "late = {",
        "state = {",
        &expect![[r#"
        process/job.toml:18: `state` is what every record has; a field needs another id
        process/job.toml:58: there is no field `late` (did you mean `state`?)"#]],
    );
}

#[test]
fn a_number_that_is_searched() {
    broken(
        r#"type = "boolean""#,
        r#"type = "boolean", search = "public""#,
        &expect!["process/job.toml:18: only text is found by search"],
    );
}

#[test]
fn a_required_field_that_nobody_fills() {
    broken(
        "derived = true",
        "derived = true, required = true",
        &expect!["process/job.toml:18: nobody can fill it, so it can't be required"],
    );
}

#[test]
fn a_field_that_keeps_no_customer() {
    broken(
        r#"reason = { label = { zh = "理由", en = "Reason" }, type = "text" }"#,
        r#"reason = { label = { zh = "理由", en = "Reason" }, type = "text", keeps_customer = true }"#,
        &expect![
            "process/job.toml:15: a field with `keeps_customer` stands in a process that has the field `customer`"
        ],
    );
}

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
fn a_clock_that_never_runs() {
    broken(r#"runs_in = ["new"]"#, "runs_in = []", &expect!["process/job.toml:44: it never runs"]);
}

#[test]
fn a_clock_that_goes_on_at_the_end() {
    broken(
        r#"pauses_in = ["held"]"#,
        r#"pauses_in = ["done"]"#,
        &expect!["process/job.toml:45: no clock goes on in the end state `done`"],
    );
}

#[test]
fn a_clock_that_runs_and_pauses() {
    broken(
        r#"pauses_in = ["held"]"#,
        r#"pauses_in = ["new"]"#,
        &expect!["process/job.toml:45: it both runs and pauses in `new`"],
    );
}

#[test]
fn warnings_that_go_back() {
    broken("[50, 90]", "[90, 50]", &expect!["process/job.toml:47: `warn_at` must be percents from 1 to 99, ascending"]);
}

#[test]
fn what_customers_are_told_in_no_state() {
    broken(
        "[relations.after]",
        "[[told]]\nin = [\"hold\"]\nsays = { zh = \"停\", en = \"Stopped\" }\n\n[relations.after]",
        &expect!["process/job.toml:50: there is no state `hold` (did you mean `held`?)"],
    );
}

#[test]
fn an_escalation_at_no_warning() {
    broken(
        "share = 90",
        "share = 80",
        &expect!["process/job.toml:55: 80 is neither 100 nor in `warn_at` of the clock `work`"],
    );
}

#[test]
fn an_escalation_over_no_clock() {
    broken(
        r#"clock = "work""#,
        r#"clock = "wrok""#,
        &expect!["process/job.toml:55: there is no clock `wrok` (did you mean `work`?)"],
    );
}

#[test]
fn an_escalation_that_sets_a_text() {
    broken(
        r#"sets = "late""#,
        r#"sets = "reason""#,
        &expect!["process/job.toml:58: the field `reason` must be of type boolean; it is text"],
    );
}

#[test]
fn a_priority_of_a_text() {
    broken(
        r#"impact = "size""#,
        r#"impact = "reason""#,
        &expect!["process/job.toml:61: the field `reason` must be of type choice; it is text"],
    );
}

#[test]
fn a_copy_that_does_not_fit() {
    broken(
        r#"field = "assignee", to = "assignee""#,
        r#"field = "size", to = "assignee""#,
        &expect!["process/job.toml:64: what `size` of `job` holds doesn't fit `assignee`"],
    );
}

#[test]
fn a_copy_in_a_circle() {
    broken(
        r#"field = "assignee", to = "assignee""#,
        r#"field = "parent", to = "parent""#,
        &expect!["process/job.toml:64: copied in a circle: `parent` itself comes from `parent`"],
    );
}

#[test]
fn a_conversion_that_ends_in_the_middle() {
    broken(r#"end = "done""#, r#"end = "held""#, &expect!["process/job.toml:68: `held` is no end state"]);
}

#[test]
fn a_conversion_that_nothing_ties() {
    broken(
        r#"relation = "after""#,
        r#"relation = "before""#,
        &expect!["process/job.toml:70: there is no relation `before`"],
    );
}

#[test]
fn a_relation_with_a_field_s_name() {
    broken(
        "[relations.after]",
        "[relations.parent]",
        &expect![[r#"
        process/job.toml:49: the reference field `parent` already has the relation of that name
        process/job.toml:70: there is no relation `after`"#]],
    );
}

#[test]
fn a_mask_over_the_title() {
    broken(
        r#"mask = ["reason"]"#,
        r#"mask = ["title"]"#,
        &expect!["process/job.toml:75: the title can't be masked: lists and links show it"],
    );
}

#[test]
fn a_scope_without_its_field() {
    broken(
        r#"scope = "assigned""#,
        r#"scope = "customer""#,
        &expect!["process/job.toml:80: this scope needs a field `customer`"],
    );
}

#[test]
fn nobody_administers() {
    broken_in(
        "role/desk.toml",
        "administers = true
",
        "",
        &expect!["role:0: no role administers: one needs `administers = true`"],
    );
}

#[test]
fn contacts_who_administer() {
    broken_in(
        "role/guest.toml",
        "held_by_contacts = true",
        "held_by_contacts = true
administers = true",
        &expect!["role/guest.toml:3: what contacts hold can be neither the staff's nor an administrator's"],
    );
}

#[test]
fn a_clause_that_nobody_answers_for() {
    broken_in(
        "standard/guide.toml",
        r#"owner = "desk""#,
        r#"owner = "dsk""#,
        &expect!["standard/guide.toml:6: there is no role `dsk` (did you mean `desk`?)"],
    );
}

#[test]
fn a_rule_that_always_holds() {
    broken_in(
        "standard/guide.toml",
        "none = {",
        "records = { at_least = 0,",
        &expect!["standard/guide.toml:9: `at_least` must be above 0, or the rule always holds"],
    );
}

#[test]
fn all_problems_are_said_at_once() {
    let mut source = source();
    source.files.insert("role/desk.toml".to_owned(), "lable = 3".to_owned());
    source.files.insert("extra.toml".to_owned(), String::new());
    expect![[r#"
        extra.toml:0: no place for this file: process/*.toml, role/*.toml, standard/*.toml, template/*.toml, locale/*.toml, groups.toml, glossary.toml or setup.toml
        role:0: no role administers: one needs `administers = true`
        role/desk.toml:0: `label` is missing
        role/desk.toml:0: `purpose` is missing
        role/desk.toml:1: there is no key `lable` (did you mean `label`?)"#]]
    .assert_eq(&said(Definitions::load(&source)));
}

#[test]
fn a_filled_field_that_no_step_with_a_reason_changes() {
    broken(
        r#"to = ["person"] }
parent"#,
        r#"to = ["person"], by_step = true }
parent"#,
        &expect![
            "process/job.toml:16: no transition asks for `assignee` and for a `comment`: once filled it could never be changed"
        ],
    );
}
