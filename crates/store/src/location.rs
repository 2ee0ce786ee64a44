//! Where a store is.

use std::fmt;
use std::path::PathBuf;

/// Where a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// SQLite in this folder, with the attachments beside it.
    Folder(PathBuf),
    /// PostgreSQL at this address: `postgres://…`.
    Postgres(String),
}

impl Location {
    /// A location as it is written in the configuration: an address of PostgreSQL, or a folder.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Folder(PathBuf::from(text))
        }
    }
}

/// Without the address of PostgreSQL, which may hold a password.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Postgres(_) => f.write_str("PostgreSQL"),
        }
    }
}
