//! What is in force at the store's epoch on the organisation's day: definitions and organisation. The standing records
//! that it is made from are kept in memory; when the epoch changes, only those that have changed are read again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{Content, Definitions, Problem, Process, Source, StateId, StateKind};
use yuheng_engine::{Record, RecordId, World};
use yuheng_store::StorageError;

use crate::projections::Projections;
use crate::{App, Result, retarget, world};

/// How many standing records are read at once.
const PAGE: usize = 1000;
/// Where the overlays that were the last to fit are written down.
const LAST_GOOD: &str = "overlays_last_good";

/// Definitions and organisation in force together.
#[derive(Clone)]
pub struct InForce {
    /// The epoch at which they were read.
    pub epoch: u64,
    /// The organisation's day.
    pub today: Date,
    /// The texts of the overlays that apply.
    pub overlays: Vec<String>,
    /// The definitions, with what of earlier flows stays for the records that follow them.
    pub definitions: Arc<Definitions>,
    /// The same as they are written.
    pub(crate) plain: Arc<Definitions>,
    /// All overlays that there are, and in which versions.
    pub(crate) shaped_by: Vec<(RecordId, u64)>,
    /// The organisation.
    pub world: Arc<World>,
    /// What tells these calendars, holiday years, agreements and contracts from others.
    pub(crate) terms: String,
    /// Why the overlays in force could not be applied, if they could not: the last good definitions stay.
    pub conflicts: Vec<Problem>,
    /// How far what records are found by follows these definitions.
    pub(crate) projections: Arc<Projections>,
}

impl InForce {
    /// What tells the calendars and agreements by which open clocks count from others.
    #[must_use]
    pub fn terms(&self) -> &str {
        &self.terms
    }
}

/// The standing records that what is in force is made from, as they were last read.
#[derive(Default)]
pub(crate) struct Standing {
    records: BTreeMap<RecordId, Record>,
    /// Calendars and holiday years in each of their versions.
    versions: BTreeMap<RecordId, Vec<(Timestamp, Record)>>,
}

impl Standing {
    /// The records in force on `today` by which open clocks count, with their versions.
    fn by_which_clocks_count(&self, definitions: &Definitions, today: Date) -> impl Iterator<Item = (&RecordId, u64)> {
        let contents =
            [Content::Calendar, Content::HolidayYear, Content::ServiceLevelAgreement, Content::Contract].into_iter();
        let processes: BTreeSet<_> =
            contents.flat_map(|content| definitions.content(content)).map(|process| process.id.clone()).collect();
        self.records
            .iter()
            .filter(move |(_, record)| {
                processes.contains(&record.process) && world::applies(definitions, record, today)
            })
            .map(|(id, it)| (id, it.version))
    }
}

impl App {
    /// What is in force now. The store's epoch is read each time, so that what one node changes holds on all.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn in_force(&self) -> Result<Arc<InForce>> {
        let (epoch, today) = (self.store.content_epoch().await?, self.today());
        if let Some(kept) = self.last_in_force().filter(|kept| kept.epoch == epoch && kept.today == today) {
            return self.with_progress(kept).await;
        }
        let mut standing = self.standing.lock().await;
        let kept = self.last_in_force();
        if let Some(kept) = kept.clone().filter(|kept| kept.epoch >= epoch && kept.today == today) {
            return Ok(kept);
        }
        let fresh = Arc::new(self.read_in_force(epoch, today, kept.as_deref(), &mut standing).await?);
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// What was in force when it was last looked; none before that.
    #[must_use]
    pub fn last_in_force(&self) -> Option<Arc<InForce>> {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps `fresh` in the place of `old`, if nobody has kept another meanwhile.
    pub(crate) fn keep_instead(&self, old: &Arc<InForce>, fresh: &Arc<InForce>) {
        let mut kept = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, old)) {
            *kept = Some(Arc::clone(fresh));
        }
    }

    async fn read_in_force(
        &self,
        epoch: u64,
        today: Date,
        last: Option<&InForce>,
        standing: &mut Standing,
    ) -> Result<InForce> {
        let overlays = self.overlay_texts(today).await?;
        let (plain, conflicts) = match last.filter(|last| last.overlays == overlays) {
            Some(last) => (Arc::clone(&last.plain), last.conflicts.clone()),
            None => self.laid_over(&overlays, last).await?,
        };
        let shaped_by = self.versions_of_overlays().await?;
        // Once a day is looked for what has left; and whenever an overlay has come or gone, perhaps unseen here.
        let as_before =
            |last: &&InForce| last.overlays == overlays && last.shaped_by == shaped_by && last.today == today;
        let definitions = match last.filter(as_before) {
            Some(last) => Arc::clone(&last.definitions),
            None => self.with_outgoing(&plain, (today, &shaped_by)).await?,
        };
        if last.is_none_or(|last| last.definitions.hash != definitions.hash) {
            self.keep_texts(&definitions).await?;
        }
        self.bring_up_to_date(standing, &definitions).await?;
        let locked = self.locked().await?;
        let parts = world::Parts { records: &standing.records, versions: &standing.versions, today, locked: &locked };
        let world = world::build(&definitions, parts, epoch, self.settings.zone.clone());
        let terms = retarget::terms(standing.by_which_clocks_count(&definitions, today));
        let projections = self.projections(&definitions, last).await?;
        Ok(InForce {
            epoch,
            today,
            overlays,
            definitions,
            plain,
            shaped_by,
            world: Arc::new(world),
            terms,
            conflicts,
            projections,
        })
    }

    /// Reads what has changed among the records that the world is made from, and forgets what has left. Whoever gives up on
    /// the way, or meets an error, has changed nothing: records and versions are of one look.
    async fn bring_up_to_date(&self, standing: &mut Standing, definitions: &Definitions) -> Result<()> {
        let processes = world::READ.into_iter().flat_map(|content| definitions.content(content));
        let states: Vec<_> = processes.map(|process| (process.id.as_str(), states_read(process))).collect();
        let now: BTreeMap<RecordId, u64> = self.store.versions_in(&states).await?.into_iter().collect();
        let is_known = |id: &RecordId, version: u64| standing.records.get(id).is_some_and(|it| it.version == version);
        let changed: Vec<RecordId> =
            now.iter().filter(|(id, version)| !is_known(id, **version)).map(|(id, _)| *id).collect();
        let (mut records, mut versions) = (Vec::new(), Vec::new());
        for some in changed.chunks(PAGE) {
            records.extend(self.store.records(some).await?);
        }
        let dated =
            [Content::Calendar, Content::HolidayYear].into_iter().flat_map(|content| definitions.content(content));
        let dated: BTreeSet<_> = dated.map(|process| &process.id).collect();
        for record in records.iter().filter(|record| dated.contains(&record.process)) {
            versions.push((record.id, self.store.versions(record.id).await?));
        }
        standing.records.retain(|id, record| now.get(id) == Some(&record.version));
        standing.records.extend(records.into_iter().map(|record| (record.id, record)));
        standing.versions.extend(versions);
        Ok(())
    }

    /// The definitions with `overlays` over them; if those don't fit, or break a flow that work still follows, the last
    /// good ones and why.
    async fn laid_over(&self, overlays: &[String], last: Option<&InForce>) -> Result<(Arc<Definitions>, Vec<Problem>)> {
        if overlays.is_empty() {
            return Ok((Arc::clone(&self.base), Vec::new()));
        }
        let problems = match Definitions::load(&Source { overlays: overlays.to_vec(), ..self.source.clone() }) {
            Ok(whole) => {
                let broken = self.broken_flows(&whole).await?;
                if broken.is_empty() {
                    let texts = serde_json::to_string(overlays).map_err(StorageError::from)?;
                    self.store.note_progress(LAST_GOOD, &texts).await?;
                    return Ok((Arc::new(whole), Vec::new()));
                }
                broken
            }
            Err(problems) => problems,
        };
        for problem in &problems {
            tracing::error!(%problem, "the overlays in force conflict with the definitions; the last good ones stay");
        }
        let good = match last {
            Some(last) => Arc::clone(&last.plain),
            None => self.last_good().await?,
        };
        Ok((good, problems))
    }

    /// The definitions with the overlays that were the last to fit; if they don't fit any more either, without.
    async fn last_good(&self) -> Result<Arc<Definitions>> {
        let texts = self.store.setting(LAST_GOOD).await?;
        let overlays = texts.and_then(|texts| serde_json::from_str(&texts).ok()).unwrap_or_default();
        let whole = Definitions::load_kept(&Source { overlays, ..self.source.clone() });
        Ok(whole.map_or_else(|_| Arc::clone(&self.base), Arc::new))
    }

    /// All records of a process that stand in a state of kind `in_force`.
    pub(crate) async fn standing(&self, process: &Process) -> Result<Vec<Record>> {
        let found = self.store.versions_in(&[(process.id.as_str(), states_in_force(process))]).await?;
        let mut ids: Vec<RecordId> = found.into_iter().map(|(id, _)| id).collect();
        ids.sort();
        let mut all = Vec::new();
        for some in ids.chunks(PAGE) {
            all.extend(self.store.records(some).await?);
        }
        Ok(all)
    }
}

/// The states, as they are called now and were before, whose records apply.
pub(crate) fn states_in_force(process: &Process) -> Vec<&str> {
    let means = |id| process.renamed_states.get(id).unwrap_or(id);
    let known = process.states.keys().chain(process.renamed_states.keys());
    let in_force =
        known.filter(|id| process.states.get(means(*id)).is_some_and(|state| state.kind == StateKind::InForce));
    in_force.map(StateId::as_str).collect()
}

/// The states whose records the world is made from: those that apply; of calendars and holiday years all, since open clocks
/// may have counted by one that applies no more.
fn states_read(process: &Process) -> Vec<&str> {
    match process.content {
        Some(Content::Calendar | Content::HolidayYear) => {
            process.states.keys().chain(process.renamed_states.keys()).map(StateId::as_str).collect()
        }
        _ => states_in_force(process),
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use yuheng_definition::Value;
    use yuheng_engine::{Command, Door};

    use super::*;
    use crate::accounts::throttle::tests::check;
    use crate::records::Request;

    /// What comes of `work` if it is given up after so many steps; none: it had not come to its end.
    async fn given_up_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
        let (mut work, mut left) = (pin!(work), steps);
        poll_fn(|waker| match work.as_mut().poll(waker) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => {
                left -= 1;
                Poll::Pending
            }
        })
        .await
    }

    #[tokio::test]
    async fn whoever_gives_up_a_look_leaves_no_calendar_of_before() {
        check(async |app: &App| {
            let mut keys = BTreeMap::new();
            for (path, text) in app.source().first_content() {
                app.bring_in(path, text, &mut keys).await.unwrap();
            }
            let world = Arc::clone(&app.in_force().await.unwrap().world);
            let calendar = *world.calendars.keys().next().unwrap();
            // Another node: whoever writes has looked by itself.
            let (source, settings) = (app.source.clone(), app.settings.clone());
            let node = App::open(app.store.clone(), source, Arc::clone(&app.clock), settings).await.unwrap();
            for steps in 0.. {
                let system = node.system(Door::Page).await.unwrap();
                let changes = BTreeMap::from([("title".into(), Some(Value::from(format!("Hours {steps}").as_str())))]);
                node.write(&system, Some(calendar), Command::Update { changes }, &Request::default()).await.unwrap();
                let seen = given_up_after(steps, app.in_force()).await;
                app.in_force().await.unwrap();
                let standing = app.standing.lock().await;
                let version = standing.records[&calendar].version;
                assert_eq!(standing.versions[&calendar].last().map(|(_, it)| it.version), Some(version), "{steps}");
                if seen.is_some() && steps > 3 {
                    return;
                }
            }
        })
        .await;
    }
}
