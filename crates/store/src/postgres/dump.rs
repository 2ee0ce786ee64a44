//! The rows of a backup, all of them as one moment had them.

use deadpool_postgres::Transaction;
use tokio_postgres::IsolationLevel;

use super::Postgres;
use super::connection::failed;
use super::patience::NO_LIMIT;
use crate::backup::{Archive, BackupError, DIGESTS, TABLES};
use crate::dialect::Dialect;
use crate::row::Cell;

/// How many rows are held at a time.
const ROWS: i32 = 500;

impl Postgres {
    /// Writes the tables and contents into `archive`.
    pub async fn dump(&self, archive: &mut Archive) -> Result<(), BackupError> {
        let mut connection = self.connection().await?;
        let begin = connection.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let snapshot = begin.start().await.map_err(failed("beginning a backup"))?;
        snapshot.batch_execute(NO_LIMIT).await.map_err(failed("beginning a backup"))?;
        for table in &TABLES {
            rows(&snapshot, &table.select().render(Dialect::Postgres).0, archive).await?;
            archive.end_table(&table.part())?;
        }
        let reading = failed("reading the contents of a backup");
        for row in snapshot.query(DIGESTS, &[]).await.map_err(&reading)? {
            let digest: String = row.try_get(0).map_err(&reading)?;
            let sql = "SELECT bytes FROM attachment_chunk WHERE digest = $1 AND part = $2";
            let mut part = 0_i64;
            while let Some(row) = snapshot.query_opt(sql, &[&digest, &part]).await.map_err(&reading)? {
                archive.write(row.try_get(0).map_err(&reading)?)?;
                part += 1;
            }
            archive.end_content(&digest)?;
        }
        Ok(snapshot.commit().await.map_err(failed("ending a backup"))?)
    }
}

async fn rows(snapshot: &Transaction<'_>, sql: &str, archive: &mut Archive) -> Result<(), BackupError> {
    let reading = failed("reading the rows of a backup");
    let portal = snapshot.bind(sql, &[]).await.map_err(&reading)?;
    loop {
        let rows = snapshot.query_portal(&portal, ROWS).await.map_err(&reading)?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let cells = (0..row.len())
                .map(|column| row.try_get::<_, Option<Cell>>(column).map(|cell| cell.unwrap_or(Cell::Null)));
            archive.row(cells.collect::<Result<Vec<_>, _>>().map_err(&reading)?)?;
        }
    }
}
