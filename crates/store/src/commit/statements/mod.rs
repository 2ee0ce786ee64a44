//! The statements that write what was sealed. They are the same for both databases but for what `dialect.rs` names.

mod clock;
mod entry;
mod erasure;
mod index;
mod people;
mod record;
mod set;

use yuheng_engine::Projection;

pub use clock::{CLOCK, clock_row};
pub use entry::{ATTACHMENT, RELATION, attachment_row, comment_texts, relation_row};
pub use index::{INDEX, index_row};
pub use people::{PARTICIPANT, participant_rows};
pub use record::columns;
pub use set::of_set;

use super::Request;
use super::found::Found;
use super::seal::SealedWrite;
use crate::StorageError;
use crate::details::{Details, Hex};
use crate::dialect::Dialect;
use crate::record::Stored;
use crate::search;
use crate::sql::{Bind, Sql};

/// What a commit writes.
#[derive(Debug, Default)]
pub struct Statements {
    /// In this order.
    pub first: Vec<Sql>,
    /// The rows of the full-text index: after these of all others of a group.
    pub last: Vec<Sql>,
}

/// The statements of a commit.
///
/// # Errors
/// When a value can't be written as JSON.
pub fn statements(
    request: &Request,
    found: &Found,
    sealed: &[SealedWrite<'_>],
    dialect: Dialect,
) -> Result<Statements, StorageError> {
    let mut all = Statements::default();
    for write in sealed {
        of_write(&mut all, write, dialect)?;
        if dialect == Dialect::Sqlite {
            // On PostgreSQL the sequencer does it: positions must not come in another order than commits.
            let entries = write.entries.iter().map(|(entry, _)| vec![entry.record.into(), entry.n.into()]);
            all.first.push(rows(Sql::new("INSERT INTO feed (record, n) VALUES "), entries));
        }
    }
    for made in &request.set.projections {
        if let Some(stored) = found.records.get(&made.record) {
            projection(&mut all, stored, made, dialect)?;
        }
    }
    of_set(&mut all.first, request, sealed)?;
    Ok(all)
}

/// What one write leaves of its record, but for its entries' places in the feed.
///
/// # Errors
/// When a value can't be written as JSON.
pub fn of_write(all: &mut Statements, write: &SealedWrite<'_>, dialect: Dialect) -> Result<(), StorageError> {
    all.first.push(record::record(write)?);
    let before = write.before.map(|before| &before.details.index);
    index::index(&mut all.first, &write.record, before, &write.details.index);
    clock::clocks(&mut all.first, write);
    people::participants(&mut all.first, write);
    people::involved(&mut all.first, write);
    entry::relations(&mut all.first, write);
    entry::attachments(&mut all.first, write);
    entry::history(&mut all.first, write);
    entry::search_rows(all, write, dialect);
    erasure::erasures(&mut all.first, write, dialect);
    Ok(())
}

/// What a record is found by, as it was made anew. The row keeps all else: nothing has happened to the record.
fn projection(all: &mut Statements, stored: &Stored, made: &Projection, dialect: Dialect) -> Result<(), StorageError> {
    let (record, before) = (&stored.record, &stored.details);
    let texts = Some(Hex(search::digest(&made.texts.public, &made.texts.internal)));
    let details = Details { index: made.index.clone(), texts, ..before.clone() };
    let sql = Sql::new("UPDATE record SET details = ").bind(serde_json::to_string(&details)?);
    all.first.push(sql.text(" WHERE id = ").bind(record.id));
    index::index(&mut all.first, record, Some(&before.index), &made.index);
    if texts != before.texts {
        search::write(all, record.id, "fields", &made.texts.public, &made.texts.internal, dialect);
    }
    Ok(())
}

/// Rows of values, in parentheses, with commas between.
#[must_use]
pub fn rows(mut sql: Sql, rows: impl IntoIterator<Item = Vec<Bind>>) -> Sql {
    for (index, row) in rows.into_iter().enumerate() {
        sql = sql.text(if index == 0 { "(" } else { ", (" }).list(row).text(")");
    }
    sql
}
