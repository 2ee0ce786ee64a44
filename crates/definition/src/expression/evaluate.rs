//! Whether an expression holds, in three truths, just as the databases say it.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::order::{self, Precision};
use super::{Facts, Node, Order, Path, TextOperator, Truth};
use crate::Value;

/// Whether `node` holds. A part that is no truth, or reads something absent, is unknown.
#[must_use]
pub fn evaluate(node: &Node, facts: &dyn Facts) -> Truth {
    match node {
        Node::Literal(value) => truth(Some(value)),
        Node::Path(path) => truth(facts.value(path).as_ref()),
        Node::Not(inner) => evaluate(inner, facts).negated(),
        Node::IsTrue(inner) => evaluate(inner, facts).holds().into(),
        Node::All(parts) => all(parts, facts),
        Node::Any(parts) => any(parts.iter().map(|part| evaluate(part, facts))),
        Node::Has(path) => facts.value(path).is_some().into(),
        Node::Compare { operator, order, left, right } => {
            let (Some(first), Some(second)) = (operand(left, facts), operand(right, facts)) else {
                return Truth::Unknown;
            };
            let ordering = order::compare(*order, &first, &second, precision(left, right));
            ordering.map_or(Truth::Unknown, |ordering| operator.holds(ordering).into())
        }
        Node::In { item, list } => contained(item, list, facts),
        Node::Text { operator, subject, argument } => {
            let (Some(Value::Text(subject)), Some(Value::Text(argument))) =
                (operand(subject, facts), operand(argument, facts))
            else {
                return Truth::Unknown;
            };
            match operator {
                TextOperator::Contains => subject.contains(&argument),
                TextOperator::StartsWith => subject.starts_with(&argument),
                TextOperator::EndsWith => subject.ends_with(&argument),
            }
            .into()
        }
        Node::List(_) | Node::Shift { .. } | Node::Midnight(_) | Node::Unknown => Truth::Unknown,
    }
}

fn truth(value: Option<&Value>) -> Truth {
    value.and_then(Value::as_bool).map_or(Truth::Unknown, Truth::from)
}

fn all(parts: &[Node], facts: &dyn Facts) -> Truth {
    any(parts.iter().map(|part| evaluate(part, facts).negated())).negated()
}

fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut sum = Truth::False;
    for truth in truths {
        match truth {
            Truth::True => return Truth::True,
            Truth::Unknown => sum = Truth::Unknown,
            Truth::False => {}
        }
    }
    sum
}

fn contained(item: &Node, list: &Node, facts: &dyn Facts) -> Truth {
    let Some(item) = operand(item, facts) else {
        return Truth::Unknown;
    };
    let equals = |other: Option<Value>| {
        let ordering = other.and_then(|other| order::compare(Order::Plain, &item, &other, Precision::Microsecond));
        ordering.map_or(Truth::Unknown, |ordering| ordering.is_eq().into())
    };
    match list {
        Node::List(entries) => any(entries.iter().map(|entry| equals(operand(entry, facts)))),
        Node::Path(path) => match facts.value(path) {
            Some(Value::List(entries)) => any(entries.into_iter().map(|entry| equals(Some(entry)))),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// Timestamp fields are kept to the second: beside one, the other side is read to the second too.
fn precision(left: &Node, right: &Node) -> Precision {
    let is_field = |node: &Node| matches!(node, Node::Path(Path::Field(_)));
    if is_field(left) || is_field(right) { Precision::Second } else { Precision::Microsecond }
}

/// The value of a part that is no truth; none when it is absent.
pub(super) fn operand(node: &Node, facts: &dyn Facts) -> Option<Value> {
    match node {
        Node::Literal(value) => Some(value.clone()),
        Node::Path(path) => facts.value(path),
        Node::Shift { base, minutes } => operand(base, facts).and_then(|value| shifted(&value, *minutes)),
        Node::Midnight(day) => operand(day, facts).and_then(|day| facts.midnight(day.as_text()?)),
        _ => None,
    }
}

/// An instant or day moved; none when that is beyond all calendars.
fn shifted(value: &Value, minutes: i64) -> Option<Value> {
    let text = value.as_text()?;
    if let Ok(day) = text.parse::<Date>()
        && text.len() <= "2026-11-22".len()
    {
        return Some(day.checked_add((minutes / 1440).days()).ok()?.to_string().into());
    }
    let instant = text.parse::<Timestamp>().ok()?;
    Some(instant.checked_add(minutes.minutes()).ok()?.to_string().into())
}
