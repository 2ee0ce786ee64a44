//! The one expression language: a checked subset of CEL over `record`, `actor`, `now` and `today`. It guards
//! transitions, scopes grants, filters lists, counts objectives and reads clauses; every expression can be lowered to SQL.
//!
//! Truth has three values, as in SQL: what depends on an absent field is unknown, `unknown || true` is true, and
//! a guard or filter lets pass only what is true.

use crate::{ClockId, FieldId, Value};

/// A checked expression with the text that it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// The text as written.
    pub source: String,
    /// What it means.
    pub root: Node,
}

/// A part of a checked expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A fixed value.
    Literal(Value),
    /// A fixed list: the right side of `in`.
    List(Vec<Node>),
    /// Something looked up.
    Path(Path),
    /// An instant or day moved by so many minutes: `now - days(30)`.
    Shift {
        /// What is moved: `now`, `today` or a path.
        base: Box<Node>,
        /// By how many minutes; negative: earlier. A multiple of 1440 for a day.
        minutes: i64,
    },
    /// `!a`
    Not(Box<Node>),
    /// `a && b && …`
    All(Vec<Node>),
    /// `a || b || …`
    Any(Vec<Node>),
    /// `a < b`
    Compare {
        /// How.
        operator: Comparison,
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
    },
    /// `a in [b, c]`, or `a in actor.roles`
    In {
        /// What is looked for.
        item: Box<Node>,
        /// Where.
        list: Box<Node>,
    },
    /// `has(record.field)`: whether it is there; always true or false.
    Has(Path),
    /// `a.contains("b")` and the like, by Unicode code point, case kept.
    Text {
        /// How.
        operator: TextOperator,
        /// Where it is looked for.
        subject: Box<Node>,
        /// What is looked for.
        argument: Box<Node>,
    },
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`; unknown when either side is absent.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// How a text is looked for in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOperator {
    /// `contains`
    Contains,
    /// `startsWith`
    StartsWith,
    /// `endsWith`
    EndsWith,
}

/// Something looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// `record.impact`
    Field(FieldId),
    /// `record.state` and the like.
    Record(RecordPath),
    /// `record.clocks.response.outcome`
    Clock(ClockId, ClockPath),
    /// `actor.customer`
    Actor(ActorPath),
    /// `now`: the instant.
    Now,
    /// `today`: the day in the organisation's zone.
    Today,
}

/// What every record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordPath {
    /// `record.id`
    Id,
    /// `record.process`
    Process,
    /// `record.number`: the label, `INC0000042`.
    Number,
    /// `record.state`
    State,
    /// `record.is_open`
    IsOpen,
    /// `record.opened_at`
    OpenedAt,
    /// `record.opened_by`
    OpenedBy,
    /// `record.updated_at`
    UpdatedAt,
    /// `record.due_at`: the nearest running clock's.
    DueAt,
    /// `record.resolved_at`
    ResolvedAt,
    /// `record.closed_at`
    ClosedAt,
}

/// What a clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockPath {
    /// `running`, `paused` or `stopped`.
    State,
    /// `met` or `breached`; absent while it is open and not late.
    Outcome,
    /// When it started.
    StartedAt,
    /// When it stopped.
    StoppedAt,
    /// When its target is used up.
    DueAt,
}

/// What is known of whoever acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorPath {
    /// `actor.id`
    Id,
    /// `actor.customer`
    Customer,
    /// `actor.department`
    Department,
    /// `actor.roles`: a list of texts.
    Roles,
}

/// Where an expression finds what its paths name.
pub trait Facts {
    /// The value at `path`; none when it is absent.
    fn value(&self, path: &Path) -> Option<Value>;
}

/// The three truths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It can't be said: something that it reads is absent.
    Unknown,
}
