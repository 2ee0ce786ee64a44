//! Backup and verification: the last good one, where it is, whether it was ever restored, what the last verification found.

use jiff::SignedDuration;
use yuheng_definition::Label;

use super::Found;
use super::line::{Line, plain};
use crate::upkeep::backups::Archived;
use crate::upkeep::words::{duration, moment, size};

/// How old the last trial may be.
const TRIAL: SignedDuration = SignedDuration::from_hours(10 * 24);

/// The lines of the group.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    vec![last_backup(found), next_backup(found), trial(found), verification(found)]
}

fn last_backup(found: &Found<'_>) -> Line {
    let label = Label::new("上次成功的备份", "Last good backup");
    let zone = &found.app.settings.zone;
    let line = match found.backups.last_good() {
        Some(good) => Line::good("backup", label, told(good, zone)).saying("有备份", "there is one"),
        None => Line::good("backup", label, Label::new("尚未到第一次备份的时间", "the first has not come yet")),
    };
    let plan = &found.app.settings.backups;
    if let Some(failed) = &found.backups.failed {
        let at = moment(failed.at, zone);
        let why = Label {
            zh: format!("{at} 备份失败：{}", failed.why.zh),
            en: format!("The backup of {at} failed: {}", failed.why.en),
        };
        return if found.backups.is_late(plan, found.now) {
            line.bad(("过期", "out of date"), why)
        } else {
            line.bad(("失败", "failed"), why)
        };
    }
    if found.backups.is_late(plan, found.now) {
        return line.bad(
            ("过期", "out of date"),
            Label::new(
                "已超过两个备份周期：请立即备份，并查看日志中的原因",
                "Older than two nights: make one now, and see the log for why",
            ),
        );
    }
    match found.backups.last_good() {
        Some(good) if !std::path::Path::new(&good.path).exists() && !found.app.store.is_shared() => line.bad(
            ("文件不在", "the file is gone"),
            Label {
                zh: format!("{} 已被移走或删除：请立即备份，或确认它已妥善保存在别处", good.path),
                en: format!("{} was moved or deleted: make one now, or see that it is kept elsewhere", good.path),
            },
        ),
        Some(_) => line,
        None => line.attention(
            ("还没有", "none yet"),
            Label::new("到时会自动备份，也可以现在备份", "The first is made at its time; you can make one now"),
        ),
    }
}

fn told(good: &Archived, zone: &jiff::tz::TimeZone) -> Label {
    let (at, bytes, took) = (moment(good.at, zone), size(good.bytes), duration(good.took));
    Label {
        zh: format!("{at}，{} 条记录，{bytes}，用时 {}，已逐字节校验；{}", good.records, took.zh, good.path),
        en: format!("{at}, {} records, {bytes}, took {}, read back byte by byte; {}", good.records, took.en, good.path),
    }
}

fn next_backup(found: &Found<'_>) -> Line {
    let (plan, zone) = (&found.app.settings.backups, &found.app.settings.zone);
    let label = Label::new("定时备份", "Scheduled backups");
    let Some(at) = plan.at else {
        let line = Line::good("schedule", label, Label::new("未开启", "off"));
        return line.attention(
            ("未开启", "off"),
            Label::new(
                "请设置 backup_at（如 02:30），否则只有人工备份",
                "Set `backup_at`, such as 02:30; now there are only those made by hand",
            ),
        );
    };
    let next = found.backups.next(plan, zone).map_or_else(String::new, |next| moment(next, zone));
    let (at, keep) = (at.strftime("%H:%M"), plan.keep);
    let figure = Label {
        zh: format!("每天 {at}，下次 {next}；保留 {keep} 天，另有四周各一份"),
        en: format!("each day at {at}, next {next}; {keep} days are kept, and one of each of four weeks"),
    };
    Line::good("schedule", label, figure).saying("已开启", "on")
}

fn trial(found: &Found<'_>) -> Line {
    let label = Label::new("试恢复", "Restored as a trial");
    let zone = &found.app.settings.zone;
    if let Some(failed) = &found.backups.trial_failed {
        let last = found.backups.trial.as_ref().map(|trial| moment(trial.at, zone));
        let figure = last.map_or(Label::new("从未通过", "none has held yet"), |at| Label {
            zh: format!("上次通过 {at}"),
            en: format!("the last that held: {at}"),
        });
        return Line::good("trial", label, figure).bad(("未通过", "failed"), failed.why.clone());
    }
    match &found.backups.trial {
        Some(trial) => {
            let at = moment(trial.at, zone);
            let figure = Label {
                zh: format!("{at}，历史 {} 条全部相符", trial.entries),
                en: format!("{at}, all {} entries of the history hold", trial.entries),
            };
            let line = Line::good("trial", label, figure).saying("可恢复", "restores");
            if found.now.duration_since(trial.at) <= TRIAL {
                return line;
            }
            line.attention(
                ("很久未试", "long ago"),
                Label::new(
                    "备份所在磁盘的空间可能不够试恢复：请腾出空间，或运行 yuheng backup --check 文件",
                    "There may be too little room beside the backups: make some, or run `yuheng backup --check FILE`",
                ),
            )
        }
        None if found.backups.kept.is_empty() => {
            Line::fact("trial", label, Label::new("随第一次备份进行", "comes with the first backup"))
        }
        None => Line::good("trial", label, Label::new("还没有", "not yet")).attention(
            ("还没有", "not yet"),
            Label::new(
                "没有恢复过的备份只是希望：请在备份所在磁盘腾出空间，或运行 yuheng backup --check 文件",
                "A backup that was never restored is a hope: make room beside the backups, or run `yuheng backup --check FILE`",
            ),
        ),
    }
}

fn verification(found: &Found<'_>) -> Line {
    let label = Label::new("数据校验", "Verification");
    let zone = &found.app.settings.zone;
    if let Some(failed) = &found.verification.failed {
        let line = Line::good("verification", label, plain(moment(failed.at, zone)));
        return line.attention(("未完成", "not finished"), failed.why.clone());
    }
    let Some(last) = &found.verification.last else {
        return Line::fact("verification", label, Label::new("从未运行", "never run"));
    };
    let (at, took) = (moment(last.at, zone), duration(last.took));
    let figure = Label {
        zh: format!(
            "{at}，记录 {} 条，历史 {} 条，附件 {} 个，用时 {}",
            last.records, last.entries, last.attachments, took.zh
        ),
        en: format!(
            "{at}: {} records, {} entries, {} attachments, took {}",
            last.records, last.entries, last.attachments, took.en
        ),
    };
    let line = Line::good("verification", label, figure).saying("全部相符", "all of it holds");
    let Some((place, what)) = last.first.first() else { return line };
    line.bad(
        ("有不符", "does not hold"),
        Label {
            zh: format!(
                "{} 处不符，首处 {place}：{}。请保留现有备份，不要删除任何文件，并联系支持",
                last.faults, what.zh
            ),
            en: format!(
                "{} things do not hold, the first at {place}: {}. Keep all backups, delete nothing, and ask for help",
                last.faults, what.en
            ),
        },
    )
}
