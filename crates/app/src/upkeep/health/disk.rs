//! The disk: what is free, what takes the room, and when it will be full if it goes on like this.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yuheng_definition::Label;
use yuheng_store::{DiskSpace, StorageError, room};

use super::Found;
use super::line::{Line, plain};
use crate::upkeep::words::size;
use crate::{App, Result};

/// Where it is noted how much was free.
const NOTED: &str = "disk.free";
/// Of how many days that is noted.
const DAYS: usize = 30;
/// Over how many days at least the rate is taken.
const SPAN: i64 = 3;
/// When a disk that will be full in so many days is told.
const SOON: u64 = 30;

/// How much was free on a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sample {
    day: Date,
    free: u64,
}

impl App {
    pub(super) async fn disk_samples(&self) -> Result<Vec<Sample>> {
        let noted = self.store.setting(NOTED).await?;
        Ok(noted.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Notes how much is free, once a day.
    pub(in crate::upkeep) async fn note_free(&self) -> Result<()> {
        let Some(folder) = self.store.data_folder() else { return Ok(()) };
        let mut samples = self.disk_samples().await?;
        let day = self.today();
        if samples.last().is_some_and(|last| last.day == day) {
            return Ok(());
        }
        samples.push(Sample { day, free: room(folder)?.free });
        let samples = samples.split_off(samples.len().saturating_sub(DAYS));
        let text = serde_json::to_string(&samples).map_err(StorageError::from)?;
        Ok(self.store.note_progress(NOTED, &text).await?)
    }
}

/// In how many days the disk is full, if it goes on as since the oldest day noted; none: it isn't filling, or too little is known.
fn days_left(samples: &[Sample], free: u64) -> Option<u64> {
    let (first, last) = (samples.first()?, samples.last()?);
    let days = u64::try_from(last.day.since(first.day).ok()?.get_days()).ok()?;
    if days < SPAN.unsigned_abs() {
        return None;
    }
    let used = first.free.checked_sub(free).filter(|used| *used > 0)?;
    Some(u64::try_from(u128::from(free) * u128::from(days) / u128::from(used)).unwrap_or(u64::MAX))
}

/// The lines of the group.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    let app = found.app;
    let mut lines = Vec::new();
    if let Some(folder) = app.store.data_folder() {
        lines.extend(free(found, folder));
    }
    let sizes = found.figures.sizes;
    let mut of_database = size(sizes.database);
    if sizes.log > 0 {
        of_database = format!("{of_database} + {} WAL", size(sizes.log));
    }
    lines.push(Line::fact("database_size", Label::new("数据库占用", "Database"), plain(of_database)));
    let attachments = Label::new("附件占用", "Attachments");
    lines.push(Line::fact("attachment_size", attachments, plain(size(sizes.attachments))));
    let (count, bytes) = (found.backups.kept.len(), found.backups.kept.iter().map(|kept| kept.bytes).sum());
    let figure = Label { zh: format!("{}，{count} 份", size(bytes)), en: format!("{}, {count} kept", size(bytes)) };
    let line = Line::fact("backup_size", Label::new("备份占用", "Backups"), figure);
    lines.push(beside(found, line));
    lines
}

/// What is free where the store is.
fn free(found: &Found<'_>, folder: &Path) -> Option<Line> {
    let room = room(folder).ok()?;
    let (free, total) = (size(room.free), size(room.total));
    let left = days_left(&found.free, room.free).filter(|days| *days < 10 * 365);
    let figure = match left {
        Some(days) => Label {
            zh: format!("剩余 {free}，共 {total}；照目前的速度约 {days} 天后写满"),
            en: format!("{free} of {total} free; at the present rate full in about {days} days"),
        },
        None => Label { zh: format!("剩余 {free}，共 {total}"), en: format!("{free} of {total} free") },
    };
    let line = Line::good("disk", Label::new("数据目录所在磁盘", "Disk of the data folder"), figure);
    let limits = found.app.store.disk_limits();
    let (warn, refuse) = (size(limits.warn_below), size(limits.refuse_below));
    Some(match found.app.store.disk_space().ok()? {
        DiskSpace::ReadOnly(_) => line.bad(
            ("已满，只读", "full, only reading"),
            Label {
                zh: format!("剩余不足 {refuse}，已停止写入：立即清理或扩容，有空间后自动恢复"),
                en: format!("below {refuse} nothing is written: make room now, and it goes on by itself"),
            },
        ),
        DiskSpace::Low(_) => line.bad(
            ("不足", "little left"),
            Label {
                zh: format!("低于 {warn}：请清理或扩容；降到 {refuse} 将只能读取"),
                en: format!("below {warn}: make room; at {refuse} nothing can be written any more"),
            },
        ),
        DiskSpace::Enough if left.is_some_and(|days| days < SOON) => line.attention(
            ("快要写满", "filling up"),
            Label::new(
                "请在写满之前扩容，或把备份移到另一块磁盘",
                "Extend it before then, or move the backups to another disk",
            ),
        ),
        DiskSpace::Enough => line,
    })
}

/// Backups on the disk of the data go with it.
fn beside(found: &Found<'_>, line: Line) -> Line {
    let Some(data) = found.app.store.data_folder() else { return line };
    let device = |folder: &Path| room(folder).ok().map(|room| room.device);
    let folder = &found.app.settings.backups.folder;
    if found.app.settings.backups.at.is_none() || device(data) != device(folder) {
        return line;
    }
    line.attention(
        ("与数据同盘", "on the same disk"),
        Label {
            zh: format!("{} 与数据在同一块磁盘，磁盘损坏会一并丢失：请把 backup_folder 指向另一块磁盘，或另行复制", folder.display()),
            en: format!(
                "{} is on the disk of the data, and would be lost with it: give another disk as `backup_folder`, or copy them",
                folder.display()
            ),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(samples: &[(&str, u64)], free: u64, expected: Option<u64>) {
        let samples: Vec<_> =
            samples.iter().map(|(day, free)| Sample { day: day.parse().unwrap(), free: *free }).collect();
        assert_eq!(days_left(&samples, free), expected);
    }

    #[test]
    fn when_the_disk_will_be_full_follows_from_the_days_before() {
        check(&[("2026-11-01", 100), ("2026-11-11", 60)], 50, Some(10));
        check(&[("2026-11-01", 100), ("2026-11-02", 60)], 50, None);
        check(&[("2026-11-01", 100), ("2026-11-11", 100)], 120, None);
        check(&[], 50, None);
    }
}
