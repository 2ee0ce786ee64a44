//! The times of a record that follow from its entries.

use yuheng_engine::EntryAction;

use super::Sealing;
use crate::history::Entry;

impl Sealing<'_> {
    /// The times that follow from the entries' own, as a replay has them.
    pub(super) fn take_times(&mut self) {
        let before = self.before.map(|before| &before.record);
        let last = |is: fn(&Entry) -> bool| {
            self.entries.iter().rev().map(|(entry, _)| entry).find(|entry| is(entry)).map(|entry| entry.at)
        };
        let entered_at = last(Entry::enters_a_state).or(before.map(|before| before.entered_at));
        let silence = self.record.silence_escalated_at;
        let escalated_at = last(|entry| entry.action == EntryAction::Escalated);
        (self.record.updated_at, self.record.quiet_since) =
            before.map_or((self.record.updated_at, None), |before| (before.updated_at, before.quiet_since));
        for (entry, _) in &self.entries {
            self.record.take_in(entry.action, entry.transition.as_ref(), entry.at);
        }
        self.record.entered_at = entered_at.unwrap_or(self.record.entered_at);
        if silence != before.and_then(|before| before.silence_escalated_at) {
            self.record.silence_escalated_at = escalated_at.or(silence);
        }
    }
}
