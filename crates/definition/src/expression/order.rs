//! How values compare: decimals by size, instants by time.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::Order;
use crate::Value;

/// In which order two values stand; none when they can't be compared.
pub(super) fn compare(order: Order, left: &Value, right: &Value, precision: Precision) -> Option<Ordering> {
    match order {
        Order::Plain => match (left, right) {
            (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
            (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
            (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
            _ => None,
        },
        Order::Decimal => compare_decimals(&decimal_text(left)?, &decimal_text(right)?),
        Order::Instant => Some(precision.of(left)?.cmp(&precision.of(right)?)),
    }
}

/// How exactly instants are compared.
#[derive(Clone, Copy)]
pub(super) enum Precision {
    Second,
    Microsecond,
}

impl Precision {
    fn of(self, value: &Value) -> Option<i64> {
        let micros = instant_micros(value.as_text()?)?;
        Some(match self {
            Self::Second => micros.div_euclid(1_000_000),
            Self::Microsecond => micros,
        })
    }
}

/// Microseconds since 1970 of an RFC 3339 text.
#[must_use]
pub fn instant_micros(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond)
}

fn decimal_text(value: &Value) -> Option<String> {
    match value {
        Value::Int(int) => Some(int.to_string()),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// In which order two decimals stand, whatever their number of digits; none when one of them is no decimal.
#[must_use]
pub fn compare_decimals(left: &str, right: &str) -> Option<Ordering> {
    let left = Decimal::parse(left)?;
    let right = Decimal::parse(right)?;
    Some(match (left.negative, right.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => left.magnitude(&right),
        (true, true) => right.magnitude(&left),
    })
}

/// The digits of a decimal without the zeros that say nothing.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Some(Self { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction })
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        let whole = self.whole.len().cmp(&other.whole.len()).then_with(|| self.whole.cmp(other.whole));
        whole.then_with(|| self.fraction.cmp(other.fraction))
    }
}
