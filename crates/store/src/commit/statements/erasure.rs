//! What an erasure takes away.

use super::super::ErasedItem;
use crate::commit::seal::SealedWrite;
use crate::dialect::Dialect;
use crate::search;
use crate::sql::Sql;

/// Values go from the history, and what was made from them from wherever else it is.
pub(super) fn erasures(all: &mut Vec<Sql>, write: &SealedWrite<'_>, dialect: Dialect) {
    let record = write.record.id;
    for erasure in &write.erasures {
        let values = Sql::new("DELETE FROM history_value WHERE record = ").bind(record).text(" AND item = ");
        match &erasure.item {
            ErasedItem::Field(field) => {
                all.push(values.bind(format!("field:{field}")));
                all.push(Sql::new("DELETE FROM preference WHERE key = ").bind(format!("draft:{record}")));
            }
            ErasedItem::Comment(n) => {
                all.push(values.bind("comment").text(" AND n = ").bind(*n));
                search::erase(all, record, &format!("comment:{n}"), dialect);
            }
            ErasedItem::Attachment(id) => {
                all.push(values.bind(format!("attachment:{id}")));
                all.push(Sql::new("UPDATE attachment SET name = NULL WHERE id = ").bind(*id));
            }
        }
    }
    if !write.erasures.is_empty() {
        all.push(Sql::new("DELETE FROM outbox WHERE done_at IS NULL AND record = ").bind(record));
    }
}
