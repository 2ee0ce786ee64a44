//! How far what records are found by (index rows, texts for search) follows the definitions in force, and what lists and
//! searches may count on meanwhile. It is noted for each process before anything is decided under a new plan, so that
//! whoever comes back to an earlier one finds that it no longer holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yuheng_definition::expression::Node;
use yuheng_definition::{Definitions, FieldId, Process, ProcessId};
use yuheng_engine::{Plan, RecordId};
use yuheng_store::{ListArm, ListError, Sort, SortKey, StorageError};

use crate::{App, InForce, Result};

/// Where it is written down.
const NOTED: &str = "projections";

/// What is noted of each process that there is or was.
type Notes = BTreeMap<ProcessId, Note>;

/// By which plan a process's records are being projected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    plan: Plan,
    /// The pass over its records that has to bring them there; none: they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pass: Option<Pass>,
}

/// A pass over the records of a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pass {
    /// The last record that was looked at.
    pub(crate) after: RecordId,
    /// The fields whose index rows some records may lack, or have left over.
    fields: BTreeSet<FieldId>,
    /// Whether some texts may show what is not to be found any more.
    texts: bool,
}

impl Note {
    /// What follows when the plan becomes another: of what is made as before, what held goes on to hold.
    fn becomes(self, plan: &Plan) -> Self {
        let (old, before) = (self.plan, self.pass);
        let fields = old.index.keys().chain(plan.index.keys());
        let mut fields: BTreeSet<FieldId> =
            fields.filter(|field| old.index.get(*field) != plan.index.get(*field)).cloned().collect();
        let mut texts = old.texts != plan.texts;
        if let Some(before) = before {
            fields.extend(before.fields);
            texts |= before.texts;
        }
        Self { plan: plan.clone(), pass: Some(Pass { after: FIRST, fields, texts }) }
    }

    /// What is known of records that were written under nobody knows which plan: nothing.
    fn unknown(plan: &Plan, process: Option<&Arc<Process>>) -> Self {
        let fields = process.into_iter().flat_map(|process| process.fields.keys().cloned()).collect();
        Self { plan: plan.clone(), pass: Some(Pass { after: FIRST, fields, texts: true }) }
    }
}

/// Before all records.
const FIRST: RecordId = RecordId(Uuid::nil());

/// What is noted, as far as the definitions in force go.
#[derive(Debug)]
pub(crate) struct Projections {
    notes: Notes,
    /// The note as it stands in the store.
    text: Option<String>,
    /// The passes that are not done.
    passes: BTreeMap<ProcessId, Pass>,
    /// Of those, the processes as lists may count on them: with fields indexed only whose rows are whole.
    listed: BTreeMap<ProcessId, Arc<Process>>,
}

impl Projections {
    fn of(definitions: &Definitions, notes: Notes, text: Option<String>) -> Self {
        let (mut passes, mut listed) = (BTreeMap::new(), BTreeMap::new());
        for (id, process) in &definitions.processes {
            let Some(pass) = notes.get(id).and_then(|note| note.pass.clone()) else { continue };
            let mut process = Process::clone(process);
            for field in process.fields.values_mut().filter(|field| pass.fields.contains(&field.id)) {
                field.indexed = false;
            }
            listed.insert(id.clone(), Arc::new(process));
            passes.insert(id.clone(), pass);
        }
        Self { notes, text, passes, listed }
    }

    /// The pass that is to go on.
    pub(crate) fn next(&self) -> Option<(&ProcessId, &Pass)> {
        self.passes.iter().next()
    }

    /// Whether the texts of a process's fields show nothing but what is to be found.
    pub(crate) fn are_texts_whole(&self, process: &Process) -> bool {
        self.passes.get(&process.id).is_none_or(|pass| !pass.texts)
    }

    fn lacks_rows(&self, process: &Process, field: &FieldId) -> bool {
        self.passes.get(&process.id).is_some_and(|pass| pass.fields.contains(field))
    }

    fn listed(&self, process: &Arc<Process>) -> Arc<Process> {
        Arc::clone(self.listed.get(&process.id).unwrap_or(process))
    }
}

impl InForce {
    /// How many processes have records that do not follow these definitions yet.
    pub(crate) fn waiting_projections(&self) -> usize {
        self.projections.passes.len()
    }

    /// The records of `process` for which `node` holds, found by the index of those fields only whose rows are whole.
    pub(crate) fn arm(&self, process: &Arc<Process>, node: Node) -> ListArm {
        ListArm { process: self.projections.listed(process), node }
    }

    /// The order that `text` asks for; by a field only where the rows of all the processes are whole.
    pub(crate) fn sort(&self, text: &str, processes: &[&Arc<Process>]) -> std::result::Result<Sort, ListError> {
        let listed: Vec<_> = processes.iter().map(|process| self.projections.listed(process)).collect();
        let sort = Sort::parse(text, listed.iter().map(AsRef::as_ref))?;
        match &sort.key {
            SortKey::Field(field) if processes.iter().any(|it| self.projections.lacks_rows(it, field)) => {
                Err(ListError::Sort(field.to_string()))
            }
            _ => Ok(sort),
        }
    }
}

impl App {
    /// How far projections follow `definitions`, as it was known `last` if nothing else is noted. A process whose plan is
    /// another than was noted is noted to begin anew.
    pub(crate) async fn projections(
        &self,
        definitions: &Arc<Definitions>,
        last: Option<&InForce>,
    ) -> Result<Arc<Projections>> {
        match last.filter(|last| Arc::ptr_eq(&last.definitions, definitions)) {
            Some(last) if self.store.setting(NOTED).await? == last.projections.text => {
                Ok(Arc::clone(&last.projections))
            }
            _ => self.noted(definitions).await.map(Arc::new),
        }
    }

    async fn noted(&self, definitions: &Definitions) -> Result<Projections> {
        let plan = |process: &Arc<Process>| Plan::of(process, definitions);
        let plans: Vec<_> = definitions.processes.iter().map(|(id, process)| (id, plan(process))).collect();
        loop {
            let text = self.store.setting(NOTED).await?;
            let mut notes: Notes = text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            if plans.iter().all(|(id, plan)| notes.get(*id).is_some_and(|note| note.plan == *plan)) {
                return Ok(Projections::of(definitions, notes, text));
            }
            let begun = self.store.begun().await?;
            for (id, plan) in &plans {
                let note = match notes.remove(*id) {
                    // Without a record there is nothing to be done.
                    _ if !begun.contains(*id) => Note { plan: plan.clone(), pass: None },
                    Some(note) if note.plan == *plan => note,
                    Some(note) => note.becomes(plan),
                    None => Note::unknown(plan, definitions.process(id.as_str())),
                };
                notes.insert((*id).clone(), note);
            }
            if let Some(text) = self.note(text.as_deref(), &notes).await? {
                return Ok(Projections::of(definitions, notes, Some(text)));
            }
        }
    }

    /// What is in force, with how far projections have come by now: as long as they have not come there, and no longer, that
    /// is looked up each time.
    pub(crate) async fn with_progress(&self, kept: Arc<InForce>) -> Result<Arc<InForce>> {
        if kept.projections.passes.is_empty() {
            return Ok(kept);
        }
        let projections = self.projections(&kept.definitions, Some(&kept)).await?;
        if Arc::ptr_eq(&projections, &kept.projections) {
            return Ok(kept);
        }
        let fresh = Arc::new(InForce { projections, ..InForce::clone(&kept) });
        self.keep_instead(&kept, &fresh);
        Ok(fresh)
    }

    /// Notes that a pass has come to `after`; none: to its end. If something else has been noted meanwhile, that stays.
    pub(crate) async fn note_pass(
        &self,
        projections: &Projections,
        process: &ProcessId,
        after: Option<RecordId>,
    ) -> Result<()> {
        let mut notes = projections.notes.clone();
        if let Some(note) = notes.get_mut(process) {
            note.pass = note.pass.take().zip(after).map(|(pass, after)| Pass { after, ..pass });
        }
        self.note(projections.text.as_deref(), &notes).await.map(|_| ())
    }

    /// Notes it in the place of `before`; none: that is not what stands there.
    async fn note(&self, before: Option<&str>, notes: &Notes) -> Result<Option<String>> {
        let text = serde_json::to_string(notes).map_err(StorageError::from)?;
        Ok(self.store.replace_progress(NOTED, before, &text).await?.then_some(text))
    }
}
