//! The application: the store, the clock, and what is in force at the store's epoch on the organisation's day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::Mutex;
use yuheng_definition::{Action, Content, Definitions, Problem, Process, Source, StateId, StateKind};
use yuheng_engine::{Context, Record, World, access};
use yuheng_store::Store;

use crate::{Caller, Clock, ClockIds, Error, Result, world};

/// How many standing records are read at once.
const PAGE: u32 = 1000;

/// What the operator sets and the use cases need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The organisation's zone.
    pub zone: TimeZone,
    /// The address at which users reach the program, without a slash at its end.
    pub public_url: String,
    /// The largest attachment, in bytes.
    pub upload_bytes: u64,
    /// The token that lets another machine read the metrics.
    pub metrics_token: Option<String>,
}

/// Definitions and organisation in force together.
pub struct InForce {
    /// The epoch at which they were read.
    pub epoch: u64,
    /// The organisation's day.
    pub today: Date,
    /// The texts of the overlays that apply.
    pub overlays: Vec<String>,
    /// The definitions.
    pub definitions: Arc<Definitions>,
    /// The organisation.
    pub world: Arc<World>,
    /// Why the overlays in force could not be applied, if they could not: the last good definitions stay.
    pub conflicts: Vec<Problem>,
}

/// The application.
pub struct App {
    pub(crate) store: Store,
    pub(crate) clock: Arc<Clock>,
    pub(crate) ids: ClockIds,
    pub(crate) settings: Settings,
    source: Source,
    base: Arc<Definitions>,
    in_force: RwLock<Option<Arc<InForce>>>,
    reading: Mutex<()>,
    versions: RwLock<BTreeMap<String, Arc<Process>>>,
}

impl App {
    /// The application over an open store. The definitions in `source` are checked here, and their texts kept.
    ///
    /// # Errors
    /// When the definitions have faults, or the store fails.
    pub async fn open(store: Store, source: Source, clock: Arc<Clock>, settings: Settings) -> Result<Arc<Self>> {
        let base = Arc::new(Definitions::load(&source).map_err(Error::Definitions)?);
        let app = Self {
            ids: ClockIds::new(Arc::clone(&clock)),
            store,
            clock,
            settings,
            source,
            base: Arc::clone(&base),
            in_force: RwLock::new(None),
            reading: Mutex::new(()),
            versions: RwLock::new(BTreeMap::new()),
        };
        app.keep_texts(&base).await?;
        app.in_force().await?;
        Ok(Arc::new(app))
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the operator has set.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The store, for jobs and commands of the program.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The definitions as they came with the program or its folder.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The day in the organisation's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.settings.zone.clone()).date()
    }

    /// What is in force now. The store's epoch is read each time, so that what one node changes holds on all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn in_force(&self) -> Result<Arc<InForce>> {
        let (epoch, today) = (self.store.content_epoch().await?, self.today());
        let kept = self.in_force.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.epoch == epoch && kept.today == today) {
            return Ok(kept);
        }
        let _one_at_a_time = self.reading.lock().await;
        let kept = self.in_force.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some(kept) = kept.clone().filter(|kept| kept.epoch >= epoch && kept.today == today) {
            return Ok(kept);
        }
        let fresh = Arc::new(self.read_in_force(epoch, today, kept.as_deref()).await?);
        *self.in_force.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    async fn read_in_force(&self, epoch: u64, today: Date, last: Option<&InForce>) -> Result<InForce> {
        let overlays = self.overlays(&self.base, today).await?;
        let (definitions, conflicts) = match last.filter(|last| last.overlays == overlays) {
            Some(last) => (Arc::clone(&last.definitions), last.conflicts.clone()),
            None => self.laid_over(&overlays, last),
        };
        if last.is_none_or(|last| last.definitions.hash != definitions.hash) {
            self.keep_texts(&definitions).await?;
        }
        let mut records = Vec::new();
        for content in world::READ {
            for process in definitions.content(content) {
                records.extend(self.standing(process).await?);
            }
        }
        let world = world::build(&definitions, &records, epoch, self.settings.zone.clone());
        Ok(InForce { epoch, today, overlays, definitions, world: Arc::new(world), conflicts })
    }

    /// The definitions with `overlays` over them; if those don't fit, the last good ones and why.
    fn laid_over(&self, overlays: &[String], last: Option<&InForce>) -> (Arc<Definitions>, Vec<Problem>) {
        if overlays.is_empty() {
            return (Arc::clone(&self.base), Vec::new());
        }
        match Definitions::load(&Source { overlays: overlays.to_vec(), ..self.source.clone() }) {
            Ok(whole) => (Arc::new(whole), Vec::new()),
            Err(problems) => {
                tracing::error!(problems = problems.len(), "the overlays in force conflict with the definitions");
                (Arc::clone(last.map_or(&self.base, |last| &last.definitions)), problems)
            }
        }
    }

    /// The texts of the overlays that apply on `today`, the oldest first.
    async fn overlays(&self, base: &Definitions, today: Date) -> Result<Vec<String>> {
        let mut applying = Vec::new();
        for process in base.content(Content::Overlay) {
            for record in self.standing(process).await? {
                let from: Option<Date> = record.text("in_force_from").and_then(|text| text.parse().ok());
                if world::is_in_force(base, &record) && from.is_none_or(|from| from <= today) {
                    applying.push((from, record.opened_at, record.text("text").unwrap_or_default().to_owned()));
                }
            }
        }
        applying.sort();
        Ok(applying.into_iter().map(|(_, _, text)| text).collect())
    }

    /// All records of a process that stand in a state of kind `in_force`.
    pub(crate) async fn standing(&self, process: &Process) -> Result<Vec<Record>> {
        let means = |id: &StateId| process.renamed_states.get(id).unwrap_or(id).clone();
        let known = process.states.keys().chain(process.renamed_states.keys());
        let in_force =
            known.filter(|id| process.states.get(&means(id)).is_some_and(|state| state.kind == StateKind::InForce));
        let states: Vec<&str> = in_force.map(StateId::as_str).collect();
        let mut all = Vec::new();
        while !states.is_empty() {
            let after = all.last().map(|record: &Record| record.id);
            let page = self.store.all_of(process.id.as_str(), &states, after, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            all.extend(page);
            if is_last {
                break;
            }
        }
        Ok(all)
    }

    /// The texts of the overlays that apply today.
    pub(crate) async fn overlays_in_force(&self) -> Result<Vec<String>> {
        self.overlays(&self.base, self.today()).await
    }

    async fn keep_texts(&self, definitions: &Definitions) -> Result<()> {
        for process in definitions.processes.values() {
            self.store.keep_definition_text(&process.hash, &process.text, self.now()).await?;
        }
        Ok(())
    }

    /// The definition that a record was opened under, if it isn't the one in force.
    pub(crate) async fn pinned(&self, definitions: &Definitions, record: &Record) -> Result<Option<Arc<Process>>> {
        let in_force = definitions.process(record.process.as_str());
        if in_force.is_none_or(|process| process.hash == record.definition) {
            return Ok(None);
        }
        if let Some(kept) = self.kept_version(&record.definition) {
            return Ok(Some(kept));
        }
        let Some(text) = self.store.definition_text(&record.definition).await? else { return Ok(None) };
        let process = Arc::new(Process::from_canonical(&text).map_err(Error::Definitions)?);
        self.keep_version(&record.definition, &process);
        Ok(Some(process))
    }

    fn kept_version(&self, hash: &str) -> Option<Arc<Process>> {
        self.versions.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(hash).cloned()
    }

    fn keep_version(&self, hash: &str, process: &Arc<Process>) {
        let mut versions = self.versions.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        versions.insert(hash.to_owned(), Arc::clone(process));
    }

    /// What a decision of `caller` is made from.
    pub(crate) fn context<'a>(&'a self, caller: &'a Caller, pinned: Option<&'a Process>) -> Context<'a> {
        Context {
            definitions: &caller.in_force.definitions,
            pinned,
            world: &caller.in_force.world,
            actor: &caller.actor,
            now: self.now(),
            ids: &self.ids,
        }
    }

    /// The engine itself, by `door`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn system(&self, door: yuheng_engine::Door) -> Result<Caller> {
        Ok(Caller::system(self.in_force().await?, door))
    }

    /// The processes of which `caller` sees anything.
    #[must_use]
    pub fn seen(&self, caller: &Caller) -> BTreeSet<yuheng_definition::ProcessId> {
        let context = self.context(caller, None);
        let processes = caller.in_force.definitions.processes.values();
        processes
            .filter(|process| access::may(&context, process, None, Action::View).is_ok())
            .map(|process| process.id.clone())
            .collect()
    }
}
