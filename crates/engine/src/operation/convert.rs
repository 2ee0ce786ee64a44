//! Turns a record into one of another process: closes the one, opens the other, ties them.

use yuheng_definition::{Action, Conversion, ProcessId};

use super::{approval, create, may_change, visible};
use crate::draft::{Draft, together};
use crate::fields::{self, Desk};
use crate::values::Sight;
use crate::{Context, EntryAction, NewRelation, Record, Rejection, Snapshot, WriteSet, access, outbox, shared};

/// Converts the record into one of the process `to`: two records in one write.
pub(super) fn convert(ctx: &Context, snapshot: &Snapshot, to: &ProcessId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let process = ctx.process(&record.process)?;
    let Some(rule) = process.converts.iter().find(|conversion| conversion.to == *to) else {
        return Err(Rejection::Unknown(to.to_string()));
    };
    check(ctx, record, rule)?;
    let opened = open_other(ctx, snapshot, record, rule)?;
    let mut ended = Draft::of(ctx, record)?;
    ended.move_to(&rule.end);
    ended.log(EntryAction::Converted, |_| {});
    approval::void_stranded(&mut ended);
    Ok(together(ended.finish(), opened.finish()))
}

/// Whether the actor may convert the record so: the right to convert it, and to open the other.
pub(super) fn check(ctx: &Context, record: &Record, rule: &Conversion) -> Result<(), Rejection> {
    may_change(ctx, record, Action::Convert)?;
    access::may(ctx, ctx.process(&rule.to)?, None, Action::Create).map_err(Rejection::Forbidden)
}

fn open_other<'a>(
    ctx: &'a Context<'a>,
    snapshot: &'a Snapshot,
    record: &Record,
    rule: &Conversion,
) -> Result<Draft<'a>, Rejection> {
    let process = ctx.process(&rule.to)?;
    let mut carried = record.fields.clone();
    carried.retain(|field, _| rule.fields.contains(field));
    let desk = Desk {
        process,
        flow: process,
        sight: Sight::new(ctx, snapshot),
        masked: std::collections::BTreeSet::new(),
        before: None,
        step: None,
    };
    let draft = create::open(ctx, snapshot, process, fields::carry(&desk, &carried))?;
    access::may(ctx, process, Some(&draft.record), Action::Create).map_err(Rejection::Forbidden)?;
    let mut draft = create::created(draft);
    // Whoever asked for it finds it where it goes on.
    let requester = draft.record.reference(shared::REQUESTER);
    draft.outbox.extend(outbox::tell(&draft, "converted", requester));
    draft.related.push(NewRelation { id: ctx.ids.next(), kind: rule.relation.clone(), target: record.id });
    draft.log(EntryAction::Converted, |_| {});
    Ok(draft)
}
