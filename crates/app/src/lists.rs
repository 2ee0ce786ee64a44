//! Lists: a filter in the one expression language, under what the caller may see, in an order, page by page.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Expression, Node, Schema, bind};
use yuheng_definition::{Action, FieldId, Label, Process, ProcessId};
use yuheng_engine::{RecordFacts, access};
use yuheng_store::{ListArm, ListQuery, Sort};

use crate::view::ListRow;
use crate::{App, Caller, Error, Result};

/// The most records on a page.
pub const LONGEST_PAGE: u32 = 200;

/// What is asked of a list.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The filter.
    pub filter: Option<String>,
    /// The order: a field's id, `-` before it for descending; newest first if none is given.
    pub sort: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How many records.
    pub limit: Option<u32>,
    /// Whether to count all.
    pub total: bool,
}

/// A page of a list.
pub struct Listed {
    /// The records.
    pub rows: Vec<ListRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, if it was asked.
    pub total: Option<u64>,
}

impl App {
    /// A page of the records of one process, or of all.
    ///
    /// # Errors
    /// When the filter or order can't be read, or no such process may be seen.
    pub async fn list(&self, caller: &Caller, process: Option<&str>, ask: &Ask) -> Result<Listed> {
        let query = self.query(caller, process, Action::View, ask)?;
        let page = self.store.list(&query).await?;
        Ok(Listed { rows: self.rows(caller, page.records).await?, next: page.next, total: page.total })
    }

    /// The query of a list: per process what may be done with its records, and the filter bound to the caller and now.
    pub(crate) fn query(
        &self,
        caller: &Caller,
        process: Option<&str>,
        action: Action,
        ask: &Ask,
    ) -> Result<ListQuery> {
        let definitions = &caller.in_force.definitions;
        let chosen: Vec<&Process> = match process {
            Some(id) => vec![definitions.process(id).ok_or_else(Error::not_found)?],
            None => definitions.processes.values().map(AsRef::as_ref).collect(),
        };
        let schema = match process {
            Some(_) => chosen.first().map(|process| Schema::of(process)),
            None => Some(Schema::shared(chosen.iter().copied())),
        };
        let schema = schema
            .ok_or_else(Error::not_found)?
            .with_roles(definitions.roles.keys())
            .with_processes(definitions.processes.keys());
        let context = self.context(caller, None);
        let filter = match ask.filter.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(text) => Some(checked(text, &schema)?),
            None => None,
        };
        let bound = filter.map_or(Node::truth(true), |filter| bind(&filter.root, &RecordFacts::of(&context, None)));
        let arms = chosen.into_iter().map(|process| ListArm {
            process: process.id.clone(),
            node: Node::all([access::scope(&context, process, action), bound.clone()]),
        });
        Ok(ListQuery {
            arms: arms.filter(|arm| arm.node != Node::truth(false)).collect(),
            sort: sort(ask.sort.as_deref())?,
            cursor: ask.cursor.clone(),
            limit: ask.limit.unwrap_or(50).clamp(1, LONGEST_PAGE),
            total: ask.total,
        })
    }

    /// The processes in which `caller` may open a record.
    #[must_use]
    pub fn creatable(&self, caller: &Caller) -> BTreeSet<ProcessId> {
        let context = self.context(caller, None);
        let processes = caller.in_force.definitions.processes.values();
        let may = |process: &Process| access::may(&context, process, None, Action::Create).is_ok();
        processes.filter(|process| may(process)).map(|process| process.id.clone()).collect()
    }
}

/// Reads a filter.
///
/// # Errors
/// With the place and the nearest known name.
pub fn checked(text: &str, schema: &Schema) -> Result<Expression> {
    Expression::check(text, schema).map_err(|fault| Error::Argument(fault.label()))
}

fn sort(text: Option<&str>) -> Result<Sort> {
    let text = text.unwrap_or("-opened_at");
    let (field, descending) = text.strip_prefix('-').map_or((text, false), |field| (field, true));
    if field.is_empty() || field.len() > 64 {
        return Err(Error::Argument(Label::new("排序字段不正确", "The order names no field")));
    }
    Ok(Sort { field: FieldId::from(field), descending })
}
