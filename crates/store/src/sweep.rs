//! Takes away content that no attachment holds: of uploads that broke off, or whose command was refused. Content is taken
//! only when it was found unheld and unchanged over the whole time of grace, so an upload under way never is.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// Under which key it stands what was found.
const PROGRESS: &str = "sweep";

/// Content that nothing held, when it was first found so.
#[derive(Debug, Deserialize, Serialize)]
struct Unheld {
    /// What changes when the content is written anew.
    mark: String,
    since: Timestamp,
}

impl Store {
    /// Takes away what has not been held for as long as `grace`; how much there was of it. Safe to run twice and late: what
    /// is found for the first time only is noted.
    ///
    /// # Errors
    /// When the database or a file fails.
    pub async fn sweep(&self, now: Timestamp, grace: SignedDuration) -> Result<usize, StorageError> {
        let before = self.setting(PROGRESS).await?;
        let mut before: BTreeMap<String, Unheld> =
            before.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
        let (mut noted, mut swept) = (BTreeMap::new(), 0);
        for (key, mark) in self.unheld().await? {
            let known = before.remove(&key).filter(|known| known.mark == mark);
            let since = known.map_or(now, |known| known.since);
            if now.duration_since(since) < grace {
                noted.insert(key, Unheld { mark, since });
            } else if self.take_away(&key, &mark).await? {
                swept += 1;
            }
        }
        if !(noted.is_empty() && before.is_empty() && swept == 0) {
            self.note_progress(PROGRESS, &serde_json::to_string(&noted)?).await?;
        }
        Ok(swept)
    }

    /// What no attachment holds, with its mark.
    async fn unheld(&self) -> Result<Vec<(String, String)>, StorageError> {
        let Some(folder) = self.folder() else {
            let sql = Sql::new(UNHELD_ROWS).text(" GROUP BY c.digest ORDER BY c.digest");
            let pair = |row: &mut Row| Ok((row.get()?, row.get()?));
            return self.query(sql).await?.iter_mut().map(pair).collect();
        };
        let folder = folder.join("attachments");
        let found =
            tokio::task::spawn_blocking(move || contents(&folder)).await.map_err(|_| StorageError::Stopped)??;
        let mut unheld = Vec::new();
        for (key, path) in found {
            if !self.is_held(&key).await?
                && let Some(mark) = mark(&path).await?
            {
                unheld.push((key, mark));
            }
        }
        Ok(unheld)
    }

    async fn is_held(&self, digest: &str) -> Result<bool, StorageError> {
        let sql = Sql::new("SELECT 1 FROM attachment WHERE name IS NOT NULL AND digest = ").bind(digest);
        Ok(!self.query(sql.text(" LIMIT 1")).await?.is_empty())
    }

    /// Takes content away unless it is held or was written anew; whether it was taken.
    async fn take_away(&self, key: &str, as_found: &str) -> Result<bool, StorageError> {
        let Some(folder) = self.folder() else {
            let sql = Sql::new("DELETE FROM attachment_chunk WHERE digest = (SELECT one.digest FROM (");
            let sql = sql.text(UNHELD_ROWS).text(" AND c.digest = ").bind(key);
            let sql = sql.text(" GROUP BY c.digest) one WHERE one.mark = ").bind(as_found).text(") RETURNING part");
            return Ok(!self.write_one(sql).await?.is_empty());
        };
        // No upload puts its content in place meanwhile.
        let _alone = self.contents.lock().await;
        let path = place(folder, key);
        if mark(&path).await?.as_deref() != Some(as_found) || self.is_held(key).await? {
            return Ok(false);
        }
        tokio::fs::remove_file(&path).await.map_err(failed("removing", &path))?;
        Ok(true)
    }
}

/// On PostgreSQL the mark has the transaction that wrote the rows, and how many there are.
const UNHELD_ROWS: &str = "SELECT c.digest, MAX(c.part) || ' ' || MIN(c.xmin::text) AS mark FROM attachment_chunk c \
     WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.digest = c.digest AND a.name IS NOT NULL)";

/// The files in the folder of contents: the digest, or the name of an upload under way, and where it is.
fn contents(folder: &Path) -> Result<Vec<(String, PathBuf)>, StorageError> {
    let mut found = Vec::new();
    for (name, path) in entries(folder)? {
        if name.starts_with("incoming-") {
            found.push((name, path));
        } else if name.len() == 2 && path.is_dir() {
            found.extend(entries(&path)?.into_iter().map(|(rest, path)| (format!("{name}{rest}"), path)));
        }
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, StorageError> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(failed("listing", folder))?,
    };
    listed
        .map(|entry| entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())))
        .collect::<Result<_, _>>()
        .map_err(failed("listing", folder))
}

fn place(folder: &Path, key: &str) -> PathBuf {
    let folder = folder.join("attachments");
    match key.split_at_checked(2) {
        Some((first, rest)) if !key.starts_with("incoming-") => folder.join(first).join(rest),
        _ => folder.join(key),
    }
}

/// When a file was last written, and its size; none: it is gone.
async fn mark(path: &Path) -> Result<Option<String>, StorageError> {
    let found = match tokio::fs::metadata(path).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found.map_err(failed("looking at", path))?,
    };
    let written = found.modified().map_err(failed("looking at", path))?;
    let written = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    Ok(Some(format!("{written} {}", found.len())))
}

fn failed(attempted: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StorageError {
    let path = path.to_owned();
    move |source| StorageError::File { attempted, path, source }
}
