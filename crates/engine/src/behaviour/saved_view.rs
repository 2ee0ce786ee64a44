//! A saved view must make sense: its process is there, its filter can be asked, its order and columns name what the process
//! has.

use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Definitions, Label, Process};

use super::content::fault;
use crate::{Fault, FieldFault, Folder, Record};

/// What is wrong with a saved view.
pub(super) fn faults(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let Some(process) = record.text("records_of").and_then(|id| definitions.process(id)) else {
        return vec![fault("records_of", "没有这个过程", "there is no such process")];
    };
    let schema = Schema::of(process).with_roles(definitions.roles.keys()).with_processes(definitions.processes.keys());
    let filter = record.text("filter").and_then(|filter| Expression::check(filter, &schema).err());
    let filter = filter.map(|why| FieldFault { field: "filter".to_owned(), fault: Fault::Content(why.message) });
    let folder = record.text("folder").filter(|folder| Folder::of(folder).is_none());
    let folder = folder.map(|_| fault("folder", "没有这个文件夹", "there is no such folder"));
    let sort = record.text("sort").map(|sort| sort.strip_prefix('-').unwrap_or(sort));
    let columns = record.text("columns").unwrap_or_default().split_whitespace();
    let named = sort.map(|column| ("sort", column)).into_iter().chain(columns.map(|column| ("columns", column)));
    let unknown =
        named.filter(|(_, column)| !has_column(process, column)).map(|(field, column)| no_column(field, column));
    filter.into_iter().chain(folder).chain(unknown).collect()
}

/// Whether a list of the process can show the column: a field, a clock, or what every record has.
fn has_column(process: &Process, column: &str) -> bool {
    let is_clock = || column.strip_prefix("clock.").is_some_and(|clock| process.clocks.contains_key(clock));
    process.fields.contains_key(column) || Process::COLUMNS.contains(&column) || is_clock()
}

fn no_column(field: &str, column: &str) -> FieldFault {
    let message = Label { zh: format!("没有列“{column}”"), en: format!("there is no column “{column}”") };
    FieldFault { field: field.to_owned(), fault: Fault::Content(message) }
}
