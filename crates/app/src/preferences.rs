//! Preferences: what somebody keeps for themselves, such as views and drafts, by key.

use serde_json::Value as Json;
use yuheng_engine::RecordId;

use crate::{App, Caller, Error, Result};

/// The largest that one may become, in bytes.
const LARGEST: usize = 256 * 1024;

impl App {
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

    async fn kept(&self, person: RecordId, key: &str) -> Result<Option<String>> {
        let kept = self.store.preferences(person, key).await?;
        Ok(kept.into_iter().find(|(name, _)| name == key).map(|(_, value)| value))
    }
}
