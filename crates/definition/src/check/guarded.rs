//! What the shipped definitions let happen only with an approval, an overlay lets happen only with one too: it takes no way
//! round it: by no steps and conversions, by no edit of what has been approved, by nothing that decides whether one is asked for.

use std::collections::BTreeSet;

use crate::expression::{Expression, Facts, Node, Path, RecordPath, Truth, evaluate};
use crate::in_use::fields_of_expression;
use crate::load::Forest;
use crate::problem::Problems;
use crate::tree;
use crate::{
    Action, ApprovalForm, ApprovalRule, Content, Definitions, Derivation, FieldId, Grant, Process, StateId, StateKind,
    Transition, TransitionId, Value, overlay,
};

/// The kinds of state that count for something: a new one of such a kind is behind an approval where all shipped ones are.
const COUNTED: [StateKind; 3] = [StateKind::InForce, StateKind::Resolved, StateKind::Closed];

/// Notes where `laid`, the definitions with overlays over them, leads round an approval of the `shipped` ones.
pub(crate) fn check(shipped: &Definitions, laid: &Definitions, forest: &Forest, problems: &mut Problems) {
    for process in laid.processes.values() {
        let Some(tree) = forest.get(&format!("process/{}.toml", process.id)) else { continue };
        match shipped.process(process.id.as_str()) {
            Some(before) => {
                let mut guard = Guard::new((shipped, before), (laid, process), tree, problems);
                let told = guard.steps();
                guard.in_force(&told);
                guard.conversions();
                guard.edits(forest);
                guard.reasons();
            }
            None => brought(shipped, process, tree, problems),
        }
    }
}

/// A process that an overlay brings: it gives nobody rights, and what is in force by it is approved where the shipped content of its kind is.
fn brought(shipped: &Definitions, process: &Process, tree: &tree::Node, problems: &mut Problems) {
    let Some(content) = process.content else { return };
    let is_in_force = |process: &Process, id: &StateId| process.states[id].kind == StateKind::InForce;
    let free_to_be =
        |process: &Process| process.reached(|step| step.approval.is_none()).iter().any(|id| is_in_force(process, id));
    if content == Content::RoleAssignment {
        problems.add(
            &tree.nearest(&["content"]).place,
            "权限只由自带的任命过程产生：修改单不能另带一个",
            "rights come from the shipped assignments only: an overlay brings no process of its own for them",
        );
        return;
    }
    let mut models = shipped.content(content).peekable();
    if models.peek().is_some() && models.all(|model| !free_to_be(model)) && free_to_be(process) {
        problems.add(
            &tree.nearest(&["content"]).place,
            "自带定义中此类内容须经审批才能生效，此过程也须如此",
            "in the shipped definitions such content comes into force by an approval only; so it has to here",
        );
    }
}

/// One process, before and after.
struct Guard<'a> {
    definitions: (&'a Definitions, &'a Definitions),
    shipped: &'a Process,
    laid: &'a Process,
    tree: &'a tree::Node,
    problems: &'a mut Problems,
    /// The states that are reached through an approval only.
    behind: BTreeSet<StateId>,
}

impl<'a> Guard<'a> {
    fn new(
        (old, shipped): (&'a Definitions, &'a Process),
        (new, laid): (&'a Definitions, &'a Process),
        tree: &'a tree::Node,
        problems: &'a mut Problems,
    ) -> Self {
        let free = shipped.reached(|step| is_free(shipped, step));
        let mut behind: BTreeSet<StateId> = shipped.states.keys().filter(|id| !free.contains(*id)).cloned().collect();
        for kind in COUNTED {
            let mut own = shipped.states.values().filter(|state| state.kind == kind).peekable();
            if own.peek().is_some() && own.all(|state| behind.contains(&state.id)) {
                behind.extend(laid.states.values().filter(|state| state.kind == kind).map(|state| state.id.clone()));
            }
        }
        Self { definitions: (old, new), shipped, laid, tree, problems, behind }
    }

    /// A step of the overlay's own may not lead behind an approval from before it, nor to where every shipped step asks.
    /// Answers those that do.
    fn steps(&mut self) -> BTreeSet<&'a TransitionId> {
        let mut told = BTreeSet::new();
        let come_to = self.laid.reached(|step| self.is_open(step));
        let laid = self.laid;
        for (id, step) in laid.transitions.iter().filter(|(id, _)| !self.shipped.transitions.contains_key(*id)) {
            if !self.is_open(step) {
                continue;
            }
            let from_before = step.from.iter().any(|from| come_to.contains(from) && !self.behind.contains(from));
            let mut shipped = self.shipped.transitions.values().filter(|other| other.to == step.to).peekable();
            let all_ask = shipped.peek().is_some() && shipped.all(|other| other.approval.is_some());
            let Some(to) = &step.to else { continue };
            if all_ask || (from_before && self.behind.contains(to)) {
                told.insert(id);
                self.fault(
                    &["transitions", id.as_str()],
                    &format!("修改单不能绕过审批：转换 `{id}` 不经自带定义要求的审批就到达状态 `{to}`"),
                    &format!(
                        "an overlay can't lead round an approval: the transition `{id}` comes to the state `{to}` without \
                         the one that the shipped definitions ask for"
                    ),
                );
            }
        }
        told
    }

    /// What has come into force by an approval changes, and leaves, by the shipped ways only.
    fn in_force(&mut self, told: &BTreeSet<&TransitionId>) {
        let counts = |id: &StateId| {
            self.behind.contains(id) && self.laid.states.get(id).is_some_and(|state| state.kind == StateKind::InForce)
        };
        let is_shipped_way = |step: &Transition| {
            let same =
                |other: &&Transition| other.to == step.to && step.from.iter().all(|from| other.from.contains(from));
            let sets_no_more = |other: &Transition| step.sets.iter().all(|set| other.sets.contains(set));
            self.shipped.transitions.values().filter(same).any(|other| other.approval.is_none() && sets_no_more(other))
        };
        let own = self.laid.transitions.iter().filter(|(id, _)| !self.shipped.transitions.contains_key(*id));
        let touches = own.filter(|(_, step)| {
            (step.to.as_ref().is_some_and(counts) || step.from.iter().any(counts))
                && self.is_open(step)
                && !is_shipped_way(step)
        });
        let found: Vec<_> = touches.map(|(id, _)| id).filter(|id| !told.contains(id)).collect();
        for id in found {
            self.fault(
                &["transitions", id.as_str()],
                &format!("修改单不能绕过审批：经审批生效的内容只能按自带定义的步骤变更或退出，转换 `{id}` 不在其中"),
                &format!(
                    "an overlay can't lead round an approval: what came into force by one changes and leaves by the shipped \
                     steps only, and the transition `{id}` is none of them"
                ),
            );
        }
    }

    /// Nor does a conversion end there.
    fn conversions(&mut self) {
        let laid = self.laid;
        for (at, conversion) in laid.converts.iter().enumerate().skip(self.shipped.converts.len()) {
            if self.behind.contains(&conversion.end) {
                let end = &conversion.end;
                self.fault(
                    &["converts", &at.to_string(), "end"],
                    &format!("修改单不能绕过审批：转换成别的记录时不能直接到达状态 `{end}`"),
                    &format!("an overlay can't lead round an approval: a conversion can't end in the state `{end}`"),
                );
            }
        }
    }

    /// What has been approved stays as it is where no shipped grant lets anybody edit it.
    fn edits(&mut self, forest: &Forest) {
        let (old, new) = self.definitions;
        let own = self.shipped.grants.iter().chain(old.roles.values().flat_map(|role| &role.grants));
        let own: Vec<&Grant> = own.collect();
        let settled = |action: Action| -> BTreeSet<StateId> {
            let grants: Vec<_> = own.iter().filter(|grant| grant.actions.contains(&action)).collect();
            let is_settled = |state: &&StateId| !grants.iter().any(|grant| may_hold(grant, state));
            let shipped = self.behind.iter().filter(|id| self.shipped.states.contains_key(*id));
            shipped.filter(is_settled).cloned().collect()
        };
        let kept = [Action::Update, Action::Void].map(|action| (action, settled(action)));
        let widens = |grant: &Grant| {
            let of = |(action, states): &(Action, BTreeSet<StateId>)| {
                grant.actions.contains(action) && states.iter().any(|state| may_hold(grant, state))
            };
            kept.iter().any(of)
        };
        let settled = &kept[0].1;
        let (laid, tree) = (self.laid, self.tree);
        for (at, _) in laid.grants.iter().enumerate().filter(|(_, grant)| widens(grant)) {
            let place = &tree.nearest(&["grants", &at.to_string()]).place;
            if place.file.starts_with(overlay::FILE) {
                self.problems.add(place, EDITS.0, EDITS.1);
            }
        }
        for role in new.roles.values().filter(|role| !old.roles.contains_key(&role.id)) {
            if let (true, Some(tree)) = (role.grants.iter().any(widens), forest.get(&format!("role/{}.toml", role.id)))
            {
                self.problems.add(&tree.nearest(&["grants"]).place, EDITS.0, EDITS.1);
            }
        }
        for (id, step) in &laid.transitions {
            let before = self.shipped.transitions.get(id);
            let stays = step.from.iter().any(|from| settled.contains(from) && self.behind.contains(step.leads(from)));
            if !stays || !self.is_open(step) {
                continue;
            }
            let known: BTreeSet<&FieldId> = before.into_iter().flat_map(filled).collect();
            if let Some(field) = filled(step).find(|field| !known.contains(field) && self.is_covered(field)) {
                let keys = [("requires", &step.requires), ("asks", &step.asks)];
                let key = keys.iter().find(|(_, fields)| fields.contains(field)).map_or("sets", |(key, _)| *key);
                self.fault(
                    &["transitions", id.as_str(), key, field.as_str()],
                    &format!("修改单不能绕过审批：转换 `{id}` 会改动已批准的字段 `{field}`"),
                    &format!(
                        "an overlay can't lead round an approval: the transition `{id}` changes the field `{field}`, \
                         which has been approved"
                    ),
                );
            }
        }
    }

    /// What decides whether an approval is asked for is filled as shipped: by no default, step or derivation of the overlay's.
    fn reasons(&mut self) {
        let deciding = deciding(self.shipped);
        let filled = filled_by_steps(self.shipped);
        let (shipped, laid) = (self.shipped, self.laid);
        let mut faults: Vec<(Vec<String>, &FieldId)> = Vec::new();
        for field in &deciding {
            let (Some(before), Some(after)) = (shipped.fields.get(field), laid.fields.get(field)) else { continue };
            let changed = [
                ("default", before.default != after.default),
                ("default_at", before.default_at != after.default_at),
                ("default_for", before.default_for != after.default_for),
            ];
            for (key, _) in changed.into_iter().filter(|(_, changed)| *changed) {
                faults.push((vec!["fields".to_owned(), field.to_string(), key.to_owned()], field));
            }
        }
        for (id, step) in laid.transitions.iter().filter(|(id, _)| !shipped.transitions.contains_key(*id)) {
            for (field, _) in step.sets.iter().filter(|(field, _)| deciding.contains(field)) {
                faults.push((
                    vec!["transitions".to_owned(), id.to_string(), "sets".to_owned(), field.to_string()],
                    field,
                ));
            }
        }
        for (at, derivation) in laid.derivations.iter().enumerate().skip(shipped.derivations.len()) {
            let (Derivation::Priority { to, .. } | Derivation::Copied { to, .. }) = derivation;
            if deciding.contains(to) || filled.contains(to) {
                faults.push((vec!["derivations".to_owned(), at.to_string()], to));
            }
        }
        for (path, field) in faults {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            self.fault(
                &path,
                &format!("修改单不能绕过审批：字段 `{field}` 决定是否须经审批，或由经审批的步骤填写，它的值只能照自带定义得来"),
                &format!(
                    "an overlay can't lead round an approval: the field `{field}` decides whether one is asked for, or is \
                     filled by a step that was, and gets its value as shipped"
                ),
            );
        }
    }

    /// Whether a step goes without what an approval asks for.
    fn is_open(&self, step: &Transition) -> bool {
        match self.shipped.transitions.get(&step.id) {
            Some(before) => is_free(self.shipped, before),
            None if step.approval.as_ref().is_some_and(|own| self.is_as_strict(step, own)) => false,
            None => !self.shipped.transitions.values().any(|other| {
                let same_way = other.to == step.to && step.from.iter().all(|from| other.from.contains(from));
                same_way && self.shipped.goes_instead(other) && holds_too(other.when.as_ref(), step.when.as_ref())
            }),
        }
    }

    /// Whether an approval of the overlay's own asks for no less than each shipped one on the way to the state; where it goes
    /// under the guard of one of them, than that one.
    fn is_as_strict(&self, step: &Transition, own: &ApprovalRule) -> bool {
        let is_new = step.to.as_ref().is_some_and(|to| !self.shipped.states.contains_key(to));
        let shipped = self.shipped.transitions.values().filter(|other| is_new || other.to == step.to);
        let rules: Vec<_> = shipped.filter_map(|other| Some((other, other.approval.as_ref()?))).collect();
        let same_case = |other: &Transition| holds_too(other.when.as_ref(), step.when.as_ref());
        let suffices = |rule: &ApprovalRule| asks_no_less(own, rule);
        rules.iter().any(|(other, rule)| same_case(other) && suffices(rule))
            || (!rules.is_empty() && rules.iter().all(|(_, rule)| suffices(rule)))
    }

    /// Whether some shipped approval is about the field.
    fn is_covered(&self, field: &FieldId) -> bool {
        let rules = self.shipped.transitions.values().filter_map(|step| step.approval.as_ref());
        { rules }.any(|rule| rule.covers.is_empty() || rule.covers.contains(field))
    }

    fn fault(&mut self, path: &[&str], zh: &str, en: &str) {
        self.problems.add(&self.tree.nearest(path).place, zh, en);
    }
}

const EDITS: (&str, &str) = (
    "修改单不能绕过审批：`update` 和 `void` 权限须用 `when` 限于批准之前的状态",
    "an overlay can't lead round an approval: a `when` has to keep `update` and `void` to the states before it",
);

/// Whether an approval asks for no less than another: of no others, with all that it excludes, as many, about as much.
fn asks_no_less(own: &ApprovalRule, rule: &ApprovalRule) -> bool {
    own.by.iter().all(|holder| rule.by.contains(holder))
        && rule.not_same_as.iter().all(|party| own.not_same_as.contains(party))
        && share(own.form) >= share(rule.form)
        && (own.covers.is_empty()
            || (!rule.covers.is_empty() && rule.covers.iter().all(|field| own.covers.contains(field))))
}

/// Whether a shipped step needs no approval, nor goes instead of one.
fn is_free(shipped: &Process, step: &Transition) -> bool {
    step.approval.is_none() && !shipped.goes_instead(step)
}

/// The fields by which it is decided whether an approval is asked for.
fn deciding(shipped: &Process) -> BTreeSet<FieldId> {
    let steps = shipped.transitions.values().filter(|step| step.approval.is_some() || shipped.goes_instead(step));
    let mut fields = BTreeSet::new();
    for when in steps.filter_map(|step| step.when.as_ref()) {
        fields_of_expression(&when.root, &mut fields);
    }
    fields
}

/// The fields that no person fills where something is approved: those that steps set, and derived ones.
fn filled_by_steps(shipped: &Process) -> BTreeSet<FieldId> {
    if shipped.transitions.values().all(|step| step.approval.is_none()) {
        return BTreeSet::new();
    }
    let set = shipped.transitions.values().flat_map(|step| step.sets.iter().map(|(field, _)| field.clone()));
    let derived = shipped.fields.values().filter(|field| field.derived).map(|field| field.id.clone());
    set.chain(derived).collect()
}

/// Whether all of `guard` is part of `own`.
fn holds_too(guard: Option<&Expression>, own: Option<&Expression>) -> bool {
    let (Some(guard), Some(own)) = (guard, own) else { return false };
    let own = conjuncts(&own.root);
    conjuncts(&guard.root).iter().all(|part| own.contains(part))
}

fn conjuncts(node: &Node) -> Vec<&Node> {
    match node {
        Node::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        Node::IsTrue(inner) => conjuncts(inner),
        other => vec![other],
    }
}

/// The percent of the voters that a form asks for.
const fn share(form: ApprovalForm) -> u8 {
    match form {
        ApprovalForm::One => 0,
        ApprovalForm::Share(share) => share,
        ApprovalForm::All | ApprovalForm::InTurn => 100,
    }
}

/// The fields that a step fills.
fn filled(step: &Transition) -> impl Iterator<Item = &FieldId> {
    step.requires.iter().chain(&step.asks).chain(step.sets.iter().map(|(field, _)| field))
}

/// Whether a grant can hold for some record in the state, whatever else there is to the record.
fn may_hold(grant: &Grant, state: &StateId) -> bool {
    grant.when.as_ref().is_none_or(|when| possible(&when.root, state).0)
}

/// Whether an expression can be true, and whether it can be something else, for a record of which the state is known.
fn possible(node: &Node, state: &StateId) -> (bool, bool) {
    match node {
        Node::Not(inner) => {
            let (holds, fails) = possible(inner, state);
            (fails, holds)
        }
        Node::IsTrue(inner) => (possible(inner, state).0, true),
        Node::All(parts) => parts
            .iter()
            .map(|part| possible(part, state))
            .fold((true, false), |all, part| (all.0 && part.0, all.1 || part.1)),
        Node::Any(parts) => parts
            .iter()
            .map(|part| possible(part, state))
            .fold((false, true), |any, part| (any.0 || part.0, any.1 && part.1)),
        Node::Compare { left, right, .. } if is_known(left) && is_known(right) => known(node, state),
        Node::In { item, list } if is_known(item) && is_known(list) => known(node, state),
        Node::Literal(_) => known(node, state),
        _ => (true, true),
    }
}

fn known(node: &Node, state: &StateId) -> (bool, bool) {
    let holds = evaluate(node, &InState(state)) == Truth::True;
    (holds, !holds)
}

/// Whether nothing but the state has to be known.
fn is_known(node: &Node) -> bool {
    match node {
        Node::Literal(_) | Node::Path(Path::Record(RecordPath::State)) => true,
        Node::List(items) => items.iter().all(is_known),
        _ => false,
    }
}

/// A record of which only the state is known.
struct InState<'a>(&'a StateId);

impl Facts for InState<'_> {
    fn value(&self, path: &Path) -> Option<Value> {
        (*path == Path::Record(RecordPath::State)).then(|| Value::from(self.0.as_str()))
    }

    fn midnight(&self, _: &str) -> Option<Value> {
        None
    }
}
