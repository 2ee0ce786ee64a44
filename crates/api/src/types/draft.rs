//! Drafts on the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What is to be kept of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepDraft {
    /// What it is to become: `reply`, `note`, `create` and so on, as the page calls it.
    pub kind: String,
    /// The process of the record that it is for.
    #[serde(default)]
    pub process: Option<String>,
    /// The number of the record that it is for; none: it is to be opened.
    #[serde(default)]
    pub record: Option<String>,
    /// The text.
    #[serde(default)]
    pub body: String,
    /// The values of fields.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

/// Something that one has begun to write.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptDraft {
    /// One's own name for it.
    pub key: String,
    /// The process of the record that it is for.
    pub process: Option<String>,
    /// The number of the record that it is for; none: it is to be opened.
    pub record: Option<String>,
    /// What it is to become.
    pub kind: String,
    /// The text.
    pub body: String,
    /// The values of fields.
    #[schema(value_type = Object)]
    pub fields: Value,
    /// When it was last written.
    pub updated_at: String,
    /// How often it was written.
    pub version: u64,
}

impl From<KeepDraft> for yuheng_app::drafts::KeepDraft {
    fn from(keep: KeepDraft) -> Self {
        let KeepDraft { kind, process, record, body, fields } = keep;
        Self { kind, process, record, body, fields }
    }
}

impl From<yuheng_app::Draft> for KeptDraft {
    fn from(draft: yuheng_app::Draft) -> Self {
        Self {
            key: draft.key,
            process: draft.process,
            record: draft.record,
            kind: draft.kind,
            body: draft.body,
            fields: serde_json::from_str(&draft.fields).unwrap_or_else(|_| Value::Object(Map::new())),
            updated_at: draft.updated_at.to_string(),
            version: draft.version,
        }
    }
}
