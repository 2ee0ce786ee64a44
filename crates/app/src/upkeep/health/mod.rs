//! How the installation is: lines in groups, each with a sign, a figure and what to do about it, in both languages.

mod disk;
mod hours;
mod line;
mod program;
mod reached;
mod safety;
mod work;

use std::collections::BTreeSet;
use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use yuheng_definition::Label;
use yuheng_store::{Counts, Database, Sizes};

use super::backups::Backups;
use super::verification::Verification;
use crate::{App, Caller, Clock, InForce, Result};

pub use line::{Level, Line};

/// How long the figures that have to be added up hold.
const FRESH: SignedDuration = SignedDuration::from_secs(30);

/// How the installation is.
#[derive(Clone, Debug)]
pub struct Health {
    /// At which moment.
    pub at: Timestamp,
    /// The lines, in their groups.
    pub groups: Vec<Group>,
    /// How backups stand.
    pub backups: Backups,
    /// When the next backup is made by itself.
    pub next_backup: Option<Timestamp>,
    /// Whether a backup was asked for and has not begun.
    pub is_backup_asked: bool,
    /// How verification stands.
    pub verification: Verification,
    /// Whether one was asked for and has not begun.
    pub is_verification_asked: bool,
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub id: &'static str,
    /// In words.
    pub label: Label,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Health {
    /// The worst of all lines.
    #[must_use]
    pub fn level(&self) -> Level {
        let lines = self.groups.iter().flat_map(|group| &group.lines);
        lines.map(|line| line.level).max().unwrap_or(Level::Good)
    }
}

/// What the lines are made from.
struct Found<'a> {
    app: &'a App,
    in_force: &'a InForce,
    now: Timestamp,
    figures: Figures,
    backups: &'a Backups,
    verification: &'a Verification,
    backlogs: (u64, u64),
    nodes: Vec<String>,
    free: Vec<disk::Sample>,
    /// Years without public holidays that are counted with already.
    reached: BTreeSet<i16>,
    /// The numbers of the duties whose records can't be opened.
    refused: Vec<String>,
}

/// What has to be added up over whole tables.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    at: Timestamp,
    sizes: Sizes,
    counts: Counts,
    database: Database,
}

impl App {
    /// How the installation is.
    ///
    /// # Errors
    /// When the caller may not administer, or the store fails.
    pub async fn health(&self, caller: &Caller) -> Result<Health> {
        caller.must_administer()?;
        let (backups, verification) = (self.backups().await?, self.verification().await?);
        let in_force = self.in_force().await?;
        let found = Found {
            app: self,
            in_force: &in_force,
            now: self.now(),
            figures: self.figures().await?,
            backups: &backups,
            verification: &verification,
            backlogs: self.backlogs().await?,
            nodes: self.store.holders(Clock::machine()).await?,
            free: self.disk_samples().await?,
            reached: self.years_reached(&in_force).await?,
            refused: self.refused_duties(&in_force.definitions).await?,
        };
        let group = |id, zh, en, lines| Group { id, label: Label::new(zh, en), lines };
        let groups = vec![
            group("safety", "备份与校验", "Backup and verification", safety::lines(&found)),
            group("room", "空间", "Room", disk::lines(&found)),
            group("hours", "服务时间", "Service hours", hours::lines(&found)),
            group("work", "后台工作", "Work in the background", work::lines(&found)),
            group("program", "程序与数据库", "Program and database", program::lines(&found)),
        ];
        let groups = groups.into_iter().filter(|group| !group.lines.is_empty()).collect();
        let next_backup = backups.next(&self.settings.backups, &self.settings.zone);
        let at = found.now;
        let is_backup_asked = self.is_backup_asked(&backups).await?;
        let is_verification_asked = self.is_verification_asked(&verification).await?;
        Ok(Health { at, groups, backups, next_backup, is_backup_asked, verification, is_verification_asked })
    }

    async fn figures(&self) -> Result<Figures> {
        let now = self.now();
        let kept = || self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(figures) = kept().clone().filter(|figures| now.duration_since(figures.at).abs() < FRESH) {
            return Ok(figures);
        }
        let (sizes, counts) = (self.store.sizes().await?, self.store.counts(now).await?);
        let figures = Figures { at: now, sizes, counts, database: self.store.database().await? };
        *kept() = Some(figures.clone());
        Ok(figures)
    }
}
