//! Preferences: what somebody keeps for themselves, such as the columns of lists, by key.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use yuheng_engine::RecordId;

use crate::{App, Caller, Error, Result};

/// The largest that one may become, in bytes.
const LARGEST: usize = 256 * 1024;

/// Before the keys that the page chooses, so that they meet none of ours.
pub(crate) const OF_PAGE: &str = "page:";

/// The longest key that the page may choose, how many it may, and how large what is under one may be, in bytes.
const LONGEST_KEY: usize = 80;
const MOST_KEYS: usize = 200;
const LARGEST_OF_PAGE: usize = 16 * 1024;

impl App {
    /// What the caller has saved under `key`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn preference(&self, caller: &Caller, key: &str) -> Result<Json> {
        let text = if caller.viewing.is_none() { self.kept(caller.actor.id, key).await? } else { None };
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(|| Json::Object(serde_json::Map::new())))
    }

    /// Saves something of the caller's.
    ///
    /// # Errors
    /// When it is too large.
    pub async fn set_preference(&self, caller: &Caller, key: &str, value: &Json) -> Result<()> {
        caller.must_write()?;
        let text = value.to_string();
        if text.len() > LARGEST {
            return Err(Error::argument("内容过大", "That is too large"));
        }
        Ok(self.store.set_preference(caller.actor.id, key, Some(&text), self.now()).await?)
    }

    /// What the caller has set in the page, by key.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page_preferences(&self, caller: &Caller) -> Result<BTreeMap<String, Json>> {
        // What somebody has set for themselves is shown to nobody else: the page is as it is for whoever has set nothing.
        if caller.viewing.is_some() {
            return Ok(BTreeMap::new());
        }
        let kept = self.store.preferences(caller.actor.id, OF_PAGE).await?;
        let read = |(key, value): (String, String)| {
            Some((key.strip_prefix(OF_PAGE)?.to_owned(), serde_json::from_str(&value).ok()?))
        };
        Ok(kept.into_iter().filter_map(read).collect())
    }

    /// Keeps what the caller sets in the page.
    ///
    /// # Errors
    /// When the key can be none, when it is too large, or when it would be one too many.
    pub async fn set_page_preference(&self, caller: &Caller, key: &str, value: &Json) -> Result<()> {
        caller.must_write()?;
        let is_key = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
        if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(is_key) {
            return Err(Error::argument("键名不合规", "That can be no key"));
        }
        let text = value.to_string();
        if text.len() > LARGEST_OF_PAGE {
            return Err(Error::argument("内容过大", "That is too large"));
        }
        let kept = self.store.preferences(caller.actor.id, OF_PAGE).await?;
        let key = format!("{OF_PAGE}{key}");
        if kept.len() >= MOST_KEYS && !kept.iter().any(|(known, _)| *known == key) {
            return Err(Error::argument("已存的设置过多", "Too much is kept already"));
        }
        Ok(self.store.set_preference(caller.actor.id, &key, Some(&text), self.now()).await?)
    }

    async fn kept(&self, person: RecordId, key: &str) -> Result<Option<String>> {
        let kept = self.store.preferences(person, key).await?;
        Ok(kept.into_iter().find(|(name, _)| name == key).map(|(_, value)| value))
    }
}
