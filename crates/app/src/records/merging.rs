//! Making one of several records and two of one: what names others on the wire is found, and what the history alone knows is read.

use serde_json::{Map, Value as Json};
use yuheng_definition::StateId;
use yuheng_engine::{Attachment, Command, EntryAction, Fault, FieldFault, Record, RecordId, Relation};

use super::{Request, Written};
use crate::{App, Caller, Error, Result};

/// What goes into the second of two records.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Values by field, as far as they are others.
    pub fields: Map<String, Json>,
    /// The files of the first that are found at it too.
    pub files: Vec<RecordId>,
}

impl App {
    /// Makes a record a part of the one that `into` names, by number or identity.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn merge(&self, caller: &Caller, record: RecordId, into: &str, request: &Request) -> Result<Written> {
        let command = self.merging(into).await?;
        self.write(caller, Some(record), command, request).await
    }

    /// Takes a record out again of the one that it was merged into.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn unmerge(&self, caller: &Caller, id: RecordId, request: &Request) -> Result<Written> {
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        self.visible(caller, id).await?;
        let record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        let tie = self.merged_into(caller, &record).await?;
        let merged = tie.zip(self.before_the_merge(&record).await?);
        let (tie, state) = merged.ok_or(Error::Rejected(yuheng_engine::Rejection::Final))?;
        self.write(caller, Some(id), Command::Unmerge { from: tie.source, state }, request).await
    }

    /// Makes two of a record; the new one is shown.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn split(&self, caller: &Caller, record: RecordId, parts: Parts, request: &Request) -> Result<Written> {
        let process = self.visible(caller, record).await?.1;
        let changes = self.changes(&process, parts.fields).await?;
        let fields = changes.into_iter().filter_map(|(id, value)| Some((id, value?))).collect();
        let own = self.attachments(caller, record).await?;
        let mut files: Vec<Attachment> = Vec::with_capacity(parts.files.len());
        for id in parts.files {
            let file = own.iter().map(|file| &file.attachment).find(|file| file.id == id);
            let unknown = || FieldFault { field: "files".to_owned(), fault: Fault::NoSuchRecord(id) };
            files.push(file.ok_or_else(|| Error::invalid(vec![unknown()]))?.clone());
        }
        self.write(caller, Some(record), Command::Split { fields, files }, request).await
    }

    /// To merge into the record that `into` names.
    pub(super) async fn merging(&self, into: &str) -> Result<Command> {
        let nothing =
            || FieldFault { field: "into".to_owned(), fault: Fault::NoSuchRecord(RecordId(uuid::Uuid::nil())) };
        let into = self.identity(into).await?.ok_or_else(|| Error::invalid(vec![nothing()]))?;
        Ok(Command::Merge { into })
    }

    /// The relation by which a record is a part of another; none: it is a part of none.
    pub(super) async fn merged_into(&self, caller: &Caller, record: &Record) -> Result<Option<Relation>> {
        let process = self.process(caller, record.process.as_str())?;
        let Some(rule) = process.merges.as_ref().filter(|rule| rule.end == record.state) else { return Ok(None) };
        Ok(self.store.incoming(record.id, &[rule.relation.as_str()], None, 1).await?.pop())
    }

    /// The state that a record was in before it was merged, as its history tells.
    async fn before_the_merge(&self, record: &Record) -> Result<Option<StateId>> {
        let entries = self.store.history(record.id, 0, u32::try_from(record.n).unwrap_or(u32::MAX)).await?;
        let merged =
            entries.into_iter().rev().find(|entry| entry.action == EntryAction::Merged && entry.moved.is_some());
        Ok(merged.and_then(|entry| entry.moved).map(|(from, _)| from))
    }
}
