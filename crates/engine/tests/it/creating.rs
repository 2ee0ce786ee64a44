//! Opening a record.

use expect_test::expect;
use yuheng_engine::Effect;

use crate::desk::{check, desk};

#[test]
fn a_record_begins_in_the_first_state_with_defaults_and_derived_values() {
    check(
        r#"ann: create incident title="  VPN down " impact=high"#,
        &expect![[r#"
        INC1 created impact=high priority=p2 title=VPN down urgency=low
    "#]],
    );
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_form() {
    check(
        "ann: create incident users=5000 impact=huge tittle=x service=VPN requester=VPN",
        &expect![[r#"
            rejected: title: must be filled; requester: must point to: contact, person; impact: is none of: high (high), low (low); users: must be from 0 to 1000; tittle: there is no such field; did you mean `title`?
        "#]],
    );
}

#[test]
fn a_title_has_a_limit_and_no_control_characters() {
    check(
        &format!("ann: create incident title={}", "网".repeat(41)),
        &expect![[r#"
        rejected: title: too long, at most 40
    "#]],
    );
    check(
        "ann: create incident title=\"a\u{7}b\"",
        &expect![[r#"
        rejected: title: holds a character that can't be kept
    "#]],
    );
}

#[test]
fn blanks_are_no_title() {
    check(
        r#"ann: create incident title="   ""#,
        &expect![[r#"
        rejected: title: must be filled
    "#]],
    );
}

#[test]
fn nobody_writes_what_the_system_derives() {
    check(
        "ann: create incident title=x escalated=true",
        &expect![[r#"
        rejected: escalated: is written by the system
    "#]],
    );
}

#[test]
fn a_reference_points_to_what_exists() {
    let nobody = uuid::Uuid::from_u128(999);
    check(
        &format!("ann: create incident title=x assignee={nobody}"),
        &expect![[r#"
            rejected: assignee: there is no such record, or it may not be seen
        "#]],
    );
}

#[test]
fn the_group_is_copied_from_the_service_unless_given() {
    check(
        "ann: create incident title=x service=VPN",
        &expect![[r#"
        INC1 created group=NET impact=low priority=p4 service=VPN title=x urgency=low
    "#]],
    );
}

#[test]
fn another_priority_needs_a_reason() {
    check(
        "ann: create incident title=x priority=p1
         ann: create incident title=x priority=p1 priority_reason=Board",
        &expect![[r#"
            rejected: priority_reason: must be filled
            INC1 created impact=low priority=p1 priority_reason=Board title=x urgency=low
        "#]],
    );
}

#[test]
fn a_contacts_record_is_its_customers_and_its_own() {
    check(
        "joe: create incident title=x",
        &expect![[r#"
        INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
    "#]],
    );
}

#[test]
fn a_contact_neither_names_another_customer_nor_sets_internal_fields() {
    check(
        "joe: create incident title=x customer=ZETA cause=y",
        &expect![[r#"
            rejected: customer: there is no such record, or it may not be seen; cause: may not be set by you
        "#]],
    );
    check(
        "joe: create incident title=x customer=ACME",
        &expect![[r#"
        INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
    "#]],
    );
}

#[test]
fn nothing_of_one_customer_points_to_another() {
    check(
        "ann: create incident title=x customer=ACME requester=zoe",
        &expect![[r#"
        rejected: requester: belongs to another customer
    "#]],
    );
}

#[test]
fn a_table_names_the_cell_that_is_wrong() {
    check(
        r#"ann: create incident title=x work=[{\"what\":\"a\",\"hours\":\"01.50\"}]
           ann: create incident title=x work=[{\"what\":\"a\"},{\"hours\":\"x\"},{\"day\":1}]"#,
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low work=[{"hours":"1.50","what":"a"}]
            rejected: work, row 2, hours: must be a decimal number such as 12.50; work, row 3, day: there is no such field
        "#]],
    );
}

#[test]
fn who_has_no_grant_opens_nothing() {
    check(
        "joe: create change title=x plan=y\njoe: create person name=x",
        &expect![[r#"
        rejected: Needs the right to open one (process: change)
        rejected: Needs the right to open one (process: person)
    "#]],
    );
}

#[test]
fn a_unique_value_is_claimed() {
    let mut desk = desk();
    desk.run("ann: create person name=Ida code=A1");
    let keys: Vec<&str> = desk.last.claims.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["unique:person:code:a1"]);
}

#[test]
fn who_is_added_leaves_decisions_standing_and_who_changes_place_does_not() {
    let mut desk = desk();
    let mut effect = |line: &str| {
        desk.run(line);
        desk.last.effect
    };
    assert_eq!(effect("ann: create incident title=x"), Effect::None);
    assert_eq!(effect("ann: create contact name=Ida customer=ACME"), Effect::Adds);
    assert_eq!(effect("ann: update joe name=Ada"), Effect::Adds);
    assert_eq!(effect("ann: update joe customer=ZETA"), Effect::Changes);
}

#[test]
fn the_store_gets_index_rows_and_search_texts() {
    let mut desk = desk();
    desk.run("ann: create incident title=VPN cause=Router users=7");
    let write = &desk.last.writes[0];
    expect![[r#"{"impact": "low", "priority": "p4", "urgency": "low", "users": "09223372036854775815"} Some(SearchText { public: "VPN", internal: "Router" })"#]].assert_eq(&format!("{:?} {:?}", write.index, write.texts));
}

#[test]
fn nobody_names_themselves_where_only_others_may() {
    check(
        "ann: create change title=x witness=ann
         ann: create change title=x witness=bob",
        &expect![[r#"
            rejected: witness: may not be yourself: somebody else has to write it
            CHG1 created risk=low title=x witness=bob
        "#]],
    );
}

#[test]
fn what_is_missing_is_told_with_what_is_wrong() {
    check(
        "ann: create change risk=huge witness=ann",
        &expect![[r#"
            rejected: title: must be filled; witness: may not be yourself: somebody else has to write it; risk: is none of: high (high), low (low)
        "#]],
    );
}

#[test]
fn a_line_can_not_be_made_to_read_as_another() {
    check(
        "ann: create change title=\"a\u{202e}b\"",
        &expect![[r#"
        rejected: title: holds a character that can't be kept
    "#]],
    );
}
