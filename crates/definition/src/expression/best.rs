//! An expression as it is at best, while some fields may yet be filled with anything: what a condition comes to before the form
//! is filled in that it reads.

use super::Node;
use crate::FieldId;

/// `node`, each part of which that reads an open field says what helps the whole most. Where it does not hold, no values of
/// those fields make `node` hold.
#[must_use]
pub fn at_best(node: &Node, is_open: impl Fn(&FieldId) -> bool) -> Node {
    granted(node, true, &is_open)
}

/// With every part that reads an open field as `truth`, and the contrary where the part is denied.
fn granted(node: &Node, truth: bool, is_open: &dyn Fn(&FieldId) -> bool) -> Node {
    let each = |parts: &[Node]| parts.iter().map(|part| granted(part, truth, is_open)).collect::<Vec<_>>();
    match node {
        Node::Not(inner) => Node::Not(Box::new(granted(inner, !truth, is_open))),
        Node::IsTrue(inner) => Node::IsTrue(Box::new(granted(inner, truth, is_open))),
        Node::All(parts) => Node::All(each(parts)),
        Node::Any(parts) => Node::Any(each(parts)),
        part if part.fields().into_iter().any(is_open) => Node::truth(truth),
        part => part.clone(),
    }
}
