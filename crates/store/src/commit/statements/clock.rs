//! The rows of a record's clocks.

use yuheng_definition::ClockId;
use yuheng_engine::{Clock, Record};

use super::rows;
use crate::commit::seal::SealedWrite;
use crate::history::words;
use crate::sql::{Bind, Sql};

/// The rows of the clocks that have changed.
pub(super) fn clocks(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let record = &write.record;
    let known = |id| write.before.and_then(|before| before.record.clocks.get(id));
    let changed = record.clocks.iter().filter(|(id, clock)| known(*id) != Some(*clock));
    let changed: Vec<Vec<Bind>> = changed.map(|(id, clock)| clock_row(record, id, clock)).collect();
    if !changed.is_empty() {
        let sql = rows(Sql::new("INSERT INTO clock (").text(CLOCK).text(") VALUES "), changed);
        all.push(sql.text(
            " ON CONFLICT (record, clock) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, \
             started_at = excluded.started_at, due_at = excluded.due_at, next_at = excluded.next_at, \
             warned = excluded.warned, stopped_at = excluded.stopped_at, breached_at = excluded.breached_at",
        ));
    }
    let gone = write.before.into_iter().flat_map(|before| before.record.clocks.keys());
    for id in gone.filter(|id| !record.clocks.contains_key(*id)) {
        let sql = Sql::new("DELETE FROM clock WHERE record = ").bind(record.id);
        all.push(sql.text(" AND clock = ").bind(id.as_str()));
    }
}

/// The columns of a clock's row, in the order of [`clock_row`].
pub const CLOCK: &str =
    "record, clock, process, state, outcome, started_at, due_at, next_at, warned, stopped_at, breached_at";

/// The row of a record's clock.
#[must_use]
pub fn clock_row(record: &Record, id: &ClockId, clock: &Clock) -> Vec<Bind> {
    vec![
        record.id.into(),
        id.as_str().into(),
        record.process.as_str().into(),
        words::word(&clock.state).into(),
        clock.outcome().map(yuheng_engine::ClockOutcome::word).into(),
        clock.started_at.into(),
        clock.due_at.into(),
        clock.next_at.into(),
        i64::from(clock.warned).into(),
        clock.stopped_at.into(),
        clock.breached_at.into(),
    ]
}
