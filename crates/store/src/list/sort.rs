//! What a list is sorted by, and where a page of it ended.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yuheng_definition::{Field, FieldId, Process};
use yuheng_engine::{RecordId, SORTED_BY};

use super::ListError;
use crate::row::Cell;
use crate::sql::{Bind, Sql};

/// What a list is sorted by. What is equal stands in the order of opening, what lacks the key comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The key.
    pub key: SortKey,
    /// Which way.
    pub direction: Direction,
}

/// Which way a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// A key that a list can be sorted by: a shared column or an indexed field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// When it was opened.
    OpenedAt,
    /// When it last changed.
    UpdatedAt,
    /// Its number.
    Number,
    /// When the first of its running clocks is used up.
    DueAt,
    /// Another shared column, by the name in filters.
    Shared(Shared),
    /// An indexed field.
    Field(FieldId),
}

/// A shared column that no index walks in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the column of its name")]
pub enum Shared {
    State,
    Priority,
    Customer,
    Service,
    Assignee,
    Group,
    Requester,
    Department,
    ResolvedAt,
    ClosedAt,
}

const SHARED: [(&str, Shared, &str); 10] = [
    ("state", Shared::State, "r.state"),
    ("priority", Shared::Priority, "r.priority"),
    ("customer", Shared::Customer, "r.customer"),
    ("service", Shared::Service, "r.service"),
    ("assignee", Shared::Assignee, "r.assignee"),
    ("group", Shared::Group, "r.assigned_group"),
    ("requester", Shared::Requester, "r.requester"),
    ("department", Shared::Department, "r.department"),
    ("resolved_at", Shared::ResolvedAt, "r.resolved_at"),
    ("closed_at", Shared::ClosedAt, "r.closed_at"),
];

impl Sort {
    /// The newest first.
    pub const NEWEST: Self = Self { key: SortKey::OpenedAt, direction: Direction::Descending };

    /// Reads `-opened_at` for a list over `processes`; a field must be indexed in one of them.
    ///
    /// # Errors
    /// [`ListError::Sort`] when nothing can be sorted by it.
    pub fn parse<'p>(text: &str, processes: impl IntoIterator<Item = &'p Process>) -> Result<Self, ListError> {
        let (direction, name) = match text.strip_prefix('-') {
            Some(name) => (Direction::Descending, name),
            None => (Direction::Ascending, text),
        };
        let fields: Vec<&Field> = processes.into_iter().filter_map(|process| process.fields.get(name)).collect();
        let is_indexed = !fields.is_empty() && fields.iter().all(|field| field.indexed);
        // What is indexed everywhere is walked in its order, shared column or not.
        let shared = SHARED.iter().find(|(known, ..)| *known == name).filter(|_| !is_indexed);
        let shared = shared.map(|(_, shared, _)| SortKey::Shared(*shared));
        let key = match name {
            "opened_at" => SortKey::OpenedAt,
            "updated_at" => SortKey::UpdatedAt,
            "number" => SortKey::Number,
            "due_at" => SortKey::DueAt,
            _ => match shared {
                Some(key) => key,
                None if fields.iter().any(|field| field.indexed) => SortKey::Field(FieldId::from(name)),
                None => return Err(ListError::Sort(name.to_owned())),
            },
        };
        Ok(Self { key, direction })
    }

    /// The names that a list over `processes` can be sorted by.
    pub fn names<'p>(processes: impl IntoIterator<Item = &'p Process>) -> impl Iterator<Item = &'p str> {
        let indexed = processes.into_iter().flat_map(|process| process.fields.values().filter(|field| field.indexed));
        SORTED_BY.into_iter().chain(indexed.map(|field| field.id.as_str()))
    }

    /// The name of the key, as in filters.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.key {
            SortKey::OpenedAt => "opened_at",
            SortKey::UpdatedAt => "updated_at",
            SortKey::Number => "number",
            SortKey::DueAt => "due_at",
            SortKey::Shared(shared) => SHARED.iter().find(|known| known.1 == *shared).map_or("", |known| known.0),
            SortKey::Field(field) => field.as_str(),
        }
    }

    /// The key of a record `r`.
    pub(super) fn expression(&self) -> Sql {
        match &self.key {
            SortKey::OpenedAt => Sql::new("r.opened_at"),
            SortKey::UpdatedAt => Sql::new("r.updated_at"),
            SortKey::Number => Sql::new("r.number"),
            SortKey::DueAt => Sql::new("r.due_at"),
            SortKey::Shared(shared) => {
                Sql::new(SHARED.iter().find(|known| known.1 == *shared).map_or("NULL", |known| known.2))
            }
            SortKey::Field(field) => {
                Sql::new("(SELECT x.value FROM field_index x WHERE x.record = r.id AND x.field = ")
                    .bind(field.as_str())
                    .text(")")
            }
        }
    }

    /// Whether every record has the key, and an index of the table holds it before the identity.
    pub(super) const fn is_plain(&self) -> bool {
        matches!(self.key, SortKey::OpenedAt | SortKey::UpdatedAt | SortKey::Number)
    }

    const fn before(&self) -> &'static str {
        match self.direction {
            Direction::Ascending => ") > (",
            Direction::Descending => ") < (",
        }
    }

    /// `ORDER BY …` of a record `r` whose key is `key`.
    pub(super) fn order(&self, key: Sql) -> Sql {
        let sql = match (self.is_plain(), self.direction) {
            (true, Direction::Ascending) => return Sql::new(" ORDER BY ").then(key).text(", r.id"),
            (true, Direction::Descending) => return Sql::new(" ORDER BY ").then(key).text(" DESC, r.id DESC"),
            (false, _) => Sql::new(" ORDER BY (").then(key.clone()).text(") IS NULL, ").then(key),
        };
        match self.direction {
            Direction::Ascending => sql.text(", r.opened_at, r.id"),
            Direction::Descending => sql.text(" DESC, r.opened_at DESC, r.id DESC"),
        }
    }

    /// ` AND …`: only what comes after `place`, where a record's key is what `expression` says.
    pub(super) fn after(&self, place: Option<&Place>, expression: impl Fn() -> Sql) -> Sql {
        let Some(place) = place else {
            return Sql::default();
        };
        let tie = || {
            let sql = Sql::new("(r.opened_at, r.id").text(self.before()).bind(place.opened_at);
            sql.text(", ").bind(place.id).text(")")
        };
        let Some(key) = &place.key else {
            return Sql::new(" AND (").then(expression()).text(") IS NULL AND ").then(tie());
        };
        if self.is_plain() {
            let sql = Sql::new(" AND (").then(expression()).text(", r.id").text(self.before());
            return sql.bind(key.bind()).text(", ").bind(place.id).text(")");
        }
        let beyond = match self.direction {
            Direction::Ascending => " > ",
            Direction::Descending => " < ",
        };
        let sql = Sql::new(" AND (").then(expression()).text(beyond).bind(key.bind()).text(" OR (");
        let sql = sql.then(expression()).text(" = ").bind(key.bind()).text(" AND ").then(tie()).text(") OR (");
        sql.then(expression()).text(") IS NULL)")
    }

    fn code(&self) -> String {
        let sign = if self.direction == Direction::Descending { "-" } else { "" };
        format!("{sign}{}", self.name())
    }
}

/// A record's place in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) key: Option<Key>,
    pub(super) opened_at: i64,
    pub(super) id: RecordId,
}

/// The key that a record is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Key {
    Int(i64),
    Text(String),
    Id(Uuid),
}

impl Key {
    pub(super) fn from_cell(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => None,
            Cell::Int(int) => Some(Self::Int(int)),
            Cell::Text(text) => Some(Self::Text(text)),
            Cell::Bytes(bytes) => Uuid::from_slice(&bytes).ok().map(Self::Id),
        }
    }

    pub(super) fn bind(&self) -> Bind {
        match self {
            Self::Int(int) => Bind::Int(*int),
            Self::Text(text) => Bind::Text(text.clone()),
            Self::Id(id) => Bind::Id(RecordId(*id)),
        }
    }
}

/// What a cursor holds.
#[derive(Serialize, Deserialize)]
struct Cursor {
    sort: String,
    place: Place,
}

impl Place {
    /// Which of two places of a list comes first.
    pub(super) fn cmp(&self, other: &Self, sort: &Sort) -> std::cmp::Ordering {
        let absent = self.key.is_none().cmp(&other.key.is_none());
        let tie = |place: &Self| if sort.is_plain() { 0 } else { place.opened_at };
        let inside = self.key.cmp(&other.key).then(tie(self).cmp(&tie(other))).then(self.id.cmp(&other.id));
        absent.then(match sort.direction {
            Direction::Ascending => inside,
            Direction::Descending => inside.reverse(),
        })
    }

    /// The cursor that goes on after this place.
    pub(super) fn cursor(self, sort: &Sort) -> Result<String, ListError> {
        let json = serde_json::to_vec(&Cursor { sort: sort.code(), place: self });
        json.map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| ListError::Cursor)
    }

    /// The place that a cursor of the same sort holds.
    pub(super) fn of(cursor: &str, sort: &Sort) -> Result<Self, ListError> {
        let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ListError::Cursor)?;
        let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| ListError::Cursor)?;
        let kind = match &sort.key {
            SortKey::OpenedAt | SortKey::UpdatedAt | SortKey::Number => matches!(cursor.place.key, Some(Key::Int(_))),
            _ => true,
        };
        if cursor.sort == sort.code() && kind { Ok(cursor.place) } else { Err(ListError::Cursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_kept_lists_may_be_sorted_by_is_one_of_a_list() {
        for name in SORTED_BY {
            assert_eq!(Sort::parse(name, []).unwrap().name(), name);
        }
        assert_eq!(SORTED_BY.len(), SHARED.len() + 4);
    }
}
