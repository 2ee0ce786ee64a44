//! A store of each kind for a test, made for it and taken away after it.

use std::future::Future;
use std::sync::Arc;

use tokio_postgres::NoTls;
use yuheng_store::{Location, Store};

/// Where a test's store is, and how its rows are changed behind its back.
pub struct Place {
    pub location: Location,
    folder: Option<tempfile::TempDir>,
    schema: Option<(String, String)>,
}

/// Runs `test` on a store of its own, once on SQLite and once on PostgreSQL.
pub fn on_both<F: Future<Output = ()>>(test: impl Fn(Store, Arc<Place>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().to_owned());
        let store = Store::open(&location).await.unwrap();
        // Kept until the test is over, even if the test doesn't look at it.
        let place = Arc::new(Place { location, folder: Some(folder), schema: None });
        test(store, place.clone()).await;
        drop(place);

        let (url, schema) = create_schema().await;
        let location = Location::Postgres(format!("{url}{}options=-csearch_path%3D{schema}", joint(&url)));
        let store = Store::open(&location).await.unwrap();
        let place = Arc::new(Place { location, folder: None, schema: Some((url.clone(), schema.clone())) });
        test(store, place).await;
        sql(&url, &format!("DROP SCHEMA {schema} CASCADE")).await;
    });
}

fn joint(url: &str) -> char {
    if url.contains('?') { '&' } else { '?' }
}

async fn create_schema() -> (String, String) {
    let url = std::env::var("YUHENG_TEST_POSTGRES")
        .expect("YUHENG_TEST_POSTGRES must name a PostgreSQL for tests; `make test` starts one and sets it");
    let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
    sql(&url, &format!("CREATE SCHEMA {schema}")).await;
    (url, schema)
}

async fn sql(url: &str, text: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let driven = tokio::spawn(connection);
    client.batch_execute(text).await.unwrap();
    drop(client);
    driven.await.unwrap().unwrap();
}

impl Place {
    /// Changes rows as somebody with all rights on the database would: the triggers that protect the history are off.
    pub async fn tamper(&self, text: &str) {
        match (&self.folder, &self.schema) {
            (Some(folder), _) => {
                let connection = rusqlite::Connection::open(folder.path().join("yuheng.db")).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                let off = "DROP TRIGGER IF EXISTS history_update; DROP TRIGGER IF EXISTS history_delete;";
                connection.execute_batch(&format!("{off} {text}")).unwrap();
            }
            (None, Some((url, schema))) => {
                let off = "DROP TRIGGER IF EXISTS history_change ON history;";
                sql(url, &format!("SET search_path = {schema}; {off} {text}")).await;
            }
            (None, None) => unreachable!("a place is one of both"),
        }
    }

    /// A transaction under way on PostgreSQL, with a number of its own.
    pub async fn begin(&self) -> tokio_postgres::Client {
        let (url, _) = self.schema.as_ref().expect("only PostgreSQL has several transactions");
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("BEGIN; SELECT pg_current_xact_id()").await.unwrap();
        client
    }

    /// The schema, on PostgreSQL.
    pub fn schema(&self) -> &str {
        self.schema.as_ref().map_or("", |(_, schema)| schema)
    }

    /// Whether it is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.schema.is_some()
    }

    /// `sqlite` or `postgres`, as the place is.
    pub fn pick<'a>(&self, sqlite: &'a str, postgres: &'a str) -> &'a str {
        if self.is_postgres() { postgres } else { sqlite }
    }
}
