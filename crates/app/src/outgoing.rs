//! What the definitions in force lack of the flows that open records follow, and of the states that records stand in: it is
//! kept for them until the last has left; and the fields that any version had, for what records hold in them
//! (docs/adr/0035-taken-back.md). It is read from the store each time, so that it is the same on all nodes and after a restart.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use yuheng_definition::{Content, Definitions, Lacking, Problem, Process, ProcessId, StateId, check_flow_in_use};
use yuheng_engine::{RecordId, failpoint};

use crate::{App, Result};

impl App {
    /// `plain` definitions with what they lack of the flows that records follow.
    pub(crate) async fn with_outgoing(&self, plain: &Arc<Definitions>) -> Result<Arc<Definitions>> {
        let mut whole = Arc::clone(plain);
        if failpoint::armed("app.keeps_no_flow") {
            return Ok(whole);
        }
        for (id, hash) in self.store.flows_in_use().await? {
            if let Some(old) = self.earlier(plain, &id, &hash).await? {
                keep(&mut whole, plain, &old, |new| Lacking::of(&old, new));
            }
        }
        // What is at its end stands where it stands.
        for (id, process) in &plain.processes {
            for state in self.store.states_of(id.as_str()).await? {
                if !is_known(process, &state) {
                    for hash in self.store.flows_in_state(id.as_str(), state.as_str()).await? {
                        if let Some(old) = self.earlier(plain, id, &hash).await? {
                            keep(&mut whole, plain, &old, |new| Lacking::states(&old, new, |id| *id == state));
                        }
                    }
                }
            }
        }
        self.keep_fields(&mut whole, plain).await?;
        Ok(whole)
    }

    /// Takes over into `whole` the fields that earlier versions had, each as it was last in force: a record may hold something in
    /// one whichever version it was opened under.
    async fn keep_fields(&self, whole: &mut Arc<Definitions>, plain: &Definitions) -> Result<()> {
        if failpoint::armed("app.forgets_withdrawn_fields") {
            return Ok(());
        }
        for (hash, text) in self.store.definition_texts().await? {
            // Only what has such a field is read whole.
            let Ok(outline) = serde_json::from_str::<Outline>(&text) else { continue };
            let is_gone = |process: &Process| {
                let mut fields = outline.definition.fields.keys();
                process.hash != hash && fields.any(|field| !process.fields.contains_key(field.as_str()))
            };
            if whole.process(&outline.id).is_some_and(|process| is_gone(process))
                && let Some(old) = self.version(&hash).await?
            {
                keep(whole, plain, &old, |new| Lacking::fields(&old, new));
            }
        }
        Ok(())
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
        for (id, hash) in self.store.flows_in_use().await? {
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

/// Takes over into `whole` what is `lacking` of `old`.
fn keep(whole: &mut Arc<Definitions>, plain: &Definitions, old: &Process, lacking: impl Fn(&Process) -> Lacking) {
    let Some(lacking) = whole.process(old.id.as_str()).map(|new| lacking(new)).filter(|it| !it.is_nothing()) else {
        return;
    };
    if let Some(process) = Arc::make_mut(whole).processes.get_mut(&old.id) {
        Arc::make_mut(process).keep(old, &lacking, |id| plain.process(id.as_str()).is_some());
    }
}

fn is_known(process: &Process, state: &StateId) -> bool {
    process.states.contains_key(state) || process.renamed_states.contains_key(state)
}
