//! What a kept list says of the records it lists: that the process is there and its filters can be asked. For saved views and
//! the charts of boards.

use std::sync::Arc;

use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Definitions, Label, Process};

use super::content::fault;
use crate::{Fault, FieldFault};

/// A process whose records are listed, with what a filter over them may name.
pub(super) struct Listing<'d> {
    /// The process.
    pub(super) process: &'d Arc<Process>,
    schema: Schema,
}

impl<'d> Listing<'d> {
    /// The records of the process `id`.
    ///
    /// # Errors
    /// There is no such process; the fault is that of `field`.
    pub(super) fn of(definitions: &'d Definitions, id: Option<&str>, field: &str) -> Result<Self, FieldFault> {
        let process = id.and_then(|id| definitions.process(id));
        let process = process.ok_or_else(|| fault(field, "没有这个过程", "there is no such process"))?;
        let schema = Schema::of(process).with_roles(definitions.roles.keys());
        Ok(Self { process, schema: schema.with_processes(definitions.processes.keys()) })
    }

    /// What is wrong with a filter, if one is given and something is.
    pub(super) fn filter(&self, field: &str, filter: Option<&str>) -> Option<FieldFault> {
        let why = Expression::check(filter?, &self.schema).err()?;
        Some(said(field, why.message))
    }
}

/// A fault in words.
pub(super) fn said(field: &str, message: Label) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(message) }
}
