//! A small company in a store of its own: two of its people, a customer with office hours, and the sentences that the
//! tests speak.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use tempfile::TempDir;
use yuheng_app::first_content::Keys;
use yuheng_app::records::Request;
use yuheng_app::view::RecordView;
use yuheng_app::{App, Caller, Clock, HistoryEntry, Result, Settings};
use yuheng_definition::Source;
use yuheng_engine::{Door, EntryAction, RecordId};
use yuheng_store::{Location, Store};

/// A Friday morning in Shanghai, 9:00; service hours are 9–12 and 13–18.
pub const START: &str = "2026-11-20T01:00:00Z";

const PEOPLE: &str = include_str!("company.toml");

/// The company.
pub struct Company {
    pub app: Arc<App>,
    keys: Keys,
    folder: TempDir,
}

impl Company {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = open(&folder, Source::shipped(), START).await.unwrap();
        let mut keys = Keys::new();
        for (path, text) in Source::shipped().first_content().chain([("company.toml", PEOPLE)]) {
            app.bring_in(path, text, &mut keys).await.unwrap();
        }
        Self { app, keys, folder }
    }

    /// The same store, opened anew with `source`.
    pub async fn reopened(self, source: Source) -> Result<Self> {
        let Self { app, keys, folder } = self;
        let now = app.now().to_string();
        drop(app);
        let app = open(&folder, source, &now).await?;
        Ok(Self { app, keys, folder })
    }

    pub fn id(&self, key: &str) -> RecordId {
        self.keys[key]
    }

    /// One of its people, with the roles of now.
    pub async fn caller(&self, key: &str) -> Caller {
        let in_force = self.app.in_force().await.unwrap();
        Caller::person(in_force, self.id(key), key.to_owned(), Door::Page, None).unwrap()
    }

    /// An incident with that impact and urgency, reported by the desk.
    pub async fn incident(&self, impact: &str, urgency: &str) -> RecordId {
        let customer = self.id("customer").to_string();
        let fields = fields(&[("title", "VPN"), ("customer", &customer), ("impact", impact), ("urgency", urgency)]);
        let desk = self.caller("desk").await;
        self.app.create(&desk, "incident", fields, &Request::default()).await.unwrap().receipt.id
    }

    /// Does a transition as it stands now.
    pub async fn go(&self, who: &str, id: RecordId, transition: &str, given: &[(&str, &str)]) -> RecordView {
        let caller = self.caller(who).await;
        let based_on = Some(self.app.store().record(id).await.unwrap().unwrap().version);
        let request = Request { based_on, idempotency: None };
        self.app.transition(&caller, id, transition, (fields(given), None), &request).await.unwrap().view.unwrap()
    }

    pub async fn history(&self, id: RecordId) -> Vec<HistoryEntry> {
        self.app.store().history(id, 0, 1000).await.unwrap()
    }

    /// When entries with `action` were written.
    pub async fn when(&self, id: RecordId, action: EntryAction) -> Vec<String> {
        let entries = self.history(id).await.into_iter();
        entries.filter(|entry| entry.action == action).map(|entry| entry.at.to_string()).collect()
    }
}

async fn open(folder: &TempDir, source: Source, now: &str) -> Result<Arc<App>> {
    let store = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
    let settings = Settings {
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        public_url: "http://localhost".to_owned(),
        upload_bytes: 1024,
        metrics_token: None,
        backups: yuheng_app::upkeep::BackupPlan::default(),
    };
    App::open(store, source, Arc::new(Clock::simulated(now.parse().unwrap())), settings).await
}

/// Values of text fields.
pub fn fields(given: &[(&str, &str)]) -> Map<String, Json> {
    given.iter().map(|(name, value)| ((*name).to_owned(), Json::from(*value))).collect()
}
