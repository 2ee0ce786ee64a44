//! Calendars through time, made from the versions of their records and of the holiday years: each stretch of time counts by
//! what was in force in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use yuheng_definition::{Content, Definitions};
use yuheng_engine::calendar::{DatedCalendar, HolidayYear, ServiceCalendar};
use yuheng_engine::{Record, RecordId};

use crate::world::is_in_force;

/// Calendars and holiday years in each of their versions, with when it came to be, oldest first.
pub(crate) struct Past<'a> {
    pub(crate) definitions: &'a Definitions,
    pub(crate) versions: &'a BTreeMap<RecordId, Vec<(Timestamp, Record)>>,
}

impl Past<'_> {
    /// A calendar through time: what it was first has counted from the beginning. None where it never was in force, or can't
    /// be read as it is now.
    pub(crate) fn calendar(&self, id: RecordId) -> Option<DatedCalendar> {
        let own = self.versions.get(&id)?;
        let in_force = own.iter().filter(|(_, record)| is_in_force(self.definitions, record));
        let in_force: Vec<&(Timestamp, Record)> = in_force.collect();
        let (begin, _) = in_force.first()?;
        let years = self.of(Content::HolidayYear).flatten().map(|(at, _)| *at);
        let moments: BTreeSet<Timestamp> = in_force.iter().map(|(at, _)| *at).chain(years).collect();
        let mut dated: Option<DatedCalendar> = None;
        for at in moments.into_iter().filter(|at| at >= begin) {
            let (_, record) = in_force.iter().rfind(|(from, _)| *from <= at)?;
            let compiled = ServiceCalendar::from_fields(&record.fields, self.years(at)).ok();
            dated = match (dated, compiled) {
                (Some(dated), Some(next)) => Some(dated.then(at, next)),
                (None, Some(first)) => Some(DatedCalendar::from(first)),
                // What could not be read counted as it had before.
                (dated, None) => dated,
            };
        }
        dated
    }

    /// The calendars that are in force no more.
    pub(crate) fn retired_calendars(&self) -> BTreeMap<RecordId, Arc<DatedCalendar>> {
        let calendars = self.of(Content::Calendar).filter_map(|versions| versions.last());
        let retired = calendars.filter(|(_, record)| !is_in_force(self.definitions, record));
        retired.filter_map(|(_, record)| Some((record.id, Arc::new(self.calendar(record.id)?)))).collect()
    }

    /// The holiday years in force at an instant. One that can't be read is left out and said in the log.
    fn years(&self, at: Timestamp) -> Vec<HolidayYear> {
        let then = self.of(Content::HolidayYear).filter_map(|versions| versions.iter().rfind(|(from, _)| *from <= at));
        let in_force = then.filter(|(_, record)| is_in_force(self.definitions, record));
        let years = in_force.filter_map(|(_, record)| {
            HolidayYear::from_fields(&record.fields)
                .inspect_err(
                    |faults| tracing::error!(record.number = %record.label, ?faults, "a holiday year can't be read"),
                )
                .ok()
        });
        years.collect()
    }

    /// The versions of each record with such content.
    fn of(&self, content: Content) -> impl Iterator<Item = &Vec<(Timestamp, Record)>> {
        self.versions.values().filter(move |versions| {
            let process = versions.first().and_then(|(_, record)| self.definitions.process(record.process.as_str()));
            process.is_some_and(|process| process.content == Some(content))
        })
    }
}
