//! Runs a macro: each of its commands is decided as if it were given by itself, on the record as the one before leaves it, and all
//! are one write. Where one is refused, nothing is done.
//!
//! What a command finds is the snapshot as those before it would have left it: the record, what was opened and drawn, and what its
//! customer has heard.

use std::collections::BTreeSet;

use yuheng_definition::expression::Truth;

use super::{decide, visible};
use crate::draft::together;
use crate::{
    Audience, Context, EntryAction, Expected, Missing, Record, RecordFacts, RecordId, Rejection, Relation, Snapshot,
    Unmet, Write, WriteSet, access, command::MacroRun, failpoint, macros, shared,
};

/// Carries a macro out.
pub(super) fn run(ctx: &Context, snapshot: &Snapshot, run: &MacroRun) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    may_run(ctx, record, run)?;
    let mut on = snapshot.clone();
    let mut whole = WriteSet::default();
    for command in &run.commands {
        let set = decide(ctx, &on, command)?;
        set.writes.iter().for_each(|write| take_in(&mut on, ctx, record.id, write));
        whole = joined(whole, set, record);
        if failpoint::armed("engine.a_macro_stops_after_its_first") {
            break;
        }
    }
    let reason = serde_json::json!(macros::called(&run.title)).to_string();
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

/// Takes what was written into the snapshot of the next command, as if it had been loaded anew.
fn take_in(on: &mut Snapshot, ctx: &Context, subject: RecordId, write: &Write) {
    let record = &write.record;
    if record.id != subject {
        for ((process, field), open) in &mut on.underway {
            let names = record.process == *process && record.reference(field.as_str()) == Some(subject);
            *open += u64::from(names && record.is_open && matches!(write.expected, Expected::New));
        }
        on.named.insert(record.id, record.clone());
        return;
    }
    let said = write.entries.iter().filter_map(|entry| Some(entry.comment.as_ref()?.1));
    on.heard.said |= said.chain(write.attached.iter().map(|file| file.audience)).any(|it| it == Audience::Public);
    on.heard.people.extend(record.reference(shared::REQUESTER));
    on.relations.retain(|drawn| !write.unrelated.contains(&drawn.id));
    for drawn in &write.related {
        let ordinal = on.relations.iter().filter(|held| held.source == subject).count() as u64;
        let (id, kind, target) = (drawn.id, drawn.kind.clone(), drawn.target);
        on.relations.push(Relation { id, kind, source: subject, target, ordinal, from: ctx.now, until: None });
    }
    on.record = Some(record.clone());
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
    // Whoever is mentioned twice is told once.
    let mentioned: BTreeSet<RecordId> = first.mentioned.into_iter().chain(next.mentioned).collect();
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
        mentioned: mentioned.into_iter().collect(),
        index: next.index,
        next_at: next.next_at,
        texts: next.texts.or(first.texts),
    }
}
