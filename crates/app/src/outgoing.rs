//! What the definitions in force lack of the flows that open records follow, and of the states that records stand in: it is
//! kept for them until the last has left; and the fields that any version had, for what records hold in them
//! (docs/adr/0035-taken-back.md). One node finds it out for the day and writes it down for all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yuheng_definition::{
    Content, Definitions, FieldId, Lacking, Problem, Process, ProcessId, StateId, check_flow_in_use,
};
use yuheng_engine::{RecordId, failpoint};
use yuheng_store::StorageError;

use crate::{App, Result};

/// Where is written down what the records of the day follow.
const OF_THE_DAY: &str = "flows_of_the_day";

/// What records follow, and where those at their end stand, as one node found it for all.
#[derive(Default, Serialize, Deserialize)]
struct Followed {
    /// Of which day, definitions and overlays it is.
    of: String,
    /// The versions, by process and hash, that records follow, or will when they are taken out of a merge.
    flows: BTreeSet<(String, String)>,
    /// The states that no definition in force has, by the version under which records that stand in them were opened.
    ends: BTreeMap<String, BTreeSet<String>>,
}

impl Followed {
    fn is_followed(&self, process: &str, hash: &str) -> bool {
        self.flows.contains(&(process.to_owned(), hash.to_owned()))
    }
}

impl App {
    /// `plain` definitions with what they lack of the flows that records follow, and of the fields that there ever were.
    pub(crate) async fn with_outgoing(
        &self,
        plain: &Arc<Definitions>,
        (today, shaped_by): (Date, &[(RecordId, u64)]),
    ) -> Result<Arc<Definitions>> {
        if failpoint::armed("app.keeps_no_flow") {
            return Ok(Arc::clone(plain));
        }
        let of = Sha256::digest(format!("{today} {} {shaped_by:?}", plain.hash));
        let followed = self.followed(plain, hex::encode(of)).await?;
        let mut earlier: BTreeMap<ProcessId, Vec<(Arc<Process>, Lacking)>> = BTreeMap::new();
        // Those that were in force last come first, and what a field was then is what it is.
        let mut seen: BTreeSet<(ProcessId, FieldId)> = BTreeSet::new();
        for (hash, text) in self.store.definition_texts().await? {
            let Ok(outline) = serde_json::from_str::<Outline>(&text) else { continue };
            let Some(new) = plain.process(&outline.id).filter(|process| process.hash != hash) else { continue };
            let gone = outline.definition.fields.into_keys().map(FieldId::from);
            let gone: BTreeSet<FieldId> = gone.filter(|id| !new.fields.contains_key(id)).collect();
            let (is_followed, ends) = (followed.is_followed(&outline.id, &hash), followed.ends.get(&hash));
            // Of what nobody follows only the fields count that no version had since.
            let fields = gone.into_iter().filter(|id| seen.insert((new.id.clone(), id.clone())) || is_followed);
            let mut fields: BTreeSet<FieldId> = fields.collect();
            if failpoint::armed("app.forgets_what_hid_last") && !is_followed {
                fields.clear();
            }
            if fields.is_empty() && !is_followed && ends.is_none() {
                continue;
            }
            let old = match self.version(&hash).await {
                // What nobody follows any more stands in nobody's way.
                Err(error) if !is_followed && ends.is_none() => {
                    tracing::error!(%hash, %error, "an earlier version can't be read; what it brought is not shown");
                    continue;
                }
                old => old?,
            };
            let Some(old) = old else { continue };
            let mut lacking = match ends {
                _ if is_followed => Lacking::of(&old, new),
                Some(ends) => Lacking::states(&old, new, |id| ends.contains(id.as_str())),
                None => Lacking::default(),
            };
            if !failpoint::armed("app.forgets_withdrawn_fields") {
                lacking.fields = fields;
            }
            earlier.entry(new.id.clone()).or_default().push((old, lacking));
        }
        let mut whole = Arc::clone(plain);
        for (id, earlier) in earlier {
            if let Some(process) = Arc::make_mut(&mut whole).processes.get_mut(&id) {
                Arc::make_mut(process).keep(&earlier, |id| plain.process(id.as_str()).is_some());
            }
        }
        Ok(whole)
    }

    /// What records follow, as it was found by the first node that asked: `of` says for which day, definitions and overlays. So
    /// a node that is started later in the day keeps what the others keep.
    async fn followed(&self, plain: &Definitions, of: String) -> Result<Followed> {
        let read = |text: &Option<String>| {
            let noted: Option<Followed> = text.as_deref().and_then(|text| serde_json::from_str(text).ok());
            noted.filter(|noted| noted.of == of && !failpoint::armed("app.looks_for_flows_anew"))
        };
        let before = self.store.setting(OF_THE_DAY).await?;
        if let Some(noted) = read(&before) {
            return Ok(noted);
        }
        let found = self.look_for_flows(plain, of.clone()).await?;
        let text = serde_json::to_string(&found).map_err(StorageError::from)?;
        if self.store.replace_progress(OF_THE_DAY, before.as_deref(), &text).await? {
            return Ok(found);
        }
        Ok(read(&self.store.setting(OF_THE_DAY).await?).unwrap_or(found))
    }

    async fn look_for_flows(&self, plain: &Definitions, of: String) -> Result<Followed> {
        let flows = self.store.flows_in_use(&merging(plain)).await?;
        let flows = flows.into_iter().map(|(process, hash)| (process.to_string(), hash)).collect();
        // What is at its end stands where it stands.
        let mut ends: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (id, process) in &plain.processes {
            let states = self.store.states_of(id.as_str()).await?.into_iter();
            for state in states.filter(|state| !is_known(process, state)) {
                for hash in self.store.flows_in_state(id.as_str(), state.as_str()).await? {
                    ends.entry(hash).or_default().insert(state.to_string());
                }
            }
        }
        Ok(Followed { of, flows, ends })
    }

    /// All overlays that there are or were, and in which versions.
    pub(crate) async fn versions_of_overlays(&self) -> Result<Vec<(RecordId, u64)>> {
        let processes = self.base.content(Content::Overlay);
        let states =
            processes.map(|process| (process.id.as_str(), process.states.keys().map(StateId::as_str).collect()));
        let mut versions = self.store.versions_in(&states.collect::<Vec<_>>()).await?;
        versions.sort();
        Ok(versions)
    }

    /// What would break in the flows that open work follows, if `definitions` came into force.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn broken_flows(&self, definitions: &Definitions) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        for (id, hash) in self.store.flows_in_use(&merging(definitions)).await? {
            let Some(new) = definitions.process(id.as_str()) else { continue };
            if let Some(old) = self.earlier(definitions, &id, &hash).await? {
                problems.extend(check_flow_in_use(&old, new, definitions));
            }
        }
        Ok(problems)
    }

    /// The version `hash` of a process, if `definitions` have another.
    async fn earlier(&self, definitions: &Definitions, id: &ProcessId, hash: &str) -> Result<Option<Arc<Process>>> {
        match definitions.process(id.as_str()) {
            Some(process) if process.hash != hash => self.version(hash).await,
            _ => Ok(None),
        }
    }
}

/// What is looked at first of a kept text.
#[derive(Deserialize)]
struct Outline {
    id: String,
    definition: OutlinedDefinition,
}

/// The fields of a version, by id.
#[derive(Deserialize)]
struct OutlinedDefinition {
    #[serde(default)]
    fields: BTreeMap<String, IgnoredAny>,
}

/// The processes whose records are merged, each with the relation that ties them.
fn merging(definitions: &Definitions) -> Vec<(&str, &str)> {
    let rules = definitions.processes.values().filter_map(|process| Some((process, process.merges.as_ref()?)));
    rules.map(|(process, rule)| (process.id.as_str(), rule.relation.as_str())).collect()
}

fn is_known(process: &Process, state: &StateId) -> bool {
    process.states.contains_key(state) || process.renamed_states.contains_key(state)
}
