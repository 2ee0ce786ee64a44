//! Runs a macro: each of its commands is decided as if it were given by itself, on the record as the one before leaves it, and all
//! are one write. Where one is refused, nothing is done.

use std::collections::BTreeSet;

use yuheng_definition::Label;
use yuheng_definition::expression::Truth;

use super::{decide, visible};
use crate::draft::together;
use crate::{
    Context, EntryAction, Expected, Missing, Record, RecordFacts, Rejection, Snapshot, Unmet, Write, WriteSet, access,
    command::MacroRun, failpoint,
};

/// What a run macro says of itself on each of its entries.
fn named(title: &Label) -> Label {
    Label { zh: format!("宏「{}」", title.zh), en: format!("Macro “{}”", title.en) }
}

/// Carries a macro out.
pub(super) fn run(ctx: &Context, snapshot: &Snapshot, run: &MacroRun) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    may_run(ctx, record, run)?;
    let mut on = snapshot.clone();
    let mut whole = WriteSet::default();
    for command in &run.commands {
        let set = decide(ctx, &on, command)?;
        if let Some(write) = set.writes.last().filter(|write| write.record.id == record.id) {
            on.record = Some(write.record.clone());
        }
        whole = joined(whole, set, record);
        if failpoint::armed("engine.a_macro_stops_after_its_first") {
            break;
        }
    }
    let reason = serde_json::json!(named(&run.title)).to_string();
    for write in whole.writes.iter_mut().filter(|write| write.record.id == record.id) {
        for entry in write.entries.iter_mut().filter(|entry| entry.reason.is_none() && tells_macro(entry.action)) {
            entry.reason = Some(reason.clone());
        }
    }
    Ok(whole)
}

/// Whether an entry of this kind says by which macro it came.
pub(super) const fn tells_macro(action: EntryAction) -> bool {
    matches!(
        action,
        EntryAction::Updated | EntryAction::Transitioned | EntryAction::Commented | EntryAction::ApprovalAsked
    )
}

/// Refuses a record for which the macro's condition does not hold. What the actor does not see decides nothing.
fn may_run(ctx: &Context, record: &Record, run: &MacroRun) -> Result<(), Rejection> {
    let Some(when) = &run.when else { return Ok(()) };
    let masked = access::masked_fields(ctx, ctx.process(&record.process)?, Some(record));
    let mut seen = record.clone();
    seen.fields.retain(|field, _| !masked.contains(field));
    if when.evaluate(&RecordFacts::of(ctx, Some(&seen))) == Truth::True {
        return Ok(());
    }
    Err(Rejection::Forbidden(Missing::Guard(Box::new(Unmet { guard: when.clone(), said: None }))))
}

/// Puts what a further command brings to what those before brought: the record is written once.
fn joined(before: WriteSet, mut after: WriteSet, record: &Record) -> WriteSet {
    let Some(next) = after.writes.pop_if(|write| write.record.id == record.id) else {
        return together(before, after);
    };
    let mut whole = before;
    let first = whole.writes.pop_if(|write| write.record.id == record.id);
    let shift = first.as_ref().map_or(0, |first| first.entries.len());
    after.outbox.iter_mut().filter(|told| told.record == record.id).for_each(|told| told.entry += shift);
    // A key that is given back and taken again, or taken and given back, stays as it was.
    let given_back: BTreeSet<String> = whole.releases.iter().cloned().collect();
    let taken: BTreeSet<String> = whole.claims.iter().map(|(key, _)| key.clone()).collect();
    whole.releases.retain(|key| !after.claims.iter().any(|(claimed, _)| claimed == key));
    whole.claims.retain(|(key, _)| !after.releases.contains(key));
    after.claims.retain(|(key, _)| !given_back.contains(key));
    after.releases.retain(|key| !taken.contains(key));
    let mut whole = together(whole, after);
    whole.writes.push(match first {
        Some(first) => one_write(first, next, record),
        None => next,
    });
    whole
}

/// Two writes of one record, one after the other, as one.
fn one_write(first: Write, next: Write, record: &Record) -> Write {
    let is_whole = [&first, &next].iter().any(|write| matches!(write.expected, Expected::Version(_)));
    let mut entries = first.entries;
    entries.extend(next.entries);
    let mut after = next.record;
    after.version = record.version + u64::from(is_whole);
    Write {
        record: after,
        expected: if is_whole { Expected::Version(record.version) } else { Expected::Exists },
        prefix: next.prefix,
        entries,
        related: first.related.into_iter().chain(next.related).collect(),
        unrelated: first.unrelated.into_iter().chain(next.unrelated).collect(),
        attached: first.attached.into_iter().chain(next.attached).collect(),
        mentioned: first.mentioned.into_iter().chain(next.mentioned).collect(),
        index: next.index,
        next_at: next.next_at,
        texts: next.texts.or(first.texts),
    }
}
