//! An entry to its canonical bytes.

use yuheng_engine::{Asking, Clock, ClockEvent, Signer};

use super::entry::{ApprovalChange, ApprovalState, Attached, Changed, Entry, FORMAT, Related, VoteState};
use super::words::{self, word};
use crate::cbor::Item;

/// The pairs of a map that is being written: what is absent is left out.
#[derive(Default)]
struct Pairs(Vec<(String, Item)>);

impl Pairs {
    fn put(mut self, key: &str, item: Item) -> Self {
        self.0.push((key.to_owned(), item));
        self
    }

    fn maybe(self, key: &str, item: Option<Item>) -> Self {
        match item {
            Some(item) => self.put(key, item),
            None => self,
        }
    }

    fn list<T>(self, key: &str, items: &[T], item: impl Fn(&T) -> Item) -> Self {
        if items.is_empty() { self } else { self.put(key, Item::List(items.iter().map(item).collect())) }
    }

    fn map(self, key: &str, pairs: Vec<(String, Item)>) -> Self {
        if pairs.is_empty() { self } else { self.put(key, Item::map(pairs)) }
    }

    fn item(self) -> Item {
        Item::map(self.0)
    }
}

fn text(text: &(impl ToString + ?Sized)) -> Item {
    Item::Text(text.to_string())
}

impl Entry {
    /// The canonical bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let pairs = Pairs::default()
            .put("format", Item::Int(FORMAT))
            .put("record", words::id(self.record))
            .put("n", words::count(self.n))
            .put("version", words::count(self.version))
            .put("prev", words::hash(&self.prev))
            .put("at", words::instant(self.at))
            .put("action", text(&word(&self.action)))
            .put("actor", words::id(self.actor))
            .maybe("on_behalf_of", self.on_behalf_of.map(words::id))
            .put("door", text(&word(&self.door)))
            .put("definition", text(&self.definition));
        self.contents(self.opening(pairs)).item().encode()
    }

    fn opening(&self, pairs: Pairs) -> Pairs {
        let Some(opened) = &self.opened else { return pairs };
        pairs
            .put("process", text(&opened.process))
            .put("number", words::count(opened.number))
            .put("label", text(&opened.label))
            .put("state", text(&opened.state))
            .put("opened_by", words::id(opened.by))
    }

    fn contents(&self, pairs: Pairs) -> Pairs {
        let instant = |at: Option<_>| at.map_or(Item::Null, words::instant);
        let changes = self.changes.iter().map(|(field, changed)| (field.to_string(), changed.item())).collect();
        let clocks = self
            .clock_states
            .iter()
            .map(|(id, state)| (id.to_string(), state.as_ref().map_or(Item::Null, clock_state)))
            .collect();
        pairs
            .maybe("open", self.open.map(Item::Bool))
            .maybe("resolved_at", self.resolved_at.map(instant))
            .maybe("closed_at", self.closed_at.map(instant))
            .maybe("moved", self.moved.as_ref().map(|(from, to)| Item::List(vec![text(from), text(to)])))
            .maybe("transition", self.transition.as_ref().map(text))
            .map("changes", changes)
            .maybe(
                "comment",
                self.comment.as_ref().map(|(audience, body)| {
                    let pairs = Pairs::default().put("audience", text(words::audience(*audience)));
                    pairs.put("body", words::hash(body)).item()
                }),
            )
            .maybe("reason", self.reason.as_ref().map(words::hash))
            .list("clocks", &self.clocks, clock_event)
            .map("clock_states", clocks)
            .maybe("approval", self.approval.map(words::id))
            .list("approvals", &self.approvals, ApprovalChange::item)
            .maybe("vote", self.vote.as_ref().map(VoteState::item))
            .list("related", &self.related, Related::item)
            .list("unrelated", &self.unrelated, |ended| {
                Pairs::default().put("id", words::id(ended.id)).put("ordinal", words::count(ended.ordinal)).item()
            })
            .list("attached", &self.attached, Attached::item)
            .list("erased", &self.erased, |erased| {
                Pairs::default().put("n", words::count(erased.n)).put("item", text(&erased.item)).item()
            })
            .maybe("digest", self.digest.as_ref().map(words::hash))
    }
}

impl Changed {
    fn item(&self) -> Item {
        match self {
            Self::Emptied => Item::Null,
            Self::Plain(value) => value.into(),
            Self::Committed(hash) => words::hash(hash),
        }
    }
}

impl ApprovalState {
    /// The approval with its votes.
    #[must_use]
    pub fn item(&self) -> Item {
        let (form, share) = words::form(self.form);
        Pairs::default()
            .put("id", words::id(self.id))
            .put("transition", text(&self.transition))
            .put("asked_by", words::id(self.asked_by))
            .put("asked_at", words::instant(self.asked_at))
            .put("form", text(form))
            .maybe("share", share.map(|share| Item::Int(share.into())))
            .list("voters", &self.voters, |voter| words::id(*voter))
            .maybe("values", self.values.as_ref().map(words::hash))
            .put("outcome", text(words::outcome(self.outcome)))
            .list("votes", &self.votes, VoteState::item)
            .list("steps", &self.steps, text)
            .maybe("step", self.step.as_ref().map(text))
            .list("earlier", &self.earlier, |asking| asked_there(Pairs::default(), asking).item())
            .list("signers", &self.signers, signer)
            .list("copies", &self.copies, |person| words::id(*person))
            .item()
    }
}

impl ApprovalChange {
    fn item(&self) -> Item {
        match self {
            Self::Asked(approval) => approval.item(),
            Self::Stands { id, outcome, asking, signers, copies } => {
                let pairs = Pairs::default().put("id", words::id(*id)).put("outcome", text(words::outcome(*outcome)));
                let pairs = match asking {
                    Some(asking) => asked_there(pairs, asking),
                    None => pairs,
                };
                pairs.list("signers", signers, signer).list("copies", copies, |person| words::id(*person)).item()
            }
        }
    }
}

impl VoteState {
    fn item(&self) -> Item {
        Pairs::default()
            .put("voter", words::id(self.voter))
            .maybe("deputy", self.deputy.map(words::id))
            .put("at", words::instant(self.at))
            .put("agrees", Item::Bool(self.agrees))
            .maybe("opinion", self.opinion.as_ref().map(words::hash))
            .maybe("step", self.step.as_ref().map(text))
            .maybe("to_step", self.to_step.as_ref().map(text))
            .item()
    }
}

/// What was asked at a step.
fn asked_there(pairs: Pairs, asking: &Asking) -> Pairs {
    let (form, share) = words::form(asking.form);
    pairs
        .put("step", text(&asking.step))
        .put("form", text(form))
        .maybe("share", share.map(|share| Item::Int(share.into())))
        .list("voters", &asking.voters, |voter| words::id(*voter))
}

fn signer(signer: &Signer) -> Item {
    Pairs::default()
        .put("person", words::id(signer.person))
        .put("by", words::id(signer.by))
        .maybe("deputy", signer.deputy.map(words::id))
        .put("at", words::instant(signer.at))
        .put("how", text(&word(&signer.how)))
        .maybe("step", signer.step.as_ref().map(text))
        .put("round", words::count(signer.round.into()))
        .item()
}

impl Related {
    fn item(&self) -> Item {
        Pairs::default()
            .put("id", words::id(self.id))
            .put("kind", text(&self.kind))
            .put("target", words::id(self.target))
            .put("ordinal", words::count(self.ordinal))
            .item()
    }
}

impl Attached {
    fn item(&self) -> Item {
        Pairs::default()
            .put("id", words::id(self.id))
            .put("digest", text(&self.digest))
            .put("name", words::hash(&self.name))
            .put("media_type", text(&self.media_type))
            .put("size", words::count(self.size))
            .put("audience", text(words::audience(self.audience)))
            .put("ordinal", words::count(self.ordinal))
            .item()
    }
}

fn clock_event(event: &ClockEvent) -> Item {
    Pairs::default()
        .put("clock", text(&event.clock))
        .put("event", text(&word(&event.event)))
        .maybe("share", event.share.map(|share| Item::Int(share.into())))
        .maybe("due", event.due_at.map(words::instant))
        .put("target", Item::Int(event.target_seconds))
        .put("used", Item::Int(event.used_seconds))
        .maybe("calendar", event.calendar.as_ref().map(words::pinned))
        .maybe("agreement", event.agreement.as_ref().map(words::pinned))
        .maybe("reason", event.reason.as_ref().map(text))
        .item()
}

/// A clock as the history keeps it: all but when it has next to be looked at.
pub fn clock_state(clock: &Clock) -> Item {
    Pairs::default()
        .put("state", text(&word(&clock.state)))
        .put("started", words::instant(clock.started_at))
        .put("since", words::instant(clock.since))
        .put("used", Item::Int(clock.used_seconds))
        .put("target", Item::Int(clock.target_seconds))
        .maybe("calendar", clock.calendar.as_ref().map(words::pinned))
        .maybe("agreement", clock.agreement.as_ref().map(words::pinned))
        .maybe("row", clock.target_row.as_ref().map(text))
        .maybe("due", clock.due_at.map(words::instant))
        .maybe("stopped", clock.stopped_at.map(words::instant))
        .maybe("breached", clock.breached_at.map(words::instant))
        .maybe("reason", clock.pause_reason.as_ref().map(text))
        .item()
}
