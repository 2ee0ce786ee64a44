//! A backup that was never restored is a hope: an archive is restored into a place of its own, verified there, and the place
//! taken away again.

use std::path::Path;

use super::archive::check;
use super::progress::Progress;
use super::{BackupError, Manifest};
use crate::{Location, StorageError, Store, VerifyReport};

impl Store {
    /// Reads all of an archive and refuses it when a single byte is not what was written.
    ///
    /// # Errors
    /// When it is damaged, another program's, or can't be read.
    pub async fn check_archive(archive: &Path) -> Result<Manifest, BackupError> {
        let path = archive.to_owned();
        let checked = tokio::task::spawn_blocking(move || check(&path, &Progress::default()));
        let checked = checked.await.map_err(|_| StorageError::Stopped)??;
        checked.ensure_known()?;
        Ok(checked.manifest)
    }

    /// Restores an archive of either database into the folder `scratch`, verifies what came of it, and removes the folder.
    ///
    /// # Errors
    /// When the archive is damaged or another program's, or the disk fails.
    pub async fn rehearse(archive: &Path, scratch: &Path) -> Result<VerifyReport, BackupError> {
        clear(scratch)?;
        let done = restore_and_verify(archive, scratch).await;
        clear(scratch)?;
        done
    }
}

async fn restore_and_verify(archive: &Path, scratch: &Path) -> Result<VerifyReport, BackupError> {
    let location = Location::Folder(scratch.to_owned());
    Store::restore(archive, &location).await?;
    let store = Store::open(&location).await?;
    let report = store.verify(|_, _| {}).await;
    store.close().await;
    Ok(report?)
}

/// Takes away what an earlier rehearsal may have left.
fn clear(scratch: &Path) -> Result<(), StorageError> {
    match std::fs::remove_dir_all(scratch) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StorageError::File { attempted: "removing", path: scratch.to_owned(), source })
        }
        _ => Ok(()),
    }
}
