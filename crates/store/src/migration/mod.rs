//! The schema's steps: numbered, forward only, each with a text for either database. An older program refuses a newer
//! store by name; on SQLite the file is copied before it is changed.

/// A step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; the schema's version once it is done.
    pub version: i64,
    /// What SQLite runs.
    pub sqlite: &'static str,
    /// What PostgreSQL runs.
    pub postgres: &'static str,
}

/// All steps, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sqlite: include_str!("0001_base.sqlite.sql"),
        postgres: include_str!("0001_base.postgres.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("0002_notice.sqlite.sql"),
        postgres: include_str!("0002_notice.postgres.sql"),
    },
];

/// The steps that a store of version `found` still needs.
///
/// # Errors
/// When the store is newer than this program.
pub fn missing(migrations: &[Migration], found: i64) -> Result<&[Migration], crate::OpenError> {
    let known = migrations.last().map_or(0, |last| last.version);
    if found > known {
        return Err(crate::OpenError::Newer { found, known });
    }
    let done = migrations.iter().take_while(|step| step.version <= found).count();
    Ok(migrations.get(done..).unwrap_or_default())
}
