//! Objectives and clauses on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::clauses::{ClauseFound, Reads, RuleFound};
use yuheng_app::objectives::{self, DepartmentFigure, Judged, Measured, MonthFigure, Verdict};
use yuheng_definition as definition;

use super::definition::{Named, named};
use super::record::Record;
use super::reference::Reference;
use super::text::Text;
use super::words::Standing;

/// What an objective comes to over some records.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    /// The figure; absent when nothing counts yet.
    actual: Option<f64>,
    /// Whether the target is met; absent where there is none for this stretch of time.
    met: Option<bool>,
    counted: u64,
    passed: u64,
}

/// An objective in a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Objective {
    id: String,
    /// The number of the standing record.
    number: String,
    label: Text,
    /// The process that it counts; absent while there is none.
    process: Option<String>,
    /// What brings the records that it is to be computed from; absent where there are some.
    comes_with: Option<Text>,
    /// The department whose own it is; absent: the whole company's.
    department: Option<Reference>,
    period: String,
    from: String,
    until: String,
    /// `%` for a share, empty for a count.
    unit: &'static str,
    #[serde(flatten)]
    figure: Figure,
    target: f64,
    direction: String,
    left_out: Vec<LeftOut>,
    /// How what is open at the period's end is treated.
    open_at_end: Option<String>,
}

/// A department's own figure of an objective.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectiveOfDepartment {
    /// The department; absent: what belongs to none that is in force.
    department: Option<Reference>,
    #[serde(flatten)]
    figure: Figure,
    left_out: u64,
}

/// The figure of an objective in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectiveOfMonth {
    /// `2026-11`
    period: String,
    #[serde(flatten)]
    figure: Figure,
    left_out: u64,
}

/// What is left out, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    reason: Text,
    count: u64,
}

/// A page of the records behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredPage {
    items: Vec<MeasuredRecord>,
    next: Option<String>,
}

/// A record behind a figure, with what it means for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredRecord {
    #[serde(flatten)]
    record: Record,
    /// Whether it passes; absent when it is left out.
    passed: Option<bool>,
    /// Why it is left out; absent when it counts.
    left_out: Option<Text>,
}

/// A clause with how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clause {
    id: String,
    label: Text,
    parent: Option<String>,
    state: Standing,
    owner: Option<Owner>,
    comes_with: Option<Text>,
    /// The clauses of other editions that ask for the same, its own or those of the clause above; none: only this edition
    /// asks for it.
    maps_to: Vec<MappedClause>,
    /// The processes whose records are evidence for it.
    evidence: Vec<Named>,
    rules: Vec<Rule>,
}

/// A clause of another edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct MappedClause {
    standard: String,
    clause: String,
    label: Text,
}

/// The role that answers for a clause.
#[derive(Debug, Serialize, ToSchema)]
pub struct Owner {
    role: String,
    label: Text,
    /// Who holds it today; nobody: a vacancy.
    held_by: Vec<Reference>,
}

/// A rule with what it found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rule {
    label: Text,
    state: Standing,
    /// `records` that there must be, `gaps` that there must not be, `roles` that must be held, an `objective` to be met.
    reads: &'static str,
    /// The process that it reads, or whose records say who holds a role.
    process: Option<String>,
    filter: Option<String>,
    objective: Option<String>,
    found: u64,
    /// How old the newest may be, in days, where that is asked.
    fresh_days: Option<u32>,
    /// When the newest was opened.
    #[schema(value_type = Option<String>)]
    newest_at: Option<jiff::Timestamp>,
    /// The roles that somebody must hold and nobody does.
    vacant: Vec<Named>,
    records: Vec<Reference>,
}

/// A number for the page's charts; the exact decimal is the engine's.
fn number(decimal: &str) -> f64 {
    decimal.parse().unwrap_or_default()
}

impl From<&objectives::Figure> for Figure {
    fn from(figure: &objectives::Figure) -> Self {
        Self {
            actual: figure.actual.as_deref().map(number),
            met: figure.is_met,
            counted: figure.counted,
            passed: figure.passed,
        }
    }
}

impl From<&Measured> for Objective {
    fn from(measured: &Measured) -> Self {
        let left_out =
            measured.left_out.iter().map(|(reason, count)| LeftOut { reason: Text::from(reason), count: *count });
        Self {
            id: measured.key.clone(),
            label: Text::from(&measured.label),
            number: measured.number.clone(),
            process: measured.process.clone(),
            comes_with: measured.comes_with.as_ref().map(Text::from),
            department: measured.department.as_ref().map(Reference::from),
            period: measured.period.name.clone(),
            from: measured.period.from.to_string(),
            until: measured.period.until.to_string(),
            unit: if measured.measure == "share" { "%" } else { "" },
            figure: Figure::from(&measured.figure),
            target: number(&measured.target),
            direction: measured.direction.clone(),
            left_out: left_out.collect(),
            open_at_end: measured.open_at_end.clone(),
        }
    }
}

impl From<&DepartmentFigure> for ObjectiveOfDepartment {
    fn from(of: &DepartmentFigure) -> Self {
        Self {
            department: of.department.as_ref().map(Reference::from),
            figure: Figure::from(&of.figure),
            left_out: of.figure.left_out,
        }
    }
}

impl From<&MonthFigure> for ObjectiveOfMonth {
    fn from(of: &MonthFigure) -> Self {
        Self { period: of.month.name.clone(), figure: Figure::from(&of.figure), left_out: of.figure.left_out }
    }
}

impl From<&Judged> for MeasuredPage {
    fn from(judged: &Judged) -> Self {
        let items = judged.rows.iter().map(|(row, verdict)| {
            let (passed, left_out) = match verdict {
                Verdict::Passed => (Some(true), None),
                Verdict::Failed => (Some(false), None),
                Verdict::LeftOut(reason) => (None, Some(Text::from(reason))),
            };
            MeasuredRecord { record: Record::from(row), passed, left_out }
        });
        Self { items: items.collect(), next: judged.next.clone() }
    }
}

/// A clause on the wire.
#[must_use]
pub fn clause(found: &ClauseFound, definitions: &definition::Definitions) -> Clause {
    let owner = found.clause.owner.as_ref().and_then(|role| definitions.roles.get(role));
    let mapped = |reference: &definition::ClauseRef| {
        let clause = definitions.standards.get(&reference.standard)?.clauses.get(&reference.clause)?;
        let (standard, clause, label) = (reference.standard.to_string(), clause.id.to_string(), (&clause.label).into());
        Some(MappedClause { standard, clause, label })
    };
    let evidence = found.evidence.iter().map(|process| named(process.id.as_str(), &process.label));
    Clause {
        id: found.clause.id.to_string(),
        label: Text::from(&found.clause.label),
        parent: found.clause.parent.as_ref().map(ToString::to_string),
        state: found.standing.into(),
        owner: owner.map(|role| Owner {
            role: role.id.to_string(),
            label: Text::from(&role.label),
            held_by: found.held_by.iter().map(Reference::from).collect(),
        }),
        maps_to: found.maps_to.iter().filter_map(mapped).collect(),
        evidence: evidence.collect(),
        comes_with: found.clause.comes_with.as_ref().map(Text::from),
        rules: found.rules.iter().map(rule).collect(),
    }
}

/// A rule on the wire.
#[must_use]
pub fn rule(found: &RuleFound) -> Rule {
    let records = found.records.iter().map(Reference::from);
    Rule {
        label: Text::from(&found.label),
        state: found.standing.into(),
        reads: match found.reads {
            Reads::Records => "records",
            Reads::Gaps => "gaps",
            Reads::Roles => "roles",
            Reads::Objective => "objective",
        },
        process: found.process.as_ref().map(ToString::to_string),
        filter: found.filter.clone(),
        objective: found.objective.clone(),
        found: found.found,
        fresh_days: found.fresh_days,
        newest_at: found.newest_at,
        vacant: found.vacant.iter().map(|(role, label)| named(role.as_str(), label)).collect(),
        records: records.collect(),
    }
}
