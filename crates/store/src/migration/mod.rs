//! The schema's steps: numbered, forward only, each with a text for either database. An older program refuses a newer
//! store by name; on SQLite the file, on PostgreSQL the tables are copied before they are changed.

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
    Migration {
        version: 3,
        sqlite: include_str!("0003_participant.sqlite.sql"),
        postgres: include_str!("0003_participant.postgres.sql"),
    },
    Migration {
        version: 4,
        sqlite: include_str!("0004_search.sqlite.sql"),
        postgres: include_str!("0004_search.postgres.sql"),
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

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::MIGRATIONS;

    /// What is released is frozen: stores out there were made by these very texts. A change is a new step.
    #[test]
    fn a_released_step_never_changes() {
        let digests: Vec<_> = MIGRATIONS
            .iter()
            .take(1)
            .flat_map(|step| [step.sqlite, step.postgres])
            .map(|text| hex::encode(Sha256::digest(text)))
            .collect();
        assert_eq!(digests, FROZEN);
    }

    const FROZEN: [&str; 2] = [
        "f4a82d67fca4f8ba6a1a0e93f95d22e96be8cb8bf0db76c874fc4cb44e6769da",
        "4368a861be7d6a1e7200147466f109c81ad351d558d5705ae8d8dd18f8e169b3",
    ];
}
