//! What happened on all records, the newest first, as far as somebody may see it: the log that an auditor or administrator
//! reads by person, kind, process and time.

mod export;
mod told;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use yuheng_definition::{Label, Process};
use yuheng_engine::{EntryAction, Record, RecordId};
use yuheng_store::{FeedItem, HistoryEntry};

use crate::lists::{LONGEST_PAGE, page_length};
use crate::view::References;
use crate::{App, Caller, Error, Result};

pub use export::LogExport;

/// How many entries are read at once.
const BATCH: u32 = 500;
/// How many entries one answer looks through at most; whoever wants more asks on from where it ended.
const LOOKED_THROUGH: u64 = 20_000;
/// By so much at most an entry is thought to be older than one written before it: nodes have clocks of their own.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(24);

/// What of the log is asked for.
#[derive(Clone, Debug, Default)]
pub struct AuditAsk {
    /// Only what this person did, or had done for it: a number or identity.
    pub actor: Option<String>,
    /// Only entries of these kinds, as the history calls them; none: all.
    pub actions: Vec<EntryAction>,
    /// Only on records of this process.
    pub process: Option<String>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Not after this instant.
    pub to: Option<Timestamp>,
    /// Where to go on: the `next` of the page before.
    pub cursor: Option<String>,
    /// How many entries, 1–200.
    pub limit: Option<u32>,
}

/// An entry of the log.
pub struct Logged {
    /// The entry, without what may not be seen.
    pub entry: HistoryEntry,
    /// What the program says of it: what was done to an account, what was refused, what was taken away.
    pub told: Option<Label>,
    /// The record.
    pub record: RecordId,
    /// Its process.
    pub process: Arc<Process>,
}

/// A page of the log.
pub struct AuditPage {
    /// The entries, the newest first.
    pub entries: Vec<Logged>,
    /// The records and everybody whom the entries name.
    pub references: References,
    /// Whose doing was asked for.
    pub actor: Option<RecordId>,
    /// Where to go on; none: the log is read to its beginning. A page may hold less than was asked, and there be more.
    pub next: Option<u64>,
}

impl App {
    /// A page of the log.
    ///
    /// # Errors
    /// Not found for customers; a parameter that can't be read.
    pub async fn audit(&self, caller: &Caller, ask: &AuditAsk) -> Result<AuditPage> {
        caller.must_be_staff()?;
        let limit = usize::try_from(page_length(ask.limit, 50, LONGEST_PAGE)?).unwrap_or(usize::MAX);
        let wanted = self.wanted(caller, ask).await?;
        let begin = match ask.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => cursor.parse().map_err(|_| Error::cursor())?,
            None => self.end_of_log().await?,
        };
        let (mut position, mut found) = (begin, Vec::new());
        'reading: while position > 1 && begin - position < LOOKED_THROUGH {
            let (items, read) = self.wanted_before(&wanted, position).await?;
            for seen in self.seen_entries(caller, items, |record| wanted.is_of(record)).await? {
                position = seen.item.position;
                found.push(Logged { entry: seen.entry, told: None, record: seen.item.record, process: seen.process });
                if found.len() == limit {
                    break 'reading;
                }
            }
            position = read;
        }
        self.tell_of(caller, &mut found).await?;
        let mut references = self.named_in_log(caller, &found).await?;
        references.extend(self.references(caller, wanted.actor.into_iter().collect()).await?);
        let next = (position > 1).then_some(position);
        Ok(AuditPage { entries: found, references, actor: wanted.actor, next })
    }

    /// What is wanted of the next stretch of the log before a position, and how far down it is read then: to its beginning, 1,
    /// where the whole stretch is older than what is asked for by more than clocks differ.
    async fn wanted_before(&self, wanted: &Wanted, position: u64) -> Result<(Vec<(FeedItem, HistoryEntry)>, u64)> {
        let (items, read) = self.store.feed_before(position, BATCH).await?;
        let is_past = !items.is_empty() && items.iter().all(|(_, entry)| wanted.is_long_before(entry));
        let items = items.into_iter().filter(|(_, entry)| wanted.has(entry)).collect();
        Ok((items, if is_past { 1 } else { read }))
    }

    /// Before which position the log is read from its end.
    async fn end_of_log(&self) -> Result<u64> {
        self.later.settled_soon().await;
        self.store.advance_feed().await?;
        Ok(self.store.feed_position().await? + 1)
    }

    /// The records and everybody whom these entries name.
    async fn named_in_log(&self, caller: &Caller, found: &[Logged]) -> Result<References> {
        let mut named: BTreeSet<RecordId> = found.iter().map(|logged| logged.record).collect();
        named.extend(found.iter().flat_map(|logged| [Some(logged.entry.actor), logged.entry.on_behalf_of]).flatten());
        named.extend(found.iter().flat_map(Logged::people));
        self.references(caller, named).await
    }

    async fn wanted(&self, caller: &Caller, ask: &AuditAsk) -> Result<Wanted> {
        let actor = match &ask.actor {
            Some(text) => {
                let nobody = || Error::parameter("actor", "没有这个人", "there is nobody of that name");
                let named = self.identity(text).await?;
                Some(self.known(caller, named).await?.ok_or_else(nobody)?)
            }
            None => None,
        };
        let definitions = &caller.in_force.definitions;
        if ask.process.as_deref().is_some_and(|process| definitions.process(process).is_none()) {
            return Err(Error::parameter("process", "没有这个过程", "there is no such process"));
        }
        Ok(Wanted { actor, actions: ask.actions.clone(), process: ask.process.clone(), from: ask.from, to: ask.to })
    }
}

/// What is asked for, with names resolved.
struct Wanted {
    actor: Option<RecordId>,
    actions: Vec<EntryAction>,
    process: Option<String>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Wanted {
    fn has(&self, entry: &HistoryEntry) -> bool {
        let by = |actor| entry.actor == actor || entry.on_behalf_of == Some(actor);
        self.actor.is_none_or(by)
            && (self.actions.is_empty() || self.actions.contains(&entry.action))
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
    }

    /// Whether an entry is so much older than what is asked for that none written before it is asked for either.
    fn is_long_before(&self, entry: &HistoryEntry) -> bool {
        self.from.is_some_and(|from| from.checked_sub(CLOCKS_DIFFER).is_ok_and(|bound| entry.at < bound))
    }

    fn is_of(&self, record: &Record) -> bool {
        self.process.as_deref().is_none_or(|process| record.process.as_str() == process)
    }
}
