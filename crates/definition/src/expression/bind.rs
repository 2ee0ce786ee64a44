//! An expression made independent of who asks and when: what names the actor or the moment becomes a fixed value, so
//! that the rest speaks of the record alone and can be lowered to SQL.

use super::evaluate::{evaluate, operand};
use super::{Comparison, Facts, Node, Path, Truth};
use crate::Value;

/// `node` with everything fixed that `facts` says of actor and moment, and all that then is fixed worked out.
/// What depends on something that the actor does not have becomes [`Node::Unknown`].
#[must_use]
pub fn bind(node: &Node, facts: &dyn Facts) -> Node {
    match node {
        Node::Not(inner) => negated(bind(inner, facts)),
        Node::IsTrue(inner) => definite(bind(inner, facts)),
        Node::All(parts) => all(parts.iter().map(|part| bind(part, facts))),
        Node::Any(parts) => any(parts.iter().map(|part| bind(part, facts))),
        Node::Has(path) if is_fixed(path) => Node::truth(facts.value(path).is_some()),
        Node::Path(path) if is_fixed(path) => value(facts.value(path)),
        Node::Shift { .. } | Node::Midnight(_) if reads_no_record(node) => value(operand(node, facts)),
        Node::Shift { base, minutes } => Node::Shift { base: Box::new(bind(base, facts)), minutes: *minutes },
        Node::Compare { operator, order, left, right } => plain(settled(
            [left, right],
            |left, right| Node::Compare { operator: *operator, order: *order, left, right },
            facts,
        )),
        Node::In { item, list } => settled([item, list], |item, list| Node::In { item, list }, facts),
        Node::Text { operator, subject, argument } => settled(
            [subject, argument],
            |subject, argument| Node::Text { operator: *operator, subject, argument },
            facts,
        ),
        Node::List(entries) => Node::List(entries.iter().map(|entry| bind(entry, facts)).collect()),
        Node::Literal(_) | Node::Path(_) | Node::Has(_) | Node::Midnight(_) | Node::Unknown => node.clone(),
    }
}

/// All of `parts`; what is settled is left out.
pub(super) fn all(parts: impl Iterator<Item = Node>) -> Node {
    match joined(parts, Truth::True) {
        Ok(mut parts) if parts.len() == 1 => parts.remove(0),
        Ok(parts) if parts.is_empty() => Node::truth(true),
        Ok(parts) => Node::All(parts),
        Err(settled) => settled,
    }
}

/// Any of `parts`; what is settled is left out.
pub(super) fn any(parts: impl Iterator<Item = Node>) -> Node {
    match joined(parts, Truth::False) {
        Ok(mut parts) if parts.len() == 1 => parts.remove(0),
        Ok(parts) if parts.is_empty() => Node::truth(false),
        Ok(parts) => Node::Any(parts),
        Err(settled) => settled,
    }
}

/// The parts that matter, `neutral` ones left out; the truth itself when one part settles the whole.
fn joined(parts: impl Iterator<Item = Node>, neutral: Truth) -> Result<Vec<Node>, Node> {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Node::Literal(Value::Bool(truth)) if Truth::from(truth) == neutral => {}
            Node::Literal(Value::Bool(_)) => return Err(part),
            part => kept.push(part),
        }
    }
    Ok(kept)
}

/// `a == true` is `a`, and so on: a truth has one form, by which indexes know it. Where `a` is absent, neither can be said.
fn plain(node: Node) -> Node {
    let Node::Compare { operator, left, right, .. } = &node else { return node };
    let (path, wanted) = match (&**left, &**right) {
        (path @ Node::Path(_), Node::Literal(Value::Bool(truth)))
        | (Node::Literal(Value::Bool(truth)), path @ Node::Path(_)) => (path.clone(), *truth),
        _ => return node,
    };
    match operator {
        Comparison::Equal if wanted => path,
        Comparison::NotEqual if !wanted => path,
        Comparison::Equal | Comparison::NotEqual => negated(path),
        Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual => node,
    }
}

fn negated(node: Node) -> Node {
    match node {
        Node::Literal(Value::Bool(truth)) => Node::truth(!truth),
        Node::Unknown => Node::Unknown,
        Node::Not(inner) => *inner,
        node => Node::Not(Box::new(node)),
    }
}

fn definite(node: Node) -> Node {
    match node {
        Node::Literal(Value::Bool(_)) | Node::IsTrue(_) => node,
        Node::Unknown => Node::truth(false),
        node => Node::IsTrue(Box::new(node)),
    }
}

/// A part made of two values: unknown when one of them is, worked out when both are fixed.
fn settled(sides: [&Node; 2], make: impl FnOnce(Box<Node>, Box<Node>) -> Node, facts: &dyn Facts) -> Node {
    let [left, right] = sides.map(|side| bind(side, facts));
    if left == Node::Unknown || right == Node::Unknown {
        return Node::Unknown;
    }
    let fixed = is_value(&left) && is_value(&right);
    let node = make(Box::new(left), Box::new(right));
    if !fixed {
        return node;
    }
    match evaluate(&node, facts) {
        Truth::Unknown => Node::Unknown,
        truth => Node::truth(truth.holds()),
    }
}

fn value(value: Option<Value>) -> Node {
    match value {
        None => Node::Unknown,
        Some(Value::List(entries)) => Node::List(entries.into_iter().map(Node::Literal).collect()),
        Some(value) => Node::Literal(value),
    }
}

fn is_value(node: &Node) -> bool {
    match node {
        Node::Literal(_) => true,
        Node::List(entries) => entries.iter().all(is_value),
        _ => false,
    }
}

const fn is_fixed(path: &Path) -> bool {
    matches!(path, Path::Actor(_) | Path::Now | Path::Today)
}

fn reads_no_record(node: &Node) -> bool {
    match node {
        Node::Literal(_) => true,
        Node::Path(path) => is_fixed(path),
        Node::Shift { base, .. } | Node::Midnight(base) => reads_no_record(base),
        _ => false,
    }
}
