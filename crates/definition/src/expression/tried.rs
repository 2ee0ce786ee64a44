//! Whether a condition can hold at all, and whether one of several always does: tried out on what the things that they read can be.
//! What can't be tried (parts of texts, moments, one field beside another) counts in favour of whatever is looked for.

use std::collections::BTreeMap;

use super::{Comparison, Facts, Node, Order, Path, evaluate};
use crate::Value;

/// The most records that are tried; what needs more is taken to be possible.
const MOST: usize = 4_096;
/// A text and a number that nobody compares anything with.
const OTHER: (&str, &str) = ("\u{1f}", "987654321.987");

/// What the things can be that expressions read.
pub trait Ranges {
    /// The values that something can have; none: any of its type. No value at all: it is never filled.
    fn values(&self, path: &Path) -> Option<Vec<Value>>;
    /// Whether it can be absent.
    fn may_lack(&self, path: &Path) -> bool;
}

/// Whether there can be a record for which `node` holds.
#[must_use]
pub fn can_hold(node: &Node, ranges: &dyn Ranges) -> bool {
    let node = settled(node, true, ranges);
    finds(&[&node], ranges, &|facts| evaluate(&node, facts).holds())
}

/// Whether there can be a record for which none of `nodes` holds.
#[must_use]
pub fn can_all_fail<'n>(nodes: impl IntoIterator<Item = &'n Node>, ranges: &dyn Ranges) -> bool {
    let nodes: Vec<Node> = nodes.into_iter().map(|node| settled(node, false, ranges)).collect();
    let fail = |facts: &dyn Facts| !nodes.iter().any(|node| evaluate(node, facts).holds());
    finds(&nodes.iter().collect::<Vec<_>>(), ranges, &fail)
}

/// `node` with what can't be tried as `truth`, and the contrary where it is denied; what reads something never filled is unknown.
fn settled(node: &Node, truth: bool, ranges: &dyn Ranges) -> Node {
    let each = |parts: &[Node]| parts.iter().map(|part| settled(part, truth, ranges)).collect();
    let is_never_filled = |id: &crate::FieldId| ranges.values(&Path::Field(id.clone())).is_some_and(|it| it.is_empty());
    match node {
        Node::Not(inner) => Node::Not(Box::new(settled(inner, !truth, ranges))),
        Node::IsTrue(inner) => Node::IsTrue(Box::new(settled(inner, truth, ranges))),
        Node::All(parts) => Node::All(each(parts)),
        Node::Any(parts) => Node::Any(each(parts)),
        part if is_tried(part) => part.clone(),
        part if part.fields().into_iter().any(is_never_filled) => Node::Unknown,
        _ => Node::truth(truth),
    }
}

/// Whether a part is about one thing and fixed values of which it is enough to try some.
fn is_tried(part: &Node) -> bool {
    match part {
        Node::Literal(_) | Node::Has(_) | Node::Path(_) | Node::Unknown => true,
        Node::Compare { operator, order, left, right } => sides(left, right).is_some_and(|(_, value)| match order {
            Order::Plain => is_equality(*operator) || matches!(value, Value::Int(_)),
            Order::Decimal => is_equality(*operator),
            Order::Instant => false,
        }),
        Node::In { item, list } => matches!((&**item, &**list), (Node::Path(_), Node::List(_))),
        _ => false,
    }
}

const fn is_equality(operator: Comparison) -> bool {
    matches!(operator, Comparison::Equal | Comparison::NotEqual)
}

/// What is compared with a fixed value.
fn sides<'n>(left: &'n Node, right: &'n Node) -> Option<(&'n Path, &'n Value)> {
    match (left, right) {
        (Node::Path(path), Node::Literal(value)) | (Node::Literal(value), Node::Path(path)) => Some((path, value)),
        _ => None,
    }
}

/// Whether one of the records that are tried `fits`.
fn finds(nodes: &[&Node], ranges: &dyn Ranges, fits: &dyn Fn(&dyn Facts) -> bool) -> bool {
    let mut named = BTreeMap::new();
    nodes.iter().for_each(|node| gather(node, &mut named));
    let mut record = Tried(BTreeMap::new());
    let domains: Vec<(Path, Vec<Option<Value>>)> =
        named.into_iter().map(|(path, values)| (path.clone(), domain(&path, values, ranges))).collect();
    let count = domains.iter().try_fold(1_usize, |all, (_, values)| all.checked_mul(values.len()));
    let Some(count) = count.filter(|count| *count <= MOST) else { return true };
    (0..count).any(|mut at| {
        for (path, values) in &domains {
            record.0.insert(path.clone(), values[at % values.len()].clone());
            at /= values.len();
        }
        fits(&record)
    })
}

/// What something is tried as: each value that makes a difference, one that makes none, and its absence.
fn domain(path: &Path, named: Vec<Value>, ranges: &dyn Ranges) -> Vec<Option<Value>> {
    let values = match ranges.values(path) {
        Some(values) => {
            let (known, others): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| named.contains(value));
            known.into_iter().chain(others.into_iter().take(1)).collect()
        }
        None => named,
    };
    let mut domain: Vec<Option<Value>> = values.into_iter().map(Some).collect();
    if domain.is_empty() || ranges.may_lack(path) {
        domain.push(None);
    }
    domain
}

/// The values that the parts which are tried name, by what they are compared with; of what is only asked for, some value.
fn gather(node: &Node, named: &mut BTreeMap<Path, Vec<Value>>) {
    let mut note = |path: &Path, values: Vec<Value>| {
        let known = named.entry(path.clone()).or_default();
        known.extend(values.into_iter().filter(|value| !known.contains(value)).collect::<Vec<_>>());
    };
    match node {
        Node::Not(inner) | Node::IsTrue(inner) => gather(inner, named),
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| gather(part, named)),
        Node::Path(path) => note(path, vec![Value::Bool(true), Value::Bool(false)]),
        Node::Has(path) => note(path, vec![Value::from(OTHER.0)]),
        Node::Compare { order, left, right, .. } => {
            if let Some((path, value)) = sides(left, right) {
                note(path, beside(value, *order));
            }
        }
        Node::In { item, list } => {
            if let (Node::Path(path), Node::List(entries)) = (&**item, &**list) {
                let entries = entries.iter().filter_map(|entry| match entry {
                    Node::Literal(value) => Some(value.clone()),
                    _ => None,
                });
                let entries: Vec<Value> = entries.collect();
                let others = entries.iter().flat_map(|value| beside(value, Order::Plain)).collect();
                note(path, others);
            }
        }
        _ => {}
    }
}

/// A value, and those that tell of it and its neighbours apart.
fn beside(value: &Value, order: Order) -> Vec<Value> {
    match (value, order) {
        (Value::Int(int), _) => vec![value.clone(), int.saturating_sub(1).into(), int.saturating_add(1).into()],
        (Value::Bool(truth), _) => vec![value.clone(), Value::Bool(!truth)],
        (_, Order::Decimal) => vec![value.clone(), Value::from(OTHER.1)],
        _ => vec![value.clone(), Value::from(OTHER.0)],
    }
}

/// A record that is tried.
struct Tried(BTreeMap<Path, Option<Value>>);

impl Facts for Tried {
    fn value(&self, path: &Path) -> Option<Value> {
        self.0.get(path).cloned().flatten()
    }

    fn midnight(&self, _: &str) -> Option<Value> {
        None
    }
}
