//! Brings a database to the schema of this program, in one transaction. The tables are copied first.

use deadpool_postgres::Object;

use super::connection::failed;
use crate::migration::{COUNTED, Migration, missing, must_be_kept};
use crate::{OpenError, StorageError, Upgraded};

/// Copies all tables with their keys and rows into a schema beside them, within the transaction of the migration: an older
/// program serves them again when its address ends in `?options=-csearch_path=…` with the schema's name.
const COPY: &str = "DO $$ \
    DECLARE target text := 'before_migration_from_' || (SELECT version FROM schema_version); \
            source text := current_schema(); one record; \
    BEGIN \
        IF source <> 'public' THEN target := source || '_' || target; END IF; \
        EXECUTE format('CREATE SCHEMA %I', target); \
        FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = source LOOP \
            EXECUTE format('CREATE TABLE %I.%I (LIKE %I.%I INCLUDING ALL)', target, one.name, source, one.name); \
            EXECUTE format('INSERT INTO %I.%I OVERRIDING SYSTEM VALUE TABLE %I.%I', target, one.name, source, one.name); \
        END LOOP; \
    END $$";

/// Runs the steps that are missing; none were. Other nodes wait.
pub async fn migrate(connection: Object, migrations: &[Migration]) -> Result<Option<Upgraded>, OpenError> {
    let begin = "BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(hashtext('migration.' || current_schema())); \
         CREATE TABLE IF NOT EXISTS schema_version (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);";
    connection.batch_execute(begin).await.map_err(failed("beginning a migration"))?;
    let done = steps(&connection, migrations).await;
    if done.is_err() {
        // What was begun ends with the connection.
        drop(Object::take(connection));
        return done;
    }
    connection.batch_execute("COMMIT").await.map_err(failed("ending a migration"))?;
    done
}

async fn steps(connection: &Object, migrations: &[Migration]) -> Result<Option<Upgraded>, OpenError> {
    let found = version(connection).await?;
    let steps = missing(migrations, found)?;
    let Some(last) = steps.last() else { return Ok(None) };
    if found == 0 {
        run(connection, steps).await?;
        return Ok(None);
    }
    let known = last.version;
    copy_and_run(connection, found, steps).await.map_err(|source| OpenError::Upgrade { found, known, source })?;
    tracing::info!(from = found, to = known, "schema brought from {found} to {known}, with every row still there");
    let copy = connection.query_one(COPIED, &[&found]).await.map_err(failed("copying before a migration"))?.get(0);
    Ok(Some(Upgraded { from: found, to: known, copy }))
}

/// The schema that [`COPY`] made.
const COPIED: &str = "SELECT CASE WHEN current_schema() = 'public' THEN '' ELSE current_schema() || '_' END \
    || 'before_migration_from_' || $1::BIGINT";

async fn copy_and_run(connection: &Object, found: i64, steps: &[Migration]) -> Result<(), StorageError> {
    let before = counts(connection).await?;
    connection.batch_execute(COPY).await.map_err(failed("copying before a migration"))?;
    tracing::info!(from = found, "tables copied into the schema before_migration_from_{found}");
    run(connection, steps).await?;
    must_be_kept(&before, &counts(connection).await?)
}

async fn run(connection: &Object, steps: &[Migration]) -> Result<(), StorageError> {
    for step in steps {
        connection.batch_execute(step.postgres).await.map_err(failed("bringing the schema up to date"))?;
        let sql = "INSERT INTO schema_version (one, version) VALUES (1, $1) \
                   ON CONFLICT (one) DO UPDATE SET version = excluded.version";
        connection.execute(sql, &[&step.version]).await.map_err(failed("noting the schema's version"))?;
    }
    Ok(())
}

/// What is counted: nothing where there are no records' tables, as in tests of the steps alone.
async fn counts(connection: &Object) -> Result<Vec<i64>, StorageError> {
    let counting = failed("counting rows");
    let are_there = connection.query_one("SELECT to_regclass('record') IS NOT NULL", &[]).await.map_err(&counting)?;
    let mut counts = Vec::new();
    if are_there.get(0) {
        for sql in COUNTED {
            counts.push(connection.query_one(sql, &[]).await.map_err(&counting)?.get(0));
        }
    }
    Ok(counts)
}

/// Refuses a store that this program would first have to migrate.
pub async fn must_be_current(connection: &Object, migrations: &[Migration]) -> Result<(), OpenError> {
    let found = version(connection).await?;
    match missing(migrations, found)?.last() {
        None => Ok(()),
        Some(last) => Err(OpenError::Older { found, known: last.version }),
    }
}

async fn version(connection: &Object) -> Result<i64, StorageError> {
    let row = connection.query_opt("SELECT version FROM schema_version", &[]).await;
    Ok(row.map_err(failed("reading the schema's version"))?.map_or(0, |row| row.get(0)))
}

#[cfg(test)]
mod tests {
    use super::super::{Pace, Postgres};
    use super::*;

    const FIRST: Migration = Migration {
        version: 1,
        sqlite: "",
        postgres: "CREATE TABLE a (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x BIGINT)",
    };
    const SECOND: Migration = Migration { version: 2, sqlite: "", postgres: "ALTER TABLE a ADD COLUMN y BIGINT" };

    #[tokio::test(flavor = "multi_thread")]
    async fn an_older_store_is_copied_and_brought_up_to_date() {
        let url = std::env::var("YUHENG_TEST_POSTGRES").expect("`make test` starts a PostgreSQL and sets this");
        let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
        let joint = if url.contains('?') { '&' } else { '?' };
        let postgres =
            Postgres::connect(&format!("{url}{joint}options=-csearch_path%3D{schema}"), Pace::Asked).unwrap();
        let connection = postgres.connection().await.unwrap();
        connection.batch_execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
        migrate(postgres.connection().await.unwrap(), &[FIRST]).await.unwrap();
        connection.batch_execute("INSERT INTO a (x) VALUES (7)").await.unwrap();

        let current = must_be_current(&connection, &[FIRST, SECOND]).await;
        assert!(matches!(current, Err(OpenError::Older { found: 1, known: 2 })), "{current:?}");
        let upgraded = migrate(postgres.connection().await.unwrap(), &[FIRST, SECOND]).await.unwrap().unwrap();
        connection.batch_execute("INSERT INTO a (x, y) VALUES (8, 8)").await.unwrap();
        let copy = format!("{schema}_before_migration_from_1");
        assert_eq!(upgraded, Upgraded { from: 1, to: 2, copy: copy.clone() });
        let row = connection.query_one(&format!("SELECT count(*), max(x) FROM {copy}.a"), &[]).await.unwrap();
        assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (1, 7));
        assert!(connection.query_one(&format!("SELECT y FROM {copy}.a"), &[]).await.is_err(), "as it was before");
        let refused = migrate(postgres.connection().await.unwrap(), &[FIRST]).await.unwrap_err();
        assert!(matches!(refused, OpenError::Newer { found: 2, known: 1 }), "{refused}");
        connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE; DROP SCHEMA {copy} CASCADE")).await.unwrap();
    }
}
