//! A stored value: the closed set of shapes that a field's content can take, in memory, in JSON and in the history.
//!
//! Dates, timestamps, decimals and references are texts in one canonical form (`2026-11-22`, `2026-11-22T07:30:00Z`,
//! `12.50`, a hyphenated UUID); the field's kind says which. There are no floats and no null: an empty field is absent.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::FieldKind;

/// The longest text that the side index keeps, in characters; longer ones are found by their beginning.
pub const INDEX_TEXT_MAX: usize = 128;

/// The digits of a decimal before and after its point.
pub const DECIMAL_DIGITS: (usize, usize) = (18, 9);

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text, or what the field's kind writes as one.
    Text(String),
    /// A table's rows, or several references.
    List(Vec<Value>),
    /// A table's row, by column id.
    Row(BTreeMap<String, Value>),
}

/// By hand, since serde tries the shapes of an untagged enum one after the other: a list of records takes half as long again.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shapes)
    }
}

/// Takes each shape that a value can have.
struct Shapes;

impl<'de> Visitor<'de> for Shapes {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a truth, a whole number of 64 bits, a text, a list or a row")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, int: i64) -> Result<Value, E> {
        Ok(Value::Int(int))
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<Value, E> {
        i64::try_from(int).map(Value::Int).map_err(|_| E::invalid_value(Unexpected::Unsigned(int), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut columns: A) -> Result<Value, A::Error> {
        let mut row = BTreeMap::new();
        while let Some((column, value)) = columns.next_entry()? {
            row.insert(column, value);
        }
        Ok(Value::Row(row))
    }
}

impl Value {
    /// The text inside, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number inside, if it is one.
    #[must_use]
    pub const fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// The truth inside, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The rows inside; none if it is no list.
    #[must_use]
    pub fn rows(&self) -> &[Self] {
        match self {
            Self::List(rows) => rows,
            _ => &[],
        }
    }

    /// The cells of the row, if it is one.
    #[must_use]
    pub fn cells(&self) -> Option<impl Iterator<Item = &Self>> {
        match self {
            Self::Row(columns) => Some(columns.values()),
            _ => None,
        }
    }

    /// A column of the row, if it is a row that has it.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<&Self> {
        match self {
            Self::Row(columns) => columns.get(id),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

/// The text by which the side index holds `value` of a field of `kind`: texts compare as the values do. None for what
/// has no order of its own (tables) or does not fit the kind.
#[must_use]
pub fn index_text(kind: &FieldKind, value: &Value) -> Option<String> {
    match (kind, value) {
        (FieldKind::Integer { .. }, Value::Int(int)) => {
            Some(format!("{:020}", i128::from(*int) - i128::from(i64::MIN)))
        }
        (FieldKind::Boolean, Value::Bool(truth)) => Some(if *truth { "1" } else { "0" }.to_owned()),
        (FieldKind::Decimal, Value::Text(text)) => index_decimal(text),
        (FieldKind::Timestamp, Value::Text(text)) => {
            text.parse::<jiff::Timestamp>().ok().map(|at| at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string())
        }
        (FieldKind::Text { .. } | FieldKind::LongText { .. }, Value::Text(text)) => {
            Some(text.chars().flat_map(char::to_lowercase).take(INDEX_TEXT_MAX).collect())
        }
        (FieldKind::Date | FieldKind::Choice { .. } | FieldKind::Reference { .. }, Value::Text(text)) => {
            Some(text.clone())
        }
        _ => None,
    }
}

/// Sign, digits before the point and digits after it, all of fixed width; a negative one as the complement of nines.
fn index_decimal(text: &str) -> Option<String> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let (before, after) = DECIMAL_DIGITS;
    let whole = whole.trim_start_matches('0');
    if whole.len() > before || part.len() > after {
        return None;
    }
    let padded = format!("{whole:0>before$}{part:0<after$}");
    let zero = padded.bytes().all(|byte| byte == b'0');
    if negative && !zero {
        Some(format!("0{}", padded.bytes().map(|byte| char::from(b'9' - (byte - b'0'))).collect::<String>()))
    } else {
        Some(format!("1{padded}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, index_text};
    use crate::FieldKind;

    fn ascending(kind: &FieldKind, values: &[Value]) {
        let texts: Vec<_> = values.iter().map(|value| index_text(kind, value).unwrap()).collect();
        assert!(texts.is_sorted_by(|a, b| a < b), "{texts:?}");
    }

    #[test]
    fn each_shape_is_read_as_it_was_written() {
        let row = |cell| Value::Row([("n".to_owned(), cell)].into());
        let values = [
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::from("否\n\"no\""),
            Value::List(vec![row(Value::Int(1)), row(Value::List(Vec::new()))]),
        ];
        for value in values {
            assert_eq!(serde_json::from_str::<Value>(&serde_json::to_string(&value).unwrap()).unwrap(), value);
        }
    }

    #[test]
    fn what_is_no_shape_is_refused() {
        for text in ["null", "1.5", "9223372036854775808", "[null]", "{\"a\": 0.1}"] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn integers_keep_their_order() {
        let values = [i64::MIN, -10, -9, -1, 0, 1, 9, 10, i64::MAX].map(Value::from);
        ascending(&FieldKind::Integer { min: None, max: None }, &values);
    }

    #[test]
    fn decimals_keep_their_order() {
        let values =
            ["-100", "-12.50", "-12.5", "-0.1", "0", "0.05", "0.5", "9", "10", "12.500000001"].map(Value::from);
        let texts: Vec<_> = values.iter().map(|value| index_text(&FieldKind::Decimal, value).unwrap()).collect();
        assert!(texts.is_sorted(), "{texts:?}");
        assert_eq!(texts[1], texts[2]);
        assert_eq!(
            index_text(&FieldKind::Decimal, &Value::from("-0.00")),
            index_text(&FieldKind::Decimal, &Value::from("0"))
        );
    }

    #[test]
    fn timestamps_keep_their_order_whatever_their_fraction() {
        ascending(
            &FieldKind::Timestamp,
            &["2026-11-22T07:30:00Z", "2026-11-22T07:30:00.5Z", "2026-11-22T07:30:01Z"].map(Value::from),
        );
    }

    #[test]
    fn text_is_folded_and_cut() {
        let kind = FieldKind::LongText { max: 1000 };
        assert_eq!(index_text(&kind, &Value::from("VPN 断线")).unwrap(), "vpn 断线");
        assert_eq!(index_text(&kind, &Value::from("网".repeat(500))).unwrap().chars().count(), 128);
    }

    #[test]
    fn booleans_are_digits() {
        ascending(&FieldKind::Boolean, &[Value::Bool(false), Value::Bool(true)]);
    }
}
