//! Empties a store that says of itself that it holds invented content. Any other is left as it is.

use crate::fill::NOTED;
use crate::postgres::Postgres;
use crate::sqlite::{self, Sqlite};
use crate::{Location, OpenError, Store};

impl Store {
    /// Empties the store at `location` if it holds a demo, whole or half; whether it is empty now. A store with anything
    /// else stays.
    ///
    /// # Errors
    /// When it is in use, or the database or a file fails.
    pub async fn empty_demo(location: &Location) -> Result<bool, OpenError> {
        match location {
            Location::Folder(folder) if !sqlite::is_there(folder) => Ok(true),
            Location::Folder(folder) => Sqlite::empty(folder.clone(), NOTED).await,
            Location::Postgres(url) if !Postgres::is_there(url).await? => Ok(true),
            Location::Postgres(url) => Postgres::empty(url, NOTED).await,
        }
    }
}
