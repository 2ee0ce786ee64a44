//! An overlay on the wire: what is wrong with it, and what it changes.

use serde::Serialize;
use utoipa::ToSchema;

use super::text::Text;

/// What is wrong with a definition.
#[derive(Debug, Serialize, ToSchema)]
pub struct Faulty {
    /// `overlay` for the one that is checked, the number of another, or the file of the definitions.
    pub file: String,
    /// The line, from 1; 0: the whole file.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: Text,
    /// The nearest known name, where one is unknown.
    pub nearest: Option<String>,
}

impl From<yuheng_definition::Problem> for Faulty {
    fn from(problem: yuheng_definition::Problem) -> Self {
        let message = Text::from(&problem.message);
        Self { file: problem.file, line: problem.line, message, nearest: problem.nearest }
    }
}

/// What an overlay changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared {
    /// What differs with it: first what loosens.
    pub differences: Vec<Difference>,
    /// The processes that differ.
    pub affected: Vec<Affected>,
}

/// Something that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Difference {
    /// The process; none: a role or group.
    pub process: Option<String>,
    /// The part of it, by its key.
    pub kind: String,
    /// Which of these, and which of its keys.
    pub id: String,
    /// What it is without the overlay; none: not there.
    pub before: Option<String>,
    /// What it is with it; none: gone.
    pub after: Option<String>,
    /// Whether it gives somebody more, asks for less, or opens another way: an approver looks at it first.
    pub loosens: bool,
}

/// A process that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Affected {
    /// The process.
    pub process: String,
    /// How many open records it has. They go on by the flow that they began with.
    pub open: u64,
}

impl From<yuheng_app::overlays::Comparison> for Compared {
    fn from(comparison: yuheng_app::overlays::Comparison) -> Self {
        let differences = comparison.differences.into_iter().map(|it| Difference {
            process: it.process.map(|process| process.to_string()),
            kind: it.kind,
            id: it.id,
            before: it.before,
            after: it.after,
            loosens: it.loosens,
        });
        let affected =
            comparison.open.into_iter().map(|(process, open)| Affected { process: process.to_string(), open });
        Self { differences: differences.collect(), affected: affected.collect() }
    }
}
