//! Who else has a record open, and who is writing there. It says what is so now and nothing of what was: no history holds it,
//! and a tab that falls silent is gone (docs/adr/0024-presence.md).

mod board;
mod exchange;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use yuheng_engine::{Audience, RecordId, failpoint};
use yuheng_store::OpenTab;

use crate::sight::Sight;
use crate::view::{Reference, References};
use crate::{App, Caller, Clock, Error, Result};

pub(crate) use board::Board;
use exchange::exchange;

/// For how long a tab is there without saying so again. A page says so every half minute: one that is lost does no harm.
const HOLDS: SignedDuration = SignedDuration::from_secs(75);
/// The most records of a list that one asks of at a time.
const MOST_LISTED: usize = 200;
/// The longest name of a tab.
const LONGEST_TAB: usize = 64;

/// Somebody who has a record open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub person: RecordId,
    /// Since when, by the first of their tabs.
    pub since: Timestamp,
    /// Whether they are writing there, in any of them.
    pub is_writing: bool,
}

/// Those who have a record open.
pub struct Presence {
    /// In the order in which they came.
    pub others: Vec<Present>,
    /// What they are called; who may not be seen is missing.
    pub references: References,
}

/// Who has which of the records in sight in a list open.
pub struct Listed {
    /// By record; those at which nobody is are missing.
    pub others: BTreeMap<RecordId, Vec<Present>>,
    /// What they are called; who may not be seen is missing.
    pub references: References,
}

/// What a stream of events has told of who is present, by record.
pub type PresenceTold = BTreeMap<RecordId, Vec<(RecordId, bool)>>;

impl App {
    /// Notes that the caller has a record open in `tab`, and says who else has. Presence is of the provider's inside, like a
    /// note: who works at what, and when. So customers neither see it nor are seen; they are not told when somebody looks at
    /// their report, and nobody looks over their shoulder.
    ///
    /// # Errors
    /// Not found for whoever may not read the record's notes. When the tab's name is none.
    pub async fn attend(&self, caller: &Caller, record: RecordId, tab: &str, is_writing: bool) -> Result<Presence> {
        let tab = own_tab(caller, tab)?(record);
        let found = self.store.record(record).await?.ok_or_else(Error::not_found)?;
        let reads_notes = self.sight(caller, &found).is_some_and(|sight| sight.hears(Audience::Internal));
        if !reads_notes {
            return Err(Error::not_found());
        }
        let (now, person) = (Clock::machine(), tab.person);
        if !failpoint::armed("app.notes_nobody") {
            self.presence.note(tab, Some((now + HOLDS, is_writing)), now);
        }
        let others = self.presence.others(record, person, now);
        let references = self.references(caller, others.iter().map(|other| other.person).collect()).await?;
        Ok(Presence { others, references })
    }

    /// Notes that a list in `tab` shows these records, so that its stream of events tells of those who come and leave there, and says
    /// who is there now. Only records whose notes the caller may read are told of; at which nobody is, those aren't looked up.
    ///
    /// # Errors
    /// Not found for a customer. When the tab's name is none, or the records are too many.
    pub async fn look_at(&self, caller: &Caller, tab: &str, records: BTreeSet<RecordId>) -> Result<Listed> {
        let named = own_tab(caller, tab)?(caller.actor.id);
        if records.len() > MOST_LISTED {
            return Err(Error::argument(
                &format!("一次最多 {MOST_LISTED} 条记录"),
                &format!("{MOST_LISTED} records at most at a time"),
            ));
        }
        let (now, person) = (Clock::machine(), named.person);
        self.presence.look(person, tab, records.clone(), now + HOLDS, now);
        let mut others = BTreeMap::new();
        for record in records {
            let there = self.presence.others(record, person, now);
            if !there.is_empty() && !failpoint::armed("app.lists_nobody") {
                others.insert(record, there);
            }
        }
        let found = self.store.shared(&others.keys().copied().collect::<Vec<_>>()).await?;
        let sights = self.sights(caller, found.iter().map(AsRef::as_ref));
        let read = found.iter().zip(sights).filter(|(_, sight)| sight.as_ref().is_some_and(reads_notes));
        let read: BTreeSet<RecordId> = read.map(|(record, _)| record.id).collect();
        others.retain(|record, _| read.contains(record));
        let people = others.values().flatten().map(|other| other.person).collect();
        Ok(Listed { references: self.references(caller, people).await?, others })
    }

    /// Notes that the caller has closed the record of `process` with the number `label` in `tab`. One that was not open there is
    /// closed already, and whoever may not see the record any more leaves it all the same.
    ///
    /// # Errors
    /// Not found for a customer. When the tab's name is none.
    pub async fn leave(&self, caller: &Caller, process: &str, label: &str, tab: &str) -> Result<()> {
        // Refused or not, the answer is one for what is there and for what is not.
        let tab = own_tab(caller, tab)?;
        if let Some(record) = self.store.by_label(process, label).await? {
            self.presence.note(tab(record.id), None, Clock::machine());
        }
        Ok(())
    }

    /// Changes each time that this node has learnt of somebody who came, left, or began or ceased to write.
    #[must_use]
    pub fn presences(&self) -> watch::Receiver<u64> {
        self.presence.news()
    }

    /// Comes back once the caller was not `told` who is at the records that it has open. Asks nothing of the store.
    pub async fn presence_differs(&self, news: &mut watch::Receiver<u64>, caller: &Caller, told: &PresenceTold) {
        self.presence.becomes_other(news, caller.actor.id, told).await;
    }

    /// The records that the caller has open, at which others have come, left, or begun or ceased to write since it was `told`;
    /// without those whose notes it may not read any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn presence_news(&self, caller: &Caller, told: &mut PresenceTold) -> Result<Vec<Reference>> {
        let now = self.presence.around(caller.actor.id);
        if now == *told {
            return Ok(Vec::new());
        }
        let before = std::mem::replace(told, now);
        let nobody = Vec::new();
        let is_news = |(record, others): &(&RecordId, &Vec<_>)| before.get(record).unwrap_or(&nobody) != *others;
        let changed: BTreeSet<RecordId> = told.iter().filter(is_news).map(|(record, _)| *record).collect();
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.store.records(&changed.into_iter().collect::<Vec<_>>()).await?;
        let sights = self.sights(caller, &records);
        let named = records.iter().zip(sights).filter_map(|(record, sight)| {
            let sight = sight.filter(|sight| sight.hears(Audience::Internal))?;
            let title = sight.title(record).into();
            Some(Reference {
                id: record.id,
                process: record.process.clone(),
                number: record.label.as_str().into(),
                title,
            })
        });
        Ok(named.collect())
    }

    /// Tells the other nodes who came and left here, all of them together, and learns of theirs: by the clock of the database
    /// that they share, for their own differ. Without other nodes all that is left to do is to see who is not heard of.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn presence_round(&self) -> Result<()> {
        if !self.store.is_shared() {
            // There is nobody else to be told.
            self.presence.take();
            self.presence.run_out(Clock::machine());
            return Ok(());
        }
        exchange(&self.presence, &self.store, Clock::machine).await
    }

    /// Forgets what all nodes know to have run out.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn forget_absent(&self) -> Result<()> {
        if self.store.is_shared() {
            self.store.forget_absent(self.store.clock().await?).await?;
        }
        Ok(())
    }
}

/// Whether its reader reads a record's notes, and so who is at it.
fn reads_notes(sight: &Sight) -> bool {
    sight.hears(Audience::Internal)
}

/// A tab of the caller by the name that it gives itself, whichever record is open in it.
fn own_tab(caller: &Caller, tab: &str) -> Result<impl FnOnce(RecordId) -> OpenTab + use<>> {
    caller.must_be_staff()?;
    caller.must_write()?;
    if tab.is_empty() || tab.len() > LONGEST_TAB || tab.contains('\0') {
        return Err(Error::argument("标签页的名称应为 1 到 64 个字节", "The name of a tab is of 1 to 64 bytes"));
    }
    let (person, tab) = (caller.actor.id, tab.to_owned());
    Ok(move |record| OpenTab { record, person, tab })
}
