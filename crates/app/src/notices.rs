//! Notices: what somebody was told of, in the program itself. They come out of the outbox and stay with the person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tokio::sync::watch;
use yuheng_definition::Label;
use yuheng_engine::{Record, RecordId, explain};
use yuheng_store::{Claimed, Notice, Said};

use crate::followed::GAINED;
use crate::lists::{LONGEST_PAGE, page_length};
use crate::mentioned::with_names;
use crate::sight::Sight;
use crate::view::References;
use crate::{App, Caller, Error, Result};

/// A page of what somebody was told.
pub struct Notices {
    /// Newest first.
    pub items: Vec<Notice>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
    /// How many are unread, on this page or another.
    pub unread: u64,
    /// The records that they name, as far as they may be seen.
    pub references: References,
    /// The lists that those are of which tell what came into one, by their keys, as far as they may be seen.
    pub gained: BTreeMap<String, CameInto>,
    /// What was said with those that urge, by their keys, as far as it may be read.
    pub said: BTreeMap<String, String>,
}

/// What came into a list.
pub struct CameInto {
    /// The record that keeps the list.
    pub view: RecordId,
    /// The process whose records it lists.
    pub records_of: String,
    /// How much came into it.
    pub count: u64,
}

/// What a notice says, and why it is told; none: that needs no reason.
#[must_use]
pub fn text(notice: &Notice, page: &Notices) -> (Label, Option<Label>) {
    let list = page.gained.get(&notice.key);
    let list = list.and_then(|came| Some((page.references.get(&came.view)?, came.count)));
    let said = match list {
        Some((view, count)) => explain::gained(&view.title, if notice.record == view.id { count } else { 1 }),
        None => explain::notice(&notice.reason),
    };
    (said, explain::because(&notice.reason))
}

impl App {
    /// Tells those whom a message concerns. Safe to do twice, and at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify(&self, claimed: &Claimed) -> Result<()> {
        let message = &claimed.message;
        let (key, reason) = (message.key.clone(), message.reason.clone());
        let (record, n, doer) = (message.record, claimed.n, message.doer);
        self.told(&message.to, &Notice { key, at: self.now(), reason, record, n, doer, read_at: None }).await
    }

    /// Tells those of the people who want to be told, and has whoever shows their notices look.
    pub(crate) async fn told(&self, people: &[RecordId], notice: &Notice) -> Result<()> {
        let people = self.wanting(people, &notice.reason).await?;
        self.store.tell(&people, notice).await?;
        self.show_notices();
        Ok(())
    }

    /// Has whoever shows notices look at them.
    pub(crate) fn show_notices(&self) {
        self.notified.send_modify(|count| *count += 1);
    }

    /// Changes each time that this process has told somebody something.
    #[must_use]
    pub fn notified(&self) -> watch::Receiver<u64> {
        self.notified.subscribe()
    }

    /// How many notices the caller has not read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unread(&self, caller: &Caller) -> Result<u64> {
        // How many there are would tell of what is not shown to whoever looks through another's eyes.
        if caller.viewing.is_some() { Ok(0) } else { Ok(self.store.unread(caller.actor.id).await?) }
    }

    /// A page of the caller's notices.
    ///
    /// # Errors
    /// When the cursor can't be read, or the page can't be so long.
    pub async fn notices(&self, caller: &Caller, cursor: Option<&str>, limit: Option<u32>) -> Result<Notices> {
        let after = cursor.map(position).transpose()?;
        let limit = page_length(limit, 50, LONGEST_PAGE)?;
        let person = caller.actor.id;
        let mut items = self.told_after(caller, after, limit + 1).await?;
        let is_last = items.len() <= limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| !is_last).map(|last| format!("{}:{}", last.at.as_microsecond(), last.key));
        let gained = self.came_into(person, &items).await?;
        let named = items.iter().flat_map(|notice| [Some(notice.record), notice.doer]).flatten();
        let named = named.chain(gained.values().map(|came| came.view));
        let references = self.references(caller, named.collect()).await?;
        let said = self.urging(caller, &items).await?;
        Ok(Notices { items, next, unread: self.unread(caller).await?, references, gained, said })
    }

    /// The caller's next notices, `most` at most. Through another's eyes only those of records that whoever looks sees too: a page
    /// is filled from those that follow, so that neither its length nor its cursor tells of others.
    async fn told_after(&self, caller: &Caller, after: Option<(Timestamp, &str)>, most: u32) -> Result<Vec<Notice>> {
        let person = caller.actor.id;
        let mut found = self.store.notices(person, after, most).await?;
        if caller.viewing.is_none() {
            return Ok(found);
        }
        let mut shown: Vec<Notice> = Vec::new();
        loop {
            let last = found.last().filter(|_| found.len() == most as usize).map(|last| (last.at, last.key.clone()));
            let records = found.iter().map(|notice| notice.record).collect();
            let seen = self.references(caller, records).await?;
            shown.extend(found.into_iter().filter(|notice| seen.contains_key(&notice.record)));
            let Some((at, key)) = last.filter(|_| shown.len() < most as usize) else { break };
            found = self.store.notices(person, Some((at, &key)), most).await?;
        }
        shown.truncate(most as usize);
        Ok(shown)
    }

    /// What came into which list, by the keys of the notices that tell it.
    async fn came_into(&self, person: RecordId, items: &[Notice]) -> Result<BTreeMap<String, CameInto>> {
        let keys = items.iter().filter(|notice| notice.reason == GAINED).map(|notice| notice.key.as_str());
        let gained = self.store.gained(person, &keys.collect::<Vec<_>>()).await?;
        let views: BTreeSet<RecordId> = gained.values().map(|(view, _)| *view).collect();
        let views = self.store.shared(&views.into_iter().collect::<Vec<_>>()).await?;
        let views: BTreeMap<RecordId, &str> =
            views.iter().filter_map(|view| Some((view.id, view.text("records_of")?))).collect();
        let came = gained.into_iter().filter_map(|(key, (view, count))| {
            let records_of = (*views.get(&view)?).to_owned();
            Some((key, CameInto { view, records_of, count }))
        });
        Ok(came.collect())
    }

    /// What those who urge have said, by the keys of their notices. It stays on the record alone, so that it can be erased there.
    async fn urging(&self, caller: &Caller, items: &[Notice]) -> Result<BTreeMap<String, String>> {
        let urged = items.iter().filter(|notice| notice.reason == "urged");
        let told: Vec<_> = urged.filter_map(|notice| Some((notice, (notice.record, notice.n?)))).collect();
        let entries: Vec<_> = told.iter().map(|(_, entry)| *entry).collect();
        let mut said = BTreeMap::new();
        for words in self.readable(caller, self.store.said_in(&entries).await?).await? {
            let notices = told.iter().filter(|(_, entry)| *entry == (words.record, words.n));
            let body = with_names(caller, words.speaker, &words.body);
            said.extend(notices.map(|(notice, _)| (notice.key.clone(), body.clone())));
        }
        Ok(said)
    }

    /// What the caller may read of what was said.
    async fn readable(&self, caller: &Caller, mut said: Vec<Said>) -> Result<Vec<Said>> {
        let records: BTreeSet<RecordId> = said.iter().map(|said| said.record).collect();
        let records = self.store.records(&records.into_iter().collect::<Vec<_>>()).await?;
        let sights = self.sights(caller, &records);
        let seen: BTreeMap<RecordId, Sight> =
            records.iter().zip(sights).filter_map(|(record, sight)| Some((record.id, sight?))).collect();
        let records: Vec<&Record> = records.iter().filter(|record| seen.contains_key(&record.id)).collect();
        let since = self.reads_since(caller, &records).await?;
        said.retain(|said| {
            let of_its_time = since.get(&said.record).is_none_or(|since| since.hears(Some(said.n)));
            of_its_time && seen.get(&said.record).is_some_and(|sight| sight.hears(said.audience))
        });
        Ok(said)
    }

    /// Marks the caller's notices as read; with a key that one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_notices(&self, caller: &Caller, key: Option<&str>) -> Result<()> {
        caller.must_write()?;
        let (person, now) = (caller.actor.id, self.now());
        match key {
            Some(key) => self.store.read_notice(person, key, now).await?,
            None => self.store.read_notices(person, now).await?,
        }
        self.show_notices();
        Ok(())
    }
}

/// Where a page begins, by its cursor.
fn position(cursor: &str) -> Result<(Timestamp, &str)> {
    let parts = cursor.split_once(':').and_then(|(at, key)| Some((at.parse().ok()?, key)));
    let found = parts.and_then(|(at, key)| Some((Timestamp::from_microsecond(at).ok()?, key)));
    found.ok_or_else(Error::cursor)
}
