//! Attachments: their content by its SHA-256, written before the commit that names it. On SQLite files beside the
//! database, on disk before they count; on PostgreSQL rows of chunks.

use std::fs;
use std::io::SeekFrom;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use uuid::Uuid;
use yuheng_engine::{Attachment, RecordId};

use crate::history::words;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How much of a file is read at once, in bytes.
const PART: u64 = 256 * 1024;

/// A file attached to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// The record.
    pub record: RecordId,
    /// The number of its entry.
    pub n: u64,
    /// Since when.
    pub at: Timestamp,
    /// The file; its name is empty when it was erased.
    pub attachment: Attachment,
    /// Whether it was erased.
    pub is_erased: bool,
}

/// Content under way into the store. Dropped unfinished, it is gone.
#[derive(Debug)]
pub struct Upload {
    store: Store,
    sink: Sink,
    hash: Sha256,
    size: u64,
}

#[derive(Debug)]
enum Sink {
    File { file: File, path: PathBuf, finished: bool },
    Rows { key: String, part: i64 },
}

/// Content that the store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its SHA-256, in hex.
    pub digest: String,
    /// Its size, in bytes.
    pub size: u64,
}

impl Store {
    /// Begins to take content in.
    ///
    /// # Errors
    /// When the file can't be created, or the disk is all but full.
    pub async fn begin_upload(&self) -> Result<Upload, StorageError> {
        self.disk_has_room()?;
        let key = format!("incoming-{}", Uuid::now_v7());
        let sink = match self.folder() {
            Some(folder) => {
                let folder = folder.join("attachments");
                tokio::fs::create_dir_all(&folder).await.map_err(failed("creating", &folder))?;
                let path = folder.join(key);
                let file = File::create(&path).await.map_err(failed("creating", &path))?;
                Sink::File { file, path, finished: false }
            }
            None => Sink::Rows { key, part: 0 },
        };
        Ok(Upload { store: self.clone(), sink, hash: Sha256::new(), size: 0 })
    }

    /// Whether the content with `digest` is there, and what it was. It is read piece by piece.
    ///
    /// # Errors
    /// When the database or the file fails, or the content is not what it was.
    pub async fn is_whole(&self, digest: &str) -> Result<bool, StorageError> {
        match self.digest_of_content(digest).await? {
            None => Ok(false),
            Some(found) if found == digest => Ok(true),
            Some(_) => Err(StorageError::Corrupt(format!("the content of attachment {digest} is not what it was"))),
        }
    }

    /// A part of the content with `digest`, counted from 0; none behind the last. No part is larger than a megabyte.
    ///
    /// # Errors
    /// When the database or the file fails.
    pub async fn content_part(&self, digest: &str, part: u64) -> Result<Option<Vec<u8>>, StorageError> {
        let Some(folder) = self.folder() else {
            let sql = Sql::new("SELECT bytes FROM attachment_chunk WHERE digest = ").bind(digest);
            let mut rows = self.query(sql.text(" AND part = ").bind(part)).await?;
            return rows.first_mut().map(Row::get).transpose();
        };
        let path = path(folder, digest)?;
        let mut file = File::open(&path).await.map_err(failed("opening", &path))?;
        file.seek(SeekFrom::Start(part.saturating_mul(PART))).await.map_err(failed("reading", &path))?;
        let mut bytes = Vec::new();
        file.take(PART).read_to_end(&mut bytes).await.map_err(failed("reading", &path))?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    /// The SHA-256, in hex, of the content that stands under `digest`, read piece by piece; none: there is none.
    pub(crate) async fn digest_of_content(&self, digest: &str) -> Result<Option<String>, StorageError> {
        if let Some(folder) = self.folder() {
            let path = path(folder, digest)?;
            let read = tokio::task::spawn_blocking(move || {
                let mut file = match fs::File::open(&path) {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                    opened => opened.map_err(failed("opening", &path))?,
                };
                let mut hash = Sha256::new();
                std::io::copy(&mut file, &mut hash).map_err(failed("reading", &path))?;
                Ok(Some(hex::encode(hash.finalize())))
            });
            return read.await.map_err(|_| StorageError::Stopped)?;
        }
        let (mut hash, mut part) = (Sha256::new(), 0_i64);
        loop {
            let sql = Sql::new("SELECT bytes FROM attachment_chunk WHERE digest = ").bind(digest);
            let mut rows = self.query(sql.text(" AND part = ").bind(part)).await?;
            let Some(row) = rows.first_mut() else { break };
            hash.update(row.get::<Vec<u8>>()?);
            part += 1;
        }
        Ok((part > 0).then(|| hex::encode(hash.finalize())))
    }

    /// The files attached to a record, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attachments_of(&self, record: RecordId) -> Result<Vec<AttachedFile>, StorageError> {
        let sql = Sql::new(COLUMNS).text("record = ").bind(record).text(" ORDER BY ordinal");
        self.query(sql).await?.iter_mut().map(attached).collect()
    }

    /// The attached file with `id`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attachment(&self, id: RecordId) -> Result<Option<AttachedFile>, StorageError> {
        let sql = Sql::new(COLUMNS).text("id = ").bind(id);
        self.query(sql).await?.first_mut().map(attached).transpose()
    }

    /// Takes away content that no attachment holds any more.
    pub(crate) async fn drop_content(&self, attachment: RecordId) -> Result<(), StorageError> {
        let sql = Sql::new("SELECT a.digest FROM attachment a WHERE a.id = ").bind(attachment);
        let sql =
            sql.text(" AND NOT EXISTS (SELECT 1 FROM attachment o WHERE o.digest = a.digest AND o.name IS NOT NULL)");
        let Some(digest) = self.query(sql).await?.first_mut().map(Row::get::<String>).transpose()? else {
            return Ok(());
        };
        match self.folder() {
            Some(folder) => {
                let path = path(folder, &digest)?;
                match tokio::fs::remove_file(&path).await {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed("removing", &path)(error)),
                    _ => Ok(()),
                }
            }
            None => {
                let sql = Sql::new("DELETE FROM attachment_chunk WHERE digest = ").bind(digest);
                self.write_one(sql).await.map(|_| ())
            }
        }
    }
}

const COLUMNS: &str = "SELECT record, n, at, id, digest, name, media_type, size, audience FROM attachment WHERE ";

fn attached(row: &mut Row) -> Result<AttachedFile, StorageError> {
    let (record, n, at, id, digest) = (row.get()?, row.get()?, row.get()?, row.get()?, row.get()?);
    let name: Option<String> = row.optional()?;
    let is_erased = name.is_none();
    let (name, media_type, size) = (name.unwrap_or_default(), row.get()?, row.get()?);
    let audience = words::to_audience(&row.get::<String>()?)?;
    let attachment = Attachment { id, digest, name, media_type, size, audience };
    Ok(AttachedFile { record, n, at, attachment, is_erased })
}

impl Upload {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they can't be written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        match &mut self.sink {
            Sink::File { file, path, .. } => {
                file.write_all(bytes).await.map_err(failed("writing", path))?;
                // Written in the background; whether it was is told here.
                file.flush().await.map_err(failed("writing", path))
            }
            Sink::Rows { key, part } => {
                let sql = Sql::new("INSERT INTO attachment_chunk (digest, part, bytes) VALUES (").bind(key.as_str());
                let sql = sql.text(", ").bind(*part).text(", ").bind(bytes.to_vec()).text(")");
                *part += 1;
                self.store.write_one(sql).await.map(|_| ())
            }
        }
    }

    /// Ends the upload: the content is on disk now, under its digest.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn finish(mut self) -> Result<Content, StorageError> {
        let content = Content { digest: hex::encode(std::mem::take(&mut self.hash).finalize()), size: self.size };
        let store = self.store.clone();
        match &mut self.sink {
            Sink::File { file, path: from, finished } => {
                let folder = store.folder().unwrap_or_else(|| Path::new(""));
                let to = path(folder, &content.digest)?;
                let parent = to.parent().unwrap_or(folder);
                tokio::fs::create_dir_all(parent).await.map_err(failed("creating", parent))?;
                file.sync_all().await.map_err(failed("syncing", from))?;
                let _alone = store.contents.lock().await;
                tokio::fs::rename(&*from, &to).await.map_err(failed("moving", from))?;
                *finished = true;
                for folder in [parent, &folder.join("attachments"), folder] {
                    let opened = File::open(folder).await.map_err(failed("opening", folder))?;
                    opened.sync_all().await.map_err(failed("syncing", folder))?;
                }
            }
            Sink::Rows { key, part } => {
                if *part == 0 {
                    let sql =
                        Sql::new("INSERT INTO attachment_chunk (digest, part, bytes) VALUES (").bind(key.as_str());
                    self.store.write_one(sql.text(", 0, ").bind(Vec::new()).text(")")).await?;
                }
                let digest = content.digest.as_str();
                // Another upload of the same content waits, and then puts its own in this one's place.
                let alone = Sql::new("SELECT pg_advisory_xact_lock(hashtextextended(").bind(digest).text(", 0))");
                let old = Sql::new("DELETE FROM attachment_chunk WHERE digest = ").bind(digest);
                let new = Sql::new("UPDATE attachment_chunk SET digest = ").bind(digest).text(" WHERE digest = ");
                let moved = self.store.write(vec![alone, old, new.bind(key.as_str()).text(" RETURNING part")]).await?;
                if moved.last().is_none_or(|rows| rows.is_empty()) {
                    return Err(StorageError::Corrupt("an upload that stood still too long is gone".to_owned()));
                }
            }
        }
        Ok(content)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Sink::File { path, finished: false, .. } = &self.sink {
            // Nothing refers to it: if it can't be removed, it only takes space.
            drop(fs::remove_file(path));
        }
    }
}

/// Where the content with `digest` stands.
pub fn path(folder: &Path, digest: &str) -> Result<PathBuf, StorageError> {
    match digest.split_at_checked(2) {
        Some((first, rest)) if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok(folder.join("attachments").join(first).join(rest))
        }
        _ => Err(StorageError::Corrupt(format!("`{digest}` is no digest of an attachment"))),
    }
}

fn failed(attempted: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StorageError {
    let path = path.to_owned();
    move |source| match source.kind() {
        std::io::ErrorKind::StorageFull => StorageError::ReadOnly,
        _ => StorageError::File { attempted, path, source },
    }
}
