//! The organisation as the engine reads it: people, roles held, calendars, agreements, matrices. It is made from the
//! standing records in force, as of a date, and shared by all decisions of an epoch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use yuheng_definition::RoleId;

use crate::calendar::{DatedCalendar, ServiceCalendar};
use crate::{Pinned, RecordId, failpoint, is_valid_on};

/// The organisation in force.
#[derive(Clone, Debug)]
pub struct World {
    /// The epoch that it was read at.
    pub epoch: u64,
    /// The organisation's zone: "today", "held today", "in force from".
    pub zone: TimeZone,
    /// The language that it speaks to whoever has chosen none.
    pub language: Option<String>,
    /// The provider itself, once it is recorded.
    pub organisation: Option<RecordId>,
    /// The provider's own people and the customers' contacts, by id.
    pub people: BTreeMap<RecordId, Person>,
    /// Those whose account is locked: what waits for them waits for ever. Whoever was never invited is none of them.
    pub locked: BTreeSet<RecordId>,
    /// The departments: each one's parent.
    pub departments: BTreeMap<RecordId, Option<RecordId>>,
    /// What the departments are called.
    pub department_names: BTreeMap<RecordId, String>,
    /// The roles held, whenever.
    pub assignments: Vec<Assignment>,
    /// Who is away when, and who stands in; what is over left out.
    pub absences: Vec<Absence>,
    /// The service calendars in force by id, compiled with their holiday years, as they are and as they were: what open
    /// clocks have counted stays counted.
    pub calendars: BTreeMap<RecordId, (Pinned, Arc<DatedCalendar>)>,
    /// Calendars that are in force no more, which open clocks still run in.
    pub retired_calendars: BTreeMap<RecordId, Arc<DatedCalendar>>,
    /// The agreements.
    pub agreements: Vec<Agreement>,
    /// The contracts.
    pub contracts: Vec<Contract>,
    /// The priority matrices.
    pub matrices: Vec<Matrix>,
}

impl World {
    /// Whether nobody has locked the account of `person`.
    #[must_use]
    pub fn can_sign_in(&self, person: &RecordId) -> bool {
        !self.locked.contains(person) || failpoint::armed("approval.asks_the_locked")
    }

    /// A calendar through time; none: around the clock.
    #[must_use]
    pub fn calendar(&self, pinned: Option<Pinned>) -> Arc<DatedCalendar> {
        let found = pinned.and_then(|pinned| {
            let in_force = self.calendars.get(&pinned.record).map(|(_, calendar)| calendar);
            in_force.or_else(|| self.retired_calendars.get(&pinned.record))
        });
        found.cloned().unwrap_or_else(|| Arc::new(ServiceCalendar::around_the_clock(self.zone.clone()).into()))
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The number of the record, by which it is mentioned.
    pub number: String,
    /// The department of one of the provider's own.
    pub department: Option<RecordId>,
    /// The customer of a contact.
    pub customer: Option<RecordId>,
}

/// A role held between two dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The standing record that says so.
    pub record: RecordId,
    /// The role.
    pub role: RoleId,
    /// Who holds it.
    pub person: RecordId,
    /// From this day; none: always.
    pub from: Option<Date>,
    /// Until this day, included; none: still.
    pub until: Option<Date>,
    /// Only for records of this department.
    pub department: Option<RecordId>,
    /// Only for records of this customer.
    pub customer: Option<RecordId>,
    /// Who stands in.
    pub deputy: Option<RecordId>,
    /// From this day.
    pub deputy_from: Option<Date>,
    /// Until this day, included.
    pub deputy_until: Option<Date>,
}

/// Somebody away between two days, and who stands in for what that person holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The standing record that says so.
    pub record: RecordId,
    /// Who is away.
    pub person: RecordId,
    /// Who stands in.
    pub deputy: RecordId,
    /// From this day.
    pub from: Date,
    /// Until this day, included.
    pub until: Date,
}

impl Absence {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// Whether some day is in it and in the days from `first` to `last`.
    #[must_use]
    pub fn meets(&self, (first, last): (Date, Date)) -> bool {
        self.from <= last && first <= self.until
    }
}

/// A service level agreement: targets by clock and priority, in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The standing record and its version.
    pub pinned: Pinned,
    /// The customer; none: whoever has no own.
    pub customer: Option<RecordId>,
    /// The service; none: all.
    pub service: Option<RecordId>,
    /// The calendar; none: around the clock.
    pub calendar: Option<RecordId>,
    /// From this day.
    pub from: Option<Date>,
    /// Until this day, included.
    pub until: Option<Date>,
    /// Minutes of the calendar by process, clock and priority option, `("incident", "response", "p1")`.
    pub targets: BTreeMap<(String, String, String), i64>,
}

/// A customer's contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// The standing record and its version.
    pub pinned: Pinned,
    /// The customer.
    pub customer: RecordId,
    /// The agreement that it brings; it wins over one that only names the customer.
    pub agreement: Option<RecordId>,
    /// The services that it covers; empty: all.
    pub services: Vec<RecordId>,
    /// From this day.
    pub from: Option<Date>,
    /// Until this day, included.
    pub until: Option<Date>,
}

impl Contract {
    /// Whether it covers what a customer reports of a service on a day.
    #[must_use]
    pub fn covers(&self, customer: Option<RecordId>, service: Option<RecordId>, day: Date) -> bool {
        let names = || service.is_some_and(|service| self.services.contains(&service));
        customer == Some(self.customer)
            && (self.services.is_empty() || names())
            && is_valid_on(day, self.from, self.until)
    }
}

/// Impact and urgency to priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The standing record and its version.
    pub pinned: Pinned,
    /// Its number.
    pub number: String,
    /// The contract under which it counts; none: any.
    pub contract: Option<RecordId>,
    /// The service that it is for; none: all others.
    pub service: Option<RecordId>,
    /// The priority option by impact and urgency option.
    pub cells: BTreeMap<(String, String), String>,
}
