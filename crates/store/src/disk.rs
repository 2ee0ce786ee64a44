//! Free space: a warning early, and no writes before the disk is full, so that nothing is lost by it.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::{StorageError, Store};

/// How much space must be free, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskLimits {
    /// Below this, administrators are warned.
    pub warn_below: u64,
    /// Below this, the store is read-only.
    pub refuse_below: u64,
}

impl Default for DiskLimits {
    fn default() -> Self {
        Self { warn_below: 2 << 30, refuse_below: 64 << 20 }
    }
}

/// How it stands with the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskSpace {
    /// There is room, or the database keeps its own.
    Enough,
    /// There is little: so many bytes.
    Low(u64),
    /// There is next to none, so many bytes: the store is read-only.
    ReadOnly(u64),
}

/// How much room a file system has, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What may still be written.
    pub free: u64,
    /// How large it is.
    pub total: u64,
    /// Which one it is.
    pub device: u64,
}

/// How much room there is where `folder` is, or will be.
///
/// # Errors
/// When the file system can't be asked.
pub fn room(folder: &Path) -> Result<Room, StorageError> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let failed = |source: std::io::Error| StorageError::File {
        attempted: "asking for the free space of",
        path: folder.to_owned(),
        source,
    };
    let found = rustix::fs::statvfs(there).map_err(|error| failed(error.into()))?;
    let device = std::fs::metadata(there).map_err(failed)?.dev();
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    Ok(Room { free: bytes(found.f_bavail), total: bytes(found.f_blocks), device })
}

impl Store {
    /// Below how much free space the store warns, and only reads.
    #[must_use]
    pub const fn disk_limits(&self) -> DiskLimits {
        self.limits
    }

    /// How it stands with the disk under the data folder.
    ///
    /// # Errors
    /// When the file system can't be asked.
    pub fn disk_space(&self) -> Result<DiskSpace, StorageError> {
        let Some(folder) = self.folder() else { return Ok(DiskSpace::Enough) };
        let free = room(folder)?.free;
        Ok(if free < self.limits.refuse_below {
            DiskSpace::ReadOnly(free)
        } else if free < self.limits.warn_below {
            DiskSpace::Low(free)
        } else {
            DiskSpace::Enough
        })
    }

    /// Refuses when the disk is all but full.
    pub(crate) fn disk_has_room(&self) -> Result<(), StorageError> {
        match self.disk_space()? {
            DiskSpace::ReadOnly(_) => Err(StorageError::ReadOnly),
            DiskSpace::Enough | DiskSpace::Low(_) => Ok(()),
        }
    }
}
