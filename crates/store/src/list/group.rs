//! Counts by field: how many of an arm's records hold each value, in one statement (docs/adr/0031-boards.md).

use jiff::ToSpan;
use jiff::civil::Date;
use yuheng_definition::expression::Node;
use yuheng_engine::{GroupCell, GroupKind, Grouping, RecordId};

use super::lower::{group_value, lower, micros_of};
use super::{BOUNDS, Bounds, ListArm, ListError, Part, dialect};
use crate::row::{Cell, Row};
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many records may be looked at: each is read once, none is sorted, so that they are more than a list may ask.
const COUNTED: usize = 200_000;
/// A day, in microseconds.
const DAY: i64 = 86_400_000_000;
/// Days that are added before dividing, so that nothing is negative: from the year 1696 on.
const BEFORE: i64 = 100_000;

/// What is to be counted.
#[derive(Clone, Debug)]
pub struct GroupQuery {
    /// Which records.
    pub arm: ListArm,
    /// By what, none or several.
    pub by: Vec<Grouping>,
    /// What is counted apart in each group, bound.
    pub counted: Option<Node>,
    /// The zone's offsets: from which instant on, how much is added to UTC, both in microseconds, in order. The first holds
    /// before it too.
    pub offsets: Vec<(i64, i64)>,
}

/// What was read of some records, and how many they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// One cell for each that is grouped by; none: absent.
    pub cells: Vec<Option<GroupCell>>,
    /// How many.
    pub count: u64,
    /// For how many of them what is counted apart holds.
    pub counted: u64,
}

impl Store {
    /// How many of an arm's records hold each value; in no order. Instants are read as the day in the zone.
    ///
    /// # Errors
    /// [`ListError::TooMany`] when more records than that would have to be looked at.
    pub async fn count_by(&self, query: &GroupQuery) -> Result<Vec<GroupRow>, ListError> {
        self.count_by_within(query, BOUNDS, COUNTED).await
    }

    pub(super) async fn count_by_within(
        &self,
        query: &GroupQuery,
        bounds: Bounds,
        most: usize,
    ) -> Result<Vec<GroupRow>, ListError> {
        let Some(part) = Part::new(&query.arm) else { return Ok(Vec::new()) };
        let mut parts = [part];
        self.measure(&mut parts, bounds).await?;
        if parts[0].small.is_none() {
            self.measure(&mut parts, Bounds { small: most, ..bounds }).await?;
        }
        let [part] = parts;
        let Some(driver) = part.small.as_ref().filter(|_| part.few <= most) else {
            return Err(ListError::TooMany(most));
        };
        self.asked(part.few);
        let mut sql = Sql::new("SELECT count(*), ");
        sql = match &query.counted {
            Some(counted) => sql.text("count(*) FILTER (WHERE ").then(lower(counted)).text(")"),
            None => sql.text("0"),
        };
        for by in &query.by {
            sql = sql.text(", ").then(query.cell(by));
        }
        let sql = match part.is_whole(driver) {
            // Every record of the process is looked at, in the order in which they lie there.
            true => sql.text(" FROM record r").either(dialect::BY_OPENED).text(" WHERE ").then(part.holds()),
            false => sql.text(" ").then(part.among(driver)),
        };
        let sql = sql.text(match query.by.len() {
            0 => "",
            1 => " GROUP BY 3",
            _ => " GROUP BY 3, 4",
        });
        if sql.holds_nul() {
            return Err(StorageError::Unstorable.into());
        }
        let mut rows = self.query(sql).await?;
        Ok(rows.iter_mut().map(|row| query.row(row)).collect::<Result<_, _>>()?)
    }
}

impl GroupQuery {
    /// What is read of a record `r` for `by`.
    fn cell(&self, by: &Grouping) -> Sql {
        match by.kind {
            GroupKind::Word | GroupKind::Reference | GroupKind::Day(_) => group_value(&by.path, false),
            GroupKind::Truth => group_value(&by.path, true),
            GroupKind::Instant(_) => self.day(|| micros_of(&by.path)),
            GroupKind::Age => {
                let opened = self.day(|| micros_of(&by.path));
                Sql::new("CASE WHEN r.is_open THEN ").then(opened).text(" END")
            }
        }
    }

    /// The number of the day in the zone, counted from 1696, of an instant in microseconds.
    fn day(&self, micros: impl Fn() -> Sql) -> Sql {
        let number = |value: i64| Sql::new("CAST(").bind(value).text(" AS bigint)");
        let (first, later) = match self.offsets.split_first() {
            Some(((_, first), later)) => (*first, later),
            None => (0, &[][..]),
        };
        let mut offset = number(first);
        if !later.is_empty() {
            // The latest first: most of what is counted is new.
            let mut cases = Sql::new("(CASE");
            for (from, by) in later.iter().rev() {
                cases = cases.text(" WHEN ").then(micros()).text(" >= ").then(number(*from));
                cases = cases.text(" THEN ").then(number(*by));
            }
            offset = cases.text(" ELSE ").then(offset).text(" END)");
        }
        let sql = Sql::new("((").then(micros()).text(" + ").then(offset).text(" + ").then(number(BEFORE * DAY));
        sql.text(") / ").then(number(DAY)).text(")")
    }

    fn row(&self, row: &mut Row) -> Result<GroupRow, StorageError> {
        let (count, counted) = (row.get()?, row.get()?);
        let cells = self.by.iter().map(|by| read(by.kind, row.cell()?)).collect::<Result<_, _>>()?;
        Ok(GroupRow { cells, count, counted })
    }
}

fn read(kind: GroupKind, cell: Cell) -> Result<Option<GroupCell>, StorageError> {
    let unreadable = |cell: &Cell| StorageError::Corrupt(format!("{cell:?} can't be grouped by"));
    Ok(Some(match (kind, cell) {
        (_, Cell::Null) => return Ok(None),
        (GroupKind::Truth, Cell::Int(truth)) => GroupCell::Truth(truth != 0),
        (GroupKind::Instant(_) | GroupKind::Age, Cell::Int(days)) => {
            let day = Date::constant(1970, 1, 1).checked_add((days - BEFORE).days());
            GroupCell::Day(day.map_err(|_| StorageError::Corrupt(format!("day {days} is none")))?)
        }
        (GroupKind::Day(_), Cell::Text(day)) => {
            GroupCell::Day(day.parse().map_err(|_| StorageError::Corrupt(format!("`{day}` is no day")))?)
        }
        (_, Cell::Text(text)) => GroupCell::Text(text),
        (_, Cell::Bytes(bytes)) => {
            let id = uuid::Uuid::from_slice(&bytes).map_err(|_| unreadable(&Cell::Bytes(bytes.clone())))?;
            GroupCell::Id(RecordId(id))
        }
        (_, cell) => return Err(unreadable(&cell)),
    }))
}
