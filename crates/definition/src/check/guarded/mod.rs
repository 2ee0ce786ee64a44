//! What the shipped definitions let happen only with an approval, an overlay lets happen only with one too: it takes no way
//! round it: by no steps and conversions, by no edit of what has been approved, by nothing that decides whether one is asked for.

pub(super) mod asks;
mod edits;
mod possible;
mod reasons;

use std::collections::BTreeSet;

use crate::expression::{Expression, Node};
use crate::load::Forest;
use crate::problem::Problems;
use crate::tree;
use crate::{ApprovalRule, Content, Definitions, Process, StateId, StateKind, Transition, TransitionId};

/// The kinds of state that count for something: a new one of such a kind is behind an approval where all shipped ones are.
const COUNTED: [StateKind; 3] = [StateKind::InForce, StateKind::Resolved, StateKind::Closed];

/// Notes where `laid`, the definitions with overlays over them, leads round an approval of the `shipped` ones.
pub(crate) fn check(shipped: &Definitions, laid: &Definitions, forest: &Forest, problems: &mut Problems) {
    for process in laid.processes.values() {
        let Some(tree) = forest.get(&format!("process/{}.toml", process.id)) else { continue };
        match shipped.process(process.id.as_str()) {
            Some(before) => {
                let mut guard = Guard::new((shipped, before), (laid, process), tree, problems);
                guard.approvals();
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
    if matches!(content, Content::RoleAssignment | Content::Absence) {
        problems.add(
            &tree.nearest(&["content"]).place,
            "权限只由自带的任命和外出代理产生：修改单不能另带一个",
            "rights come from the shipped assignments and absences only: an overlay brings no process of its own for them",
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

    /// An approval that is said in another way asks for no less.
    fn approvals(&mut self) {
        let (shipped, laid) = (self.shipped, self.laid);
        for (id, before) in &shipped.transitions {
            let (Some(rule), Some(step)) = (&before.approval, laid.transitions.get(id)) else { continue };
            if !step.approval.as_ref().is_some_and(|own| asks::no_less((step, own), (before, rule))) {
                let says = step.approval.as_ref().filter(|own| !own.steps.is_empty()).map_or("by", |_| "steps");
                self.fault(
                    &["transitions", id.as_str(), "approval", says],
                    &format!("修改单不能放松审批：转换 `{id}` 的审批须不少于自带定义所要求的"),
                    &format!(
                        "an overlay can't ask for less: the approval of the transition `{id}` has to ask for no less than \
                         the shipped one"
                    ),
                );
            }
        }
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
        let suffices = |other: &Transition, rule: &ApprovalRule| asks::no_less((step, own), (other, rule));
        rules.iter().any(|(other, rule)| same_case(other) && suffices(other, rule))
            || (!rules.is_empty() && rules.iter().all(|(other, rule)| suffices(other, rule)))
    }

    fn fault(&mut self, path: &[&str], zh: &str, en: &str) {
        self.problems.add(&self.tree.nearest(path).place, zh, en);
    }
}

/// Whether a shipped step needs no approval, nor goes instead of one.
fn is_free(shipped: &Process, step: &Transition) -> bool {
    step.approval.is_none() && !shipped.goes_instead(step)
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
