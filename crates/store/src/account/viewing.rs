//! Who looks through whose eyes: begun and ended in the commit that tells of it.

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// Somebody looking through another's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewing {
    /// Its identity, which each request names.
    pub id: RecordId,
    /// The session in which it was begun; it holds in no other.
    pub session: RecordId,
    /// Who looks.
    pub viewer: RecordId,
    /// Through whose eyes.
    pub person: RecordId,
    /// When it ends in any case.
    pub until: Timestamp,
}

const COLUMNS: &str = "SELECT id, session, viewer, person, until_at FROM viewing WHERE ";

impl Viewing {
    fn from_row(row: &mut Row) -> Result<Self, StorageError> {
        Ok(Self { id: row.get()?, session: row.get()?, viewer: row.get()?, person: row.get()?, until: row.get()? })
    }

    pub(crate) fn insert(&self) -> Sql {
        let sql = Sql::new("INSERT INTO viewing (id, session, viewer, person, until_at) VALUES (").bind(self.id);
        let sql = sql.text(", ").bind(self.session).text(", ").bind(self.viewer).text(", ").bind(self.person);
        sql.text(", ").bind(self.until).text(")")
    }
}

impl Store {
    /// The viewing `id`, whether it has run out or not; none: it has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn viewing(&self, id: RecordId) -> Result<Option<Viewing>, StorageError> {
        let sql = Sql::new(COLUMNS).text("id = ").bind(id);
        self.query(sql).await?.first_mut().map(Viewing::from_row).transpose()
    }

    /// Forgets a viewing whose end nobody can be told of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_viewing(&self, id: RecordId) -> Result<(), StorageError> {
        self.write_one(Sql::new("DELETE FROM viewing WHERE id = ").bind(id)).await.map(|_| ())
    }

    /// Those that are over at `now`, because they have run out or their session has ended: the oldest first, a hundred at most.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn viewings_over(&self, now: Timestamp) -> Result<Vec<Viewing>, StorageError> {
        let sql = Sql::new(COLUMNS).text("until_at <= ").bind(now);
        let sql = sql.text(" OR session NOT IN (SELECT id FROM session) ORDER BY until_at, id LIMIT 100");
        self.query(sql).await?.iter_mut().map(Viewing::from_row).collect()
    }
}
