//! Verification: clean stores pass, and whatever is changed behind the store's back is found and named.

use yuheng_engine::Audience;
use yuheng_store::{Bad, Store};

use crate::place::{Place, on_both};
use crate::sample::{comment, committed, create, new_id, sequenced, update, urge};

/// Three records with some history.
async fn fill(store: &Store) {
    for title in ["a", "b", "c"] {
        let record = committed(store, &create(title)).await;
        let record = committed(store, &update(&record, "impact", Some("high".into()), false, 1)).await;
        let customer = new_id().to_string();
        let record = committed(store, &update(&record, "customer", Some(customer.into()), false, 2)).await;
        committed(store, &comment(&record, "said", Audience::Public, 3)).await;
    }
    sequenced(store, 12).await;
}

async fn found(store: &Store, place: &Place, tamper: &str) -> Bad {
    place.tamper(tamper).await;
    let report = store.verify(|_, _| {}).await.unwrap();
    report.faults.into_iter().next().unwrap_or_else(|| panic!("not found: {tamper}"))
}

#[test]
fn a_store_that_nobody_touched_is_whole() {
    on_both(|store, _| async move {
        fill(&store).await;
        let report = store.verify(|_, _| {}).await.unwrap();
        assert_eq!((report.records, report.entries, report.faults), (3, 12, vec![]));
    });
}

/// Changes the second record behind the store's back, in the words of either database, and expects it to be named.
fn check(sqlite: &'static str, postgres: &'static str, record: &'static str, n: impl Into<Option<u64>>) {
    let n = n.into();
    on_both(|store, place| async move {
        fill(&store).await;
        let bad = found(&store, &place, &place.pick(sqlite, postgres).replace("SECOND", SECOND)).await;
        assert_eq!((bad.label.as_str(), bad.n), (record, n), "{bad:?}");
    });
}

fn check_both(sql: &'static str, record: &'static str, n: impl Into<Option<u64>>) {
    check(sql, sql, record, n);
}

const SECOND: &str = "(SELECT id FROM record WHERE number = 2)";

#[test]
fn a_flipped_bit_in_an_entry_is_found() {
    check(
        "UPDATE history SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) WHERE n = 2 AND record = SECOND",
        "UPDATE history SET bytes = set_bit(bytes, 400, 1 - get_bit(bytes, 400)) WHERE n = 2 AND record = SECOND",
        "INC0000002",
        2,
    );
}

#[test]
fn a_removed_entry_is_found() {
    check_both("DELETE FROM history WHERE n = 2 AND record = SECOND", "INC0000002", 2);
}

#[test]
fn a_removed_last_entry_is_found() {
    check_both("DELETE FROM history WHERE n = 4 AND record = SECOND", "INC0000002", 4);
}

#[test]
fn swapped_entries_are_found() {
    check_both(
        "UPDATE history SET n = 99 WHERE n = 2 AND record = SECOND; UPDATE history SET n = 2 WHERE n = 3 AND record = SECOND; \
         UPDATE history SET n = 3 WHERE n = 99 AND record = SECOND;",
        "INC0000002",
        2,
    );
}

#[test]
fn a_changed_time_is_found() {
    check_both("UPDATE history SET at = at + 1 WHERE n = 3 AND record = SECOND", "INC0000002", 3);
}

#[test]
fn a_changed_value_is_found() {
    check_both("UPDATE history_value SET value = salt WHERE item = 'comment' AND record = SECOND", "INC0000002", 4);
}

#[test]
fn a_changed_field_of_the_row_is_found() {
    check(
        "UPDATE record SET fields = jsonb_set(fields, '$.impact', 'low') WHERE number = 2",
        "UPDATE record SET fields = jsonb_set(fields, '{impact}', '\"low\"') WHERE number = 2",
        "INC0000002",
        None,
    );
}

#[test]
fn a_changed_text_of_the_row_is_found() {
    check(
        "UPDATE record SET fields = jsonb_set(fields, '$.title', 'other') WHERE number = 2",
        "UPDATE record SET fields = jsonb_set(fields, '{title}', '\"other\"') WHERE number = 2",
        "INC0000002",
        None,
    );
}

#[test]
fn a_changed_column_is_found() {
    check_both("UPDATE record SET customer = NULL WHERE number = 2", "INC0000002", None);
}

#[test]
fn a_changed_moment_since_when_it_is_quiet_is_found() {
    on_both(|store, place| async move {
        fill(&store).await;
        for label in ["INC0000001", "INC0000002"] {
            let record = store.by_label("incident", label).await.unwrap().unwrap();
            committed(&store, &urge(&record, 60)).await;
        }
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
        let earlier = "UPDATE record SET details = replace(details, '\"quiet_since\":\"2', '\"quiet_since\":\"1') WHERE number = 2";
        let bad = found(&store, &place, earlier).await;
        assert_eq!((bad.label.as_str(), bad.n), ("INC0000002", None), "{bad:?}");
    });
}

#[test]
fn a_changed_state_is_found() {
    check_both("UPDATE record SET state = 'closed' WHERE number = 2", "INC0000002", None);
}

#[test]
fn a_removed_relation_is_found() {
    check_both("DELETE FROM relation WHERE source = SECOND", "INC0000002", 3);
}

#[test]
fn a_redirected_relation_is_found() {
    check_both("UPDATE relation SET target = source WHERE source = SECOND", "INC0000002", 3);
}

#[test]
fn a_changed_row_of_the_side_index_is_found() {
    check_both("UPDATE field_index SET value = 'low' WHERE record = SECOND", "INC0000002", None);
}

#[test]
fn a_comment_missing_from_the_search_is_found() {
    check_both("DELETE FROM search_text WHERE part = 'comment:4' AND record = SECOND", "INC0000002", 4);
}

#[test]
fn a_gap_in_the_feed_is_found() {
    check_both("DELETE FROM feed WHERE position = 5", "INC0000002", 1);
}

#[test]
fn a_removed_record_is_found() {
    check_both(
        "DELETE FROM history WHERE record = SECOND; DELETE FROM history_value WHERE record = SECOND; \
         DELETE FROM feed WHERE record = SECOND; DELETE FROM field_index WHERE record = SECOND; \
         DELETE FROM search_text WHERE record = SECOND; DELETE FROM relation WHERE source = SECOND; \
         DELETE FROM record WHERE number = 2;",
        "INC0000002",
        None,
    );
}

/// Gives the second record a serial number, which is unique.
async fn with_a_serial(store: &Store) {
    fill(store).await;
    yuheng_definition::Process::from_canonical(crate::sample::DEFINITION).unwrap();
    let second = store.by_label("incident", "INC0000002").await.unwrap().unwrap();
    let mut set = update(&second, "serial", Some("S2".into()), false, 5);
    set.claims = vec![("unique:incident:serial:s2".into(), second.id)];
    committed(store, &set).await;
    sequenced(store, 13).await;
    assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
}

fn check_claim(sql: &'static str, label: &'static str) {
    on_both(|store, place| async move {
        with_a_serial(&store).await;
        let bad = found(&store, &place, &sql.replace("SECOND", SECOND)).await;
        assert_eq!((bad.label.as_str(), bad.what.en.contains("claim")), (label, true), "{bad:?}");
    });
}

#[test]
fn a_removed_unique_key_is_found() {
    check_claim("DELETE FROM claim", "INC0000002");
}

#[test]
fn a_changed_unique_key_is_found() {
    check_claim("UPDATE claim SET key = 'unique:incident:serial:s3'", "INC0000002");
}

#[test]
fn a_unique_key_of_another_record_is_found() {
    check_claim("UPDATE claim SET record = (SELECT id FROM record WHERE number = 1)", "INC0000002");
}

#[test]
fn a_unique_key_too_many_is_found() {
    check_claim("INSERT INTO claim (key, record) VALUES ('unique:incident:serial:s9', SECOND)", "INC0000002");
}

#[test]
fn a_unique_key_of_no_record_is_found() {
    check_claim("INSERT INTO claim (key, record) VALUES ('unique:incident:serial:s9', NULL)", "claim");
}

#[test]
fn a_removed_definition_is_found() {
    check_both("DELETE FROM definition_text", "INC0000001", 1);
}

#[test]
fn a_changed_definition_is_found() {
    check_both("UPDATE definition_text SET text = replace(text, 'true', 'false')", "definition_text", None);
}

#[test]
fn a_definition_under_another_hash_is_found() {
    check_both("UPDATE definition_text SET hash = 'x'", "definition_text", None);
}

#[test]
fn terms_missing_from_the_index_of_the_search_are_found() {
    let lost = "DELETE FROM search_term WHERE rowid = \
                (SELECT id FROM search_text WHERE part = 'fields' AND record = SECOND)";
    let other = "UPDATE search_text SET public_terms = '' WHERE part = 'fields' AND record = SECOND";
    check(lost, other, "INC0000002", None);
}

#[test]
fn a_changed_term_in_the_index_of_the_search_is_found() {
    let lost = "DELETE FROM search_term_data WHERE id > 10";
    let other = "UPDATE search_text SET public_terms = array_to_tsvector(ARRAY['z'])";
    check(lost, other, "INC0000001", None);
}
