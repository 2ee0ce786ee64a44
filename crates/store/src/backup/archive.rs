//! The archive's file: written part by part, and checked whole before anything of it is used.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::BackupError;
use super::progress::{Progress, Watched};
use crate::StorageError;
use crate::migration::MIGRATIONS;
use crate::row::Cell;

/// The number of the format that this program writes.
const FORMAT: u32 = 1;

/// The manifest's name in the archive, where it comes last.
const MANIFEST: &str = "manifest.json";

/// The length of the digest after the archive's end, in hex.
const SEAL: u64 = 64;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of its format.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The version of the schema.
    pub schema: i64,
    /// Its parts, by name.
    pub parts: BTreeMap<String, Part>,
}

/// A part of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How many rows of a table it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// An archive that is being written. Until it is finished it stands under another name, and goes if it never is.
pub struct Archive {
    to: PathBuf,
    unfinished: PathBuf,
    scratch: PathBuf,
    tar: tar::Builder<BufWriter<File>>,
    manifest: Manifest,
    current: BufWriter<File>,
    rows: u64,
    progress: Arc<Progress>,
}

impl Archive {
    /// Begins an archive that will be the file `to`.
    ///
    /// # Errors
    /// When a file can't be created.
    pub fn create(to: &Path, progress: Arc<Progress>) -> Result<Self, BackupError> {
        let beside = |extension: &str| {
            let mut name = to.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        };
        let (unfinished, scratch) = (beside(".unfinished"), beside(".scratch"));
        let tar = tar::Builder::new(BufWriter::new(create(&unfinished)?));
        let current = BufWriter::new(create(&scratch)?);
        let schema = MIGRATIONS.last().map_or(0, |last| last.version);
        let manifest =
            Manifest { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_owned(), schema, parts: BTreeMap::new() };
        Ok(Self { to: to.to_owned(), unfinished, scratch, tar, manifest, current, rows: 0, progress })
    }

    /// Whether it is still wanted.
    ///
    /// # Errors
    /// When it was given up.
    pub fn go_on(&self) -> Result<(), BackupError> {
        self.progress.go_on()
    }

    /// Where a copy of a database may stand until the archive is finished.
    #[must_use]
    pub fn copy(&self) -> PathBuf {
        self.scratch.with_extension("scratch-db")
    }

    /// Adds bytes to the part under way.
    ///
    /// # Errors
    /// When they can't be written, or the backup is given up.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.progress.go_on()?;
        self.progress.wrote(bytes.len());
        Ok(self.current.write_all(bytes).map_err(failed("writing", &self.scratch))?)
    }

    /// Adds a row to the part under way.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), BackupError> {
        let line = Value::Array(cells.into_iter().map(to_json).collect());
        self.rows += 1;
        self.write(format!("{line}\n").as_bytes())
    }

    /// Ends the part under way: it is the table's.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn end_table(&mut self, name: &str) -> Result<(), BackupError> {
        let rows = std::mem::take(&mut self.rows);
        self.end(name, Some(rows)).map(|_| ())
    }

    /// Ends the part under way: it is the content of attachments with `digest`.
    ///
    /// # Errors
    /// When it can't be written, or is not that content.
    pub fn end_content(&mut self, digest: &str) -> Result<(), BackupError> {
        if self.end(&format!("attachments/{digest}"), None)? == digest {
            return Ok(());
        }
        Err(StorageError::Corrupt(format!("the content of attachment {digest} is not what it was")).into())
    }

    fn end(&mut self, name: &str, rows: Option<u64>) -> Result<String, BackupError> {
        let scratch = self.scratch.clone();
        let file = |attempted| failed(attempted, &scratch);
        self.current.flush().map_err(file("writing"))?;
        let mut part = File::open(&scratch).map_err(file("opening"))?;
        let size = part.metadata().map_err(file("reading"))?.len();
        let mut hash = Sha256::new();
        std::io::copy(&mut part, &mut hash).map_err(file("reading"))?;
        part.seek(SeekFrom::Start(0)).map_err(file("reading"))?;
        self.append(name, size, &mut part)?;
        let sha256 = hex::encode(hash.finalize());
        self.manifest.parts.insert(name.to_owned(), Part { sha256: sha256.clone(), rows });
        self.current = BufWriter::new(create(&scratch)?);
        Ok(sha256)
    }

    fn append(&mut self, name: &str, size: u64, content: &mut dyn Read) -> Result<(), BackupError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        Ok(self.tar.append_data(&mut header, name, content).map_err(failed("writing", &self.unfinished))?)
    }

    /// Ends the archive: it is on disk now, was read again and found whole, and stands under its name.
    ///
    /// # Errors
    /// When it can't be written, or what can be read of it is not what was written.
    pub fn finish(mut self) -> Result<Manifest, BackupError> {
        let text = serde_json::to_string_pretty(&self.manifest).map_err(StorageError::from)?;
        self.append(MANIFEST, text.len() as u64, &mut text.as_bytes())?;
        let unfinished = self.unfinished.clone();
        let file = |attempted| failed(attempted, &unfinished);
        self.tar.finish().map_err(file("writing"))?;
        self.tar.get_mut().flush().map_err(file("writing"))?;
        let mut whole = File::options().read(true).append(true).open(&unfinished).map_err(file("opening"))?;
        let mut hash = Sha256::new();
        std::io::copy(&mut whole, &mut hash).map_err(file("reading"))?;
        whole.write_all(hex::encode(hash.finalize()).as_bytes()).map_err(file("writing"))?;
        whole.sync_all().map_err(file("syncing"))?;
        check(&unfinished, &self.progress).map_err(|error| self.progress.go_on().err().unwrap_or(error))?;
        fs::rename(&unfinished, &self.to).map_err(file("moving"))?;
        let folder = self.to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed("syncing", folder))?;
        Ok(self.manifest.clone())
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        // What can't be removed only takes space.
        drop(fs::remove_file(&self.scratch));
        drop(fs::remove_file(&self.unfinished));
    }
}

/// An archive that was found whole: what it holds, and where.
pub struct Checked {
    pub manifest: Manifest,
    path: PathBuf,
    places: BTreeMap<String, (u64, u64)>,
}

/// Reads all of an archive, and refuses it when a single byte is not what was written.
pub fn check(path: &Path, progress: &Progress) -> Result<Checked, BackupError> {
    let damaged = |part: &str| BackupError::Damaged { archive: path.to_owned(), part: part.to_owned() };
    let mut places = BTreeMap::new();
    let mut hashes = BTreeMap::new();
    let mut text = Vec::new();
    let mut tar = tar::Archive::new(Watched { inner: BufReader::new(open(path)?), progress });
    let mut last = "the archive".to_owned();
    for entry in tar.entries().map_err(|_| damaged("the archive"))? {
        let mut entry = entry.map_err(|_| damaged(&last))?;
        let name = entry.path().map_err(|_| damaged(&last))?.to_string_lossy().into_owned();
        places.insert(name.clone(), (entry.raw_file_position(), entry.size()));
        let mut hash = Sha256::new();
        if name == MANIFEST {
            entry.read_to_end(&mut text).map_err(|_| damaged(&name))?;
        } else {
            std::io::copy(&mut entry, &mut hash).map_err(|_| damaged(&name))?;
        }
        hashes.insert(name.clone(), hex::encode(hash.finalize()));
        last = name;
    }
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| damaged(MANIFEST))?;
    for (name, part) in &manifest.parts {
        if hashes.get(name) != Some(&part.sha256) {
            return Err(damaged(name));
        }
    }
    if seal(path, progress)? {
        Ok(Checked { manifest, path: path.to_owned(), places })
    } else {
        Err(damaged("the archive"))
    }
}

/// Whether the archive's bytes give the digest after its end.
fn seal(path: &Path, progress: &Progress) -> Result<bool, BackupError> {
    let mut file = open(path)?;
    let size = file.metadata().map_err(failed("reading", path))?.len().saturating_sub(SEAL);
    let mut hash = Sha256::new();
    let mut whole = Watched { inner: Read::by_ref(&mut file).take(size), progress };
    std::io::copy(&mut whole, &mut hash).map_err(failed("reading", path))?;
    let mut told = String::new();
    let read = file.read_to_string(&mut told);
    Ok(read.is_ok() && told == hex::encode(hash.finalize()))
}

impl Checked {
    /// The bytes of a part.
    pub fn part(&self, name: &str) -> Result<BufReader<std::io::Take<File>>, BackupError> {
        let damaged = || BackupError::Damaged { archive: self.path.clone(), part: name.to_owned() };
        let (place, size) = *self.places.get(name).ok_or_else(damaged)?;
        let mut file = open(&self.path)?;
        file.seek(SeekFrom::Start(place)).map_err(failed("reading", &self.path))?;
        Ok(BufReader::new(file.take(size)))
    }

    /// The digests of the contents.
    pub fn contents(&self) -> impl Iterator<Item = &str> {
        self.manifest.parts.keys().filter_map(|name| name.strip_prefix("attachments/"))
    }

    /// Refuses an archive that this program can't restore.
    pub fn ensure_known(&self) -> Result<(), BackupError> {
        let known = MIGRATIONS.last().map_or(0, |last| last.version);
        let found = self.manifest.schema;
        match self.manifest.format {
            FORMAT if found == known => Ok(()),
            FORMAT => Err(BackupError::Schema { found, known }),
            other => Err(BackupError::Format(other)),
        }
    }
}

fn to_json(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(int) => json!(int),
        Cell::Text(text) => Value::String(text),
        Cell::Bytes(bytes) => json!({ "base64": STANDARD.encode(bytes) }),
    }
}

/// The cell of a row's line.
pub fn from_json(value: Value) -> Result<Cell, StorageError> {
    let wrong = || StorageError::Corrupt("a row of the backup holds what no cell is".to_owned());
    match value {
        Value::Null => Ok(Cell::Null),
        Value::Number(int) => int.as_i64().map(Cell::Int).ok_or_else(wrong),
        Value::String(text) => Ok(Cell::Text(text)),
        Value::Object(bytes) => {
            let text = bytes.get("base64").and_then(Value::as_str).ok_or_else(wrong)?;
            STANDARD.decode(text).map(Cell::Bytes).map_err(|_| wrong())
        }
        Value::Bool(_) | Value::Array(_) => Err(wrong()),
    }
}

/// For the program's own user alone: an archive holds everything.
fn create(path: &Path) -> Result<File, StorageError> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).map_err(failed("creating", path))
}

fn open(path: &Path) -> Result<File, StorageError> {
    File::open(path).map_err(failed("opening", path))
}

fn failed(attempted: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StorageError {
    let path = path.to_owned();
    move |source| StorageError::File { attempted, path, source }
}
