//! What names a record, on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::referring as found;

use super::definition::{Named, named};
use super::record::Record;

/// The records of one process that name a record in one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct Referring {
    process: Named,
    field: Named,
    all: CountedList,
    /// Those that are open, where the process is of work that ends.
    open: Option<CountedList>,
    /// The newest, at most five.
    items: Vec<Record>,
}

/// A list of the process and how long it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedList {
    /// Its filter, as lists take it.
    filter: String,
    /// How many it holds, counted up to 10,000.
    total: u64,
}

impl From<&found::Referring> for Referring {
    fn from(found: &found::Referring) -> Self {
        Self {
            process: named(found.process.id.as_str(), &found.process.label),
            field: named(found.field.id.as_str(), &found.field.label),
            all: CountedList::from(&found.all),
            open: found.open.as_ref().map(CountedList::from),
            items: found.rows.iter().map(Record::from).collect(),
        }
    }
}

impl From<&found::Counted> for CountedList {
    fn from(counted: &found::Counted) -> Self {
        Self { filter: counted.filter.clone(), total: counted.total }
    }
}
