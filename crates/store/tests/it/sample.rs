//! Write sets to test with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use yuheng_definition::{FieldId, Value};
use yuheng_engine::{
    Audience, Change, Door, EntryAction, EntryDraft, Expected, Record, RecordId, SearchText, Write, WriteSet,
};
use yuheng_store::{CommitOptions, Committed, Store};

/// The canonical text of the definition that the samples run under: an incident whose serial is unique. Without a readable one
/// no key is judged.
pub const DEFINITION: &str = concat!(
    r#"{"format":1,"id":"incident","definition":{"label":{"zh":"incident","en":"incident"},"purpose":{"zh":"#,
    r#""p","en":"p"},"group":"system","lifetime":"standing","prefix":"INC","owner":"manager","title":"title"#,
    r#"","list":["title"],"clauses":[],"fields":{"title":{"label":{"zh":"title","en":"title"},"type":"text""#,
    r#"},"serial":{"label":{"zh":"serial","en":"serial"},"type":"text","unique":true}},"states":{"new":{"la"#,
    r#"bel":{"zh":"new","en":"new"},"kind":"in_force"}},"grants":[]}}"#,
);

/// The hash of [`DEFINITION`].
pub fn definition_hash() -> String {
    hex::encode(Sha256::digest(DEFINITION))
}

/// The moment at which tests begin.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

pub fn new_id() -> RecordId {
    RecordId(Uuid::now_v7())
}

pub fn draft(action: EntryAction, second: i64) -> EntryDraft {
    EntryDraft {
        action,
        actor: RecordId(Uuid::from_u128(7)),
        on_behalf_of: None,
        door: Door::Page,
        at: at(second),
        changes: BTreeMap::new(),
        moved: None,
        transition: None,
        comment: None,
        reason: None,
        clocks: Vec::new(),
        approval: None,
        vote: None,
        definition: definition_hash(),
    }
}

pub fn write(record: Record, expected: Expected, entries: Vec<EntryDraft>) -> Write {
    Write {
        record,
        expected,
        prefix: "INC".into(),
        entries,
        related: Vec::new(),
        unrelated: Vec::new(),
        attached: Vec::new(),
        mentioned: Vec::new(),
        index: BTreeMap::new(),
        next_at: None,
        texts: None,
    }
}

pub fn set(write: Write) -> WriteSet {
    WriteSet { writes: vec![write], ..WriteSet::default() }
}

/// An incident that is opened with a title.
pub fn create(title: &str) -> WriteSet {
    let id = new_id();
    let record = Record {
        id,
        process: "incident".into(),
        number: 0,
        label: String::new(),
        state: "new".into(),
        is_open: true,
        fields: BTreeMap::from([("title".into(), title.into()), ("impact".into(), "low".into())]),
        clocks: BTreeMap::new(),
        approvals: Vec::new(),
        opened_by: RecordId(Uuid::from_u128(7)),
        opened_at: at(0),
        updated_at: at(0),
        entered_at: at(0),
        quiet_since: None,
        silence_escalated_at: None,
        resolved_at: None,
        closed_at: None,
        doers: BTreeMap::new(),
        voided: None,
        version: 1,
        n: 0,
        definition: definition_hash(),
    };
    let mut entry = draft(EntryAction::Created, 0);
    entry.changes = changes(&[("title", Some(title.into()), true), ("impact", Some("low".into()), false)]);
    let mut write = write(record, Expected::New, vec![entry]);
    write.index = BTreeMap::from([("impact".into(), "low".into())]);
    write.texts = Some(SearchText { public: title.to_owned(), internal: String::new() });
    set(write)
}

pub fn changes(changes: &[(&str, Option<Value>, bool)]) -> BTreeMap<FieldId, Change> {
    let change = |(field, value, erasable): &(&str, Option<Value>, bool)| {
        ((*field).into(), Change { value: value.clone(), erasable: *erasable })
    };
    changes.iter().map(change).collect()
}

/// A change of one field of `record`.
pub fn update(record: &Record, field: &str, value: Option<Value>, erasable: bool, second: i64) -> WriteSet {
    let mut record = record.clone();
    match &value {
        Some(value) => record.fields.insert(field.into(), value.clone()),
        None => record.fields.remove(field),
    };
    let expected = Expected::Version(record.version);
    record.version += 1;
    record.updated_at = at(second);
    let mut entry = draft(EntryAction::Updated, second);
    entry.changes = changes(&[(field, value, erasable)]);
    let index = record.fields.get("impact").and_then(Value::as_text).map(str::to_owned);
    let mut write = write(record, expected, vec![entry]);
    write.index = index.into_iter().map(|impact| ("impact".into(), impact)).collect();
    set(write)
}

/// A step that stays in its state.
pub fn urge(record: &Record, second: i64) -> WriteSet {
    let mut set = update(record, "impact", Some("high".into()), false, second);
    let write = &mut set.writes[0];
    write.entries[0].transition = Some("urge".into());
    write.record.doers.insert("urge".into(), write.entries[0].actor);
    set
}

pub fn comment(record: &Record, body: &str, audience: Audience, second: i64) -> WriteSet {
    let mut entry = draft(EntryAction::Commented, second);
    entry.comment = Some((body.to_owned(), audience));
    let mut record = record.clone();
    record.updated_at = at(second);
    set(write(record, Expected::Exists, vec![entry]))
}

pub async fn commit(store: &Store, set: &WriteSet) -> Committed {
    store.keep_definition_text(&definition_hash(), DEFINITION, at(0)).await.unwrap();
    let epoch = store.content_epoch().await.unwrap();
    store.commit(set, &CommitOptions::in_epoch(epoch)).await.unwrap()
}

/// Commits and reads the first record back.
pub async fn committed(store: &Store, set: &WriteSet) -> Record {
    let done = commit(store, set).await;
    store.record(done.records[0].id).await.unwrap().unwrap()
}

/// Waits until the feed holds `entries`: on PostgreSQL whatever runs in the whole cluster holds it back.
pub async fn sequenced(store: &Store, entries: u64) {
    loop {
        store.advance_feed().await.unwrap();
        let position = store.feed_position().await.unwrap();
        assert!(position <= entries, "the feed has {position} places for {entries} entries");
        if position == entries {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// The content with `digest`, put together from its parts, if it is there.
pub async fn whole(store: &Store, digest: &str) -> Option<Vec<u8>> {
    if !store.is_whole(digest).await.unwrap() {
        return None;
    }
    let mut content = Vec::new();
    for part in 0.. {
        match store.content_part(digest, part).await.unwrap() {
            Some(bytes) => content.extend(bytes),
            None => break,
        }
    }
    Some(content)
}
