//! After a store was brought to this program's schema: says what was done, looks at the newest records, and has the whole
//! verified in the background.

use anyhow::{Context, Result};
use yuheng_app::App;
use yuheng_definition::Label;
use yuheng_store::Upgraded;

use crate::words;

/// How many of the newest entries are looked at before anybody is served. What a step spoils, it spoils there too, and so many
/// are read in a moment.
const NEWEST: u32 = 500;

/// Finishes an upgrade, if there was one.
///
/// # Errors
/// When the store fails, or the newest records do not hold any more.
pub async fn finish(app: &App) -> Result<()> {
    let Some(upgraded) = app.store().upgraded() else { return Ok(()) };
    let report = app.store().verify_newest(NEWEST).await.context("verifying after the upgrade")?;
    if let Some(bad) = report.faults.first() {
        return Err(words::plain(&refused(upgraded, &bad.label, &bad.what)));
    }
    app.verify_soon().await?;
    let said = done(upgraded, report.records);
    println!("{} / {}", said.zh, said.en);
    Ok(())
}

fn done(upgraded: &Upgraded, records: u64) -> Label {
    let Upgraded { from, to, copy } = upgraded;
    Label {
        zh: format!(
            "数据结构已从 {from} 升级到 {to}；升级前的副本在 {copy}，可随时退回；最新的 {records} 条记录校验相符，其余在后台校验，进度见“系统状态”"
        ),
        en: format!(
            "The store was brought from schema {from} to {to}; as it was before it is kept in {copy}, to go back to; the newest \
             {records} records hold, the rest is verified in the background, see System health"
        ),
    }
}

fn refused(upgraded: &Upgraded, record: &str, what: &Label) -> Label {
    let Upgraded { from, to, copy } = upgraded;
    Label {
        zh: format!(
            "数据结构从 {from} 升级到 {to} 后，{record} 校验不通过（{}），未开始服务：请把 {copy} 放回原处（见 docs/operator.md“Go back”），换回旧版程序，并把此信息发给支持",
            what.zh
        ),
        en: format!(
            "after the store was brought from schema {from} to {to}, {record} does not hold ({}), and nothing is served: put \
             {copy} back in its place (docs/operator.md, \"Go back\") with the older program, and pass this message on",
            what.en
        ),
    }
}
