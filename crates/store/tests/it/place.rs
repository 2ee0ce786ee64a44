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
    on_sqlite(&test);
    on_postgres(&test);
}

/// Runs `test` on a store of its own on SQLite.
pub fn on_sqlite<F: Future<Output = ()>>(test: impl Fn(Store, Arc<Place>) -> F) {
    runtime().block_on(async {
        let (store, place) = sqlite().await;
        // Kept until the test is over, even if the test doesn't look at it.
        test(store, place.clone()).await;
        drop(place);
    });
}

/// Runs `test` on a store of its own on PostgreSQL.
pub fn on_postgres<F: Future<Output = ()>>(test: impl Fn(Store, Arc<Place>) -> F) {
    runtime().block_on(async {
        let (store, place) = postgres().await;
        test(store, place.clone()).await;
        place.end().await;
    });
}

/// What runs a test.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap()
}

/// A store on SQLite.
pub async fn sqlite() -> (Store, Arc<Place>) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Folder(folder.path().to_owned());
    let store = Store::open(&location).await.unwrap();
    (store, Arc::new(Place { location, folder: Some(folder), schema: None }))
}

/// A store on PostgreSQL; [`Place::end`] takes it away.
pub async fn postgres() -> (Store, Arc<Place>) {
    let (url, schema) = create_schema().await;
    let location = Location::Postgres(format!("{url}{}options=-csearch_path%3D{schema}", joint(&url)));
    let store = Store::open(&location).await.unwrap();
    (store, Arc::new(Place { location, folder: None, schema: Some((url, schema)) }))
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
    /// Takes what is on PostgreSQL away.
    pub async fn end(&self) {
        if let Some((url, schema)) = &self.schema {
            sql(url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }

    /// Tries a change as [`Place::tamper`] does it.
    pub async fn try_tamper(&self, text: &str) -> Result<(), String> {
        if let Some(folder) = self.folder() {
            let connection = rusqlite::Connection::open(folder.join("yuheng.db")).unwrap();
            connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
            return connection.execute_batch(text).map_err(|error| error.to_string());
        }
        let client = self.client().await;
        client.batch_execute(text).await.map_err(|error| error.to_string())
    }

    /// The rows of a query, each cell as text; nothing where there is none.
    pub async fn rows(&self, text: &str) -> Vec<Vec<Option<String>>> {
        if let Some(folder) = self.folder() {
            let connection = rusqlite::Connection::open(folder.join("yuheng.db")).unwrap();
            let mut statement = connection.prepare(text).unwrap();
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
            return statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
        }
        let found = self.client().await.simple_query(text).await.unwrap();
        let row = |message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
            }
            _ => None,
        };
        found.into_iter().filter_map(row).collect()
    }

    async fn client(&self) -> tokio_postgres::Client {
        let (url, schema) = self.schema.as_ref().expect("a place that is no folder is a schema");
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(&format!("SET search_path = {schema}")).await.unwrap();
        client
    }

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

    /// The folder, on SQLite.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
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
