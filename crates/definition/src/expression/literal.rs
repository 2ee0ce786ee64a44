//! Fixed values: read as what they are compared with.

use jiff::{Timestamp, civil::Date};

use super::schema::{Schema, Type};
use super::{Fault, Node};

/// The most digits of a decimal that both databases tell apart.
const MAX_DIGITS: usize = 15;

/// A fixed value as written.
pub(super) enum Literal {
    Truth(bool),
    Integer(i64),
    Decimal(String),
    Text(String),
}

/// `literal` read as a `kind`.
pub(super) fn coerce(literal: &Literal, kind: &Type, schema: &Schema) -> Result<Node, Fault> {
    match (literal, kind) {
        (Literal::Truth(truth), Type::Truth) => Ok(Node::truth(*truth)),
        (Literal::Integer(int), Type::Integer) => Ok(Node::Literal((*int).into())),
        (Literal::Integer(int), Type::Decimal) => decimal(&int.to_string()),
        (Literal::Decimal(text) | Literal::Text(text), Type::Decimal) => decimal(text),
        (Literal::Text(text), Type::Text) => Ok(Node::Literal(text.as_str().into())),
        (Literal::Text(text), Type::Word(words)) => word(text, words),
        (Literal::Text(text), Type::Reference) => reference(text, schema),
        (Literal::Text(text), Type::Day) => day(text),
        (Literal::Text(text), Type::Instant) => instant(text),
        _ => {
            let (zh, en) = kind.name();
            Err(Fault::new(format!("此处应为{zh}"), format!("{en} must stand here")))
        }
    }
}

fn word(text: &str, words: &[String]) -> Result<Node, Fault> {
    if words.is_empty() || words.iter().any(|word| word == text) {
        return Ok(Node::Literal(text.into()));
    }
    Err(Fault::unknown("取值", "value", text, words.iter().map(String::as_str)))
}

/// An identity, or the number of a record that whoever asks may name.
fn reference(text: &str, schema: &Schema) -> Result<Node, Fault> {
    let named = || schema.numbers.as_ref().and_then(|numbers| numbers.get(text)).copied();
    let id = uuid::Uuid::parse_str(text).ok().or_else(named).ok_or_else(|| match schema.numbers {
        Some(_) => {
            Fault::new(format!("没有编号或标识为 `{text}` 的记录"), format!("no record has the number or id `{text}`"))
        }
        None => Fault::new(format!("`{text}` 不是记录的标识（UUID）"), format!("`{text}` is no record's id (a UUID)")),
    })?;
    Ok(Node::Literal(id.hyphenated().to_string().into()))
}

fn decimal(text: &str) -> Result<Node, Fault> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if super::compare_decimals(text, "0").is_none() || digits > MAX_DIGITS {
        return Err(Fault::new(
            format!("`{text}` 不是至多 {MAX_DIGITS} 位的小数"),
            format!("`{text}` is no decimal of at most {MAX_DIGITS} digits"),
        ));
    }
    Ok(Node::Literal(text.into()))
}

fn day(text: &str) -> Result<Node, Fault> {
    match text.parse::<Date>() {
        Ok(day) if text.len() == "2026-11-22".len() => Ok(Node::Literal(day.to_string().into())),
        _ => Err(Fault::new(
            format!("`{text}` 不是日期，写作 2026-11-22"),
            format!("`{text}` is no day: write 2026-11-22"),
        )),
    }
}

/// An instant; a day stands for the moment at which it begins.
fn instant(text: &str) -> Result<Node, Fault> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(Node::Literal(instant.to_string().into()));
    }
    day(text).map(|day| Node::Midnight(Box::new(day))).map_err(|_| {
        Fault::new(
            format!("`{text}` 不是时间，写作 2026-11-22T08:00:00Z 或 2026-11-22"),
            format!("`{text}` is no instant: write 2026-11-22T08:00:00Z or 2026-11-22"),
        )
    })
}
