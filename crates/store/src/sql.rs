//! A statement: fixed texts and bound values. Its texts are `&'static str`, so nothing from outside becomes SQL
//! (docs/adr/0002-own-sql-builder.md).

use yuheng_engine::RecordId;

use crate::dialect::Dialect;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Bind {
    /// Nothing, of whatever type the place has.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number, or an instant in microseconds.
    Int(i64),
    /// A text, or JSON as text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An identity.
    Id(RecordId),
}

/// A statement without its database: rendered for one when it is run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sql {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(&'static str),
    Either { sqlite: &'static str, postgres: &'static str },
    Value(Bind),
}

impl Sql {
    /// A statement that begins with `text`.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self { parts: vec![Part::Text(text)] }
    }

    /// Adds a fixed text.
    #[must_use]
    pub fn text(mut self, text: &'static str) -> Self {
        self.parts.push(Part::Text(text));
        self
    }

    /// Adds what the two databases say differently; the texts stand in [`crate::dialect`].
    #[must_use]
    pub fn either(mut self, texts: (&'static str, &'static str)) -> Self {
        self.parts.push(Part::Either { sqlite: texts.0, postgres: texts.1 });
        self
    }

    /// Adds a bound value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.parts.push(Part::Value(value.into()));
        self
    }

    /// Adds bound values with commas between; `NULL` when there are none.
    #[must_use]
    pub fn list<T: Into<Bind>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        let mut first = true;
        for value in values {
            if !first {
                self = self.text(", ");
            }
            first = false;
            self = self.bind(value);
        }
        if first { self.text("NULL") } else { self }
    }

    /// As [`Sql::list`], for `IN`: the last value is said again up to the next power of two, so that a database prepares one
    /// statement for many lengths.
    #[must_use]
    pub fn padded_list<T: Into<Bind>>(self, values: impl IntoIterator<Item = T>) -> Self {
        self.list(padded(values.into_iter().map(Into::into).collect::<Vec<Bind>>()))
    }

    /// Adds another statement's parts.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// Whether a bound text holds the character U+0000.
    #[must_use]
    pub fn holds_nul(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Value(Bind::Text(text)) if text.contains('\0')))
    }

    /// The statement's text for `dialect`, with `$1…` for its values, which come in their order.
    #[must_use]
    pub fn render(&self, dialect: Dialect) -> (String, Vec<&Bind>) {
        let mut text = String::with_capacity(256);
        let mut values = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::Either { sqlite, postgres } => text.push_str(dialect.pick(sqlite, postgres)),
                Part::Value(value) => {
                    values.push(value);
                    text.push_str(if dialect == Dialect::Sqlite { "?" } else { "$" });
                    text.push_str(&values.len().to_string());
                }
            }
        }
        (text, values)
    }
}

impl From<bool> for Bind {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for Bind {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<u64> for Bind {
    fn from(int: u64) -> Self {
        Self::Int(int.cast_signed())
    }
}

impl From<jiff::Timestamp> for Bind {
    fn from(at: jiff::Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Bind {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Bind {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<[u8; 32]> for Bind {
    fn from(bytes: [u8; 32]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<RecordId> for Bind {
    fn from(id: RecordId) -> Self {
        Self::Id(id)
    }
}

impl<T: Into<Self>> From<Option<T>> for Bind {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Longer lists are rare, and a database takes only so many values.
const PADDED: usize = 1024;

/// The values with the last said again up to the next power of two.
#[must_use]
pub fn padded<T: Clone>(mut values: Vec<T>) -> Vec<T> {
    if let Some(last) = values.last().filter(|_| values.len() < PADDED).cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_padded_list_says_the_last_value_again() {
        let values = |count: i64| Sql::default().padded_list(1..=count);
        assert_eq!(values(0).render(Dialect::Sqlite), ("NULL".to_owned(), Vec::new()));
        assert_eq!(values(2).render(Dialect::Sqlite), ("?1, ?2".to_owned(), vec![&Bind::Int(1), &Bind::Int(2)]));
        let three = values(3);
        let (text, bound) = three.render(Dialect::Sqlite);
        assert_eq!((text.as_str(), bound[2..].to_vec()), ("?1, ?2, ?3, ?4", vec![&Bind::Int(3), &Bind::Int(3)]));
        assert_eq!(values(1_025).render(Dialect::Sqlite).1.len(), 1_025);
    }

    #[test]
    fn one_statement_is_rendered_for_both_databases() {
        let sql = Sql::new("SELECT ").either(("json(fields)", "fields")).text(" FROM record WHERE id IN (");
        let sql = sql.list([1_i64, 2]).text(") AND label = ").bind("INC1");
        assert_eq!(
            sql.render(Dialect::Sqlite).0,
            "SELECT json(fields) FROM record WHERE id IN (?1, ?2) AND label = ?3"
        );
        assert_eq!(sql.render(Dialect::Postgres).0, "SELECT fields FROM record WHERE id IN ($1, $2) AND label = $3");
    }
}
