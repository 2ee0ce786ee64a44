//! Definitions on the wire: what the page draws lists, forms and buttons from. No right is in it but `may`.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_definition as definition;
use yuheng_definition::Content;
use yuheng_engine::{Actor, COMMENT_MAX, Groupable, OPINION_MAX, REASON_MAX, Stretch};

use super::field::{Field, field};
use super::text::Text;
use super::words::{CommentNeed, Lifetime, StateKind};

/// All processes that the caller sees anything of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Definitions {
    /// The hash of what is in force.
    pub hash: String,
    /// The groups of the navigation, in order.
    pub groups: Vec<Named>,
    /// The roles.
    pub roles: Vec<Named>,
    /// The processes.
    pub processes: Vec<Process>,
    /// How long texts may be that belong to no field.
    pub limits: Limits,
}

/// The longest of texts that belong to no field, in characters.
#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    /// A comment or note.
    pub comment: usize,
    /// A voter's opinion.
    pub opinion: usize,
    /// Why a record is void.
    pub reason: usize,
}

impl Limits {
    /// Those that the engine keeps to.
    pub const IN_USE: Self = Self { comment: COMMENT_MAX, opinion: OPINION_MAX, reason: REASON_MAX };
}

/// Something with an id and a label.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Text,
}

/// A process.
#[derive(Debug, Serialize, ToSchema)]
pub struct Process {
    id: String,
    label: Text,
    /// What a customer does by opening a record, in plain words.
    ask: Option<Text>,
    purpose: Text,
    group: String,
    lifetime: Lifetime,
    prefix: String,
    owner: String,
    /// What its records in force are to the engine, if anything: the page has a panel for some.
    content: Option<&'static str>,
    title: String,
    list: Vec<String>,
    clauses: Vec<String>,
    fields: Vec<Field>,
    /// The fields that the caller can't fill in when it opens a record: others do later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    given_later: Vec<String>,
    states: Vec<State>,
    transitions: Vec<Transition>,
    clocks: Vec<ClockDefinition>,
    relations: Vec<RelationType>,
    /// Fields that another brings: filled from the record that a reference names, if they are empty.
    copies: Vec<Copied>,
    /// Tables of things to be done, row by row.
    counted: Vec<CountedTable>,
    /// By what its records can be grouped in lists and counted on boards.
    groupings: Vec<Grouping>,
    hash: String,
    may: May,
}

/// Something that records can be grouped by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupingOffered)]
pub struct Grouping {
    /// As it is asked for.
    by: String,
    /// Of a time, the stretches of which one is asked for with it, `opened_at:week`.
    stretches: Vec<&'static str>,
}

impl From<Groupable<'_>> for Grouping {
    fn from(Groupable { by, is_time }: Groupable<'_>) -> Self {
        let stretches = Stretch::WORDS.iter().filter(|_| is_time).map(|(word, _)| *word);
        Self { by: by.to_owned(), stretches: stretches.collect() }
    }
}

/// A field that a reference brings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Copied {
    /// The reference.
    from: String,
    /// The field of the record that it names.
    field: String,
    /// The field that gets the value.
    to: String,
}

/// A table of things to be done, and where it is kept how far they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedTable {
    /// The table.
    from: String,
    /// Its column that says whether a row is done.
    column: String,
    /// Its column that says who has done it.
    by: String,
    /// Its column that says when.
    at: String,
    /// The field that has how many are not done.
    open: String,
    /// The field that has how far it is, `2/5`.
    progress: String,
}

/// What the caller may do without a record at hand.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct May {
    /// Open one.
    pub create: bool,
    /// Take a list away as a file.
    pub export: bool,
    /// Give out work that nobody has, by a role that the caller holds; who else may depends on the record.
    pub give_out: bool,
    /// Give those whom it keeps accounts, reset and lock them.
    pub administer_accounts: bool,
    /// Make one of several of its records; whether of these depends on them.
    pub merge: bool,
    /// Run macros on its records; which depends on them.
    pub macros: bool,
    /// Look as those whom it keeps, and ask what they may do and why; as whom depends on the record.
    pub view_as: bool,
}

/// A clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockDefinition {
    id: String,
    label: Text,
    /// What is promised by its end, in a customer's words.
    promise: Option<Text>,
}

/// A state.
#[derive(Debug, Serialize, ToSchema)]
pub struct State {
    id: String,
    label: Text,
    kind: StateKind,
}

/// A transition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TransitionDefinition)]
pub struct Transition {
    id: String,
    label: Text,
    from: Vec<String>,
    /// The state that it leads to; none: the record stays where it is.
    to: Option<String>,
    /// The states in `from` in which the record stays nonetheless.
    stays: Vec<String>,
    requires: Vec<String>,
    asks: Vec<String>,
    comment: CommentNeed,
    /// The fields that count how often it was done.
    counts: Vec<String>,
    /// The steps of its approval in their order; none, if there is none or it has but one.
    steps: Vec<StepLabel>,
}

/// A step of an approval, as people call it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepLabel {
    id: String,
    label: Text,
}

/// A type of relation.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelationType {
    id: String,
    label: Text,
    inverse: Text,
    to: Vec<String>,
    impact: bool,
    /// Whether people draw and end it; false: merging alone does.
    by_hand: bool,
}

pub(super) fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// A process for a caller who may not see `hidden` fields, nor fill in those that are `given_later` by others.
#[must_use]
pub fn process(
    process: &definition::Process,
    hidden: &std::collections::BTreeSet<definition::FieldId>,
    given_later: &std::collections::BTreeSet<definition::FieldId>,
    actor: &Actor,
    (may, groupings): (May, Vec<Grouping>),
) -> Process {
    let clauses = process.clauses.iter().map(|clause| format!("{}:{}", clause.standard, clause.clause));
    Process {
        id: process.id.to_string(),
        label: Text::from(&process.label),
        ask: process.ask.as_ref().map(Text::from),
        purpose: Text::from(&process.purpose),
        group: process.group.clone(),
        lifetime: process.lifetime.into(),
        prefix: process.prefix.clone(),
        owner: process.owner.to_string(),
        content: process.content.map(content),
        title: process.title.to_string(),
        list: process.list.iter().filter(|id| !hidden.contains(*id)).map(ToString::to_string).collect(),
        clauses: clauses.collect(),
        fields: process
            .fields
            .values()
            .filter(|field| !hidden.contains(&field.id))
            .map(|it| field(it, actor).ordered_of(process, hidden))
            .collect(),
        given_later: given_later.difference(hidden).map(ToString::to_string).collect(),
        states: process.states.values().map(state).collect(),
        transitions: process.transitions.values().map(|step| transition(step, hidden)).collect(),
        clocks: process.clocks.values().map(clock).collect(),
        relations: process.relations.values().map(|it| relation(process, it)).collect(),
        copies: process.derivations.iter().filter_map(|it| copied(it, hidden)).collect(),
        counted: process.derivations.iter().filter_map(|it| counted(it, hidden)).collect(),
        groupings,
        hash: process.hash.clone(),
        may,
    }
}

/// Something with an id and a label.
#[must_use]
pub fn named(id: &str, label: &definition::Label) -> Named {
    Named { id: id.to_owned(), label: Text::from(label) }
}

fn copied(
    derivation: &definition::Derivation,
    hidden: &std::collections::BTreeSet<definition::FieldId>,
) -> Option<Copied> {
    let definition::Derivation::Copied { from, field, to } = derivation else { return None };
    let is_shown = !hidden.contains(from) && !hidden.contains(to);
    is_shown.then(|| Copied { from: from.to_string(), field: field.to_string(), to: to.to_string() })
}

fn counted(
    derivation: &definition::Derivation,
    hidden: &std::collections::BTreeSet<definition::FieldId>,
) -> Option<CountedTable> {
    let definition::Derivation::Counted(it) = derivation else { return None };
    (!hidden.contains(&it.from)).then(|| CountedTable {
        from: it.from.to_string(),
        column: it.column.to_string(),
        by: it.by.to_string(),
        at: it.at.to_string(),
        open: it.open.to_string(),
        progress: it.progress.to_string(),
    })
}

fn clock(clock: &definition::ClockRule) -> ClockDefinition {
    ClockDefinition {
        id: clock.id.to_string(),
        label: Text::from(&clock.label),
        promise: clock.promise.as_ref().map(Text::from),
    }
}

fn state(state: &definition::State) -> State {
    State { id: state.id.to_string(), label: Text::from(&state.label), kind: state.kind.into() }
}

/// What is hidden no form of theirs asks for.
fn transition(
    transition: &definition::Transition,
    hidden: &std::collections::BTreeSet<definition::FieldId>,
) -> Transition {
    let shown =
        |ids: &[definition::FieldId]| ids.iter().filter(|id| !hidden.contains(*id)).map(ToString::to_string).collect();
    let steps = transition.approval.iter().flat_map(|approval| &approval.steps);
    Transition {
        id: transition.id.to_string(),
        label: Text::from(&transition.label),
        from: texts(&transition.from),
        to: transition.to.as_ref().map(ToString::to_string),
        stays: texts(&transition.stays),
        requires: shown(&transition.requires),
        asks: shown(&transition.asks),
        comment: transition.comment.into(),
        counts: transition.counts().filter(|id| !hidden.contains(*id)).map(ToString::to_string).collect(),
        steps: steps.map(|step| StepLabel { id: step.id.to_string(), label: Text::from(&step.label) }).collect(),
    }
}

fn relation(process: &definition::Process, relation: &definition::RelationType) -> RelationType {
    RelationType {
        id: relation.id.to_string(),
        label: Text::from(&relation.label),
        inverse: Text::from(&relation.inverse),
        to: texts(&relation.to),
        impact: relation.impact,
        by_hand: process.merges.as_ref().is_none_or(|merging| merging.relation != relation.id),
    }
}

const fn content(content: Content) -> &'static str {
    match content {
        Content::Person => "person",
        Content::Contact => "contact",
        Content::Department => "department",
        Content::Post => "post",
        Content::RoleAssignment => "role_assignment",
        Content::Absence => "absence",
        Content::Customer => "customer",
        Content::Organisation => "organisation",
        Content::Calendar => "calendar",
        Content::HolidayYear => "holiday_year",
        Content::Contract => "contract",
        Content::ServiceLevelAgreement => "service_level_agreement",
        Content::PriorityMatrix => "priority_matrix",
        Content::Objective => "objective",
        Content::Document => "document",
        Content::Overlay => "overlay",
        Content::Duty => "duty",
        Content::ChecklistTemplate => "checklist_template",
        Content::SavedView => "saved_view",
        Content::Board => "board",
        Content::TextTemplate => "text_template",
        Content::Macro => "macro",
    }
}
