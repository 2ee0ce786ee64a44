//! Exact counts over a whole process, kept in memory by the day on which records were opened. When one is asked for again,
//! only the days are counted anew of which a record has been written since: the history says which. A figure is as exact as
//! if everything were read, on every node, and costs what has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::{Arc, PoisonError};

use yuheng_definition::Process;
use yuheng_definition::expression::Node;

use super::{Part, dialect, lower};
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many counts are kept; the one asked for longest ago is forgotten.
const KEPT: usize = 128;
/// How many stretches of days are counted anew by themselves; more are joined over the smallest gaps.
const STRETCHES: usize = 16;
/// A day, in microseconds.
const DAY: i64 = 86_400_000_000;

/// The counts that are kept.
#[derive(Debug, Default)]
pub(crate) struct Tallies(std::sync::Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    asked: u64,
    slots: HashMap<String, (u64, Slot)>,
}

/// One count; whoever counts holds it.
type Slot = Arc<tokio::sync::Mutex<Option<Tally>>>;

/// Counts by the day of opening.
#[derive(Clone, Debug)]
struct Tally {
    /// Where the history stood at the latest when they were counted.
    mark: i64,
    /// For each day, for how many of its records each of the conditions holds.
    days: Counts,
}

type Counts = BTreeMap<i64, Vec<u64>>;

impl Tallies {
    fn slot(&self, name: String) -> Slot {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.asked += 1;
        let asked = shelf.asked;
        if shelf.slots.len() >= KEPT && !shelf.slots.contains_key(&name) {
            let oldest = shelf.slots.iter().min_by_key(|(_, (asked, _))| *asked).map(|(name, _)| name.clone());
            oldest.map(|name| shelf.slots.remove(&name));
        }
        let (last, slot) = shelf.slots.entry(name).or_default();
        *last = asked;
        Arc::clone(slot)
    }
}

impl Store {
    /// For how many of a part's records each of `nodes` holds.
    pub(super) async fn tallied(&self, part: &Part, nodes: &[Node]) -> Result<Vec<u64>, StorageError> {
        let slot = self.tallies.slot(format!("{} {:?} {nodes:?}", part.process.id, part.condition));
        let mut kept = slot.lock().await;
        let fresh = match kept.take() {
            Some(tally) => self.brought_up(tally, part, nodes).await?,
            None => {
                let mark = number(self.query(mark()).await?)?;
                Tally { mark, days: self.by_day(part, nodes, &[]).await? }
            }
        };
        let mut sums = vec![0; nodes.len()];
        for counts in fresh.days.values() {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        *kept = Some(fresh);
        Ok(sums)
    }

    /// The tally with the days counted anew of which something was written since.
    async fn brought_up(&self, tally: Tally, part: &Part, nodes: &[Node]) -> Result<Tally, StorageError> {
        let mut found = self.read(vec![mark(), written_since(tally.mark, &part.process)]).await?;
        let days = found.pop().unwrap_or_default();
        let mark = number(found.pop().unwrap_or_default())?;
        let days: BTreeSet<i64> = days.into_iter().map(|mut row| row.get()).collect::<Result<_, _>>()?;
        let stretches = stretches(&days);
        if stretches.is_empty() {
            return Ok(Tally { mark, ..tally });
        }
        let counted = self.by_day(part, nodes, &stretches).await?;
        let mut days = tally.days;
        days.retain(|day, _| !stretches.iter().any(|stretch| stretch.contains(day)));
        days.extend(counted);
        Ok(Tally { mark, days })
    }

    /// Counts the days of `stretches`; of none at all, every day.
    async fn by_day(
        &self,
        part: &Part,
        nodes: &[Node],
        stretches: &[RangeInclusive<i64>],
    ) -> Result<Counts, StorageError> {
        let one = |within: Option<&RangeInclusive<i64>>| {
            let mut sql = Sql::new("SELECT r.opened_at / ").bind(DAY).text(" AS day");
            for node in nodes {
                sql = sql.text(", count(*) FILTER (WHERE ").then(lower(node)).text(")");
            }
            let sql = sql.text(" FROM record r").either(dialect::BY_OPENED).text(" WHERE ").then(part.holds());
            let sql = match within {
                Some(days) => {
                    let sql = sql.text(" AND r.opened_at >= ").bind(days.start().saturating_mul(DAY));
                    sql.text(" AND r.opened_at < ").bind(days.end().saturating_add(1).saturating_mul(DAY))
                }
                None => sql,
            };
            sql.text(" GROUP BY 1")
        };
        let batch = if stretches.is_empty() { vec![one(None)] } else { stretches.iter().map(Some).map(one).collect() };
        let mut days = Counts::new();
        for mut row in self.read(batch).await?.into_iter().flatten() {
            let day = row.get()?;
            days.insert(day, nodes.iter().map(|_| row.get()).collect::<Result<_, _>>()?);
        }
        Ok(days)
    }
}

/// Where the history stands: whatever becomes visible later is found after it.
fn mark() -> Sql {
    Sql::default().either(dialect::MARK)
}

/// The days on which those of the process's records were opened that were written since `mark`.
fn written_since(mark: i64, process: &Process) -> Sql {
    let (open, close) = dialect::WRITTEN_SINCE;
    let sql = Sql::new("SELECT DISTINCT r.opened_at / ").bind(DAY).text(" AS day FROM ").either(open);
    sql.bind(mark).either(close).text(" AND r.process = ").bind(process.id.as_str())
}

fn number(mut rows: Vec<Row>) -> Result<i64, StorageError> {
    rows.first_mut().map_or_else(|| Err(StorageError::Corrupt("the history has no end".to_owned())), Row::get)
}

/// Days as stretches without gaps, joined over the smallest gaps until they are few.
fn stretches(days: &BTreeSet<i64>) -> Vec<RangeInclusive<i64>> {
    let mut gaps: Vec<i64> =
        days.iter().zip(days.iter().skip(1)).map(|(day, next)| next - day).filter(|gap| *gap > 1).collect();
    gaps.sort_unstable_by(|a, b| b.cmp(a));
    let parts_from = gaps.get(STRETCHES - 1).map_or(1, |gap| *gap);
    let mut found: Vec<RangeInclusive<i64>> = Vec::new();
    for day in days {
        match found.last_mut() {
            Some(last) if day - last.end() <= parts_from => *last = *last.start()..=*day,
            _ => found.push(*day..=*day),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_few_stretches_that_hold_them_all() {
        assert_eq!(stretches(&BTreeSet::new()), []);
        assert_eq!(stretches(&BTreeSet::from([3, 4, 5, 9])), [3..=5, 9..=9]);
        let scattered: BTreeSet<i64> = (0..100).map(|n| n * n).collect();
        let few = stretches(&scattered);
        assert!(few.len() <= STRETCHES, "{few:?}");
        assert!(scattered.iter().all(|day| few.iter().filter(|stretch| stretch.contains(day)).count() == 1));
    }
}
