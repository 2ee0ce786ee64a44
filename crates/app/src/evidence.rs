//! Which clauses a record is evidence for: those of its process, and those a rule of which counts it.

use std::collections::BTreeSet;

use yuheng_definition::expression::Truth;
use yuheng_definition::{Clause, ClauseId, ClauseReads, ClauseRef, Content, FieldId, Label, Process, StandardId};
use yuheng_engine::{Context, Record, RecordFacts, access, is_valid_on};

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
/// nothing that a rule counts, and a rule that reads what is masked says nothing.
pub(crate) fn clauses(ctx: &Context, process: &Process, record: &Record) -> Vec<ClauseLabel> {
    let masked = access::masked_fields(ctx, process, Some(record));
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
            && reads.any(|reads| counts(ctx, process, (record, &masked), reads))
    });
    let named = |(at, clause): (ClauseRef, &Clause)| ClauseLabel {
        standard: at.standard,
        clause: at.clause,
        label: clause.label.clone(),
    };
    of_process.chain(counting).map(named).collect()
}

/// Whether a rule counts the record, of which some fields are masked, as what meets it.
fn counts(
    ctx: &Context,
    process: &Process,
    (record, masked): (&Record, &BTreeSet<FieldId>),
    reads: &ClauseReads,
) -> bool {
    match reads {
        ClauseReads::Records { process: of, filter, .. } => {
            *of == process.id
                && !filter.root.fields().into_iter().any(|field| masked.contains(field))
                && filter.evaluate(&RecordFacts::of(ctx, Some(record))) == Truth::True
        }
        ClauseReads::Held => {
            let today = ctx.today();
            let mut held = ctx.world.assignments.iter().filter(|held| held.record == record.id);
            held.any(|held| is_valid_on(today, held.from, held.until))
        }
        ClauseReads::Objective { key } => {
            let is_objective = process.content == Some(Content::Objective) && record.is_open;
            is_objective && record.text("key") == Some(key.as_str())
        }
        ClauseReads::None { .. } => false,
    }
}
