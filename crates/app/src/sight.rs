//! What of a record its reader may see, held as a value: which fields, which entries of its history and which parts of
//! them, whose opinions, and whether what happens to a person's account. It lists what is shown; whatever it doesn't
//! name, a new entry's action too, stays with the provider's own people.

use std::collections::BTreeMap;
use std::sync::Arc;

use yuheng_definition::{ClockId, Content, FieldId, Process, ProcessId, RelationId};
use yuheng_engine::access::{Insight, Lens};
use yuheng_engine::{Audience, ClockEvent, ClockEventKind, EntryAction, Record, RecordId, Vote, shared};
use yuheng_store::HistoryEntry;

use crate::view::{self, References};
use crate::{App, Caller};

/// What of one record its reader may see.
pub(crate) struct Sight {
    /// The record's process.
    pub(crate) process: Arc<Process>,
    reader: RecordId,
    insight: Insight,
    account: bool,
}

/// Who reads of what happened, beside whoever sees the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Circle {
    /// All who see the record.
    Readers,
    /// Those who see its internal side.
    Internal,
    /// The person whose account it is, and those who administer.
    Account,
    /// Both of these.
    Either,
}

impl App {
    /// What of `record` `caller` may see; none: it may not see the record.
    pub(crate) fn sight(&self, caller: &Caller, record: &Record) -> Option<Sight> {
        self.sights(caller, [record]).pop().flatten()
    }

    /// What of each of these records `caller` may see; none: it may not see the record.
    pub(crate) fn sights<'r>(
        &self,
        caller: &Caller,
        records: impl IntoIterator<Item = &'r Record>,
    ) -> Vec<Option<Sight>> {
        let context = self.context(caller, None);
        let mut lenses: BTreeMap<&ProcessId, Lens> = BTreeMap::new();
        let sight = |record: &Record| {
            let process = caller.in_force.definitions.process(record.process.as_str())?;
            let lens = lenses.entry(&process.id).or_insert_with(|| Lens::new(&context, process));
            Some(Sight {
                reader: caller.itself().actor.id,
                insight: lens.insight(record)?,
                account: matches!(process.content, Some(Content::Person | Content::Contact))
                    && (caller.itself().actor.id == record.id || caller.must_administer().is_ok()),
                process: Arc::clone(process),
            })
        };
        records.into_iter().map(sight).collect()
    }

    /// The record without what `caller` may not see; none if that is all of it.
    pub(crate) fn masked(&self, caller: &Caller, record: Record) -> Option<(Record, Arc<Process>)> {
        let sight = self.sight(caller, &record)?;
        Some((sight.record(record), sight.process))
    }
}

impl Sight {
    /// Whether the reader sees what happens to the account of the person that the record is.
    pub(crate) const fn sees_account(&self) -> bool {
        self.account
    }

    /// The record without what the reader may not see.
    pub(crate) fn record(&self, mut record: Record) -> Record {
        // What a withdrawn overlay brought is kept, but nobody could say any more who may see it.
        let Process { fields, .. } = &*self.process;
        if !self.insight.internal {
            record.voided = record.voided.map(|_| String::new());
        }
        record.fields.retain(|field, _| fields.contains_key(field) && !self.insight.masked.contains(field));
        for approval in &mut record.approvals {
            approval.values.retain(|field, _| fields.contains_key(field) && !self.insight.masked.contains(field));
            approval.votes.iter_mut().for_each(|vote| self.opinion(vote));
        }
        // A clock names nothing that is hidden. What it counts towards is promised to whoever sees it, and stays.
        for (id, clock) in &mut record.clocks {
            clock.target_row = clock.target_row.take().filter(|_| self.sees_priority());
            clock.pause_reason = clock.pause_reason.take().filter(|_| self.sees_pauses(id));
        }
        record
    }

    /// Whether the reader sees the priority, which names the row of targets.
    fn sees_priority(&self) -> bool {
        self.sees_change(&FieldId::from(shared::PRIORITY))
    }

    /// Whether the reader sees the field that says why a clock pauses; one that a withdrawn overlay named is for our own people.
    fn sees_pauses(&self, clock: &ClockId) -> bool {
        let field = self.process.clocks.get(clock).and_then(|clock| clock.pause_reason.as_ref());
        field.map_or(self.insight.internal, |field| self.sees_change(field))
    }

    /// Whether the reader may know why something happened to a clock.
    fn sees_reason(&self, event: &ClockEvent) -> bool {
        match event.event {
            ClockEventKind::Paused | ClockEventKind::Resumed => self.sees_pauses(&event.clock),
            ClockEventKind::Started | ClockEventKind::Retargeted => self.sees_priority(),
            ClockEventKind::Stopped | ClockEventKind::Warned | ClockEventKind::Breached => true,
        }
    }

    /// What the record is called, as far as the reader may know.
    pub(crate) fn title(&self, record: &Record) -> String {
        let is_masked = self.insight.masked.contains(&self.process.title);
        if is_masked { record.label.clone() } else { view::title(record, &self.process) }
    }

    /// What the reader may read of an entry; none: nothing.
    pub(crate) fn entry(&self, entry: HistoryEntry) -> Option<HistoryEntry> {
        let is_shown = match circle(entry.action) {
            Circle::Readers => true,
            Circle::Internal => self.insight.internal,
            Circle::Account => self.account,
            Circle::Either => self.insight.internal || self.account,
        };
        // Each part is named here: a new one has to say who reads it.
        let HistoryEntry {
            n,
            version,
            at,
            actor,
            on_behalf_of,
            door,
            action,
            transition,
            moved,
            mut changes,
            comment,
            reason,
            mut clocks,
            approval,
            mut vote,
            approving,
            mut related,
            mut unrelated,
            mut attached,
        } = entry;
        changes.retain(|change| self.sees_change(&change.field));
        related.retain(|related| self.sees_kind(&related.kind));
        unrelated.retain(|ended| self.sees_kind(&ended.kind));
        attached.retain(|(file, _)| self.hears(file.audience));
        vote.iter_mut().for_each(|vote| self.opinion(vote));
        clocks.iter_mut().for_each(|event| event.reason = event.reason.take().filter(|_| self.sees_reason(event)));
        let comment = comment.filter(|(audience, _)| self.hears(*audience));
        // Why something was made void, or who else is to vote, is said among ourselves; a customer is answered in a comment.
        // By which macro something came is our own way of working.
        let is_ours = matches!(
            action,
            EntryAction::Voided
                | EntryAction::SignerAdded
                | EntryAction::HandedOn
                | EntryAction::Updated
                | EntryAction::Transitioned
                | EntryAction::Commented
                | EntryAction::ApprovalAsked
        );
        let reason = reason.filter(|_| self.insight.internal || !is_ours);
        is_shown.then_some(HistoryEntry {
            n,
            version,
            at,
            actor,
            on_behalf_of,
            door,
            action,
            transition,
            moved,
            changes,
            comment,
            reason,
            clocks,
            approval,
            vote,
            approving,
            related,
            unrelated,
            attached,
        })
    }

    /// A field that a withdrawn overlay brought is shown to our own people only: it may have been internal.
    fn sees_change(&self, field: &FieldId) -> bool {
        let is_known = self.insight.internal || self.process.fields.contains_key(field);
        is_known && !self.insight.masked.contains(field)
    }

    /// Relations that reference fields are, are seen with their fields; those that a withdrawn overlay brought, as its fields.
    fn sees_kind(&self, kind: &RelationId) -> bool {
        self.process.relations.contains_key(kind) || self.sees_change(&FieldId::from(kind.as_str()))
    }

    /// Whether what is for `audience` is for the reader.
    pub(crate) fn hears(&self, audience: Audience) -> bool {
        self.insight.internal || audience == Audience::Public
    }

    /// An opinion is for those who see the internal side, and for whoever gave it.
    fn opinion(&self, vote: &mut Vote) {
        let is_own = vote.voter == self.reader || vote.deputy == Some(self.reader);
        if !self.insight.internal && !is_own {
            vote.opinion = None;
        }
    }
}

/// Who reads of what happened.
const fn circle(action: EntryAction) -> Circle {
    use EntryAction as Happened;
    match action {
        Happened::Created
        | Happened::Updated
        | Happened::Transitioned
        | Happened::Commented
        | Happened::Related
        | Happened::Unrelated
        | Happened::Attached
        | Happened::Voided
        | Happened::Converted
        | Happened::Merged
        | Happened::Unmerged
        | Happened::Split
        | Happened::ApprovalAsked
        | Happened::Voted
        | Happened::ApprovalWithdrawn
        | Happened::ApprovalUrged
        | Happened::SignerAdded
        | Happened::HandedOn
        | Happened::Copied
        | Happened::ApprovalVoided
        | Happened::Warned
        | Happened::Breached
        | Happened::Retargeted
        | Happened::Erased
        | Happened::Removed
        | Happened::Migrated => Circle::Readers,
        Happened::SignedIn | Happened::SignInFailed | Happened::AccountChanged => Circle::Account,
        Happened::Exported | Happened::ViewingBegun | Happened::ViewingEnded => Circle::Either,
        _ => Circle::Internal,
    }
}

/// Takes out of an entry what is about records that may not be seen: what may be is named in `references`.
pub(crate) fn left_of(entry: &mut HistoryEntry, references: &References) {
    entry.related.retain(|related| references.contains_key(&related.target));
    entry.unrelated.retain(|ended| references.contains_key(&ended.target));
}

/// Whether anything is left of an entry that tells of nothing but its parts.
pub(crate) fn says_something(entry: &HistoryEntry) -> bool {
    use EntryAction as Happened;
    let tells_only_parts = matches!(
        entry.action,
        Happened::Updated | Happened::Commented | Happened::Related | Happened::Unrelated | Happened::Attached
    );
    let has_parts = !entry.changes.is_empty()
        || !entry.related.is_empty()
        || !entry.unrelated.is_empty()
        || !entry.attached.is_empty()
        || !entry.clocks.is_empty();
    !tells_only_parts || has_parts || entry.comment.is_some() || entry.reason.is_some() || entry.moved.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use std::collections::BTreeSet;
    use yuheng_definition::Definitions;
    use yuheng_engine::Door;
    use yuheng_store::{Approving, Related, Told};

    const VOTER: RecordId = RecordId(uuid::Uuid::from_u128(1));
    const CUSTOMER: RecordId = RecordId(uuid::Uuid::from_u128(2));

    /// What a contact sees of an incident of its customer.
    fn of(reader: RecordId) -> Sight {
        let process = Definitions::shipped().unwrap().process("incident").cloned().unwrap();
        let insight = Insight { masked: BTreeSet::from(["solution".into()]), internal: false };
        Sight { process, reader, insight, account: false }
    }

    fn entry(action: EntryAction, audience: Audience) -> HistoryEntry {
        HistoryEntry {
            n: 2,
            version: 2,
            at: Timestamp::UNIX_EPOCH,
            actor: VOTER,
            on_behalf_of: None,
            door: Door::Page,
            action,
            transition: None,
            moved: Some(("new".into(), "assigned".into())),
            changes: Vec::new(),
            comment: Some((audience, Told::Value("the spare one".to_owned()))),
            reason: None,
            clocks: Vec::new(),
            approval: None,
            vote: None,
            approving: Approving::default(),
            related: Vec::new(),
            unrelated: Vec::new(),
            attached: Vec::new(),
        }
    }

    #[test]
    fn a_transition_stays_without_its_internal_comment() {
        let seen = of(CUSTOMER).entry(entry(EntryAction::Transitioned, Audience::Internal)).unwrap();
        assert_eq!((seen.action, seen.comment), (EntryAction::Transitioned, None));
        assert!(seen.moved.is_some());
    }

    #[test]
    fn why_it_was_made_void_is_for_our_own_people() {
        let why = Some(Told::Value("opened for the wrong customer".to_owned()));
        let void = HistoryEntry { comment: None, reason: why.clone(), ..entry(EntryAction::Voided, Audience::Public) };
        let staff = Sight { insight: Insight { internal: true, ..of(VOTER).insight }, ..of(VOTER) };
        let reason = |sight: &Sight| sight.entry(void.clone()).map(|seen| seen.reason);
        assert_eq!((reason(&of(CUSTOMER)), reason(&staff)), (Some(None), Some(why)));
    }

    #[test]
    fn public_words_stay_and_of_pure_notes_nothing_is_left() {
        let said = entry(EntryAction::Commented, Audience::Public);
        assert_eq!(of(CUSTOMER).entry(said.clone()), Some(said));
        let note = HistoryEntry { moved: None, ..entry(EntryAction::Commented, Audience::Internal) };
        assert!(!says_something(&of(CUSTOMER).entry(note).unwrap()));
    }

    #[test]
    fn what_is_not_named_is_for_our_own_people() {
        let told = |action| of(CUSTOMER).entry(entry(action, Audience::Public)).is_some();
        let own = [
            EntryAction::Escalated,
            EntryAction::Refused,
            EntryAction::Exported,
            EntryAction::ViewingBegun,
            EntryAction::SignedIn,
            EntryAction::SignInFailed,
            EntryAction::AccountChanged,
        ];
        assert!(!own.into_iter().any(told));
        let staff = Sight { insight: Insight { internal: true, ..of(VOTER).insight }, ..of(VOTER) };
        let told = |action| staff.entry(entry(action, Audience::Internal)).is_some();
        assert_eq!(
            own.map(told),
            [true, true, true, true, false, false, false],
            "a colleague's account is nobody's business"
        );
    }

    #[test]
    fn an_opinion_is_told_to_whoever_gave_it() {
        let vote = Vote {
            voter: VOTER,
            deputy: None,
            at: Timestamp::UNIX_EPOCH,
            agrees: false,
            opinion: Some("No".into()),
            step: None,
            to_step: None,
        };
        let voted = HistoryEntry { vote: Some(vote), ..entry(EntryAction::Voted, Audience::Public) };
        let opinion = |reader| of(reader).entry(voted.clone())?.vote?.opinion;
        assert_eq!((opinion(VOTER).as_deref(), opinion(CUSTOMER)), (Some("No"), None));
    }

    #[test]
    fn a_clock_names_nothing_that_is_hidden() {
        let reason = |event, masked: &[&str]| {
            let insight = Insight { masked: masked.iter().map(|id| FieldId::from(*id)).collect(), internal: false };
            let event = ClockEvent {
                clock: "resolution".into(),
                event,
                share: None,
                due_at: None,
                target_seconds: 60,
                used_seconds: 0,
                calendar: None,
                agreement: None,
                reason: Some("told".to_owned()),
            };
            let happened = HistoryEntry { clocks: vec![event], ..entry(EntryAction::Updated, Audience::Public) };
            Sight { insight, ..of(CUSTOMER) }.entry(happened).unwrap().clocks[0].reason.clone()
        };
        let pause =
            Definitions::shipped().unwrap().process("incident").unwrap().clocks["resolution"].pause_reason.clone();
        let pause = pause.unwrap();
        assert_eq!(reason(ClockEventKind::Started, &["priority"]), None);
        assert_eq!(reason(ClockEventKind::Started, &[pause.as_str()]).as_deref(), Some("told"));
        assert_eq!(reason(ClockEventKind::Paused, &[pause.as_str()]), None);
        assert_eq!(reason(ClockEventKind::Paused, &["priority"]).as_deref(), Some("told"));
    }

    #[test]
    fn the_relation_of_a_hidden_field_is_hidden() {
        let related = |kind: &str| Related {
            id: RecordId(uuid::Uuid::from_u128(7)),
            kind: kind.into(),
            target: RecordId(uuid::Uuid::from_u128(8)),
            ordinal: 0,
        };
        // What is hidden, what an overlay had brought, what is there.
        let drawn = vec![related("solution"), related("responsible"), related("related")];
        let entry =
            HistoryEntry { unrelated: drawn.clone(), related: drawn, ..entry(EntryAction::Updated, Audience::Public) };
        let seen = of(CUSTOMER).entry(entry).unwrap();
        assert_eq!((&seen.related[..], &seen.unrelated[..]), (&[related("related")][..], &[related("related")][..]));
    }
}
