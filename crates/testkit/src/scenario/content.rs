//! The standing content of a scenario: what ships, and what the scenario says beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::tz::TimeZone;
use serde::Deserialize;
use yuheng_definition::{Content, FieldId, Source, Value};
use yuheng_engine::calendar::{HolidayYear, ServiceCalendar};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Agreement, Contract, Matrix, Pinned, Record, RecordId};

/// The organisation's zone.
pub(super) const ZONE: &str = "Asia/Shanghai";

const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[derive(Deserialize)]
struct File {
    record: Vec<Shipped>,
}

#[derive(Deserialize)]
struct Shipped {
    process: String,
    key: String,
    /// Where it stands, if not in its first state.
    state: Option<String>,
    fields: BTreeMap<String, Value>,
}

/// The first content that ships, read once for all scenarios.
static FIRST_CONTENT: LazyLock<Result<Vec<Shipped>, String>> = LazyLock::new(|| {
    let source = Source::shipped();
    let files = source.first_content().map(|(path, text)| {
        let file: File = toml::from_str(text).map_err(|error| format!("{path}: {error}"))?;
        Ok(file.record)
    });
    Ok(files.collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect())
});

/// Puts the first content that ships on the stage, under the keys that it has there.
pub(super) fn shipped(stage: &mut Stage) -> Result<()> {
    let records = FIRST_CONTENT.as_ref().map_err(|error| anyhow!("{error}"))?;
    for record in records {
        let resolved = |value: &Value| match value.as_text().and_then(|text| text.strip_prefix('@')) {
            Some(key) => Value::from(stage.id(key).to_string()),
            None => value.clone(),
        };
        let fields: Vec<_> = record.fields.iter().map(|(id, value)| (id.as_str(), resolved(value))).collect();
        let first = || stage.definitions.process(&record.process)?.states.keys().next().map(ToString::to_string);
        let state = record.state.clone().or_else(first).with_context(|| format!("`{}` has a state", record.process))?;
        stage.stand(&record.key, &record.process, &state, &fields);
    }
    Ok(())
}

/// Adds what a line says: `agreement gold customer=ACME …`. A calendar or day that is there is replaced.
pub(super) fn say(stage: &mut Stage, what: &str, rest: &str) -> Result<()> {
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    match what {
        "day" => return day(stage, name, rest),
        "calendar" => {
            let fields = calendar(rest)?;
            match stage.records.values_mut().find(|record| record.label == name) {
                Some(record) => change(record, fields),
                None => {
                    let fields: Vec<_> = fields.iter().map(|(id, value)| (id.as_str(), value.clone())).collect();
                    stage.stand(name, "calendar", "in_force", &fields);
                }
            }
        }
        "contract" => {
            let mut fields = pairs(stage, rest, &["agreement"])?;
            fields.insert("customer".into(), Value::from(stage.id(name).to_string()));
            if let Some(services) = fields.get("services").and_then(Value::as_text) {
                let row = |service: &str| {
                    Value::Row(BTreeMap::from([("service".to_owned(), Value::from(stage.id(service).to_string()))]))
                };
                let rows = services.split(',').map(row).collect();
                fields.insert("services".into(), Value::List(rows));
            }
            stand(stage, &format!("contract {name}"), "contract", &fields);
        }
        "agreement" => {
            let mut fields = pairs(stage, rest, &["customer", "service", "calendar"])?;
            let targets = fields.extract_if(.., |id, _| id.as_str().contains('.')).collect::<Vec<_>>();
            let rows = targets.iter().map(|(id, minutes)| target(id.as_str(), minutes)).collect::<Result<_>>()?;
            fields.insert("targets".into(), Value::List(rows));
            stand(stage, name, "service_level_agreement", &fields);
        }
        other => bail!("unknown: `{other}`"),
    }
    rebuild(stage)
}

fn stand(stage: &mut Stage, name: &str, process: &str, fields: &BTreeMap<FieldId, Value>) {
    let fields: Vec<_> = fields.iter().map(|(id, value)| (id.as_str(), value.clone())).collect();
    stage.stand(name, process, "in_force", &fields);
}

fn change(record: &mut Record, fields: BTreeMap<FieldId, Value>) {
    record.fields.extend(fields);
    record.version += 1;
}

/// `field=value` words; the values of `references` are names on the stage.
fn pairs(stage: &Stage, words: &str, references: &[&str]) -> Result<BTreeMap<FieldId, Value>> {
    words
        .split_whitespace()
        .map(|word| {
            let (id, text) = word.split_once('=').with_context(|| format!("`{word}` is no field=value"))?;
            let value = if references.contains(&id) { stage.id(text).to_string() } else { text.to_owned() };
            Ok((FieldId::from(id), Value::from(value)))
        })
        .collect()
}

/// `incident.resolution.p1` and its minutes.
fn target(id: &str, minutes: &Value) -> Result<Value> {
    let [process, clock, priority] = id.split('.').collect::<Vec<_>>()[..] else {
        bail!("`{id}` is no process.clock.priority")
    };
    let minutes: i64 = minutes.as_text().unwrap_or("").parse().context("no minutes")?;
    let text = |column: &str, text: &str| (column.to_owned(), Value::from(text));
    let columns = [text("process", process), text("clock", clock), text("priority", priority)];
    Ok(Value::Row(columns.into_iter().chain([("minutes".to_owned(), Value::Int(minutes))]).collect()))
}

/// `zone=Asia/Shanghai hours="monday-friday 09:00-12:00 13:00-18:00"`; no hours: around the clock.
fn calendar(words: &str) -> Result<BTreeMap<FieldId, Value>> {
    let (zone, hours) = words.split_once("hours=").unwrap_or((words, ""));
    let zone = zone.trim().strip_prefix("zone=").unwrap_or(ZONE);
    let mut rows = Vec::new();
    let mut words = hours.trim_matches('"').split_whitespace();
    if let Some(days) = words.next() {
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let at = |day: &str| WEEK.iter().position(|known| *known == day).context("no weekday");
        let days = WEEK.get(at(first)?..=at(last)?).context("no days")?;
        for stretch in words {
            rows.extend(days.iter().map(|day| row(&[("weekday", day)], stretch)));
        }
    }
    Ok(BTreeMap::from([
        ("zone".into(), zone.into()),
        ("around_the_clock".into(), rows.is_empty().into()),
        ("follows_holidays".into(), true.into()),
        ("hours".into(), Value::List(rows)),
    ]))
}

/// `2026-12-31 half 09:00-12:00`: replaces what the year says of that day.
fn day(stage: &mut Stage, date: &str, rest: &str) -> Result<()> {
    let (kind, stretch) = rest.split_once(' ').unwrap_or((rest, ""));
    let row = row(&[("date", date), ("kind", kind), ("name", kind)], stretch);
    let year = stage.records.values_mut().find(|record| {
        let number = record.fields.get("year").and_then(Value::as_int);
        number.is_some_and(|year| date.starts_with(&year.to_string()))
    });
    let year = year.with_context(|| format!("no year has {date}"))?;
    let mut rows = year.fields.get("days").map(Value::rows).unwrap_or_default().to_vec();
    rows.retain(|row| row.column("date").and_then(Value::as_text) != Some(date));
    rows.push(row);
    change(year, BTreeMap::from([("days".into(), Value::List(rows))]));
    rebuild(stage)
}

fn row(columns: &[(&str, &str)], stretch: &str) -> Value {
    let hours = stretch.split_once('-').map(|(from, until)| [("from", from), ("until", until)]);
    let columns = columns.iter().copied().chain(hours.into_iter().flatten());
    Value::Row(columns.map(|(id, text)| (id.to_owned(), Value::from(text))).collect())
}

/// Makes the world's calendars, agreements, contracts and matrices anew from the records on the stage.
pub(super) fn rebuild(stage: &mut Stage) -> Result<()> {
    let years: Vec<HolidayYear> = of(stage, Content::HolidayYear)
        .map(|record| HolidayYear::from_fields(&record.fields).map_err(|faults| anyhow!("{faults:?}")))
        .collect::<Result<_>>()?;
    let calendars: BTreeMap<_, _> = of(stage, Content::Calendar)
        .map(|record| {
            let calendar = ServiceCalendar::from_fields(&record.fields, years.iter().cloned());
            let calendar = calendar.map_err(|faults| anyhow!("{}: {faults:?}", record.label))?;
            let dated = match stage.world.calendars.get(&record.id) {
                Some((_, before)) => (**before).clone().then(stage.now, calendar),
                None => calendar.into(),
            };
            Ok((record.id, (pinned(record), Arc::new(dated))))
        })
        .collect::<Result<_>>()?;
    let agreements = of(stage, Content::ServiceLevelAgreement).map(agreement).collect();
    let contracts = of(stage, Content::Contract).filter_map(contract).collect();
    let matrices = of(stage, Content::PriorityMatrix).map(matrix).collect();
    let world = &mut stage.world;
    world.zone = TimeZone::get(ZONE)?;
    (world.calendars, world.agreements, world.contracts, world.matrices) = (calendars, agreements, contracts, matrices);
    Ok(())
}

/// The records on the stage that the engine reads as such content.
fn of(stage: &Stage, content: Content) -> impl Iterator<Item = &Record> {
    let reads = move |record: &&Record| {
        stage.definitions.process(record.process.as_str()).is_some_and(|process| process.content == Some(content))
    };
    stage.records.values().filter(reads)
}

const fn pinned(record: &Record) -> Pinned {
    Pinned { record: record.id, version: record.version }
}

fn agreement(record: &Record) -> Agreement {
    let key = |row: &Value| Some((cell(row, "process")?, cell(row, "clock")?, cell(row, "priority")?));
    let targets = rows(record, "targets").iter();
    Agreement {
        pinned: pinned(record),
        customer: record.reference("customer"),
        service: record.reference("service"),
        calendar: record.reference("calendar"),
        from: record.text("from").and_then(|day| day.parse().ok()),
        until: record.text("until").and_then(|day| day.parse().ok()),
        targets: targets.filter_map(|row| Some((key(row)?, row.column("minutes")?.as_int()?))).collect(),
    }
}

fn contract(record: &Record) -> Option<Contract> {
    let services = rows(record, "services").iter();
    Some(Contract {
        pinned: pinned(record),
        customer: record.reference("customer")?,
        agreement: record.reference("agreement"),
        services: services.filter_map(|row| cell(row, "service")?.parse().ok().map(RecordId)).collect(),
        from: record.text("from").and_then(|day| day.parse().ok()),
        until: record.text("until").and_then(|day| day.parse().ok()),
    })
}

fn matrix(record: &Record) -> Matrix {
    let cells = rows(record, "cells").iter();
    Matrix {
        pinned: pinned(record),
        number: record.label.clone(),
        contract: record.reference("contract"),
        service: record.reference("service"),
        cells: cells
            .filter_map(|row| Some(((cell(row, "impact")?, cell(row, "urgency")?), cell(row, "priority")?)))
            .collect(),
    }
}

fn rows<'r>(record: &'r Record, field: &str) -> &'r [Value] {
    record.fields.get(field).map_or(&[], Value::rows)
}

fn cell(row: &Value, column: &str) -> Option<String> {
    row.column(column).and_then(Value::as_text).map(str::to_owned)
}
