//! Objectives and clauses on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::clauses::{ClauseFound, RuleFound};
use yuheng_app::objectives::{Judged, Measured, Verdict};

use super::record::{Record, Reference, Text};
use super::words::Standing;

/// An objective in a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Objective {
    id: String,
    label: Text,
    process: String,
    period: String,
    from: String,
    until: String,
    /// `%` for a share, empty for a count.
    unit: &'static str,
    /// The figure; absent when nothing counts yet.
    actual: Option<f64>,
    target: f64,
    direction: String,
    met: Option<bool>,
    counted: u64,
    passed: u64,
    left_out: Vec<LeftOut>,
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
    rules: Vec<Rule>,
}

/// The role that answers for a clause.
#[derive(Debug, Serialize, ToSchema)]
pub struct Owner {
    role: String,
    label: Text,
}

/// A rule with what it found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rule {
    label: Text,
    state: Standing,
    process: Option<String>,
    filter: Option<String>,
    objective: Option<String>,
    found: u64,
    records: Vec<Reference>,
}

/// A number for the page's charts; the exact decimal is the engine's.
fn number(decimal: &str) -> f64 {
    decimal.parse().unwrap_or_default()
}

impl From<&Measured> for Objective {
    fn from(measured: &Measured) -> Self {
        let left_out =
            measured.left_out.iter().map(|(reason, count)| LeftOut { reason: Text::from(reason), count: *count });
        Self {
            id: measured.key.clone(),
            label: Text::from(&measured.label),
            process: measured.process.clone(),
            period: measured.period.name.clone(),
            from: measured.period.from.to_string(),
            until: measured.period.until.to_string(),
            unit: if measured.measure == "share" { "%" } else { "" },
            actual: measured.actual.as_deref().map(number),
            target: number(&measured.target),
            direction: measured.direction.clone(),
            met: measured.is_met,
            counted: measured.counted,
            passed: measured.passed,
            left_out: left_out.collect(),
        }
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
pub fn clause(found: &ClauseFound, definitions: &yuheng_definition::Definitions) -> Clause {
    let owner = found.clause.owner.as_ref().and_then(|role| definitions.roles.get(role));
    Clause {
        id: found.clause.id.to_string(),
        label: Text::from(&found.clause.label),
        parent: found.clause.parent.as_ref().map(ToString::to_string),
        state: found.standing.into(),
        owner: owner.map(|role| Owner { role: role.id.to_string(), label: Text::from(&role.label) }),
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
        process: found.process.as_ref().map(ToString::to_string),
        filter: found.filter.clone(),
        objective: found.objective.clone(),
        found: found.found,
        records: records.collect(),
    }
}
