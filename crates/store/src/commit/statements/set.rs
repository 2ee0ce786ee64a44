//! What concerns a write set as a whole: claims, messages, the epoch, accounts, the key of a repetition.

use jiff::Timestamp;
use yuheng_engine::{Effect, OutboxMessage, RecordId};

use super::rows;
use crate::StorageError;
use crate::account::viewing::Viewing;
use crate::commit::found::KEPT;
use crate::commit::seal::SealedWrite;
use crate::commit::{AccountChange, Request};
use crate::epoch;
use crate::sql::{Bind, Sql};

/// What concerns the write set as a whole.
///
/// # Errors
/// When a message can't be written as JSON.
pub fn of_set(all: &mut Vec<Sql>, request: &Request, sealed: &[SealedWrite<'_>]) -> Result<(), StorageError> {
    let set = &request.set;
    let first = sealed.first();
    if !set.releases.is_empty() {
        all.push(
            Sql::new("DELETE FROM claim WHERE key IN (").padded_list(set.releases.iter().map(String::as_str)).text(")"),
        );
    }
    if !set.claims.is_empty() {
        let claims = set.claims.iter().map(|(key, record)| vec![key.as_str().into(), (*record).into()]);
        all.push(rows(Sql::new("INSERT INTO claim (key, record) VALUES "), claims));
    }
    if !set.outbox.is_empty() {
        let at = first.and_then(|write| write.entries.last()).map(|(entry, _)| entry.at);
        let messages = set.outbox.iter().map(|message| outbox(message, at, sealed)).collect::<Result<Vec<_>, _>>()?;
        let sql = Sql::new("INSERT INTO outbox (key, job, record, n, message, run_at, attempts, fence) VALUES ");
        all.push(rows(sql, messages).text(" ON CONFLICT (key) DO NOTHING"));
    }
    match set.effect {
        Effect::None => {}
        Effect::Adds => all.push(Sql::new("UPDATE epoch SET value = value + 1 WHERE one = 1")),
        Effect::Changes => all.push(Sql::new(epoch::RAISE)),
    }
    all.extend(request.options.account.iter().flat_map(account));
    if let (Some(key), Some(write)) = (&request.options.idempotency, sealed.last()) {
        // A row that is still good was written by the same request at the same time: the insert fails on it.
        let sql = Sql::new("DELETE FROM idempotency WHERE scope = ").bind(key.scope.as_str()).text(" AND key = ");
        all.push(sql.bind(key.key.as_str()).text(" AND at <= ").bind(key.at - KEPT));
        let row: Vec<Bind> = vec![
            key.scope.as_str().into(),
            key.key.as_str().into(),
            key.body_hash.into(),
            i64::from(key.status).into(),
            write.record.id.into(),
            write.record.n.into(),
            key.at.into(),
        ];
        let sql = Sql::new("INSERT INTO idempotency (scope, key, body_hash, status, record, n, at) VALUES ");
        all.push(rows(sql, [row]));
    }
    Ok(())
}

fn account(change: &AccountChange) -> Vec<Sql> {
    let set = |id: RecordId, is_active: bool| {
        Sql::new("UPDATE account SET is_active = ").bind(is_active).text(" WHERE id = ").bind(id)
    };
    match *change {
        AccountChange::Lock(id) => vec![set(id, false), Sql::new("DELETE FROM session WHERE account = ").bind(id)],
        AccountChange::Unlock(id) => vec![set(id, true)],
        AccountChange::EndSession { account, session } => {
            let sql = Sql::new("DELETE FROM session WHERE account = ").bind(account);
            vec![sql.text(" AND id = ").bind(session)]
        }
        AccountChange::BeginViewing(viewing) => vec![viewing.insert()],
        AccountChange::EndViewing(Viewing { id, .. }) => {
            vec![Sql::new("DELETE FROM viewing WHERE id = ").bind(id)]
        }
    }
}

fn outbox(
    message: &OutboxMessage,
    at: Option<Timestamp>,
    sealed: &[SealedWrite<'_>],
) -> Result<Vec<Bind>, StorageError> {
    let write = sealed.iter().find(|write| write.record.id == message.record);
    let n = write.map(|write| message.tells_of(write.record.n, write.entries.len()));
    Ok(vec![
        message.key.as_str().into(),
        message.job.as_str().into(),
        message.record.into(),
        n.into(),
        serde_json::to_string(message)?.into(),
        at.unwrap_or_default().into(),
        0_i64.into(),
        0_i64.into(),
    ])
}
