//! A store with records of several kinds, with everything that a history can tell.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;
use yuheng_definition::{ApprovalForm, Value};
use yuheng_engine::{
    Approval, ApprovalOutcome, Attachment, Audience, Change, Clock, ClockState, EntryAction, Expected, NewRelation,
    Record, RecordId, SearchText, Vote, WriteSet,
};
use yuheng_store::{CommitOptions, ErasedItem, Erasure, Store};

use crate::sample::{at, comment, committed, create, draft, new_id, set, update, write};

/// Adds `count` records, from the `first`th on, each with another story.
pub async fn tell(store: &Store, first: u32, count: u32) {
    for index in first..first + count {
        let second = i64::from(index) * 100;
        let mut record = happens(store, opened(index)).await;
        if index.is_multiple_of(2) {
            let customer = new_id().to_string();
            record = happens(store, update(&record, "customer", Some(customer.into()), false, second + 1)).await;
            let other = new_id().to_string();
            record = happens(store, update(&record, "customer", Some(other.into()), false, second + 2)).await;
        }
        record = happens(store, comment(&record, "said 说过", Audience::Public, second + 3)).await;
        record = happens(store, comment(&record, "noted", Audience::Internal, second + 4)).await;
        if index.is_multiple_of(3) {
            record = attached(store, &record, index).await;
        }
        if index.is_multiple_of(4) {
            record = voted(store, &record, second + 6).await;
        }
        if index.is_multiple_of(5) {
            record = happens(store, related(&record, second + 8)).await;
        }
        match index % 6 {
            1 => drop(happens(store, resolved(&record, second + 9)).await),
            2 => erase(store, &record, second + 9).await,
            3 => drop(happens(store, voided(&record, second + 9)).await),
            _ => {}
        }
    }
}

/// Commits a write, with the moment at which its record is looked at next.
async fn happens(store: &Store, mut set: WriteSet) -> Record {
    let write = &mut set.writes[0];
    write.next_at = next_at(&write.record);
    committed(store, &set).await
}

fn next_at(record: &Record) -> Option<Timestamp> {
    let running = record.clocks.values().filter(|clock| clock.state == ClockState::Running);
    running.filter_map(|clock| clock.next_at).min()
}

/// A record with fields of either kind, and a clock on some.
fn opened(index: u32) -> WriteSet {
    let mut set = create(&format!("第{index}条 title"));
    let write = &mut set.writes[0];
    if !index.is_multiple_of(2) {
        let serial = Value::from(format!("S{index}"));
        write.record.fields.insert("serial".into(), serial.clone());
        write.entries[0].changes.insert("serial".into(), Change { value: Some(serial), erasable: false });
        set.claims = vec![(format!("unique:incident:serial:s{index}"), write.record.id)];
    }
    if index.is_multiple_of(2) {
        write.record.process = "change".into();
        write.prefix = "CHG".into();
    }
    if !index.is_multiple_of(3) {
        let clock = Clock {
            state: ClockState::Running,
            started_at: at(0),
            since: at(0),
            used_seconds: 0,
            target_seconds: 14_400,
            calendar: None,
            agreement: None,
            target_row: Some("p2".into()),
            due_at: Some(at(14_400)),
            next_at: Some(at(10_800)),
            warned: 0,
            stopped_at: None,
            breached_at: None,
            pause_reason: None,
        };
        write.record.clocks = BTreeMap::from([("resolution".into(), clock)]);
    }
    set
}

async fn attached(store: &Store, record: &Record, index: u32) -> Record {
    let mut upload = store.begin_upload().await.unwrap();
    upload.write(format!("content {index} {}", record.id).as_bytes()).await.unwrap();
    let content = upload.finish().await.unwrap();
    let mut set = set(write(record.clone(), Expected::Exists, vec![draft(EntryAction::Attached, 5)]));
    set.writes[0].attached = vec![Attachment {
        id: new_id(),
        digest: content.digest,
        name: format!("log-{index}.txt"),
        media_type: "text/plain".into(),
        size: content.size,
        audience: Audience::Internal,
    }];
    happens(store, set).await
}

/// Asks for an approval and gives one of two votes.
async fn voted(store: &Store, record: &Record, second: i64) -> Record {
    let voters = [RecordId(Uuid::from_u128(8)), RecordId(Uuid::from_u128(9))];
    let id = new_id();
    let mut asked = changed(record, EntryAction::ApprovalAsked, second);
    asked.writes[0].entries[0].approval = Some(id);
    asked.writes[0].record.approvals.push(Approval {
        id,
        transition: "approve".into(),
        asked_by: RecordId(Uuid::from_u128(7)),
        asked_at: at(second),
        form: ApprovalForm::All,
        voters: voters.to_vec(),
        votes: Vec::new(),
        outcome: ApprovalOutcome::Pending,
        values: BTreeMap::from([("plan".into(), "the plan".into())]),
        urged: 0,
        urged_at: None,
        steps: vec!["check".into(), "sign".into()],
        step: Some("check".into()),
        earlier: Vec::new(),
        signers: Vec::new(),
        copies: vec![new_id()],
    });
    let record = happens(store, asked).await;
    let vote = Vote {
        voter: voters[0],
        deputy: Some(new_id()),
        at: at(second + 1),
        agrees: true,
        opinion: Some("同意 fine".into()),
        step: Some("check".into()),
        to_step: None,
    };
    let mut cast = changed(&record, EntryAction::Voted, second + 1);
    cast.writes[0].entries[0].approval = Some(id);
    cast.writes[0].entries[0].vote = Some(vote.clone());
    cast.writes[0].record.approvals[0].votes.push(vote);
    happens(store, cast).await
}

fn related(record: &Record, second: i64) -> WriteSet {
    let mut set = set(write(record.clone(), Expected::Exists, vec![draft(EntryAction::Related, second)]));
    set.writes[0].related = vec![NewRelation { id: new_id(), kind: "related".into(), target: new_id() }];
    set
}

fn resolved(record: &Record, second: i64) -> WriteSet {
    let mut set = changed(record, EntryAction::Transitioned, second);
    let write = &mut set.writes[0];
    write.entries[0].transition = Some("resolve".into());
    write.entries[0].moved = Some(("new".into(), "resolved".into()));
    write.record.doers.insert("resolve".into(), write.entries[0].actor);
    write.record.state = "resolved".into();
    write.record.entered_at = at(second);
    write.record.resolved_at = Some(at(second));
    for clock in write.record.clocks.values_mut() {
        (clock.state, clock.stopped_at, clock.next_at) = (ClockState::Stopped, Some(at(second)), None);
    }
    set
}

fn voided(record: &Record, second: i64) -> WriteSet {
    let mut set = changed(record, EntryAction::Voided, second);
    let write = &mut set.writes[0];
    write.entries[0].reason = Some("opened in error".into());
    write.record.voided = Some("opened in error".into());
    write.record.is_open = false;
    write.record.closed_at = Some(at(second));
    write.record.clocks.clear();
    if let Some(serial) = write.record.fields.get("serial").and_then(Value::as_text) {
        set.releases = vec![format!("unique:incident:serial:{}", serial.to_lowercase())];
    }
    set
}

async fn erase(store: &Store, record: &Record, second: i64) {
    let mut set = update(record, "title", None, true, second);
    let write = &mut set.writes[0];
    write.entries[0].action = EntryAction::Erased;
    write.texts = Some(SearchText::default());
    let erases = vec![Erasure { record: record.id, item: ErasedItem::Field("title".into()) }];
    set.writes[0].next_at = next_at(record);
    store.commit(&set, &CommitOptions { erases, ..CommitOptions::in_epoch(1) }).await.unwrap();
}

/// A write of the record with one entry.
fn changed(record: &Record, action: EntryAction, second: i64) -> WriteSet {
    let mut record = record.clone();
    let expected = Expected::Version(record.version);
    record.version += 1;
    record.updated_at = at(second);
    let mut write = write(record, expected, vec![draft(action, second)]);
    write.index = BTreeMap::from([("impact".into(), "low".into())]);
    set(write)
}
