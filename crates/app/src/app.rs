//! The application: the store, the clock, and what decisions are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::Discriminant;
use std::sync::{Arc, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::{Mutex, Semaphore, watch};
use yuheng_definition::{Action, Definitions, Process, Source};
use yuheng_engine::{Context, Ids, Record, access};
use yuheng_store::{DiskSpace, Store};

use crate::followed::Followed;
use crate::in_force::{InForce, Standing};
use crate::later::Later;
use crate::presence::Board;
use crate::upkeep::{BackupPlan, Figures, LastRound};
use crate::{Caller, Clock, ClockIds, Error, Result};

/// How many files of records are read at once.
const READ_AT_ONCE: usize = 2;

/// What the operator sets and the use cases need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The organisation's zone, as long as no record of it says another.
    pub zone: TimeZone,
    /// The address at which users reach the program, without a slash at its end.
    pub public_url: String,
    /// The largest attachment, in bytes.
    pub upload_bytes: u64,
    /// The token that lets another machine read the metrics.
    pub metrics_token: Option<String>,
    /// When backups are made, and where.
    pub backups: BackupPlan,
}

/// The application.
pub struct App {
    pub(crate) store: Store,
    pub(crate) clock: Arc<Clock>,
    pub(crate) ids: Box<dyn Ids + Send + Sync>,
    pub(crate) settings: Settings,
    pub(crate) source: Source,
    pub(crate) base: Arc<Definitions>,
    pub(crate) in_force: RwLock<Option<Arc<InForce>>>,
    pub(crate) standing: Mutex<Standing>,
    pub(crate) rounds: Mutex<()>,
    /// Until when this node holds leases, by job and node.
    pub(crate) leases: std::sync::Mutex<BTreeMap<String, Timestamp>>,
    /// What was last told of the disk, and on which day.
    pub(crate) disk_told: std::sync::Mutex<Option<(Discriminant<DiskSpace>, Date)>>,
    /// What was last told of as unreadable, by where it is noted.
    pub(crate) unreadable_told: std::sync::Mutex<BTreeMap<&'static str, String>>,
    /// When each job's last round on this node came to its end.
    pub(crate) last_rounds: std::sync::Mutex<BTreeMap<&'static str, LastRound>>,
    /// Since when it runs.
    pub(crate) started_at: Timestamp,
    /// What was last added up over whole tables, for whoever looks after it.
    pub(crate) figures: std::sync::Mutex<Option<Figures>>,
    /// Held while a backup is made.
    pub(crate) backing_up: Mutex<()>,
    /// Held while a file of records is read: a few at a time, for the memory that each takes.
    pub(crate) reading: Semaphore,
    pub(crate) later: Later,
    /// Rises each time that somebody's notices become others.
    pub(crate) notified: watch::Sender<u64>,
    /// Who has which record open.
    pub(crate) presence: Board,
    /// The lists that are followed, read for those who follow them.
    pub(crate) followed: Mutex<Followed>,
    stopping: watch::Sender<bool>,
    versions: RwLock<BTreeMap<String, Arc<Process>>>,
}

impl App {
    /// The application over an open store. The definitions in `source` are checked here, and their texts kept.
    ///
    /// # Errors
    /// When the definitions have faults or break a flow that open work still follows, or the store fails.
    pub async fn open(store: Store, source: Source, clock: Arc<Clock>, settings: Settings) -> Result<Arc<Self>> {
        let ids = Box::new(ClockIds::new(Arc::clone(&clock)));
        Self::open_with(store, source, clock, settings, ids).await
    }

    /// The same, with identities of one's own: where the same is to come out twice.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_with(
        store: Store,
        source: Source,
        clock: Arc<Clock>,
        settings: Settings,
        ids: Box<dyn Ids + Send + Sync>,
    ) -> Result<Arc<Self>> {
        let base = Arc::new(Definitions::load(&source).map_err(Error::Definitions)?);
        let started_at = clock.now();
        let app = Self {
            ids,
            store,
            clock,
            settings,
            source,
            base: Arc::clone(&base),
            in_force: RwLock::new(None),
            standing: Mutex::default(),
            rounds: Mutex::default(),
            leases: std::sync::Mutex::default(),
            disk_told: std::sync::Mutex::default(),
            unreadable_told: std::sync::Mutex::default(),
            last_rounds: std::sync::Mutex::default(),
            started_at,
            figures: std::sync::Mutex::default(),
            backing_up: Mutex::default(),
            reading: Semaphore::new(READ_AT_ONCE),
            later: Later::default(),
            notified: watch::Sender::new(0),
            presence: Board::default(),
            followed: Mutex::default(),
            stopping: watch::Sender::new(false),
            versions: RwLock::new(BTreeMap::new()),
        };
        // Overlays are held against open work when they are laid over.
        if app.overlay_texts(app.today()).await?.is_empty() {
            let broken = app.broken_flows(&base).await?;
            if !broken.is_empty() {
                return Err(Error::Definitions(broken));
            }
        }
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

    /// Says that the program ends: whatever answers without an end of its own ends now.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Turns true when the program ends.
    #[must_use]
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Comes back when the program ends.
    pub(crate) async fn ends(&self) {
        let mut stopping = self.stopping();
        // Its sender lives as long as the application.
        drop(stopping.wait_for(|is_stopping| *is_stopping).await);
    }

    /// Waits until all is written for which no answer waited.
    pub async fn settled(&self) {
        self.later.settled().await;
    }

    /// The day in the organisation's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.zone()).date()
    }

    /// The organisation's zone: as its record says, else as the operator has set it.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        self.last_in_force().map_or_else(|| self.settings.zone.clone(), |kept| kept.world.zone.clone())
    }

    pub(crate) async fn keep_texts(&self, definitions: &Definitions) -> Result<()> {
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
        self.version(&record.definition).await
    }

    /// The definition with that hash, as far as its text is kept.
    pub(crate) async fn version(&self, hash: &str) -> Result<Option<Arc<Process>>> {
        if let Some(kept) = self.kept_version(hash) {
            return Ok(Some(kept));
        }
        let Some(text) = self.store.definition_text(hash).await? else { return Ok(None) };
        let process = Arc::new(Process::from_canonical(&text).map_err(Error::Definitions)?);
        self.keep_version(hash, &process);
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
            ids: &*self.ids,
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
