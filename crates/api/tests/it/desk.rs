//! An interface over an empty store, whose first administrator is signed in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use jiff::tz::TimeZone;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use yuheng_app::accounts::links::First;
use yuheng_app::accounts::sessions::Origin;
use yuheng_app::{App, Clock, Settings};
use yuheng_definition::Source;
use yuheng_store::{Location, Store};

/// The interface.
pub struct Desk {
    pub app: Arc<App>,
    router: Router,
    cookie: String,
    _folder: TempDir,
}

impl Desk {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
        let settings = Settings {
            zone: TimeZone::UTC,
            public_url: "http://localhost".to_owned(),
            upload_bytes: 1024,
            metrics_token: None,
            backups: yuheng_app::upkeep::BackupPlan::default(),
        };
        let clock = Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap()));
        let app = App::open(store, Source::shipped(), clock, settings).await.unwrap();
        let link = app.first_link().await.unwrap().unwrap().address;
        let first = First { login: Some("ann".to_owned()), name: Some("Ann".to_owned()) };
        let token = link.rsplit('/').next().unwrap();
        let password = "a password of some length".to_owned();
        let secret = app.use_link(token, first, password, &Origin::default()).await.unwrap();
        let cookie = format!("yuheng_session={}", secret.reveal());
        Self { router: yuheng_api::router(Arc::clone(&app)), app, cookie, _folder: folder }
    }

    /// Sends a request as the page would, in `language`.
    pub async fn send(&self, method: &str, path: &str, language: &str, body: &Value) -> Response<Body> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookie)
            .header("x-yuheng", "1")
            .header("content-type", "application/json")
            .header("accept-language", language)
            .body(if body.is_null() { Body::empty() } else { Body::from(body.to_string()) });
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    /// The status of an answer and its JSON.
    pub async fn ask(&self, method: &str, path: &str, language: &str, body: Value) -> (StatusCode, Value) {
        let answer = self.send(method, path, language, &body).await;
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}
