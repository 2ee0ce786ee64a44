//! Conditions of steps: whether they can hold at all, by what fields can be and in which states a step starts.

use crate::expression::{Expression, Path, Ranges, RecordPath, at_best, can_hold};
use crate::{Derivation, Field, FieldKind, Process, StateId, Transition, Value};

use super::Check;

impl Check<'_> {
    /// A step whose condition never holds is none: nobody could do it.
    pub(super) fn condition(&mut self, path: &[&str], step: &Transition) {
        let process = self.process;
        let Some(when) = step.when.as_ref() else { return };
        let records = Records { process, from: &step.from, are_new: false };
        if can_hold(&when.root, &records) {
            return;
        }
        let path = [path, &["when"]].concat();
        let (zh, en) = match culprit(when, &records) {
            Some(field) => {
                let (id, label) = (&field.id, &field.label);
                match is_never_filled(process, field) {
                    true => (
                        format!("：字段“{}”（`{id}`）已停用，不会再有值", label.zh),
                        format!(": the field “{}” (`{id}`) is retired and never filled", label.en),
                    ),
                    false => (
                        format!("：“{}”（`{id}`）没有能满足它的值", label.zh),
                        format!(": “{}” (`{id}`) has no value that would do", label.en),
                    ),
                }
            }
            None => (String::new(), String::new()),
        };
        self.fault(&path, &format!("条件永远不会成立{zh}"), &format!("the condition can never hold{en}"));
    }
}

/// The field on which it lies that a condition never holds.
fn culprit<'p>(when: &Expression, records: &Records<'p>) -> Option<&'p Field> {
    let fields = when.root.fields().into_iter().filter_map(|id| records.process.fields.get(id));
    fields.into_iter().find(|field| can_hold(&at_best(&when.root, |id| *id == field.id), records))
}

/// The records of a process that stand in one of `from`.
pub(crate) struct Records<'p> {
    process: &'p Process,
    from: &'p [StateId],
    /// Opened under this definition: what is required is filled.
    are_new: bool,
}

impl<'p> Records<'p> {
    /// Those that are opened under the definition of `process` and stand in `state`.
    pub(crate) const fn opened(process: &'p Process, state: &'p StateId) -> Self {
        Self { process, from: std::slice::from_ref(state), are_new: true }
    }
}

impl Ranges for Records<'_> {
    fn values(&self, path: &Path) -> Option<Vec<Value>> {
        match path {
            Path::Field(id) => {
                let field = self.process.fields.get(id)?;
                match &field.kind {
                    _ if is_never_filled(self.process, field) => Some(Vec::new()),
                    FieldKind::Choice { options } => Some(options.keys().map(|id| Value::from(id.as_str())).collect()),
                    FieldKind::Boolean => Some(vec![Value::Bool(true), Value::Bool(false)]),
                    _ => None,
                }
            }
            Path::Record(RecordPath::State) => {
                let renamed = self.process.renamed_states.iter().filter(|(_, now)| self.from.contains(now));
                let names = self.from.iter().chain(renamed.map(|(before, _)| before));
                Some(names.map(|state| Value::from(state.as_str())).collect())
            }
            _ => None,
        }
    }

    fn may_lack(&self, path: &Path) -> bool {
        match path {
            Path::Field(id) => {
                let is_filled = |field: &Field| self.are_new && field.required && !field.retired;
                !self.process.fields.get(id).is_some_and(is_filled)
            }
            Path::Record(
                RecordPath::Id
                | RecordPath::Process
                | RecordPath::Number
                | RecordPath::State
                | RecordPath::IsOpen
                | RecordPath::IsVoid
                | RecordPath::OpenedAt
                | RecordPath::OpenedBy
                | RecordPath::UpdatedAt,
            ) => false,
            _ => true,
        }
    }
}

/// Whether nothing fills the field any more: neither a person, nor a step, nor what another brings.
fn is_never_filled(process: &Process, field: &Field) -> bool {
    let sets = |step: &Transition| step.sets.iter().any(|(set, _)| *set == field.id);
    let brings = |derivation: &Derivation| match derivation {
        Derivation::Priority { to, .. }
        | Derivation::Copied { to, .. }
        | Derivation::Answers { to, .. }
        | Derivation::Holidays { to, .. } => *to == field.id,
        // What is counted is derived.
        Derivation::Counted(_) => false,
    };
    field.retired
        && !field.derived
        && !process.transitions.values().any(sets)
        && !process.derivations.iter().any(brings)
}
