//! How statements are sent to PostgreSQL: all of a batch at once, in order, without waiting for each answer.

use deadpool_postgres::{ClientWrapper, Object};
use futures_util::future::{join_all, try_join};
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use super::patience::CONNECTING;
use crate::StorageError;
use crate::dialect::Dialect;
use crate::row::{Cell, Row};
use crate::sql::{Bind, Sql};

/// How many statements are sent before their answers are read.
const AT_ONCE: usize = 24;

/// Turns an error into ours, with what was attempted.
pub fn failed(attempted: &'static str) -> impl Fn(tokio_postgres::Error) -> StorageError {
    move |source| match source.code() {
        Some(&SqlState::DISK_FULL) => StorageError::ReadOnly,
        Some(&(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => StorageError::Corrupt(source.to_string()),
        _ => StorageError::Postgres { attempted, source },
    }
}

/// Sends `before`, the statements and `after` in one go and takes the rows. With `after` (COMMIT), a connection
/// that breaks leaves the outcome unknown.
pub async fn pipeline(
    client: &ClientWrapper,
    before: Option<&'static str>,
    batch: &[Sql],
    after: Option<&'static str>,
) -> Result<Vec<Vec<Row>>, StorageError> {
    let prepared = prepare(client, batch).await?;
    let groups = prepared.chunks(AT_ONCE);
    let last = groups.len().saturating_sub(1);
    let mut rows = Vec::with_capacity(batch.len());
    if groups.len() == 0 {
        try_join(simple(client, before), simple(client, after)).await.map_err(failed("a transaction"))?;
    }
    for (index, group) in prepared.chunks(AT_ONCE).enumerate() {
        let first = simple(client, before.filter(|_| index == 0));
        let all = join_all(group.iter().map(|(statement, values)| query(client, statement, values)));
        let end = after.filter(|_| index == last);
        let (begun, (found, ended)) =
            tokio::join!(biased; first, async { tokio::join!(biased; all, simple(client, end)) });
        let lost = |error: tokio_postgres::Error| match end {
            Some(_) if is_cut_off(&error) => StorageError::Unknown(error),
            _ => failed("running a statement")(error),
        };
        begun.map_err(failed("beginning a transaction"))?;
        for answer in found {
            rows.push(answer.map_err(lost)?);
        }
        ended.map_err(lost)?;
    }
    Ok(rows)
}

/// Whether the connection ended before the server had answered: a COMMIT under way may have been done.
fn is_cut_off(error: &tokio_postgres::Error) -> bool {
    let Some(code) = error.code() else {
        let source = std::error::Error::source(error);
        return error.is_closed() || source.is_some_and(|source| source.is::<std::io::Error>());
    };
    let ended = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    ended.contains(code) || code.code().starts_with("08")
}

/// Statements that the connection knows already cost no round trip.
async fn prepare<'a>(
    client: &ClientWrapper,
    batch: &'a [Sql],
) -> Result<Vec<(Statement, Vec<&'a Bind>)>, StorageError> {
    let mut prepared = Vec::with_capacity(batch.len());
    for group in batch.chunks(AT_ONCE) {
        let rendered: Vec<(String, Vec<&Bind>)> = group.iter().map(|sql| sql.render(Dialect::Postgres)).collect();
        let statements = join_all(rendered.iter().map(|(text, _)| client.prepare_cached(text))).await;
        for ((text, values), statement) in rendered.into_iter().zip(statements) {
            let statement = statement.map_err(|error| {
                tracing::debug!(sql = text, %error, "a statement failed");
                failed("preparing a statement")(error)
            })?;
            prepared.push((statement, values));
        }
    }
    Ok(prepared)
}

async fn simple(client: &ClientWrapper, sql: Option<&'static str>) -> Result<(), tokio_postgres::Error> {
    match sql {
        Some(sql) => client.batch_execute(sql).await,
        None => Ok(()),
    }
}

async fn query(
    client: &ClientWrapper,
    statement: &Statement,
    values: &[&Bind],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| *value as &(dyn ToSql + Sync)).collect();
    let rows = client.query(statement, &values).await?;
    let row = |row: &tokio_postgres::Row| {
        let cells =
            (0..row.len()).map(|column| row.try_get::<_, Option<Cell>>(column).map(|cell| cell.unwrap_or(Cell::Null)));
        Ok(Row::new(cells.collect::<Result<_, tokio_postgres::Error>>()?))
    };
    rows.iter().map(row).collect()
}

/// Gives the connection back after a transaction; one that can't be rolled back is thrown away.
pub async fn settle(connection: Object, committed: bool) {
    let rolled_back = || tokio::time::timeout(CONNECTING, connection.batch_execute("ROLLBACK"));
    if !committed && !matches!(rolled_back().await, Ok(Ok(()))) {
        drop(Object::take(connection));
    }
}
