//! The named behaviours that fill and check fields, one a file.

pub(crate) mod answers;
pub(crate) mod content;
pub(crate) mod leaving;

mod absence;
mod board;
mod copied;
mod counted;
mod form;
mod holidays;
mod listing;
mod offered;
mod priority;
mod saved_view;

pub use listing::numbers_in;
pub use offered::{WHOM, offered_to};
pub use saved_view::SORTED_BY;

use std::collections::BTreeSet;

use yuheng_definition::{Derivation, FieldId};

use crate::draft::Draft;
use crate::{FieldFault, Snapshot};

/// Derives the draft's fields, in the order of the definition. `given` are those that a person has just given.
pub(crate) fn derive(draft: &mut Draft, snapshot: &Snapshot, given: &BTreeSet<FieldId>) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for derivation in &draft.process.derivations {
        match derivation {
            Derivation::Priority { impact, urgency, to, override_reason } => {
                let rule = priority::Rule { impact, urgency, to, override_reason };
                faults.extend(priority::derive(draft, &rule, given));
            }
            Derivation::Copied { from, field, to } => {
                let rule = copied::Rule { from, field, to, is_given: given.contains(to) };
                copied::derive(draft, snapshot, &rule);
            }
            Derivation::Holidays { notice, year, to } => {
                faults.extend(holidays::derive(draft, &holidays::Rule { notice, year, to }));
            }
            Derivation::Answers { item, form, to, version } => {
                let rule = answers::Rule { item, form, to, version };
                faults.extend(answers::derive(draft, snapshot, &rule, given));
            }
            Derivation::Counted(counted) => counted::derive(draft, counted),
        }
    }
    // Only now it is known for whom it is.
    for derivation in &draft.process.derivations {
        if let Derivation::Answers { item, .. } = derivation {
            faults.extend(offered::fault_of(draft, snapshot, item));
        }
    }
    faults
}
