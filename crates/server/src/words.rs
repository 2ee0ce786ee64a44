//! What the command line says when a command can't be done: what to do about it where something can be done, in Chinese
//! and in English.

use anyhow::anyhow;
use yuheng_app::Error;
use yuheng_definition::{Definitions, Label};
use yuheng_engine::Rejection;
use yuheng_engine::explain::Explain;
use yuheng_store::{BackupError, OpenError};

/// An error that says `label`.
pub fn plain(label: &Label) -> anyhow::Error {
    anyhow!("{} / {}", label.zh, label.en)
}

/// Makes "not found" say what was not found; other errors stay as they are.
pub fn naming(what: Label) -> impl FnOnce(Error) -> anyhow::Error {
    move |error| match error {
        Error::Rejected(Rejection::NotFound | Rejection::Unknown(_)) => plain(&what),
        other => other.into(),
    }
}

/// `error` in words: the first of its causes that has words, else all of them.
pub fn of(error: &anyhow::Error) -> String {
    let label = error.chain().find_map(|cause| {
        let open = cause.downcast_ref::<OpenError>().and_then(opening);
        let backup = || match cause.downcast_ref::<BackupError>() {
            Some(BackupError::Open(error)) => opening(error),
            _ => None,
        };
        open.or_else(backup).or_else(|| cause.downcast_ref::<Error>().and_then(refused))
    });
    label.map_or_else(|| format!("{error:#}"), |label| format!("{} / {}", label.zh, label.en))
}

fn opening(error: &OpenError) -> Option<Label> {
    match error {
        OpenError::Missing(place) => Some(Label::new(
            &format!("{place} 中没有数据，未写入任何内容；用 yuheng serve 新建，或用 yuheng restore 恢复备份"),
            &format!(
                "there is no store at {place}, and nothing was written: `yuheng serve` makes a new one, \
                 `yuheng restore` brings back a backup"
            ),
        )),
        OpenError::HalfRestored(place) => Some(Label::new(
            &format!("向 {place} 的恢复中途中断：请清空后重新恢复"),
            &format!("A restore into {place} broke off: empty it and restore again"),
        )),
        OpenError::InUse(folder) => {
            let folder = folder.display();
            Some(Label::new(
                &format!("{folder} 已由另一个 yuheng 提供服务：请先停止它，或用 --data 指定另一个目录"),
                &format!(
                    "another `yuheng` is already serving {folder}: stop it first, or give another folder by --data"
                ),
            ))
        }
        OpenError::Older { found, known } => Some(Label::new(
            &format!("数据的结构版本是 {found}，本程序需要 {known}：先用 yuheng serve 升级"),
            &format!("the store has schema {found}, this program needs {known}: `yuheng serve` brings it up to date"),
        )),
        OpenError::Upgrade { found, known, source } => Some(Label::new(
            &format!(
                "数据结构从 {found} 升级到 {known} 没有成功，数据保持原样：换回旧版程序即可照常使用。原因：{}",
                causes(source)
            ),
            &format!(
                "bringing the store from schema {found} to {known} failed and left it as it was: put the older program back \
                 and go on with it. Why: {}",
                causes(source)
            ),
        )),
        OpenError::Newer { found, known } => Some(Label::new(
            &format!("数据的结构版本是 {found}，比本程序所知的 {known} 更新：请用写入它的较新程序打开"),
            &format!(
                "the store has schema {found}, newer than the {known} that this program knows: open it with the newer \
                 program that wrote it"
            ),
        )),
        OpenError::Location(_) | OpenError::Storage(_) => None,
    }
}

/// An error with all that caused it.
fn causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn refused(error: &Error) -> Option<Label> {
    match error {
        Error::Rejected(rejection) => {
            let definitions = Definitions::default();
            Some(Explain { definitions: &definitions, process: None }.rejection(rejection))
        }
        Error::Argument(label) | Error::Guarded(label) | Error::Parameter { said: label, .. } => Some(label.clone()),
        Error::Definitions(problems) => {
            let said = |language: fn(&Label) -> &str| {
                let lines = problems.iter().map(|it| format!("{}:{}: {}", it.file, it.line, language(&it.message)));
                lines.collect::<Vec<_>>().join("\n")
            };
            Some(Label { zh: said(|label| &label.zh), en: said(|label| &label.en) })
        }
        _ => None,
    }
}
