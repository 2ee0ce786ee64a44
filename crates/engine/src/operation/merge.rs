//! Makes one of several records of the same thing: the one stays, the others end and are read from there. Nothing is copied and
//! nothing of what happened is moved, so that whatever was merged in error is taken out again (ADR 0034).

use yuheng_definition::{Action, Label, Merging, StateId};

use super::{approval, may, may_change, visible};
use crate::draft::{Draft, ensure_changeable, together};
use crate::fields::refuse;
use crate::values::Sight;
use crate::{
    Context, EntryAction, Fault, Missing, NewRelation, Record, RecordId, Rejection, Relation, Snapshot, WriteSet,
    access, clocks, failpoint, outbox, shared,
};

/// The part of the command that names the one that stays.
const INTO: &str = "into";

/// Ends the record as a part of `into`.
pub(super) fn merge(ctx: &Context, snapshot: &Snapshot, into: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let Some(rule) = &ctx.process(&record.process)?.merges else {
        return Err(Rejection::Unknown("merge".to_owned()));
    };
    check(ctx, snapshot, record)?;
    let stays = target(ctx, snapshot, record, into)?;
    let mut kept = Draft::of(ctx, stays)?;
    kept.related.push(NewRelation { id: ctx.ids.next(), kind: rule.relation.clone(), target: record.id });
    // Whoever asked for it finds it where it goes on.
    kept.outbox.extend(outbox::tell(&kept, "merged", record.reference(shared::REQUESTER)));
    kept.log(EntryAction::Merged, |_| {});
    let mut ended = Draft::of(ctx, record)?;
    ended.move_to(&rule.end);
    ended.log(EntryAction::Merged, |_| {});
    approval::void_stranded(&mut ended);
    Ok(together(kept.finish(), ended.finish()))
}

/// Takes the record out of `from`: it goes on in `state`, with its clocks as if they had never been called off.
pub(super) fn unmerge(
    ctx: &Context,
    snapshot: &Snapshot,
    from: RecordId,
    state: &StateId,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let Some(rule) = &ctx.process(&record.process)?.merges else {
        return Err(Rejection::Unknown("merge".to_owned()));
    };
    check_unmerge(ctx, snapshot, record, rule)?;
    let (tie, stays) = whole(ctx, snapshot, record, rule)?;
    if stays.id != from {
        return Err(Rejection::NotFound);
    }
    let mut kept = Draft::of(ctx, stays)?;
    kept.unrelated.push(tie.id);
    kept.log(EntryAction::Unmerged, |_| {});
    let since = record.closed_at.unwrap_or(ctx.now);
    let mut freed = Draft::of(ctx, record)?;
    freed.move_to(state);
    let flow = freed.flow;
    let events = clocks::take_up(ctx, flow, &mut freed.record, (since, ctx.now));
    freed.outbox.extend(outbox::tell(&freed, "unmerged", record.reference(shared::REQUESTER)));
    freed.log_with(EntryAction::Unmerged, events, |_| {});
    Ok(together(kept.finish(), freed.finish()))
}

/// Whether the actor may merge the record into another one.
pub(super) fn check(ctx: &Context, snapshot: &Snapshot, record: &Record) -> Result<(), Rejection> {
    may_change(ctx, record, Action::Merge)?;
    // What was opened for it would be left without it.
    let underway = snapshot.underway.iter().find(|(_, open)| **open > 0);
    underway.map_or(Ok(()), |((process, _), open)| Err(Rejection::Forbidden(Missing::Underway(process.clone(), *open))))
}

/// Whether the actor may take the record out of the one that it was merged into.
pub(super) fn check_unmerge(
    ctx: &Context,
    snapshot: &Snapshot,
    record: &Record,
    rule: &Merging,
) -> Result<(), Rejection> {
    if !is_merged(snapshot, record, rule) || record.voided.is_some() {
        return Err(Rejection::Final);
    }
    may(ctx, record, Action::Merge)?;
    let (_, stays) = whole(ctx, snapshot, record, rule)?;
    ensure_changeable(ctx, stays)?;
    may(ctx, stays, Action::Merge)
}

/// The record that this one is a part of, as far as the actor sees it, and what ties them.
fn whole<'s>(
    ctx: &'s Context<'s>,
    snapshot: &'s Snapshot,
    record: &Record,
    rule: &Merging,
) -> Result<(&'s Relation, &'s Record), Rejection> {
    let tie = tied(snapshot, record, rule).ok_or(Rejection::Final)?;
    let stays = Sight::new(ctx, snapshot).find(tie.source).ok_or(Rejection::Final)?;
    Ok((tie, stays))
}

/// Whether the record has ended as a part of another.
pub(super) fn is_merged(snapshot: &Snapshot, record: &Record, rule: &Merging) -> bool {
    record.state == rule.end && tied(snapshot, record, rule).is_some()
}

fn tied<'s>(snapshot: &'s Snapshot, record: &Record, rule: &Merging) -> Option<&'s Relation> {
    let is_tie = |held: &&Relation| held.target == record.id && held.kind == rule.relation && held.until.is_none();
    snapshot.relations.iter().find(is_tie)
}

/// The record that stays, if the other may become a part of it: of one process and one customer, seen by no more people, and open.
fn target<'s>(ctx: &Context, snapshot: &'s Snapshot, record: &Record, into: RecordId) -> Result<&'s Record, Rejection> {
    if into == record.id {
        return refuse(INTO, content("不能并入自身", "is the record itself"));
    }
    let stays = snapshot.named.get(&into).filter(|_| Sight::new(ctx, snapshot).find(into).is_some());
    let Some(stays) = stays else {
        return refuse(INTO, Fault::NoSuchRecord(into));
    };
    if stays.process != record.process {
        return refuse(INTO, Fault::WrongProcess(vec![record.process.clone()]));
    }
    let of_customer = |record: &Record| record.reference(shared::CUSTOMER);
    if of_customer(stays) != of_customer(record) && !failpoint::armed("merge.over_customers") {
        return refuse(INTO, content("属于另一客户", "belongs to another customer"));
    }
    if access::is_confidential(record) && !access::is_confidential(stays) {
        return refuse(
            INTO,
            content(
                "不是保密的，而本记录是保密的：并入后会有更多人看到",
                "is not confidential as this one is: more people would see it",
            ),
        );
    }
    // What is solved is not worked on: a report that it is not belongs to nothing that waits for its end.
    if !stays.is_open || stays.resolved_at.is_some() || ensure_changeable(ctx, stays).is_err() {
        return refuse(INTO, content("已解决或已结束", "is resolved or at its end"));
    }
    may(ctx, stays, Action::Merge)?;
    Ok(stays)
}

fn content(zh: &'static str, en: &'static str) -> Fault {
    Fault::Content(Label::new(zh, en))
}
