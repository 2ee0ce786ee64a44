//! What the log says beside the kind of an entry: the program's own words, and whom it is about.

use yuheng_engine::RecordId;
use yuheng_engine::explain::Explain;

use super::Logged;
use crate::{App, Caller, Result};

impl Logged {
    /// Those whom the entry names beside whoever did it: told of an approval, asked to vote as well, handed a vote.
    pub fn people(&self) -> impl Iterator<Item = RecordId> + '_ {
        let approving = &self.entry.approving;
        approving.signers.iter().map(|signer| signer.person).chain(approving.copies.iter().copied())
    }
}

impl App {
    /// Reads what the program said of these entries, together; of those whose reason the caller may not read, nothing.
    pub(super) async fn tell_of(&self, caller: &Caller, found: &mut [Logged]) -> Result<()> {
        let asked: Vec<_> = { found.iter() }
            .filter(|logged| logged.entry.reason.is_some())
            .map(|logged| (logged.record, logged.entry.n))
            .collect();
        let reasons = self.store.reasons_of(&asked).await?;
        for logged in found.iter_mut().filter(|logged| logged.entry.reason.is_some()) {
            let words = Explain { definitions: &caller.in_force.definitions, process: Some(&logged.process) };
            let reason = reasons.get(&(logged.record, logged.entry.n));
            logged.told = reason.and_then(|reason| words.told(logged.entry.action, reason));
        }
        Ok(())
    }
}
