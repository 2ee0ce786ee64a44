//! The index made anew, when terms are made in another way than when it was written. The step of the schema that brings the
//! new way notes that the index is stale; the program that then opens the store makes it anew before it serves.

use crate::dialect::Dialect;
use crate::row::Row;
use crate::search::terms;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The setting that says that the index is stale.
const STALE: &str = "search_index";

/// How many texts are taken at a time.
const AT_ONCE: i64 = 500;

impl Store {
    /// Makes the index anew if it is stale. Broken off, it is begun again the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn renew_search(&self) -> Result<(), StorageError> {
        if self.setting(STALE).await?.is_none() {
            return Ok(());
        }
        tracing::info!("the index of the search is made anew");
        let mut last = i64::MIN;
        loop {
            let sql = Sql::new("SELECT id, public, internal FROM search_text WHERE id > ").bind(last);
            let mut rows = self.query(sql.text(" ORDER BY id LIMIT ").bind(AT_ONCE)).await?;
            let texts = rows.iter_mut().map(read).collect::<Result<Vec<_>, _>>()?;
            let Some((id, ..)) = texts.last() else { break };
            last = *id;
            self.write(texts.iter().map(|text| again(text, self.dialect())).collect()).await?;
        }
        self.write_one(Sql::new("DELETE FROM setting WHERE key = ").bind(STALE)).await.map(|_| ())
    }
}

fn read(row: &mut Row) -> Result<(i64, String, String), StorageError> {
    Ok((row.get()?, row.get()?, row.get()?))
}

/// The terms of a text written again, unless another text stands there by now: that has its own.
fn again((id, public, internal): &(i64, String, String), dialect: Dialect) -> Sql {
    let (public_terms, internal_terms) = (terms(public).join(" "), terms(internal).join(" "));
    let sql = match dialect {
        Dialect::Sqlite => {
            let sql = Sql::new("INSERT OR REPLACE INTO search_term (rowid, public, internal) SELECT id, ");
            sql.bind(public_terms).text(", ").bind(internal_terms).text(" FROM search_text")
        }
        Dialect::Postgres => {
            let sql = Sql::new("UPDATE search_text SET public_terms = array_to_tsvector(string_to_array(");
            let sql = sql.bind(public_terms).text(", ' ')), internal_terms = array_to_tsvector(string_to_array(");
            sql.bind(internal_terms).text(", ' '))")
        }
    };
    let sql = sql.text(" WHERE id = ").bind(*id).text(" AND public = ").bind(public.as_str());
    sql.text(" AND internal = ").bind(internal.as_str())
}
