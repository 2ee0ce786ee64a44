//! Nobody is called who can't come: a vote, or the work of somebody away, goes to whoever can sign in. The engine knows people, not
//! their accounts.

use yuheng_definition::{Content, Label};
use yuheng_engine::{Fault, RecordId, WriteSet};

use super::votes::refused;
use crate::{App, Caller, Result};

/// The field of an absence that names who stands in.
const DEPUTY: &str = "deputy";
/// What says who stands in when: whoever changes one of these says anew that the deputy can be reached then.
const STANDS: [&str; 3] = [DEPUTY, "from", "until"];

impl App {
    /// Refuses an absence whose deputy can't sign in.
    pub(super) async fn must_reach_deputies(&self, caller: &Caller, set: &WriteSet) -> Result<()> {
        for write in &set.writes {
            let process = caller.in_force.definitions.process(write.record.process.as_str());
            let mut changed = write.entries.iter().flat_map(|entry| entry.changes.keys());
            let is_named = changed.any(|field| STANDS.contains(&field.as_str()));
            if is_named
                && process.is_some_and(|process| process.content == Some(Content::Absence))
                && let Some(deputy) = write.record.reference(DEPUTY)
            {
                self.must_have_account(deputy, DEPUTY).await?;
            }
        }
        Ok(())
    }

    /// Refuses somebody without an account, or with one that is shut: what waits for them waits for ever.
    pub(super) async fn must_have_account(&self, person: RecordId, field: &str) -> Result<()> {
        if self.store.account(person).await?.is_some_and(|account| account.is_active) {
            return Ok(());
        }
        let label = Label::new("没有可登录的账号，无法办理", "has no account to sign in with, and could do nothing");
        Err(refused(field, Fault::Content(label)))
    }
}
