//! A disk that is nearly full is told to those who administer.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::json;
use yuheng_app::records::Request;
use yuheng_app::{App, Caller, Clock, Settings};
use yuheng_definition::Source;
use yuheng_engine::Door;
use yuheng_store::{DiskLimits, Location, Store};

#[tokio::test]
async fn administrators_are_told_once_a_day_that_the_disk_is_nearly_full() {
    let folder = tempfile::tempdir().unwrap();
    let limits = DiskLimits { warn_below: u64::MAX, refuse_below: 0 };
    let store = Store::open_with(&Location::Folder(folder.path().to_owned()), limits).await.unwrap();
    let clock = Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap()));
    let settings = Settings {
        zone: TimeZone::UTC,
        public_url: String::new(),
        upload_bytes: 0,
        metrics_token: None,
        backups: yuheng_app::upkeep::BackupPlan::default(),
    };
    let app = App::open(store, Source::shipped(), clock, settings).await.unwrap();
    let system = app.system(Door::Program).await.unwrap();
    let fields = |value: serde_json::Value| value.as_object().cloned().unwrap();
    let ann = app.create(&system, "person", fields(json!({ "name": "Ann" })), &Request::default()).await.unwrap();
    let held = json!({ "role": "administrator", "person": ann.receipt.number, "from": "2026-01-01" });
    app.create(&system, "role_assignment", fields(held), &Request::default()).await.unwrap();
    let told = async || {
        let in_force = app.in_force().await.unwrap();
        let caller = Caller::person(in_force, ann.receipt.id, "ann".to_owned(), Door::Page, None).unwrap();
        let notices = app.notices(&caller, None, None).await.unwrap();
        notices.items.iter().filter(|notice| notice.reason == "disk_low").count()
    };
    app.disk_round().await.unwrap();
    app.disk_round().await.unwrap();
    assert_eq!(told().await, 1);
    assert!(app.clock().set_forward("2026-11-21T01:00:00Z".parse().unwrap()));
    app.disk_round().await.unwrap();
    assert_eq!(told().await, 2);
}
