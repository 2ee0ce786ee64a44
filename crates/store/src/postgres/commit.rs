//! A commit in two round trips: begin, lock and read; then write and COMMIT.

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;
use yuheng_engine::RecordId;

use super::connection::{pipeline, settle};
use super::patience::Patience;
use crate::commit::found::{Found, Verdict};
use crate::commit::reads::{What, reads};
use crate::commit::seal::seal;
use crate::commit::statements::statements;
use crate::commit::{Attempt, Committed, Request, Sealed};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{CommitError, StorageError};

/// Commits a write set on `connection`.
pub async fn commit(connection: Object, request: &Request, patience: &Patience) -> Result<Committed, Attempt> {
    let Some(done) = patience.answered(write(&connection, request)).await else {
        drop(Object::take(connection));
        return Err(Attempt::Failed(CommitError::Unknown));
    };
    let wrote = matches!(&done, Ok(committed) if !committed.replayed);
    settle(connection, wrote).await;
    done
}

async fn write(connection: &Object, request: &Request) -> Result<Committed, Attempt> {
    let (whats, sqls): (Vec<What>, Vec<Sql>) = reads(request).into_iter().map(|read| (read.what, read.sql)).unzip();
    let rows = pipeline(connection, Some("BEGIN"), &sqls, None).await.map_err(|error| attempt(error, request))?;
    let mut found = Found::default();
    for (what, rows) in whats.iter().zip(rows) {
        found.take(what, rows)?;
    }
    if let Verdict::Replay(committed) = found.judge(request)? {
        return Ok(committed);
    }
    let sealed = seal(request, &found, &mut request.salting.of(&request.set))?;
    let mut all = statements(request, &found, &sealed, Dialect::Postgres)?;
    all.first.append(&mut all.last);
    let records = sealed.iter().map(Sealed::of).collect();
    pipeline(connection, None, &all.first, Some("COMMIT")).await.map_err(|error| attempt(error, request))?;
    let status = request.options.idempotency.as_ref().map(|key| key.status);
    Ok(Committed { records, replayed: false, status })
}

/// Two commits that met (the same key, the same new record, a deadlock) may both succeed one after the other.
fn attempt(error: StorageError, request: &Request) -> Attempt {
    let met = match &error {
        StorageError::Postgres { source, .. } => matches!(
            source.code(),
            Some(&(SqlState::UNIQUE_VIOLATION | SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE))
        ),
        _ => false,
    };
    if met {
        let record = request.set.writes.first().map_or(RecordId(uuid::Uuid::nil()), |write| write.record.id);
        Attempt::Again(CommitError::Conflict(record))
    } else {
        Attempt::Failed(error.into())
    }
}
