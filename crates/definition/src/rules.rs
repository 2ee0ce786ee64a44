//! What goes beside the flow of a process: relations, clocks, what customers are told, escalations, derivations, conversions.

use crate::expression::Expression;
use crate::{ClockId, FieldId, Holder, Label, ProcessId, RelationId, StateId};

/// A type of relation from this process to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    /// Its id.
    pub id: RelationId,
    /// What it is called at its source, `affects`.
    pub label: Label,
    /// What it is called at its target, `is affected by`.
    pub inverse: Label,
    /// The processes that it may point to.
    pub to: Vec<ProcessId>,
    /// Impact travels along it, from target to source.
    pub impact: bool,
}

/// A target measured in a service calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockRule {
    /// Its id.
    pub id: ClockId,
    /// What people call it.
    pub label: Label,
    /// What is promised by its end, in a customer's words; else the label.
    pub promise: Option<Label>,
    /// The states in which it runs. It starts when the record first enters one.
    pub runs_in: Vec<StateId>,
    /// The states in which it pauses, once started.
    pub pauses_in: Vec<StateId>,
    /// The choice field that says why it pauses, if one does.
    pub pause_reason: Option<FieldId>,
    /// Any other state stops it. Whether it goes on with its used time when the record comes back.
    pub resumes: bool,
    /// When it calls, in percent of the target, ascending; 100 is the breach and always there.
    pub warn_at: Vec<u8>,
}

/// What a customer is told while a record is in some states.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The states.
    pub states: Vec<StateId>,
    /// Only while this holds, of what the reader sees of the record.
    pub when: Option<Expression>,
    /// How it stands and what comes next, in plain words.
    pub says: Label,
    /// Whether it waits for the customer.
    pub turn: bool,
}

/// Whom a process calls, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// What sets it off.
    pub trigger: EscalationTrigger,
    /// Sideways to those who can do it, or upwards to those who answer for it.
    pub kind: EscalationKind,
    /// Whom it calls.
    pub to: Vec<Holder>,
    /// A field that it sets on the record (`escalated`), if any.
    pub sets: Option<FieldId>,
}

/// What sets an escalation off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EscalationTrigger {
    /// So many percent of a clock's target are used; one of its `warn_at` or 100.
    Clock {
        /// The clock.
        clock: ClockId,
        /// The share of its target, in percent.
        share: u8,
    },
    /// Nobody has done anything for so many minutes of the service calendar while it is open and not waiting.
    Silence {
        /// Minutes of the service calendar.
        minutes: u32,
    },
}

/// Which way an escalation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscalationKind {
    /// To those with the skill.
    Functional,
    /// To those with the authority.
    Hierarchic,
    /// To the customer: a warning before the promise is missed.
    Customer,
}

/// A named Rust behaviour that fills a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// `to` from the priority matrix over `impact` and `urgency`, unless `override_reason` is filled.
    Priority {
        /// The field of the impact.
        impact: FieldId,
        /// The field of the urgency.
        urgency: FieldId,
        /// The field that gets the priority.
        to: FieldId,
        /// The field that must give the reason when a person sets `to` otherwise.
        override_reason: FieldId,
    },
    /// `to` copied from field `field` of the record that `from` names: when `to` is empty, or no person fills it.
    Copied {
        /// The reference field.
        from: FieldId,
        /// The field of its target.
        field: FieldId,
        /// The field that gets the value.
        to: FieldId,
    },
    /// `to` holds what was answered to the questions of `form`, checked against them; `version` is that of the record which
    /// `item` names, as it was when it was chosen.
    Answers {
        /// The reference to what is asked for.
        item: FieldId,
        /// The table of questions, brought from there.
        form: FieldId,
        /// The table of answers.
        to: FieldId,
        /// The field that gets the version.
        version: FieldId,
    },
    /// `to` read from the words of `notice`, in which a year's days off and make-up working days are announced.
    Holidays {
        /// The text of the notice.
        notice: FieldId,
        /// The field of the year.
        year: FieldId,
        /// The table of days that it fills.
        to: FieldId,
    },
    /// What a table of things to be done says of itself.
    Counted(Counted),
}

/// A table of things to be done, and where it is kept how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The table.
    pub from: FieldId,
    /// Its column that says whether a row is done.
    pub column: FieldId,
    /// Its column that says who has done it.
    pub by: FieldId,
    /// Its column that says when.
    pub at: FieldId,
    /// The field that gets how many are not done.
    pub open: FieldId,
    /// The field that gets how far it is, `2/5`.
    pub progress: FieldId,
}

/// How records of the process become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    /// The state that the merged record ends in.
    pub end: StateId,
    /// The relation, from the record that stays to the merged one, that ties the two.
    pub relation: RelationId,
}

/// How one record of the process becomes two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splitting {
    /// The fields that go along where no other value is given.
    pub fields: Vec<FieldId>,
    /// The relation, from the new record to the one that it was split from, that ties the two.
    pub relation: RelationId,
}

/// What a record can be turned into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The other process.
    pub to: ProcessId,
    /// The state that the converted record ends in.
    pub end: StateId,
    /// The fields that go along, where the other process has them.
    pub fields: Vec<FieldId>,
    /// The relation, from new to old, that ties the two.
    pub relation: RelationId,
}
