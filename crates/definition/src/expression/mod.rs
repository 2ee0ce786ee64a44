//! The one expression language: a checked subset of CEL over `record`, `actor`, `now` and `today`. It guards
//! transitions, scopes grants, filters lists, counts objectives and reads clauses; every expression can be lowered to SQL.
//!
//! Truth has three values, as in SQL: what depends on an absent field is unknown, `unknown || true` is true, and
//! a guard or filter lets pass only what is true.

mod best;
mod bind;
mod check;
mod evaluate;
mod fault;
mod literal;
mod order;
mod parse;
mod path;
mod schema;
mod tried;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::{ClockId, FieldId, Value};

pub use best::at_best;
pub use bind::bind;
pub use evaluate::evaluate;
pub use fault::Fault;
pub use order::{compare_decimals, instant_micros};
pub use schema::Schema;
pub use tried::{Ranges, can_all_fail, can_hold};

/// The longest source, in characters.
pub const MAX_SOURCE: usize = 4_000;
/// The most parts that an expression may have.
pub const MAX_NODES: usize = 200;
/// The most entries that a list may have.
pub const MAX_LIST: usize = 200;
/// How deep parts may be nested.
pub const MAX_DEPTH: usize = 32;

/// A checked expression with the text that it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The text as written.
    pub source: String,
    /// What it means.
    pub root: Node,
}

impl Expression {
    /// Parses and checks `source`: every name resolves in `schema`, every comparison makes sense, the whole is a truth
    /// and within the bounds of size.
    ///
    /// # Errors
    /// What is wrong, in words for its author.
    pub fn check(source: &str, schema: &Schema) -> Result<Self, Fault> {
        let parsed = parse::parse(source)?;
        let root = check::check(&parsed, schema)?;
        Ok(Self { source: source.to_owned(), root })
    }

    /// Whether it holds.
    #[must_use]
    pub fn evaluate(&self, facts: &dyn Facts) -> Truth {
        evaluate(&self.root, facts)
    }
}

/// A part of a checked expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A fixed value.
    Literal(Value),
    /// A fixed list: the right side of `in`.
    List(Vec<Node>),
    /// Something looked up.
    Path(Path),
    /// An instant or day moved by so many minutes: `now - days(30)`.
    Shift {
        /// What is moved: `now`, `today`, or an instant that the record or a clock of it has beside its fields.
        base: Box<Node>,
        /// By how many minutes; negative: earlier. A multiple of 1440 for a day.
        minutes: i64,
    },
    /// The instant at which a day begins in the organisation's zone: a day beside an instant, `record.opened_at >= today`.
    Midnight(Box<Node>),
    /// What depends on something that is known to be absent; only [`bind`] makes it.
    Unknown,
    /// `!a`
    Not(Box<Node>),
    /// Whether it holds, as a definite truth: what can't be said does not hold. Nobody writes it; it is for those that
    /// split records in two, so that each is on one side.
    IsTrue(Box<Node>),
    /// `a && b && …`
    All(Vec<Node>),
    /// `a || b || …`
    Any(Vec<Node>),
    /// `a < b`
    Compare {
        /// How.
        operator: Comparison,
        /// What the values are compared as.
        order: Order,
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

/// What two values are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Whole numbers by size, texts by code point, truths; days are texts that sort by time.
    Plain,
    /// Decimals by size.
    Decimal,
    /// Instants by time; beside a timestamp field, which is kept to the second, both to the second.
    Instant,
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
    /// `record.offered_to.customer`: what the rows of a table hold in a column, a list; rows in which it is empty are left out.
    Column(FieldId, FieldId),
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
    /// `record.is_void`
    IsVoid,
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
    /// `record.definition`: the hash of the version of its process's definition that it was opened under.
    Definition,
    /// `record.participants`: everyone who takes part, a list of references.
    Participants,
    /// Everyone who did something on it after it was opened. This and what follows no expression can name, nor a record tell:
    /// who follows what is personal, so lists of one's own are made of them, and nothing else.
    Doers,
    /// Everyone who is mentioned on it.
    Mentioned,
    /// Everyone who is mentioned on it and has not read that.
    Unread,
    /// Everyone who follows it.
    Watchers,
    /// The steps for which an approval is waited for, a list of words; no expression can name them either.
    Awaited,
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

    /// The instant at which `day` begins in the organisation's zone; none when it is no day.
    fn midnight(&self, day: &str) -> Option<Value>;
}

impl Node {
    /// The fields of the record that it reads.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<&FieldId> {
        match self {
            Self::Path(Path::Field(field) | Path::Column(field, _)) | Self::Has(Path::Field(field)) => {
                BTreeSet::from([field])
            }
            Self::Literal(_) | Self::Path(_) | Self::Has(_) | Self::Unknown => BTreeSet::new(),
            Self::Shift { base: inner, .. } | Self::Midnight(inner) | Self::Not(inner) | Self::IsTrue(inner) => {
                inner.fields()
            }
            Self::List(parts) | Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::fields).collect(),
            Self::Compare { left: one, right: other, .. }
            | Self::In { item: one, list: other }
            | Self::Text { subject: one, argument: other, .. } => {
                one.fields().into_iter().chain(other.fields()).collect()
            }
        }
    }

    /// A truth that does not depend on anything.
    #[must_use]
    pub const fn truth(truth: bool) -> Self {
        Self::Literal(Value::Bool(truth))
    }

    /// All of `parts`; one that is settled is left out or settles the whole.
    #[must_use]
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        bind::all(parts.into_iter())
    }

    /// Any of `parts`; one that is settled is left out or settles the whole.
    #[must_use]
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        bind::any(parts.into_iter())
    }

    /// `left == right`, compared plainly.
    #[must_use]
    pub fn equal(left: Self, right: Self) -> Self {
        Self::Compare { operator: Comparison::Equal, order: Order::Plain, left: Box::new(left), right: Box::new(right) }
    }
}

impl Comparison {
    /// What it says of the order that two values stand in.
    #[must_use]
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }

    /// The same with its sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
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

impl Truth {
    /// Whether it holds: the only truth that lets pass.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::True)
    }

    /// Its contrary; what can't be said can't be denied either.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}
