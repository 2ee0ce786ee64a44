//! A saved view must make sense: its process is there, its filter can be asked, its order and columns name what the process
//! has.

use yuheng_definition::{Definitions, Label, Process};

use super::content::fault;
use super::listing::{Listing, said};
use crate::{FieldFault, Folder, Record};

/// What is wrong with a saved view.
pub(super) fn faults(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let listing = match Listing::of(definitions, record.text("records_of"), "records_of") {
        Ok(listing) => listing,
        Err(fault) => return vec![fault],
    };
    let filter = listing.filter("filter", record.text("filter"));
    let folder = record.text("folder").filter(|folder| Folder::of(folder).is_none());
    let folder = folder.map(|_| fault("folder", "没有这个文件夹", "there is no such folder"));
    let sort = record.text("sort").map(|sort| sort.strip_prefix('-').unwrap_or(sort));
    let columns = record.text("columns").unwrap_or_default().split_whitespace();
    let named = sort.map(|column| ("sort", column)).into_iter().chain(columns.map(|column| ("columns", column)));
    let unknown = named
        .filter(|(_, column)| !has_column(listing.process, column))
        .map(|(field, column)| no_column(field, column));
    filter.into_iter().chain(folder).chain(unknown).collect()
}

/// Whether a list of the process can show the column: a field, a clock, or what every record has.
fn has_column(process: &Process, column: &str) -> bool {
    let is_clock = || column.strip_prefix("clock.").is_some_and(|clock| process.clocks.contains_key(clock));
    process.fields.contains_key(column) || Process::COLUMNS.contains(&column) || is_clock()
}

fn no_column(field: &str, column: &str) -> FieldFault {
    said(field, Label { zh: format!("没有列“{column}”"), en: format!("there is no column “{column}”") })
}
