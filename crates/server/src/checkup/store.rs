//! What only shows with the store: whether it can be reached, its schema, overlays that don't fit, flows that open work still
//! follows, backups.

use anyhow::Result;
use yuheng_app::App;
use yuheng_definition::{Label, each_once};
use yuheng_store::{OpenError, known_schema};

use super::{Finding, of_problem};
use crate::config::Config;
use crate::{open, words};

/// The lines about the store.
///
/// # Errors
/// When it fails in the middle.
pub async fn over_store(config: &Config) -> Result<Vec<Finding>> {
    let app = match open::for_command(config).await {
        Ok(app) => app,
        Err(error) => return Ok(vec![unopened(&error)]),
    };
    let database = app.store().database().await?;
    let (kind, version, schema) = (database.kind, database.version, database.schema);
    let mut lines = vec![Finding::good(
        "store",
        Label {
            zh: format!("{kind} {version}，结构版本 {schema}，可以打开"),
            en: format!("{kind} {version}, schema {schema}, opens"),
        },
    )];
    let mut conflicts = app.in_force().await?.conflicts.clone();
    conflicts.extend(app.kept_out().await?);
    if conflicts.is_empty() {
        lines.push(Finding::good(
            "overlays",
            Label::new("与生效的修改单和所有未结工作相符", "fits the overlays in force and all work under way"),
        ));
    }
    lines.extend(each_once(conflicts).iter().map(of_problem));
    lines.push(backups(&app).await?);
    Ok(lines)
}

fn unopened(error: &anyhow::Error) -> Finding {
    let text = words::of(error);
    let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
    let said = Label::new(zh, en);
    match error.downcast_ref() {
        Some(OpenError::Missing(_)) => {
            Finding::good("store", Label::new("还没有数据：首次启动时新建", "no store yet: the first start makes one"))
        }
        Some(OpenError::Older { found, .. }) => {
            let known = known_schema();
            Finding::attention(
                "store",
                Label {
                    zh: format!("数据的结构版本是 {found}，本程序是 {known}"),
                    en: format!("the store has schema {found}, this program {known}"),
                },
                Label::new(
                    "yuheng serve 会先复制再升级，并说明如何退回；升级前请确认有最近的备份",
                    "`yuheng serve` copies it, brings it up to date, and says how to go back; see that there is a backup before",
                ),
            )
        }
        Some(OpenError::Storage(_)) => Finding::bad(
            "store",
            said,
            Label::new(
                "检查地址、用户、密码和网络；PostgreSQL 须为 14 或更新，数据库须已建好",
                "look at address, user, password and network; PostgreSQL has to be 14 or newer, and the database there",
            ),
        ),
        _ => Finding::bad(
            "store",
            said,
            Label::new("改正后再运行 yuheng check", "mend it, and run `yuheng check` again"),
        ),
    }
}

async fn backups(app: &App) -> Result<Finding> {
    let (noted, plan) = (app.backups().await?, &app.settings().backups);
    let said = match noted.last_good() {
        Some(good) => Label {
            zh: format!("上次成功的备份 {:.0}：{}", good.at, good.path),
            en: format!("last good one {:.0}: {}", good.at, good.path),
        },
        None => Label::new("还没有备份", "no backup yet"),
    };
    if let Some(failed) = &noted.failed {
        return Ok(Finding::bad("backup", said, failed.why.clone()));
    }
    if noted.is_late(plan, app.now()) {
        return Ok(Finding::bad(
            "backup",
            said,
            Label::new(
                "已超过两个备份周期：启动服务会立即补做，或运行 yuheng backup 文件",
                "older than two nights: `yuheng serve` makes one at its start, or run `yuheng backup FILE`",
            ),
        ));
    }
    if plan.at.is_none() {
        let to_do = Label::new("请设置 backup_at，如 02:30", "set `backup_at`, such as 02:30");
        return Ok(Finding::attention("backup", said, to_do));
    }
    Ok(Finding::good("backup", said))
}
