//! Notices: what somebody was told of, in the program itself. They come out of the outbox and stay with the account.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use yuheng_definition::Label;
use yuheng_engine::{OutboxMessage, RecordId, explain};

use crate::view::References;
use crate::{App, Caller, Error, Result};

/// The most notices that are kept for one account.
const KEPT: usize = 200;
/// The largest that views or drafts may become, in bytes.
const LARGEST: usize = 256 * 1024;

/// What somebody was told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Unique: the same is never told twice.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Why, as [`explain::notice`] knows it.
    pub reason: String,
    /// The record.
    pub record: RecordId,
    /// It was read.
    pub is_read: bool,
}

impl Notice {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> Label {
        explain::notice(&self.reason)
    }
}

impl App {
    /// Tells those whom a message concerns. Safe to do twice.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify(&self, message: &OutboxMessage) -> Result<()> {
        for person in &message.to {
            let mut notices = self.kept_notices(*person).await?;
            if notices.iter().any(|notice| notice.id == message.key) {
                continue;
            }
            let (id, reason) = (message.key.clone(), message.reason.clone());
            notices.insert(0, Notice { id, at: self.now(), reason, record: message.record, is_read: false });
            notices.truncate(KEPT);
            self.keep_notices(*person, &notices).await?;
        }
        Ok(())
    }

    /// The caller's notices, newest first, and the records that they name, as far as they may be seen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notices(&self, caller: &Caller) -> Result<(Vec<Notice>, References)> {
        let notices = self.kept_notices(caller.actor.id).await?;
        let references = self.references(caller, notices.iter().map(|notice| notice.record).collect()).await?;
        Ok((notices, references))
    }

    /// Marks the caller's notices as read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_notices(&self, caller: &Caller) -> Result<()> {
        let mut notices = self.kept_notices(caller.actor.id).await?;
        notices.iter_mut().for_each(|notice| notice.is_read = true);
        self.keep_notices(caller.actor.id, &notices).await
    }

    async fn kept_notices(&self, person: RecordId) -> Result<Vec<Notice>> {
        let text = self.kept(person, "notices").await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    async fn keep_notices(&self, person: RecordId, notices: &[Notice]) -> Result<()> {
        let text = serde_json::to_string(notices).map_err(|_| Error::Chance)?;
        Ok(self.store.set_preference(person, "notices", Some(&text), self.now()).await?)
    }

    async fn kept(&self, person: RecordId, key: &str) -> Result<Option<String>> {
        let kept = self.store.preferences(person, key).await?;
        Ok(kept.into_iter().find(|(name, _)| name == key).map(|(_, value)| value))
    }

    /// What the caller has saved under `key`: views, drafts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn preference(&self, caller: &Caller, key: &str) -> Result<Json> {
        let text = self.kept(caller.actor.id, key).await?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(|| Json::Object(serde_json::Map::new())))
    }

    /// Saves something of the caller's.
    ///
    /// # Errors
    /// When it is too large.
    pub async fn set_preference(&self, caller: &Caller, key: &str, value: &Json) -> Result<()> {
        let text = value.to_string();
        if text.len() > LARGEST {
            return Err(Error::argument("内容过大", "That is too large"));
        }
        Ok(self.store.set_preference(caller.actor.id, key, Some(&text), self.now()).await?)
    }
}
