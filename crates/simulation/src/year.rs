//! Fills an empty store with the company and a year of its work.

use std::sync::Arc;

use jiff::SignedDuration;
use yuheng_app::first_content::Keys;
use yuheng_app::{App, Clock, Demo, Error, Result, Settings};
use yuheng_definition::Source;
use yuheng_store::Store;

use crate::acting::{Acted, Acting, Plan, Progress};
use crate::{SeededIds, Story, company};

/// How long before its year the company was founded.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 10);
/// A year.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// How far it has come.
#[derive(Clone, Copy, Debug)]
pub enum Stage {
    /// The company is being founded.
    Founding,
    /// Its year goes by.
    Acting(Progress),
    /// What is left of it is written.
    Writing,
    /// What stands at the end is brought in.
    Ending,
}

/// Fills `store`, which is empty, and opened to be filled. Whoever called ends the filling.
///
/// # Errors
/// When the store holds something, the story has faults, or the store fails.
pub async fn fill(
    store: Store,
    (source, mut settings): (Source, Settings),
    plan: Plan,
    mut tell: impl FnMut(Stage),
) -> Result<Acted> {
    if !store.is_empty().await? {
        return Err(Error::argument(
            "只能向空的数据目录或数据库生成数据",
            "only an empty data folder or database can be filled",
        ));
    }
    let story = Story::read(crate::STORY.iter().copied()).map_err(Error::Definitions)?;
    store.begin_filling(&Demo { as_of: plan.as_of, seed: plan.seed }.noted()?).await?;
    tell(Stage::Founding);
    // Its nights pass in moments, and a store that is being filled is not restored from: no backup is made of one.
    settings.backups.at = None;
    let clock = Arc::new(Clock::simulated(plan.as_of - YEAR - BEFORE));
    let ids = Box::new(SeededIds::new(Arc::clone(&clock), plan.seed));
    let app = App::open_with(store.seeded(plan.seed), source, clock, settings, ids).await?;
    let mut keys = Keys::new();
    company::found(&app, &mut keys).await?;
    app.pass_time(plan.as_of - YEAR).await?;
    let mut acting = Acting::begin(&app, &story, &keys, plan).await?;
    acting.run(|progress| tell(Stage::Acting(progress))).await?;
    tell(Stage::Writing);
    let acted = acting.end().await?;
    tell(Stage::Ending);
    company::bring_lately(&app, &mut keys).await?;
    app.settled().await;
    Ok(acted)
}
