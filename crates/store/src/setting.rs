//! Settings of the installation (its zone, its name) and texts of definitions, each kept for ever by its hash.

use jiff::Timestamp;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

impl Store {
    /// A setting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StorageError> {
        let sql = Sql::new("SELECT value FROM setting WHERE key = ").bind(key);
        self.query(sql).await?.first_mut().map(Row::get).transpose()
    }

    /// Writes a setting, and raises the epoch: settings are read with the organisation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StorageError> {
        let sql = Sql::new("INSERT INTO setting (key, value) VALUES (").bind(key).text(", ").bind(value);
        let sql = sql.text(") ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        let lock = Sql::default().either(crate::dialect::EPOCH_ALONE);
        self.write(vec![lock, sql, Sql::new("UPDATE epoch SET value = value + 1 WHERE one = 1")]).await?;
        self.announce();
        Ok(())
    }

    /// Writes down how far a job has come, so that whoever runs it next goes on there. It is read as a setting is, but
    /// nothing in force depends on it: the epoch stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_progress(&self, key: &str, value: &str) -> Result<(), StorageError> {
        let sql = Sql::new("INSERT INTO setting (key, value) VALUES (").bind(key).text(", ").bind(value);
        let sql = sql.text(") ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        self.write_one(sql).await.map(|_| ())
    }

    /// Writes down how far a job has come, if what was noted before is still `before`; whether it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_progress(&self, key: &str, before: Option<&str>, value: &str) -> Result<bool, StorageError> {
        let sql = match before {
            Some(before) => {
                let sql = Sql::new("UPDATE setting SET value = ").bind(value).text(" WHERE key = ").bind(key);
                sql.text(" AND value = ").bind(before)
            }
            None => {
                let sql = Sql::new("INSERT INTO setting (key, value) VALUES (").bind(key).text(", ").bind(value);
                sql.text(") ON CONFLICT (key) DO NOTHING")
            }
        };
        Ok(!self.write_one(sql.text(" RETURNING key")).await?.is_empty())
    }

    /// The text of a definition by its hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn definition_text(&self, hash: &str) -> Result<Option<String>, StorageError> {
        let sql = Sql::new("SELECT text FROM definition_text WHERE hash = ").bind(hash);
        self.query(sql).await?.first_mut().map(Row::get).transpose()
    }

    /// The texts of all definitions that were ever in force, with their hashes: those that were brought into force last come first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn definition_texts(&self) -> Result<Vec<(String, String)>, StorageError> {
        let sql = Sql::new("SELECT hash, text FROM definition_text ORDER BY at DESC, hash");
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// Keeps the text of a definition by its hash, and when it was last brought into force. A text that is kept already stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_definition_text(&self, hash: &str, text: &str, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("INSERT INTO definition_text (hash, text, at) VALUES (").bind(hash).text(", ").bind(text);
        let sql = sql.text(", ").bind(now).text(") ON CONFLICT (hash) DO UPDATE SET at = excluded.at");
        self.write_one(sql).await.map(|_| ())
    }
}
