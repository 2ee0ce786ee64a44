//! Objectives: population, exclusions with their reasons, pass condition, over the records of a period. A figure is the
//! organisation's, the same for whoever may see the objective; the records behind it are listed as far as each may see
//! them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use yuheng_definition::expression::{Comparison, Facts, Node, Order, Path, RecordPath, Schema, bind, evaluate};
use yuheng_definition::{Action, Content, Label, Process, Value};
use yuheng_engine::{Record, RecordFacts, RecordId, access};
use yuheng_store::{ListQuery, Sort};

use crate::lists::{Ask, LONGEST_PAGE, checked, page_length};
use crate::period::{Length, Period};
use crate::view::ListRow;
use crate::{App, Caller, Error, Result, view, world};

/// An objective in a period.
pub struct Measured {
    /// The standing record.
    pub record: RecordId,
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// The process that it counts.
    pub process: String,
    /// The period.
    pub period: Period,
    /// The target, a decimal.
    pub target: String,
    /// `at_least` or `at_most`.
    pub direction: String,
    /// `share` or `count`.
    pub measure: String,
    /// The figure, a decimal; none when nothing is counted yet.
    pub actual: Option<String>,
    /// Whether the target is met; none when there is no figure.
    pub is_met: Option<bool>,
    /// How many pass.
    pub passed: u64,
    /// How many are counted.
    pub counted: u64,
    /// What is left out, by reason.
    pub left_out: Vec<(Label, u64)>,
}

/// Which of an objective's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that count.
    Counted,
    /// Those that count and pass.
    Passed,
    /// Those that count and don't pass.
    Failed,
    /// Those that are left out.
    LeftOut,
}

/// What a record means for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts and passes.
    Passed,
    /// It counts and doesn't pass.
    Failed,
    /// It is left out, for this reason.
    LeftOut(Label),
}

/// A page of the records behind a figure, with what each means for it.
pub struct Judged {
    /// The records.
    pub rows: Vec<(ListRow, Verdict)>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// An objective, read from its record.
struct Objective<'a> {
    process: &'a Arc<Process>,
    split: Split,
    length: Length,
    dated_by: RecordPath,
}

/// How an objective splits records: what is left out and what counts are the population, what passes and what fails are
/// what counts. A condition that can't be said of a record does not hold for it.
struct Split {
    population: Node,
    exclusions: Vec<(Label, Node)>,
    pass: Node,
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

    /// The records behind an objective's figure.
    ///
    /// # Errors
    /// Not found, it has no such periods, or its expressions can't be read.
    pub async fn objective_records_of(
        &self,
        caller: &Caller,
        key: &str,
        period: Option<&str>,
        which: Which,
        ask: &Ask,
    ) -> Result<Judged> {
        let record = self.objective_record(caller, key).await?;
        let objective = self.read_objective(caller, &record)?;
        own_period(objective.length, period)?;
        let period = self.period(objective.length, period)?;
        let node = Node::all([objective.within(&period), objective.split.node(which)]);
        let scope = access::scope(&self.context(caller, None), objective.process, Action::View);
        let query = ListQuery {
            cursor: ask.cursor.clone().filter(|cursor| !cursor.is_empty()),
            limit: page_length(ask.limit, 50, LONGEST_PAGE)? as usize,
            arms: vec![caller.in_force.arm(objective.process, Node::all([scope, node]))],
            sort: Sort::NEWEST,
            total: false,
        };
        let page = self.store.list(&query).await?;
        let context = self.context(caller, None);
        let judge = |record: &Record| (record.id, objective.split.verdict(&RecordFacts::of(&context, Some(record))));
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
        let objective = self.read_objective(caller, record)?;
        let period = self.period(objective.length, period)?;
        let exclusions = &objective.split.exclusions;
        let mut nodes = vec![objective.split.node(Which::Counted), objective.split.node(Which::Passed)];
        nodes.extend((0..exclusions.len()).map(|index| objective.split.excluded_by(index)));
        let population = Node::all([objective.within(&period), objective.split.population.clone()]);
        let arm = caller.in_force.arm(objective.process, population);
        let counts = self.store.count_each(&arm, &nodes).await?;
        let (counted, passed) = (counts[0], counts[1]);
        let left_out =
            exclusions.iter().zip(&counts[2..]).map(|((reason, _), count)| (reason.clone(), *count)).collect();
        let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
        let (target, direction, measure) = (text("target"), text("direction"), text("measure"));
        let actual = actual(&measure, passed, counted);
        let is_met = actual.as_deref().and_then(|actual| is_met(actual, &target, &direction));
        Ok(Measured {
            record: record.id,
            key: text("key"),
            label: label(
                &view::title(record, self.process(caller, record.process.as_str())?.as_ref()),
                record.text("title_en"),
            ),
            process: objective.process.id.to_string(),
            period,
            target,
            direction,
            measure,
            actual,
            is_met,
            passed,
            counted,
            left_out,
        })
    }

    fn read_objective<'a>(&self, caller: &'a Caller, record: &'a Record) -> Result<Objective<'a>> {
        let definitions = &caller.in_force.definitions;
        let text = |field: &str| record.text(field).unwrap_or_default();
        let process = definitions.process(text("process")).ok_or_else(Error::not_found)?;
        let schema =
            Schema::of(process).with_roles(definitions.roles.keys()).with_processes(definitions.processes.keys());
        let context = self.context(caller, None);
        let read = |source: &str| -> Result<Node> {
            if source.trim().is_empty() {
                return Ok(Node::truth(true));
            }
            Ok(bind(&checked(source, &schema)?.root, &RecordFacts::of(&context, None)))
        };
        let own = record.fields.get("exclusions").map_or(&[][..], Value::rows).iter().map(|row| {
            let cell = |column: &str| row.column(column).and_then(Value::as_text);
            let reason = label(cell("reason").unwrap_or_default(), cell("reason_en"));
            Ok((reason, read(cell("filter").unwrap_or_default())?))
        });
        let exclusions = std::iter::once(Ok(void())).chain(own);
        Ok(Objective {
            process,
            split: Split {
                population: read(text("population"))?,
                exclusions: exclusions.collect::<Result<_>>()?,
                pass: read(text("pass"))?,
            },
            length: Length::from_option(text("period")),
            dated_by: match text("period_field") {
                "resolved_at" => RecordPath::ResolvedAt,
                "closed_at" => RecordPath::ClosedAt,
                _ => RecordPath::OpenedAt,
            },
        })
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

impl Split {
    /// What a record must be to belong to `which`.
    fn node(&self, which: Which) -> Node {
        let excluded = Node::Any(self.exclusions.iter().map(|(_, filter)| filter.clone()).collect());
        let node = match which {
            Which::Counted => fails(excluded),
            Which::Passed => Node::all([fails(excluded), self.pass.clone()]),
            Which::Failed => Node::all([fails(excluded), fails(self.pass.clone())]),
            Which::LeftOut => excluded,
        };
        Node::all([self.population.clone(), node])
    }

    /// What the record behind `facts` means: the first exclusion that holds gives the reason.
    fn verdict(&self, facts: &dyn Facts) -> Verdict {
        let excluded = self.exclusions.iter().find(|(_, filter)| evaluate(filter, facts).holds());
        match excluded {
            Some((reason, _)) => Verdict::LeftOut(reason.clone()),
            None if evaluate(&self.pass, facts).holds() => Verdict::Passed,
            None => Verdict::Failed,
        }
    }

    /// Left out by the exclusion at `index`, and by none before it.
    fn excluded_by(&self, index: usize) -> Node {
        let before = self.exclusions[..index].iter().map(|(_, filter)| fails(filter.clone()));
        Node::all(before.chain([self.exclusions[index].1.clone(), self.population.clone()]))
    }
}

/// A text and its English, which stands in for itself where there is none.
fn label(text: &str, english: Option<&str>) -> Label {
    Label { zh: text.to_owned(), en: english.unwrap_or(text).to_owned() }
}

/// What every objective leaves out before anything else: whoever may make a record void can't mend a figure by it.
fn void() -> (Label, Node) {
    (Label::new("已作废", "Void"), Node::Path(Path::Record(RecordPath::IsVoid)))
}

/// `node` does not hold, be it because it can't be said.
fn fails(node: Node) -> Node {
    Node::Not(Box::new(Node::IsTrue(Box::new(node))))
}

impl Objective<'_> {
    fn within(&self, period: &Period) -> Node {
        let compare = |operator, at: Timestamp| Node::Compare {
            operator,
            order: Order::Instant,
            left: Box::new(Node::Path(Path::Record(self.dated_by))),
            right: Box::new(Node::Literal(Value::Text(at.to_string()))),
        };
        let from = compare(Comparison::GreaterOrEqual, period.from);
        Node::all([Node::Has(Path::Record(self.dated_by)), from, compare(Comparison::Less, period.until)])
    }
}

/// The figure: a count, or a share in percent with two digits after the point, cut off, never rounded up to a target.
fn actual(measure: &str, passed: u64, counted: u64) -> Option<String> {
    if measure == "count" {
        return Some(passed.to_string());
    }
    let hundredths = (u128::from(passed) * 10_000).checked_div(u128::from(counted))?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

fn is_met(actual: &str, target: &str, direction: &str) -> Option<bool> {
    let order = yuheng_definition::expression::compare_decimals(actual, target)?;
    Some(if direction == "at_most" { order.is_le() } else { order.is_ge() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three fields of truths, each of which may be absent.
    struct Given([Option<bool>; 3]);

    const FIELDS: [&str; 3] = ["planned", "waived", "met"];

    impl Facts for Given {
        fn value(&self, path: &Path) -> Option<Value> {
            let Path::Field(field) = path else { return None };
            let place = FIELDS.iter().position(|name| field.as_str() == *name)?;
            self.0[place].map(Value::Bool)
        }

        fn midnight(&self, _: &str) -> Option<Value> {
            None
        }
    }

    #[test]
    fn every_record_of_the_population_is_on_one_side() {
        let [planned, waived, pass] = FIELDS.map(|field| Node::Path(Path::Field(field.into())));
        let exclusions = vec![(label("planned", None), planned), (label("waived", None), waived)];
        let split = Split { population: Node::truth(true), exclusions, pass };
        let truths = [None, Some(false), Some(true)];
        for given in truths.iter().flat_map(|a| truths.iter().flat_map(|b| truths.map(|c| Given([*a, *b, c])))) {
            let is = |node: Node| evaluate(&node, &given).holds();
            let sides =
                [Which::Counted, Which::LeftOut, Which::Passed, Which::Failed].map(|which| is(split.node(which)));
            let reasons = [0, 1].map(|index| is(split.excluded_by(index)));
            let expected = match split.verdict(&given) {
                Verdict::Passed => ([true, false, true, false], [false, false]),
                Verdict::Failed => ([true, false, false, true], [false, false]),
                Verdict::LeftOut(reason) => {
                    ([false, true, false, false], [reason.zh == "planned", reason.zh == "waived"])
                }
            };
            assert_eq!((sides, reasons), expected, "{:?}", given.0);
        }
    }

    #[test]
    fn a_share_is_cut_off_not_rounded_up() {
        assert_eq!(actual("share", 999, 1000).as_deref(), Some("99.90"));
        assert_eq!(actual("share", 2, 3).as_deref(), Some("66.66"));
        assert_eq!(actual("share", 0, 0), None);
        assert_eq!(actual("count", 7, 9).as_deref(), Some("7"));
    }

    #[test]
    fn a_target_is_met_in_its_direction() {
        assert_eq!(is_met("99.90", "99.9", "at_least"), Some(true));
        assert_eq!(is_met("5", "4", "at_most"), Some(false));
    }
}
