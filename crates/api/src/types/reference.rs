//! Another record, named on the wire.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::{ListRow, References};
use yuheng_definition::ProcessId;
use yuheng_engine::RecordId;

/// Another record, as far as it needs to be named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reference {
    /// Its identity.
    #[schema(value_type = String)]
    pub id: RecordId,
    /// Its process.
    #[schema(value_type = String)]
    pub process: ProcessId,
    /// Its number.
    #[schema(value_type = String)]
    pub number: Arc<str>,
    /// What it is called.
    #[schema(value_type = String)]
    pub title: Arc<str>,
}

impl From<&yuheng_app::view::Reference> for Reference {
    fn from(reference: &yuheng_app::view::Reference) -> Self {
        Self {
            id: reference.id,
            process: reference.process.clone(),
            number: Arc::clone(&reference.number),
            title: Arc::clone(&reference.title),
        }
    }
}

impl From<&ListRow> for Reference {
    fn from(row: &ListRow) -> Self {
        Self {
            id: row.record.id,
            process: row.record.process.clone(),
            number: row.record.label.as_str().into(),
            title: yuheng_app::view::title(&row.record, &row.process).into(),
        }
    }
}

/// The reference to `id`, if it may be seen.
#[must_use]
pub fn reference(references: &References, id: RecordId) -> Option<Reference> {
    references.get(&id).map(Reference::from)
}
