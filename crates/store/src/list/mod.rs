//! Lists: which records a condition holds for, page by page in an order, with what each page costs bounded
//! (docs/adr/0003-lists.md).
//!
//! For each process, every part of the condition that an index answers is counted, up to a limit. Where one is small,
//! its records are all looked at and sorted. Where none is, an index is walked in the list's order and each record
//! asked, up to a budget; beyond it the list is refused, naming what to narrow.

mod driver;
mod group;
mod lower;
mod sort;
mod tally;
mod walk;

pub(crate) mod dialect;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use thiserror::Error;
use yuheng_definition::expression::{Node, RecordPath};
use yuheng_definition::{Process, ProcessId};
use yuheng_engine::Record;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};
use driver::Driver;
pub use driver::{Answered, answered};
pub use group::{GroupQuery, GroupRow};
use sort::{Key, Place};

pub(crate) use lower::lower;
pub use sort::{Direction, Shared, Sort, SortKey};
pub(crate) use tally::Tallies;

/// What a list may cost.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// How many records of a driver are looked at and sorted.
    small: usize,
    /// How many records a walk may ask.
    budget: usize,
}

const BOUNDS: Bounds = Bounds { small: 5_000, budget: 20_000 };

/// What is to be listed.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Which records, process by process.
    pub arms: Vec<ListArm>,
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: usize,
    /// Whether they are to be counted too.
    pub total: bool,
}

/// The records of one process that a list may hold.
#[derive(Clone, Debug)]
pub struct ListArm {
    /// The process.
    pub process: Arc<Process>,
    /// Which of its records: what may be seen and what is asked for, bound.
    pub node: Node,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its records, in order.
    pub records: Vec<Record>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
    /// How many there are on all pages, if that was asked: counted up to [`Page::COUNTED`], and within what a list may
    /// cost.
    pub total: Option<u64>,
}

impl Page {
    /// Where counting stops.
    pub const COUNTED: usize = 10_000;
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// So many were counted.
    pub count: usize,
    /// There may be more: the counting stopped.
    pub is_capped: bool,
}

/// Why there is no list.
#[derive(Debug, Error)]
pub enum ListError {
    /// The cursor is of another list, or damaged.
    #[error("the cursor does not fit the list")]
    Cursor,
    /// Nothing can be sorted by this.
    #[error("a list can't be sorted by `{0}`: it is neither shared by all processes nor indexed")]
    Sort(String),
    /// Too many records would have to be looked at.
    #[error("the list looks at too many records: narrow it, or have `{0}` indexed")]
    TooWide(String),
    /// More records than this would have to be looked at to count them by a field.
    #[error("more than {0} records would have to be counted")]
    TooMany(usize),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A page asked for: where it begins and how many places are looked for, one more than it holds.
struct Wanted<'q> {
    query: &'q ListQuery,
    after: Option<Place>,
    count: usize,
    bounds: Bounds,
}

/// One arm of a list, and what indexes answer of it.
struct Part {
    process: Arc<Process>,
    condition: Node,
    /// The driver with the fewest records, if they are few.
    small: Option<Driver>,
    /// How many those are.
    few: usize,
    /// All drivers, in the order of the condition.
    drivers: Vec<Driver>,
    /// The whole process, as far as the condition says when its records were opened.
    whole: Driver,
}

impl Store {
    /// A page of a list.
    ///
    /// # Errors
    /// See [`ListError`].
    pub async fn list(&self, query: &ListQuery) -> Result<Page, ListError> {
        self.list_within(query, BOUNDS).await
    }

    async fn list_within(&self, query: &ListQuery, bounds: Bounds) -> Result<Page, ListError> {
        let after = query.cursor.as_deref().map(|cursor| Place::of(cursor, &query.sort)).transpose()?;
        let wanted = Wanted { query, after, count: query.limit.saturating_add(1), bounds };
        let (mut places, mut parts) = self.glimpsed(&wanted, query.arms.iter().filter_map(Part::new).collect()).await?;
        self.measure(&mut parts, bounds).await?;
        for part in parts {
            places.extend(match &part.small {
                Some(driver) => self.sorted(&wanted, &part, driver).await?,
                None => self.walked(&wanted, &part).await?,
            });
        }
        places.sort_by(|left: &Place, right| left.cmp(right, &query.sort));
        places.dedup_by_key(|place| place.id);
        let has_more = places.len() > query.limit;
        places.truncate(query.limit);
        let next = places.last().cloned().filter(|_| has_more).map(|last| last.cursor(&query.sort)).transpose()?;
        let records = self.shared(&places.iter().map(|place| place.id).collect::<Vec<_>>()).await?;
        let records = records.into_iter().map(Arc::unwrap_or_clone).collect();
        let total = match query.total {
            true => Some(self.count_within(query, Page::COUNTED, bounds).await?.count as u64),
            false => None,
        };
        Ok(Page { records, next, total })
    }

    /// How many records a list has, counted up to `cap`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(&self, query: &ListQuery, cap: usize) -> Result<Count, ListError> {
        self.count_within(query, cap, BOUNDS).await
    }

    /// How many records a list has, however many they are: for figures, which have to be exact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_whole(&self, query: &ListQuery) -> Result<u64, ListError> {
        self.count_whole_within(query, BOUNDS).await
    }

    async fn count_whole_within(&self, query: &ListQuery, bounds: Bounds) -> Result<u64, ListError> {
        let mut sum = 0;
        for arm in &query.arms {
            sum += self.count_each_within(arm, &[Node::truth(true)], bounds).await?.into_iter().sum::<u64>();
        }
        Ok(sum)
    }

    /// For how many of an arm's records each of `nodes` holds, however many they are, all in one pass. What was counted over a
    /// whole process before costs what was written since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_each(&self, arm: &ListArm, nodes: &[Node]) -> Result<Vec<u64>, ListError> {
        self.count_each_within(arm, nodes, BOUNDS).await
    }

    async fn count_each_within(&self, arm: &ListArm, nodes: &[Node], bounds: Bounds) -> Result<Vec<u64>, ListError> {
        let Some(part) = Part::new(arm).filter(|_| !nodes.is_empty()) else { return Ok(vec![0; nodes.len()]) };
        let mut parts = [part];
        self.measure(&mut parts, bounds).await?;
        let [part] = parts;
        let Some(driver) = &part.small else { return Ok(self.tallied(&part, nodes).await?) };
        self.asked(part.few);
        let mut sql = Sql::new("SELECT ");
        for (index, node) in nodes.iter().enumerate() {
            let next = if index == 0 { "count(*) FILTER (WHERE " } else { ", count(*) FILTER (WHERE " };
            sql = sql.text(next).then(lower(node)).text(")");
        }
        let mut rows = self.query(sql.text(" ").then(part.among(driver))).await?;
        let row = rows.first_mut();
        Ok(row.map_or_else(|| Ok(vec![0; nodes.len()]), |row| nodes.iter().map(|_| row.get()).collect())?)
    }

    /// How many records each arm of a list has, counted up to `cap` each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_by_arm(&self, query: &ListQuery, cap: usize) -> Result<Vec<(ProcessId, Count)>, ListError> {
        let mut parts: Vec<Part> = query.arms.iter().filter_map(Part::new).collect();
        self.measure(&mut parts, BOUNDS).await?;
        let mut counts = Vec::with_capacity(parts.len());
        for part in parts {
            counts.push((part.process.id.clone(), self.count_part(&part, cap, BOUNDS).await?));
        }
        Ok(counts)
    }

    async fn count_within(&self, query: &ListQuery, cap: usize, bounds: Bounds) -> Result<Count, ListError> {
        let mut sum = Count { count: 0, is_capped: false };
        let mut parts: Vec<Part> = query.arms.iter().filter_map(Part::new).collect();
        self.measure(&mut parts, bounds).await?;
        for part in parts {
            let counted = self.count_part(&part, cap.saturating_sub(sum.count), bounds).await?;
            sum.is_capped |= counted.is_capped;
            sum.count += counted.count;
        }
        Ok(sum)
    }

    /// How many records a part that was measured has.
    async fn count_part(&self, part: &Part, cap: usize, bounds: Bounds) -> Result<Count, ListError> {
        let most = cap.saturating_add(1);
        let (count, is_whole) = match &part.small {
            Some(driver) if driver.ranges.is_empty() => (0, true),
            Some(driver) => {
                self.asked(part.few);
                let sql = Sql::new("SELECT count(*) FROM (SELECT 1 AS one ").then(part.among(driver));
                (number(self.query(sql.text(" LIMIT ").bind(limit(most)).text(") c")).await?)?, true)
            }
            None => self.counted(part, most, bounds).await?,
        };
        Ok(Count { count: count.min(cap), is_capped: !is_whole || count > cap })
    }

    /// Of how many records lists and their counts have asked since the start whether a condition holds: what a list costs.
    #[must_use]
    pub fn asked_of_lists(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    fn asked(&self, records: usize) {
        self.asked.fetch_add(records as u64, Ordering::Relaxed);
    }

    /// Counts what indexes answer of each part, and keeps the smallest.
    async fn measure(&self, parts: &mut [Part], bounds: Bounds) -> Result<(), StorageError> {
        // SQLite would find nothing and PostgreSQL refuse: both refuse.
        if parts.iter().any(|part| part.holds().holds_nul()) {
            return Err(StorageError::Unstorable);
        }
        let drivers = parts.iter().flat_map(|part| part.drivers.iter().chain([&part.whole]));
        let counts = drivers.map(|driver| counting(driver, bounds)).collect();
        let mut counted = self.read(counts).await?.into_iter();
        for part in parts {
            let mut least = bounds.small + 1;
            for (driver, rows) in part.drivers.iter().chain([&part.whole]).zip(counted.by_ref()) {
                let count = number(rows)?;
                if count < least {
                    (least, part.few, part.small) = (count, count, Some(driver.clone()));
                }
            }
        }
        Ok(())
    }

    /// The first places of a small driver's records, sorted by the database.
    async fn sorted(&self, wanted: &Wanted<'_>, part: &Part, driver: &Driver) -> Result<Vec<Place>, StorageError> {
        self.asked(part.few);
        let sort = &wanted.query.sort;
        let sql = Sql::new("SELECT r.id, ").then(part.key(sort)).text(", r.opened_at ");
        let after = sort.after(wanted.after.as_ref(), || part.key(sort));
        let sql = sql.then(part.among(driver)).then(after).then(sort.order(part.key(sort)));
        let mut rows = self.query(sql.text(" LIMIT ").bind(limit(wanted.count))).await?;
        rows.iter_mut().map(place).collect()
    }
}

impl Part {
    /// The part of an arm; none where nothing can hold.
    fn new(arm: &ListArm) -> Option<Self> {
        if arm.node == Node::truth(false) || arm.node == Node::Unknown {
            return None;
        }
        let ids = Sql::new("SELECT r.id AS id FROM record r WHERE r.process = ").bind(arm.process.id.as_str());
        let opened = driver::Window::of(&driver::conjuncts(&arm.node), RecordPath::OpenedAt);
        let ids = ids.then(opened.holds("r.opened_at"));
        Some(Self {
            process: arm.process.clone(),
            condition: arm.node.clone(),
            small: None,
            few: 0,
            drivers: driver::drivers(&arm.process, &arm.node),
            whole: Driver { ranges: vec![driver::Range { ids, walk: None }] },
        })
    }

    /// `FROM … WHERE …`: the records of a driver for which the condition holds, each once. The driver's come first, so
    /// that no other index is preferred to it.
    fn among(&self, driver: &Driver) -> Sql {
        let mut ranges = driver.ranges.iter().map(|range| range.ids.clone());
        let first = ranges.next().unwrap_or_default();
        let all = ranges.fold(first, |sql, range| sql.text(" UNION ").then(range));
        let sql = Sql::new("FROM (").then(all).text(") d").either(dialect::THEN_JOIN);
        sql.text("record r ON r.id = d.id WHERE ").then(self.holds())
    }

    /// Whether a driver gives the whole process, as far as the condition says when its records were opened.
    fn is_whole(&self, driver: &Driver) -> bool {
        let ids = |driver: &Driver| driver.ranges.iter().map(|range| range.ids.clone()).collect::<Vec<_>>();
        ids(driver) == ids(&self.whole)
    }

    /// The condition, and that the record is of the process.
    fn holds(&self) -> Sql {
        let sql = Sql::new("r.process = ").bind(self.process.id.as_str()).text(" AND (");
        sql.then(lower(&self.condition)).text(")")
    }
}

/// How many records a driver has, up to just more than small.
fn counting(driver: &Driver, bounds: Bounds) -> Sql {
    let mut ranges = driver.ranges.iter().map(|range| range.ids.clone());
    let first = ranges.next().unwrap_or_default();
    let all =
        ranges.fold(Sql::new("SELECT count(*) FROM (").then(first), |sql, range| sql.text(" UNION ALL ").then(range));
    all.text(" LIMIT ").bind(limit(bounds.small + 1)).text(") c")
}

fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn number(mut rows: Vec<Row>) -> Result<usize, StorageError> {
    let count: u64 = rows.first_mut().map_or(Ok(0), Row::get)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn place(row: &mut Row) -> Result<Place, StorageError> {
    let id = row.get()?;
    Ok(Place { id, key: Key::from_cell(row.cell()?), opened_at: row.get()? })
}
