//! Lists: a filter in the one expression language, under what the caller may see, in an order, page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;
use yuheng_definition::expression::{Expression, Node, Schema, bind};
use yuheng_definition::{Action, Definitions, FieldId, Process, ProcessId, nearest};
use yuheng_engine::{Folder, RecordFacts, RecordId, WHOM, access, numbers_in, offered_to};
use yuheng_store::{ListError, ListQuery, Page, Sort};

use crate::grouped::{Grouped, GroupedPage, Run, Section};
use crate::view::ListRow;
use crate::{App, Caller, Error, Result};

/// The most records on a page.
pub const LONGEST_PAGE: u32 = 200;

/// How long a page is: `default` if none was asked for.
///
/// # Errors
/// When it can't be so long, or has nothing on it.
pub(crate) fn page_length(asked: Option<u32>, default: u32, most: u32) -> Result<u32> {
    match asked.unwrap_or(default) {
        length if (1..=most).contains(&length) => Ok(length),
        _ => Err(Error::parameter("limit", &format!("应为 1 到 {most}"), &format!("has to be from 1 to {most}"))),
    }
}

/// The most records that a filter names by their numbers.
const MOST_NUMBERS: usize = 100;

/// What is asked of a list.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The filter.
    pub filter: Option<String>,
    /// The order: a field's id, `-` before it for descending; newest first if none is given.
    pub sort: Option<String>,
    /// Only what is called so, or has that number.
    pub text: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How many records.
    pub limit: Option<u32>,
    /// Whether to count all.
    pub total: bool,
    /// Only what is in this folder of one's own.
    pub folder: Option<Folder>,
    /// By what the list is grouped, as counts are: `state`, `opened_at:week`. Of one process only.
    pub group: Option<String>,
    /// The groups whose records are left out of the pages.
    pub folded: Vec<String>,
    /// Only what is offered to those for whom something is chosen: people and customers, by id or number.
    pub whom: Vec<String>,
}

/// A page of a list.
pub struct Listed {
    /// The records.
    pub rows: Vec<ListRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, if it was asked.
    pub total: Option<u64>,
    /// Those that mention the reader, who has not read it.
    pub unread: BTreeSet<RecordId>,
    /// Of a grouped list, which of the records are of which group, in order.
    pub runs: Option<Vec<Run>>,
    /// Of a grouped list all its groups in order; none where the page lies within one.
    pub sections: Option<Vec<Section>>,
}

/// A page, and of a grouped list whose records are on it and what groups there are.
type Paged = (Page, Option<Vec<Run>>, Option<Vec<Section>>);

fn of_one_process() -> Error {
    Error::parameter("group", "只有一个过程的列表可以分组", "Only the list of one process can be grouped")
}

/// The order that `text` asks for, by what isn't hidden; a name that can't be sorted by is answered with one like it.
fn order(caller: &Caller, text: &str, processes: &[&Arc<Process>], hidden: &BTreeSet<FieldId>) -> Result<Sort> {
    let name = text.trim_start_matches('-');
    let is_hidden = |name: &str| hidden.contains(name);
    let sort = match is_hidden(name) {
        true => Err(ListError::Sort(name.to_owned())),
        false => caller.in_force.sort(text, processes),
    };
    sort.map_err(|error| match error {
        ListError::Sort(name) => {
            let names = Sort::names(processes.iter().map(AsRef::as_ref)).filter(|it| *it != name && !is_hidden(it));
            let like = nearest(&name, names);
            let (zh, en) = like.map_or_else(Default::default, |like| {
                (format!("；是否想用 `{like}`？"), format!("; did you mean `{like}`?"))
            });
            Error::parameter(
                "sort",
                &format!("列表不能按 `{name}` 排序{zh}"),
                &format!("A list can't be sorted by `{name}`{en}"),
            )
        }
        other => other.into(),
    })
}

impl App {
    /// A page of the records of one process, or of all.
    ///
    /// # Errors
    /// When the filter or order can't be read, or no such process may be seen.
    pub async fn list(&self, caller: &Caller, process: Option<&str>, ask: &Ask) -> Result<Listed> {
        let query = self.query(caller, process, Action::View, ask).await?;
        let query = self.in_folder(query, caller, ask.folder).await?;
        let (page, runs, sections) = self.paged(caller, process, &query, ask).await?;
        let unread = match ask.folder {
            Some(Folder::Copied | Folder::Unread) => {
                let ids: Vec<_> = page.records.iter().map(|record| record.id).collect();
                self.store.unread_mentions(caller.actor.id, &ids).await?
            }
            _ => BTreeSet::new(),
        };
        let rows = self.rows(caller, page.records).await?;
        Ok(Listed { rows, next: page.next, total: page.total, unread, runs, sections })
    }

    /// A page of a list, grouped if that is asked for.
    async fn paged(&self, caller: &Caller, process: Option<&str>, query: &ListQuery, ask: &Ask) -> Result<Paged> {
        let definition = process.map(|process| self.process(caller, process)).transpose()?;
        let grouped = match &definition {
            Some(definition) => Grouped::of(self, caller, (definition, Action::View), ask)?,
            None if ask.group.is_some() => return Err(of_one_process()),
            None => None,
        };
        let Some(grouped) = grouped else { return Ok((self.store.list(query).await?, None, None)) };
        let GroupedPage { records, runs, sections, next } = grouped.page(query, None).await?;
        let total = match query.total {
            true => Some(self.store.count(query, Page::COUNTED).await?.count as u64),
            false => None,
        };
        Ok((Page { records, next, total }, Some(runs), sections))
    }

    /// The query of a list: per process what may be done with its records, and the filter bound to the caller and now.
    pub(crate) async fn query(
        &self,
        caller: &Caller,
        process: Option<&str>,
        action: Action,
        ask: &Ask,
    ) -> Result<ListQuery> {
        let numbers = self.numbers_in(caller, ask.filter.as_deref().unwrap_or_default()).await?;
        let definitions = &caller.in_force.definitions;
        let chosen: Vec<&Arc<Process>> = match process {
            Some(id) => vec![definitions.process(id).ok_or_else(Error::not_found)?],
            None => definitions.processes.values().collect(),
        };
        let context = self.context(caller, None);
        let hidden: BTreeSet<_> =
            chosen.iter().flat_map(|process| access::sometimes_masked(&context, process)).collect();
        let schema = match (process, chosen.first()) {
            (Some(_), Some(process)) => Schema::of(process),
            _ => Schema::shared(chosen.iter().map(|process| process.as_ref())),
        };
        let schema = listed_by(schema, definitions, &hidden).with_numbers(numbers);
        let filter = match ask.filter.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(text) => bind(&checked(text, &schema)?.root, &RecordFacts::of(&context, None)),
            None => Node::truth(true),
        };
        let sort = match &ask.sort {
            Some(text) => order(caller, text, &chosen, &hidden)?,
            None => Sort::NEWEST,
        };
        let whom = self.whom(caller, &ask.whom).await?;
        let mut arms = Vec::with_capacity(chosen.len());
        for process in chosen {
            let offered = offered_to(&context, process, &whom);
            let mut node = Node::all([access::scope(&context, process, action), offered, filter.clone()]);
            if let Some(text) = ask.text.as_deref().filter(|text| !text.trim().is_empty()) {
                node = Node::all([node, self.sought(caller, process, text.trim()).await?]);
            }
            arms.push(caller.in_force.arm(process, node));
        }
        arms.retain(|arm| arm.node != Node::truth(false));
        Ok(ListQuery {
            arms,
            sort,
            cursor: ask.cursor.clone().filter(|cursor| !cursor.is_empty()),
            limit: page_length(ask.limit, 50, LONGEST_PAGE)? as usize,
            total: ask.total,
        })
    }

    /// Those for whom something is chosen. One that the caller may not see is no other than one that does not exist.
    async fn whom(&self, caller: &Caller, named: &[String]) -> Result<Vec<RecordId>> {
        let mut whom = Vec::with_capacity(named.len());
        for name in named.iter().take(WHOM.len()) {
            let record = match name.parse() {
                Ok(id) => self.store.record(RecordId(id)).await?,
                Err(_) => self.store.by_any_label(name).await?,
            };
            let seen = record.and_then(|record| self.masked(caller, record));
            let (record, _) = seen.ok_or_else(|| {
                Error::parameter("offered_to", &format!("没有 {name} 这条记录"), &format!("there is no record {name}"))
            })?;
            whom.push(record.id);
        }
        Ok(whom)
    }

    /// The records that a filter names by their numbers, as far as `caller` may see them: one that it may not see is no
    /// other than one that does not exist.
    pub(crate) async fn numbers_in(&self, caller: &Caller, filter: &str) -> Result<BTreeMap<String, Uuid>> {
        let mut numbers = BTreeMap::new();
        let texts: BTreeSet<&str> = numbers_in(filter).collect();
        for text in texts.into_iter().take(MOST_NUMBERS) {
            let record = self.store.by_any_label(text).await?;
            if let Some((record, _)) = record.and_then(|record| self.masked(caller, record)) {
                numbers.insert(text.to_owned(), record.id.0);
            }
        }
        Ok(numbers)
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

/// What a filter over lists may name: the roles and processes that there are, and no field that is hidden on some record.
pub(crate) fn listed_by(schema: Schema, definitions: &Definitions, hidden: &BTreeSet<FieldId>) -> Schema {
    schema.without(hidden).with_roles(definitions.roles.keys()).with_processes(definitions.processes.keys())
}

/// Reads a filter.
///
/// # Errors
/// With the place and the nearest known name.
pub fn checked(text: &str, schema: &Schema) -> Result<Expression> {
    Expression::check(text, schema).map_err(|fault| Error::Parameter { name: "filter", said: fault.label() })
}
