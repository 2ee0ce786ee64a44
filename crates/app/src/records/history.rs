//! A record's history as somebody sees it, the record as it was, and its relations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{Action, FieldId, Label, Process};
use yuheng_engine::{Audience, EntryAction, Record, RecordId, Relation, access};
use yuheng_store::{HistoryEntry, Told};

use crate::view::{ListRow, References, collect};
use crate::{App, Caller, Error, Result};

/// The most entries on a page.
const LONGEST_PAGE: u32 = 200;

/// A page of a history.
pub struct HistoryPage {
    /// The entries, oldest first, without what may not be seen.
    pub entries: Vec<HistoryEntry>,
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
    pub async fn history(&self, caller: &Caller, id: RecordId, after: u64, limit: u32) -> Result<HistoryPage> {
        let (record, process) = self.visible(caller, id).await?;
        let limit = limit.clamp(1, LONGEST_PAGE);
        let mut entries = self.store.history(id, after, limit).await?;
        let is_full = entries.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next = entries.last().filter(|last| is_full && last.n < record.n).map(|last| last.n);
        let context = self.context(caller, None);
        let sees_internal = access::may(&context, &process, Some(&record), Action::ViewInternal).is_ok();
        let hidden = self.hidden_in(caller, &process, &record);
        entries.retain(|entry| sees_internal || is_public(entry));
        for entry in &mut entries {
            entry.changes.retain(|change| !hidden.contains(&change.field));
            entry.attached.retain(|(file, _)| sees_internal || file.audience == Audience::Public);
        }
        let references = self.references(caller, named(&process, &entries)).await?;
        Ok(HistoryPage { entries, process, references, next })
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
            .ok_or_else(|| Error::argument("as_of 应为日期或时刻", "as_of has to be a day or an instant"))
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

/// Whether a customer may read the entry: not the provider's own notes, calls and refusals.
fn is_public(entry: &HistoryEntry) -> bool {
    let is_note = entry.comment.as_ref().is_some_and(|(audience, _)| *audience == Audience::Internal);
    let is_inner = matches!(entry.action, EntryAction::Refused | EntryAction::Escalated | EntryAction::Exported);
    !is_note && !is_inner
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
