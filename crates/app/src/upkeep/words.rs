//! What upkeep says in both languages: why something failed and what to do, sizes, moments.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use yuheng_definition::Label;
use yuheng_store::{BackupError, StorageError};

/// Bytes as people read them.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut tenths = u128::from(bytes) * 10;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if unit == 0 || tenths >= 1000 {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

/// A moment in the organisation's zone.
pub(super) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How long something took, of milliseconds.
pub(super) fn duration(milliseconds: u64) -> Label {
    match milliseconds {
        0..1000 => Label::new("不到 1 秒", "under 1 s"),
        1000..120_000 => Label { zh: format!("{} 秒", milliseconds / 1000), en: format!("{} s", milliseconds / 1000) },
        _ => Label { zh: format!("{} 分钟", milliseconds / 60_000), en: format!("{} min", milliseconds / 60_000) },
    }
}

/// Why there is no backup, and what to do.
pub(super) fn why(error: &BackupError) -> Label {
    match error {
        BackupError::Storage(StorageError::ReadOnly) => full(),
        BackupError::Storage(StorageError::File { path, source, .. }) => match source.kind() {
            std::io::ErrorKind::StorageFull => full(),
            std::io::ErrorKind::PermissionDenied => Label {
                zh: format!("没有权限写入 {}：请把该目录交给运行 yuheng 的用户", path.display()),
                en: format!("{} can't be written: give the folder to the user that yuheng runs as", path.display()),
            },
            _ => Label {
                zh: format!("无法写入 {}（{source}）：请检查 backup_folder 指定的目录", path.display()),
                en: format!("{} can't be written ({source}): look at the folder of `backup_folder`", path.display()),
            },
        },
        BackupError::Damaged { part, .. } => Label {
            zh: format!("写出的归档读回时不一致（{part}）：磁盘可能有故障，请检查或更换"),
            en: format!("what was written reads back otherwise ({part}): the disk may be failing, check or replace it"),
        },
        BackupError::Erased(_) => {
            Label::new("备份期间有附件被删除，将重新备份", "An attachment was erased meanwhile; it is made again")
        }
        other => self::other(&other.to_string()),
    }
}

/// Why something failed that has no words of its own.
pub(super) fn other(error: &str) -> Label {
    Label { zh: format!("未能完成：{error}"), en: format!("It could not be done: {error}") }
}

fn full() -> Label {
    Label::new("磁盘已满：请清理或扩容", "The disk is full: make room")
}

/// A backup that nobody finished.
pub(super) fn broken_off() -> Label {
    Label::new(
        "备份过程中程序被中断，将重新备份；若反复出现，请查看日志和内存",
        "The program was cut off during the backup, which is made again; if that repeats, look at the log and the memory",
    )
}

/// Another program writes there.
pub(super) fn folder_in_use(path: &Path) -> Label {
    let path = path.display();
    Label {
        zh: format!("另一个 yuheng 正在写入 {path}：请为每套系统指定各自的 backup_folder"),
        en: format!("another `yuheng` is writing into {path}: give each installation a `backup_folder` of its own"),
    }
}

/// It would fill the disk.
pub(super) fn too_full(path: &Path, bytes: u64, free: u64) -> Label {
    let (path, bytes, free) = (path.display(), size(bytes), size(free));
    Label {
        zh: format!("{path} 剩余 {free}，备份约需 {bytes}，未写入：请清理、扩容，或把 backup_folder 指向更大的磁盘"),
        en: format!(
            "{path} has {free} free and the backup needs about {bytes}, so nothing was written: make room, or give a larger \
             disk as `backup_folder`"
        ),
    }
}

/// Whether it restores could not be found out.
pub(super) fn untried(path: &str, error: &BackupError) -> Label {
    let why = why(error);
    Label {
        zh: format!("备份 {path} 已保留，但试恢复没有完成：{}", why.zh),
        en: format!("the backup {path} is kept, but its trial came to no end: {}", why.en),
    }
}

/// What was restored as a trial does not hold.
pub(super) fn trial_failed(path: &str, record: &str, what: &Label) -> Label {
    Label {
        zh: format!(
            "备份 {path} 已保留，但试恢复后校验不通过（{record}：{}）：请立即运行 yuheng verify 核对现有数据，并保留较早的备份",
            what.zh
        ),
        en: format!(
            "the backup {path} is kept, but restored as a trial it does not hold ({record}: {}): run `yuheng verify` on the \
             store at once, and keep the earlier backups",
            what.en
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn bytes_are_said_as_people_read_them() {
        let said: Vec<_> = [0, 999, 1024, 1536, 150 << 10, 5 << 20, (3 << 30) + (1 << 29)].map(size).into();
        assert_eq!(said, ["0 B", "999 B", "1.0 KB", "1.5 KB", "150 KB", "5.0 MB", "3.5 GB"]);
    }
}
