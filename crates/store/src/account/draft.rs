//! What somebody has begun to write and not sent: a row each, the same on every device. The last write wins, and its version
//! tells whether another came between.

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many drafts are kept for a person; beyond them those touched longest ago go.
pub const DRAFTS_KEPT: u32 = 200;

const COLUMNS: &str = "key, kind, process, record, body, fields, updated_at, version";

/// Something begun to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The writer's name for it.
    pub key: String,
    /// What it is to become: a reply, a note, a new record.
    pub kind: String,
    /// The process of the record that it is for.
    pub process: Option<String>,
    /// The number of the record that it is for; none: it is to be opened.
    pub record: Option<String>,
    /// The text.
    pub body: String,
    /// The values of fields, as JSON.
    pub fields: String,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub version: u64,
}

impl Store {
    /// What `person` has begun to write, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drafts(&self, person: RecordId) -> Result<Vec<Draft>, StorageError> {
        let sql = Sql::new("SELECT ").text(COLUMNS).text(" FROM draft WHERE person = ").bind(person);
        let sql = sql.text(" ORDER BY updated_at DESC, key LIMIT ").bind(i64::from(DRAFTS_KEPT));
        self.query(sql).await?.iter_mut().map(draft).collect()
    }

    /// How many drafts `person` keeps, by the process that they are for, empty if it is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_drafts(&self, person: RecordId) -> Result<Vec<(String, u64)>, StorageError> {
        let sql = Sql::new("SELECT COALESCE(process, ''), COUNT(*) FROM draft WHERE person = ").bind(person);
        let sql = sql.text(" GROUP BY process ORDER BY process LIMIT ").bind(i64::from(DRAFTS_KEPT));
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// The process that the draft of `person` under `key` is for, empty if it is for none; none: there is no such draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drafted_for(&self, person: RecordId, key: &str) -> Result<Option<String>, StorageError> {
        let sql = Sql::new("SELECT COALESCE(process, '') FROM draft WHERE person = ").bind(person);
        self.query(sql.text(" AND key = ").bind(key)).await?.first_mut().map(Row::get).transpose()
    }

    /// Keeps a draft; the version that it has then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_draft(&self, person: RecordId, draft: &Draft) -> Result<u64, StorageError> {
        let Draft { key, kind, process, record, body, fields, updated_at, version: _ } = draft;
        let sql = Sql::new("INSERT INTO draft (person, ").text(COLUMNS).text(") VALUES (").bind(person);
        let sql = sql.text(", ").bind(key.as_str()).text(", ").bind(kind.as_str()).text(", ").bind(process.as_deref());
        let sql = sql.text(", ").bind(record.as_deref()).text(", ").bind(body.as_str()).text(", ");
        let sql = sql.bind(fields.as_str()).text(", ").bind(*updated_at).text(
            ", 1) ON CONFLICT (person, key) DO UPDATE SET kind = excluded.kind, process = excluded.process, \
             record = excluded.record, body = excluded.body, fields = excluded.fields, \
             updated_at = excluded.updated_at, version = draft.version + 1 RETURNING version",
        );
        let old = Sql::new("DELETE FROM draft WHERE person = ").bind(person);
        let old = old.text(" AND key IN (SELECT key FROM draft WHERE person = ").bind(person);
        let old = old.text(" ORDER BY updated_at DESC, key LIMIT 1000 OFFSET ").bind(i64::from(DRAFTS_KEPT));
        let mut answers = self.write(vec![sql, old.text(")")]).await?.into_iter();
        answers.next().and_then(|rows| rows.into_iter().next()).map_or(Ok(1), |mut row| row.get())
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_draft(&self, person: RecordId, key: &str) -> Result<(), StorageError> {
        let sql = Sql::new("DELETE FROM draft WHERE person = ").bind(person).text(" AND key = ").bind(key);
        self.write_one(sql).await.map(|_| ())
    }
}

fn draft(row: &mut Row) -> Result<Draft, StorageError> {
    Ok(Draft {
        key: row.get()?,
        kind: row.get()?,
        process: row.optional()?,
        record: row.optional()?,
        body: row.get()?,
        fields: row.get()?,
        updated_at: row.get()?,
        version: row.get()?,
    })
}
