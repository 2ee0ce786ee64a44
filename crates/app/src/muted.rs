//! Who wants to be told: what somebody has switched off among the notices that can be, is not told to them at all.

use serde::Deserialize;
use yuheng_engine::RecordId;

use crate::followed::GAINED;
use crate::preferences::OF_PAGE;
use crate::{App, Result};

/// The reasons that can be switched off. An assignment, an approval, an escalation, a time at risk are always told.
const CAN_BE: [&str; 6] = ["commented", "moved", "mentioned", "watched_commented", "watched_moved", GAINED];
/// Under which key of the page's preferences it stands.
const KEY: &str = "notices";

/// What somebody has chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// The reasons that are switched off.
    off: Vec<String>,
}

impl App {
    /// Those of `people` who want to be told for `reason`.
    pub(crate) async fn wanting(&self, people: &[RecordId], reason: &str) -> Result<Vec<RecordId>> {
        if !CAN_BE.contains(&reason) {
            return Ok(people.to_vec());
        }
        let mut wanting = Vec::with_capacity(people.len());
        for person in people {
            let key = format!("{OF_PAGE}{KEY}");
            let kept = self.store.preferences(*person, &key).await?.into_iter().find(|(name, _)| *name == key);
            let chosen: Chosen = kept.and_then(|(_, text)| serde_json::from_str(&text).ok()).unwrap_or_default();
            if !chosen.off.iter().any(|off| off == reason) {
                wanting.push(*person);
            }
        }
        Ok(wanting)
    }
}
