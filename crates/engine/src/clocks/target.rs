//! Which target applies to a record: the agreement of a contract that covers it, else the customer's own, else the
//! general one; in it the row of the process, the clock and the priority.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use yuheng_definition::ClockRule;

use crate::calendar::DatedCalendar;
use crate::{Agreement, Context, Contract, Pinned, Record, RecordId, World, is_valid_on, shared};

/// A target and where it comes from.
pub(super) struct Target {
    pub(super) seconds: i64,
    pub(super) calendar: Option<Pinned>,
    pub(super) agreement: Pinned,
    pub(super) row: String,
}

/// The target of a clock of the record today. An agreement that says nothing of the clock leaves it to the next; one
/// that does, but not for the record's priority, promises nothing.
pub(super) fn of(ctx: &Context, record: &Record, rule: &ClockRule) -> Option<Target> {
    let row = record.text(shared::PRIORITY)?;
    let speaks = |(process, clock, _): &(String, String, String)| record.process == **process && rule.id == **clock;
    let agreement = agreements(ctx, record).into_iter().find(|agreement| agreement.targets.keys().any(speaks))?;
    let key = (record.process.to_string(), rule.id.to_string(), row.to_owned());
    let minutes = agreement.targets.get(&key)?;
    Some(Target {
        seconds: minutes.saturating_mul(60),
        calendar: pinned(ctx.world, agreement),
        agreement: agreement.pinned,
        row: row.to_owned(),
    })
}

/// The service calendar of a record today: that of its agreement; without one, around the clock.
pub(super) fn calendar_of(ctx: &Context, record: &Record) -> Arc<DatedCalendar> {
    let agreement = agreements(ctx, record).first().copied();
    ctx.world.calendar(agreement.and_then(|agreement| pinned(ctx.world, agreement)))
}

/// The version of a calendar that is in force.
pub(super) fn current(ctx: &Context, pinned: Pinned) -> Pinned {
    ctx.world.calendars.get(&pinned.record).map_or(pinned, |(now, _)| *now)
}

/// The agreement's calendar in the version that is in force. One that is not in force is no calendar.
fn pinned(world: &World, agreement: &Agreement) -> Option<Pinned> {
    let (pinned, _) = world.calendars.get(&agreement.calendar?)?;
    Some(*pinned)
}

/// The agreements that apply to the record today, the closest first.
fn agreements<'w>(ctx: &Context<'w>, record: &Record) -> Vec<&'w Agreement> {
    let today = ctx.now.to_zoned(ctx.world.zone.clone()).date();
    let (customer, service) = (record.reference("customer"), record.reference("service"));
    let by_contract = contract(ctx.world, customer, service, today).and_then(|contract| contract.agreement);
    let in_force = ctx.world.agreements.iter().filter(|agreement| is_valid_on(today, agreement.from, agreement.until));
    let mut found: Vec<_> = in_force
        .filter(|agreement| {
            let fits = |own: Option<RecordId>, records: Option<RecordId>| own.is_none() || own == records;
            by_contract == Some(agreement.pinned.record)
                || (fits(agreement.customer, customer) && fits(agreement.service, service))
        })
        .collect();
    found.sort_by_key(|agreement| {
        let is_contracts = by_contract == Some(agreement.pinned.record);
        let newest = (Reverse(agreement.from), agreement.pinned.record);
        (!is_contracts, agreement.customer.is_none(), agreement.service.is_none(), newest)
    });
    found
}

/// The contract that covers the customer and the service on that day, one that names the service first.
fn contract(world: &World, customer: Option<RecordId>, service: Option<RecordId>, day: Date) -> Option<&Contract> {
    let names = |contract: &Contract| service.is_some_and(|service| contract.services.contains(&service));
    let covering = world
        .contracts
        .iter()
        .filter(|contract| contract.agreement.is_some() && contract.covers(customer, service, day));
    covering.min_by_key(|contract| (!names(contract), Reverse(contract.from), contract.pinned.record))
}
