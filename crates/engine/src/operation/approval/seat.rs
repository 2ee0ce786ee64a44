//! The seats of an approval: whose votes are asked for at the step that it is in, who has which of them now, and whose turn it is.

use std::collections::BTreeSet;

use yuheng_definition::ApprovalForm;

use super::{askable, excluded, has_cast, has_voted, holders_at};
use crate::operation::transition::Step;
use crate::{Approval, ApprovalOutcome, Context, Joining, Record, RecordId, Signer, failpoint, people};

/// A vote that is asked for and not cast.
pub(super) struct Seat<'a> {
    /// Whose it is now.
    pub(super) person: RecordId,
    /// Who was asked, or came in.
    holder: RecordId,
    /// How its holder came in; none: it was asked.
    added: Option<&'a Signer>,
}

/// The seats that are left today, and how those of the votes asked for stand.
pub(super) struct Seats<'a> {
    ctx: &'a Context<'a>,
    step: &'a Step<'a>,
    approval: &'a Approval,
    own: Vec<Seat<'a>>,
    added: Vec<Seat<'a>>,
    /// Those who had an excluded part.
    pub(super) excluded: BTreeSet<RecordId>,
}

impl<'a> Seats<'a> {
    /// Those of a pending approval; of another none.
    pub(super) fn of(ctx: &'a Context<'a>, record: &Record, step: &'a Step<'a>, approval: &'a Approval) -> Self {
        let excluded = excluded(record, step, approval.asked_by, Some(approval));
        let mut seats = Self { ctx, step, approval, own: Vec::new(), added: Vec::new(), excluded };
        if approval.outcome != ApprovalOutcome::Pending {
            return seats;
        }
        let mut today = askable(ctx, record, step, approval.step.as_ref(), &seats.excluded);
        let seat = |holder, added| Seat { person: seats.holds_now(holder), holder, added };
        let is_left = |seat: &Seat| !seats.excluded.contains(&seat.person) && !has_voted(approval, seat.person);
        // A vote that was handed on is cast by whoever has it now, though whoever handed it on can't sign in any more.
        let held: BTreeSet<RecordId> =
            people::holders(ctx, record, holders_at(step, approval.step.as_ref())).into_iter().collect();
        let counts = |voter: &&RecordId| {
            today.contains(voter)
                || (held.contains(voter) && !seats.excluded.contains(voter) && seats.holds_now(**voter) != **voter)
        };
        let asked = approval.voters.iter().filter(counts).map(|voter| seat(*voter, None));
        let mut own: Vec<_> = asked.filter(&is_left).collect();
        let came = approval.signers_now().filter(|signer| signer.how != Joining::HandedOn);
        let came = came.filter(|signer| seats.is_there(signer.person));
        let added: Vec<_> = came.map(|signer| seat(signer.person, Some(signer))).filter(&is_left).collect();
        // Others take the seats only where votes of those who were asked are still lacking, and none of them is left.
        let has_given = |voter: &RecordId| has_voted(approval, seats.holds_now(*voter));
        if own.is_empty() && !approval.voters.iter().all(has_given) {
            today.retain(|person| !approval.voters.contains(person) && !has_cast(approval, *person));
            today.retain(|person| !added.iter().any(|seat| seat.person == *person));
            own = today.into_iter().map(|person| seat(person, None)).filter(&is_left).collect();
        }
        (seats.own, seats.added) = (own, added);
        seats
    }

    /// Whether somebody who came in is still known, and can sign in, or somebody who stands in for that person.
    fn is_there(&self, person: RecordId) -> bool {
        let world = self.ctx.world;
        let is_open = |deputy: &RecordId| world.can_sign_in(deputy) && !self.excluded.contains(deputy);
        let is_reached = || people::away(self.ctx, person).any(|deputy| is_open(&deputy));
        world.people.contains_key(&person) && (world.can_sign_in(&person) || is_reached())
    }

    /// Who has the seat of `holder` now: whoever it was handed on to. It comes back from somebody who is gone without a vote.
    fn holds_now(&self, holder: RecordId) -> RecordId {
        let is_there = |person| self.is_there(person) || has_voted(self.approval, person);
        let handed = self.approval.signers_now().filter(|signer| signer.how == Joining::HandedOn);
        let mut chain = vec![holder];
        for signer in handed {
            if chain.last() == Some(&signer.by) {
                chain.push(signer.person);
            }
        }
        chain.into_iter().skip(1).rev().find(|person| is_there(*person)).unwrap_or(holder)
    }

    /// The seats whose votes it still needs: those asked for until enough have agreed, and all who came in, each beside whoever
    /// let it in.
    pub(super) fn awaited(&self) -> impl Iterator<Item = &Seat<'a>> {
        let mut order: Vec<&Seat> = if self.are_enough() { Vec::new() } else { self.own.iter().collect() };
        for seat in &self.added {
            let Some(signer) = seat.added else { continue };
            let beside = order.iter().position(|other| [other.person, other.holder].contains(&signer.by));
            let at = beside.map_or(order.len(), |at| if signer.how == Joining::Before { at } else { at + 1 });
            order.insert(at, seat);
        }
        order.into_iter()
    }

    /// Whether the vote can be cast now: in its turn, and after those who are to agree before.
    pub(super) fn is_ready(&self, seat: &Seat) -> bool {
        let is_before = |other: &Seat| {
            let signer = other.added.filter(|signer| signer.how == Joining::Before);
            signer.is_some_and(|signer| [seat.person, seat.holder].contains(&signer.by))
        };
        if self.added.iter().any(is_before) && !failpoint::armed("approval.waits_for_nobody_added") {
            return false;
        }
        match seat.added {
            Some(signer) if signer.how == Joining::After => {
                !self.awaited().any(|other| [other.person, other.holder].contains(&signer.by))
            }
            Some(_) => true,
            None if self.approval.form == ApprovalForm::InTurn => {
                self.own.first().is_some_and(|first| first.person == seat.person)
            }
            None => true,
        }
    }

    /// The seat of `voter`, if it has one that is awaited.
    pub(super) fn find(&self, voter: RecordId) -> Option<&Seat<'a>> {
        self.awaited().find(|seat| seat.person == voter)
    }

    /// Whether the vote of `voter`, who still holds what was asked for, is needed no more: enough others have agreed.
    pub(super) fn is_needless(&self, voter: RecordId) -> bool {
        self.own.iter().any(|seat| seat.person == voter)
    }

    /// Those who stand in today for whoever has the seat: by the role that was asked for. Whoever came in is asked by no role, so
    /// that only who stands in for all that they hold is asked for them.
    pub(super) fn deputies(&self, seat: &Seat) -> BTreeSet<RecordId> {
        if failpoint::armed("approval.calls_no_deputies") {
            return BTreeSet::new();
        }
        if seat.added.is_some() || seat.person != seat.holder {
            return people::away(self.ctx, seat.person).collect();
        }
        people::deputies(self.ctx, holders_at(self.step, self.approval.step.as_ref()), seat.person)
    }

    /// Those who had a seat at this step, whatever became of it.
    pub(super) fn known(&self) -> BTreeSet<RecordId> {
        let came = self.approval.signers_now().map(|signer| signer.person);
        let cast = self.approval.votes_now().flat_map(|vote| [Some(vote.voter), vote.deputy]).flatten();
        let left = self.own.iter().chain(&self.added).map(|seat| seat.person);
        self.approval.voters.iter().copied().chain(came).chain(cast).chain(left).collect()
    }

    /// How many votes that were asked for, and how many of those who came in, are left beside that of `voter`.
    pub(super) fn left_without(&self, voter: Option<RecordId>) -> (usize, usize) {
        let count = |seats: &[Seat]| seats.iter().filter(|seat| Some(seat.person) != voter).count();
        (count(&self.own), count(&self.added))
    }

    pub(super) const fn context(&self) -> &'a Context<'a> {
        self.ctx
    }

    fn are_enough(&self) -> bool {
        super::settle::of_those_asked(self.approval, self.own.len()) == ApprovalOutcome::Granted
    }
}

/// Whether `voter` is there because somebody let it in, or has the vote of such a one.
pub(super) fn came_in(approval: &Approval, voter: RecordId) -> bool {
    let signers: Vec<&Signer> = approval.signers_now().collect();
    let handed = |person| signers.iter().rfind(|it| it.how == Joining::HandedOn && it.person == person);
    let mut root = voter;
    // Nobody comes in twice, so that the way back is no longer than those who came in.
    for _ in &signers {
        root = handed(root).map_or(root, |signer| signer.by);
    }
    signers.iter().any(|signer| signer.how != Joining::HandedOn && signer.person == root)
}
