//! The identifiers that definitions give to what they name. Each is a type of its own, so that a state
//! can't be passed where a field is meant.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier as it stands in TOML, SQL and JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
    };
}

id!(
    /// A process: a type of record, `incident`.
    ProcessId
);
id!(
    /// A field of a process, `impact`.
    FieldId
);
id!(
    /// A state of a process, `in_progress`.
    StateId
);
id!(
    /// A transition of a process, `resolve`.
    TransitionId
);
id!(
    /// A step of an approval, `review`.
    StepId
);
id!(
    /// A type of relation, `affects`; a reference field's relation has the field's id.
    RelationId
);
id!(
    /// A clock of a process, `response`.
    ClockId
);
id!(
    /// A process role, `incident_manager`.
    RoleId
);
id!(
    /// An edition of a standard, `iso20000-1-2011`.
    StandardId
);
id!(
    /// A clause number in an edition, `8.1`.
    ClauseId
);
id!(
    /// An option of a choice field, `high`.
    OptionId
);
