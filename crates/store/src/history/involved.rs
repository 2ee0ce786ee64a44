//! Who opened each record and who did something on it, read from the history into the rows that lists start from. The step
//! of the schema that makes the table notes that it is to be filled; the program that then opens the store fills it before it
//! serves.

use std::collections::BTreeMap;

use yuheng_engine::RecordId;

use super::Entry;
use crate::involvement::{self, INVOLVEMENT};
use crate::row::Row;
use crate::sql::{Bind, Sql};
use crate::{StorageError, Store};

/// The setting that says that the rows are to be read.
pub const STALE: &str = "involvement";

/// How many records are taken at a time, and rows written by one statement.
const AT_ONCE: i64 = 200;
const ROWS: usize = 100;

/// What a row takes from its record.
struct Opened {
    process: String,
    by: RecordId,
    at: i64,
}

impl Store {
    /// Fills the rows, if that is to be done. Broken off, it is begun again the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn renew_involvement(&self) -> Result<(), StorageError> {
        if self.setting(STALE).await?.is_none() {
            return Ok(());
        }
        tracing::info!("who did what on which record is read from the history");
        let mut after = RecordId(uuid::Uuid::nil());
        loop {
            let sql = Sql::new("SELECT id, process, opened_by, opened_at FROM record WHERE id > ").bind(after);
            let mut rows = self.query(sql.text(" ORDER BY id LIMIT ").bind(AT_ONCE)).await?;
            let found = rows.iter_mut().map(opened).collect::<Result<BTreeMap<_, _>, _>>()?;
            let Some(last) = found.keys().next_back().copied() else { break };
            let told = self.involved(after, last, &found).await?;
            after = last;
            self.write(told.chunks(ROWS).map(insert).collect()).await?;
        }
        self.write_one(Sql::new("DELETE FROM setting WHERE key = ").bind(STALE)).await.map(|_| ())
    }

    /// The rows of the records beyond `after`, up to `last`. An entry that can't be read tells nothing: to name it is for a
    /// verification.
    async fn involved(
        &self,
        after: RecordId,
        last: RecordId,
        found: &BTreeMap<RecordId, Opened>,
    ) -> Result<Vec<Vec<Bind>>, StorageError> {
        let sql = Sql::new("SELECT bytes FROM history WHERE record > ").bind(after).text(" AND record <= ").bind(last);
        let mut entries: BTreeMap<RecordId, Vec<Entry>> = BTreeMap::new();
        for mut row in self.query(sql.text(" ORDER BY record, n")).await? {
            if let Ok(entry) = Entry::decode(&row.get::<Vec<u8>>()?) {
                entries.entry(entry.record).or_default().push(entry);
            }
        }
        let of_record = |(id, opened): (&RecordId, &Opened)| {
            let told = involvement::told(opened.by, entries.get(id).into_iter().flatten());
            let row = |(part, person, n): (involvement::Part, RecordId, u64)| -> Vec<Bind> {
                let (process, at) = (opened.process.as_str().into(), opened.at.into());
                vec![person.into(), part.word().into(), process, at, (*id).into(), n.into()]
            };
            told.into_iter().map(row).collect::<Vec<_>>()
        };
        Ok(found.iter().flat_map(of_record).collect())
    }
}

fn opened(row: &mut Row) -> Result<(RecordId, Opened), StorageError> {
    Ok((row.get()?, Opened { process: row.get()?, by: row.get()?, at: row.get()? }))
}

/// What was written meanwhile is by a later entry than the first.
fn insert(rows: &[Vec<Bind>]) -> Sql {
    let mut sql = Sql::new("INSERT INTO involvement (").text(INVOLVEMENT).text(") VALUES ");
    for (index, row) in rows.iter().enumerate() {
        sql = sql.text(if index == 0 { "(" } else { ", (" }).list(row.clone()).text(")");
    }
    sql.text(
        " ON CONFLICT (person, part, process, sort_at, record) DO UPDATE SET n = excluded.n \
         WHERE excluded.n < involvement.n",
    )
}
