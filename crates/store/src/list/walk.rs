//! Walking an index in a list's order, asking record by record whether the condition holds, up to the budget.

use yuheng_definition::expression::{Node, RecordPath};
use yuheng_definition::{FieldId, FieldKind};
use yuheng_engine::shared;

use super::driver::{IS_OPEN, Walk, Window, conjuncts};
use super::sort::{Direction, Place, Sort, SortKey};
use super::{Bounds, ListError, ListQuery, Part, Wanted, dialect, limit, place};
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many more of its first steps a walk takes at once, where the first has shown one in so many of what is wanted.
const DENSE: usize = 4;

/// How much longer each step of a walk is than the one before.
const GROWTH: usize = 4;

/// How far a walk has come.
#[derive(Default)]
struct Walked {
    /// The places of the records for which the condition holds.
    found: Vec<Place>,
    /// The last place that was asked.
    last: Option<Place>,
    /// There are no more.
    is_over: bool,
}

/// A walk of one index: the rows that it gives, in the list's order.
struct Path {
    from: Sql,
    by: By,
    /// Only records without the sort's key: those that its index does not hold.
    keyless: bool,
}

/// What gives a walk its order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// The record's columns.
    Record,
    /// The side index under one value: the time of opening.
    SideIndexTime,
    /// The side index of the sort's field.
    SideIndexValue,
    /// The index of open records by this column.
    Open(&'static str),
}

impl Store {
    /// The first places of those parts where the first rows of a walk already show them, the first ones of all looked at
    /// together: most lists, without any counting. With the parts that have to be looked at otherwise.
    pub(super) async fn glimpsed(
        &self,
        wanted: &Wanted<'_>,
        parts: Vec<Part>,
    ) -> Result<(Vec<Place>, Vec<Part>), ListError> {
        let asked = first_step(wanted).min(wanted.bounds.budget);
        let (mut begun, mut left) = (Vec::new(), Vec::new());
        for part in parts {
            match wanted.paths(&part) {
                Ok(paths) => begun.push((part, paths)),
                Err(ListError::TooWide(_)) => left.push(part),
                Err(error) => return Err(error),
            }
        }
        let first =
            begun.iter().flat_map(|(part, paths)| paths.iter().take(1).map(|path| wanted.rows(part, path, asked)));
        let first = first.collect::<Vec<_>>();
        let looked_at = self.read(first).await?;
        self.asked(looked_at.iter().map(Vec::len).sum());
        let mut looked_at = looked_at.into_iter();
        let mut places = Vec::new();
        for (part, paths) in begun {
            let first = if paths.is_empty() { Vec::new() } else { looked_at.next().unwrap_or_default() };
            let mut walked = Walked::default();
            walked.take(first, asked)?;
            // Where many hold, or the walk is over, a few rows more show the rest sooner than counting would.
            let is_dense = walked.found.len().saturating_mul(DENSE) >= wanted.count;
            let more = match (is_dense, walked.is_over) {
                (true, _) => asked * DENSE,
                (false, true) => asked,
                (false, false) => 0,
            };
            let mut budget = more.min(wanted.bounds.budget - asked);
            match self.go_on(wanted, &part, (&paths, walked), &mut budget).await {
                Ok(found) => places.extend(found),
                Err(ListError::TooWide(_)) => left.push(part),
                Err(error) => return Err(error),
            }
        }
        Ok((places, left))
    }

    /// The first places of the records for which the condition holds, where no driver is small.
    pub(super) async fn walked(&self, wanted: &Wanted<'_>, part: &Part) -> Result<Vec<Place>, ListError> {
        let (paths, mut budget) = (wanted.paths(part)?, wanted.bounds.budget);
        self.go_on(wanted, part, (&paths, Walked::default()), &mut budget).await
    }

    /// Walks all paths, the first from where it has been walked already.
    async fn go_on(
        &self,
        wanted: &Wanted<'_>,
        part: &Part,
        (paths, first): (&[Path], Walked),
        budget: &mut usize,
    ) -> Result<Vec<Place>, ListError> {
        let (mut found, mut begun) = (Vec::new(), Some(first));
        for path in paths {
            // What lacks the key comes after all the rest.
            if path.keyless && found.len() >= wanted.count {
                continue;
            }
            found.extend(self.walk(wanted, part, (path, begun.take().unwrap_or_default()), budget).await?);
        }
        Ok(found)
    }

    async fn walk(
        &self,
        wanted: &Wanted<'_>,
        part: &Part,
        (path, mut walked): (&Path, Walked),
        budget: &mut usize,
    ) -> Result<Vec<Place>, ListError> {
        let mut step = if walked.last.is_some() { first_step(wanted) * GROWTH } else { first_step(wanted) };
        while walked.found.len() < wanted.count && !walked.is_over {
            if *budget == 0 {
                return Err(ListError::TooWide(unindexed(part)));
            }
            let asked = step.min(5_000).min(*budget);
            let from = walked.last.as_ref().or_else(|| wanted.from(path));
            let rows = self.query(path.rows(&wanted.query.sort, part, from, asked)).await?;
            self.asked(rows.len());
            *budget -= rows.len();
            walked.take(rows, asked)?;
            step = step.saturating_mul(GROWTH);
        }
        walked.found.truncate(wanted.count);
        Ok(walked.found)
    }

    /// How many of a process's records the condition holds for, up to `cap`; whether all were asked.
    pub(super) async fn counted(&self, part: &Part, cap: usize, bounds: Bounds) -> Result<(usize, bool), ListError> {
        let mut paths = by_opening(part);
        let path = if paths.len() == 1 { paths.remove(0) } else { opened(part) };
        let (sort, mut from, mut count, mut asked) = (Sort::NEWEST, None, 0, 0);
        // Where most hold, a few more than are counted will do.
        let mut step = cap.saturating_mul(2).clamp(50, 5_000).min(bounds.budget);
        while asked < bounds.budget && count < cap {
            let mut rows = self.query(path.rows(&sort, part, from.as_ref(), step)).await?;
            for row in &mut rows {
                from = Some(place(row)?);
                count += usize::from(holds(row)?);
            }
            self.asked(rows.len());
            asked += rows.len();
            if rows.len() < step {
                return Ok((count.min(cap), true));
            }
            step = step.saturating_mul(GROWTH).min(5_000).min(bounds.budget - asked);
        }
        Ok((count.min(cap), false))
    }
}

impl Walked {
    /// Takes rows that follow, of which there may be as many as were `asked` for; if there are fewer, they are the last.
    fn take(&mut self, rows: Vec<Row>, asked: usize) -> Result<(), StorageError> {
        self.is_over = rows.len() < asked;
        for mut row in rows {
            let (place, holds) = (place(&mut row)?, holds(&mut row)?);
            self.found.extend(holds.then(|| place.clone()));
            self.last = Some(place);
        }
        Ok(())
    }
}

impl Wanted<'_> {
    /// The first rows of a path.
    fn rows(&self, part: &Part, path: &Path, count: usize) -> Sql {
        path.rows(&self.query.sort, part, self.from(path), count)
    }

    /// The walks that are not passed yet.
    fn paths(&self, part: &Part) -> Result<Vec<Path>, ListError> {
        let mut paths = paths(self.query, part)?;
        paths.retain(|path| path.keyless || path.by == By::Record || !self.is_keyless());
        Ok(paths)
    }

    /// Where a walk goes on.
    fn from(&self, path: &Path) -> Option<&Place> {
        self.after.as_ref().filter(|_| !path.keyless || self.is_keyless())
    }

    /// Whether what has the sort's key is passed.
    fn is_keyless(&self) -> bool {
        self.after.as_ref().is_some_and(|after| after.key.is_none())
    }
}

impl Path {
    /// So many rows after `from`: identity, key, time of opening, and whether the condition holds.
    fn rows(&self, sort: &Sort, part: &Part, from: Option<&Place>, count: usize) -> Sql {
        // The key is what the index holds: another truth of it would be passed over, or listed twice.
        let key = || match self.by {
            By::SideIndexValue => Sql::new("i.value"),
            By::Open(column) => Sql::new(column),
            By::Record | By::SideIndexTime => sort.expression(),
        };
        let sql = Sql::new("SELECT r.id, ").then(key()).text(", r.opened_at, (").then(part.holds());
        let sql = match self.keyless {
            true => sql.text(") AND (").then(key()).text(") IS NULL "),
            false => sql.text(") "),
        };
        let sql = sql.then(self.from.clone());
        let order = match (self.keyless, self.by) {
            (false, By::Record) => {
                return sql
                    .then(sort.after(from, || sort.expression()))
                    .then(sort.order(sort.expression()))
                    .text(" LIMIT ")
                    .bind(limit(count));
            }
            (true, _) => Columns { first: None, rest: ["r.opened_at", ", r.id"] },
            (false, By::Open(column)) => Columns { first: Some(column), rest: ["r.opened_at", ", r.id"] },
            (false, By::SideIndexTime) => Columns { first: None, rest: ["i.sort_at", ", i.record"] },
            (false, By::SideIndexValue) => Columns { first: Some("i.value"), rest: ["i.sort_at", ", i.record"] },
        };
        order.after(sql, sort.direction, from).text(" LIMIT ").bind(limit(count))
    }
}

/// The columns of an index, in its order.
struct Columns {
    first: Option<&'static str>,
    rest: [&'static str; 2],
}

impl Columns {
    fn after(&self, sql: Sql, direction: Direction, from: Option<&Place>) -> Sql {
        let (beyond, order) = match direction {
            Direction::Ascending => (") > (", self.order(["", "", ""])),
            Direction::Descending => (") < (", self.order([" DESC", " DESC", " DESC"])),
        };
        let Some(from) = from else {
            return sql.then(order);
        };
        let sql = match self.first {
            Some(first) => sql.text(" AND (").text(first).text(", "),
            None => sql.text(" AND ("),
        };
        let sql = sql.text(self.rest[0]).text(self.rest[1]).text(beyond);
        let sql = match (self.first, &from.key) {
            (Some(_), Some(key)) => sql.bind(key.bind()).text(", "),
            _ => sql,
        };
        sql.bind(from.opened_at).text(", ").bind(from.id).text(")").then(order)
    }

    fn order(&self, ways: [&'static str; 3]) -> Sql {
        let sql = match self.first {
            Some(first) => Sql::new(" ORDER BY ").text(first).text(ways[0]).text(", "),
            None => Sql::new(" ORDER BY "),
        };
        sql.text(self.rest[0]).text(ways[1]).text(self.rest[1]).text(ways[2])
    }
}

/// How many rows a walk asks first.
fn first_step(wanted: &Wanted<'_>) -> usize {
    wanted.count.saturating_mul(2).clamp(50, 1_000)
}

/// The walks that together give all of a process's records in the list's order.
fn paths(query: &ListQuery, part: &Part) -> Result<Vec<Path>, ListError> {
    Ok(match &query.sort.key {
        SortKey::OpenedAt => by_opening(part),
        SortKey::UpdatedAt => {
            let changed = Window::of(&conjuncts(&part.condition), RecordPath::UpdatedAt).holds("r.updated_at");
            let all = if part.is_open_only() { part.open(dialect::BY_CHANGE) } else { whole(part).from };
            vec![Path { from: all.then(changed), ..whole(part) }]
        }
        SortKey::Number => vec![whole(part)],
        SortKey::DueAt if part.is_open_only() => {
            part.open_by(dialect::BY_DUE, "r.due_at", &Window::of(&conjuncts(&part.condition), RecordPath::DueAt))
        }
        SortKey::Field(field) if part.is_open_only() && part.is_priority(field) => {
            part.open_by(dialect::BY_PRIORITY, "r.priority", &Window::default())
        }
        SortKey::Field(field) => {
            let from = Sql::new("FROM field_index i JOIN record r ON r.id = i.record WHERE i.process = ");
            let from = from.bind(part.process.id.as_str()).text(" AND i.field = ").bind(field.as_str());
            vec![Path { from, by: By::SideIndexValue, keyless: false }, Path { keyless: true, ..whole(part) }]
        }
        SortKey::DueAt | SortKey::Shared(_) => return Err(ListError::TooWide(query.sort.name().to_owned())),
    })
}

/// The walks in the order of opening: through the ranges of a driver where they can, through the process otherwise.
fn by_opening(part: &Part) -> Vec<Path> {
    let walks = part.drivers.iter().find_map(|driver| {
        let walks = driver.ranges.iter().map(|range| range.walk.clone());
        walks.collect::<Option<Vec<Walk>>>()
    });
    let path = |walk: Walk| {
        let by = if walk.by_side_index { By::SideIndexTime } else { By::Record };
        Path { from: walk.from, by, keyless: false }
    };
    walks.map_or_else(|| vec![opened(part)], |walks| walks.into_iter().map(path).collect())
}

/// The whole process, as far as the condition says when its records were opened.
fn opened(part: &Part) -> Path {
    let window = Window::of(&conjuncts(&part.condition), RecordPath::OpenedAt);
    let from = whole(part).from.then(window.holds("r.opened_at"));
    Path { from, ..whole(part) }
}

fn whole(part: &Part) -> Path {
    let from = Sql::new("FROM record r WHERE r.process = ").bind(part.process.id.as_str());
    Path { from, by: By::Record, keyless: false }
}

impl Part {
    fn is_open_only(&self) -> bool {
        conjuncts(&self.condition).contains(&&IS_OPEN)
    }

    /// What a record `r` of it is sorted by: the column of priorities says the same as the side index, and sooner.
    pub(super) fn key(&self, sort: &Sort) -> Sql {
        match &sort.key {
            SortKey::Field(field) if self.is_priority(field) => Sql::new("r.priority"),
            _ => sort.expression(),
        }
    }

    /// Whether `field` is what the column of priorities holds, as it stands in the side index.
    fn is_priority(&self, field: &FieldId) -> bool {
        let kind = self.process.fields.get(field).map(|field| &field.kind);
        field.as_str() == shared::PRIORITY && matches!(kind, Some(FieldKind::Choice { .. }))
    }

    /// `FROM … WHERE …`: the open records, by an index that holds no others.
    fn open(&self, by: dialect::By) -> Sql {
        let from = Sql::new("FROM record r").either(by).text(" WHERE r.is_open AND r.process = ");
        from.bind(self.process.id.as_str())
    }

    /// The open records by a column that an index of theirs holds, then those without it.
    fn open_by(&self, by: dialect::By, column: &'static str, window: &Window<'_>) -> Vec<Path> {
        let present = self.open(by).text(" AND ").text(column).text(" IS NOT NULL").then(window.holds(column));
        let present = Path { from: present, by: By::Open(column), keyless: false };
        if !window.is_open() {
            return vec![present];
        }
        let absent = self.open(by).text(" AND ").text(column).text(" IS NULL");
        vec![present, Path { from: absent, by: By::Open(column), keyless: true }]
    }
}

/// The first field of the condition that no index answers: the one to narrow by or to have indexed.
fn unindexed(part: &Part) -> String {
    let mut pending = vec![&part.condition];
    while let Some(node) = pending.pop() {
        match node {
            Node::Path(yuheng_definition::expression::Path::Field(field))
            | Node::Has(yuheng_definition::expression::Path::Field(field)) => {
                if part.process.fields.get(field).is_none_or(|field| !field.indexed) {
                    return field.to_string();
                }
            }
            Node::All(parts) | Node::Any(parts) => pending.extend(parts.iter().rev()),
            Node::Not(inner) | Node::IsTrue(inner) | Node::Shift { base: inner, .. } | Node::Midnight(inner) => {
                pending.push(inner)
            }
            Node::Compare { left, right, .. } => pending.extend([&**right, &**left]),
            Node::In { item, list } => pending.extend([&**list, &**item]),
            Node::Text { subject, argument, .. } => pending.extend([&**argument, &**subject]),
            Node::Literal(_) | Node::List(_) | Node::Path(_) | Node::Has(_) | Node::Unknown => {}
        }
    }
    "state".to_owned()
}

fn holds(row: &mut Row) -> Result<bool, StorageError> {
    Ok(row.optional()?.unwrap_or(false))
}
