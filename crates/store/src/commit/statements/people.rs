//! The rows of those who have a part in a record.

use std::collections::BTreeSet;

use yuheng_engine::{Record, RecordId};

use super::rows;
use crate::commit::seal::SealedWrite;
use crate::involvement::{self, INVOLVEMENT, Part};
use crate::sql::{Bind, Sql};

/// Whoever has a part in an approval takes part for good.
pub(super) fn participants(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let known = write.before.map(|before| before.record.approving()).unwrap_or_default();
    let new: Vec<Vec<Bind>> = participant_rows(&write.record, &known).collect();
    if !new.is_empty() {
        let sql = rows(Sql::new("INSERT INTO participant (").text(PARTICIPANT).text(") VALUES "), new);
        all.push(sql.text(" ON CONFLICT (person, record) DO NOTHING"));
    }
}

/// The columns of a participant's row, in the order of [`participant_rows`].
pub const PARTICIPANT: &str = "person, record";

/// The rows of those who have a part in an approval, without those already `known`.
pub fn participant_rows(record: &Record, known: &BTreeSet<RecordId>) -> impl Iterator<Item = Vec<Bind>> {
    let id = record.id;
    let new = record.approving().into_iter().filter(move |person| !known.contains(person));
    new.map(move |person| vec![person.into(), id.into()])
}

/// Who opened it and who did something on it stand by the first entry that says so; who is mentioned by the latest, unread.
pub(super) fn involved(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let record = &write.record;
    let told = involvement::told(record.opened_by, write.entries.iter().map(|(entry, _)| entry));
    let told: Vec<Vec<Bind>> =
        told.into_iter().map(|(part, person, n)| involvement::row(record, person, part, n)).collect();
    let insert = || Sql::new("INSERT INTO involvement (").text(INVOLVEMENT).text(") VALUES ");
    if !told.is_empty() {
        all.push(rows(insert(), told).text(" ON CONFLICT DO NOTHING"));
    }
    // Where nothing is said, it is the last entry that names them: an approval that is copied to them.
    let said = write.entries.iter().rfind(|(entry, _)| entry.comment.is_some());
    let Some((said, _)) = said.or_else(|| write.entries.last()) else { return };
    // One statement writes each row once.
    let mentioned: BTreeSet<&RecordId> = write.write.mentioned.iter().collect();
    let mentioned = mentioned.into_iter();
    let mentioned: Vec<_> =
        mentioned.map(|person| involvement::row(record, *person, Part::Mentioned, said.n)).collect();
    if !mentioned.is_empty() {
        all.push(rows(insert(), mentioned).text(
            " ON CONFLICT (person, part, process, sort_at, record) DO UPDATE SET n = excluded.n, read_at = NULL",
        ));
    }
}
