//! A place that one process has to itself while it fills it: whoever comes second waits until the first is done or has died.

use crate::postgres::Postgres;
use crate::{Location, OpenError, Store};

/// A place that this process has to itself until this goes, with the process at the latest.
pub struct Alone {
    /// The connection whose session holds the lock. A folder needs none: only one server opens it.
    _session: Option<deadpool_postgres::ClientWrapper>,
}

impl Store {
    /// Has the place `location` alone; `waits` is called when another process has it, for which this one then waits.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn alone(location: &Location, waits: impl FnOnce()) -> Result<Alone, OpenError> {
        match location {
            Location::Folder(_) => Ok(Alone { _session: None }),
            Location::Postgres(url) => Ok(Alone { _session: Some(Postgres::alone(url, waits).await?) }),
        }
    }
}
