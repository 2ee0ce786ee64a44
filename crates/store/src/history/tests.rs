//! The bytes of entries, held to those that were written by the first program.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;
use yuheng_definition::{ApprovalForm, Value};
use yuheng_engine::{
    ApprovalOutcome, Asking, Audience, Clock, ClockEvent, ClockEventKind, ClockState, Door, EntryAction, Joining,
    Pinned, RecordId, Signer,
};

use super::*;
use crate::state::Hash;

fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

fn hash(byte: u8) -> Hash {
    [byte; 32]
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_microsecond(second * 1_000_000 + 5).unwrap()
}

/// An entry with nothing but what every entry has.
fn bare() -> Entry {
    Entry {
        record: id(1),
        n: 2,
        version: 1,
        prev: hash(9),
        at: at(1_795_000_000),
        opened: None,
        action: EntryAction::SignedIn,
        actor: id(2),
        on_behalf_of: None,
        door: Door::Page,
        definition: "d".into(),
        open: None,
        resolved_at: None,
        closed_at: None,
        moved: None,
        transition: None,
        changes: BTreeMap::new(),
        comment: None,
        reason: None,
        clocks: Vec::new(),
        clock_states: BTreeMap::new(),
        approval: None,
        approvals: Vec::new(),
        vote: None,
        related: Vec::new(),
        unrelated: Vec::new(),
        attached: Vec::new(),
        erased: Vec::new(),
        digest: None,
    }
}

/// The first entry of a record, with every kind of value.
fn created() -> Entry {
    let row = Value::Row(BTreeMap::from([("b".into(), true.into()), ("long".into(), "值".into())]));
    let opened =
        Opened { process: "incident".into(), number: 42, label: "INC0000042".into(), state: "new".into(), by: id(3) };
    Entry {
        n: 1,
        prev: Hash::default(),
        opened: Some(opened),
        action: EntryAction::Created,
        on_behalf_of: Some(id(4)),
        door: Door::Api,
        open: Some(true),
        changes: BTreeMap::from([
            ("title".into(), Changed::Committed(hash(1))),
            ("count".into(), Changed::Plain((-70_000_i64).into())),
            ("impact".into(), Changed::Plain("high".into())),
            ("rows".into(), Changed::Plain(Value::List(vec![row]))),
        ]),
        clock_states: BTreeMap::from([
            ("response".into(), Some(clock(None))),
            ("resolution".into(), Some(clock(Some(at(9))))),
        ]),
        related: vec![Related { id: id(5), kind: "customer".into(), target: id(6), ordinal: 256 }],
        attached: vec![Attached {
            id: id(7),
            digest: "ab".repeat(32),
            name: hash(2),
            media_type: "text/plain".into(),
            size: 65_536,
            audience: Audience::Internal,
            ordinal: 0,
        }],
        digest: Some(hash(3)),
        ..bare()
    }
}

fn clock(stopped_at: Option<Timestamp>) -> Clock {
    let pinned = Pinned { record: id(8), version: 3 };
    Clock {
        state: if stopped_at.is_some() { ClockState::Stopped } else { ClockState::Running },
        started_at: at(1),
        since: at(2),
        used_seconds: 30,
        target_seconds: 3600,
        calendar: Some(pinned),
        agreement: stopped_at.map(|_| pinned),
        target_row: Some("p2".into()),
        due_at: Some(at(3)),
        next_at: None,
        warned: 0,
        stopped_at,
        breached_at: stopped_at,
        pause_reason: stopped_at.map(|_| "customer".into()),
    }
}

/// An entry with everything that a later one may have.
fn transitioned() -> Entry {
    let vote = VoteState {
        voter: id(10),
        deputy: Some(id(11)),
        at: at(4),
        agrees: false,
        opinion: Some(hash(4)),
        step: None,
        to_step: None,
    };
    let asked = ApprovalState {
        id: id(12),
        transition: "implement".into(),
        asked_by: id(2),
        asked_at: at(5),
        form: ApprovalForm::Share(60),
        voters: vec![id(10), id(13)],
        values: Some(hash(5)),
        outcome: ApprovalOutcome::Pending,
        votes: Vec::new(),
        steps: Vec::new(),
        step: None,
        earlier: Vec::new(),
        signers: Vec::new(),
        copies: Vec::new(),
    };
    let event = ClockEvent {
        clock: "response".into(),
        event: ClockEventKind::Warned,
        share: Some(75),
        due_at: Some(at(6)),
        target_seconds: 3600,
        used_seconds: 2700,
        calendar: Some(Pinned { record: id(8), version: 3 }),
        agreement: None,
        reason: Some("p2".into()),
    };
    Entry {
        n: 3,
        version: 300,
        action: EntryAction::Transitioned,
        door: Door::Job,
        open: Some(false),
        resolved_at: Some(None),
        closed_at: Some(Some(at(7))),
        moved: Some(("new".into(), "closed".into())),
        transition: Some("close".into()),
        changes: BTreeMap::from([("impact".into(), Changed::Emptied)]),
        comment: Some((Audience::Public, hash(6))),
        reason: Some(hash(7)),
        clocks: vec![event],
        approval: Some(id(12)),
        approvals: vec![ApprovalChange::Asked(asked), ApprovalChange::outcome(id(14), ApprovalOutcome::Voided)],
        vote: Some(vote),
        unrelated: vec![Unrelated { id: id(5), ordinal: 256 }],
        erased: vec![ErasedValue { n: 1, item: "field:title".into() }],
        digest: Some(hash(8)),
        ..bare()
    }
}

/// The file is kept for ever: what it holds was written, and must be read as it was meant.
#[test]
fn the_bytes_of_entries_are_those_of_the_first_program() {
    let golden = include_str!("../../tests/golden/entry-format-1.hex");
    let entries = [bare(), created(), transitioned()];
    let written: String = entries.iter().map(|entry| hex::encode(entry.encode()) + "\n").collect();
    assert_eq!(written, golden);
    for (line, entry) in golden.lines().zip(entries) {
        assert_eq!(Entry::decode(&hex::decode(line).unwrap()).unwrap(), entry);
    }
}

#[test]
fn an_entry_with_anything_unknown_is_refused() {
    let bytes = bare().encode();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        // A flipped bit is another entry, or none: never the same one.
        assert!(Entry::decode(&changed).map_or(true, |entry| entry != bare()), "byte {place}");
    }
    let item = crate::cbor::Item::map(vec![("format".into(), crate::cbor::Item::Int(2))]);
    let refused = Entry::decode(&item.encode()).unwrap_err();
    assert!(refused.to_string().contains("format 2"), "{refused}");
}

/// What steps bring to an entry is read as it was written; the entries of the file above have none of it.
#[test]
fn an_approval_in_steps_is_read_as_it_was_written() {
    let asking = Asking { step: "sign".into(), form: ApprovalForm::Share(60), voters: vec![id(20), id(21)] };
    let signer = Signer {
        person: id(22),
        by: id(20),
        deputy: Some(id(23)),
        at: at(8),
        how: Joining::HandedOn,
        step: Some("sign".into()),
        round: 1,
    };
    let stands = ApprovalChange::Stands {
        id: id(12),
        outcome: ApprovalOutcome::Pending,
        asking: Some(asking.clone()),
        signers: vec![signer.clone()],
        copies: vec![id(24)],
    };
    let asked = ApprovalState {
        id: id(13),
        transition: "review".into(),
        asked_by: id(2),
        asked_at: at(5),
        form: ApprovalForm::One,
        voters: vec![id(20)],
        values: None,
        outcome: ApprovalOutcome::Pending,
        votes: Vec::new(),
        steps: vec!["check".into(), "sign".into()],
        step: Some("check".into()),
        earlier: vec![asking],
        signers: vec![signer],
        copies: vec![id(25)],
    };
    let vote = VoteState {
        voter: id(22),
        deputy: None,
        at: at(9),
        agrees: false,
        opinion: None,
        step: Some("sign".into()),
        to_step: Some("check".into()),
    };
    let action = EntryAction::SignerAdded;
    let entry = Entry { action, approvals: vec![stands, ApprovalChange::Asked(asked)], vote: Some(vote), ..bare() };
    assert_eq!(Entry::decode(&entry.encode()).unwrap(), entry);
}
