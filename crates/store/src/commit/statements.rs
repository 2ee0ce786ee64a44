//! The statements that write what was sealed. They are the same for both databases but for what [`dialect`] names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_definition::{ClockId, FieldId};
use yuheng_engine::{Audience, Clock, Effect, OutboxMessage, Projection, Record, RecordId, shared};

use super::found::{Found, KEPT};
use super::seal::SealedWrite;
use super::{AccountChange, ErasedItem, Request};
use crate::StorageError;
use crate::details::{Details, Hex};
use crate::dialect::{self, Dialect};
use crate::epoch;
use crate::history::{Attached, Entry, Related, words};
use crate::involvement::{self, INVOLVEMENT, Part};
use crate::record::Stored;
use crate::search;
use crate::sql::{Bind, Sql};
use crate::state::Hash;

/// What a commit writes.
#[derive(Debug, Default)]
pub struct Statements {
    /// In this order.
    pub first: Vec<Sql>,
    /// The rows of the full-text index: after these of all others of a group.
    pub last: Vec<Sql>,
}

/// The statements of a commit.
///
/// # Errors
/// When a value can't be written as JSON.
pub fn statements(
    request: &Request,
    found: &Found,
    sealed: &[SealedWrite<'_>],
    dialect: Dialect,
) -> Result<Statements, StorageError> {
    let mut all = Statements::default();
    for write in sealed {
        of_write(&mut all, write, dialect)?;
        if dialect == Dialect::Sqlite {
            // On PostgreSQL the sequencer does it: positions must not come in another order than commits.
            let entries = write.entries.iter().map(|(entry, _)| vec![entry.record.into(), entry.n.into()]);
            all.first.push(rows(Sql::new("INSERT INTO feed (record, n) VALUES "), entries));
        }
    }
    for made in &request.set.projections {
        if let Some(stored) = found.records.get(&made.record) {
            projection(&mut all, stored, made, dialect)?;
        }
    }
    of_set(&mut all.first, request, sealed)?;
    Ok(all)
}

/// What one write leaves of its record, but for its entries' places in the feed.
///
/// # Errors
/// When a value can't be written as JSON.
pub fn of_write(all: &mut Statements, write: &SealedWrite<'_>, dialect: Dialect) -> Result<(), StorageError> {
    all.first.push(record(write)?);
    let before = write.before.map(|before| &before.details.index);
    index(&mut all.first, &write.record, before, &write.details.index);
    clocks(&mut all.first, write);
    participants(&mut all.first, write);
    involved(&mut all.first, write);
    relations(&mut all.first, write);
    attachments(&mut all.first, write);
    history(&mut all.first, write);
    search_rows(all, write, dialect);
    erasures(&mut all.first, write, dialect);
    Ok(())
}

/// What a record is found by, as it was made anew. The row keeps all else: nothing has happened to the record.
fn projection(all: &mut Statements, stored: &Stored, made: &Projection, dialect: Dialect) -> Result<(), StorageError> {
    let (record, before) = (&stored.record, &stored.details);
    let texts = Some(Hex(search::digest(&made.texts.public, &made.texts.internal)));
    let details = Details { index: made.index.clone(), texts, ..before.clone() };
    let sql = Sql::new("UPDATE record SET details = ").bind(serde_json::to_string(&details)?);
    all.first.push(sql.text(" WHERE id = ").bind(record.id));
    index(&mut all.first, record, Some(&before.index), &made.index);
    if texts != before.texts {
        search::write(all, record.id, "fields", &made.texts.public, &made.texts.internal, dialect);
    }
    Ok(())
}

/// Rows of values, in parentheses, with commas between.
#[must_use]
pub fn rows(mut sql: Sql, rows: impl IntoIterator<Item = Vec<Bind>>) -> Sql {
    for (index, row) in rows.into_iter().enumerate() {
        sql = sql.text(if index == 0 { "(" } else { ", (" }).list(row).text(")");
    }
    sql
}

/// The columns of a record's row that its writes change, with what they hold: what its fields, its clocks and its history
/// say.
///
/// # Errors
/// When the details can't be written as JSON.
pub fn columns(
    record: &Record,
    head: Hash,
    next_at: Option<Timestamp>,
    details: &Details,
) -> Result<[(&'static str, Bind); 20], StorageError> {
    let reference = |field| Bind::from(record.reference(field));
    let is_confidential = record.fields.get(shared::CONFIDENTIAL).and_then(|value| value.as_bool()).unwrap_or_default();
    Ok([
        ("state", record.state.as_str().into()),
        ("is_open", record.is_open.into()),
        (shared::PRIORITY, record.text(shared::PRIORITY).into()),
        (shared::CUSTOMER, reference(shared::CUSTOMER)),
        (shared::SERVICE, reference(shared::SERVICE)),
        (shared::ASSIGNEE, reference(shared::ASSIGNEE)),
        ("assigned_group", reference(shared::GROUP)),
        (shared::REQUESTER, reference(shared::REQUESTER)),
        (shared::DEPARTMENT, reference(shared::DEPARTMENT)),
        (shared::CONFIDENTIAL, is_confidential.into()),
        ("updated_at", record.updated_at.into()),
        ("due_at", record.due_at().into()),
        ("next_at", next_at.into()),
        ("resolved_at", record.resolved_at.into()),
        ("closed_at", record.closed_at.into()),
        ("voided", record.voided.as_deref().into()),
        ("version", record.version.into()),
        ("n", record.n.into()),
        ("head", head.into()),
        ("details", serde_json::to_string(details)?.into()),
    ])
}

fn record(write: &SealedWrite<'_>) -> Result<Sql, StorageError> {
    let record = &write.record;
    let columns = columns(record, write.head, next_at(write), &write.details)?;
    let fields = serde_json::to_string(&record.fields)?;
    if write.before.is_none() {
        let mut sql = Sql::new("INSERT INTO record (id, process, number, label, opened_by, opened_at, definition");
        for (name, _) in &columns {
            sql = sql.text(", ").text(name);
        }
        let sql = sql.text(", fields) VALUES (").bind(record.id).text(", ").bind(record.process.as_str()).text(", ");
        let sql = sql.bind(record.number).text(", ").bind(record.label.as_str()).text(", ").bind(record.opened_by);
        let sql = sql.text(", ").bind(record.opened_at).text(", ").bind(record.definition.as_str()).text(", ");
        let sql = sql.list(columns.map(|(_, value)| value)).text(", ");
        return Ok(sql.either(dialect::JSON_OPEN).bind(fields).either(dialect::JSON_CLOSE).text(")"));
    }
    let mut sql = Sql::new("UPDATE record SET ");
    for (name, value) in columns {
        sql = sql.text(name).text(" = ").bind(value).text(", ");
    }
    let sql = sql.text("definition = ").bind(record.definition.as_str());
    let sql = sql.text(", fields = ").either(dialect::JSON_OPEN).bind(fields).either(dialect::JSON_CLOSE);
    Ok(sql.text(" WHERE id = ").bind(record.id))
}

/// When the record next has to be looked at. A write that merges with others decided without them: the earlier moment.
fn next_at(write: &SealedWrite<'_>) -> Option<Timestamp> {
    let decided = write.write.next_at;
    match write.before {
        Some(before) if before.record.n != write.write.record.n => decided.into_iter().chain(before.next_at).min(),
        _ => decided,
    }
}

/// The rows of the side index that are new, and those that go.
fn index(
    all: &mut Vec<Sql>,
    record: &Record,
    before: Option<&BTreeMap<FieldId, String>>,
    after: &BTreeMap<FieldId, String>,
) {
    let none = BTreeMap::new();
    let before = before.unwrap_or(&none);
    for (field, value) in before.iter().filter(|(field, value)| after.get(*field) != Some(*value)) {
        let sql = Sql::new("DELETE FROM field_index WHERE process = ").bind(record.process.as_str());
        let sql = sql.text(" AND field = ").bind(field.as_str()).text(" AND value = ").bind(value.as_str());
        all.push(sql.text(" AND sort_at = ").bind(record.opened_at).text(" AND record = ").bind(record.id));
    }
    let new: Vec<Vec<Bind>> = after
        .iter()
        .filter(|(field, value)| before.get(*field) != Some(*value))
        .map(|(field, value)| index_row(record, field, value))
        .collect();
    if !new.is_empty() {
        all.push(rows(Sql::new("INSERT INTO field_index (").text(INDEX).text(") VALUES "), new));
    }
}

/// The columns of the side index, in the order of [`index_row`].
pub const INDEX: &str = "process, field, value, sort_at, record";

/// The row of the side index for a field of a record.
#[must_use]
pub fn index_row(record: &Record, field: &FieldId, value: &str) -> Vec<Bind> {
    let process = record.process.as_str();
    vec![process.into(), field.as_str().into(), value.into(), record.opened_at.into(), record.id.into()]
}

fn clocks(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let record = &write.record;
    let known = |id| write.before.and_then(|before| before.record.clocks.get(id));
    let changed = record.clocks.iter().filter(|(id, clock)| known(*id) != Some(*clock));
    let changed: Vec<Vec<Bind>> = changed.map(|(id, clock)| clock_row(record, id, clock)).collect();
    if !changed.is_empty() {
        let sql = rows(Sql::new("INSERT INTO clock (").text(CLOCK).text(") VALUES "), changed);
        all.push(sql.text(
            " ON CONFLICT (record, clock) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, \
             started_at = excluded.started_at, due_at = excluded.due_at, next_at = excluded.next_at, \
             warned = excluded.warned, stopped_at = excluded.stopped_at, breached_at = excluded.breached_at",
        ));
    }
    let gone = write.before.into_iter().flat_map(|before| before.record.clocks.keys());
    for id in gone.filter(|id| !record.clocks.contains_key(*id)) {
        let sql = Sql::new("DELETE FROM clock WHERE record = ").bind(record.id);
        all.push(sql.text(" AND clock = ").bind(id.as_str()));
    }
}

/// The columns of a clock's row, in the order of [`clock_row`].
pub const CLOCK: &str =
    "record, clock, process, state, outcome, started_at, due_at, next_at, warned, stopped_at, breached_at";

/// The row of a record's clock.
#[must_use]
pub fn clock_row(record: &Record, id: &ClockId, clock: &Clock) -> Vec<Bind> {
    vec![
        record.id.into(),
        id.as_str().into(),
        record.process.as_str().into(),
        words::word(&clock.state).into(),
        clock.outcome().map(yuheng_engine::ClockOutcome::word).into(),
        clock.started_at.into(),
        clock.due_at.into(),
        clock.next_at.into(),
        i64::from(clock.warned).into(),
        clock.stopped_at.into(),
        clock.breached_at.into(),
    ]
}

/// Whoever has a part in an approval takes part for good.
fn participants(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let known = write.before.map(|before| before.record.approving()).unwrap_or_default();
    let new: Vec<Vec<Bind>> = participant_rows(&write.record, &known).collect();
    if !new.is_empty() {
        let sql = rows(Sql::new("INSERT INTO participant (").text(PARTICIPANT).text(") VALUES "), new);
        all.push(sql.text(" ON CONFLICT (person, record) DO NOTHING"));
    }
}

/// The columns of a participant's row, in the order of [`participant_rows`].
pub const PARTICIPANT: &str = "person, record";

/// The rows of those who have a part in an approval, without those already `known`.
pub fn participant_rows(record: &Record, known: &BTreeSet<RecordId>) -> impl Iterator<Item = Vec<Bind>> {
    let id = record.id;
    let new = record.approving().into_iter().filter(move |person| !known.contains(person));
    new.map(move |person| vec![person.into(), id.into()])
}

/// Who opened it and who did something on it stand by the first entry that says so; who is mentioned by the latest, unread.
fn involved(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let record = &write.record;
    let told = involvement::told(record.opened_by, write.entries.iter().map(|(entry, _)| entry));
    let told: Vec<Vec<Bind>> =
        told.into_iter().map(|(part, person, n)| involvement::row(record, person, part, n)).collect();
    let insert = || Sql::new("INSERT INTO involvement (").text(INVOLVEMENT).text(") VALUES ");
    if !told.is_empty() {
        all.push(rows(insert(), told).text(" ON CONFLICT DO NOTHING"));
    }
    let Some((said, _)) = write.entries.iter().rfind(|(entry, _)| entry.comment.is_some()) else { return };
    let mentioned = write.write.mentioned.iter();
    let mentioned: Vec<_> =
        mentioned.map(|person| involvement::row(record, *person, Part::Mentioned, said.n)).collect();
    if !mentioned.is_empty() {
        all.push(rows(insert(), mentioned).text(
            " ON CONFLICT (person, part, process, sort_at, record) DO UPDATE SET n = excluded.n, read_at = NULL",
        ));
    }
}

fn relations(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    for (entry, _) in &write.entries {
        for ended in &entry.unrelated {
            let sql = Sql::new("UPDATE relation SET until_at = ").bind(entry.at).text(", n_until = ").bind(entry.n);
            all.push(sql.text(" WHERE id = ").bind(ended.id));
        }
        if !entry.related.is_empty() {
            let drawn = entry.related.iter().map(|drawn| relation_row(entry, drawn));
            all.push(rows(Sql::new("INSERT INTO relation (").text(RELATION).text(") VALUES "), drawn));
        }
    }
}

/// The columns of a relation's row when it is drawn, in the order of [`relation_row`].
pub const RELATION: &str = "id, source, ordinal, kind, target, from_at, n_from";

/// The row of a relation, by the entry that draws it.
#[must_use]
pub fn relation_row(entry: &Entry, drawn: &Related) -> Vec<Bind> {
    vec![
        drawn.id.into(),
        entry.record.into(),
        drawn.ordinal.into(),
        drawn.kind.as_str().into(),
        drawn.target.into(),
        entry.at.into(),
        entry.n.into(),
    ]
}

fn attachments(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    for (entry, _) in write.entries.iter().filter(|(entry, _)| !entry.attached.is_empty()) {
        let given = entry.attached.iter().zip(&write.write.attached);
        let attached = given.map(|(attached, given)| attachment_row(entry, attached, Some(&given.name)));
        all.push(rows(Sql::new("INSERT INTO attachment (").text(ATTACHMENT).text(") VALUES "), attached));
    }
}

/// The columns of an attachment's row, in the order of [`attachment_row`].
pub const ATTACHMENT: &str = "id, record, ordinal, n, at, digest, name, commitment, media_type, size, audience";

/// The row of an attachment, by the entry that attaches it; none: its name was erased.
#[must_use]
pub fn attachment_row(entry: &Entry, attached: &Attached, name: Option<&str>) -> Vec<Bind> {
    vec![
        attached.id.into(),
        entry.record.into(),
        attached.ordinal.into(),
        entry.n.into(),
        entry.at.into(),
        attached.digest.as_str().into(),
        name.into(),
        attached.name.into(),
        attached.media_type.as_str().into(),
        attached.size.into(),
        words::audience(attached.audience).into(),
    ]
}

fn history(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let entries = write.entries.iter();
    let entries =
        entries.map(|(entry, bytes)| vec![entry.record.into(), entry.n.into(), entry.at.into(), bytes.clone().into()]);
    all.push(rows(Sql::new("INSERT INTO history (record, n, at, bytes) VALUES "), entries));
    if !write.values.is_empty() {
        let values = write.values.iter().map(|value| {
            vec![
                write.record.id.into(),
                value.n.into(),
                value.item.as_str().into(),
                value.salt.into(),
                value.value.clone().into(),
            ]
        });
        all.push(rows(Sql::new("INSERT INTO history_value (record, n, item, salt, value) VALUES "), values));
    }
}

fn search_rows(all: &mut Statements, write: &SealedWrite<'_>, dialect: Dialect) {
    if let Some(texts) = &write.write.texts {
        search::write(all, write.record.id, "fields", &texts.public, &texts.internal, dialect);
    }
    for (draft, (entry, _)) in write.write.entries.iter().zip(&write.entries) {
        if let Some((body, audience)) = &draft.comment {
            let (part, public, internal) = comment_texts(entry.n, body, *audience);
            search::write(all, write.record.id, &part, public, internal, dialect);
        }
    }
}

/// The part, the public and the internal text of a comment's row of the full text.
#[must_use]
pub fn comment_texts(n: u64, body: &str, audience: Audience) -> (String, &str, &str) {
    let (public, internal) = match audience {
        Audience::Public => (body, ""),
        Audience::Internal => ("", body),
    };
    (format!("comment:{n}"), public, internal)
}

/// Values go from the history, and what was made from them from wherever else it is.
fn erasures(all: &mut Vec<Sql>, write: &SealedWrite<'_>, dialect: Dialect) {
    let record = write.record.id;
    for erasure in &write.erasures {
        let values = Sql::new("DELETE FROM history_value WHERE record = ").bind(record).text(" AND item = ");
        match &erasure.item {
            ErasedItem::Field(field) => {
                all.push(values.bind(format!("field:{field}")));
                all.push(Sql::new("DELETE FROM preference WHERE key = ").bind(format!("draft:{record}")));
            }
            ErasedItem::Comment(n) => {
                all.push(values.bind("comment").text(" AND n = ").bind(*n));
                search::erase(all, record, &format!("comment:{n}"), dialect);
            }
            ErasedItem::Attachment(id) => {
                all.push(values.bind(format!("attachment:{id}")));
                all.push(Sql::new("UPDATE attachment SET name = NULL WHERE id = ").bind(*id));
            }
        }
    }
    if !write.erasures.is_empty() {
        all.push(Sql::new("DELETE FROM outbox WHERE done_at IS NULL AND record = ").bind(record));
    }
}

/// What concerns the write set as a whole.
///
/// # Errors
/// When a message can't be written as JSON.
pub fn of_set(all: &mut Vec<Sql>, request: &Request, sealed: &[SealedWrite<'_>]) -> Result<(), StorageError> {
    let set = &request.set;
    let first = sealed.first();
    if !set.releases.is_empty() {
        all.push(
            Sql::new("DELETE FROM claim WHERE key IN (").padded_list(set.releases.iter().map(String::as_str)).text(")"),
        );
    }
    if !set.claims.is_empty() {
        let claims = set.claims.iter().map(|(key, record)| vec![key.as_str().into(), (*record).into()]);
        all.push(rows(Sql::new("INSERT INTO claim (key, record) VALUES "), claims));
    }
    if !set.outbox.is_empty() {
        let at = first.and_then(|write| write.entries.last()).map(|(entry, _)| entry.at);
        let messages = set.outbox.iter().map(|message| outbox(message, at)).collect::<Result<Vec<_>, _>>()?;
        let sql = Sql::new("INSERT INTO outbox (key, job, record, message, run_at, attempts, fence) VALUES ");
        all.push(rows(sql, messages).text(" ON CONFLICT (key) DO NOTHING"));
    }
    match set.effect {
        Effect::None => {}
        Effect::Adds => all.push(Sql::new("UPDATE epoch SET value = value + 1 WHERE one = 1")),
        Effect::Changes => all.push(Sql::new(epoch::RAISE)),
    }
    all.extend(request.options.account.iter().flat_map(account));
    if let (Some(key), Some(write)) = (&request.options.idempotency, sealed.last()) {
        // A row that is still good was written by the same request at the same time: the insert fails on it.
        let sql = Sql::new("DELETE FROM idempotency WHERE scope = ").bind(key.scope.as_str()).text(" AND key = ");
        all.push(sql.bind(key.key.as_str()).text(" AND at <= ").bind(key.at - KEPT));
        let row: Vec<Bind> = vec![
            key.scope.as_str().into(),
            key.key.as_str().into(),
            key.body_hash.into(),
            i64::from(key.status).into(),
            write.record.id.into(),
            write.record.n.into(),
            key.at.into(),
        ];
        let sql = Sql::new("INSERT INTO idempotency (scope, key, body_hash, status, record, n, at) VALUES ");
        all.push(rows(sql, [row]));
    }
    Ok(())
}

fn account(change: &AccountChange) -> Vec<Sql> {
    let set = |id: RecordId, is_active: bool| {
        Sql::new("UPDATE account SET is_active = ").bind(is_active).text(" WHERE id = ").bind(id)
    };
    match *change {
        AccountChange::Lock(id) => vec![set(id, false), Sql::new("DELETE FROM session WHERE account = ").bind(id)],
        AccountChange::Unlock(id) => vec![set(id, true)],
        AccountChange::EndSession { account, session } => {
            let sql = Sql::new("DELETE FROM session WHERE account = ").bind(account);
            vec![sql.text(" AND id = ").bind(session)]
        }
    }
}

fn outbox(message: &OutboxMessage, at: Option<Timestamp>) -> Result<Vec<Bind>, StorageError> {
    Ok(vec![
        message.key.as_str().into(),
        message.job.as_str().into(),
        message.record.into(),
        serde_json::to_string(message)?.into(),
        at.unwrap_or_default().into(),
        0_i64.into(),
        0_i64.into(),
    ])
}
