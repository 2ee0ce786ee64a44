//! What SQLite and PostgreSQL say differently, each with its two texts.

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// The text of this database.
    #[must_use]
    pub const fn pick(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// A pair of texts: SQLite's and PostgreSQL's.
pub type Texts = (&'static str, &'static str);

/// Reads the binary JSON of a record's fields as text.
pub const FIELDS: Texts = ("json(r.fields)", "r.fields");
/// Before a bound text that is to be stored as binary JSON.
pub const JSON_OPEN: Texts = ("jsonb(", "CAST(");
/// After it.
pub const JSON_CLOSE: Texts = (")", " AS jsonb)");
/// The moment by the database's clock, in microseconds.
pub const MOMENT: Texts = (
    "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
    "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
);
/// Locks the rows read until the end of the transaction; SQLite has one writer anyway.
pub const FOR_UPDATE: Texts = ("", " FOR UPDATE");
/// Takes the epoch's lock together with others; SQLite has one writer anyway.
pub const EPOCH_SHARED: Texts =
    ("SELECT 1", "SELECT pg_advisory_xact_lock_shared(hashtext('epoch.' || current_schema()))");
/// Takes the epoch's lock alone.
pub const EPOCH_ALONE: Texts = ("SELECT 1", "SELECT pg_advisory_xact_lock(hashtext('epoch.' || current_schema()))");
/// Locks the rows read, and leaves out those that others have locked.
pub const SKIP_LOCKED: Texts = ("", " FOR UPDATE SKIP LOCKED");
/// Whether the binary JSON of a record's fields is the one encoding of what it says; PostgreSQL knows no other.
pub const FIELDS_ARE_CANONICAL: Texts = ("r.fields = jsonb(json(r.fields))", "TRUE");
