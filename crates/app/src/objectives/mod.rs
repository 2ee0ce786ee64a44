//! Objectives: population, exclusions with their reasons, pass condition, over the records of a period. A figure is the
//! organisation's, the same for whoever may see the objective; the records behind it are listed as far as each may see
//! them.

mod breakdown;
mod figure;
mod formula;
mod split;

use std::collections::BTreeMap;

use yuheng_definition::expression::Node;
use yuheng_definition::{Action, Content, Label};
use yuheng_engine::{Record, RecordFacts, RecordId, access};
use yuheng_store::{ListQuery, Sort};

use crate::lists::{Ask, LONGEST_PAGE, page_length};
use crate::period::{Length, Period};
use crate::view::{ListRow, Reference};
use crate::{App, Caller, Error, Result, view, world};

pub use breakdown::{DepartmentFigure, MonthFigure, Part};
pub use figure::Figure;
pub use split::{Verdict, Which};

use formula::waits_for;
use split::label;

/// An objective in a period.
pub struct Measured {
    /// The standing record.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// The process that it counts; none while there is none.
    pub process: Option<String>,
    /// What brings the records that it is to be computed from; none: there are some.
    pub comes_with: Option<Label>,
    /// The department whose own it is; none: the whole company's.
    pub department: Option<Reference>,
    /// The period.
    pub period: Period,
    /// The target, a decimal.
    pub target: String,
    /// `at_least` or `at_most`.
    pub direction: String,
    /// `share` or `count`.
    pub measure: String,
    /// What was counted.
    pub figure: Figure,
    /// What is left out, by reason.
    pub left_out: Vec<(Label, u64)>,
    /// How what is open at the period's end is treated.
    pub open_at_end: Option<String>,
}

/// A page of the records behind a figure, with what each means for it.
pub struct Judged {
    /// The records.
    pub rows: Vec<(ListRow, Verdict)>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl App {
    /// All objectives in force, each in its present period or in the one of its own length in which `period` ends.
    ///
    /// # Errors
    /// There is no such period, one of them has shorter ones, or the store fails.
    pub async fn objectives(&self, caller: &Caller, period: Option<&str>) -> Result<Vec<Measured>> {
        self.period(Length::Year, period)?;
        let mut measured = Vec::new();
        for record in self.objective_records(caller).await? {
            match self.measure(caller, &record, period).await {
                Ok(one) => measured.push(one),
                Err(error @ (Error::Store(_) | Error::Parameter { .. })) => return Err(error),
                Err(error) => tracing::warn!(record.number = %record.label, %error, "an objective can't be read"),
            }
        }
        Ok(measured)
    }

    /// The objective with `key`.
    ///
    /// # Errors
    /// Not found, it has no such periods, or its expressions can't be read.
    pub async fn objective(&self, caller: &Caller, key: &str, period: Option<&str>) -> Result<Measured> {
        let record = self.objective_record(caller, key).await?;
        own_period(Length::from_option(record.text("period").unwrap_or_default()), period)?;
        self.measure(caller, &record, period).await
    }

    /// The records behind an objective's figure, or behind that of a department.
    ///
    /// # Errors
    /// Not found, it has no such periods, or its expressions can't be read.
    pub async fn objective_records_of(
        &self,
        caller: &Caller,
        key: &str,
        period: Option<&str>,
        (which, part): (Which, Part),
        ask: &Ask,
    ) -> Result<Judged> {
        let record = self.objective_record(caller, key).await?;
        if waits_for(&record).is_some() {
            return Ok(Judged { rows: Vec::new(), next: None });
        }
        let formula = self.formula(caller, &record)?;
        own_period(formula.length, period)?;
        let period = self.period(formula.length, period)?;
        let part = self.part(caller, &formula, &part).await?;
        let node = Node::all([formula.within(&period), formula.split.node(which), part]);
        let scope = access::scope(&self.context(caller, None), formula.process, Action::View);
        let query = ListQuery {
            cursor: ask.cursor.clone().filter(|cursor| !cursor.is_empty()),
            limit: page_length(ask.limit, 50, LONGEST_PAGE)? as usize,
            arms: vec![caller.in_force.arm(formula.process, Node::all([scope, node]))],
            sort: Sort::NEWEST,
            total: false,
        };
        let page = self.store.list(&query).await?;
        let context = self.context(caller, None);
        let judge = |record: &Record| (record.id, formula.split.verdict(&RecordFacts::of(&context, Some(record))));
        let verdicts: BTreeMap<RecordId, Verdict> = page.records.iter().map(judge).collect();
        let rows = self.rows(caller, page.records).await?.into_iter();
        let rows = rows.filter_map(|row| verdicts.get(&row.record.id).cloned().map(|verdict| (row, verdict)));
        Ok(Judged { rows: rows.collect(), next: page.next })
    }

    async fn objective_records(&self, caller: &Caller) -> Result<Vec<Record>> {
        let definitions = &caller.in_force.definitions;
        let mut found = Vec::new();
        for process in definitions.content(Content::Objective) {
            let records = self.standing(process).await?;
            found.extend(records.into_iter().filter(|record| {
                world::is_in_force(definitions, record) && self.masked(caller, record.clone()).is_some()
            }));
        }
        Ok(found)
    }

    async fn objective_record(&self, caller: &Caller, key: &str) -> Result<Record> {
        let all = self.objective_records(caller).await?;
        all.into_iter().find(|record| record.text("key") == Some(key)).ok_or_else(Error::not_found)
    }

    async fn measure(&self, caller: &Caller, record: &Record, period: Option<&str>) -> Result<Measured> {
        let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
        let comes_with = waits_for(record);
        let period = self.period(Length::from_option(&text("period")), period)?;
        let (figure, left_out) = match &comes_with {
            Some(_) => (Figure::none(), Vec::new()),
            None => self.count(caller, record, &period).await?,
        };
        let title = view::title(record, self.process(caller, record.process.as_str())?.as_ref());
        let department = record.reference("department");
        let named = self.references(caller, department.into_iter().collect()).await?;
        Ok(Measured {
            record: record.id,
            number: record.label.clone(),
            key: text("key"),
            label: label(&title, record.text("title_en")),
            process: record.text("process").map(str::to_owned),
            department: department.and_then(|id| named.get(&id).cloned()),
            comes_with,
            period,
            target: text("target"),
            direction: text("direction"),
            measure: text("measure"),
            figure,
            left_out,
            open_at_end: record.text("open_at_end").map(str::to_owned),
        })
    }

    /// Counts an objective's records in one pass: those that count, those that pass, those left out by each reason.
    async fn count(&self, caller: &Caller, record: &Record, period: &Period) -> Result<(Figure, Vec<(Label, u64)>)> {
        let formula = self.formula(caller, record)?;
        let exclusions = &formula.split.exclusions;
        let mut nodes = vec![formula.split.node(Which::Counted), formula.split.node(Which::Passed)];
        nodes.extend((0..exclusions.len()).map(|index| formula.split.excluded_by(index)));
        let population = Node::all([formula.within(period), formula.split.population.clone()]);
        let counts = self.store.count_each(&caller.in_force.arm(formula.process, population), &nodes).await?;
        let left_out: Vec<_> =
            exclusions.iter().zip(&counts[2..]).map(|((reason, _), count)| (reason.clone(), *count)).collect();
        let figure = Figure::of(record, counts[1], counts[0], left_out.iter().map(|(_, count)| count).sum());
        Ok((figure, left_out))
    }

    fn period(&self, length: Length, name: Option<&str>) -> Result<Period> {
        let zone = &self.zone();
        let period = match name {
            // In which of its months a monthly objective is meant to be seen, a year does not say.
            Some(name) if Length::of(name) > length => return Err(shorter(length)),
            Some(name) => Period::named(length, name, zone),
            None => Period::containing(length, self.today(), zone),
        };
        let (zh, en) = ("周期应写作 2026-11、2026-Q4 或 2026", "A period is written 2026-11, 2026-Q4 or 2026");
        period.ok_or_else(|| Error::parameter("period", zh, en))
    }
}

/// Who asks for one objective asks for one of its own periods.
fn own_period(length: Length, name: Option<&str>) -> Result<()> {
    if name.is_none_or(|name| Length::of(name) == length) { Ok(()) } else { Err(other_length(length)) }
}

fn other_length(length: Length) -> Error {
    let Label { zh, en } = length.label();
    Error::parameter("period", &format!("此目标的周期是{zh}"), &format!("The periods of this objective are {en}"))
}

/// One of several objectives has periods shorter than the one asked for.
fn shorter(length: Length) -> Error {
    let Label { zh, en } = length.label();
    Error::parameter(
        "period",
        &format!("有目标的周期是{zh}，请用不长于它的周期查询"),
        &format!("The periods of an objective are {en}: ask for one that is no longer"),
    )
}
