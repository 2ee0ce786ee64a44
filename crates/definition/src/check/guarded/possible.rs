//! What can be true of a record of which the state is known and nothing else.

use crate::expression::{Facts, Node, Path, RecordPath, Truth, evaluate};
use crate::{Grant, StateId, Value};

/// Whether a grant can hold for some record in the state, whatever else there is to the record.
pub(super) fn may_hold(grant: &Grant, state: &StateId) -> bool {
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
