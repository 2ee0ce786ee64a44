//! The stores that lists are tried on, and the rows that they read.

use uuid::Uuid;
use yuheng_definition::{Value, index_text};
use yuheng_engine::{ClockState, Record};

use super::random::fields;
use crate::details::Details;
use crate::sql::Sql;
use crate::{Location, Store, dialect};

/// Each database that there is: SQLite, and PostgreSQL where the tests are given one.
pub(crate) async fn stores() -> Vec<(Store, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
    let mut stores = vec![(sqlite, Some(folder))];
    if let Ok(url) = std::env::var("YUHENG_TEST_POSTGRES") {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let name = format!("list_{}", Uuid::now_v7().simple());
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        let url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        stores.push((Store::open(&Location::Postgres(url)).await.unwrap(), None));
    }
    stores
}

/// The rows of a record that lists read, written as a commit writes them.
fn rows(record: &Record, indexed: &[&str]) -> Vec<Sql> {
    let mut all = vec![record_row(record)];
    all.extend(beside(record, indexed));
    all
}

fn record_row(record: &Record) -> Sql {
    let reference = |field: &str| record.reference(field);
    Sql::new("INSERT INTO record (id, process, number, label, state, is_open, priority, customer, assignee, ")
        .text("requester, confidential, opened_by, opened_at, updated_at, due_at, resolved_at, version, n, head, ")
        .text("definition, details, fields) VALUES (")
        .bind(record.id)
        .text(", ")
        .bind(record.process.as_str())
        .text(", ")
        .bind(record.number)
        .text(", ")
        .bind(record.label.as_str())
        .text(", ")
        .bind(record.state.as_str())
        .text(", ")
        .bind(record.is_open)
        .text(", ")
        .bind(record.text("priority").map(str::to_owned))
        .text(", ")
        .bind(reference("customer"))
        .text(", ")
        .bind(reference("assignee"))
        .text(", ")
        .bind(reference("requester"))
        .text(", ")
        .bind(record.fields.get("confidential").and_then(Value::as_bool).unwrap_or(false))
        .text(", ")
        .bind(record.opened_by)
        .text(", ")
        .bind(record.opened_at)
        .text(", ")
        .bind(record.updated_at)
        .text(", ")
        .bind(record.due_at())
        .text(", ")
        .bind(record.resolved_at)
        .text(", 1, 1, ")
        .bind(vec![0_u8; 32])
        .text(", '', ")
        .bind(serde_json::to_string(&Details::default()).unwrap())
        .text(", ")
        .either(dialect::JSON_OPEN)
        .bind(serde_json::to_string(&record.fields).unwrap())
        .either(dialect::JSON_CLOSE)
        .text(")")
}

fn beside(record: &Record, indexed: &[&str]) -> Vec<Sql> {
    let mut all = Vec::new();
    for (id, clock) in &record.clocks {
        let state = if clock.state == ClockState::Running { "running" } else { "stopped" };
        let sql = Sql::new(
            "INSERT INTO clock (warned, record, clock, process, state, outcome, started_at, due_at, stopped_at)",
        )
        .text(" VALUES (0, ")
        .bind(record.id)
        .text(", ")
        .bind(id.as_str())
        .text(", 'incident', ")
        .bind(state)
        .text(", ")
        .bind(clock.outcome().map(|outcome| outcome.word().to_owned()))
        .text(", ")
        .bind(clock.started_at)
        .text(", ")
        .bind(clock.due_at)
        .text(", ")
        .bind(clock.stopped_at)
        .text(")");
        all.push(sql);
    }
    for person in record.participants() {
        let sql = Sql::new("INSERT INTO participant (person, record) VALUES (").bind(person).text(", ");
        all.push(sql.bind(record.id).text(")"));
    }
    for field in indexed {
        let fields = fields();
        let value = record.fields.get(*field).and_then(|value| index_text(&fields[*field].kind, value));
        all.extend(value.map(|value| {
            let sql = Sql::new("INSERT INTO field_index (process, field, value, sort_at, record) VALUES (");
            let sql = sql.bind(record.process.as_str()).text(", ").bind(*field).text(", ").bind(value).text(", ");
            sql.bind(record.opened_at).text(", ").bind(record.id).text(")")
        }));
    }
    all
}

pub(crate) async fn insert(store: &Store, records: &[Record], indexed: &[&str]) {
    let batch: Vec<Sql> = records.iter().flat_map(|record| rows(record, indexed)).collect();
    for some in batch.chunks(500) {
        store.write(some.to_vec()).await.unwrap();
    }
}
