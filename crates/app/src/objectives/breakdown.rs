//! A figure by department, and month by month: each in one pass over the records.

use jiff::ToSpan;
use yuheng_definition::expression::Node;
use yuheng_engine::{Record, RecordId};

use super::figure::Figure;
use super::formula::{Formula, waits_for};
use super::split::{Split, Which};
use crate::period::{Length, Period};
use crate::view::Reference;
use crate::{App, Caller, Error, Result};

/// How many months a trend has.
const MONTHS: usize = 12;

/// Whose part of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// That of the department with this number.
    Department(String),
    /// What belongs to no department in force.
    Elsewhere,
}

/// A department's own figure.
pub struct DepartmentFigure {
    /// The department; none: what belongs to none that is in force.
    pub department: Option<Reference>,
    /// Its figure.
    pub figure: Figure,
}

/// The figure of a month.
pub struct MonthFigure {
    /// The month.
    pub month: Period,
    /// Its figure; met or not only where the target is one for a month.
    pub figure: Figure,
}

impl App {
    /// An objective's figure by department; nothing where its records belong to none.
    ///
    /// # Errors
    /// Not found, it has no such periods, or its expressions can't be read.
    pub async fn objective_departments(
        &self,
        caller: &Caller,
        key: &str,
        period: Option<&str>,
    ) -> Result<Vec<DepartmentFigure>> {
        let record = self.objective_record(caller, key).await?;
        if waits_for(&record).is_some() || record.reference("department").is_some() {
            return Ok(Vec::new());
        }
        let formula = self.formula(caller, &record)?;
        let period = self.period(formula.length, period)?;
        if formula.department.is_none() {
            return Ok(Vec::new());
        }
        let departments: Vec<RecordId> = caller.in_force.world.departments.keys().copied().collect();
        let mut parts: Vec<Node> = departments.iter().map(|department| formula.belongs_to(*department)).collect();
        parts.push(formula.belongs_elsewhere(&departments));
        let figures = self.count_parts(caller, &record, &formula, (formula.within(&period), parts)).await?;
        let named = self.references(caller, departments.iter().copied().collect()).await?;
        let owners = departments.iter().map(|id| named.get(id).cloned()).chain([None]);
        let rows = owners.zip(figures).map(|(department, figure)| DepartmentFigure { department, figure });
        Ok(rows.filter(|row| row.department.is_some() || row.figure.counted + row.figure.left_out > 0).collect())
    }

    /// An objective's figure in each of the twelve months up to the one in which `period` ends, or to this one.
    ///
    /// # Errors
    /// Not found, or its expressions can't be read.
    pub async fn objective_trend(&self, caller: &Caller, key: &str, period: Option<&str>) -> Result<Vec<MonthFigure>> {
        let record = self.objective_record(caller, key).await?;
        if waits_for(&record).is_some() {
            return Ok(Vec::new());
        }
        let formula = self.formula(caller, &record)?;
        let months = self.months_until(period)?;
        let Some((first, last)) = months.first().zip(months.last()) else { return Ok(Vec::new()) };
        let year = Period { name: String::new(), from: first.from, until: last.until };
        let parts = months.iter().map(|month| formula.within(month)).collect();
        let figures = self.count_parts(caller, &record, &formula, (formula.within(&year), parts)).await?;
        let is_monthly = formula.length == Length::Month;
        let figures =
            figures.into_iter().map(|figure| Figure { is_met: figure.is_met.filter(|_| is_monthly), ..figure });
        Ok(months.into_iter().zip(figures).map(|(month, figure)| MonthFigure { month, figure }).collect())
    }

    /// That a record belongs to a part of a figure.
    pub(super) async fn part(&self, caller: &Caller, formula: &Formula<'_>, part: &Part) -> Result<Node> {
        let departments = &caller.in_force.world.departments;
        match part {
            Part::Whole => Ok(Node::truth(true)),
            Part::Elsewhere => Ok(formula.belongs_elsewhere(&departments.keys().copied().collect::<Vec<_>>())),
            Part::Department(number) => {
                let record = self.store.by_any_label(number).await?;
                let id = record.map(|record| record.id).filter(|id| departments.contains_key(id));
                let (zh, en) = (format!("没有部门 {number}"), format!("There is no department {number}"));
                id.map(|id| formula.belongs_to(id)).ok_or_else(|| Error::parameter("department", &zh, &en))
            }
        }
    }

    /// The figures of parts of what is `within`, all counted in one pass.
    async fn count_parts(
        &self,
        caller: &Caller,
        record: &Record,
        formula: &Formula<'_>,
        (within, parts): (Node, Vec<Node>),
    ) -> Result<Vec<Figure>> {
        let Split { population, .. } = &formula.split;
        let arm = caller.in_force.arm(formula.process, Node::all([within, population.clone()]));
        let sides = [Which::Passed, Which::Counted, Which::LeftOut];
        let side = |part: &Node, which| Node::all([part.clone(), formula.split.side(which)]);
        let nodes: Vec<Node> = parts.iter().flat_map(|part| sides.map(|which| side(part, which))).collect();
        let counts = self.store.count_each(&arm, &nodes).await?;
        Ok(counts.chunks_exact(sides.len()).map(|of| Figure::of(record, of[0], of[1], of[2])).collect())
    }

    /// Twelve months, the last of them the one in which `period` ends; none that has not begun.
    fn months_until(&self, period: Option<&str>) -> Result<Vec<Period>> {
        let zone = &self.zone();
        let month = |day| Period::containing(Length::Month, day, zone);
        let asked = self.period(Length::Month, period)?;
        let last = if asked.from > self.now() { month(self.today()).unwrap_or(asked) } else { asked };
        let day = last.from.to_zoned(zone.clone()).date();
        let back = (0..MONTHS).rev().filter_map(|n| i32::try_from(n).ok());
        Ok(back.filter_map(|n| month(day.checked_sub(n.months()).ok()?)).collect())
    }
}
