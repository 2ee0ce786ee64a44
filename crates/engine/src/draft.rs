//! A record in the making: as it was found, as it becomes, and what has happened on the way. Every operation works on
//! one and ends it as a [`Write`].

use std::collections::BTreeMap;

use yuheng_definition::{FieldId, FieldKind, Lifetime, Process, StateId, StateKind};

use crate::{
    Attachment, Change, ClockEvent, Context, Effect, EntryAction, EntryDraft, Expected, NewRelation, OutboxMessage,
    Record, RecordId, Rejection, Write, WriteSet, clocks, index, outbox, unique,
};

/// A record in the making.
#[derive(Clone)]
pub(crate) struct Draft<'a> {
    /// What the decision is made from.
    pub(crate) ctx: &'a Context<'a>,
    /// The definition in force: who may, fields, labels.
    pub(crate) process: &'a Process,
    /// The definition that the record was opened under: states, edges, approvals, clocks.
    pub(crate) flow: &'a Process,
    /// The record as it was found; none: it is new.
    pub(crate) before: Option<&'a Record>,
    /// The record as it becomes.
    pub(crate) record: Record,
    /// Relations to be drawn.
    pub(crate) related: Vec<NewRelation>,
    /// Relations to be ended.
    pub(crate) unrelated: Vec<RecordId>,
    /// Files to be attached.
    pub(crate) attached: Vec<Attachment>,
    /// Who is mentioned in what is said.
    pub(crate) mentioned: Vec<RecordId>,
    /// Side effects beside those that [`outbox`] sees by itself.
    pub(crate) outbox: Vec<OutboxMessage>,
    /// What else is written with it: the records that a step opens.
    pub(crate) opened: WriteSet,
    /// The record as the last entry left it; what differs from it goes into the next.
    told: Option<Record>,
    entries: Vec<EntryDraft>,
}

impl<'a> Draft<'a> {
    /// A new record of `process`, in its first state, with nothing in it.
    pub(crate) fn open(ctx: &'a Context<'a>, process: &'a Process) -> Result<Self, Rejection> {
        let Some((state, rule)) = process.states.get_index(0) else {
            return Err(Rejection::Unknown(process.id.to_string()));
        };
        let record = Record {
            id: ctx.ids.next(),
            process: process.id.clone(),
            number: 0,
            label: String::new(),
            state: state.clone(),
            is_open: rule.kind.is_open(),
            fields: BTreeMap::new(),
            clocks: BTreeMap::new(),
            approvals: Vec::new(),
            opened_by: ctx.actor.id,
            opened_at: ctx.now,
            updated_at: ctx.now,
            entered_at: ctx.now,
            quiet_since: None,
            silence_escalated_at: None,
            resolved_at: None,
            closed_at: None,
            doers: BTreeMap::new(),
            voided: None,
            version: 1,
            n: 0,
            definition: process.hash.clone(),
        };
        Ok(Self::new(ctx, process, process, None, record))
    }

    /// A record that is there, to be changed.
    pub(crate) fn of(ctx: &'a Context<'a>, record: &'a Record) -> Result<Self, Rejection> {
        let process = ctx.process(&record.process)?;
        let mut draft = Self::new(ctx, process, ctx.flow(process), Some(record), record.clone());
        draft.told = Some(record.clone());
        Ok(draft)
    }

    fn new(
        ctx: &'a Context<'a>,
        process: &'a Process,
        flow: &'a Process,
        before: Option<&'a Record>,
        record: Record,
    ) -> Self {
        Self {
            ctx,
            process,
            flow,
            before,
            record,
            related: Vec::new(),
            unrelated: Vec::new(),
            attached: Vec::new(),
            mentioned: Vec::new(),
            outbox: Vec::new(),
            opened: WriteSet::default(),
            told: None,
            entries: Vec::new(),
        }
    }

    /// Moves the record to `state`, with what follows from the state's kind.
    pub(crate) fn move_to(&mut self, state: &StateId) {
        let Some(kind) = self.kind_of(state) else { return };
        let record = &mut self.record;
        record.state = state.clone();
        record.entered_at = self.ctx.now;
        record.is_open = kind.is_open();
        record.closed_at = (!kind.is_open()).then_some(self.ctx.now);
        record.resolved_at = match kind {
            StateKind::Resolved => Some(self.ctx.now),
            StateKind::Closed => record.resolved_at.or(Some(self.ctx.now)),
            StateKind::Draft | StateKind::Open | StateKind::Waiting => None,
            StateKind::Cancelled | StateKind::InForce | StateKind::Retired => record.resolved_at,
        };
    }

    /// What `state` means to the engine.
    fn kind_of(&self, state: &StateId) -> Option<StateKind> {
        kind_of(self.flow, self.process, state)
    }

    /// Writes down what has happened since the last entry: fields, state and clocks are found by comparison, the clocks
    /// being moved on first. `tell` adds what can't be seen on the record.
    pub(crate) fn log(&mut self, action: EntryAction, tell: impl FnOnce(&mut EntryDraft)) {
        let clocks = clocks::advance(self.ctx, self.flow, self.told.as_ref(), &mut self.record, self.ctx.now);
        self.log_with(action, clocks, tell);
    }

    /// As [`Self::log`], with clock events that have been decided elsewhere.
    pub(crate) fn log_with(
        &mut self,
        action: EntryAction,
        clocks: Vec<ClockEvent>,
        tell: impl FnOnce(&mut EntryDraft),
    ) {
        let mut entry = EntryDraft {
            action,
            actor: self.ctx.actor.id,
            on_behalf_of: None,
            door: self.ctx.actor.door,
            at: self.ctx.now,
            changes: self.changes(),
            moved: self.moved(),
            transition: None,
            comment: None,
            reason: None,
            clocks,
            approval: None,
            vote: None,
            definition: self.process.hash.clone(),
        };
        tell(&mut entry);
        self.entries.push(entry);
        self.told = Some(self.record.clone());
    }

    /// How many entries are written down so far.
    pub(crate) const fn logged(&self) -> usize {
        self.entries.len()
    }

    fn changes(&self) -> BTreeMap<yuheng_definition::FieldId, Change> {
        let empty = BTreeMap::new();
        let (old, new) = (self.told.as_ref().map_or(&empty, |told| &told.fields), &self.record.fields);
        let ids = old.keys().chain(new.keys().filter(|id| !old.contains_key(*id)));
        ids.filter(|id| old.get(*id) != new.get(*id))
            .map(|id| {
                // A value of a field that the definition in force no longer knows is kept erasable, to be safe.
                let erasable = self.process.fields.get(id).is_none_or(yuheng_definition::Field::is_erasable);
                (id.clone(), Change { value: new.get(id).cloned(), erasable })
            })
            .collect()
    }

    fn moved(&self) -> Option<(StateId, StateId)> {
        let told = self.told.as_ref()?;
        (told.state != self.record.state).then(|| (told.state.clone(), self.record.state.clone()))
    }

    /// Whether it is new, or comes into another state.
    pub(crate) fn has_come(&self) -> bool {
        self.before.is_none_or(|before| before.state != self.record.state)
    }

    /// Whether a field's content differs from what it was.
    pub(crate) fn has_changed(&self, field: &str) -> bool {
        self.before.and_then(|before| before.fields.get(field)) != self.record.fields.get(field)
    }

    /// Ends the draft: one write with all that follows from the change. A draft without an entry writes nothing.
    pub(crate) fn finish(mut self) -> WriteSet {
        if self.entries.is_empty() {
            return WriteSet::default();
        }
        let covered = self.entries.iter().any(is_covered);
        if let Some(before) = self.before {
            let at = self.ctx.now.max(before.updated_at);
            for entry in &self.entries {
                self.record.take_in(entry.action, entry.transition.as_ref(), at);
            }
            self.record.version = before.version + u64::from(covered);
        }
        let held = self.before.map(|before| unique::held(self.flow, self.process, before)).unwrap_or_default();
        let holds = unique::held(self.flow, self.process, &self.record);
        let mut messages = outbox::assigned(&self);
        messages.extend(outbox::stands_in(&self));
        messages.append(&mut self.outbox);
        let opened = std::mem::take(&mut self.opened);
        let own = WriteSet {
            claims: holds.difference(&held).map(|key| (key.clone(), self.record.id)).collect(),
            releases: held.difference(&holds).cloned().collect(),
            outbox: messages,
            effect: if covered { self.effect() } else { Effect::None },
            projections: Vec::new(),
            writes: vec![self.into_write()],
        };
        // The record itself comes last: it is what the command was about.
        together(opened, own)
    }

    /// What the change means for decisions made on the organisation as it was.
    fn effect(&self) -> Effect {
        let Some(effect) = self.process.content.map(effect_of) else { return Effect::None };
        let points = || self.process.fields.values().filter(|field| matches!(field.kind, FieldKind::Reference { .. }));
        let moves = self.before.is_some_and(|before| {
            let (now, changed) = (&self.record, |id: &FieldId| before.fields.get(id) != self.record.fields.get(id));
            before.state != now.state || before.voided != now.voided || points().any(|field| changed(&field.id))
        });
        if moves && effect > Effect::None { Effect::Changes } else { effect }
    }

    fn into_write(self) -> Write {
        let texts = index::texts(self.process, self.ctx.definitions, &self.record);
        let unchanged = self.before.is_some_and(|old| index::texts(self.process, self.ctx.definitions, old) == texts);
        let only_said = self.entries.iter().all(|entry| is_said(entry.action));
        Write {
            expected: match self.before {
                None => Expected::New,
                Some(_) if only_said => Expected::Exists,
                Some(before) => Expected::Version(before.version),
            },
            prefix: self.process.prefix.clone(),
            entries: self.entries,
            related: self.related,
            unrelated: self.unrelated,
            attached: self.attached,
            mentioned: self.mentioned,
            index: index::rows(self.process, &self.record),
            next_at: clocks::next_at(self.ctx, self.flow, &self.record),
            texts: (!unchanged).then_some(texts),
            record: self.record,
        }
    }
}

/// Puts the writes of two drafts into one set.
pub(crate) fn together(mut first: WriteSet, second: WriteSet) -> WriteSet {
    first.writes.extend(second.writes);
    first.claims.extend(second.claims);
    first.releases.extend(second.releases);
    first.outbox.extend(second.outbox);
    first.effect = first.effect.max(second.effect);
    first.projections.extend(second.projections);
    first
}

/// Refuses a record that can't be changed any more: void, or work at its end. It can still be talked about.
pub(crate) fn ensure_changeable(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    let process = ctx.process(&record.process)?;
    let kind = kind_of(ctx.flow(process), process, &record.state);
    let ended = process.lifetime == Lifetime::Work && matches!(kind, Some(StateKind::Closed | StateKind::Cancelled));
    if ended || record.voided.is_some() { Err(Rejection::Final) } else { Ok(()) }
}

/// What `state` means: by the flow that the record follows, else by the definition in force.
pub(crate) fn kind_of(flow: &Process, process: &Process, state: &StateId) -> Option<StateKind> {
    flow.states.get(state).or_else(|| process.states.get(state)).map(|state| state.kind)
}

/// Whether the entry only tells something beside the record: it fits any version.
const fn is_said(action: EntryAction) -> bool {
    matches!(
        action,
        EntryAction::Commented
            | EntryAction::Refused
            | EntryAction::SignedIn
            | EntryAction::SignInFailed
            | EntryAction::AccountChanged
            | EntryAction::Exported
            | EntryAction::ViewingBegun
            | EntryAction::ViewingEnded
    )
}

/// Whether the record's state digest covers what the entry tells: it raises the version.
fn is_covered(entry: &EntryDraft) -> bool {
    let told_only = is_said(entry.action)
        || matches!(entry.action, EntryAction::Warned | EntryAction::Breached | EntryAction::Escalated);
    !told_only || !entry.changes.is_empty() || entry.moved.is_some()
}

/// What opening a record of such content means for others' decisions, or a change that leaves its state and what it points
/// to. Nobody who decides can have counted on somebody who was not there yet.
const fn effect_of(content: yuheng_definition::Content) -> Effect {
    use yuheng_definition::Content;
    match content {
        Content::Person | Content::Contact | Content::Department | Content::Post | Content::Customer => Effect::Adds,
        Content::RoleAssignment
        | Content::Absence
        | Content::Calendar
        | Content::HolidayYear
        | Content::Contract
        | Content::ServiceLevelAgreement
        | Content::PriorityMatrix
        | Content::Objective
        | Content::Organisation
        | Content::Overlay => Effect::Changes,
        Content::Document
        | Content::Duty
        | Content::ChecklistTemplate
        | Content::SavedView
        | Content::Board
        | Content::TextTemplate
        | Content::Macro => Effect::None,
    }
}
