//! Stores with the demo company, of which each test gets a copy.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::database::{Database, psql};
use crate::program::{launch, url};
use crate::server::{Backend, START, tell_to_stop};

/// A store with the demo company, which each test gets a copy of.
pub(crate) struct Template {
    pub(crate) folder: TempDir,
    pub(crate) database: Option<Database>,
}

/// The template of a store; made when it is first asked for.
pub(crate) fn template(backend: Backend) -> Result<&'static Template> {
    static SQLITE: OnceLock<Result<Template, String>> = OnceLock::new();
    static POSTGRES: OnceLock<Result<Template, String>> = OnceLock::new();
    let place = match backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    };
    let made = place.get_or_init(|| make_template(backend).map_err(|error| format!("{error:#}")));
    made.as_ref().map_err(|error| anyhow::anyhow!("making the demo company: {error}"))
}

fn make_template(backend: Backend) -> Result<Template> {
    let folder = tempfile::tempdir().context("making a folder")?;
    let database = match backend {
        Backend::Sqlite => None,
        Backend::Postgres => Some(Database::create("")?),
    };
    let (mut child, ..) =
        launch(folder.path(), url(database.as_ref()), &["--demo=company", "--simulated-clock", START])?;
    tell_to_stop(&child)?;
    let ended = child.wait().context("waiting for the program's end")?;
    ensure!(ended.success(), "the program did not end cleanly: {ended}");
    if let Some(database) = &database {
        let others = format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'",
            database.name
        );
        psql(&database.cluster, &others)?;
    }
    Ok(Template { folder, database })
}

pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}
