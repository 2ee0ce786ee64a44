//! The terms by which search finds a text: those that the text gives. A term too many finds nothing, since the text
//! decides; a missing one loses a hit.

use std::collections::BTreeSet;

use yuheng_engine::Record;

use crate::row::Row;
use crate::search;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A text, its place, and on PostgreSQL its terms.
pub struct Text {
    id: i64,
    part: String,
    public: String,
    internal: String,
    terms: Option<[String; 2]>,
}

/// The columns that [`Text::read`] takes, of each database.
pub const COLUMNS: (&str, &str) = (
    "id, part, public, internal, NULL, NULL",
    "id, part, public, internal, array_to_string(tsvector_to_array(public_terms), ' '), \
     array_to_string(tsvector_to_array(internal_terms), ' ')",
);

/// How many terms one question asks for.
const AT_ONCE: usize = 64;

impl Text {
    /// Takes a row.
    pub fn read(mut row: Row) -> Result<Self, StorageError> {
        let (id, part, public, internal) = (row.get()?, row.get()?, row.get()?, row.get()?);
        let terms: (Option<String>, Option<String>) = (row.optional()?, row.optional()?);
        Ok(Self { id, part, public, internal, terms: terms.0.zip(terms.1).map(<[String; 2]>::from) })
    }

    /// Which of the record's texts it is.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// Its digest.
    pub fn digest(&self) -> crate::state::Hash {
        search::digest(&self.public, &self.internal)
    }

    fn halves(&self) -> [(&'static str, &str); 2] {
        [("public", self.public.as_str()), ("internal", self.internal.as_str())]
    }

    /// Whether the terms that stand beside it are its own.
    fn has_own_terms(&self, stored: &[String; 2]) -> bool {
        self.halves().iter().zip(stored).all(|((_, text), stored)| {
            let told: BTreeSet<String> = search::terms(text).into_iter().collect();
            stored.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>() == told
        })
    }

    /// Questions to SQLite, each of which finds the text unless a term of it is lost.
    fn questions(&self) -> Vec<Sql> {
        let mut questions = Vec::new();
        for (column, text) in self.halves() {
            for terms in search::terms(text).chunks(AT_ONCE) {
                let sought = format!("{column} : (\"{}\")", terms.join("\" \""));
                let sql = Sql::new("SELECT rowid FROM search_term WHERE rowid = ").bind(self.id);
                questions.push(sql.text(" AND search_term MATCH ").bind(sought));
            }
        }
        questions
    }
}

impl Store {
    /// Whether search finds the record by each of its `texts`. One that was written meanwhile is not judged.
    pub(super) async fn is_found(&self, record: &Record, texts: &[Text]) -> Result<bool, StorageError> {
        for text in texts {
            if let Some(stored) = &text.terms {
                if !text.has_own_terms(stored) {
                    return Ok(false);
                }
                continue;
            }
            for question in text.questions() {
                match self.unless_written(record, [question]).await {
                    Ok(None) => return Ok(true),
                    Ok(Some([found])) if !found.is_empty() => {}
                    Ok(Some(_)) => return Ok(false),
                    Err(StorageError::Corrupt(_)) => return Ok(false),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(true)
    }
}
