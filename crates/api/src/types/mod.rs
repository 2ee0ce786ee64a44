//! What goes over the wire: a promise to strangers, so it is written down apart from the engine's own types.

pub mod account;
pub mod approval;
pub mod bulk;
pub mod clock;
pub mod counts;
pub mod definition;
pub mod draft;
pub mod field;
pub mod folder;
pub mod guide;
pub mod history;
pub mod import;
pub mod improvement;
pub mod offer;
pub mod overlay;
pub mod presence;
pub mod record;
pub mod reference;
pub mod referring;
pub mod rights;
pub mod text;
pub mod upkeep;
pub mod value;
pub mod words;
pub mod write;
pub mod written;

use serde::Serialize;
use utoipa::ToSchema;

/// A list that is never longer than one page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    /// What it holds.
    pub items: Vec<T>,
}

impl<T> Items<T> {
    /// As an answer.
    pub fn json(items: impl IntoIterator<Item = T>) -> axum::Json<Self> {
        axum::Json(Self { items: items.into_iter().collect() })
    }
}
