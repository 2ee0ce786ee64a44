//! The folder that backups go to: one program at a time writes there, and what an earlier one left unfinished goes.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use yuheng_definition::Label;
use yuheng_store::{BackupError, StorageError, room};

use super::backup::Unmade;
use super::words;

/// How the names of archives begin.
const PREFIX: &str = "yuheng-";
/// What stands in the names of what is only there while an archive is made: the archive itself, what is gathered for it, and
/// the store that it is restored into as a trial.
const PASSING: [&str; 3] = [".unfinished", ".scratch", ".rehearsal"];

/// The folder while a backup is written into it.
pub(super) struct Claimed {
    path: PathBuf,
    /// Held as long as it is written to.
    _lock: File,
}

/// The name of an archive of a moment. It sorts by time.
pub(super) fn file_name(at: Timestamp) -> String {
    format!("{PREFIX}{}", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// Where an archive is restored as a trial: each has a place of its own, so that none meets what another has left.
pub(super) fn rehearsal_of(archive: &str) -> PathBuf {
    PathBuf::from(format!("{archive}.rehearsal"))
}

impl Claimed {
    /// Makes the folder if it isn't there, and takes it.
    pub(super) fn claim(path: &Path) -> Result<Self, Unmade> {
        let failed = |attempted| {
            let path = path.to_owned();
            move |source| BackupError::Storage(StorageError::File { attempted, path, source })
        };
        fs::create_dir_all(path).map_err(failed("creating"))?;
        let lock = File::create(path.join("lock")).map_err(failed("writing into"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Unmade::Failed(words::folder_in_use(path))),
            Err(TryLockError::Error(error)) => return Err(failed("locking")(error).into()),
        }
        let claimed = Self { path: path.to_owned(), _lock: lock };
        claimed.clear().map_err(failed("clearing"))?;
        Ok(claimed)
    }

    /// Removes what a backup that broke off has left.
    fn clear(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if !name.starts_with(PREFIX) || !PASSING.iter().any(|passing| name.contains(passing)) {
                continue;
            }
            if entry.file_type()?.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
        }
        Ok(())
    }

    /// A file of that name which isn't there yet.
    pub(super) fn free_place(&self, name: &str) -> PathBuf {
        let mut path = self.path.join(format!("{name}.tar"));
        let mut count = 1;
        while path.exists() {
            count += 1;
            path = self.path.join(format!("{name}-{count}.tar"));
        }
        path
    }

    /// Refuses what would fill the disk, of which `reserve` is to stay free.
    pub(super) fn must_hold(&self, bytes: u64, reserve: u64) -> Result<(), Unmade> {
        let free = room(&self.path).map_err(BackupError::from)?.free;
        if free < bytes.saturating_add(reserve) { Err(Unmade::Failed(self.too_full(bytes, free))) } else { Ok(()) }
    }

    /// Whether so much could be written beside what is there.
    pub(super) fn room_for(&self, bytes: u64) -> bool {
        room(&self.path).is_ok_and(|room| room.free > bytes.saturating_mul(2))
    }

    fn too_full(&self, bytes: u64, free: u64) -> Label {
        words::too_full(&self.path, bytes, free)
    }
}
