//! A record's row and everything that commits make from it, compared with what the history tells. What is expected comes
//! from the functions that a commit writes with.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{ClockState, Record, RecordId};

use super::chain::Chain;
use super::fault::Fault;
use super::terms::{self, Text};
use crate::StorageError;
use crate::commit::statements::{
    ATTACHMENT, CLOCK, INDEX, PARTICIPANT, RELATION, attachment_row, clock_row, columns, comment_texts, index_row,
    participant_rows, relation_row,
};
use crate::details::Details;
use crate::dialect;
use crate::history::{INVOLVEMENT_IS_STALE, Told, UPDATED_IS_STALE, Values};
use crate::involvement::{self, INVOLVEMENT};
use crate::record::Stored;
use crate::row::{Cell, Row};
use crate::search;
use crate::sql::{Bind, Sql};

/// The rows of one record, as they stand.
pub struct Live {
    columns: Vec<Row>,
    tables: [Vec<Row>; 6],
    texts: Vec<Text>,
    /// Whether it is still being read from the history when each record was last changed, and since when it has been quiet: then
    /// what stands there shows nothing.
    updated_is_stale: bool,
    /// Likewise of who did what.
    involvement_is_stale: bool,
}

/// A row that is expected, and the entry that it comes from; none: from all of them.
type Expected = (Option<u64>, Vec<Bind>);

const TABLES: [&str; 6] = ["relation", "field_index", "clock", "participant", "involvement", "attachment"];

/// The columns of the record's row by which it is known, before those of [`columns`].
const IDENTITY: &str = "process, number, label, opened_by, opened_at, definition, ";

const WRITTEN: &str = "state, is_open, priority, customer, service, assignee, assigned_group, requester, department, \
    confidential, updated_at, due_at, next_at, resolved_at, closed_at, voided, version, n, head, details FROM record r \
    WHERE id = ";

/// The statements whose rows [`Live::read`] takes.
pub fn selects(id: RecordId) -> Vec<Sql> {
    let of = |columns: &'static str, from: &'static str, order: &'static str| {
        Sql::new("SELECT ").text(columns).text(from).bind(id).text(order)
    };
    let record = Sql::new("SELECT ").either(dialect::FIELDS_ARE_CANONICAL).text(", ").text(IDENTITY).text(WRITTEN);
    vec![
        record.bind(id),
        of(RELATION, ", until_at, n_until FROM relation WHERE source = ", " ORDER BY ordinal"),
        of(INDEX, " FROM field_index WHERE record = ", " ORDER BY field, value, sort_at"),
        of(CLOCK, " FROM clock WHERE record = ", " ORDER BY clock"),
        of(PARTICIPANT, " FROM participant WHERE record = ", " ORDER BY person"),
        of(INVOLVEMENT, " FROM involvement WHERE part IN ('acted', 'opened') AND record = ", " ORDER BY part, person"),
        of(ATTACHMENT, " FROM attachment WHERE record = ", " ORDER BY ordinal"),
        Sql::new("SELECT ")
            .either(terms::COLUMNS)
            .text(" FROM search_text WHERE record = ")
            .bind(id)
            .text(" ORDER BY part"),
        Sql::new("SELECT 1 FROM setting WHERE key = ").bind(UPDATED_IS_STALE),
        Sql::new("SELECT 1 FROM setting WHERE key = ").bind(INVOLVEMENT_IS_STALE),
    ]
}

impl Live {
    /// Takes the rows of [`selects`].
    ///
    /// # Errors
    /// When the rows are not what was asked for.
    pub fn read(answers: &mut impl Iterator<Item = Vec<Row>>) -> Result<Self, StorageError> {
        let mut next = || answers.next().unwrap_or_default();
        let (columns, tables) = (next(), std::array::from_fn(|_| next()));
        let texts = next().into_iter().map(Text::read).collect::<Result<_, _>>()?;
        let (updated_is_stale, involvement_is_stale) = (!next().is_empty(), !next().is_empty());
        Ok(Self { columns, tables, texts, updated_is_stale, involvement_is_stale })
    }

    /// The texts that search finds the record by.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Compares with what the history tells; the first thing that doesn't fit, and its entry if there is one.
    ///
    /// # Errors
    /// When the rows are not what was asked for.
    pub fn compare(
        &mut self,
        chain: &Chain,
        stored: &Stored,
        values: &Values,
    ) -> Result<Option<(Option<u64>, Fault)>, StorageError> {
        let Some(told) = &chain.replay.as_of else { return Ok(Some((None, Fault::EntryMissing))) };
        let mut record = expected(&told.record, stored);
        if self.updated_is_stale {
            record.quiet_since = stored.record.quiet_since;
        }
        if record.fields != stored.record.fields {
            return Ok(Some((None, Fault::Column("fields"))));
        }
        let mut unfit = row(&record, chain, stored, std::mem::take(&mut self.columns))?.into_iter();
        if let Some(name) = unfit.find(|name| !(self.updated_is_stale && *name == "updated_at")) {
            return Ok(Some((None, Fault::Column(name))));
        }
        let expected = [
            relations(chain),
            stored.details.index.iter().map(|(field, value)| (None, index_row(&record, field, value))).collect(),
            record.clocks.iter().map(|(id, clock)| (None, clock_row(&record, id, clock))).collect(),
            participant_rows(&record, &BTreeSet::new()).map(|row| (None, row)).collect(),
            involved(&record, chain),
            attachments(chain, values),
        ];
        for ((name, expected), rows) in TABLES.into_iter().zip(expected).zip(std::mem::take(&mut self.tables)) {
            if self.involvement_is_stale && name == "involvement" {
                continue;
            }
            if let Some(n) = differs(expected, rows)? {
                return Ok(Some((n, Fault::Rows(name))));
            }
        }
        let texts = texts(chain, values, stored, &self.texts);
        Ok(texts.map(|n| (n, Fault::Rows("search_text"))))
    }
}

/// The record that the history tells. When clocks are looked at is not history: that is taken as it is found, and stands
/// in two places, which must agree.
fn expected(told: &Record, stored: &Stored) -> Record {
    let mut record = told.clone();
    for (id, clock) in &mut record.clocks {
        if let Some(live) = stored.record.clocks.get(id) {
            (clock.next_at, clock.warned) = (live.next_at, live.warned);
        }
    }
    // Who was urged before the moment was kept has none, until it is urged again.
    for (approval, live) in record.approvals.iter_mut().zip(&stored.record.approvals) {
        approval.urged_at = approval.urged_at.filter(|_| live.urged_at.is_some());
    }
    record
}

/// The columns of the record's row that are not what the history tells.
fn row(record: &Record, chain: &Chain, stored: &Stored, rows: Vec<Row>) -> Result<Vec<&'static str>, StorageError> {
    let Some(mut row) = rows.into_iter().next() else { return Ok(vec!["id"]) };
    if !row.get::<bool>()? {
        return Ok(vec!["fields"]);
    }
    let details = &stored.details;
    let details = Details::of(record, &chain.replay.state, chain.last_at, details.index.clone(), details.texts);
    let identity = [
        ("process", Bind::from(record.process.as_str())),
        ("number", record.number.into()),
        ("label", record.label.as_str().into()),
        ("opened_by", record.opened_by.into()),
        ("opened_at", record.opened_at.into()),
        ("definition", record.definition.as_str().into()),
    ];
    let mut unfit = Vec::new();
    for (name, told) in identity.into_iter().chain(columns(record, chain.head, stored.next_at, &details)?) {
        if !told.is(&row.cell()?) {
            unfit.push(name);
        }
    }
    // Looked at too early, nothing is lost; too late, a breach would be.
    let running = record.clocks.values().filter(|clock| clock.state == ClockState::Running);
    let first = running.filter_map(|clock| clock.next_at).min();
    let is_late = first.is_some_and(|first| stored.next_at.is_none_or(|next| next > first));
    unfit.extend(is_late.then_some("next_at"));
    Ok(unfit)
}

fn relations(chain: &Chain) -> Vec<Expected> {
    let mut ended = BTreeMap::new();
    for entry in &chain.entries {
        ended.extend(entry.unrelated.iter().map(|relation| (relation.id, (entry.at, entry.n))));
    }
    let drawn = chain.entries.iter().flat_map(|entry| entry.related.iter().map(move |related| (entry, related)));
    let row = |(entry, related)| {
        let mut row = relation_row(entry, related);
        let (until, n) = ended.get(&related.id).copied().unzip();
        row.extend([Bind::from(until), Bind::from(n)]);
        (Some(entry.n), row)
    };
    drawn.map(row).collect()
}

fn involved(record: &Record, chain: &Chain) -> Vec<Expected> {
    let told = involvement::told(record.opened_by, &chain.entries);
    told.into_iter().map(|(part, person, n)| (Some(n), involvement::row(record, person, part, n))).collect()
}

fn attachments(chain: &Chain, values: &Values) -> Vec<Expected> {
    let attached = chain.entries.iter().flat_map(|entry| entry.attached.iter().map(move |attached| (entry, attached)));
    let row = |(entry, attached): (&crate::history::Entry, &crate::history::Attached)| {
        let name = match values.text(entry.n, &format!("attachment:{}", attached.id)) {
            Told::Value(name) => Some(name),
            Told::Erased => None,
        };
        (Some(entry.n), attachment_row(entry, attached, name.as_deref()))
    };
    attached.map(row).collect()
}

/// Where the rows differ from those expected: the entry of the first that does.
fn differs(expected: Vec<Expected>, rows: Vec<Row>) -> Result<Option<Option<u64>>, StorageError> {
    let count = rows.len();
    let last = expected.last().and_then(|(n, _)| *n);
    let missing = expected.get(count).map(|(n, _)| *n);
    for ((n, expected), mut row) in expected.iter().zip(rows) {
        for told in expected {
            if !told.is(&row.cell()?) {
                return Ok(Some(*n));
            }
        }
    }
    Ok(missing.or((count > expected.len()).then_some(last)))
}

/// The texts that search finds the record by: each comment's own, and for the fields those whose digest is in the details.
fn texts(chain: &Chain, values: &Values, stored: &Stored, rows: &[Text]) -> Option<Option<u64>> {
    let mut told = BTreeMap::new();
    for entry in &chain.entries {
        if let (Some((audience, _)), Told::Value(body)) = (entry.comment, values.text(entry.n, "comment")) {
            let (part, public, internal) = comment_texts(entry.n, &body, audience);
            told.insert(part, (Some(entry.n), search::digest(public, internal)));
        }
    }
    told.extend(stored.details.texts.map(|texts| ("fields".to_owned(), (None, texts.0))));
    for text in rows {
        match told.remove(text.part()) {
            Some((_, digest)) if digest == text.digest() => {}
            Some((n, _)) => return Some(n),
            None => return Some(None),
        }
    }
    told.into_values().next().map(|(n, _)| n)
}

impl Bind {
    /// Whether a cell holds this.
    fn is(&self, cell: &Cell) -> bool {
        match (self, cell) {
            (Self::Null, Cell::Null) => true,
            (Self::Bool(truth), Cell::Int(int)) => i64::from(*truth) == *int,
            (Self::Int(told), Cell::Int(int)) => told == int,
            (Self::Text(told), Cell::Text(text)) => told == text,
            (Self::Bytes(told), Cell::Bytes(bytes)) => told == bytes,
            (Self::Id(told), Cell::Bytes(bytes)) => told.0.as_bytes() == bytes.as_slice(),
            _ => false,
        }
    }
}
