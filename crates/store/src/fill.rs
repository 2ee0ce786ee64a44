//! Fills a store that nobody else uses yet: write sets in their order, judged and sealed as each commit is, but without
//! asking the database back. What they expect is known here, since nobody else writes; what they leave is written in
//! large transactions, each record's row once (docs/adr/0017-simulation-and-filling.md).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tokio::task::JoinHandle;
use yuheng_engine::{Record, RecordId, Relation, Write, WriteSet};

use crate::commit::found::{Found, Verdict};
use crate::commit::reads::created;
use crate::commit::seal::{HistoryValue, SealedWrite, seal};
use crate::commit::statements::{Statements, of_set, of_write, rows};
use crate::commit::{CommitOptions, Request};
use crate::dialect::Dialect;
use crate::history::{Entry, Related};
use crate::record::{Stored, select};
use crate::sql::{Bind, Sql};
use crate::{CommitError, StorageError, Store};

/// Under which key it stands that a store is being filled: one whose filling broke off is not opened.
pub(crate) const FILLING: &str = "filling";
/// Under which key a store says that its content is invented.
pub(crate) const NOTED: &str = "demo";
/// How many entries share a transaction.
const BATCH: usize = 4_000;
/// How many rows a statement of the feed brings in.
const ROWS: usize = 256;

/// A store that is being filled.
pub struct Filling {
    store: Store,
    found: Found,
    touched: BTreeMap<RecordId, Touched>,
    /// The entries in the order in which they came.
    feed: Vec<(RecordId, u64)>,
    /// What concerns write sets as a whole.
    beside: Vec<Sql>,
    /// When records are to be looked at next that were looked at in vain.
    moments: BTreeMap<RecordId, Option<Timestamp>>,
    /// Those to be forgotten.
    leaving: BTreeSet<RecordId>,
    under_way: Option<JoinHandle<Result<(), StorageError>>>,
    entries: u64,
}

/// A record written since the last transaction.
struct Touched {
    before: Option<Stored>,
    /// All its writes as one.
    write: Write,
    entries: Vec<(Entry, Vec<u8>)>,
    values: Vec<HistoryValue>,
}

impl Filling {
    /// Begins to fill `store`, whose first records may have come by commits. The process must be its only user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(store: &Store) -> Result<Self, StorageError> {
        let mut found = Found::default();
        for mut row in store.query(Sql::new("SELECT process, value FROM counter")).await? {
            found.counters.insert(row.get::<String>()?.into(), row.get()?);
        }
        for mut row in store.query(Sql::new("SELECT key FROM claim")).await? {
            found.claims.insert(row.get()?);
        }
        Ok(Self {
            store: store.clone(),
            found,
            touched: BTreeMap::new(),
            feed: Vec::new(),
            beside: Vec::new(),
            moments: BTreeMap::new(),
            leaving: BTreeSet::new(),
            under_way: None,
            entries: 0,
        })
    }

    /// How many entries have been written.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// A record that is known: written here, or loaded.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.found.records.get(&id).map(|stored| &stored.record)
    }

    /// When a known record is to be looked at.
    #[must_use]
    pub fn next_at(&self, id: RecordId) -> Option<Timestamp> {
        self.found.records.get(&id).and_then(|stored| stored.next_at)
    }

    /// The known records that time has something to do with: a clock of theirs is open, or they are to be looked at.
    #[must_use]
    pub fn timed(&self) -> Vec<RecordId> {
        let is_open = |clock: &yuheng_engine::Clock| clock.state != yuheng_engine::ClockState::Stopped;
        let timed = |stored: &Stored| stored.next_at.is_some() || stored.record.clocks.values().any(is_open);
        self.found.records.iter().filter(|(_, stored)| timed(stored)).map(|(id, _)| *id).collect()
    }

    /// The relations of a known record that hold, dated by its last entry: no decision asks since when.
    #[must_use]
    pub fn relations(&self, id: RecordId) -> Vec<Relation> {
        let Some(stored) = self.found.records.get(&id) else { return Vec::new() };
        let holding = self.found.relations.get(&id).into_iter().flatten().filter(|(_, holds)| *holds);
        let relation = |(related, _): &(Related, bool)| Relation {
            id: related.id,
            kind: related.kind.clone(),
            source: id,
            target: related.target,
            ordinal: related.ordinal,
            from: stored.details.last_at,
            until: None,
        };
        holding.map(relation).collect()
    }

    /// Takes one more write set, which names the records that it wrote.
    ///
    /// # Errors
    /// When an expectation is broken, a key is taken, or the write set contradicts itself.
    pub fn commit(&mut self, set: WriteSet) -> Result<Vec<RecordId>, CommitError> {
        let request = Request { set, options: CommitOptions::in_epoch(0), salting: self.store.salting };
        for (process, by) in created(&request.set.writes) {
            *self.found.counters.entry(process).or_default() += by;
        }
        if let Verdict::Replay(_) = self.found.judge(&request)? {
            return Ok(Vec::new());
        }
        let mut salts = request.salting.of(&request.set);
        let sealed = seal(&request, &self.found, &mut salts)?;
        of_set(&mut self.beside, &request, &sealed)?;
        let parts: Vec<Part> = sealed.into_iter().map(Part::of).collect();
        let Request { set, .. } = request;
        for key in &set.releases {
            self.found.claims.remove(key);
        }
        self.found.claims.extend(set.claims.into_iter().map(|(key, _)| key));
        let written = parts.iter().map(|part| part.record.id).collect();
        for (write, part) in set.writes.into_iter().zip(parts) {
            self.take(write, part);
        }
        Ok(written)
    }

    /// Keeps what a write left.
    fn take(&mut self, write: Write, part: Part) {
        let Part { record, head, details, entries, values } = part;
        let id = record.id;
        self.keep_beside(id, &entries);
        self.entries += entries.len() as u64;
        self.feed.extend(entries.iter().map(|(entry, _)| (id, entry.n)));
        self.moments.remove(&id);
        self.leaving.remove(&id);
        let stored = Stored { record, head, next_at: write.next_at, details };
        let before = self.found.records.insert(id, stored);
        match self.touched.get_mut(&id) {
            Some(touched) => touched.merge(write, entries, values),
            None => drop(self.touched.insert(id, Touched { before, write, entries, values })),
        }
    }

    /// Keeps the relations and attachments that entries tell of.
    fn keep_beside(&mut self, id: RecordId, entries: &[(Entry, Vec<u8>)]) {
        for (entry, _) in entries {
            let relations = self.found.relations.entry(id).or_default();
            for ended in &entry.unrelated {
                relations
                    .iter_mut()
                    .filter(|(related, _)| related.id == ended.id)
                    .for_each(|(_, holds)| *holds = false);
            }
            relations.extend(entry.related.iter().map(|related| (related.clone(), true)));
            if !entry.attached.is_empty() {
                self.found.attachments.entry(id).or_default().extend(entry.attached.iter().cloned());
            }
        }
    }

    /// Notes when a known record is to be looked at next, after a look that wrote nothing.
    pub fn look_again(&mut self, id: RecordId, next_at: Option<Timestamp>) {
        if let Some(stored) = self.found.records.get_mut(&id) {
            stored.next_at = next_at;
            self.moments.insert(id, next_at);
        }
    }

    /// Forgets a record, once it is written, that nothing more is expected to happen to; it is loaded again if it does.
    pub fn forget(&mut self, id: RecordId) {
        self.leaving.insert(id);
    }

    /// Makes records known that the store holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&mut self, ids: &BTreeSet<RecordId>) -> Result<(), StorageError> {
        let missing: Vec<RecordId> = ids.iter().filter(|id| !self.found.records.contains_key(id)).copied().collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.write().await?;
        self.wait().await?;
        for some in missing.chunks(ROWS) {
            let sql = select().text("WHERE r.id IN (").padded_list(some.iter().copied()).text(")");
            for mut row in self.store.query(sql).await? {
                let stored = Stored::from_row(&mut row)?;
                self.load_beside(stored.record.id).await?;
                self.found.records.insert(stored.record.id, stored);
            }
        }
        Ok(())
    }

    async fn load_beside(&mut self, id: RecordId) -> Result<(), StorageError> {
        let relations = Sql::new("SELECT id, ordinal, kind, target, until_at FROM relation WHERE source = ").bind(id);
        let attachments = Sql::new(
            "SELECT id, ordinal, digest, commitment, media_type, size, audience FROM attachment WHERE record = ",
        );
        let attachments = attachments.bind(id).text(" ORDER BY ordinal");
        let mut rows = self.store.read(vec![relations.text(" ORDER BY ordinal"), attachments]).await?.into_iter();
        self.found.take_beside(id, rows.next().unwrap_or_default(), rows.next().unwrap_or_default())
    }

    /// Writes what has gathered, if that is enough for a transaction. It does not wait for the disk: only for the
    /// transaction before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_pace(&mut self) -> Result<(), StorageError> {
        if self.feed.len() < BATCH { Ok(()) } else { self.write().await }
    }

    /// Writes all that has gathered, and waits until it is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flush(&mut self) -> Result<(), StorageError> {
        self.write().await?;
        self.wait().await
    }

    async fn wait(&mut self) -> Result<(), StorageError> {
        match self.under_way.take() {
            Some(task) => task.await.map_err(|_| StorageError::Stopped)?,
            None => Ok(()),
        }
    }

    async fn write(&mut self) -> Result<(), StorageError> {
        self.wait().await?;
        let batch = self.batch()?;
        if batch.is_empty() {
            return Ok(());
        }
        let store = self.store.clone();
        self.under_way = Some(tokio::spawn(async move { store.write(batch).await.map(|_| ()) }));
        Ok(())
    }

    /// The statements of all that has gathered.
    fn batch(&mut self) -> Result<Vec<Sql>, StorageError> {
        let dialect = self.store.dialect();
        let mut all = Statements::default();
        for (id, mut touched) in std::mem::take(&mut self.touched) {
            if let Some(stored) = self.found.records.get(&id) {
                of_write(&mut all, &touched.sealed(stored), dialect)?;
            }
        }
        let feed = std::mem::take(&mut self.feed);
        if dialect == Dialect::Sqlite {
            for some in feed.chunks(ROWS) {
                let places = some.iter().map(|(record, n)| vec![Bind::from(*record), Bind::from(*n)]);
                all.first.push(rows(Sql::new("INSERT INTO feed (record, n) VALUES "), places));
            }
        }
        if !feed.is_empty() {
            let counters =
                self.found.counters.iter().map(|(process, value)| vec![process.as_str().into(), (*value).into()]);
            let sql = rows(Sql::new("INSERT INTO counter (process, value) VALUES "), counters);
            all.first.push(sql.text(" ON CONFLICT (process) DO UPDATE SET value = excluded.value"));
        }
        all.first.append(&mut self.beside);
        all.first.append(&mut all.last);
        for (id, next_at) in std::mem::take(&mut self.moments) {
            all.first.push(Sql::new("UPDATE record SET next_at = ").bind(next_at).text(" WHERE id = ").bind(id));
        }
        for id in std::mem::take(&mut self.leaving) {
            self.found.records.remove(&id);
            self.found.relations.remove(&id);
            self.found.attachments.remove(&id);
        }
        Ok(all.first)
    }
}

/// What a sealed write leaves, without what it was made from.
struct Part {
    record: Record,
    head: crate::state::Hash,
    details: crate::details::Details,
    entries: Vec<(Entry, Vec<u8>)>,
    values: Vec<HistoryValue>,
}

impl Part {
    fn of(sealed: SealedWrite<'_>) -> Self {
        let SealedWrite { record, head, details, entries, values, .. } = sealed;
        Self { record, head, details, entries, values }
    }
}

impl Touched {
    /// Takes one more write of the same record.
    fn merge(&mut self, write: Write, entries: Vec<(Entry, Vec<u8>)>, values: Vec<HistoryValue>) {
        let Write { record, entries: drafts, attached, mentioned, index, next_at, texts, .. } = write;
        let own = &mut self.write;
        (own.record, own.index, own.next_at) = (record, index, next_at);
        own.entries.extend(drafts);
        own.attached.extend(attached);
        own.mentioned.extend(mentioned);
        own.texts = texts.or_else(|| own.texts.take());
        self.entries.extend(entries);
        self.values.extend(values);
    }

    /// All its writes as one sealed write, which leaves `stored`.
    fn sealed<'a>(&'a mut self, stored: &Stored) -> SealedWrite<'a> {
        let (entries, values) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.values));
        SealedWrite {
            write: &self.write,
            record: stored.record.clone(),
            before: self.before.as_ref(),
            head: stored.head,
            details: stored.details.clone(),
            entries,
            values,
            erasures: Vec::new(),
        }
    }
}

impl Store {
    /// Notes that the store is being filled, and with what: if that breaks off, it is not opened again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_filling(&self, with: &str) -> Result<(), StorageError> {
        self.note_progress(FILLING, "1").await?;
        self.note_progress(NOTED, with).await
    }

    /// With what the store was filled; none: with nothing invented.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filled_with(&self) -> Result<Option<String>, StorageError> {
        self.setting(NOTED).await
    }

    /// Notes that the store is filled, and has all of it on disk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_filling(&self) -> Result<(), StorageError> {
        self.advance_feed().await?;
        self.write_one(Sql::new("DELETE FROM setting WHERE key = ").bind(FILLING)).await?;
        self.settle().await
    }

    /// Whether there is no record in it yet, and no account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_empty(&self) -> Result<bool, StorageError> {
        let any = "SELECT 1 FROM record UNION ALL SELECT 1 FROM account LIMIT 1";
        Ok(self.query(Sql::new(any)).await?.is_empty())
    }
}
