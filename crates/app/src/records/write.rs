//! What somebody may ask to be written. Each becomes a command on the one path.

use serde_json::{Map, Value as Json};
use yuheng_definition::{Field, ProcessId, RelationId, TransitionId, Value};
use yuheng_engine::{Command, Comment, Fault, FieldFault, RecordId, RowAt, RowChange, failpoint};

use crate::view::RecordView;
use crate::{App, Caller, Error, Result};

/// What a write is asked with, beside its content.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The version that it is based on (`If-Match`).
    pub based_on: Option<u64>,
    /// What makes it safe to send twice.
    pub idempotency: Option<Idempotency>,
}

/// An idempotency key with what it is bound to.
#[derive(Clone, Debug)]
pub struct Idempotency {
    /// The key.
    pub key: String,
    /// The route.
    pub route: String,
    /// The SHA-256 of the body.
    pub body: [u8; 32],
}

impl Idempotency {
    /// The key of a part of the request, which is written by itself.
    #[must_use]
    pub fn of_part(&self, part: &str) -> Self {
        let part = if failpoint::armed("app.forgets_what_it_was_sent") {
            uuid::Uuid::now_v7().to_string()
        } else {
            part.to_owned()
        };
        Self { key: part, route: format!("{} {}", self.route, self.key), body: self.body }
    }
}

/// What may be said of a write to whoever made it, even if the write took the right to see the record away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The record.
    pub id: RecordId,
    /// Its process.
    pub process: ProcessId,
    /// The label of its number.
    pub number: String,
    /// Its version now.
    pub version: u64,
    /// Its latest entry.
    pub n: u64,
}

/// The answer to a write.
pub struct Written {
    /// What may be said of it in any case.
    pub receipt: Receipt,
    /// The record as visible now; none: it may not be seen any more.
    pub view: Option<RecordView>,
    /// It had been done before, under the same key.
    pub replayed: bool,
}

impl App {
    /// Opens a record.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn create(
        &self,
        caller: &Caller,
        process: &str,
        fields: Map<String, Json>,
        request: &Request,
    ) -> Result<Written> {
        let definition = self.process(caller, process)?;
        let changes = self.changes(&definition, fields).await?;
        let fields = changes.into_iter().filter_map(|(id, value)| Some((id, value?))).collect();
        let command = Command::Create { process: definition.id.clone(), fields };
        self.write(caller, None, command, request).await
    }

    /// Changes fields.
    ///
    /// # Errors
    /// When it is refused, or what it changes has changed meanwhile.
    pub async fn update(
        &self,
        caller: &Caller,
        record: RecordId,
        fields: Map<String, Json>,
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let process = self.visible(caller, record).await?.1;
        let changes = self.changes(&process, fields).await?;
        self.write(caller, Some(record), Command::Update { changes }, request).await
    }

    /// Goes to another state.
    ///
    /// # Errors
    /// When it is refused, or what it stands on has changed meanwhile.
    pub async fn transition(
        &self,
        caller: &Caller,
        record: RecordId,
        transition: &str,
        with: (Map<String, Json>, Option<Comment>),
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let process = self.visible(caller, record).await?.1;
        let changes = self.changes(&process, with.0).await?;
        let command = Command::Transition { transition: TransitionId::from(transition), changes, comment: with.1 };
        self.write(caller, Some(record), command, request).await
    }

    /// Changes rows of a table of a record, as it is then.
    ///
    /// # Errors
    /// When it is refused, or the row is gone.
    pub async fn change_rows(
        &self,
        caller: &Caller,
        record: RecordId,
        (field, change): (&str, RowsAsked),
        request: &Request,
    ) -> Result<Written> {
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let process = self.visible(caller, record).await?.1;
        let Some(table) = process.fields.get(field) else { return Err(Error::not_found()) };
        let change = match change {
            RowsAsked::Set { row, was, to } => {
                RowChange::Set { at: self.row_at(table, row, was).await?, to: self.cells(table, to).await? }
            }
            RowsAsked::Add { rows } => {
                let mut added = Vec::with_capacity(rows.len());
                for cells in rows {
                    added.push(Value::Row(self.cells(table, cells).await?));
                }
                RowChange::Add { rows: added }
            }
            RowsAsked::Remove { row, was } => RowChange::Remove { at: self.row_at(table, row, was).await? },
            RowsAsked::Move { row, was, before } => RowChange::Move { at: self.row_at(table, row, was).await?, before },
        };
        self.write(caller, Some(record), Command::Rows { field: table.id.clone(), change }, request).await
    }

    async fn row_at(&self, table: &Field, row: usize, was: Map<String, Json>) -> Result<RowAt> {
        Ok(RowAt { row, was: self.cells(table, was).await? })
    }

    /// Draws a relation to the record that `target` names.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn relate(
        &self,
        caller: &Caller,
        record: RecordId,
        kind: &str,
        target: &str,
        request: &Request,
    ) -> Result<Written> {
        let no_such =
            || FieldFault { field: "target".to_owned(), fault: Fault::NoSuchRecord(RecordId(uuid::Uuid::nil())) };
        let target = self.identity(target).await?.ok_or_else(|| Error::invalid(vec![no_such()]))?;
        let command = Command::Relate { kind: RelationId::from(kind), target };
        self.write(caller, Some(record), command, request).await
    }

    /// Turns a record into one of another process.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn convert(&self, caller: &Caller, record: RecordId, to: &str, request: &Request) -> Result<Written> {
        self.write(caller, Some(record), Command::Convert { to: ProcessId::from(to) }, request).await
    }
}

/// How rows of a table are to change: a row is named by its place and by what stood in it.
#[derive(Clone, Debug)]
pub enum RowsAsked {
    /// Cells of one row get other values.
    Set {
        /// Its place.
        row: usize,
        /// What stood in it.
        was: Map<String, Json>,
        /// The cells.
        to: Map<String, Json>,
    },
    /// Rows come at the end.
    Add {
        /// The rows.
        rows: Vec<Map<String, Json>>,
    },
    /// A row goes.
    Remove {
        /// Its place.
        row: usize,
        /// What stood in it.
        was: Map<String, Json>,
    },
    /// A row goes to another place.
    Move {
        /// Its place.
        row: usize,
        /// What stood in it.
        was: Map<String, Json>,
        /// Its place once it is taken out.
        before: usize,
    },
}

/// Whether something is done, or only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rehearsal {
    /// Nothing is written.
    Only,
    /// It is done.
    No,
}
