//! What people have to do with records beside what the records name: who opened one, did something on it, is mentioned on it,
//! follows it. Lists of what is one's own start from these rows, so they stand in the order of opening.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_engine::{Actor, EntryAction, Record, RecordId};

use crate::history::Entry;
use crate::row::Row;
use crate::sql::{Bind, Sql};
use crate::{StorageError, Store};

/// What somebody has to do with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Did something on it after it was opened.
    Acted,
    /// Is mentioned in what was said on it.
    Mentioned,
    /// Opened it.
    Opened,
    /// Follows it.
    Watched,
}

impl Part {
    /// The word that a row holds.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Acted => "acted",
            Self::Mentioned => "mentioned",
            Self::Opened => "opened",
            Self::Watched => "watched",
        }
    }
}

/// The columns of a row, in the order of [`row`].
pub(crate) const INVOLVEMENT: &str = "person, part, process, sort_at, record, n";

/// The row that says what `person` has to do with `record`, since the entry `n`.
pub(crate) fn row(record: &Record, person: RecordId, part: Part, n: u64) -> Vec<Bind> {
    let (process, opened) = (record.process.as_str().into(), record.opened_at.into());
    vec![person.into(), part.word().into(), process, opened, record.id.into(), n.into()]
}

/// What the history tells of who opened the record and who did something on it, each by the first entry that says so, in the
/// order of the rows.
pub(crate) fn told<'e>(
    opened_by: RecordId,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> Vec<(Part, RecordId, u64)> {
    let mut first: BTreeMap<(Part, RecordId), u64> = BTreeMap::new();
    for entry in entries {
        let part = match entry.action {
            EntryAction::Created => (Part::Opened, opened_by),
            action if action.is_activity() => (Part::Acted, entry.actor),
            _ => continue,
        };
        first.entry(part).or_insert(entry.n);
    }
    let people = first.into_iter().filter(|((_, person), _)| *person != Actor::SYSTEM);
    people.map(|((part, person), n)| (part, person, n)).collect()
}

impl Store {
    /// Has `person` follow `record`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn watch(&self, person: RecordId, record: &Record) -> Result<(), StorageError> {
        let sql = Sql::new("INSERT INTO involvement (").text(INVOLVEMENT).text(") VALUES (");
        let sql = sql.list(row(record, person, Part::Watched, record.n)).text(") ON CONFLICT DO NOTHING");
        self.write_one(sql).await.map(|_| ())
    }

    /// Has `person` follow `record` no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unwatch(&self, person: RecordId, record: RecordId) -> Result<(), StorageError> {
        self.write_one(Sql::new("DELETE FROM involvement").then(of(Part::Watched, [record], person))).await.map(|_| ())
    }

    /// Who follows which of `records`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn watchers(&self, records: &[RecordId]) -> Result<Vec<(RecordId, RecordId)>, StorageError> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let sql = Sql::new("SELECT record, person FROM involvement WHERE part = ").bind(Part::Watched.word());
        let sql = sql.text(" AND record IN (").padded_list(records.iter().copied()).text(") ORDER BY record, person");
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// Those of `records` on which `person` is mentioned and has not read it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unread_mentions(
        &self,
        person: RecordId,
        records: &[RecordId],
    ) -> Result<BTreeSet<RecordId>, StorageError> {
        if records.is_empty() {
            return Ok(BTreeSet::new());
        }
        let sql = Sql::new("SELECT record FROM involvement").then(of(Part::Mentioned, records.iter().copied(), person));
        self.query(sql.text(" AND read_at IS NULL")).await?.iter_mut().map(Row::get).collect()
    }

    /// Notes that `person` has read what it was told of `record`, mentions too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_record(&self, person: RecordId, record: RecordId, now: Timestamp) -> Result<(), StorageError> {
        let mentions =
            Sql::new("UPDATE involvement SET read_at = ").bind(now).then(of(Part::Mentioned, [record], person));
        let notices = Sql::new("UPDATE notice SET read_at = ").bind(now).text(" WHERE person = ").bind(person);
        let notices = notices.text(" AND record = ").bind(record).text(" AND read_at IS NULL");
        self.write(vec![mentions.text(" AND read_at IS NULL"), notices]).await.map(|_| ())
    }
}

/// ` WHERE …`: the rows that say that `person` has this to do with one of `records`.
fn of(part: Part, records: impl IntoIterator<Item = RecordId>, person: RecordId) -> Sql {
    let sql = Sql::new(" WHERE record IN (").padded_list(records).text(") AND part = ").bind(part.word());
    sql.text(" AND person = ").bind(person)
}
