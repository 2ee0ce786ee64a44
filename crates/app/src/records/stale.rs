//! Writes based on an older version: what has changed since comes from the history's entries. Changes that don't touch
//! each other are merged; what overlaps is shown with both values.

use std::collections::BTreeSet;

use yuheng_definition::FieldId;
use yuheng_engine::{Record, RecordId, failpoint};

use super::Changes;
use crate::{App, Caller, Error, Overlap, Result, Stale};

/// What happened to a record since a version.
#[derive(Default)]
struct Since {
    fields: BTreeSet<FieldId>,
    moved: bool,
}

impl App {
    /// The fields that others changed since `based_on`, none of which is in `changes`.
    pub(super) async fn merge(
        &self,
        caller: &Caller,
        record: RecordId,
        based_on: u64,
        changes: &Changes,
    ) -> Result<Vec<FieldId>> {
        let (current, _) = self.visible(caller, record).await?;
        let since = self.since(&current, based_on).await?;
        let overlaps = changes
            .iter()
            .filter(|(field, _)| since.fields.contains(*field))
            .filter(|(field, yours)| current.fields.get(*field) != yours.as_ref())
            .map(|(field, yours)| Overlap {
                field: field.clone(),
                theirs: current.fields.get(field).cloned(),
                yours: yours.clone(),
            })
            .collect::<Vec<_>>();
        let refuses = failpoint::armed("app.merges_nothing") && based_on < current.version;
        if overlaps.is_empty() && !refuses {
            Ok(since.fields.into_iter().collect())
        } else {
            Err(stale(&current, based_on, overlaps))
        }
    }

    /// Refuses when the state, or one of `fields`, has changed since `based_on`.
    pub(super) async fn unchanged(
        &self,
        caller: &Caller,
        record: RecordId,
        based_on: u64,
        fields: &[FieldId],
    ) -> Result<()> {
        let (current, _) = self.visible(caller, record).await?;
        let since = self.since(&current, based_on).await?;
        let overlaps: Vec<Overlap> = fields
            .iter()
            .filter(|field| since.fields.contains(*field))
            .map(|field| Overlap { field: field.clone(), theirs: current.fields.get(field).cloned(), yours: None })
            .collect();
        if since.moved || !overlaps.is_empty() { Err(stale(&current, based_on, overlaps)) } else { Ok(()) }
    }

    async fn since(&self, current: &Record, based_on: u64) -> Result<Since> {
        let mut since = Since::default();
        if based_on == current.version {
            return Ok(since);
        }
        if based_on > current.version {
            return Err(stale(current, based_on, Vec::new()));
        }
        let entries = self.store.history(current.id, 0, u32::try_from(current.n).unwrap_or(u32::MAX)).await?;
        for entry in entries.into_iter().filter(|entry| entry.version > based_on) {
            since.fields.extend(entry.changes.into_iter().map(|change| change.field));
            since.moved |= entry.moved.is_some();
        }
        Ok(since)
    }
}

fn stale(current: &Record, based_on: u64, fields: Vec<Overlap>) -> Error {
    Error::Stale(Box::new(Stale { based_on, current: current.version, fields }))
}
