//! Proves the store: every record's entries are replayed and compared with their hashes, with the values behind their
//! commitments, with the live row and with everything that was made from it. The first entry that doesn't fit is named.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{RecordId, Relation};

use crate::dialect::Dialect;
use crate::history::{Entry, Replay, Values};
use crate::record::{Stored, select};
use crate::row::Row;
use crate::sql::Sql;
use crate::state::Hash;
use crate::{StorageError, Store};

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many records were looked at.
    pub records: u64,
    /// How many entries were replayed.
    pub entries: u64,
    /// The first thing that doesn't fit.
    pub first_bad: Option<Bad>,
}

/// Something that doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The label of the record's number; a process or table where no record can be named.
    pub record: String,
    /// The entry; 0 where it is none.
    pub n: u64,
    /// What doesn't fit.
    pub what: String,
}

/// How many records are read at a time.
const PAGE: u32 = 200;

/// Why the look at a record ends: it doesn't fit, or it can't be read.
enum Stop {
    Bad(u64, String),
    Failed(StorageError),
}

impl From<StorageError> for Stop {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Corrupt(what) => Self::Bad(0, what),
            other => Self::Failed(other),
        }
    }
}

fn bad(n: u64, what: impl Into<String>) -> Stop {
    Stop::Bad(n, what.into())
}

impl Store {
    /// Verifies everything; `progress` is told how many records have been looked at.
    ///
    /// # Errors
    /// When the database fails. Damage is no error: it is in the report.
    pub async fn verify(&self, progress: &(dyn Fn(u64) + Sync)) -> Result<VerifyReport, StorageError> {
        let mut report = VerifyReport::default();
        let mut after = RecordId(uuid::Uuid::nil());
        loop {
            let sql = Sql::new("SELECT id, label FROM record WHERE id > ").bind(after).text(" ORDER BY id LIMIT ");
            let mut page = self.query(sql.bind(i64::from(PAGE))).await?;
            let Some(count) = page.last().map(|_| page.len() as u64) else { break };
            for row in &mut page {
                let (id, label): (RecordId, String) = (row.get()?, row.get()?);
                after = id;
                match self.verify_record(id).await {
                    Ok(entries) => report.entries += entries,
                    Err(Stop::Failed(error)) => return Err(error),
                    Err(Stop::Bad(n, what)) => {
                        report.first_bad = Some(Bad { record: label, n, what });
                        return Ok(report);
                    }
                }
            }
            report.records += count;
            progress(report.records);
        }
        report.first_bad = self.verify_whole().await?;
        Ok(report)
    }

    async fn verify_record(&self, id: RecordId) -> Result<u64, Stop> {
        let entries = Sql::new("SELECT n, at, bytes FROM history WHERE record = ").bind(id).text(" ORDER BY n");
        let values = Sql::new("SELECT n, item, salt, value FROM history_value WHERE record = ").bind(id);
        let batch = vec![
            select().text("WHERE r.id = ").bind(id),
            entries,
            values,
            Sql::new("SELECT id, ordinal, kind, target, from_at, until_at, n_from, n_until FROM relation WHERE source = ")
                .bind(id)
                .text(" ORDER BY ordinal"),
            Sql::new("SELECT process, field, value, sort_at FROM field_index WHERE record = ").bind(id),
            Sql::new("SELECT clock, state, outcome, started_at, due_at, next_at, stopped_at, breached_at FROM clock WHERE record = ")
                .bind(id),
            Sql::new("SELECT part FROM search_text WHERE record = ").bind(id),
            Sql::new("SELECT id, digest, name FROM attachment WHERE record = ").bind(id).text(" ORDER BY ordinal"),
            columns(id),
        ];
        let mut found = self.read(batch).await?.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let (row, entries) = (next(), next());
        let values = Values::read(next())?;
        let mut row = row.into_iter().next().ok_or_else(|| bad(0, "its row is gone"))?;
        let mut chain = Chain::default();
        let stored = Stored::from_row(&mut row);
        let told = told_hashes(&entries, stored.as_ref().ok().map(|stored| stored.head));
        for (entry, told) in entries.into_iter().zip(told) {
            chain.link(id, entry, told, &values)?;
        }
        let stored = stored.map_err(|error| bad(chain.n, error.to_string()))?;
        chain.end(&stored, &values)?;
        relations(&chain, next())?;
        index(&stored, next()).map_err(|what| bad(chain.n, what))?;
        clocks(&stored, next()).map_err(|what| bad(chain.n, what))?;
        chain.search(next())?;
        self.attachments(&chain, next()).await?;
        shared_columns(&stored, next()).map_err(|what| bad(chain.n, what))?;
        Ok(chain.n)
    }

    async fn attachments(&self, chain: &Chain, rows: Vec<Row>) -> Result<(), Stop> {
        if rows.len() as u64 != chain.replay.state.attachments.count() {
            return Err(bad(chain.n, "its attachments are not those of its entries"));
        }
        for mut row in rows {
            let (id, digest): (RecordId, String) = (row.get()?, row.get()?);
            let n = chain.attached.get(&id).filter(|(_, told)| *told == digest).map(|(n, _)| *n);
            let n = n.ok_or_else(|| bad(chain.n, format!("attachment {id} is not the one of its entry")))?;
            let is_kept = row.optional::<String>()?.is_some();
            let content = self.content(&digest).await;
            match content {
                Ok(Some(_)) => {}
                Ok(None) if !is_kept => {}
                Ok(None) => return Err(bad(n, format!("the content of attachment {id} is gone"))),
                Err(StorageError::Corrupt(what)) => return Err(bad(n, what)),
                Err(error) => return Err(Stop::Failed(error)),
            }
        }
        Ok(())
    }

    /// What no single record shows: numbers without gaps, the feed complete, no row of a record that is gone.
    async fn verify_whole(&self) -> Result<Option<Bad>, StorageError> {
        for mut row in self.query(Sql::new(NUMBERS)).await? {
            let (process, expected, count, least, greatest): (String, i64, i64, i64, i64) =
                (row.get()?, row.get()?, row.get()?, row.get()?, row.get()?);
            if count != expected || count > 0 && (least, greatest) != (1, expected) {
                let what = format!("{expected} numbers were given, {count} records are there ({least} to {greatest})");
                return Ok(Some(Bad { record: process, n: 0, what }));
            }
        }
        for (table, sql) in ORPHANS {
            if let Some(mut row) = self.query(Sql::new(sql)).await?.into_iter().next() {
                let (id, n): (RecordId, u64) = (row.get()?, row.get()?);
                let what = format!("`{table}` has a row of record {id}, which is gone");
                return Ok(Some(Bad { record: id.to_string(), n, what }));
            }
        }
        self.verify_feed().await
    }

    async fn verify_feed(&self) -> Result<Option<Bad>, StorageError> {
        let counts = Sql::new("SELECT COUNT(*), COALESCE(MAX(position), 0) FROM feed");
        if let Some(mut row) = self.query(counts).await?.into_iter().next() {
            let (count, last): (u64, u64) = (row.get()?, row.get()?);
            if count != last {
                let what = format!("the feed has {count} places, and its last is {last}");
                return Ok(Some(Bad { record: "feed".to_owned(), n: 0, what }));
            }
        }
        // On PostgreSQL the newest entries may have no place yet: only one before a place that is given must have its own.
        let missing = match self.dialect() {
            Dialect::Sqlite => NOT_IN_FEED,
            Dialect::Postgres => NOT_IN_FEED_YET,
        };
        let Some(mut row) = self.query(Sql::new(missing)).await?.into_iter().next() else { return Ok(None) };
        Ok(Some(Bad { record: row.get()?, n: row.get()?, what: "the entry is missing from the feed".to_owned() }))
    }
}

const NUMBERS: &str = "SELECT c.process, c.value, COUNT(r.number), COALESCE(MIN(r.number), 0), COALESCE(MAX(r.number), 0) \
     FROM counter c LEFT JOIN record r ON r.process = c.process GROUP BY c.process, c.value ORDER BY c.process";

const ORPHANS: [(&str, &str); 5] = [
    ("history", "SELECT h.record, h.n FROM history h LEFT JOIN record r ON r.id = h.record WHERE r.id IS NULL LIMIT 1"),
    (
        "feed",
        "SELECT f.record, f.n FROM feed f LEFT JOIN history h ON h.record = f.record AND h.n = f.n WHERE h.n IS NULL LIMIT 1",
    ),
    (
        "relation",
        "SELECT l.source, l.n_from FROM relation l LEFT JOIN record r ON r.id = l.source WHERE r.id IS NULL LIMIT 1",
    ),
    (
        "attachment",
        "SELECT a.record, a.n FROM attachment a LEFT JOIN record r ON r.id = a.record WHERE r.id IS NULL LIMIT 1",
    ),
    (
        "field_index",
        "SELECT i.record, 0 FROM field_index i LEFT JOIN record r ON r.id = i.record WHERE r.id IS NULL LIMIT 1",
    ),
];

const NOT_IN_FEED: &str = "SELECT r.label, h.n FROM history h JOIN record r ON r.id = h.record \
     LEFT JOIN feed f ON f.record = h.record AND f.n = h.n WHERE f.position IS NULL ORDER BY h.at, h.n LIMIT 1";

const NOT_IN_FEED_YET: &str = "SELECT r.label, h.n FROM history h JOIN record r ON r.id = h.record \
     LEFT JOIN feed f ON f.record = h.record AND f.n = h.n \
     WHERE f.position IS NULL AND h.xid < (SELECT xid FROM feed_cursor) ORDER BY h.at, h.n LIMIT 1";

/// What comes after each entry says that its hash is.
fn told_hashes(entries: &[Row], head: Option<Hash>) -> Vec<Option<Hash>> {
    let prev = |row: &Row| {
        let mut row = row.clone();
        let (_, _, bytes) = (row.cell().ok()?, row.cell().ok()?, row.get::<Vec<u8>>().ok()?);
        Entry::decode(&bytes).ok().map(|entry| entry.prev)
    };
    entries.iter().skip(1).map(prev).chain([head]).collect()
}

/// A record's chain, as far as it has been followed.
#[derive(Default)]
struct Chain {
    n: u64,
    version: u64,
    head: Hash,
    at: jiff::Timestamp,
    replay: Replay,
    /// Commitments whose value was not found: each must be named by a later entry.
    missing: BTreeSet<(u64, String)>,
    /// Entries and items that there are commitments for.
    committed: BTreeSet<(u64, String)>,
    attached: BTreeMap<RecordId, (u64, String)>,
    comments: BTreeSet<u64>,
}

impl Chain {
    fn link(&mut self, id: RecordId, mut row: Row, told: Option<Hash>, values: &Values) -> Result<(), Stop> {
        let n: u64 = row.get()?;
        if n != self.n + 1 {
            return Err(bad(self.n + 1, "the entry is missing"));
        }
        let (at, bytes): (jiff::Timestamp, Vec<u8>) = (row.get()?, row.get()?);
        let entry = Entry::decode(&bytes).map_err(|error| bad(n, error.to_string()))?;
        if entry.record != id || entry.n != n || entry.at != at {
            return Err(bad(n, "the entry is another's"));
        }
        if entry.prev != self.head {
            // If what comes after knows this entry as it is, the one before is not what it was.
            let bad_one = if told == Some(Entry::hash(&bytes)) { n - 1 } else { n };
            return Err(bad(bad_one.max(1), "the chain of hashes is broken here"));
        }
        if entry.at < self.at && n > 1 {
            return Err(bad(n, "the entry is earlier than the one before"));
        }
        if (n == 1) != entry.opened.is_some() {
            return Err(bad(n, "the first entry, and only that, says how the record was opened"));
        }
        self.commitments(&entry, values)?;
        let before = self.replay.state.digest();
        self.replay.apply(&entry, values);
        let after = self.replay.state.digest();
        if entry.digest.is_some_and(|told| told != after) {
            return Err(bad(n, "the state after the entry is not the one that it tells"));
        }
        if !(self.version..=self.version + 1).contains(&entry.version)
            || before != after && n == 1 && entry.version != 1
        {
            return Err(bad(n, "the version doesn't follow the one before"));
        }
        for attached in &entry.attached {
            self.attached.insert(attached.id, (n, attached.digest.clone()));
        }
        self.comments.extend(entry.comment.map(|_| n));
        (self.n, self.version, self.head, self.at) = (n, entry.version, Entry::hash(&bytes), entry.at);
        Ok(())
    }

    /// Each commitment of the entry fits its value, or its value is gone and an entry will have to say so.
    fn commitments(&mut self, entry: &Entry, values: &Values) -> Result<(), Stop> {
        for (item, hash) in entry.commitments() {
            match values.fits(entry.n, &item, &hash) {
                Some(true) => {}
                Some(false) => return Err(bad(entry.n, format!("`{item}` is not the value that was written"))),
                None => drop(self.missing.insert((entry.n, item.clone()))),
            }
            self.committed.insert((entry.n, item));
        }
        for erased in &entry.erased {
            let everything = erased.item.starts_with("field:") || erased.item.starts_with("attachment:");
            self.missing
                .retain(|(n, item)| *item != erased.item || if everything { *n > erased.n } else { *n != erased.n });
            if erased.item == "comment" {
                self.comments.remove(&erased.n);
            }
        }
        Ok(())
    }

    /// The chain ends where the live row is.
    fn end(&self, stored: &Stored, values: &Values) -> Result<(), Stop> {
        if let Some((n, item)) = self.missing.first() {
            return Err(bad(*n, format!("the value of `{item}` is gone, and no entry says that it was erased")));
        }
        if let Some((n, item)) = values.keys().find(|key| !self.committed.contains(*key)) {
            return Err(bad(*n, format!("a value of `{item}` is there that no entry has written")));
        }
        let record = &stored.record;
        if (record.n, record.version, stored.head) != (self.n, self.version, self.head) {
            return Err(bad(self.n, "the record's row ends in another entry"));
        }
        let state = stored.state()?;
        if state.digest() != self.replay.state.digest() {
            return Err(bad(self.n, "the record's row is not what its entries tell"));
        }
        let Some(told) = self.replay.as_of.as_ref() else { return Err(bad(1, "the entry is missing")) };
        let same = told.record.fields == record.fields
            && told.record.label == record.label
            && told.record.number == record.number
            && told.record.process == record.process
            && told.record.is_open == record.is_open
            && told.record.voided == record.voided
            && told.record.resolved_at == record.resolved_at.map(micro)
            && told.record.closed_at == record.closed_at.map(micro)
            && told.record.opened_by == record.opened_by;
        if same { Ok(()) } else { Err(bad(self.n, "the record's row is not what its entries tell")) }
    }

    /// Each text that is searched has its row.
    fn search(&self, rows: Vec<Row>) -> Result<(), Stop> {
        let parts = rows.into_iter().map(|mut row| row.get()).collect::<Result<BTreeSet<String>, _>>()?;
        match self.comments.iter().find(|n| !parts.contains(&format!("comment:{n}"))) {
            Some(n) => Err(bad(*n, "the comment is missing from the search")),
            None => Ok(()),
        }
    }
}

fn micro(at: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

impl Entry {
    /// The commitments in the entry, by item.
    fn commitments(&self) -> Vec<(String, Hash)> {
        use crate::history::{ApprovalChange, Changed};
        let fields = self.changes.iter().filter_map(|(field, changed)| match changed {
            Changed::Committed(hash) => Some((format!("field:{field}"), *hash)),
            Changed::Plain(_) | Changed::Emptied => None,
        });
        let values = self.approvals.iter().filter_map(|change| match change {
            ApprovalChange::Asked(asked) => asked.values.map(|hash| (format!("values:{}", asked.id), hash)),
            ApprovalChange::Outcome(..) => None,
        });
        let names = self.attached.iter().map(|attached| (format!("attachment:{}", attached.id), attached.name));
        let comment = self.comment.map(|(_, hash)| ("comment".to_owned(), hash));
        let reason = self.reason.map(|hash| ("reason".to_owned(), hash));
        let opinion = self.vote.as_ref().and_then(|vote| vote.opinion).map(|hash| ("opinion".to_owned(), hash));
        fields.chain(values).chain(names).chain(comment).chain(reason).chain(opinion).collect()
    }
}

/// The rows of the record's relations are those that its entries tell.
fn relations(chain: &Chain, rows: Vec<Row>) -> Result<(), Stop> {
    let told = chain.replay.as_of.as_ref().map(|as_of| as_of.relations.as_slice()).unwrap_or_default();
    if told.len() != rows.len() {
        return Err(bad(chain.n, "its relations are not those of its entries"));
    }
    for (told, mut row) in told.iter().zip(rows) {
        let found = Relation {
            id: row.get()?,
            ordinal: row.get()?,
            kind: row.get::<String>()?.into(),
            target: row.get()?,
            from: row.get()?,
            until: row.optional()?,
            source: told.source,
        };
        if found != *told {
            return Err(bad(row.get()?, format!("relation {} is not the one of its entry", told.id)));
        }
    }
    Ok(())
}

/// The side index holds what the details say that it does.
fn index(stored: &Stored, rows: Vec<Row>) -> Result<(), String> {
    let row = |mut row: Row| -> Result<_, StorageError> {
        let process: String = row.get()?;
        let pair: (String, String) = (row.get()?, row.get()?);
        Ok((process == stored.record.process.as_str()
            && row.get::<jiff::Timestamp>()? == micro(stored.record.opened_at))
        .then_some(pair))
    };
    let found =
        rows.into_iter().map(row).collect::<Result<Option<BTreeSet<_>>, _>>().map_err(|error| error.to_string())?;
    let told = stored.details.index.iter().map(|(field, value)| (field.to_string(), value.clone())).collect();
    if found == Some(told) { Ok(()) } else { Err("its rows in the side index are not those of its fields".to_owned()) }
}

/// The rows of the clocks are those of the record.
fn clocks(stored: &Stored, rows: Vec<Row>) -> Result<(), String> {
    let mut found = BTreeSet::new();
    for mut row in rows {
        let mut read = |row: &mut Row| -> Result<bool, StorageError> {
            let id: String = row.get()?;
            let Some(clock) = stored.record.clocks.get(id.as_str()) else { return Ok(false) };
            found.insert(id);
            Ok(row.get::<String>()? == crate::history::words::word(&clock.state)
                && row.optional::<String>()?.as_deref() == clock.outcome()
                && row.get::<jiff::Timestamp>()? == micro(clock.started_at)
                && row.optional()? == clock.due_at.map(micro)
                && row.optional()? == clock.next_at.map(micro)
                && row.optional()? == clock.stopped_at.map(micro)
                && row.optional()? == clock.breached_at.map(micro))
        };
        if !read(&mut row).map_err(|error| error.to_string())? {
            return Err("a clock's row is not the record's clock".to_owned());
        }
    }
    if found.len() == stored.record.clocks.len() { Ok(()) } else { Err("a clock's row is missing".to_owned()) }
}

const SHARED: [&str; 6] = ["customer", "service", "assignee", "group", "requester", "department"];

fn columns(id: RecordId) -> Sql {
    Sql::new("SELECT customer, service, assignee, assigned_group, requester, department, priority, confidential, due_at FROM record WHERE id = ")
        .bind(id)
}

/// The columns that all processes share hold what the fields do.
fn shared_columns(stored: &Stored, rows: Vec<Row>) -> Result<(), String> {
    let record = &stored.record;
    let read = |mut row: Row| -> Result<bool, StorageError> {
        for field in SHARED {
            if row.optional::<RecordId>()? != record.reference(field) {
                return Ok(false);
            }
        }
        let confidential = record.fields.get("confidential").and_then(yuheng_definition::Value::as_bool);
        Ok(row.optional::<String>()?.as_deref() == record.text("priority")
            && row.get::<bool>()? == confidential.unwrap_or_default()
            && row.optional()? == record.due_at().map(micro))
    };
    let same = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    if same == [true] { Ok(()) } else { Err("a column of its row is not what its field holds".to_owned()) }
}
