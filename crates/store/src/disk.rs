//! Free space: a warning early, and no writes before the disk is full, so that nothing is lost by it.

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

impl Store {
    /// How it stands with the disk under the data folder.
    ///
    /// # Errors
    /// When the file system can't be asked.
    pub fn disk_space(&self) -> Result<DiskSpace, StorageError> {
        let Some(folder) = self.folder() else { return Ok(DiskSpace::Enough) };
        let found = rustix::fs::statvfs(folder).map_err(|error| StorageError::File {
            attempted: "asking for the free space of",
            path: folder.to_owned(),
            source: error.into(),
        })?;
        let free = found.f_bavail.saturating_mul(found.f_frsize);
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
