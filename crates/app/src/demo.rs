//! The demo that a store holds: when its year ends, and how old that is by now.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yuheng_store::StorageError;

use crate::{App, Result};

/// A demo.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Demo {
    /// The end of its year.
    pub as_of: Timestamp,
    /// From which all chance in it came.
    pub seed: u64,
}

impl Demo {
    /// After so many days it is no longer believable.
    pub const LASTS: i64 = 7;

    /// How many whole days lie between its end and `now`.
    #[must_use]
    pub fn days_old(&self, now: Timestamp) -> i64 {
        now.duration_since(self.as_of).as_hours() / 24
    }

    /// Whether it is to be built anew.
    #[must_use]
    pub fn is_old(&self, now: Timestamp) -> bool {
        self.days_old(now) > Self::LASTS
    }

    /// The text by which a store notes it.
    ///
    /// # Errors
    /// Never, as things stand.
    pub fn noted(&self) -> Result<String> {
        Ok(serde_json::to_string(self).map_err(StorageError::from)?)
    }
}

impl App {
    /// The demo with a year that the store holds; none: it holds something else.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn demo(&self) -> Result<Option<Demo>> {
        Ok(self.store.filled_with().await?.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_old_after_more_than_a_week() {
        let demo = Demo { as_of: "2026-11-20T01:00:00Z".parse().unwrap(), seed: 1 };
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(demo.days_old(at("2026-11-21T00:59:00Z")), 0);
        assert!(!demo.is_old(at("2026-11-27T23:00:00Z")));
        assert!(demo.is_old(at("2026-11-28T01:00:00Z")));
    }
}
