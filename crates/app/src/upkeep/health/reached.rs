//! Years without public holidays into which running clocks and the next days of recurring orders reach already.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::Action;
use yuheng_engine::{ClockState, Door, Record, World, failpoint};
use yuheng_store::ListError;

use crate::lists::Ask;
use crate::{App, InForce, Result};

/// How many open records are looked at: those that are due last.
const LOOKED_AT: u32 = 200;

impl App {
    /// The years after this one whose public holidays are missing and already counted with.
    pub(super) async fn years_reached(&self, in_force: &InForce) -> Result<BTreeSet<i16>> {
        if failpoint::armed("app.looks_no_further_than_this_year") {
            return Ok(BTreeSet::new());
        }
        let this_year = in_force.today.year();
        let mut reached = self.years_missed_by_duties(in_force).await?;
        let begin = Date::new(this_year + 1, 1, 1).and_then(|day| day.to_zoned(in_force.world.zone.clone()));
        if let Ok(begin) = begin {
            let filter = format!("record.is_open && record.due_at >= timestamp(\"{}\")", begin.timestamp());
            let ask = Ask {
                filter: Some(filter),
                sort: Some("-due_at".to_owned()),
                limit: Some(LOOKED_AT),
                ..Ask::default()
            };
            let query = self.query(&self.system(Door::Job).await?, None, Action::View, &ask).await?;
            match self.store.list(&query).await {
                Ok(page) => reached.extend(page.records.iter().flat_map(|record| missed(&in_force.world, record))),
                // Among so many the next year's holidays are asked for in November all the same.
                Err(ListError::TooWide(_)) => {
                    tracing::debug!("too many records are due next year to look for their calendars")
                }
                Err(error) => return Err(error.into()),
            }
        }
        reached.retain(|year| *year > this_year);
        Ok(reached)
    }
}

/// The years without holidays between now and when the record's running clocks are due.
fn missed(world: &World, record: &Record) -> BTreeSet<i16> {
    let running = record.clocks.values().filter(|clock| clock.state == ClockState::Running);
    let missed = running.filter_map(|clock| {
        let calendar = world.calendar(clock.calendar);
        let year = |at: jiff::Timestamp| at.to_zoned(calendar.latest().zone().clone()).year();
        Some(calendar.latest().missing_years(year(clock.since)..=year(clock.due_at?)))
    });
    missed.flatten().collect()
}
