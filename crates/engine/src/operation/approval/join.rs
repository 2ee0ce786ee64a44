//! Others in an approval: asked to agree as well (加签), handed a vote (转签), told of it (抄送).

use std::collections::BTreeSet;

use yuheng_definition::{Action, Label, Liberty, Value};

use super::seat::Seats;
use super::settle::starved;
use super::{approval_of, callable, check_vote, pending, rule_of};
use crate::draft::Draft;
use crate::operation::transition::Step;
use crate::operation::void::REASON_MAX;
use crate::operation::{may, visible};
use crate::values::paragraphs;
use crate::{
    Approval, Audience, Context, EntryAction, Fault, Joining, MENTIONS_MAX, Missing, Record, RecordId, Rejection,
    Signer, Snapshot, WriteSet, access, failpoint, fields, mention, outbox,
};

/// How somebody is to come in.
pub(in crate::operation) struct Joins<'a> {
    /// By whose vote.
    pub(in crate::operation) voter: RecordId,
    /// Who.
    pub(in crate::operation) person: RecordId,
    /// How.
    pub(in crate::operation) how: Joining,
    /// Why.
    pub(in crate::operation) reason: &'a str,
}

/// Lets somebody else vote too, or instead of whoever's vote is awaited.
pub(in crate::operation) fn join(
    ctx: &Context,
    snapshot: &Snapshot,
    id: RecordId,
    joins: &Joins,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_join(ctx, record, approval, joins.voter, joins.how)?;
    let reason = match paragraphs(joins.reason, REASON_MAX) {
        Ok(Some(Value::Text(reason))) => reason,
        Ok(_) => return fields::refuse("reason", Fault::Missing),
        Err(fault) => return fields::refuse("reason", fault),
    };
    let step = Step::find(ctx, record, &approval.transition)?;
    let mut draft = Draft::of(ctx, record)?;
    check_person(&draft, &step, approval, joins)?;
    let before = callable(&draft, approval);
    let signer = Signer {
        person: joins.person,
        by: joins.voter,
        deputy: (ctx.actor.id != joins.voter).then_some(ctx.actor.id),
        at: ctx.now,
        how: joins.how,
        step: approval.step.clone(),
        round: approval.round(),
    };
    let on_behalf_of = signer.deputy.map(|_| joins.voter);
    if let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) {
        approval.signers.push(signer);
    }
    if let Some(approval) = approval_of(&draft.record, id) {
        let now = callable(&draft, approval);
        let new: BTreeSet<_> = now.difference(&before).copied().collect();
        // It is another's decision now: whose it was hears of it, where a deputy did it, and whoever asked.
        let concerned = [joins.voter, approval.asked_by].into_iter().filter(|person| !new.contains(person));
        let concerned = concerned.filter(|_| joins.how == Joining::HandedOn);
        let told = outbox::tell(&draft, "approval_handed_on", concerned);
        draft.outbox.extend(outbox::tell(&draft, "approval_asked", new.iter().copied()).into_iter().chain(told));
    }
    let action = if joins.how == Joining::HandedOn { EntryAction::HandedOn } else { EntryAction::SignerAdded };
    draft.log(action, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
        entry.reason = Some(reason);
        entry.on_behalf_of = on_behalf_of;
    });
    Ok(draft.finish())
}

/// Whether the actor may let somebody come in so: whoever may cast the vote now, where the approval allows it.
pub(in crate::operation) fn check_join(
    ctx: &Context,
    record: &Record,
    approval: &Approval,
    voter: RecordId,
    how: Joining,
) -> Result<(), Rejection> {
    let liberty = if how == Joining::HandedOn { Liberty::HandOn } else { Liberty::Add };
    let step = Step::find(ctx, record, &approval.transition)?;
    if !rule_of(&step).is_some_and(|rule| rule.may.contains(&liberty)) {
        return Err(Rejection::Forbidden(Missing::Liberty(liberty)));
    }
    check_vote(ctx, record, approval, voter)
}

/// Whether the person may come in: somebody else, who sees the record, had no excluded part, and is not in already.
fn check_person(draft: &Draft, step: &Step, approval: &Approval, joins: &Joins) -> Result<(), Rejection> {
    let (ctx, person) = (draft.ctx, joins.person);
    let refuse = |zh, en| fields::refuse("signer", Fault::Content(Label::new(zh, en)));
    if person == ctx.actor.id || person == joins.voter {
        return refuse("不能选自己或自己代行的人", "may be neither yourself nor whom you stand in for");
    }
    if !mention::reads(draft, person, Audience::Public) {
        return refuse("没有这个人，或其无权查看本记录", "is nobody who may see the record");
    }
    let seats = Seats::of(ctx, &draft.record, step, approval);
    if seats.excluded.contains(&person) {
        return refuse(
            "职责分离：申请人和记录的当事人不能参与审批",
            "may not vote here: separation of duties keeps out whoever asked, or had a part in it",
        );
    }
    if seats.known().contains(&person) {
        return refuse("已在这一节点的审批人之中", "is among the voters of this step already");
    }
    match starved(&seats, &draft.record, step, approval, &[person]) {
        Some(_) => refuse(
            "后面的节点只有此人能审批，请另选他人",
            "is the only one who can vote at a later step: choose somebody else",
        ),
        None => Ok(()),
    }
}

/// Tells further people of an approval.
pub(in crate::operation) fn copy(
    ctx: &Context,
    snapshot: &Snapshot,
    id: RecordId,
    people: &[RecordId],
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_copy(ctx, record, approval)?;
    let mut draft = Draft::of(ctx, record)?;
    let mut new: Vec<RecordId> = Vec::new();
    for person in people.iter().filter(|person| !approval.copies.contains(person)) {
        if !mention::reads(&draft, *person, Audience::Public) {
            let label = Label::new("其中有人不存在，或无权查看本记录", "names somebody who may not see the record");
            return fields::refuse("people", Fault::Content(label));
        }
        if *person != ctx.actor.id && !new.contains(person) {
            new.push(*person);
        }
    }
    if people.is_empty() {
        return fields::refuse("people", Fault::Missing);
    }
    if people.len() > MENTIONS_MAX {
        return fields::refuse("people", Fault::TooLong(MENTIONS_MAX));
    }
    if new.is_empty() {
        return Ok(WriteSet::default());
    }
    draft.outbox.extend(outbox::tell(&draft, "approval_copied", new.iter().copied()));
    remember(&mut draft, &new);
    if let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) {
        approval.copies.extend(new);
    }
    draft.log(EntryAction::Copied, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
    });
    Ok(draft.finish())
}

/// They find it where they find what mentions them.
pub(super) fn remember(draft: &mut Draft, people: &[RecordId]) {
    if !failpoint::armed("approval.copies_nobody") {
        draft.mentioned.extend(people);
    }
}

/// Whether the actor may name people to be told: whoever asked, has voted or is to vote, and whoever may work on the record.
pub(in crate::operation) fn check_copy(ctx: &Context, record: &Record, approval: &Approval) -> Result<(), Rejection> {
    access::may_write(ctx, record).map_err(Rejection::Forbidden)?;
    let has_part = approval.parties().any(|person| person == ctx.actor.id);
    if has_part { Ok(()) } else { may(ctx, record, Action::Update) }
}
