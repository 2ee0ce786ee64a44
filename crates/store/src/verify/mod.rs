//! Proves the store: every record's entries are followed by their hashes, replayed, and compared with the values behind
//! their commitments, with the live row and with everything that was made from it. What doesn't fit is named.

mod chain;
mod claims;
mod definitions;
mod fault;
mod live;
mod numbers;
mod terms;
mod whole;

use rusqlite::ErrorCode;
use yuheng_definition::Label;
use yuheng_engine::{RecordId, failpoint};

use self::chain::{Chain, End, values};
use self::definitions::Kept;
use self::fault::Fault;
use self::live::Live;
use self::numbers::Numbers;
use crate::record::{Stored, select};
use crate::sql::Sql;
use crate::{StorageError, Store};

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many records were looked at.
    pub records: u64,
    /// How many entries were replayed.
    pub entries: u64,
    /// How many attachments' contents were read.
    pub attachments: u64,
    /// What doesn't fit, by process and number, then what no record shows; at most [`VerifyReport::AT_MOST`].
    pub faults: Vec<Bad>,
}

/// Something that doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The label of the record's number; a table where no record can be named.
    pub label: String,
    /// The record.
    pub record: Option<RecordId>,
    /// The entry, where it is one.
    pub n: Option<u64>,
    /// What doesn't fit.
    pub what: Label,
}

impl Bad {
    fn of(label: String, record: Option<RecordId>, n: Option<u64>, fault: &Fault) -> Self {
        Self { label, record, n, what: fault.label() }
    }
}

impl VerifyReport {
    /// After so many faults there is no point in looking further.
    pub const AT_MOST: usize = 100;
}

/// A report under way.
#[derive(Default)]
struct Report {
    report: VerifyReport,
    /// Faults that have no place in the order of numbers.
    loose: Vec<Bad>,
}

impl Report {
    fn add(&mut self, bad: Bad) {
        if !self.is_full() {
            self.report.faults.push(bad);
        }
    }

    const fn is_full(&self) -> bool {
        self.report.faults.len() >= VerifyReport::AT_MOST
    }
}

/// How many records are found at a time; they are read one by one.
const PAGE: i64 = 200;

/// A record as the list of them has it.
struct Listed {
    id: RecordId,
    process: String,
    number: i64,
    label: String,
}

impl Store {
    /// Verifies everything, record by record in the order of process and number; `progress` is told how many of how many
    /// have been looked at. Others may write meanwhile.
    ///
    /// # Errors
    /// When the database fails. Damage is no error: it is in the report.
    pub async fn verify(&self, mut progress: impl FnMut(u64, u64) + Send) -> Result<VerifyReport, StorageError> {
        self.advance_feed().await?;
        let mut report = Report::default();
        let kept = self.kept(&mut report).await?;
        let mut numbers = Numbers::new(self.counters().await?, self.rowless(&mut report).await?);
        let mut total = self.query(Sql::new("SELECT COUNT(*) FROM record")).await?;
        let total = total.first_mut().map_or(Ok(0), crate::row::Row::get)?;
        let mut after = (String::new(), i64::MIN);
        while !report.is_full() {
            let page = self.page(&after).await?;
            let Some(last) = page.last().map(|last| (last.process.clone(), last.number)) else { break };
            for listed in page {
                numbers.see(&listed, &mut report);
                self.verify_record(listed, &kept, &mut report).await?;
                report.report.records += 1;
                progress(report.report.records, total.max(report.report.records));
                if report.is_full() {
                    return Ok(report.report);
                }
            }
            // A text that is no text comes back as another, which may sort before itself: such a row was seen already.
            if last <= after {
                break;
            }
            after = last;
        }
        numbers.end(&self.counters().await?, &mut report);
        for bad in std::mem::take(&mut report.loose) {
            report.add(bad);
        }
        self.verify_claims(&kept, &mut report).await?;
        self.verify_beside(&mut report).await?;
        Ok(report.report)
    }

    /// Verifies those records alone that the newest entries are of: what can be waited for at a start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_newest(&self, entries: u32) -> Result<VerifyReport, StorageError> {
        let mut report = Report::default();
        let kept = self.kept(&mut report).await?;
        let sql = Sql::new("SELECT DISTINCT r.id, r.process, r.number, r.label FROM (SELECT record FROM feed ORDER BY");
        let sql = sql.text(" position DESC LIMIT ").bind(i64::from(entries));
        for mut row in self.query(sql.text(") newest JOIN record r ON r.id = newest.record")).await? {
            self.verify_record(listed(&mut row)?, &kept, &mut report).await?;
            report.report.records += 1;
        }
        Ok(report.report)
    }

    async fn page(&self, after: &(String, i64)) -> Result<Vec<Listed>, StorageError> {
        let sql = Sql::new("SELECT id, process, number, label FROM record WHERE (process, number) > (");
        let sql = sql.bind(after.0.as_str()).text(", ").bind(after.1);
        let mut rows = self.query(sql.text(") ORDER BY process, number LIMIT ").bind(PAGE)).await?;
        rows.iter_mut().map(listed).collect()
    }

    async fn verify_record(&self, listed: Listed, kept: &Kept, report: &mut Report) -> Result<(), StorageError> {
        let (id, mut label) = (listed.id, listed.label);
        match self.look_at(id, &mut label, kept, report).await {
            Ok(None) => Ok(()),
            Ok(Some((n, fault))) => {
                report.add(Bad::of(label, Some(id), n, &fault));
                Ok(())
            }
            Err(error) => {
                let why = damage(error)?;
                report.add(Bad::of(label, Some(id), None, &Fault::RowBroken(why)));
                Ok(())
            }
        }
    }

    /// The first thing about a record that doesn't fit. `label` becomes the one that its history tells.
    async fn look_at(
        &self,
        id: RecordId,
        label: &mut String,
        kept: &Kept,
        report: &mut Report,
    ) -> Result<Option<(Option<u64>, Fault)>, StorageError> {
        let mut batch = history(id);
        batch.push(Sql::new("SELECT n, head FROM record WHERE id = ").bind(id));
        batch.push(select().text("WHERE r.id = ").bind(id));
        batch.extend(live::selects(id));
        let mut answers = match self.read(batch).await {
            Ok(answers) => answers.into_iter(),
            // The label of its history is still to be had.
            Err(error) => {
                let mut answers = self.read(history(id)).await?.into_iter();
                let entries = answers.next().unwrap_or_default();
                *label = Chain::follow(id, entries, &Default::default(), None)?.label.unwrap_or_else(|| label.clone());
                return Err(error);
            }
        };
        let mut next = || answers.next().unwrap_or_default();
        let (entries, (values, all)) = (next(), values(next())?);
        report.report.entries += entries.len() as u64;
        let Some(mut end) = next().into_iter().next() else { return Ok(Some((None, Fault::RowMissing))) };
        let end = End { n: end.get::<i64>()?.unsigned_abs(), head: end.get().unwrap_or_default() };
        let stored = next().first_mut().map(Stored::from_row);
        let chain = Chain::follow(id, entries, &values, Some(end))?;
        if let Some(told) = &chain.label {
            label.clone_from(told);
        }
        if failpoint::armed("verify.follows_no_chain") {
            return Ok(None);
        }
        if let Some((n, fault)) = chain.fault {
            return Ok(Some((Some(n), fault)));
        }
        if !all {
            return Ok(Some((None, Fault::Rows("history_value"))));
        }
        if !failpoint::armed("verify.accepts_live_rows") {
            let stored = match stored.transpose() {
                Ok(Some(stored)) => stored,
                Ok(None) => return Ok(Some((None, Fault::RowMissing))),
                Err(error) => return Ok(Some((None, Fault::RowBroken(damage(error)?)))),
            };
            let mut live = Live::read(&mut answers)?;
            if let Some(found) = live.compare(&chain, &stored, &values)? {
                return Ok(Some(found));
            }
            if !self.is_found(&stored.record, live.texts()).await? {
                return Ok(Some((None, Fault::Rows("search_term"))));
            }
            if let Some(n) = chain.of_account()
                && self.account(id).await?.is_none()
            {
                return Ok(Some((Some(n), Fault::Rows("account"))));
            }
            if !self.has_claims(&stored.record, kept).await? {
                return Ok(Some((None, Fault::Rows("claim"))));
            }
        }
        for entry in &chain.entries {
            if !self.keeps(kept, &entry.definition).await? {
                return Ok(Some((Some(entry.n), Fault::DefinitionMissing(entry.definition.clone()))));
            }
        }
        self.contents(&chain, &values, report).await
    }

    /// Reads the content of each attachment that was not erased.
    async fn contents(
        &self,
        chain: &Chain,
        values: &crate::history::Values,
        report: &mut Report,
    ) -> Result<Option<(Option<u64>, Fault)>, StorageError> {
        for entry in &chain.entries {
            for attached in &entry.attached {
                let item = format!("attachment:{}", attached.id);
                let crate::history::Told::Value(name) = values.text(entry.n, &item) else { continue };
                report.report.attachments += 1;
                if self.digest_of_content(&attached.digest).await?.as_deref() != Some(attached.digest.as_str()) {
                    return Ok(Some((Some(entry.n), Fault::Content(name))));
                }
            }
        }
        Ok(None)
    }
}

fn listed(row: &mut crate::row::Row) -> Result<Listed, StorageError> {
    Ok(Listed { id: row.get()?, process: row.get()?, number: row.get()?, label: row.get()? })
}

/// A record's entries and their values.
fn history(id: RecordId) -> Vec<Sql> {
    let entries = Sql::new("SELECT n, at, bytes FROM history WHERE record = ").bind(id).text(" ORDER BY n");
    let values = Sql::new("SELECT n, item, salt, value FROM history_value WHERE record = ").bind(id);
    vec![entries, values.text(" ORDER BY n, item")]
}

/// An error that comes from what is stored, in words; any other is passed on.
fn damage(error: StorageError) -> Result<String, StorageError> {
    match error {
        StorageError::Corrupt(why) => Ok(why),
        // What a function of SQLite says of its argument: it is no JSON.
        StorageError::Sqlite { source, .. } if source.sqlite_error_code() == Some(ErrorCode::Unknown) => {
            Ok(source.to_string())
        }
        other => Err(other),
    }
}
