//! Full text: the rows that a commit writes. The index finds candidates; the substring in the stored text decides.

mod find;
mod query;
mod renew;
mod similar;
mod terms;

#[cfg(test)]
mod tests;

pub use find::{Hit, Hits, SearchArm, SearchQuery};
pub use similar::{Similar, SimilarQuery};
pub use terms::terms;

use sha2::{Digest as _, Sha256};
use yuheng_engine::RecordId;

use crate::commit::statements::Statements;
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::state::Hash;

/// Writes the row of one text of a record: its fields, or a comment.
pub fn write(all: &mut Statements, record: RecordId, part: &str, public: &str, internal: &str, dialect: Dialect) {
    let (public_terms, internal_terms) = (terms(public), terms(internal));
    match dialect {
        Dialect::Sqlite => {
            let sql = Sql::new("INSERT INTO search_text (record, part, public, internal) VALUES (").bind(record);
            let sql = sql.text(", ").bind(part).text(", ").bind(public).text(", ").bind(internal);
            all.first.push(sql.text(
                ") ON CONFLICT (record, part) DO UPDATE SET public = excluded.public, internal = excluded.internal",
            ));
            // Not `INSERT … SELECT`: SQLite gives that a savepoint of its own, at which the full-text index goes to disk. The text
            // is there: it was written before, with the same commit, and whatever erases it decides on what was committed.
            let id =
                Sql::new("(SELECT id FROM search_text WHERE record = ").bind(record).text(" AND part = ").bind(part);
            let sql = Sql::new("INSERT OR REPLACE INTO search_term (rowid, public, internal) VALUES (").then(id);
            let sql = sql.text("), ").bind(public_terms.join(" ")).text(", ").bind(internal_terms.join(" "));
            all.last.push(sql.text(")"));
        }
        Dialect::Postgres => {
            let sql =
                Sql::new("INSERT INTO search_text (record, part, public, internal, public_terms, internal_terms)");
            let sql = sql.text(" VALUES (").bind(record).text(", ").bind(part).text(", ").bind(public).text(", ");
            let sql = sql.bind(internal).text(", array_to_tsvector(string_to_array(").bind(public_terms.join(" "));
            let sql = sql.text(", ' ')), array_to_tsvector(string_to_array(").bind(internal_terms.join(" "));
            all.last.push(sql.text(
                ", ' '))) ON CONFLICT (record, part) DO UPDATE SET public = excluded.public, \
                 internal = excluded.internal, public_terms = excluded.public_terms, \
                 internal_terms = excluded.internal_terms",
            ));
        }
    }
}

/// The digest of the texts of a row, by which it is known to be whole.
#[must_use]
pub fn digest(public: &str, internal: &str) -> Hash {
    Sha256::new().chain_update(public).chain_update([0]).chain_update(internal).finalize().into()
}

/// Takes the row of one text away.
pub fn erase(all: &mut Vec<Sql>, record: RecordId, part: &str, dialect: Dialect) {
    if dialect == Dialect::Sqlite {
        let sql = Sql::new("DELETE FROM search_term WHERE rowid IN (SELECT id FROM search_text WHERE record = ");
        all.push(sql.bind(record).text(" AND part = ").bind(part).text(")"));
    }
    all.push(Sql::new("DELETE FROM search_text WHERE record = ").bind(record).text(" AND part = ").bind(part));
}
