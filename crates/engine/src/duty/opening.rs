//! Opens the record that a duty owes, as its owner would, by the program; or says on the duty why that is refused.

use yuheng_definition::{FieldId, Label, Value};

use super::{Owed, REFUSED, SETTLED, owed, values};
use crate::draft::{Draft, together};
use crate::explain::Explain;
use crate::operation::opened;
use crate::{
    Actor, Audience, Context, Door, EntryAction, NewRelation, OutboxMessage, Record, RecordId, Rejection, Snapshot,
    WriteSet, access, failpoint, outbox, shared,
};
use jiff::civil::Date;

use super::rhythm::fault;

/// Opens what the duty owes, if it owes anything; of several days the first.
///
/// # Errors
/// When its process is gone.
pub(crate) fn open_owed(ctx: &Context, snapshot: &Snapshot) -> Result<WriteSet, Rejection> {
    let record = snapshot.record()?;
    let Some(owed) = owed(ctx, record) else { return Ok(WriteSet::default()) };
    match for_owner(ctx, snapshot, record, &owed) {
        Ok(set) => Ok(set),
        Err(rejection) => refused(ctx, record, &rejection),
    }
}

fn for_owner(ctx: &Context, snapshot: &Snapshot, record: &Record, owed: &Owed) -> Result<WriteSet, Rejection> {
    let Some(owner) = whoever_acts(ctx, record) else {
        let gone = fault("owner", "已不在岗，也没有代理人", "is not with us any more, and nobody stands in");
        return Err(Rejection::Invalid(vec![gone]));
    };
    let acting = context_of(ctx, &owner);
    let mut draft = drafted(&acting, snapshot, record, owed.coming.day)?;
    let kind = draft.process.relations.values().find(|relation| relation.to.contains(&record.process));
    draft.related.extend(kind.map(|kind| NewRelation { id: ctx.ids.next(), kind: kind.id.clone(), target: record.id }));
    let assignee = draft.record.reference(shared::ASSIGNEE).filter(|assignee| *assignee == owner.id);
    draft.outbox.extend(assignee.map(|assignee| outbox::by_itself(&draft, "assigned", [assignee])));
    draft.log(EntryAction::Created, |entry| {
        entry.actor = Actor::SYSTEM;
        entry.on_behalf_of = Some(owner.id);
    });
    if !owed.passed.is_empty() {
        let note = passed(ctx, &owed.passed);
        draft.log(EntryAction::Commented, |entry| {
            entry.actor = Actor::SYSTEM;
            entry.comment = Some((note, Audience::Internal));
        });
    }
    let mut opened = draft.finish();
    opened.outbox = opened.outbox.into_iter().map(|message| OutboxMessage { doer: None, ..message }).collect();
    let mut duty = Draft::of(ctx, record)?;
    duty.record.fields.insert(FieldId::from(SETTLED), Value::from(owed.coming.day.to_string()));
    for field in REFUSED {
        duty.record.fields.remove(field);
    }
    duty.log(EntryAction::Updated, |entry| entry.on_behalf_of = Some(owner.id));
    Ok(together(duty.finish(), opened))
}

/// The record as it would be opened for `day`, by whoever acts.
pub(super) fn drafted<'a>(
    ctx: &'a Context<'a>,
    snapshot: &'a Snapshot,
    duty: &Record,
    day: Date,
) -> Result<Draft<'a>, Rejection> {
    let process = values::process_of(ctx.definitions, &duty.fields);
    let process = process.ok_or_else(|| Rejection::Unknown(duty.text("opens").unwrap_or_default().to_owned()))?;
    let (given, mut faults) = values::given(process, &duty.fields, &snapshot.named, Some(day));
    match opened(ctx, snapshot, process, &given) {
        drafted if faults.is_empty() => drafted,
        Err(Rejection::Invalid(more)) => {
            faults.extend(more);
            Err(Rejection::Invalid(faults))
        }
        _ => Err(Rejection::Invalid(faults)),
    }
}

/// The owner as it is today; gone, whoever stands in.
pub(super) fn whoever_acts(ctx: &Context, duty: &Record) -> Option<Actor> {
    let actor = |person| access::actor(ctx.definitions, ctx.world, person, ctx.today(), (Door::Job, None));
    ["owner", "deputy"].into_iter().filter_map(|field| duty.reference(field)).find_map(actor)
}

/// The same decision, with another who acts.
pub(super) const fn context_of<'a>(ctx: &Context<'a>, actor: &'a Actor) -> Context<'a> {
    Context { definitions: ctx.definitions, pinned: None, world: ctx.world, actor, now: ctx.now, ids: ctx.ids }
}

/// What is said of days for which nothing was opened, in the organisation's language.
fn passed(ctx: &Context, days: &[Date]) -> String {
    let list: Vec<_> = days.iter().rev().take(super::CAUGHT_UP).rev().map(ToString::to_string).collect();
    let (count, list) = (days.len(), list.join(", "));
    in_language(
        ctx,
        Label {
            zh: format!("此前有 {count} 次未能按时开单（最近：{list}），不再逐一补开，只开本次。"),
            en: format!(
                "{count} days before this one passed without a record (latest: {list}); only this one is opened."
            ),
        },
    )
}

fn in_language(ctx: &Context, label: Label) -> String {
    if ctx.world.language.as_deref() == Some("en") { label.en } else { label.zh }
}

/// Notes on the duty that its record can't be opened, and tells its owner and the administrators; once for each reason.
fn refused(ctx: &Context, record: &Record, rejection: &Rejection) -> Result<WriteSet, Rejection> {
    let process = values::process_of(ctx.definitions, &record.fields);
    let why = Explain { definitions: ctx.definitions, process }.rejection(rejection);
    let said = in_language(ctx, why.clone());
    let is_known = record.text(REFUSED[1]) == Some(said.as_str());
    if is_known || failpoint::armed("engine.keeps_refusals_to_itself") {
        return Ok(WriteSet::default());
    }
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(outbox::tell(&draft, "duty_refused", called(ctx, record)));
    // As it was said then, in both languages.
    draft.log_with(EntryAction::Refused, Vec::new(), |entry| entry.reason = Some(serde_json::json!(why).to_string()));
    let now = crate::values::instant(ctx.now);
    draft.record.fields.extend(now.map(|now| (FieldId::from(REFUSED[0]), now)));
    draft.record.fields.insert(FieldId::from(REFUSED[1]), Value::from(said));
    draft.log(EntryAction::Updated, |_| {});
    Ok(draft.finish())
}

/// Whoever has to mend it: the owner, the deputy, the administrators.
fn called(ctx: &Context, record: &Record) -> Vec<RecordId> {
    let own = ["owner", "deputy"].into_iter().filter_map(|field| record.reference(field));
    own.chain(access::administrators(ctx.definitions, ctx.world, ctx.today())).collect()
}
