//! The flow: every state is reached, every record can come to an end, every transition can be done.

use std::collections::BTreeSet;

use crate::reach::grow;
use crate::{After, CommentNeed, FieldId, FieldKind, Holder, Lifetime, Process, SetTo, StateId, StateKind, Transition};

use super::Check;

impl Check<'_> {
    pub(super) fn flow(&mut self) {
        let process = self.process;
        let (kind, zh, en) = match process.lifetime {
            Lifetime::Work => {
                (StateKind::Closed, "work 过程须有 closed 类状态", "a work process needs a state of kind `closed`")
            }
            Lifetime::Standing => (
                StateKind::InForce,
                "standing 过程须有 in_force 类状态",
                "a standing process needs a state of kind `in_force`",
            ),
        };
        if !process.states.values().any(|state| state.kind == kind) {
            self.fault(&["states"], zh, en);
        }
        let reached = reached(process);
        let ending = ending(process);
        for (id, state) in &process.states {
            let path = ["states", id.as_str()];
            if !reached.contains(id) {
                self.fault(&path, &format!("没有转换到达状态 `{id}`"), &format!("nothing leads to the state `{id}`"));
            } else if !ending.contains(id) && !state.kind.is_end() {
                self.fault(
                    &path,
                    &format!("状态 `{id}` 是死路：由人或到期都到不了终态"),
                    &format!("the state `{id}` is a dead end: nobody and no time leads from it to an end"),
                );
            }
        }
    }

    pub(super) fn transitions(&mut self) {
        let process = self.process;
        for (id, transition) in &process.transitions {
            let path = ["transitions", id.as_str()];
            if transition.from.is_empty() {
                self.fault(&[&path[..], &["from"]].concat(), "没有出发状态", "it starts from no state");
            }
            for from in &transition.from {
                self.state(&[&path[..], &["from", from.as_str()]].concat(), from);
            }
            match &transition.to {
                Some(to) => {
                    self.state(&[&path[..], &["to"]].concat(), to);
                }
                None => self.stays(&path, transition),
            }
            self.stays_somewhere(&path, transition);
            if transition.otherwise.is_some() && transition.when.is_none() {
                let path = [&path[..], &["otherwise"]].concat();
                self.fault(&path, "`otherwise` 须与 `when` 一起使用", "`otherwise` goes with a `when` only");
            }
            self.condition(&path, transition);
            self.asked(&path, transition);
            for (field, set) in &transition.sets {
                self.set(&[&path[..], &["sets", field.as_str()]].concat(), field, set);
            }
            self.doers(&path, transition);
            self.told(&[&path[..], &["tells"]].concat(), &transition.tells);
            self.day(&path, transition);
            self.opening(&path, transition);
            if let Some(approval) = &transition.approval {
                self.approval(&path, transition, approval);
            }
        }
    }

    /// Where a step stays it could start from, and elsewhere it leads on.
    fn stays_somewhere(&mut self, path: &[&str], transition: &Transition) {
        for state in transition.stays.iter().filter(|state| !transition.from.contains(state)) {
            self.fault(
                &[path, &["stays", state.as_str()]].concat(),
                &format!("状态 `{state}` 不在 `from` 中，转换不会停在那里"),
                &format!("the state `{state}` is not in `from`: the transition can't stay there"),
            );
        }
        let leads_nowhere = transition.from.iter().all(|from| transition.stays.contains(from));
        if !transition.stays.is_empty() && (leads_nowhere || transition.to.is_none()) {
            self.fault(
                &[path, &["stays"]].concat(),
                "处处停留的转换不写 `to` 和 `stays`",
                "a transition that stays everywhere has neither `to` nor `stays`",
            );
        }
        if !transition.stays.is_empty() && transition.to.is_some() {
            self.stays(path, transition);
        }
    }

    /// A step that stays where it is would happen by itself again and again, and there is nothing that an approval would let
    /// through.
    fn stays(&mut self, path: &[&str], transition: &Transition) {
        let keys = [("after", transition.after.is_some()), ("approval", transition.approval.is_some())];
        for (key, _) in keys.into_iter().filter(|(_, is_there)| *is_there) {
            self.fault(
                &[path, &[key]].concat(),
                &format!("停在原状态的转换不能有 `{key}`"),
                &format!("a transition that stays where it is has no `{key}`"),
            );
        }
    }

    fn asked(&mut self, path: &[&str], transition: &Transition) {
        for (key, fields) in [("requires", &transition.requires), ("asks", &transition.asks)] {
            for id in fields {
                let path = [path, &[key, id.as_str()]].concat();
                let Some(field) = self.field(&path, id) else { continue };
                if field.derived || field.retired {
                    self.fault(
                        &path,
                        &format!("字段 `{id}` 由系统填写或已停用，不能要求人填写"),
                        &format!("nobody fills the field `{id}`: it is derived or retired"),
                    );
                }
            }
        }
        for id in transition.asks.iter().filter(|id| transition.requires.contains(id)) {
            let path = [path, &["asks", id.as_str()]].concat();
            self.fault(&path, &format!("`{id}` 已在 requires 中"), &format!("`{id}` is in `requires` already"));
        }
    }

    fn doers(&mut self, path: &[&str], transition: &Transition) {
        let by = [path, &["by"]].concat();
        self.holders(&by, &transition.by);
        self.parties(&[path, &["not_same_as"]].concat(), &transition.not_same_as);
        if transition.by.is_empty() && transition.after.is_none() {
            self.fault(path, "没有人能做此转换：须有 `by` 或 `after`", "nobody can do it: it needs `by` or `after`");
        } else if transition.by.is_empty() && transition.approval.is_some() {
            self.fault(path, "没有人能提请审批：须有 `by`", "nobody can ask for its approval: it needs `by`");
        }
        self.somebody(&by, &transition.by, &transition.not_same_as);
    }

    /// The day on which it happens by itself stands in a date field; what an answer brings about asks for nothing more.
    fn day(&mut self, path: &[&str], transition: &Transition) {
        let asks = transition.approval.is_some()
            || !transition.requires.is_empty()
            || matches!(transition.comment, CommentNeed::Public | CommentNeed::Internal);
        if transition.after == Some(After::Answer) && asks {
            self.fault(
                &[path, &["after", "answer"]].concat(),
                "随客户答复自动进行的转换不能再要求审批、字段或说明",
                "what happens by a customer's answer asks for no approval, no field and no comment",
            );
        }
        let day = match &transition.after {
            Some(After::Day(field)) => Some(("day", field)),
            Some(After::DayAfter(field)) => Some(("day_after", field)),
            _ => None,
        };
        if let Some((key, field)) = day {
            self.typed(&[path, &["after", key]].concat(), field, &["date"]);
        }
    }

    fn set(&mut self, path: &[&str], id: &FieldId, set: &SetTo) {
        match set {
            SetTo::Actor | SetTo::ActorDepartment => self.typed(path, id, &["reference"]),
            SetTo::Now => self.typed(path, id, &["timestamp"]),
            SetTo::Today => self.typed(path, id, &["date"]),
            SetTo::Next => self.typed(path, id, &["integer"]),
            SetTo::Empty | SetTo::Value(_) => {
                if let Some(field) = self.field(path, id)
                    && field.required
                    && *set == SetTo::Empty
                {
                    self.fault(
                        path,
                        &format!("必填字段 `{id}` 不能清空"),
                        &format!("the field `{id}` is required: it can't be emptied"),
                    );
                }
                None
            }
            SetTo::Field(from) => {
                let target = self.field(path, id);
                let source = self.field(&[path, &["field"]].concat(), from);
                if let (Some(source), Some(target)) = (source, target)
                    && !holds(&source.kind, &target.kind)
                {
                    self.fault(
                        path,
                        &format!("字段 `{from}` 的值放不进 `{id}`"),
                        &format!("what `{from}` holds doesn't fit `{id}`"),
                    );
                }
                None
            }
        };
    }
}

/// Whether a value of kind `source` can be put into a field of kind `target`.
pub(super) fn holds(source: &FieldKind, target: &FieldKind) -> bool {
    match (source, target) {
        (FieldKind::Text { .. }, FieldKind::LongText { .. }) => true,
        (FieldKind::Choice { options: from }, FieldKind::Choice { options: into }) => {
            from.keys().all(|option| into.contains_key(option))
        }
        (FieldKind::Reference { to: from }, FieldKind::Reference { to: into }) => {
            from.iter().any(|id| into.contains(id))
        }
        _ => source.word() == target.word(),
    }
}

/// The states that a record can come to from its first.
fn reached(process: &Process) -> BTreeSet<StateId> {
    let mut reached: BTreeSet<StateId> = process.states.keys().take(1).cloned().collect();
    reached.extend(process.converts.iter().map(|conversion| conversion.end.clone()));
    reached.extend(process.merges.iter().map(|merging| merging.end.clone()));
    grow(&mut reached, || process.transitions.values().filter(|step| happens(step)).flat_map(Transition::edges));
    reached
}

/// The states from which a record can come to an end.
fn ending(process: &Process) -> BTreeSet<StateId> {
    let mut ending: BTreeSet<StateId> =
        process.states.values().filter(|state| state.kind.is_end()).map(|state| state.id.clone()).collect();
    grow(&mut ending, || {
        process
            .transitions
            .values()
            .filter(|step| happens(step))
            .flat_map(Transition::edges)
            .map(|(from, to)| (to, from))
    });
    ending
}

fn happens(transition: &Transition) -> bool {
    !transition.by.is_empty() || transition.after.is_some()
}

impl Holder {
    /// As it stands in TOML.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Role(role) => role.to_string(),
            Self::Field(field) => format!("@{field}"),
        }
    }
}
