//! A saved view must make sense: its process is there, its filter can be asked, and it is sorted and grouped by and shows what lists
//! of the process can be sorted and grouped by and show.

use yuheng_definition::{Definitions, Label, Process, nearest};

use super::content::fault;
use super::listing::{Listing, said};
use crate::{FieldFault, Folder, Grouping, Record};

/// What lists of every process can be sorted by, beside its indexed fields: what the store keeps in columns of its own.
pub const SORTED_BY: [&str; 14] = [
    "opened_at",
    "updated_at",
    "number",
    "due_at",
    "state",
    "priority",
    "customer",
    "service",
    "assignee",
    "group",
    "requester",
    "department",
    "resolved_at",
    "closed_at",
];

/// What is wrong with a saved view.
pub(super) fn faults(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let listing = match Listing::of(definitions, record.text("records_of"), "records_of") {
        Ok(listing) => listing,
        Err(fault) => return vec![fault],
    };
    let process = listing.process;
    let filter = listing.filter("filter", record.text("filter"));
    let folder = record.text("folder").filter(|folder| Folder::of(folder).is_none());
    let folder = folder.map(|_| fault("folder", "没有这个文件夹", "there is no such folder"));
    let grouped = record.text("grouped_by").and_then(|by| Grouping::of(by, process, |_| false).err());
    let grouped = grouped.map(|label| said("grouped_by", label));
    let columns = record.text("columns").unwrap_or_default().split_whitespace();
    let unknown = columns.filter(|column| !has_column(process, column)).map(|column| no_column(process, column));
    filter
        .into_iter()
        .chain(folder)
        .chain(record.text("sort").and_then(|sort| unsorted(process, sort)))
        .chain(grouped)
        .chain(unknown)
        .collect()
}

/// What is wrong with an order, if lists of the process can't be in it.
fn unsorted(process: &Process, sort: &str) -> Option<FieldFault> {
    let name = sort.strip_prefix('-').unwrap_or(sort);
    let fields = process.fields.values().filter(|field| field.indexed).map(|field| field.id.as_str());
    let names = || SORTED_BY.into_iter().chain(fields.clone());
    if names().any(|known| known == name) {
        return None;
    }
    let (zh, en) = like(name, names());
    Some(said(
        "sort",
        Label {
            zh: format!("列表不能按“{name}”排序{zh}"), en: format!("a list can't be sorted by “{name}”{en}")
        },
    ))
}

/// The columns that a list of the process can show: its fields, its clocks, and what every record has.
fn columns(process: &Process) -> impl Iterator<Item = &str> {
    process.fields.keys().map(|field| field.as_str()).chain(Process::COLUMNS.iter().copied())
}

fn has_column(process: &Process, column: &str) -> bool {
    let is_clock = || column.strip_prefix("clock.").is_some_and(|clock| process.clocks.contains_key(clock));
    columns(process).any(|known| known == column) || is_clock()
}

fn no_column(process: &Process, column: &str) -> FieldFault {
    let (zh, en) = like(column, columns(process));
    said("columns", Label { zh: format!("没有列“{column}”{zh}"), en: format!("there is no column “{column}”{en}") })
}

/// The nearest known name, in words.
fn like<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> (String, String) {
    let like = nearest(name, names);
    like.map_or_else(Default::default, |like| (format!("；是否想用“{like}”？"), format!("; did you mean “{like}”?")))
}
