//! What the loader says of texts that can't be read: file, line, and the nearest known name.

use expect_test::expect;

use crate::small::{broken, broken_in};

#[test]
fn an_unknown_key_names_the_nearest() {
    broken(
        r#"prefix = "JOB""#,
        r#"prefxi = "JOB""#,
        &expect![[r#"
        process/job.toml:0: `prefix` is missing
        process/job.toml:5: there is no key `prefxi` (did you mean `prefix`?)"#]],
    );
}

#[test]
fn an_unknown_key_of_a_field() {
    broken(
        "required = true",
        "reqired = true",
        &expect!["process/job.toml:12: there is no key `reqired` (did you mean `required`?)"],
    );
}

#[test]
fn text_that_is_no_toml() {
    broken(
        r#"title = "title""#,
        "title = ",
        &expect![
            "process/job.toml:7: not TOML at line 7, column 9 (string values must be quoted, expected literal string)"
        ],
    );
}

#[test]
fn a_label_needs_both_languages() {
    broken(r#"{ zh = "标题", en = "Title" }"#, r#"{ zh = "标题" }"#, &expect!["process/job.toml:12: `en` is missing"]);
}

#[test]
fn a_label_is_not_empty() {
    broken(r#"en = "Title""#, r#"en = " ""#, &expect!["process/job.toml:12: `en` is empty"]);
}

#[test]
fn an_id_is_a_plain_word() {
    broken(
        "late = {",
        "Late-1 = {",
        &expect![[r#"
        process/job.toml:18: the id `Late-1` must begin with a lower-case letter and hold only a-z, 0-9 and _, 60 at most
        process/job.toml:58: there is no field `late` (did you mean `Late-1`?)"#]],
    );
}

#[test]
fn a_text_where_a_number_belongs() {
    broken("max = 200", r#"max = "200""#, &expect!["process/job.toml:12: this must be a whole number within range"]);
}

#[test]
fn a_word_where_a_list_belongs() {
    broken(
        r#"by = ["desk"]"#,
        r#"by = "desk""#,
        &expect![[r#"
        process/job.toml:21: the state `new` is a dead end: nobody and no time leads from it to an end
        process/job.toml:22: the state `held` is a dead end: nobody and no time leads from it to an end
        process/job.toml:31: nobody can do it: it needs `by` or `after`
        process/job.toml:35: this must be a list"#]],
    );
}

#[test]
fn a_number_out_of_range() {
    broken(
        "warn_at = [50, 90]",
        "warn_at = [50, 900]",
        &expect![[r#"
        process/job.toml:47: this must be a whole number within range
        process/job.toml:55: 90 is neither 100 nor in `warn_at` of the clock `work`"#]],
    );
}

#[test]
fn a_word_out_of_its_list() {
    broken(
        r#"kind = "waiting""#,
        r#"kind = "wating""#,
        &expect!["process/job.toml:22: there is no value `wating` (did you mean `waiting`?)"],
    );
}

#[test]
fn an_unknown_type() {
    broken(
        r#"type = "boolean""#,
        r#"type = "bool""#,
        &expect![[r#"
        process/job.toml:18: there is no value `bool` (did you mean `boolean`?)
        process/job.toml:58: the field `late` must be of type boolean; it is text"#]],
    );
}

#[test]
fn a_key_that_the_type_does_not_take() {
    broken(
        r#"type = "boolean""#,
        r#"type = "boolean", max = 1"#,
        &expect!["process/job.toml:18: a field of this type takes no `max`"],
    );
}

#[test]
fn a_default_that_is_no_option() {
    broken(
        r#"default = "big""#,
        r#"default = "bog""#,
        &expect!["process/job.toml:13: there is no option `bog` (did you mean `big`?)"],
    );
}

#[test]
fn a_word_that_stands_twice() {
    broken(r#"["title", "state"]"#, r#"["title", "title"]"#, &expect!["process/job.toml:8: `title` stands here twice"]);
}

#[test]
fn a_party_that_is_none() {
    broken(
        r#""doer:hold""#,
        r#""assignee""#,
        &expect![[
            r#"process/job.toml:37: `assignee` names no party: write "@field", "opener", "doer:transition" or "voter:transition""#
        ]],
    );
}

#[test]
fn a_share_without_its_form() {
    broken(
        r#"form = "one""#,
        r#"form = "one", share = 50"#,
        &expect![[r#"process/job.toml:40: `share` goes with `form = "share"` only"#]],
    );
}

#[test]
fn time_that_is_said_twice() {
    broken(
        r#"requires = ["assignee"]"#,
        "after = { working_days = 1, business_minutes = 5 }",
        &expect![
            "process/job.toml:36: this must be one of `business_minutes`, `working_days`, `day`, `day_after` and `answer = true`"
        ],
    );
}

#[test]
fn the_day_after_what_is_no_date() {
    broken(
        r#"requires = ["assignee"]"#,
        r#"after = { day_after = "size" }"#,
        &expect!["process/job.toml:36: the field `size` must be of type date; it is choice"],
    );
}

#[test]
fn time_that_never_passes() {
    broken(
        r#"requires = ["assignee"]"#,
        "after = { working_days = 0 }",
        &expect!["process/job.toml:36: this must be a length of time above 0"],
    );
}

#[test]
fn an_expression_that_names_no_field() {
    broken("record.size", "record.sise", &expect!["process/job.toml:38: unknown field `sise` (did you mean `size`?)"]);
}

#[test]
fn an_expression_that_compares_with_no_option() {
    broken(
        r#"record.size == \"big\""#,
        r#"record.size == \"bog\""#,
        &expect!["process/job.toml:38: unknown value `bog` (did you mean `big`?)"],
    );
}

#[test]
fn a_clause_without_its_standard() {
    broken(
        r#""guide:8.1""#,
        r#""8.1""#,
        &expect![[r#"process/job.toml:9: this must be "standard:clause" such as "iso20000-1-2018:8.6.1""#]],
    );
}

#[test]
fn a_trigger_that_is_half() {
    broken(
        r#"clock = "work", share = 90"#,
        r#"clock = "work""#,
        &expect!["process/job.toml:55: this must be `clock` and `share`, or `silence_minutes`"],
    );
}

#[test]
fn a_locale_without_a_language() {
    broken_in("locale/page.toml", r#"zh = "登录", "#, "", &expect!["locale/page.toml:2: `zh` is missing"]);
}

#[test]
fn a_role_s_own_grant_names_no_fields() {
    broken_in(
        "role/staff.toml",
        "held_by_staff = true",
        r#"held_by_staff = true
grants = [{ roles = ["desk"], actions = ["view"] }]"#,
        &expect!["role/staff.toml:4: a role's own grant takes no `roles`"],
    );
}

#[test]
fn a_clause_number_is_a_number() {
    broken_in(
        "standard/guide.toml",
        r#""8" ="#,
        r#""A8" ="#,
        &expect![[r#"standard/guide.toml:3: the clause number `A8` must look like "8.6.1"; quote it in TOML"#]],
    );
}

#[test]
fn a_rule_over_an_unknown_process() {
    broken_in(
        "standard/guide.toml",
        r#"process = "job""#,
        r#"process = "jobb""#,
        &expect!["standard/guide.toml:9: there is no process `jobb` (did you mean `job`?)"],
    );
}
