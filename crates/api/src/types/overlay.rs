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

/// What is wrong with an overlay, and what is to be thought of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checked {
    /// What is wrong: with that it is not submitted.
    pub items: Vec<Faulty>,
    /// What would hold work up: approvals that nobody could give today, states that records leave on a condition only.
    pub warnings: Vec<Faulty>,
}

/// What an overlay changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared {
    /// What differs with it: first what loosens.
    pub differences: Vec<Difference>,
    /// The processes that differ.
    pub affected: Vec<Affected>,
    /// The open records that go on by another flow than the definitions with it have.
    pub going_on: Vec<GoingOn>,
    /// What would come of withdrawing it; none: it is not in force.
    pub taking_back: Option<TakingBack>,
    /// What would hold work up: approvals that nobody could give today, states that records leave on a condition only.
    pub warnings: Vec<Faulty>,
}

/// What comes of withdrawing an overlay.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakingBack {
    /// The open records that go on by another flow than the definitions without it have.
    pub going_on: Vec<GoingOn>,
    /// Why it can't be withdrawn now.
    pub problems: Vec<Faulty>,
}

/// Open records of a process that go on by the flow that they were opened with.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoingOn {
    /// The process.
    pub process: String,
    /// How many they are.
    pub open: u64,
    /// The filter of a list that shows those of them that the reader may see.
    pub filter: String,
    /// What stays for them, and for nothing new, until the last has left.
    pub stays: Vec<Remaining>,
}

/// A part of a flow that stays for the records that follow it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Remaining {
    /// The part, by its key: `states`, `fields`, `transitions`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Text,
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
    /// What differs in words: the part by its label, and which of its properties.
    pub what: Text,
    /// What it is without the overlay in words; none: not there.
    pub was: Option<Text>,
    /// What it is with it in words; none: gone.
    pub is: Option<Text>,
    /// Whether it gives somebody more, asks for less, or opens another way: an approver looks at it first.
    pub loosens: bool,
}

/// A process that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Affected {
    /// The process.
    pub process: String,
    /// What it is called.
    pub label: Text,
    /// How many open records it has. They go on by the flow that they began with.
    pub open: u64,
}

impl From<yuheng_app::overlays::Comparison> for Compared {
    fn from(comparison: yuheng_app::overlays::Comparison) -> Self {
        let differences = comparison.differences.into_iter().map(|(it, said)| Difference {
            process: it.process.map(|process| process.to_string()),
            kind: it.kind,
            id: it.id,
            before: it.before,
            after: it.after,
            what: Text::from(&said.what),
            was: said.was.as_ref().map(Text::from),
            is: said.is.as_ref().map(Text::from),
            loosens: it.loosens,
        });
        let affected = comparison.open.into_iter().map(|(process, (label, open))| Affected {
            process: process.to_string(),
            label: Text::from(&label),
            open,
        });
        Self {
            differences: differences.collect(),
            affected: affected.collect(),
            going_on: each(comparison.going_on),
            taking_back: comparison
                .taking_back
                .map(|it| TakingBack { going_on: each(it.going_on), problems: each(it.problems) }),
            warnings: each(comparison.warnings),
        }
    }
}

impl From<yuheng_app::overlays::GoingOn> for GoingOn {
    fn from(going_on: yuheng_app::overlays::GoingOn) -> Self {
        let stays = going_on.stays.into_iter();
        let stays = stays.map(|(kind, id, label)| Remaining { kind, id, label: Text::from(&label) }).collect();
        Self { process: going_on.process.to_string(), open: going_on.open, filter: going_on.filter, stays }
    }
}

impl From<yuheng_app::overlays::Checked> for Checked {
    fn from(checked: yuheng_app::overlays::Checked) -> Self {
        Self { items: each(checked.problems), warnings: each(checked.warnings) }
    }
}

/// Each of them as it is told.
pub fn each<T, U: From<T>>(all: Vec<T>) -> Vec<U> {
    all.into_iter().map(U::from).collect()
}
