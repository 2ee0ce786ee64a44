//! Small definitions made in Rust, for tests of single rules.

use indexmap::IndexMap;
use yuheng_definition::{
    Action, ClockRule, CommentNeed, Field, Grant, Holder, Label, Lifetime, Process, RelationType, Scope, State,
    StateKind, Transition,
};

/// Something that definitions hold by its id.
pub trait Named {
    /// Its id as text.
    fn id(&self) -> String;
}

impl Named for Field {
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Named for State {
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Named for Transition {
    fn id(&self) -> String {
        self.id.to_string()
    }
}

fn by_id<K: From<String> + std::hash::Hash + Eq, T: Named>(things: Vec<T>) -> IndexMap<K, T> {
    things.into_iter().map(|thing| (K::from(thing.id()), thing)).collect()
}

fn label(id: &str) -> Label {
    Label::new(id, id)
}

/// A process of work without clocks, relations and grants; `title` names its records.
#[must_use]
pub fn process(
    id: &str,
    prefix: &str,
    fields: Vec<Field>,
    states: Vec<State>,
    transitions: Vec<Transition>,
) -> Process {
    Process {
        id: id.into(),
        label: label(id),
        ask: None,
        purpose: label(id),
        group: "test".to_owned(),
        lifetime: Lifetime::Work,
        prefix: prefix.to_owned(),
        owner: "owner".into(),
        content: None,
        title: "title".into(),
        list: Vec::new(),
        clauses: Vec::new(),
        fields: by_id(fields),
        states: by_id(states),
        transitions: by_id(transitions),
        relations: IndexMap::new(),
        clocks: IndexMap::new(),
        escalations: Vec::new(),
        derivations: Vec::new(),
        grants: Vec::new(),
        masks: IndexMap::new(),
        converts: Vec::new(),
        merges: None,
        splits: None,
        renamed_states: IndexMap::new(),
        told: Vec::new(),
        hash: format!("{id}-1"),
        text: "".into(),
    }
}

/// A state.
#[must_use]
pub fn state(id: &str, kind: StateKind) -> State {
    State { id: id.into(), label: label(id), kind }
}

/// A transition by roles, and by those whom `@field` names; without a `to` it stays.
#[must_use]
pub fn transition(id: &str, from: &[&str], to: &str, by: &[&str]) -> Transition {
    let holder =
        |by: &&str| by.strip_prefix('@').map_or_else(|| Holder::Role((*by).into()), |id| Holder::Field(id.into()));
    Transition {
        id: id.into(),
        label: label(id),
        ask: None,
        from: from.iter().map(|state| (*state).into()).collect(),
        to: (!to.is_empty()).then(|| to.into()),
        stays: Vec::new(),
        by: by.iter().map(holder).collect(),
        requires: Vec::new(),
        asks: Vec::new(),
        comment: CommentNeed::Optional,
        not_same_as: Vec::new(),
        when: None,
        otherwise: None,
        approval: None,
        after: None,
        sets: Vec::new(),
        tells: Vec::new(),
        opens: None,
        waits_for: Vec::new(),
        outgoing: false,
    }
}

/// A type of relation.
#[must_use]
pub fn relation(id: &str, to: &[&str]) -> RelationType {
    let to = to.iter().map(|process| (*process).into()).collect();
    RelationType { id: id.into(), label: label(id), inverse: label(id), to, impact: false }
}

/// A clock that runs in some states and pauses in others.
#[must_use]
pub fn clock_rule(id: &str, runs_in: &[&str], pauses_in: &[&str]) -> ClockRule {
    ClockRule {
        id: id.into(),
        label: label(id),
        promise: None,
        runs_in: runs_in.iter().map(|state| (*state).into()).collect(),
        pauses_in: pauses_in.iter().map(|state| (*state).into()).collect(),
        pause_reason: None,
        resumes: true,
        warn_at: Vec::new(),
    }
}

/// A grant of actions to roles.
#[must_use]
pub fn grant(roles: &[&str], actions: &[Action], scope: Scope) -> Grant {
    let roles = roles.iter().map(|role| (*role).into()).collect();
    Grant { roles, actions: actions.to_vec(), scope, when: None, mask: Vec::new() }
}
