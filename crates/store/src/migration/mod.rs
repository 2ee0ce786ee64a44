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
    Migration {
        version: 5,
        sqlite: include_str!("0005_epoch.sqlite.sql"),
        postgres: include_str!("0005_epoch.postgres.sql"),
    },
    Migration {
        version: 6,
        sqlite: include_str!("0006_updated.sqlite.sql"),
        postgres: include_str!("0006_updated.postgres.sql"),
    },
    Migration {
        version: 7,
        sqlite: include_str!("0007_priority.sqlite.sql"),
        postgres: include_str!("0007_priority.postgres.sql"),
    },
    Migration {
        version: 8,
        sqlite: include_str!("0008_own.sqlite.sql"),
        postgres: include_str!("0008_own.postgres.sql"),
    },
    Migration {
        version: 9,
        sqlite: include_str!("0009_told.sqlite.sql"),
        postgres: include_str!("0009_told.postgres.sql"),
    },
    Migration {
        version: 10,
        sqlite: include_str!("0010_presence.sqlite.sql"),
        postgres: include_str!("0010_presence.postgres.sql"),
    },
    Migration {
        version: 11,
        sqlite: include_str!("0011_open.sqlite.sql"),
        postgres: include_str!("0011_open.postgres.sql"),
    },
    Migration {
        version: 12,
        sqlite: include_str!("0012_view.sqlite.sql"),
        postgres: include_str!("0012_view.postgres.sql"),
    },
    Migration {
        version: 13,
        sqlite: include_str!("0013_viewing.sqlite.sql"),
        postgres: include_str!("0013_viewing.postgres.sql"),
    },
];

/// What bringing a store to this program's schema did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgraded {
    /// The schema that it had.
    pub from: i64,
    /// The one that it has now.
    pub to: i64,
    /// Where it stands as it was: a file on SQLite, a schema on PostgreSQL.
    pub copy: String,
}

/// The newest schema that this program knows.
#[must_use]
pub fn known_schema() -> i64 {
    MIGRATIONS.last().map_or(0, |last| last.version)
}

/// What no step may lose a row of: counted before the steps and after them, within their transaction.
pub const COUNTED: [&str; 4] = [
    "SELECT COUNT(*) FROM record",
    "SELECT COUNT(*) FROM history",
    "SELECT COUNT(*) FROM history_value",
    "SELECT COUNT(*) FROM attachment",
];

/// Refuses steps after which other rows are there than before.
///
/// # Errors
/// With both counts.
pub fn must_be_kept(before: &[i64], after: &[i64]) -> Result<(), crate::StorageError> {
    if before == after {
        return Ok(());
    }
    Err(crate::StorageError::Corrupt(format!("rows before the schema's steps: {before:?}, after them: {after:?}")))
}

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

    use super::{MIGRATIONS, must_be_kept};

    /// What is released is frozen: stores out there were made by these very texts. A change is a new step.
    #[test]
    fn a_released_step_never_changes() {
        let digests: Vec<_> = MIGRATIONS
            .iter()
            .take(FROZEN.len() / 2)
            .flat_map(|step| [step.sqlite, step.postgres])
            .map(|text| hex::encode(Sha256::digest(text)))
            .collect();
        assert_eq!(digests, FROZEN);
    }

    #[test]
    fn a_step_that_loses_rows_is_refused() {
        assert!(must_be_kept(&[7, 40], &[7, 40]).is_ok());
        let refused = must_be_kept(&[7, 40], &[7, 39]).unwrap_err().to_string();
        assert!(refused.contains("[7, 40]") && refused.contains("[7, 39]"), "{refused}");
    }

    const FROZEN: [&str; 22] = [
        "f4a82d67fca4f8ba6a1a0e93f95d22e96be8cb8bf0db76c874fc4cb44e6769da",
        "4368a861be7d6a1e7200147466f109c81ad351d558d5705ae8d8dd18f8e169b3",
        "a0dcf9ce2e404107c6fef04c5cf18fe11fe8bc0a79ffc18a495e13d9a61fa50d",
        "17ae2f248a8a5d04c359b44835f71ba85ecb3edb75396f4ffb05df2c1e5003bb",
        "db8ee84b768875d2d96460e5fef9d9efb50a01dc05e7f6fe7186647e669b112c",
        "1c21aca51dfd62fe7e7a540962ad569f1493115e4e142ffda80e959e64b07bbd",
        "e2d5d076ceb1e5b906f33168e3557bcc0ded7b333843b832028780af656288a8",
        "aa6dc519f1aad5e9ecaa8b37b8c454f7f75f43faf04869e738fe3d25e1a77e6d",
        "791988a8d5e4f693d880e6980466dcd55e1c3b8619b1fa9d37afedffd29690c6",
        "20bc6217b9447efb2f9a622d3b8db74332dc51cb73195bcafbfb79a6bedfc0ea",
        "2bd5bb4550ca63daf7db81ae832fe8e451e2b54b6f07dd738789e16392cb631d",
        "2bd5bb4550ca63daf7db81ae832fe8e451e2b54b6f07dd738789e16392cb631d",
        "edccfcb35ace6b71a3ea3aae587aef6814a7ee12f5badef8329dc5de01741f72",
        "edccfcb35ace6b71a3ea3aae587aef6814a7ee12f5badef8329dc5de01741f72",
        "22bc6a45124544b15b712d54f1bff9a0a3573dcafab157f01ce2169f8bbadf7f",
        "5f2af205315adfa4d283ef3ca63daa788362f0ee4e218e91322db8bdcb9fe5ad",
        "7a395d1b0664f46789586f911bba991076d9ce0fdeaa62ad25fce2b78564944b",
        "228a7994708ad5c156e7ff335ba0f1e0eb8ad9179fdfa735a3dd65102fca96f1",
        "164fe47da518d7f70b4d2736af3115e02d6c11ec560e54d8455ac26ff09bd03d",
        "c6c7a8f2b323284829e5b5b8fe9406f0ac305068298a81be33567686d5254fe7",
        "67558d2a7ff5a9cc38b44087aacf8c958cb02d2d899a19e19e8ed5e73ee79e99",
        "67558d2a7ff5a9cc38b44087aacf8c958cb02d2d899a19e19e8ed5e73ee79e99",
    ];
}
