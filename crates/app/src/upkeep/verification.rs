//! The whole store verified while it serves: when an administrator asks, and after an upgrade. What came of it is noted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_definition::Label;
use yuheng_store::{StorageError, VerifyReport};

use super::backups::Failed;
use super::errand::{Noted, Passed, VERIFICATION};
use super::words;
use crate::{App, Caller, Error, Result};

/// How many faults are noted; `yuheng verify` names more.
const FAULTS: usize = 20;

/// How verification stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verification {
    answered: Option<String>,
    /// The one under way.
    pub running: Option<Verifying>,
    /// Why the last could not be brought to its end.
    pub failed: Option<Failed>,
    /// What the last one found.
    pub last: Option<Verified>,
}

/// A verification under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verifying {
    /// Since when.
    pub since: Timestamp,
    /// How many records have been looked at.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When it began.
    pub at: Timestamp,
    /// How many records were looked at.
    pub records: u64,
    /// How many entries were replayed.
    pub entries: u64,
    /// How many attachments were read.
    pub attachments: u64,
    /// How many things don't fit.
    pub faults: u64,
    /// The first of them, each with its place.
    pub first: Vec<(String, Label)>,
    /// How long it took, in milliseconds.
    pub took: u64,
}

impl App {
    /// How verification stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verification(&self) -> Result<Verification> {
        Ok(VERIFICATION.standing::<Verification>(self).await?.into_inner())
    }

    /// Whether one was asked for and has not begun.
    pub(super) async fn is_verification_asked(&self, noted: &Verification) -> Result<bool> {
        let asked = VERIFICATION.asked(self).await?;
        Ok(asked.is_some() && asked != noted.answered)
    }

    /// Asks for a verification now.
    ///
    /// # Errors
    /// When the caller may not administer, or the store fails.
    pub async fn ask_for_verification(&self, caller: &Caller) -> Result<()> {
        VERIFICATION.ask_as(self, caller).await
    }

    /// Has the whole store verified in the background, as after an upgrade.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_soon(&self) -> Result<()> {
        VERIFICATION.ask(self).await
    }

    /// Verifies everything if that was asked for; whether it was.
    ///
    /// # Errors
    /// When the store fails otherwise than in verifying.
    pub async fn verification_round(&self) -> Result<bool> {
        match self.verify_if_asked().await {
            Err(Error::Contended) => {
                tracing::warn!("another node has taken the verification over: the one under way here is given up");
                Ok(false)
            }
            done => done,
        }
    }

    async fn verify_if_asked(&self) -> Result<bool> {
        let asked = VERIFICATION.asked(self).await?;
        let mut noted = VERIFICATION.standing::<Verification>(self).await?;
        // One that was cut off begins anew: it only reads.
        if asked.is_none() || (asked == noted.answered && noted.running.is_none()) {
            return Ok(false);
        }
        let since = self.now();
        noted.answered = asked;
        let began = Instant::now();
        let Some(report) = self.verify_watched(&mut noted, since).await? else { return Ok(true) };
        noted.running = None;
        match report {
            Ok(report) => {
                let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                self.take_report(&mut noted, &report, since, took).await?;
            }
            Err(error) => {
                tracing::error!(%error, "the store could not be verified");
                noted.failed = Some(Failed { at: since, why: words::other(&error.to_string()) });
            }
        }
        VERIFICATION.note(self, &mut noted).await?;
        Ok(true)
    }

    /// Verifies, and notes each second how far it is; none: the program ends, and the next start begins anew.
    async fn verify_watched(
        &self,
        noted: &mut Noted<Verification>,
        since: Timestamp,
    ) -> Result<Option<std::result::Result<VerifyReport, StorageError>>> {
        let (done, total) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (told_done, told_total) = (Arc::clone(&done), Arc::clone(&total));
        let store = self.store.at_the_console().await.map_err(|error| StorageError::NoConnection(error.to_string()))?;
        let tell = move |done, total| {
            told_done.store(done, Ordering::Relaxed);
            told_total.store(total, Ordering::Relaxed);
        };
        // In a task of its own: what it holds of the database it gives back, whether or not a note waits for the same. It ends
        // with whoever waits for it.
        let mut work = tokio::task::JoinSet::new();
        work.spawn(async move { store.verify(tell).await });
        loop {
            let (done, total) = (done.load(Ordering::Relaxed), total.load(Ordering::Relaxed));
            noted.running = Some(Verifying { since, done, total });
            VERIFICATION.note(self, noted).await?;
            match self.a_second_of(&mut Box::pin(work.join_next())).await {
                Passed::Done(report) => return Ok(report.map(|report| report.unwrap_or(Err(StorageError::Stopped)))),
                Passed::Ending => return Ok(None),
                Passed::Second => {}
            }
        }
    }

    async fn take_report(
        &self,
        noted: &mut Verification,
        report: &VerifyReport,
        at: Timestamp,
        took: u64,
    ) -> Result<()> {
        let place = |n: Option<u64>| n.map(|n| format!(":{n}")).unwrap_or_default();
        let first = report.faults.iter().take(FAULTS);
        let first: Vec<_> = first.map(|bad| (format!("{}{}", bad.label, place(bad.n)), bad.what.clone())).collect();
        let (records, entries, faults) = (report.records, report.entries, report.faults.len() as u64);
        noted.failed = None;
        noted.last = Some(Verified {
            at,
            records,
            entries,
            attachments: report.attachments,
            faults,
            first: first.clone(),
            took,
        });
        let Some((place, what)) = first.first() else {
            tracing::info!(
                records,
                entries,
                took,
                "verified: {records} records and {entries} entries, all of them hold"
            );
            return Ok(());
        };
        tracing::error!(
            faults,
            "verified: {faults} things do not hold, the first at {place}: {} / {}",
            what.zh,
            what.en
        );
        self.tell_administrators("verify_failed").await
    }
}
