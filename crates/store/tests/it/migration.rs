//! Stores of earlier schemas, opened by this program: what they hold is there in its new place.

use yuheng_store::{Notice, Store};

use crate::place::on_both;
use crate::sample::{at, committed, create, new_id, urge};
use crate::story::tell;

#[test]
fn notices_and_participants_of_the_first_schema_are_taken_along() {
    on_both(|store, place| async move {
        tell(&store, 1, 8).await;
        let (ann, record) = (new_id(), new_id());
        let kept = |key: &str, is_read: bool| serde_json::json!({ "id": key, "at": at(5), "reason": "assigned", "record": record, "is_read": is_read });
        let told = serde_json::Value::from(vec![kept("b", false), kept("a", true)]).to_string();
        store.set_preference(ann, "notices", Some(&told), at(9)).await.unwrap();
        drop(store);
        let back = "DROP TABLE notice; DROP TABLE draft; DROP TABLE involvement; DROP TABLE presence; DROP TABLE view_told; DROP TABLE viewing; DROP INDEX IF EXISTS involvement_followed; DELETE FROM participant; ALTER TABLE epoch DROP COLUMN holds_from; \
                    DROP INDEX record_priority; DROP INDEX record_open; ALTER TABLE outbox DROP COLUMN n;";
        let version = place.pick("PRAGMA user_version = 1", "UPDATE schema_version SET version = 1");
        let asked = place.pick(ASKED.0, ASKED.1);
        place.tamper(&format!("{back} {asked}; {version}")).await;

        let store = Store::open(&place.location).await.unwrap();
        let notice = |key: &str, read_at| Notice {
            key: key.to_owned(),
            at: at(5),
            reason: "assigned".to_owned(),
            record,
            n: None,
            doer: None,
            read_at,
        };
        assert_eq!(store.notices(ann, None, 9).await.unwrap(), [notice("b", None), notice("a", Some(at(9)))]);
        assert_eq!(store.preferences(ann, "notices").await.unwrap(), []);
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    });
}

#[test]
fn when_a_record_was_last_changed_is_read_from_the_history_again() {
    on_both(|store, place| async move {
        tell(&store, 1, 8).await;
        // As if something had been noted beside each record a second later: the fifth schema took that for a change.
        place.tamper("UPDATE record SET updated_at = updated_at + 1000000").await;
        let faults = store.verify(|_, _| {}).await.unwrap().faults;
        assert!(!faults.is_empty() && faults.iter().all(|bad| bad.what.en.contains("updated_at")), "{faults:?}");
        place.tamper("INSERT INTO setting (key, value) VALUES ('updated_at', 'stale')").await;
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, [], "it is being read");
        place.tamper("DELETE FROM setting WHERE key = 'updated_at'").await;
        drop(store);
        place.tamper("DROP INDEX record_priority; DROP INDEX record_open; DROP TABLE draft; DROP TABLE involvement; DROP TABLE presence; DROP TABLE view_told; DROP TABLE viewing; DROP INDEX IF EXISTS involvement_followed").await;
        place.tamper("ALTER TABLE notice DROP COLUMN doer; ALTER TABLE notice DROP COLUMN n").await;
        place.tamper("ALTER TABLE outbox DROP COLUMN n").await;
        place.tamper(place.pick("PRAGMA user_version = 5", "UPDATE schema_version SET version = 5")).await;
        let store = Store::open(&place.location).await.unwrap();
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
        assert_eq!(store.setting("updated_at").await.unwrap(), None, "that is done once");
        place.tamper("INSERT INTO setting (key, value) VALUES ('updated_at', 'stale')").await;
        place.tamper("UPDATE record SET updated_at = updated_at + 1000000, version = version + 1").await;
        let faults = store.verify(|_, _| {}).await.unwrap().faults;
        assert!(!faults.is_empty() && faults.iter().all(|bad| bad.what.en.contains("version")), "{faults:?}");
    });
}

#[test]
fn what_was_urged_before_a_program_kept_since_when_it_is_quiet_is_whole_and_counted_from_there() {
    on_both(|store, place| async move {
        let record = committed(&store, &create("a")).await;
        let mut set = urge(&record, 60);
        set.writes[0].next_at = Some(at(900));
        let id = committed(&store, &set).await.id;
        drop(store);
        place.tamper(place.pick(NOT_KEPT.0, NOT_KEPT.1)).await;
        place.tamper("DROP TABLE presence; DROP TABLE view_told; DROP TABLE viewing; DROP INDEX IF EXISTS involvement_followed; DROP INDEX record_open; ALTER TABLE notice DROP COLUMN n").await;
        place.tamper("ALTER TABLE outbox DROP COLUMN n").await;
        place.tamper(place.pick("PRAGMA user_version = 8", "UPDATE schema_version SET version = 8")).await;

        let store = Store::open(&place.location).await.unwrap();
        let record = store.record(id).await.unwrap().unwrap();
        assert_eq!((record.quiet_since, record.updated_at), (Some(at(0)), at(60)));
        assert_eq!(store.next_due().await.unwrap(), Some(at(0)), "its silence is counted anew");
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
        let record = committed(&store, &urge(&record, 120)).await;
        assert_eq!((record.quiet_since, record.updated_at), (Some(at(0)), at(120)));
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);

        place.tamper(place.pick(NOT_KEPT.0, NOT_KEPT.1)).await;
        let faults = store.verify(|_, _| {}).await.unwrap().faults;
        assert!(faults.len() == 1 && faults[0].what.en.contains("details"), "what is taken away is missed: {faults:?}");
        place.tamper("INSERT INTO setting (key, value) VALUES ('updated_at', 'stale')").await;
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, [], "it is being read");
    });
}

/// Since when each record is quiet, as a program of the eighth schema left it.
const NOT_KEPT: (&str, &str) = (
    "UPDATE record SET details = json_remove(details, '$.quiet_since')",
    "UPDATE record SET details = regexp_replace(details, '\"quiet_since\":\"[^\"]*\",', '')",
);

/// The participants as the first schema had them: those who were asked.
const ASKED: (&str, &str) = (
    "INSERT INTO participant SELECT DISTINCT unhex(replace(v.value, '-', '')), r.id FROM record r, \
     json_each(r.details, '$.approvals') a, json_each(a.value, '$.voters') v",
    "INSERT INTO participant SELECT DISTINCT v.value::uuid, r.id FROM record r, \
     jsonb_array_elements(r.details::jsonb -> 'approvals') a, jsonb_array_elements_text(a.value -> 'voters') v",
);
