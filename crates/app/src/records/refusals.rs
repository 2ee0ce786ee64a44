//! Refusals for want of a right: told in the log, and in the history of the record, or, where there is none yet, of
//! whoever tried.

use jiff::SignedDuration;
use yuheng_engine::explain::Explain;
use yuheng_engine::{Command, EntryAction, Missing, RecordId, tell};
use yuheng_store::{CommitError, CommitOptions};

use super::Loaded;
use crate::{App, Caller, Error, Result};

/// How many refusals of one person on one record the history tells in [`WINDOW`]. The log tells them all: who keeps trying
/// must not fill a history, nor be in the way of those who write.
const TOLD: u64 = 10;
/// The window in which refusals are counted.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

impl App {
    pub(super) async fn tell_refusal(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        command: &Command,
        missing: &Missing,
    ) -> Result<()> {
        let actor = caller.actor.id;
        let definitions = &caller.in_force.definitions;
        let of = loaded.snapshot.record.as_ref().and_then(|record| definitions.process(record.process.as_str()));
        let said = Explain { definitions, process: of.map(AsRef::as_ref) }.refusal(command, missing);
        let Some(record) = &loaded.snapshot.record else {
            let Command::Create { process, .. } = command else { return Ok(()) };
            tracing::info!(%process, %actor, %missing, "refused to create {process}");
            if !self.is_to_be_told(actor, actor).await? {
                return Ok(());
            }
            let told = self.tell(caller, actor, EntryAction::Refused, &said).await;
            return if matches!(told, Err(Error::Contended)) { Ok(()) } else { told };
        };
        tracing::info!(record.number = %record.label, %actor, %missing, "refused on {}", record.label);
        if !self.is_to_be_told(actor, record.id).await? {
            return Ok(());
        }
        let transition = match command {
            Command::Transition { transition, .. } => Some(transition.clone()),
            _ => None,
        };
        let set = tell(&self.context(caller, None), record, EntryAction::Refused, &said, transition)?;
        match self.store.commit(&set, &CommitOptions::in_epoch(caller.in_force.epoch)).await {
            Ok(_) | Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn is_to_be_told(&self, actor: RecordId, on: RecordId) -> Result<bool> {
        Ok(self.store.throttle(&format!("refused:{actor}:{on}"), self.now(), WINDOW).await? <= TOLD)
    }
}
