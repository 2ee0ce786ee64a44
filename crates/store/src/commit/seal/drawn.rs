//! The relations that a write draws and ends: those named, and those of the reference fields that changed.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};
use yuheng_definition::{FieldId, RelationId};
use yuheng_engine::RecordId;

use super::Sealing;
use crate::CommitError;
use crate::history::{Entry, Related, Unrelated};

impl Sealing<'_> {
    /// Ends and draws relations: those named, and those of the reference fields that changed.
    pub(super) fn relate(&self, entry: &mut Entry) -> Result<(), CommitError> {
        let found = self.found.relations.get(&self.record.id).map(Vec::as_slice).unwrap_or_default();
        let holding = || found.iter().filter(|(_, holds)| *holds).map(|(related, _)| related);
        for id in &self.write.unrelated {
            let ended = holding().find(|related| related.id == *id).ok_or(CommitError::Conflict(self.record.id))?;
            entry.unrelated.push(Unrelated { id: ended.id, ordinal: ended.ordinal });
        }
        let changed: BTreeSet<&FieldId> = self.write.entries.iter().flat_map(|draft| draft.changes.keys()).collect();
        for field in &changed {
            let target = self.reference(field);
            for old in holding().filter(|related| related.kind == field.as_str() && Some(related.target) != target) {
                if !entry.unrelated.iter().any(|ended| ended.id == old.id) {
                    entry.unrelated.push(Unrelated { id: old.id, ordinal: old.ordinal });
                }
            }
            let holds = holding().any(|related| related.kind == field.as_str() && Some(related.target) == target);
            if let Some(target) = target.filter(|_| !holds) {
                let named = self.write.related.iter().find(|new| new.kind == field.as_str());
                let id = named.map_or_else(|| self.relation_id(field, entry.n), |new| new.id);
                self.draw(entry, id, field.as_str().into(), target);
            }
        }
        for new in &self.write.related {
            if !changed.contains(&FieldId::from(new.kind.as_str())) {
                self.draw(entry, new.id, new.kind.clone(), new.target);
            }
        }
        Ok(())
    }

    fn draw(&self, entry: &mut Entry, id: RecordId, kind: RelationId, target: RecordId) {
        let ordinal = self.state.relations.count() + entry.related.len() as u64;
        entry.related.push(Related { id, kind, target, ordinal });
    }

    /// The record that `field` refers to afterwards: where the write says so, or where a value that is kept plain
    /// is an identity (free text never is plain).
    fn reference(&self, field: &FieldId) -> Option<RecordId> {
        let target = self.record.reference(field.as_str())?;
        let named = self.write.related.iter().any(|new| new.kind == field.as_str() && new.target == target);
        let last = self.write.entries.iter().rev().find_map(|draft| draft.changes.get(field));
        let plain = last.is_some_and(|change| !change.erasable);
        let canonical = self.record.text(field.as_str()) == Some(target.to_string().as_str());
        (named || plain && canonical).then_some(target)
    }

    /// An identity for a reference field's relation, from what is unique about it.
    fn relation_id(&self, field: &FieldId, n: u64) -> RecordId {
        let mut hash = Sha256::new();
        hash.update(self.record.id.0.as_bytes());
        hash.update(n.to_be_bytes());
        hash.update(field.as_str());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}
