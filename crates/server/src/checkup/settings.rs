//! The settings: what each is here, and where it comes from.

use std::collections::BTreeMap;

use yuheng_definition::Label;

use super::Finding;
use crate::config::{BackupAt, Config, Origin};

/// A line for each setting, and one for what others have put into the environment.
pub fn settings(config: &Config, origins: &BTreeMap<String, Origin>, of_others: &[String]) -> Vec<Finding> {
    let line = |key: &'static str, value: Label| {
        let origin = origins.get(key).map_or(Label::new("内置", "built in"), |origin| origin.label(key));
        let said =
            Label { zh: format!("{}（{}）", value.zh, origin.zh), en: format!("{} ({})", value.en, origin.en) };
        Finding::good(key, said)
    };
    let plain = |text: String| Label { zh: text.clone(), en: text };
    let keep = config.backup_keep;
    let at = match config.backup_at {
        BackupAt::Default(at) | BackupAt::Set(at) => {
            let at = at.strftime("%H:%M");
            Label { zh: format!("每天 {at} 备份"), en: format!("a backup each day at {at}") }
        }
        BackupAt::Off => Label::new("不自动备份", "no backups by themselves"),
    };
    let zone = config.zone.iana_name().unwrap_or("UTC");
    let megabytes = config.upload_bytes / 1024 / 1024;
    let mut lines = vec![
        line(
            "data",
            Label {
                zh: format!("数据目录 {}", config.data.display()),
                en: format!("data in {}", config.data.display()),
            },
        ),
        line(
            "database",
            match config.database {
                Some(_) => Label::new("PostgreSQL，附件也在其中", "PostgreSQL, attachments included"),
                None => Label::new("SQLite，与附件一同在数据目录", "SQLite and attachments in the data folder"),
            },
        ),
        line(
            "definitions",
            config.definitions.as_ref().map_or(Label::new("程序内置的定义", "those in the program"), |folder| {
                plain(folder.display().to_string())
            }),
        ),
        line("zone", Label { zh: format!("{zone}：“今天”以此为准"), en: format!("{zone}: what \"today\" means") }),
        line("listen", plain(config.listen.to_string())),
        line("public_url", plain(config.url(config.listen))),
        line(
            "upload_megabytes",
            Label {
                zh: format!("附件每个不超过 {megabytes} MB"),
                en: format!("attachments up to {megabytes} MB each"),
            },
        ),
        line("backup_folder", plain(config.backup_folder.display().to_string())),
        line("backup_at", at),
        line(
            "backup_keep",
            Label {
                zh: format!("保留 {keep} 天，另有四周各一份"),
                en: format!("{keep} days are kept, and one of each of four weeks"),
            },
        ),
        line(
            "metrics_token",
            match config.metrics_token {
                Some(_) => Label::new("已设置", "set"),
                None => Label::new("未设置：/metrics 只供本机", "none: /metrics is for this machine alone"),
            },
        ),
        line("log", plain(config.log.clone())),
        line("log_format", plain(format!("{:?}", config.log_format).to_lowercase())),
    ];
    if !of_others.is_empty() {
        let names = of_others.join(", ");
        lines.push(Finding::good(
            "environment",
            Label {
                zh: format!("{names} 由 Kubernetes 为同名服务设置，不是设置项，不起作用"),
                en: format!("{names}: set by Kubernetes for a service of that name; no settings, and without effect"),
            },
        ));
    }
    lines
}
