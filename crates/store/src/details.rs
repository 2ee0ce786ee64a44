//! The part of a record's row that no statement looks into, as JSON: approvals, clocks, doers, commitments, digests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_definition::{ClockId, FieldId, TransitionId};
use yuheng_engine::{Clock, Record, RecordId};

use crate::bucket::Buckets;
use crate::state::{Hash, Held, State};
use crate::stored_approval::StoredApproval;

/// The details of a record.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doers: BTreeMap<TransitionId, RecordId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<StoredApproval>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub clocks: BTreeMap<ClockId, Clock>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub commitments: BTreeMap<FieldId, Hex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Hex>,
    /// The time of the last entry.
    pub last_at: Timestamp,
    pub entered_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence_escalated_at: Option<Timestamp>,
    #[serde(default)]
    pub relations: StoredBuckets,
    #[serde(default)]
    pub attachments: StoredBuckets,
    /// The rows of the side index.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub index: BTreeMap<FieldId, String>,
    /// The digest of the texts that search finds the fields by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<Hex>,
}

impl Details {
    /// The details of `record`, whose state as the digest covers it is `state`.
    #[must_use]
    pub fn of(
        record: &Record,
        state: &State,
        last_at: Timestamp,
        index: BTreeMap<FieldId, String>,
        texts: Option<Hex>,
    ) -> Self {
        let committed = |(id, held): (&FieldId, &Held)| match held {
            Held::Committed(hash) => Some((id.clone(), Hex(*hash))),
            Held::Plain(_) => None,
        };
        let approvals = record.approvals.iter().zip(&state.approvals);
        Self {
            doers: record.doers.clone(),
            approvals: approvals.map(|(approval, state)| StoredApproval::new(approval, state)).collect(),
            clocks: record.clocks.clone(),
            commitments: state.fields.iter().filter_map(committed).collect(),
            voided: state.voided.map(Hex),
            last_at,
            entered_at: record.entered_at,
            quiet_since: record.quiet_since,
            silence_escalated_at: record.silence_escalated_at,
            relations: (&state.relations).into(),
            attachments: (&state.attachments).into(),
            index,
            texts,
        }
    }
}

/// What of the [`Details`] is the record's own: a list reads many.
#[derive(Debug, Deserialize)]
pub struct RecordDetails {
    #[serde(default)]
    pub doers: BTreeMap<TransitionId, RecordId>,
    #[serde(default)]
    pub approvals: Vec<StoredApproval>,
    #[serde(default)]
    pub clocks: BTreeMap<ClockId, Clock>,
    pub entered_at: Timestamp,
    #[serde(default)]
    pub quiet_since: Option<Timestamp>,
    #[serde(default)]
    pub silence_escalated_at: Option<Timestamp>,
}

/// Buckets: how many rows, and the digest of each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StoredBuckets {
    count: u64,
    digests: Vec<Hex>,
}

impl From<&Buckets> for StoredBuckets {
    fn from(buckets: &Buckets) -> Self {
        Self { count: buckets.count(), digests: buckets.digests().iter().copied().map(Hex).collect() }
    }
}

impl From<&StoredBuckets> for Buckets {
    fn from(stored: &StoredBuckets) -> Self {
        Self::stored(stored.count, stored.digests.iter().map(|digest| digest.0).collect())
    }
}

/// A hash, in hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hex(pub Hash);

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut hash = Hash::default();
        hex::decode_to_slice(text, &mut hash).map_err(serde::de::Error::custom)?;
        Ok(Self(hash))
    }
}

#[cfg(test)]
mod tests {
    use yuheng_engine::Approval;

    use super::*;
    use crate::history::ApprovalState;

    /// A name that only one of the two has would be read as nothing.
    #[test]
    fn what_is_the_records_own_is_read_from_what_is_written() {
        let id = |n| RecordId(uuid::Uuid::from_u128(n));
        let at = |second| Timestamp::from_second(second).unwrap();
        let approval = Approval {
            id: id(1),
            transition: "approve".into(),
            asked_by: id(2),
            asked_at: at(1),
            form: yuheng_definition::ApprovalForm::One,
            voters: vec![id(3)],
            votes: Vec::new(),
            outcome: yuheng_engine::ApprovalOutcome::Pending,
            values: BTreeMap::new(),
            urged: 1,
            urged_at: Some(at(4)),
            steps: vec!["check".into(), "sign".into()],
            step: Some("check".into()),
            earlier: Vec::new(),
            signers: Vec::new(),
            copies: vec![id(9)],
        };
        let clock = crate::list::tests::made((true, false, at(1)));
        let state = ApprovalState::asked(&approval, None);
        let details = Details {
            doers: BTreeMap::from([("assign".into(), id(4))]),
            approvals: vec![StoredApproval::new(&approval, &state)],
            clocks: BTreeMap::from([("response".into(), clock)]),
            entered_at: at(5),
            quiet_since: Some(at(5)),
            silence_escalated_at: Some(at(6)),
            ..Details::default()
        };
        let own: RecordDetails = serde_json::from_str(&serde_json::to_string(&details).unwrap()).unwrap();
        assert_eq!((own.doers, own.clocks), (details.doers, details.clocks));
        assert_eq!((own.entered_at, own.silence_escalated_at), (details.entered_at, details.silence_escalated_at));
        assert_eq!(own.quiet_since, details.quiet_since);
        assert_eq!(own.approvals[0].approval().unwrap(), approval);
    }
}
