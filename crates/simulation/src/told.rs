//! What people were told in the year: delivered at its moment, as the outbox's job would; of each person the newest are
//! kept, and what is a few days old has been read.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use yuheng_engine::{OutboxMessage, RecordId};
use yuheng_store::{NOTICES_KEPT, Notice};

use crate::Chance;

/// How long something may lie unread.
const UNREAD: SignedDuration = SignedDuration::from_hours(40);

/// What people were told.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<RecordId, VecDeque<Notice>>);

impl Told {
    /// Delivers a message of the entry `n`.
    pub fn deliver(&mut self, message: OutboxMessage, n: Option<u64>, at: Timestamp) {
        let OutboxMessage { key, record, to, reason, doer, .. } = message;
        for person in to {
            let kept = self.0.entry(person).or_default();
            if kept.len() >= NOTICES_KEPT as usize {
                kept.pop_front();
            }
            kept.push_back(Notice { key: key.clone(), at, reason: reason.clone(), record, n, doer, read_at: None });
        }
    }

    /// All of it, as it stands at the `end`.
    #[must_use]
    pub fn at_the_end(self, end: Timestamp, chance: &mut Chance) -> Vec<(RecordId, Notice)> {
        let mut all = Vec::new();
        for (person, notices) in self.0 {
            for mut notice in notices {
                let read_at = notice.at + SignedDuration::from_mins(chance.between(2, 600));
                notice.read_at = (end.duration_since(notice.at) > UNREAD && read_at < end).then_some(read_at);
                all.push((person, notice));
            }
        }
        all
    }
}
