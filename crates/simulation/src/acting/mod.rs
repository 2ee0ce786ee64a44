//! A year, acted out: the moments come in their order, and at each of them somebody asks the engine for something, or a
//! record is due to be looked at. Records are held in memory; write sets go to the store without waiting for the disk.

mod perform;
mod standing;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use yuheng_app::{App, Caller, Result};
use yuheng_definition::{ProcessId, Wait};
use yuheng_engine::calendar::DatedCalendar;
use yuheng_engine::{Door, Heard, Record, RecordId};
use yuheng_store::Filling;

use crate::Chance;
use crate::script::{Keys, Script};
use crate::season::{Season, Stretch, spell};
use crate::story::{At, Scenario, Scene, Story};
use crate::told::Told;

/// What is to be acted out.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// From which all chance comes.
    pub seed: u64,
    /// When the year ends.
    pub as_of: Timestamp,
    /// How many things happen in it, beside what follows from them.
    pub count: u64,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// How many things have begun.
    pub begun: u64,
    /// Of how many.
    pub of: u64,
    /// How many entries have been written.
    pub entries: u64,
    /// How many steps and looks are still to come of what has begun.
    pub due: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Acted {
    /// How many things began.
    pub begun: u64,
    /// How many entries were written.
    pub entries: u64,
    /// What the engine refused, each with who asked for what: faults of the story.
    pub refused: Vec<String>,
}

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A script's next step.
    Step(usize),
    /// A look at a record.
    Look(RecordId),
}

/// A year that is being acted out.
pub struct Acting<'s> {
    app: Arc<App>,
    story: &'s Story,
    keys: &'s Keys,
    plan: Plan,
    filling: Filling,
    system: Caller,
    day: Option<Date>,
    callers: HashMap<RecordId, Option<Caller>>,
    due: BinaryHeap<Reverse<(Timestamp, u64, Due)>>,
    /// How many have been put into `due`: what falls due at the same time comes in this order.
    order: u64,
    scripts: Vec<Option<Script<'s>>>,
    free: Vec<usize>,
    heard: HashMap<RecordId, Heard>,
    /// The processes whose ends some step waits for, and what is open of them: a script's records are named by nothing older.
    waited: BTreeSet<ProcessId>,
    open: BTreeMap<RecordId, Record>,
    /// Records whose script is over.
    over: BTreeSet<RecordId>,
    told: Told,
    acted: Acted,
}

impl<'s> Acting<'s> {
    /// Begins where the clock of `app` stands. Whatever `keys` name is there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin(app: &Arc<App>, story: &'s Story, keys: &'s Keys, plan: Plan) -> Result<Self> {
        let mut filling = Filling::begin(app.store()).await?;
        filling.load(&keys.values().copied().collect()).await?;
        let system = app.system(Door::Job).await?;
        let steps = system.in_force.definitions.processes.values().flat_map(|process| process.transitions.values());
        let waits = steps.flat_map(|step| &step.waits_for);
        let waited = waits.filter_map(|wait| match wait {
            Wait::Naming(process, _) => Some(process.clone()),
            Wait::Named(_) => None,
        });
        let waited = waited.collect();
        Ok(Self {
            app: Arc::clone(app),
            story,
            keys,
            plan,
            filling,
            system,
            day: None,
            callers: HashMap::new(),
            due: BinaryHeap::new(),
            order: 0,
            scripts: Vec::new(),
            free: Vec::new(),
            heard: HashMap::new(),
            waited,
            open: BTreeMap::new(),
            over: BTreeSet::new(),
            told: Told::default(),
            acted: Acted::default(),
        })
    }

    /// Acts it out. What is not written yet is written at the [end](Self::end).
    ///
    /// # Errors
    /// When the store fails, or a decision can't be written.
    pub async fn run(&mut self, mut progress: impl FnMut(Progress)) -> Result<()> {
        let from = self.app.now();
        let certain = self.certain();
        let others = self.plan.count.saturating_sub(certain.len() as u64);
        let of = others + certain.len() as u64;
        let calendars: Vec<Arc<DatedCalendar>> = self.story.scene.iter().map(|scene| self.calendar(scene)).collect();
        let calendars: Vec<&DatedCalendar> = calendars.iter().map(AsRef::as_ref).collect();
        let stretch = Stretch { from, until: self.plan.as_of };
        let mut season = Season::new(self.story, &calendars, stretch, others, self.plan.seed).peekable();
        let mut certain = certain.into_iter().peekable();
        loop {
            let next = season.peek().map(|(at, _)| *at);
            let sure = certain.peek().map(|(at, ..)| *at);
            let due = self.due.peek().map(|Reverse((at, ..))| *at);
            let Some(at) = [next, sure, due].into_iter().flatten().min().filter(|at| *at <= self.plan.as_of) else {
                break;
            };
            self.turn_to(at).await?;
            if due == Some(at) {
                self.happen().await?;
            } else if sure == Some(at) {
                if let Some((_, scenario, scene)) = certain.next() {
                    self.open(scenario, scene).await?;
                }
            } else if let Some((_, scene)) = season.next() {
                self.something(scene).await?;
            }
            self.filling.keep_pace().await?;
            progress(self.progress(of));
        }
        // What lies behind the year's end does not begin any more: there is no more to come.
        progress(Progress { due: 0, ..self.progress(self.acted.begun) });
        Ok(())
    }

    /// How far it has come, if so many things happen.
    fn progress(&self, of: u64) -> Progress {
        Progress { begun: self.acted.begun, of, entries: self.filling.entries(), due: self.due.len() as u64 }
    }

    /// Writes what is left, and whom all of it was told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end(mut self) -> Result<Acted> {
        self.app.clock().set_forward(self.plan.as_of);
        self.filling.flush().await?;
        let told = self.told.at_the_end(self.plan.as_of, &mut Chance::new(self.plan.seed, u64::MAX - 2));
        self.app.store().bring_notices(&told).await?;
        self.acted.entries = self.filling.entries();
        Ok(self.acted)
    }

    /// What happens for certain, in order.
    fn certain(&self) -> Vec<(Timestamp, &'s Scenario, &'s Scene)> {
        let mut chance = Chance::new(self.plan.seed, u64::MAX - 3);
        let mut all = Vec::new();
        for scenario in &self.story.scenario {
            for at in &scenario.at {
                let scenes: Vec<&Scene> = self.story.scenes(scenario).collect();
                if let Some(scene) = chance.pick(&scenes) {
                    all.push((self.moment(at, scene), scenario, *scene));
                }
            }
        }
        all.sort_by_key(|(at, scenario, _)| (*at, &scenario.id));
        all
    }

    /// The moment that is told from the end.
    fn moment(&self, at: &At, scene: &Scene) -> Timestamp {
        let (end, calendar) = (self.plan.as_of, self.calendar(scene));
        if let Some(minutes) = at.minutes {
            return before(&calendar, end, minutes * 60);
        }
        let zone = calendar.latest().zone().clone();
        let day = end.to_zoned(zone.clone()).date().saturating_sub(i64::from(at.days.unwrap_or_default()).days());
        let day =
            if calendar.latest().is_working_day(day) { Some(day) } else { calendar.latest().previous_working_day(day) };
        let time = at.time.unwrap_or(jiff::civil::time(10, 0, 0, 0));
        let found = day.and_then(|day| zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok());
        found.map_or(end, |zoned| zoned.timestamp())
    }

    /// Something begins at a scene, drawn by how often it does.
    async fn something(&mut self, scene: usize) -> Result<()> {
        let Some(scene) = self.story.scene.get(scene) else { return Ok(()) };
        let spell = spell(&self.story.spell, self.app.now(), self.plan.as_of);
        let usual = self.story.scenario.iter().filter(|it| it.scenes.is_empty() || it.scenes.contains(&scene.id));
        let more = |id: &str| spell.and_then(|spell| spell.more.get(id)).copied().unwrap_or(100);
        let weighed = usual.map(|scenario| (scenario, u64::from(scenario.weight) * u64::from(more(&scenario.id))));
        let mut chance = Chance::new(self.plan.seed, self.acted.begun << 1 | 1);
        match chance.weighed(weighed) {
            Some(scenario) => self.open(scenario, scene).await,
            None => Ok(()),
        }
    }

    /// Opens what a scenario begins with.
    async fn open(&mut self, scenario: &'s Scenario, scene: &'s Scene) -> Result<()> {
        let chance = Chance::new(self.plan.seed, self.acted.begun << 1);
        let slow = spell(&self.story.spell, self.app.now(), self.plan.as_of).map_or(100, |spell| spell.delays);
        self.acted.begun += 1;
        let Some(mut script) = Script::draw(self.story, scenario, scene, chance, slow) else { return Ok(()) };
        if self.begin_script(&mut script).await? {
            self.go_on(script, None);
        }
        Ok(())
    }

    /// Puts a script back, to be gone on with at its next step's moment; without one it is over.
    fn go_on(&mut self, mut script: Script<'s>, slot: Option<usize>) {
        let calendar = self.calendar(script.scene());
        let now = self.app.now();
        let Some(step) = script.advance() else {
            self.free.extend(slot);
            self.is_over(&script);
            return;
        };
        let at = script.moment(step, now, &calendar);
        let slot = slot.or_else(|| self.free.pop()).unwrap_or_else(|| {
            self.scripts.push(None);
            self.scripts.len() - 1
        });
        self.scripts[slot] = Some(script);
        self.put(at, Due::Step(slot));
    }

    fn put(&mut self, at: Timestamp, due: Due) {
        self.order += 1;
        self.due.push(Reverse((at.max(self.app.now()), self.order, due)));
    }

    /// What is due first happens.
    async fn happen(&mut self) -> Result<()> {
        match self.due.pop() {
            Some(Reverse((at, _, Due::Look(id)))) if self.filling.next_at(id) == Some(at) => self.look(id).await,
            Some(Reverse((_, _, Due::Step(slot)))) => {
                let Some(mut script) = self.scripts.get_mut(slot).and_then(Option::take) else { return Ok(()) };
                if self.do_step(&mut script).await? {
                    self.go_on(script, Some(slot));
                } else {
                    self.free.push(slot);
                    self.is_over(&script);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Nobody does anything more with a script's records.
    fn is_over(&mut self, script: &Script<'s>) {
        let records: Vec<RecordId> = script.records().collect();
        self.over.extend(&records);
        records.into_iter().for_each(|id| self.leave(id));
    }

    /// Forgets a record to which nothing more is going to happen.
    fn leave(&mut self, id: RecordId) {
        let is_closed = self.filling.record(id).is_some_and(|record| !record.is_open);
        if is_closed && self.filling.next_at(id).is_none() && self.over.remove(&id) {
            self.filling.forget(id);
            self.heard.remove(&id);
        }
    }
}

/// The moment from which so many seconds of the calendar pass until `end`.
fn before(calendar: &DatedCalendar, end: Timestamp, seconds: i64) -> Timestamp {
    let (mut near, mut far) = (end, end - SignedDuration::from_hours(24 * 60));
    while near.duration_since(far) > SignedDuration::from_secs(1) {
        let middle = far + near.duration_since(far) / 2;
        if calendar.between(middle, end) >= seconds { far = middle } else { near = middle }
    }
    Timestamp::from_second(far.as_second()).unwrap_or(far)
}
