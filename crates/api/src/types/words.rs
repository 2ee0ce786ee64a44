//! The closed sets of words on the wire, each from the engine's or the definitions' own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuheng_app::clauses::Standing as Found;
use yuheng_definition as definition;
use yuheng_engine as engine;

/// Declares a set of words and how it comes from the type of the same variants below.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident from $source:ty { $($(#[$word_doc:meta])* $word:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$word_doc])* $word),* }

        impl From<$source> for $name {
            fn from(source: $source) -> Self {
                match source { $(<$source>::$word => Self::$word),* }
            }
        }
    };
}

words! {
    /// Whether a process's records are worked on and closed, or stand in force.
    Lifetime from definition::Lifetime {
        /// Worked on and closed.
        Work,
        /// In force until retired.
        Standing,
    }
}

words! {
    /// What a state means, whatever it is called.
    StateKind from definition::StateKind {
        /// Not sent yet.
        Draft,
        /// Being worked on.
        Open,
        /// Waiting for somebody else.
        Waiting,
        /// Done, to be confirmed.
        Resolved,
        /// Over.
        Closed,
        /// Over, without having been done.
        Cancelled,
        /// Standing content that counts.
        InForce,
        /// Standing content that counts no more.
        Retired,
    }
}

words! {
    /// Whether a comment goes with a transition.
    CommentNeed from definition::CommentNeed {
        /// One may be given, a note.
        Optional,
        /// One that the customer reads may be given.
        OptionalPublic,
        /// One that the customer reads is needed.
        Public,
        /// One that only the provider's people read is needed.
        Internal,
    }
}

words! {
    /// What is to be said with an action.
    OfferComment from engine::OfferComment {
        /// Nothing can be.
        None,
        /// A comment may be given.
        Optional,
        /// A comment that the customer reads is needed.
        Public,
        /// A comment that only the provider's people read is needed.
        Internal,
        /// A reason is needed, which stays with the record.
        Reason,
    }
}

words! {
    /// How far a step brings its record.
    Lead from engine::Lead {
        /// On, to another state.
        On,
        /// Nowhere: the record stays in its state.
        Nowhere,
        /// Out: it is cancelled or taken out of force.
        Out,
    }
}

words! {
    /// Whether a clock runs.
    ClockState from engine::ClockState {
        /// Time is being used.
        Running,
        /// Time stands still.
        Paused,
        /// It is over.
        Stopped,
    }
}

words! {
    /// What happened to a clock.
    ClockEventKind from engine::ClockEventKind {
        /// It started.
        Started,
        /// It stands still.
        Paused,
        /// It goes on.
        Resumed,
        /// It is over.
        Stopped,
        /// It got another target or calendar.
        Retargeted,
        /// It reached a warning point.
        Warned,
        /// Its target was used up.
        Breached,
    }
}

words! {
    /// How an approval stands.
    ApprovalOutcome from engine::ApprovalOutcome {
        /// Votes are missing.
        Pending,
        /// Granted.
        Granted,
        /// Sent back.
        Returned,
        /// Taken back by whoever asked for it.
        Withdrawn,
        /// It lost its ground by an edit.
        Voided,
    }
}

words! {
    /// How somebody comes into an approval.
    Joining from engine::Joining {
        /// Agrees before whoever let them in (前加签).
        Before,
        /// Agrees at the same time (并加签).
        Beside,
        /// Agrees after whoever let them in (后加签).
        After,
        /// Votes instead of whoever handed the vote on (转签).
        HandedOn,
    }
}

words! {
    /// By which way something came in.
    Door from engine::Door {
        /// The page.
        Page,
        /// The API, with a token.
        Api,
        /// A job of the program.
        Job,
        /// The program's command line.
        Program,
    }
}

words! {
    /// How a clause or one of its rules stands.
    Standing from Found {
        /// There is no rule yet.
        NoRule,
        /// Met.
        Met,
        /// Met as far as there are rules; something that was asked for has none yet.
        MetInPart,
        /// There is evidence, but too old.
        Late,
        /// There is none.
        Missing,
    }
}

words! {
    /// How a line of the installation's health stands.
    HealthLevel from yuheng_app::upkeep::Level {
        /// As it should be.
        Good,
        /// It works; somebody should look at it one of these days.
        Attention,
        /// Somebody has to do something now.
        Bad,
    }
}

words! {
    /// How a clock ended.
    ClockOutcome from engine::ClockOutcome {
        /// It stopped before its target was used up.
        Met,
        /// Its target was used up.
        Breached,
        /// The record was made void or cancelled before.
        Cancelled,
    }
}

/// How many must agree.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalForm {
    /// Any one.
    One,
    /// Everyone.
    All,
    /// At least a share.
    Share,
    /// Everyone, one after the other.
    InTurn,
}

/// How a step of an approval stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// It was given.
    Done,
    /// It is asked now.
    Now,
    /// It comes after that.
    ToCome,
    /// The approval ended at it without being given.
    Stopped,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Integer,
    /// A decimal, as text.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// An instant.
    Timestamp,
    /// One of its options.
    Choice,
    /// Another record.
    Reference,
    /// Rows.
    Table,
}

/// Which end of a relation a record is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It begins here.
    Out,
    /// It ends here.
    In,
}

/// Who reads something said, or fetches a file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Whoever may see the record.
    Public,
    /// The provider's own people.
    Internal,
}

impl From<Audience> for engine::Audience {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Public => Self::Public,
            Audience::Internal => Self::Internal,
        }
    }
}

impl From<engine::Audience> for Audience {
    fn from(audience: engine::Audience) -> Self {
        match audience {
            engine::Audience::Public => Self::Public,
            engine::Audience::Internal => Self::Internal,
        }
    }
}
