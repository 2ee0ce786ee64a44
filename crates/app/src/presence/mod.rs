//! Who else has a record open, and who is writing there. It says what is so now and nothing of what was: no history holds it,
//! and a tab that falls silent is gone (docs/adr/0024-presence.md).

mod board;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use yuheng_engine::RecordId;
use yuheng_store::{OpenTab, Stay};

use crate::view::{Reference, References};
use crate::{App, Caller, Clock, Error, Result};

pub(crate) use board::Board;

/// For how long a tab is there without saying so again. A page says so every half minute: one that is lost does no harm.
const HOLDS: SignedDuration = SignedDuration::from_secs(75);
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

/// What a stream of events has told of who is present, by record.
pub type PresenceTold = BTreeMap<RecordId, Vec<(RecordId, bool)>>;

impl App {
    /// Notes that the caller has a record open in `tab`, and says who else has.
    ///
    /// # Errors
    /// Not found, also when the record may not be seen, and for a customer. When the tab's name is none.
    pub async fn attend(&self, caller: &Caller, record: RecordId, tab: &str, is_writing: bool) -> Result<Presence> {
        let (tab, now) = (self.open_tab(caller, record, tab).await?, Clock::machine());
        let person = tab.person;
        self.presence.note(tab, Some((now + HOLDS, is_writing)), now);
        let others = self.presence.others(record, person, now);
        let references = self.references(caller, others.iter().map(|other| other.person).collect()).await?;
        Ok(Presence { others, references })
    }

    /// Notes that the caller has closed a record in `tab`. One that was not open there is closed already.
    ///
    /// # Errors
    /// As [`App::attend`].
    pub async fn leave(&self, caller: &Caller, record: RecordId, tab: &str) -> Result<()> {
        self.presence.note(self.open_tab(caller, record, tab).await?, None, Clock::machine());
        Ok(())
    }

    /// Presence is of the provider's inside, like a note: who works at what, and when. So customers neither see it nor are
    /// seen; they are not told when somebody looks at their report, and nobody looks over their shoulder.
    async fn open_tab(&self, caller: &Caller, record: RecordId, tab: &str) -> Result<OpenTab> {
        caller.must_be_staff()?;
        caller.must_write()?;
        self.visible(caller, record).await?;
        if tab.is_empty() || tab.len() > LONGEST_TAB || tab.contains('\0') {
            return Err(Error::argument("标签页的名称应为 1 到 64 个字节", "The name of a tab is of 1 to 64 bytes"));
        }
        Ok(OpenTab { record, person: caller.actor.id, tab: tab.to_owned() })
    }

    /// Changes each time that this node has learnt of somebody who came, left, or began or ceased to write.
    #[must_use]
    pub fn presences(&self) -> watch::Receiver<u64> {
        self.presence.news()
    }

    /// The records that the caller has open, at which others have come, left, or begun or ceased to write since it was `told`;
    /// without those that it may not see any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn presence_news(&self, caller: &Caller, told: &mut PresenceTold) -> Result<Vec<Reference>> {
        let now = self.presence.around(caller.actor.id);
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
            let title = sight?.title(record).into();
            Some(Reference {
                id: record.id,
                process: record.process.clone(),
                number: record.label.as_str().into(),
                title,
            })
        });
        Ok(named.collect())
    }

    /// Tells the other nodes who came and left here, all of them together, and learns of theirs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn presence_round(&self) -> Result<()> {
        let noted = self.presence.take();
        if let Err(error) = self.store.note_presence(&noted).await {
            self.presence.put_back(noted);
            return Err(error.into());
        }
        let now = Clock::machine();
        let found: BTreeMap<OpenTab, Stay> = self.store.presence(now).await?.into_iter().collect();
        self.presence.learn(found, now);
        Ok(())
    }
}
