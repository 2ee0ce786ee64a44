//! The organisation in force, made from the standing records that stand in a state of kind `in_force`. What a record
//! means is said by its process's `content`, never by the process's name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use yuheng_definition::{Content, Definitions, Role, RoleId, StateKind, Value};
use yuheng_engine::calendar::DatedCalendar;
use yuheng_engine::{
    Absence, Agreement, Assignment, Contract, Matrix, Person, Pinned, Record, RecordId, World, is_valid_on,
};

use crate::past::Past;

/// What the world is made from.
pub const READ: [Content; 11] = [
    Content::Organisation,
    Content::Person,
    Content::Contact,
    Content::Department,
    Content::RoleAssignment,
    Content::Absence,
    Content::Calendar,
    Content::HolidayYear,
    Content::ServiceLevelAgreement,
    Content::Contract,
    Content::PriorityMatrix,
];

/// The records that a world is made from.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The records, among them those of the processes whose content is one of [`READ`].
    pub records: &'a BTreeMap<RecordId, Record>,
    /// Calendars and holiday years in each of their versions, with when it came to be, oldest first.
    pub versions: &'a BTreeMap<RecordId, Vec<(Timestamp, Record)>>,
    /// The organisation's day: what was over before it is not read.
    pub today: Date,
    /// Those whose account is locked.
    pub locked: &'a BTreeSet<RecordId>,
}

/// Makes the world of `epoch`.
#[must_use]
pub fn build(definitions: &Definitions, from: Parts<'_>, epoch: u64, zone: TimeZone) -> World {
    let standing = Standing { definitions, records: from.records };
    let past = Past { definitions, versions: from.versions };
    let people = standing.people();
    let organisation = standing.of(Content::Organisation).min_by_key(|record| (record.opened_at, record.id));
    World {
        epoch,
        zone: organisation.and_then(zone_of).unwrap_or(zone),
        language: organisation.and_then(|record| record.text("language")).map(str::to_owned),
        organisation: organisation.map(|record| record.id),
        departments: standing.of(Content::Department).map(|record| (record.id, record.reference("parent"))).collect(),
        department_names: standing.of(Content::Department).map(|record| (record.id, standing.title(record))).collect(),
        assignments: standing
            .of(Content::RoleAssignment)
            .filter_map(assignment)
            .filter_map(|it| sided(definitions, &people, it))
            .collect(),
        absences: standing
            .of(Content::Absence)
            .filter_map(|it| absence(it, &people))
            .filter(|it| it.until >= from.today)
            .collect(),
        people,
        locked: from.locked.clone(),
        calendars: standing.calendars(&past),
        retired_calendars: past.retired_calendars(),
        agreements: standing.of(Content::ServiceLevelAgreement).map(agreement).collect(),
        contracts: standing.of(Content::Contract).filter_map(contract).collect(),
        matrices: standing.of(Content::PriorityMatrix).map(matrix).collect(),
    }
}

/// The zone that an organisation says that it lives in.
fn zone_of(record: &Record) -> Option<TimeZone> {
    TimeZone::get(record.text("zone")?).ok()
}

/// Whether a record applies: it isn't void and its state is one of kind `in_force`.
#[must_use]
pub fn is_in_force(definitions: &Definitions, record: &Record) -> bool {
    let process = definitions.process(record.process.as_str());
    let state = process.and_then(|process| {
        let name = process.renamed_states.get(&record.state).unwrap_or(&record.state);
        process.states.get(name)
    });
    record.voided.is_none() && state.is_some_and(|state| state.kind == StateKind::InForce)
}

/// Whether a record applies on `day`: it is in force, and the day lies within the dates that it may have.
#[must_use]
pub fn applies(definitions: &Definitions, record: &Record, day: Date) -> bool {
    is_valid_on(day, self::day(record, "from"), self::day(record, "until")) && is_in_force(definitions, record)
}

struct Standing<'a> {
    definitions: &'a Definitions,
    records: &'a BTreeMap<RecordId, Record>,
}

impl<'a> Standing<'a> {
    fn of(&self, content: Content) -> impl Iterator<Item = &'a Record> {
        let definitions = self.definitions;
        self.records.values().filter(move |record| {
            let process = definitions.process(record.process.as_str());
            process.is_some_and(|process| process.content == Some(content)) && is_in_force(definitions, record)
        })
    }

    /// What a record is called.
    fn title(&self, record: &Record) -> String {
        let process = self.definitions.process(record.process.as_str());
        let name = process.and_then(|process| record.text(process.title.as_str()));
        name.unwrap_or(&record.label).to_owned()
    }

    fn people(&self) -> BTreeMap<RecordId, Person> {
        let person = |record: &Record| Person {
            name: self.title(record),
            number: record.label.clone(),
            department: None,
            customer: None,
        };
        let own = self.of(Content::Person).map(|record| {
            (record.id, Person { customer: None, department: record.reference("department"), ..person(record) })
        });
        // A contact without a customer would be taken for one of ours.
        let contacts = self.of(Content::Contact).filter_map(|record| {
            let customer = Some(record.reference("customer")?);
            Some((record.id, Person { customer, ..person(record) }))
        });
        own.chain(contacts).collect()
    }

    /// A calendar that can't be read is left out and said in the log: everything else must go on.
    fn calendars(&self, past: &Past) -> BTreeMap<RecordId, (Pinned, Arc<DatedCalendar>)> {
        let calendars = self.of(Content::Calendar).filter_map(|record| {
            let Some(calendar) = past.calendar(record.id) else {
                tracing::error!(record.number = %record.label, "a calendar can't be read");
                return None;
            };
            Some((record.id, (pinned(record), Arc::new(calendar))))
        });
        calendars.collect()
    }
}

const fn pinned(record: &Record) -> Pinned {
    Pinned { record: record.id, version: record.version }
}

fn day(record: &Record, field: &str) -> Option<Date> {
    record.text(field).and_then(|text| text.parse().ok())
}

fn assignment(record: &Record) -> Option<Assignment> {
    Some(Assignment {
        record: record.id,
        role: RoleId::from(record.text("role")?),
        person: record.reference("person")?,
        from: day(record, "from"),
        until: day(record, "until"),
        department: record.reference("department"),
        customer: record.reference("customer"),
        deputy: record.reference("deputy"),
        deputy_from: day(record, "deputy_from"),
        deputy_until: day(record, "deputy_until"),
    })
}

/// The absence, if both are our own people.
fn absence(record: &Record, people: &BTreeMap<RecordId, Person>) -> Option<Absence> {
    let own = |field: &str| {
        let named = record.reference(field)?;
        people.get(&named).is_some_and(|known| known.customer.is_none()).then_some(named)
    };
    Some(Absence {
        record: record.id,
        person: own("person")?,
        deputy: own("deputy")?,
        from: day(record, "from")?,
        until: day(record, "until")?,
    })
}

/// The assignment, if the person is on the side that its role is for; without a deputy who isn't. What was given before
/// that was asked gives nothing.
fn sided(definitions: &Definitions, people: &BTreeMap<RecordId, Person>, mut given: Assignment) -> Option<Assignment> {
    let for_contacts = definitions.roles.get(&given.role).is_some_and(Role::is_of_customers);
    let fits = |person: &RecordId| people.get(person).is_none_or(|known| known.customer.is_some() == for_contacts);
    given.deputy = given.deputy.filter(fits);
    fits(&given.person).then_some(given)
}

fn agreement(record: &Record) -> Agreement {
    Agreement {
        pinned: pinned(record),
        customer: record.reference("customer"),
        service: record.reference("service"),
        calendar: record.reference("calendar"),
        from: day(record, "from"),
        until: day(record, "until"),
        targets: rows(record, "targets")
            .iter()
            .filter_map(|row| {
                let key = (cell(row, "process")?, cell(row, "clock")?, cell(row, "priority")?);
                Some((key, row.column("minutes")?.as_int()?))
            })
            .collect(),
    }
}

fn contract(record: &Record) -> Option<Contract> {
    Some(Contract {
        pinned: pinned(record),
        customer: record.reference("customer")?,
        agreement: record.reference("agreement"),
        services: rows(record, "services")
            .iter()
            .filter_map(|row| row.column("service").unwrap_or(row).as_text()?.parse().ok().map(RecordId))
            .collect(),
        from: day(record, "from"),
        until: day(record, "until"),
    })
}

fn matrix(record: &Record) -> Matrix {
    Matrix {
        pinned: pinned(record),
        number: record.label.clone(),
        contract: record.reference("contract"),
        service: record.reference("service"),
        cells: rows(record, "cells")
            .iter()
            .filter_map(|row| Some(((cell(row, "impact")?, cell(row, "urgency")?), cell(row, "priority")?)))
            .collect(),
    }
}

fn rows<'a>(record: &'a Record, field: &str) -> &'a [Value] {
    record.fields.get(field).map_or(&[], Value::rows)
}

fn cell(row: &Value, column: &str) -> Option<String> {
    row.column(column).and_then(Value::as_text).map(str::to_owned)
}
