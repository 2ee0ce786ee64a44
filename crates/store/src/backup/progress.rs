//! How far a backup has come, for whoever watches it, and whether it is still wanted.

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::BackupError;

/// A backup under way, seen from outside.
#[derive(Debug, Default)]
pub struct Progress {
    written: AtomicU64,
    is_given_up: AtomicBool,
}

impl Progress {
    /// How many bytes have been written so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Has it broken off as soon as it can be, with nothing left behind.
    pub fn give_up(&self) {
        self.is_given_up.store(true, Ordering::Relaxed);
    }

    pub(super) fn wrote(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Refuses to go on with what nobody wants any more.
    ///
    /// # Errors
    /// When it was given up.
    pub fn go_on(&self) -> Result<(), BackupError> {
        if self.is_given_up.load(Ordering::Relaxed) { Err(BackupError::GivenUp) } else { Ok(()) }
    }
}

/// A reader that ends with an error once the backup is given up.
pub struct Watched<'a, R> {
    pub inner: R,
    pub progress: &'a Progress,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.progress.go_on().map_err(std::io::Error::other)?;
        self.inner.read(buffer)
    }
}
