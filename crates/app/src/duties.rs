//! Duties: what a decision about one reads beside it, and its next days while its rhythm is being written. That a record is
//! opened on its day is the clocks' round ([`App::tick_round`]): a duty is looked at like any record that is due.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use yuheng_definition::{Content, Definitions, Process, Value};
use yuheng_engine::duty::{self, Rhythm};
use yuheng_engine::{Command, Heard, Naming, Record, RecordId};

use crate::{App, Caller, Error, InForce, Result};

/// How many days are shown of a rhythm.
const SHOWN: usize = 10;
/// The fields of a rhythm that say when; what else stands in a form is not read.
const WHEN: [&str; 12] = [
    "every",
    "interval",
    "weekday",
    "day_by",
    "day_number",
    "month",
    "calendar",
    "on_free_days",
    "ahead_days",
    "from",
    "until",
    "due_field",
];

/// A day on which a duty opens a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyDay {
    /// The day.
    pub day: Date,
    /// The day that it would be, were that a working day.
    pub planned: Date,
    /// The day on which the record is opened.
    pub opens_on: Date,
    /// The years whose public holidays would have to be known for it to be certain, and are not.
    pub missing_years: Vec<i16>,
}

impl App {
    /// The next days of a rhythm, as it stands in a form.
    ///
    /// # Errors
    /// Not found for a customer's contact; what is wrong with the rhythm, by field.
    pub async fn duty_days(&self, caller: &Caller, mut fields: Map<String, Json>) -> Result<Vec<DutyDay>> {
        caller.must_be_staff()?;
        let process = caller.in_force.definitions.content(Content::Duty).next().ok_or_else(Error::not_found)?;
        fields.retain(|field, _| WHEN.contains(&field.as_str()));
        let given = self.changes(process, fields).await?;
        let mut fields: duty::Fields = given.into_iter().filter_map(|(id, value)| Some((id, value?))).collect();
        let today = caller.in_force.today;
        fields.entry("from".into()).or_insert_with(|| Value::from(today.to_string()));
        let rhythm = Rhythm::from_fields(&fields).map_err(Error::invalid)?;
        let before = today.checked_sub(1.day()).unwrap_or(today);
        let days = duty::days(&caller.in_force.world, &fields, &rhythm, before, SHOWN);
        let shown = days.into_iter().map(|coming| DutyDay {
            day: coming.day,
            planned: coming.planned,
            opens_on: rhythm.opens_on(coming.day),
            missing_years: duty::unknown_years(&caller.in_force.world, &fields, &coming),
        });
        Ok(shown.collect())
    }

    /// The years without public holidays in which the next days of duties lie.
    pub(crate) async fn years_missed_by_duties(&self, in_force: &InForce) -> Result<BTreeSet<i16>> {
        let mut missing = BTreeSet::new();
        for process in in_force.definitions.content(Content::Duty) {
            for duty in self.standing(process).await? {
                let Ok(rhythm) = Rhythm::from_fields(&duty.fields) else { continue };
                let next = duty::days(&in_force.world, &duty.fields, &rhythm, in_force.today, 1);
                missing.extend(next.iter().flat_map(|it| duty::unknown_years(&in_force.world, &duty.fields, it)));
            }
        }
        Ok(missing)
    }

    /// The numbers of the duties whose records can't be opened.
    pub(crate) async fn refused_duties(&self, definitions: &Definitions) -> Result<Vec<String>> {
        let mut refused = Vec::new();
        for process in definitions.content(Content::Duty) {
            let duties = self.standing(process).await?;
            refused.extend(duties.into_iter().filter(duty::is_refused).map(|duty| duty.label));
        }
        Ok(refused)
    }

    /// What a decision about a duty reads beside `named`: the records that its values name, and what these bring. About any
    /// other record it is `named` itself.
    pub(crate) async fn with_what_it_opens(
        &self,
        definitions: &Definitions,
        (process, record): (&Process, Option<&Record>),
        command: &Command,
        mut named: BTreeMap<RecordId, Record>,
    ) -> Result<BTreeMap<RecordId, Record>> {
        if process.content != Some(Content::Duty) {
            return Ok(named);
        }
        let fields = duty::after(record, command);
        let mut ids = Vec::new();
        for name in duty::names(definitions, &fields) {
            ids.extend(self.identity(&name).await?);
        }
        let found = self.store.records(&ids).await?;
        named.extend(found.into_iter().map(|record| (record.id, record)));
        let Some(opening) = duty::opening(definitions, &fields, &named) else { return Ok(named) };
        let Command::Create { process, .. } = &opening else { return Ok(named) };
        let Some(process) = definitions.process(process.as_str()) else { return Ok(named) };
        let mut naming = Naming::of(process, None, &opening, &Heard::default());
        while let Some(wanted) = naming.ask() {
            naming.found(self.store.records(&wanted).await?);
        }
        named.extend(naming.into_named());
        Ok(named)
    }
}
