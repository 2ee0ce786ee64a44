//! The demo's year: built into an empty store, told when it has grown old, built anew when that is asked for.

mod bar;

use anyhow::{Context, Result};
use jiff::Timestamp;
use yuheng_app::{App, Clock};
use yuheng_definition::Label;
use yuheng_simulation::{Acted, Plan};
use yuheng_store::Store;

use self::bar::{Bar, rate};
use crate::cli::{Moment, Serve};
use crate::config::Config;
use crate::{first_start, open, words};

/// When a day that is given ends, for the demo.
const AFTERNOON: jiff::civil::Time = jiff::civil::time(16, 20, 0, 0);

/// Builds the demo's year if the store is empty, or is to be built anew. Of several nodes that start together one builds it; the
/// others wait.
///
/// # Errors
/// When the store can't be opened, or holds something else and is to be emptied.
pub async fn prepare(config: &Config, serve: &Serve) -> Result<()> {
    let location = open::location(config);
    let waits = || println!("Waiting for another node that builds the demo …");
    let _alone = Store::alone(&location, waits).await.context("opening the store")?;
    if serve.demo_reset && !Store::empty_demo(&location).await.context("emptying the demo")? {
        return Err(words::plain(&Label::new(
            &format!("{location} 中不是由 --demo 生成的演示数据，不予清空"),
            &format!("{location} holds no demo made by --demo: it is not emptied"),
        )));
    }
    let store = Store::open(&location).await.context("opening the store")?;
    let is_empty = store.is_empty().await?;
    drop(store);
    if is_empty {
        let plan =
            Plan { seed: serve.seed, as_of: end(config, serve.as_of, serve.simulated_clock), count: serve.records };
        println!("Building the demo company and its year …");
        fill(config, plan).await?;
    }
    Ok(())
}

/// The end of the year: the moment given, else the simulated one, else now.
#[must_use]
pub fn end(config: &Config, given: Option<Moment>, simulated: Option<Timestamp>) -> Timestamp {
    let now = || simulated.unwrap_or_else(|| Clock::System.now());
    let end = match given {
        Some(Moment::At(at)) => at,
        Some(Moment::On(day)) => {
            day.to_datetime(AFTERNOON).to_zoned(config.zone.clone()).map_or_else(|_| now(), |zoned| zoned.timestamp())
        }
        None => now(),
    };
    Timestamp::from_second(end.as_second()).unwrap_or(end)
}

/// Fills the empty store that the configuration names, and says how far it is.
///
/// # Errors
/// When the store holds something, or fails.
pub async fn fill(config: &Config, plan: Plan) -> Result<Acted> {
    let location = open::location(config);
    let store = Store::open_to_fill(&location).await.context("opening the store")?;
    let mut bar = Bar::new();
    let (source, settings) = (open::source(config)?, open::settings(config, &Clock::System, String::new()));
    let acted = yuheng_simulation::fill(store.clone(), (source, settings), plan, |stage| bar.tell(stage)).await?;
    bar.say("Giving every entry its place, and all of it to the disk …");
    first_start::is_done(&store).await?;
    store.end_filling().await?;
    let acted_for = bar.end();
    for refused in &acted.refused {
        tracing::warn!("a step of the story was refused: {refused}");
    }
    let (Acted { begun, entries, .. }, rate) = (&acted, rate(acted.entries, acted_for));
    println!("{begun} incidents and requests, {entries} entries in {:.1} s, {rate} a second", acted_for.as_secs_f64());
    Ok(acted)
}

/// Says when the demo has grown old.
///
/// # Errors
/// When the store fails.
pub async fn tell_age(app: &App) -> Result<()> {
    let now = app.now();
    if let Some(demo) = app.demo().await?.filter(|demo| demo.is_old(now)) {
        let days = demo.days_old(now);
        println!("演示数据截止于 {days} 天前，可加 --demo-reset 重建");
        println!("The demo's year ended {days} days ago; add --demo-reset to build it anew");
    }
    Ok(())
}
