//! Masks, grants, roles and clauses, in ways that make no sense.

use expect_test::expect;

use crate::small::{broken, broken_in};

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
