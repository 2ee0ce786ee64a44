//! A record's relations as somebody sees them, both ways, page by page: those that people draw. What reference fields
//! point to is shown with the fields, and what may not be seen is left out before it takes anybody's place.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::{Conversion, Label, Merging, Process, Splitting};
use yuheng_engine::{RecordId, Relation};

use crate::lists::{LONGEST_PAGE, page_length};
use crate::view::Reference;
use crate::{App, Caller, Error, Result};

/// A relation as somebody sees it.
pub struct RelationView {
    /// The relation.
    pub relation: Relation,
    /// Whether it goes out from the record; false: it points to it.
    pub is_outgoing: bool,
    /// Whether the one at its target goes on at its source: it was converted into it, or merged.
    pub is_conversion: bool,
    /// Whether the one at its source was split from the one at its target.
    pub is_split: bool,
    /// What it is called on this side.
    pub label: Label,
    /// The record at its other end.
    pub other: Reference,
}

/// A page of a record's relations.
pub struct RelationsPage {
    /// The relations: those that go out, then those that point to the record.
    pub items: Vec<RelationView>,
    /// Where the next page begins; none: that was all.
    pub next: Option<String>,
}

/// How far a record's relations have been read.
enum Place {
    /// Those that go out, up to this one.
    Out(Option<u64>),
    /// All those, and of those that point to it, up to this one.
    In(Option<(String, RecordId, u64)>),
    /// All.
    End,
}

impl App {
    /// A page of the relations of a record that hold.
    ///
    /// # Errors
    /// Not found, also when it may not be seen; when the cursor can't be read.
    pub async fn relations(
        &self,
        caller: &Caller,
        id: RecordId,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<RelationsPage> {
        let (_, process) = self.visible(caller, id).await?;
        let mut place = cursor.map_or(Ok(Place::Out(None)), Place::parse)?;
        let limit = page_length(limit, LONGEST_PAGE, LONGEST_PAGE)? as usize;
        let mut items = Vec::new();
        // One more than the page holds: a cursor is only of what is seen, and there is one only if more is.
        while items.len() <= limit && !matches!(place, Place::End) {
            let found = self.further(caller, (id, &process), &mut place).await?;
            items.extend(self.seen_of(caller, &process, id, found).await?);
        }
        let has_more = items.len() > limit;
        items.truncate(limit);
        Ok(RelationsPage { next: items.last().filter(|_| has_more).map(RelationView::cursor), items })
    }

    /// The next relations after `place`, which goes on, whoever may see them.
    async fn further(
        &self,
        caller: &Caller,
        (id, process): (RecordId, &Process),
        place: &mut Place,
    ) -> Result<Vec<Relation>> {
        let processes = caller.in_force.definitions.processes.values();
        let found = match place {
            Place::Out(after) => {
                let kinds: Vec<&str> = process.relations.keys().map(|kind| kind.as_str()).collect();
                self.store.outgoing(id, &kinds, *after, LONGEST_PAGE).await?
            }
            Place::In(after) => {
                let kinds: BTreeSet<&str> =
                    processes.flat_map(|process| process.relations.keys()).map(|kind| kind.as_str()).collect();
                let kinds: Vec<&str> = kinds.into_iter().collect();
                let after = after.as_ref().map(|(kind, source, ordinal)| (kind.as_str(), *source, *ordinal));
                self.store.incoming(id, &kinds, after, LONGEST_PAGE).await?
            }
            Place::End => Vec::new(),
        };
        let last = found.last().filter(|_| found.len() >= LONGEST_PAGE as usize);
        *place = match (&place, last) {
            (Place::Out(_), Some(last)) => Place::Out(Some(last.ordinal)),
            (Place::Out(_), None) => Place::In(None),
            (Place::In(_), Some(last)) => Place::In(Some((last.kind.to_string(), last.source, last.ordinal))),
            (Place::In(_) | Place::End, _) => Place::End,
        };
        Ok(found)
    }

    /// Those of them whose other end `caller` may see, with what they are called on this side.
    async fn seen_of(
        &self,
        caller: &Caller,
        process: &Arc<Process>,
        id: RecordId,
        found: Vec<Relation>,
    ) -> Result<Vec<RelationView>> {
        let end = |relation: &Relation| if relation.source == id { relation.target } else { relation.source };
        let named = self.references(caller, found.iter().map(end).collect()).await?;
        let definitions = &caller.in_force.definitions;
        let seen = found.into_iter().filter_map(|relation| {
            let (other, is_outgoing) = (named.get(&end(&relation))?.clone(), relation.source == id);
            let source = if is_outgoing { process } else { definitions.process(other.process.as_str())? };
            // A field may have the name that a relation has elsewhere.
            let rule = source.relations.get(&relation.kind)?;
            let label = if is_outgoing { rule.label.clone() } else { rule.inverse.clone() };
            let target = if is_outgoing { definitions.process(other.process.as_str())? } else { process };
            let converts = |rule: &Conversion| rule.to == source.id && rule.relation == relation.kind;
            let merges = |rule: &Merging| source.id == target.id && rule.relation == relation.kind;
            let is_conversion = target.converts.iter().any(converts) || target.merges.as_ref().is_some_and(merges);
            let splits = |rule: &Splitting| source.id == target.id && rule.relation == relation.kind;
            let is_split = target.splits.as_ref().is_some_and(splits);
            Some(RelationView { relation, is_outgoing, is_conversion, is_split, label, other })
        });
        Ok(seen.collect())
    }
}

impl RelationView {
    /// The cursor of the page that follows it.
    fn cursor(&self) -> String {
        let Relation { kind, source, ordinal, .. } = &self.relation;
        if self.is_outgoing { format!("out:{ordinal}") } else { format!("in:{kind}:{source}:{ordinal}") }
    }
}

impl Place {
    fn parse(cursor: &str) -> Result<Self> {
        let parts: Vec<&str> = cursor.split(':').collect();
        let found = match parts[..] {
            ["out", ordinal] => ordinal.parse().ok().map(|ordinal| Self::Out(Some(ordinal))),
            ["in", kind, source, ordinal] => source
                .parse()
                .ok()
                .zip(ordinal.parse().ok())
                .map(|(source, ordinal)| Self::In(Some((kind.to_owned(), RecordId(source), ordinal)))),
            _ => None,
        };
        found.ok_or_else(Error::cursor)
    }
}
