//! Work in the background: each job's last round, what waits for it.

use jiff::SignedDuration;
use yuheng_definition::Label;

use super::Found;
use super::line::{Line, plain};
use crate::upkeep::words::moment;

/// How late a job's round may be, beyond its pause.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// How much may wait without anything being wrong.
const WAITING: u64 = 1000;

/// What a job is called.
fn called(job: &str) -> Label {
    match job {
        "clocks" => Label::new("时限与升级", "Clocks and escalations"),
        "retarget" => Label::new("时限随日历更新", "Clocks follow their calendars"),
        "reproject" => Label::new("索引随定义更新", "Indexes follow the definitions"),
        "outbox" => Label::new("发送通知", "Delivery of notices"),
        "watch" => Label::new("关注者的提示", "Telling those who follow"),
        "presence" => Label::new("谁在看", "Who has what open"),
        "sequence" => Label::new("实时更新的排序", "Order of live update"),
        "clean" => Label::new("清理过期内容", "Clearing what has run out"),
        "sweep" => Label::new("清理无主附件", "Clearing unused uploads"),
        "disk" => Label::new("磁盘检查", "Look at the disk"),
        "backup" => Label::new("备份", "Backup"),
        "verify" => Label::new("校验", "Verification"),
        other => plain(other),
    }
}

/// The lines of the group.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    let (outbox, feed) = found.backlogs;
    let due = found.figures.counts.due;
    let mut lines = vec![
        waiting("due", Label::new("到点待处理的时限", "Clocks due"), due),
        waiting("outbox", Label::new("待发送的通知", "Notices to be delivered"), outbox),
        waiting("feed", Label::new("待排序的实时更新", "Entries that live update waits for"), feed),
        projection(found),
        duties(found),
    ];
    lines.extend(jobs(found));
    lines
}

fn waiting(id: &str, label: Label, count: u64) -> Line {
    let line = Line::fact(id, label, Label { zh: format!("{count} 条"), en: count.to_string() });
    if count < WAITING {
        return line;
    }
    line.attention(
        ("积压", "piling up"),
        Label::new(
            "等几分钟再看；若不减少，请查看日志，必要时重启",
            "Look again in some minutes; if it does not shrink, see the log, and restart if need be",
        ),
    )
}

fn projection(found: &Found<'_>) -> Line {
    let waiting = found.in_force.waiting_projections();
    let label = Label::new("检索与列表索引", "Search and indexes of lists");
    if waiting == 0 {
        return Line::good("projection", label, Label::new("与现行定义一致", "as the definitions in force ask"));
    }
    let figure = Label {
        zh: format!("{waiting} 个过程的记录正在更新"),
        en: format!("the records of {waiting} processes follow new definitions"),
    };
    Line::good("projection", label, figure).saying("进行中", "under way")
}

/// Whether all duties open what they owe.
fn duties(found: &Found<'_>) -> Line {
    let label = Label::new("周期工单", "Recurring orders");
    if found.refused.is_empty() {
        return Line::good("duties", label, Label::new("到日子的都已开出", "all that was due is opened"));
    }
    let figure = Label {
        zh: format!("{} 开不出来", found.refused.join("、")),
        en: format!("{} can't open its record", found.refused.join(", ")),
    };
    Line::good("duties", label, figure).bad(
        ("受阻", "refused"),
        Label::new(
            "原因见该周期工单：改好字段或责任人的权限后自动补开",
            "The reason stands on the order: mend its values or its owner's rights, and it is opened by itself",
        ),
    )
}

/// A line for all jobs that run as they should, and one for each that does not.
fn jobs(found: &Found<'_>) -> Vec<Line> {
    let (mut count, mut latest, mut late) = (0_u64, None, Vec::new());
    for (job, round) in found.app.last_rounds() {
        let pause = SignedDuration::try_from(round.pause).unwrap_or(SignedDuration::ZERO);
        let is_at_it = (job == "backup" && found.backups.running.is_some())
            || (job == "verify" && found.verification.running.is_some());
        if is_at_it || found.now.duration_since(round.at) <= pause + PATIENCE {
            count += 1;
            latest = latest.max(Some(round.at));
            continue;
        }
        let at = moment(round.at, &found.app.settings.zone);
        let figure = Label { zh: format!("上一轮 {at}"), en: format!("last round {at}") };
        late.push(Line::good(&format!("job.{job}"), called(job), figure).attention(
            ("停滞", "standing still"),
            Label::new(
                "日志中有原因；多节点时可能由另一节点接手。若持续，请重启本节点",
                "The log says why; with several nodes another may have taken it over. If it stays so, restart this node",
            ),
        ));
    }
    let at = latest.map_or_else(String::new, |at| moment(at, &found.app.settings.zone));
    let figure = Label {
        zh: format!("{count} 项在本节点运行，最近一轮 {at}"),
        en: format!("{count} run on this node, last round {at}"),
    };
    let line = Line::good("jobs", Label::new("后台任务", "Jobs"), figure).saying("运行中", "running");
    std::iter::once(line).chain(late).collect()
}
