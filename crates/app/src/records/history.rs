//! A record's history as somebody sees it, the record as it was, and its relations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{Action, FieldId, Label, Process};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Audience, EntryAction, Record, RecordId, Relation, access};
use yuheng_store::{HistoryEntry, Told};

use crate::lists::{LONGEST_PAGE, page_length};
use crate::view::{ListRow, References, collect};
use crate::{App, Caller, Error, Result};

/// The most entries on a page.

/// A page of a history.
pub struct HistoryPage {
    /// The entries, oldest first, without what may not be seen.
    pub entries: Vec<HistoryEntry>,
    /// What the program says of entries whose reason it gave, by their numbers.
    pub told: BTreeMap<u64, Label>,
    /// The record's process.
    pub process: std::sync::Arc<Process>,
    /// What they name.
    pub references: References,
    /// After which entry the next page begins.
    pub next: Option<u64>,
}

/// A relation as somebody sees it.
pub struct RelationView {
    /// The relation.
    pub relation: Relation,
    /// Whether it goes out from the record; false: it points to it.
    pub is_outgoing: bool,
    /// What it is called on this side.
    pub label: Label,
    /// The record at its other end.
    pub other: crate::view::Reference,
}

impl App {
    /// A page of a record's history after entry `after`.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn history(&self, caller: &Caller, id: RecordId, after: u64, limit: Option<u32>) -> Result<HistoryPage> {
        let (record, process) = self.visible(caller, id).await?;
        let limit = page_length(limit, 100, LONGEST_PAGE)?;
        let mut entries = self.store.history(id, after, limit).await?;
        let is_full = entries.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next = entries.last().filter(|last| is_full && last.n < record.n).map(|last| last.n);
        let context = self.context(caller, None);
        let sees_internal = access::may(&context, &process, Some(&record), Action::ViewInternal).is_ok();
        let hidden = self.hidden_in(caller, &process, &record);
        if !sees_internal {
            entries = entries.into_iter().filter_map(public).collect();
        }
        for entry in &mut entries {
            mask(entry, &hidden);
            // A field that a withdrawn overlay brought is shown to our own people only: it may have been internal.
            let is_known = |field: &FieldId| sees_internal || process.fields.contains_key(field);
            entry.changes.retain(|change| is_known(&change.field));
        }
        let words = Explain { definitions: &caller.in_force.definitions, process: Some(&process) };
        let told = entries.iter_mut().filter_map(|entry| told(&words, entry)).collect();
        let references = self.references(caller, named(&process, &entries)).await?;
        for entry in &mut entries {
            entry.related.retain(|related| references.contains_key(&related.target));
        }
        Ok(HistoryPage { entries, told, process, references, next })
    }

    /// The record as it was at an instant, or at the end of a day.
    ///
    /// # Errors
    /// Not found, also when there was none yet.
    pub async fn as_of(&self, caller: &Caller, id: RecordId, moment: &str) -> Result<ListRow> {
        self.visible(caller, id).await?;
        let at = self.moment(moment)?;
        let then = self.store.as_of(id, at).await?.ok_or_else(Error::not_found)?;
        self.rows(caller, vec![then.record]).await?.pop().ok_or_else(Error::not_found)
    }

    fn moment(&self, text: &str) -> Result<Timestamp> {
        if let Ok(at) = text.parse() {
            return Ok(at);
        }
        let end = |day: Date| day.tomorrow().ok()?.to_zoned(self.settings.zone.clone()).ok();
        let end = text.parse::<Date>().ok().and_then(end);
        end.map(|zoned| zoned.timestamp() - jiff::SignedDuration::from_micros(1))
            .ok_or_else(|| Error::parameter("as_of", "as_of 应为日期或时刻", "as_of has to be a day or an instant"))
    }

    /// The relations of a record that hold, both ways; those to what may not be seen are left out.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn relations(&self, caller: &Caller, id: RecordId) -> Result<Vec<RelationView>> {
        let (_, process) = self.visible(caller, id).await?;
        let outgoing = self.store.relations_of(id).await?;
        let incoming = self.store.incoming(id, LONGEST_PAGE).await?;
        let ends = outgoing.iter().map(|it| it.target).chain(incoming.iter().map(|it| it.source)).collect();
        let named = self.references(caller, ends).await?;
        let definitions = &caller.in_force.definitions;
        let mut views = Vec::new();
        for (relation, is_outgoing) in
            outgoing.into_iter().map(|it| (it, true)).chain(incoming.into_iter().map(|it| (it, false)))
        {
            let end = if is_outgoing { relation.target } else { relation.source };
            let Some(other) = named.get(&end).cloned() else { continue };
            let source = if is_outgoing { Some(&process) } else { definitions.process(other.process.as_str()) };
            // A reference field's own relation is shown as the field, not here.
            let Some(rule) = source.and_then(|process| process.relations.get(&relation.kind)) else { continue };
            let label = if is_outgoing { rule.label.clone() } else { rule.inverse.clone() };
            views.push(RelationView { relation, is_outgoing, label, other });
        }
        Ok(views)
    }

    /// The fields that `caller` may not see on the record.
    pub(crate) fn hidden_in(&self, caller: &Caller, process: &Process, record: &Record) -> BTreeSet<FieldId> {
        access::masked_fields(&self.context(caller, None), process, Some(record))
    }
}

/// What a customer may read of the entry: not the provider's own words and files; nothing of its notes, calls and
/// refusals.
fn public(mut entry: HistoryEntry) -> Option<HistoryEntry> {
    if matches!(entry.action, EntryAction::Refused | EntryAction::Escalated | EntryAction::Exported) {
        return None;
    }
    entry.attached.retain(|(file, _)| file.audience == Audience::Public);
    let note = entry.comment.take_if(|(audience, _)| *audience == Audience::Internal);
    let is_pure_note = note.is_some() && entry.action == EntryAction::Commented && entry.attached.is_empty();
    (!is_pure_note).then_some(entry)
}

/// What the program says of an entry in place of its reason, if it gave it.
fn told(words: &Explain, entry: &mut HistoryEntry) -> Option<(u64, Label)> {
    let Some(Told::Value(reason)) = &entry.reason else { return None };
    let told = words.told(entry.action, reason)?;
    entry.reason = None;
    Some((entry.n, told))
}

/// Takes out what the entry says of hidden fields: their changes, and the relations that reference fields are.
fn mask(entry: &mut HistoryEntry, hidden: &BTreeSet<FieldId>) {
    entry.changes.retain(|change| !hidden.contains(&change.field));
    entry.related.retain(|related| !hidden.contains(related.kind.as_str()));
}

fn named(process: &Process, entries: &[HistoryEntry]) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::new();
    for entry in entries {
        found.insert(entry.actor);
        found.extend(entry.on_behalf_of);
        found.extend(entry.vote.iter().flat_map(|vote| [Some(vote.voter), vote.deputy]).flatten());
        found.extend(entry.related.iter().map(|related| related.target));
        let kinds: BTreeMap<_, _> = process.fields.iter().map(|(id, field)| (id, &field.kind)).collect();
        for change in &entry.changes {
            for told in change.from.iter().chain(&change.to) {
                if let (Told::Value(value), Some(kind)) = (told, kinds.get(&change.field)) {
                    collect(kind, value, &mut found);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use yuheng_engine::Door;
    use yuheng_store::Related;

    fn entry(action: EntryAction, audience: Audience) -> HistoryEntry {
        HistoryEntry {
            n: 2,
            version: 2,
            at: Timestamp::UNIX_EPOCH,
            actor: RecordId(uuid::Uuid::from_u128(1)),
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
            related: Vec::new(),
            unrelated: Vec::new(),
            attached: Vec::new(),
        }
    }

    #[test]
    fn a_transition_stays_without_its_internal_comment() {
        let seen = public(entry(EntryAction::Transitioned, Audience::Internal)).unwrap();
        assert_eq!((seen.action, seen.comment), (EntryAction::Transitioned, None));
        assert!(seen.moved.is_some());
    }

    #[test]
    fn public_words_stay_and_pure_notes_go() {
        let said = entry(EntryAction::Commented, Audience::Public);
        assert_eq!(public(said.clone()), Some(said));
        assert_eq!(public(entry(EntryAction::Commented, Audience::Internal)), None);
        assert_eq!(public(entry(EntryAction::Escalated, Audience::Public)), None);
    }

    #[test]
    fn the_relation_of_a_hidden_field_is_hidden() {
        let mut entry = entry(EntryAction::Updated, Audience::Public);
        let related = |kind: &str| Related {
            id: RecordId(uuid::Uuid::from_u128(7)),
            kind: kind.into(),
            target: RecordId(uuid::Uuid::from_u128(8)),
            ordinal: 0,
        };
        entry.related = vec![related("cause_known"), related("duplicate_of")];
        mask(&mut entry, &BTreeSet::from(["cause_known".into()]));
        assert_eq!(entry.related, [related("duplicate_of")]);
    }
}
