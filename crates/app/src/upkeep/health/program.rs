//! The program and the database: versions, nodes, who is signed in, whether an overlay is kept out.

use yuheng_definition::Label;

use super::Found;
use super::line::Line;
use crate::upkeep::words::moment;

/// The lines of the group.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    let database = &found.figures.database;
    let zone = &found.app.settings.zone;
    let (version, since) = (env!("CARGO_PKG_VERSION"), moment(found.app.started_at, zone));
    let program = Label {
        zh: format!("玉衡 {version}，Apache-2.0 许可，{since} 启动"),
        en: format!("Yuheng {version}, licensed under Apache-2.0, started {since}"),
    };
    let kept = Label {
        zh: format!("{} {}，结构版本 {}", database.kind, database.version, database.schema),
        en: format!("{} {}, schema {}", database.kind, database.version, database.schema),
    };
    let counts = found.figures.counts;
    let records = Label { zh: format!("{} 条", counts.records), en: counts.records.to_string() };
    let sessions = Label {
        zh: format!("{} 个会话，{} 个可登录账户", counts.sessions, counts.accounts),
        en: format!("{} sessions, {} accounts that may sign in", counts.sessions, counts.accounts),
    };
    let mut lines = vec![
        Line::fact("program", Label::new("程序", "Program"), program),
        Line::fact("database", Label::new("数据库", "Database"), kept),
        Line::fact("records", Label::new("记录", "Records"), records),
        Line::fact("sessions", Label::new("登录", "Signed in"), sessions),
        definitions(found),
    ];
    if found.app.store.is_shared() {
        lines.push(nodes(found));
    }
    lines
}

fn nodes(found: &Found<'_>) -> Line {
    let count = found.nodes.len();
    let figure = Label {
        zh: format!("{count} 个节点正在执行后台任务：{}", found.nodes.join("，")),
        en: format!("{count} run jobs at present: {}", found.nodes.join(", ")),
    };
    let line = Line::fact("nodes", Label::new("节点", "Nodes"), figure);
    if count > 0 {
        return line;
    }
    line.attention(
        ("没有节点", "none"),
        Label::new(
            "没有节点执行后台任务：稍候再看；若持续，请重启",
            "No node runs jobs: look again in a moment, and restart one if it stays so",
        ),
    )
}

fn definitions(found: &Found<'_>) -> Line {
    let conflicts = found.in_force.conflicts.len();
    let label = Label::new("定义与修改单", "Definitions and overlays");
    let count = found.in_force.definitions.processes.len();
    let line = Line::good(
        "definitions",
        label,
        Label { zh: format!("{count} 个过程生效"), en: format!("{count} processes in force") },
    );
    let Some(first) = found.in_force.conflicts.first() else { return line };
    line.bad(
        ("有冲突", "in conflict"),
        Label {
            zh: format!("{conflicts} 处冲突，修改单未生效，首处 {}:{}：{}", first.file, first.line, first.message.zh),
            en: format!(
                "{conflicts} conflicts keep an overlay out, the first at {}:{}: {}",
                first.file, first.line, first.message.en
            ),
        },
    )
}
