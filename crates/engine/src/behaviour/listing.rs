//! What a kept list says of the records it lists: that the process is there and its filters can be asked. For saved views and
//! the charts of boards.

use std::sync::Arc;

use uuid::Uuid;
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
        let filter = filter?;
        // Which record a number names is known when the list is asked for; here, that one may stand there.
        let named = numbers_in(filter).map(|number| (number.to_owned(), Uuid::nil()));
        let why = Expression::check(filter, &self.schema.clone().with_numbers(named.collect())).err()?;
        Some(said(field, why.message))
    }
}

/// The longest text that can be a record's number.
const LONGEST_NUMBER: usize = 30;

/// What in a filter is written as the numbers of records are: in quotes, capitals and then digits.
pub fn numbers_in(filter: &str) -> impl Iterator<Item = &str> {
    filter.split(['"', '\'']).filter(|text| is_number(text))
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_whole && digits.len() < text.len() && text.len() <= LONGEST_NUMBER
}

/// A fault in words.
pub(super) fn said(field: &str, message: Label) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(message) }
}
