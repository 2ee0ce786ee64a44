//! The canonical text of a definition: what its hash is made of and what the store keeps of a version. Comments,
//! white space and the choice between inline tables and sections leave no trace in it; the order of keys does.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::read::Reader;
use crate::tree::Node;
use crate::{Label, Problem, Process};

/// The number of the format, so that a later program can read an older text.
const FORMAT: i64 = 1;

/// The canonical text of a process.
pub(crate) fn process_text(id: &str, node: &Node) -> String {
    json!({ "format": FORMAT, "id": id, "definition": node.to_json() }).to_string()
}

/// SHA-256 in hex.
pub(crate) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

impl Process {
    /// The definition as it is written, whole.
    #[must_use]
    pub fn written(&self) -> serde_json::Value {
        let mut text: serde_json::Value = serde_json::from_str(&self.text).unwrap_or_default();
        text["definition"].take()
    }

    /// The process that a kept canonical text describes: a version that some record still runs on. It is read by
    /// itself; what it names outside itself is for the definitions in force to say.
    ///
    /// # Errors
    /// What this program can't read in it.
    pub fn from_canonical(text: &str) -> Result<Self, Vec<Problem>> {
        let unreadable = |zh: &str, en: &str| {
            vec![Problem { file: "version".to_owned(), line: 0, message: Label::new(zh, en), nearest: None }]
        };
        let json: serde_json::Value = serde_json::from_str(text)
            .map_err(|error| unreadable(&format!("不是规范文本：{error}"), &format!("no canonical text: {error}")))?;
        if json["format"] != FORMAT {
            return Err(unreadable("未知的规范文本格式", "a canonical text of an unknown format"));
        }
        let mut reader = Reader::default();
        let process = reader.process(json["id"].as_str().unwrap_or_default(), &Node::from_json(&json["definition"]));
        reader.problems.or(process)
    }
}
