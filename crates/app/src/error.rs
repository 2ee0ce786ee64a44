//! Why a use case says no. What a person can act on has its own variant; what only the operator can mend is `Store`.

use thiserror::Error;
use yuheng_definition::{FieldId, Label, Problem, Value};
use yuheng_engine::{Fault, FieldFault, Missing, Rejection, claimed_field};
use yuheng_store::{CommitError, ListError, StorageError};

/// Why a use case failed. Nothing has happened.
#[derive(Debug, Error)]
pub enum Error {
    /// The engine refuses.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Nobody is signed in, or the session or token is over.
    #[error("not signed in")]
    SignedOut,
    /// Login or password is wrong, or the account is shut; nobody is told which.
    #[error("login or password is wrong")]
    WrongCredentials,
    /// Too many attempts.
    #[error("too many attempts; again in {retry_after} s")]
    Throttled {
        /// Seconds until the next attempt is looked at.
        retry_after: u64,
    },
    /// A one-time link is unknown, used or over.
    #[error("the link is not valid any more")]
    LinkOver,
    /// Looking through another's eyes is over, or was begun in another session.
    #[error("viewing as somebody else is over")]
    ViewingOver,
    /// The write must say which version it is based on.
    #[error("If-Match is needed")]
    PreconditionMissing,
    /// What the write is about has changed since.
    #[error("changed since version {}", .0.based_on)]
    Stale(Box<Stale>),
    /// A macro would do something else by now than whoever runs it has seen.
    #[error("the macro would do something else than was looked at")]
    OtherPlan,
    /// Others kept changing what the decision was based on.
    #[error("too many others write the same at this moment")]
    Contended,
    /// The idempotency key was used for something else.
    #[error("the Idempotency-Key was used with another body")]
    KeyReused,
    /// An argument can't be read.
    #[error("{}", .0.en)]
    Argument(Label),
    /// A filter, an order or another parameter of a list can't be read.
    #[error("{name}: {}", .said.en)]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What is wrong with it.
        said: Label,
    },
    /// Something that has to hold for the whole installation would not hold any more.
    #[error("{}", .0.en)]
    Guarded(Label),
    /// An overlay can't come into force.
    #[error("{} problems in the definitions", .0.len())]
    Definitions(Vec<Problem>),
    /// A file is too large.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// The machine gives no randomness or memory.
    #[error("the machine gives no randomness or memory")]
    Chance,
    /// A file could not be written: there is no room for it on the machine.
    #[error("a file could not be written")]
    Unwritten(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store could not commit.
    #[error(transparent)]
    Commit(CommitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// What has changed since the version that a write was based on.
#[derive(Clone, Debug, Default)]
pub struct Stale {
    /// The version that it was based on.
    pub based_on: u64,
    /// The version now.
    pub current: u64,
    /// The fields that both changed: theirs and yours.
    pub fields: Vec<Overlap>,
}

/// A field that two people changed at once.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// The field.
    pub field: FieldId,
    /// What stands there now.
    pub theirs: Option<Value>,
    /// What was to be written.
    pub yours: Option<Value>,
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Not found, or not to be seen.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::Rejected(Rejection::NotFound)
    }

    /// A right is missing.
    #[must_use]
    pub const fn forbidden(missing: Missing) -> Self {
        Self::Rejected(Rejection::Forbidden(missing))
    }

    /// Whether something is wrong with one record alone: a job must not let the others wait for it. Whatever else fails may
    /// succeed a moment later.
    pub(crate) const fn is_its_own(&self) -> bool {
        matches!(
            self,
            Self::Rejected(_)
                | Self::Definitions(_)
                | Self::Store(StorageError::Corrupt(_))
                | Self::Commit(CommitError::Inconsistent { .. })
        )
    }

    /// Faults in fields.
    #[must_use]
    pub const fn invalid(faults: Vec<FieldFault>) -> Self {
        Self::Rejected(Rejection::Invalid(faults))
    }

    /// An argument that can't be read.
    #[must_use]
    pub fn argument(zh: &str, en: &str) -> Self {
        Self::Argument(Label::new(zh, en))
    }

    /// A parameter that can't be read.
    #[must_use]
    pub fn parameter(name: &'static str, zh: &str, en: &str) -> Self {
        Self::Parameter { name, said: Label::new(zh, en) }
    }

    /// A cursor that no page of the list gave.
    #[must_use]
    pub fn cursor() -> Self {
        Self::parameter("cursor", "cursor 不属于此列表", "The cursor does not fit the list")
    }
}

impl From<CommitError> for Error {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict(_) | CommitError::Epoch { .. } => Self::Contended,
            CommitError::KeyReused => Self::KeyReused,
            CommitError::Claimed(key) => {
                let field = claimed_field(&key).map_or(key, |(_, field)| field.to_string());
                Self::invalid(vec![FieldFault { field, fault: Fault::Taken }])
            }
            CommitError::Storage(error) => Self::Store(error),
            other => Self::Commit(other),
        }
    }
}

impl From<ListError> for Error {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Cursor => Self::cursor(),
            ListError::Sort(name) => {
                Self::parameter("sort", &format!("不能按 {name} 排序"), &format!("A list can't be sorted by {name}"))
            }
            ListError::TooWide(name) => Self::parameter(
                "filter",
                &format!("涉及的记录太多：请缩小范围，或为 {name} 建索引"),
                &format!("Too many records would have to be looked at: narrow it, or have {name} indexed"),
            ),
            ListError::TooMany(most) => Self::parameter(
                "filter",
                &format!("要统计的记录超过 {most} 条：请用时间段缩小范围，例如 record.opened_at >= today - days(90)"),
                &format!(
                    "More than {most} records would have to be counted: narrow them by a period, such as \
                     record.opened_at >= today - days(90)"
                ),
            ),
            ListError::Storage(error) => Self::Store(error),
        }
    }
}
