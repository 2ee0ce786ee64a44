//! What no single record shows: the numbers given, rows of records that aren't there, the feed.

use std::collections::BTreeMap;

use yuheng_engine::RecordId;

use super::chain::{Chain, values};
use super::fault::Fault;
use super::{Bad, Report};
use crate::dialect::Dialect;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The histories of records that have no row, by process and number: removed ones, and those whose row is missing.
#[derive(Default)]
pub struct Rowless {
    found: BTreeMap<(String, u64), Option<Bad>>,
}

/// How many records without a row are looked at.
const AT_MOST: i64 = 100;

const HISTORIES: &str = "SELECT DISTINCT h.record FROM history h \
    WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = h.record) ORDER BY h.record LIMIT ";

/// Tables, each with a statement for the records that its rows speak of and that are not there.
const ORPHANS: [(&str, &str); 8] = [
    (
        "history_value",
        "SELECT DISTINCT x.record FROM history_value x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = x.record) ORDER BY x.record LIMIT ",
    ),
    (
        "relation",
        "SELECT DISTINCT x.source FROM relation x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.source) \
         AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = x.source) ORDER BY x.source LIMIT ",
    ),
    (
        "attachment",
        "SELECT DISTINCT x.record FROM attachment x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = x.record) ORDER BY x.record LIMIT ",
    ),
    (
        "field_index",
        "SELECT DISTINCT x.record FROM field_index x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         ORDER BY x.record LIMIT ",
    ),
    (
        "clock",
        "SELECT DISTINCT x.record FROM clock x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         ORDER BY x.record LIMIT ",
    ),
    (
        "participant",
        "SELECT DISTINCT x.record FROM participant x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         ORDER BY x.record LIMIT ",
    ),
    (
        "involvement",
        "SELECT DISTINCT x.record FROM involvement x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         ORDER BY x.record LIMIT ",
    ),
    (
        "search_text",
        "SELECT DISTINCT x.record FROM search_text x WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = x.record) \
         ORDER BY x.record LIMIT ",
    ),
];

const NOT_IN_FEED: &str = "SELECT r.label, h.record, h.n FROM history h JOIN record r ON r.id = h.record \
    WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.record = h.record AND f.n = h.n)";

const ORDERED: &str = " ORDER BY h.at, h.record, h.n LIMIT ";

/// On PostgreSQL the newest entries may have no place yet; those before the sequencer's place must have theirs.
const SEQUENCED: &str = " AND h.xid < (SELECT xid FROM feed_cursor WHERE one = 1)";

const OF_NO_ENTRY: &str = "SELECT f.record, f.n FROM feed f \
    WHERE NOT EXISTS (SELECT 1 FROM history h WHERE h.record = f.record AND h.n = f.n) ORDER BY f.position LIMIT ";

const OUT_OF_ORDER: &str = "SELECT f.record, f.n FROM feed f JOIN feed later ON later.record = f.record \
    AND later.n = f.n + 1 WHERE later.position < f.position ORDER BY f.position LIMIT ";

impl Rowless {
    /// The record of a number that has no row: none was removed, or it is named.
    pub fn take(&mut self, process: &str, number: u64) -> Option<Option<Bad>> {
        self.found.remove(&(process.to_owned(), number))
    }

    /// Those of numbers that were never looked for.
    pub fn rest(self) -> impl Iterator<Item = Bad> {
        self.found.into_values().flatten()
    }
}

impl Store {
    /// Finds histories whose record has no row. What can't be read at all goes into the report at once.
    pub(super) async fn rowless(&self, report: &mut Report) -> Result<Rowless, StorageError> {
        let mut rowless = Rowless::default();
        for mut row in self.query(Sql::new(HISTORIES).bind(AT_MOST)).await? {
            let id: RecordId = row.get()?;
            let mut answers = self.read(super::history(id)).await?.into_iter();
            let (entries, found) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
            let chain = Chain::follow(id, entries, &values(found)?.0, None)?;
            let bad =
                Bad::of(chain.label.clone().unwrap_or_else(|| id.to_string()), Some(id), None, &Fault::RowMissing);
            match chain.number {
                Some(number) if chain.fault.is_none() && chain.is_removed => {
                    rowless.found.insert(number, None);
                }
                Some(number) => drop(rowless.found.insert(number, Some(bad))),
                None => report.loose.push(bad),
            }
        }
        Ok(rowless)
    }

    /// How many numbers were given in each process.
    pub(super) async fn counters(&self) -> Result<BTreeMap<String, u64>, StorageError> {
        let rows = self.query(Sql::new("SELECT process, value FROM counter ORDER BY process")).await?;
        // A count below zero counts nothing: the numbers given then are too many.
        let pair = |mut row: Row| Ok((row.get()?, u64::try_from(row.get::<i64>()?).unwrap_or_default()));
        rows.into_iter().map(pair).collect()
    }

    /// Looks for rows of records that aren't there, and at the feed.
    pub(super) async fn verify_beside(&self, report: &mut Report) -> Result<(), StorageError> {
        for (table, sql) in ORPHANS {
            for mut row in self.query(Sql::new(sql).bind(AT_MOST)).await? {
                report.add(Bad::of(table.to_owned(), Some(row.get()?), None, &Fault::Orphan(table)));
            }
        }
        let missing = Sql::new(NOT_IN_FEED);
        let missing = if self.dialect() == Dialect::Postgres { missing.text(SEQUENCED) } else { missing };
        for mut row in self.query(missing.text(ORDERED).bind(AT_MOST)).await? {
            report.add(Bad::of(row.get()?, Some(row.get()?), Some(row.get()?), &Fault::NotInFeed));
        }
        let ends = Sql::new("SELECT COUNT(*), COALESCE(MIN(position), 1), COALESCE(MAX(position), 0) FROM feed");
        for mut row in self.query(ends).await? {
            let (count, first, last): (i64, i64, i64) = (row.get()?, row.get()?, row.get()?);
            if (first, last) != (1, count) {
                report.add(Bad::of("feed".to_owned(), None, None, &Fault::Feed));
            }
        }
        for sql in [OF_NO_ENTRY, OUT_OF_ORDER] {
            for mut row in self.query(Sql::new(sql).bind(AT_MOST)).await? {
                report.add(Bad::of("feed".to_owned(), Some(row.get()?), Some(row.get()?), &Fault::Feed));
            }
        }
        Ok(())
    }
}
