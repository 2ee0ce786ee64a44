//! Which clauses a record is evidence for: those of its process, and those a rule of which counts it.

use yuheng_definition::expression::Truth;
use yuheng_definition::{Clause, ClauseId, ClauseReads, ClauseRef, Content, Label, Process, StandardId};
use yuheng_engine::{Context, Record, RecordFacts};

/// A clause with its title.
pub struct ClauseLabel {
    /// The edition.
    pub standard: StandardId,
    /// The number.
    pub clause: ClauseId,
    /// Our own short title.
    pub label: Label,
}

/// The clauses that a record, as its reader sees it, is evidence for: those of its process first. What is void is evidence for
/// nothing that a rule counts.
pub(crate) fn clauses(ctx: &Context, process: &Process, record: &Record) -> Vec<ClauseLabel> {
    let standards = &ctx.definitions.standards;
    let of_process = process.clauses.iter().filter_map(|at| {
        let clause = standards.get(&at.standard)?.clauses.get(&at.clause)?;
        Some((at.clone(), clause))
    });
    let all = standards.iter().flat_map(|(id, standard)| {
        let at = |clause: &Clause| ClauseRef { standard: id.clone(), clause: clause.id.clone() };
        standard.clauses.values().map(move |clause| (at(clause), clause))
    });
    let counting = all.filter(|(at, clause)| {
        let mut reads = clause.rules.iter().map(|rule| &rule.reads);
        record.voided.is_none()
            && !process.clauses.contains(at)
            && reads.any(|reads| counts(ctx, process, record, reads))
    });
    let named = |(at, clause): (ClauseRef, &Clause)| ClauseLabel {
        standard: at.standard,
        clause: at.clause,
        label: clause.label.clone(),
    };
    of_process.chain(counting).map(named).collect()
}

/// Whether a rule counts the record as what meets it.
fn counts(ctx: &Context, process: &Process, record: &Record, reads: &ClauseReads) -> bool {
    match reads {
        ClauseReads::Records { process: of, filter, .. } => {
            *of == process.id && filter.evaluate(&RecordFacts::of(ctx, Some(record))) == Truth::True
        }
        ClauseReads::Held => process.content == Some(Content::RoleAssignment),
        ClauseReads::Objective { key } => {
            process.content == Some(Content::Objective) && record.text("key") == Some(key.as_str())
        }
        ClauseReads::None { .. } => false,
    }
}
