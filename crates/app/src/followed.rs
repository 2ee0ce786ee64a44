//! Lists that people follow: whoever follows a kept list (关注视图) is told of a record that comes into it, once, by what they may see
//! then. What is followed is evaluated in memory; a query is asked for a round, never for a list (docs/adr/0039-followed-views.md).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use uuid::Uuid;
use yuheng_definition::expression::{Expression, Node, Schema, evaluate};
use yuheng_definition::{Action, Content, Process, ProcessId};
use yuheng_engine::{Actor, Context, Door, Folder, Record, RecordFacts, RecordId, access, failpoint};
use yuheng_store::{FeedItem, Gained, HistoryEntry, Notice};

use crate::lists::{checked, listed_by};
use crate::watch::is_own;
use crate::{App, Caller, InForce, Result};

/// Why somebody is told.
pub(crate) const GAINED: &str = "view_gained";

/// A list with who follows it.
type Follows = (RecordId, RecordId);

/// How many of those who follow are read at once.
const PAGE: u32 = 1000;

/// How many records are kept as they were last looked at.
const SEEN: usize = 2000;

/// The lists that are followed, as they were last read: they are read anew when the list itself or what is in force becomes another.
#[derive(Default)]
pub(crate) struct Followed {
    in_force: Option<Arc<InForce>>,
    lists: BTreeMap<Follows, Kept>,
    seen: Seen,
}

/// Records as they were last looked at: the next write on one of them finds what was before it here, not in its history.
#[derive(Default)]
struct Seen {
    records: BTreeMap<RecordId, Arc<Record>>,
    /// The oldest first; one that was looked at again stands in it again, with the entry that it had then.
    order: VecDeque<(RecordId, u64)>,
}

impl Seen {
    /// The record as it was before its entry `n`, if it was last looked at just then.
    fn before(&self, id: RecordId, n: u64) -> Option<Arc<Record>> {
        self.records.get(&id).filter(|record| record.n + 1 == n).cloned()
    }

    fn keep(&mut self, record: Arc<Record>) {
        self.order.push_back((record.id, record.n));
        self.records.insert(record.id, record);
        while self.order.len() > SEEN {
            let Some((id, n)) = self.order.pop_front() else { break };
            if self.records.get(&id).is_some_and(|kept| kept.n == n) {
                self.records.remove(&id);
            }
        }
    }
}

/// A list for one of those who follow it.
#[derive(Clone)]
struct Kept {
    /// The last entry of the list's own record.
    n: u64,
    /// None: it lists nothing, or its follower may not see it.
    list: Option<Arc<Watched>>,
}

/// What a follower's list has.
struct Watched {
    view: RecordId,
    follower: Caller,
    process: Arc<Process>,
    /// What the follower may see of the process.
    scope: Node,
    filter: Option<Expression>,
    folder: Option<Folder>,
}

/// What has been written on a record since the last round.
struct Touched<'e> {
    entries: Vec<&'e (FeedItem, HistoryEntry)>,
}

impl App {
    /// Tells those who follow a list what came into it by these entries. Safe to do twice.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell_of_views(&self, items: &[(FeedItem, HistoryEntry)]) -> Result<()> {
        let in_force = self.in_force().await?;
        let mut pairs = Vec::new();
        for process in in_force.definitions.content(Content::SavedView) {
            self.read_follows(process, &mut pairs).await?;
        }
        if pairs.is_empty() || items.is_empty() || failpoint::armed("app.follows_no_view") {
            return Ok(());
        }
        let mut touched: BTreeMap<RecordId, Touched> = BTreeMap::new();
        for item in items {
            touched.entry(item.0.record).or_insert_with(|| Touched { entries: Vec::new() }).entries.push(item);
        }
        let ids: Vec<RecordId> = touched.keys().copied().collect();
        let told = self.store.told_of_views(&ids).await?;
        let mut kept = self.followed.lock().await;
        let lists = self.followed_lists(&mut kept, &in_force, &pairs).await?;
        let mut gained: BTreeMap<Follows, Vec<(RecordId, &HistoryEntry)>> = BTreeMap::new();
        for record in self.store.records(&ids).await? {
            let (Some(lists), Some(touched)) = (lists.get(&record.process), touched.get(&record.id)) else { continue };
            let fresh = lists.iter().filter(|list| {
                let is_told = told.contains(&(list.follower.actor.id, list.view, record.id));
                !is_told && !touched.is_own(list.follower.actor.id) && list.has(self, &record)
            });
            let fresh: Vec<_> = fresh.collect();
            if !fresh.is_empty() {
                let came = self.came(&kept.seen, touched, &record, &fresh).await?;
                for (list, (item, entry)) in came {
                    let follower = list.follower.actor.id;
                    let called = self.store.told_of(record.id, item.n).await?;
                    if !is_own(follower, entry) && !called.contains(&follower) {
                        gained.entry((list.view, follower)).or_default().push((record.id, entry));
                    }
                }
            }
            kept.seen.keep(Arc::new(record));
        }
        drop(kept);
        for ((view, person), records) in gained {
            self.tell_gained(view, person, &records).await?;
        }
        Ok(())
    }

    /// Adds who follows which list that `process` keeps.
    async fn read_follows(&self, process: &Process, pairs: &mut Vec<Follows>) -> Result<()> {
        let mut after = (RecordId(Uuid::nil()), RecordId(Uuid::nil()));
        loop {
            let page = self.store.followed(process.id.as_str(), after, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            after = page.last().copied().unwrap_or(after);
            pairs.extend(page);
            if is_last {
                return Ok(());
            }
        }
    }

    /// Into which of the lists a record came by what was written on it, and by which entry. The history is replayed only where it
    /// is not known how the record was before, or where one entry of several has to be told from the others.
    async fn came<'l, 'e>(
        &self,
        seen: &Seen,
        touched: &Touched<'e>,
        record: &Record,
        lists: &[&'l Arc<Watched>],
    ) -> Result<Vec<(&'l Arc<Watched>, &'e (FeedItem, HistoryEntry))>> {
        let (Some(first), Some(last)) = (touched.entries.first(), touched.entries.last()) else {
            return Ok(Vec::new());
        };
        let n = first.0.n;
        let before = seen.before(record.id, n);
        let is_alone = touched.entries.len() == 1 && record.n == n;
        let states = match &before {
            Some(before) if lists.iter().all(|list| list.has(self, before)) => return Ok(Vec::new()),
            Some(before) if is_alone => vec![Some(Arc::clone(before))],
            None if is_alone && n == 1 => vec![None],
            _ => {
                self.store.states(record.id, n, last.0.n).await?.into_iter().map(|state| state.map(Arc::new)).collect()
            }
        };
        let came = lists.iter().filter_map(|list| {
            let has = |state: &Option<Arc<Record>>| state.as_ref().is_some_and(|state| list.has(self, state));
            if states.first().is_some_and(has) {
                return None;
            }
            // The entry after the last state in which it was not in: with it, it came to stay.
            let place = states.iter().rposition(|state| !has(state))?;
            Some((*list, *touched.entries.get(place)?))
        });
        Ok(came.collect())
    }

    /// One notice of what came into a list, to whoever wants to be told.
    async fn tell_gained(&self, view: RecordId, person: RecordId, came: &[(RecordId, &HistoryEntry)]) -> Result<()> {
        let Some((first, entry)) = came.first() else { return Ok(()) };
        if self.wanting(&[person], GAINED).await?.is_empty() {
            return Ok(());
        }
        let is_one = came.len() == 1;
        let doer = Some(entry.actor).filter(|doer| is_one && *doer != Actor::SYSTEM);
        let notice = Notice {
            key: format!("{view}:{first}"),
            at: self.now(),
            reason: GAINED.to_owned(),
            record: if is_one { *first } else { view },
            n: is_one.then_some(entry.n),
            doer,
            read_at: None,
        };
        let gained = Gained { person, view, records: came.iter().map(|(record, _)| *record).collect() };
        self.store.tell_gained(&gained, &notice).await?;
        self.show_notices();
        Ok(())
    }

    /// The lists that are followed, by the process whose records they list.
    async fn followed_lists(
        &self,
        kept: &mut Followed,
        in_force: &Arc<InForce>,
        pairs: &[Follows],
    ) -> Result<BTreeMap<ProcessId, Vec<Arc<Watched>>>> {
        if !kept.in_force.as_ref().is_some_and(|before| Arc::ptr_eq(before, in_force)) {
            (kept.in_force, kept.lists) = (Some(Arc::clone(in_force)), BTreeMap::new());
        }
        let ids: BTreeSet<RecordId> = pairs.iter().map(|(view, _)| *view).collect();
        let views = self.store.shared(&ids.into_iter().collect::<Vec<_>>()).await?;
        let views: BTreeMap<RecordId, Arc<Record>> = views.into_iter().map(|view| (view.id, view)).collect();
        let still: BTreeSet<&Follows> = pairs.iter().collect();
        kept.lists.retain(|follows, list| {
            still.contains(follows) && views.get(&follows.0).is_some_and(|view| view.n == list.n)
        });
        let mut lists: BTreeMap<ProcessId, Vec<Arc<Watched>>> = BTreeMap::new();
        for follows in pairs {
            let Some(view) = views.get(&follows.0) else { continue };
            let list = match kept.lists.get(follows) {
                Some(known) => known.list.clone(),
                None => {
                    let list = self.read_list(in_force, view, follows.1).await?.map(Arc::new);
                    kept.lists.insert(*follows, Kept { n: view.n, list: list.clone() });
                    list
                }
            };
            let of_process = list.map(|list| (list.process.id.clone(), list));
            of_process.into_iter().for_each(|(process, list)| lists.entry(process).or_default().push(list));
        }
        Ok(lists)
    }

    /// A list for one of those who follow it, as it would be asked for; none where they may not see it, or it can't be asked.
    async fn read_list(&self, in_force: &Arc<InForce>, view: &Record, person: RecordId) -> Result<Option<Watched>> {
        let follower = Caller::person(Arc::clone(in_force), person, String::new(), Door::Job, None);
        let Some(follower) = follower.filter(|_| view.is_open && view.voided.is_none()) else { return Ok(None) };
        if self.sight(&follower, view).is_none() && !failpoint::armed("app.follows_what_it_may_not_see") {
            return Ok(None);
        }
        let process = view.text("records_of").and_then(|id| in_force.definitions.process(id));
        let Some(process) = process.map(Arc::clone) else { return Ok(None) };
        let context = self.context(&follower, None);
        let scope = access::scope(&context, &process, Action::View);
        let text = view.text("filter").filter(|text| !text.trim().is_empty());
        let hidden = access::sometimes_masked(&context, &process);
        let schema = listed_by(Schema::of(&process), &in_force.definitions, &hidden);
        let schema = schema.with_numbers(self.numbers_in(&follower, text.unwrap_or_default()).await?);
        let filter = text.map(|text| checked(text, &schema)).transpose();
        let folder = view.text("folder").and_then(Folder::of);
        // What somebody can't ask for, since a field of it is hidden from them now, shows them nothing either.
        let Ok(filter) = filter else { return Ok(None) };
        Ok(Some(Watched { view: view.id, follower, process, scope, filter, folder }))
    }
}

impl Watched {
    /// Whether the list has the record, by what its follower may see now.
    fn has(&self, app: &App, record: &Record) -> bool {
        let context: Context = app.context(&self.follower, None);
        let facts = RecordFacts::of(&context, Some(record));
        let in_folder = || {
            let condition = self.folder.map(|folder| folder.condition(&self.process, &context, &[]));
            condition.is_none_or(|condition| evaluate(&condition, &facts).holds())
        };
        self.filter.as_ref().is_none_or(|filter| filter.evaluate(&facts).holds())
            && in_folder()
            && evaluate(&self.scope, &facts).holds()
    }
}

impl Touched<'_> {
    /// Whether all of it was somebody's own deed.
    fn is_own(&self, person: RecordId) -> bool {
        self.entries.iter().all(|(_, entry)| is_own(person, entry))
    }
}
