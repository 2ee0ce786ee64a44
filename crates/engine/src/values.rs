//! One value against its field: kind, limits and references, and the canonical form in which it is stored.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZoneDatabase;
use yuheng_definition::{Action, DECIMAL_DIGITS, Field, FieldId, FieldKind, Format, Label, OptionId, ProcessId, Value};

use crate::blank::is_blank;
use crate::{Context, Fault, FieldFault, RecordId, Snapshot, access};

/// The most rows that a table holds.
pub const TABLE_ROWS_MAX: usize = 500;

/// What an actor can point to: the records that the command names and that the actor may see.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    ctx: &'a Context<'a>,
    snapshot: &'a Snapshot,
}

impl<'a> Sight<'a> {
    pub(crate) const fn new(ctx: &'a Context<'a>, snapshot: &'a Snapshot) -> Self {
        Self { ctx, snapshot }
    }

    /// The record with `id`, if it exists, isn't void and may be seen. Pointing to oneself is always possible.
    pub(crate) fn find(&self, id: RecordId) -> Option<&'a crate::Record> {
        let record = self.snapshot.named.get(&id).filter(|record| record.voided.is_none())?;
        let process = self.ctx.process(&record.process).ok()?;
        let visible = id == self.ctx.actor.id || access::may(self.ctx, process, Some(record), Action::View).is_ok();
        visible.then_some(record)
    }

    /// Whether a customer's contact acts.
    pub(crate) const fn is_of_customer(&self) -> bool {
        self.ctx.actor.customer.is_some()
    }

    /// Whether `id` is whoever acts.
    fn is_actor(&self, id: &str) -> bool {
        self.ctx.actor.id.to_string() == id
    }
}

/// The canonical form of `value` for `field`; none when it is empty.
pub(crate) fn canonical(sight: &Sight, field: &Field, value: &Value) -> Result<Option<Value>, Vec<FieldFault>> {
    if let FieldKind::Table { columns } = &field.kind {
        return rows(sight, &field.id, columns, value);
    }
    one(sight, field, value).map_err(|fault| vec![FieldFault { field: field.id.to_string(), fault }])
}

/// One value, of a field or of a column: what its kind takes, and what it may name.
fn one(sight: &Sight, field: &Field, value: &Value) -> Result<Option<Value>, Fault> {
    let value = cell(sight, &field.kind, value)?;
    let text = value.as_ref().and_then(Value::as_text);
    if field.not_actor && text.is_some_and(|text| sight.is_actor(text)) {
        return Err(Fault::NotActor);
    }
    match (field.format, text) {
        (Some(Format::Zone), Some(name)) if TimeZoneDatabase::bundled().get(name).is_err() => Err(Fault::Content(
            Label::new("没有这个时区，例如 Asia/Shanghai", "there is no such time zone; one is Asia/Shanghai"),
        )),
        (Some(Format::Mail), Some(address)) if !is_mail(address) => Err(Fault::Content(Label::new(
            "不是邮箱地址，例如 wang@example.com",
            "is no address for mail; one is wang@example.com",
        ))),
        _ => Ok(value),
    }
}

/// Whether a text can be an address for mail: something before the one `@`, and after it a name with a dot in it. Whether
/// anybody reads it only a mail can show.
fn is_mail(text: &str) -> bool {
    let Some((who, host)) = text.split_once('@') else { return false };
    let is_label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let has_gap = text.chars().any(|c| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '，' | '；'));
    !who.is_empty() && !has_gap && !host.contains('@') && host.contains('.') && host.split('.').all(is_label)
}

/// One value against a kind: its canonical form; none when it is empty.
pub(crate) fn cell(sight: &Sight, kind: &FieldKind, value: &Value) -> Result<Option<Value>, Fault> {
    match kind {
        FieldKind::Text { max } => line(text_of(value, "text")?, *max),
        FieldKind::LongText { max } => paragraphs(text_of(value, "text")?, *max),
        FieldKind::Integer { min, max } => integer(value, *min, *max).map(Some),
        FieldKind::Decimal => decimal(value).map(Some),
        FieldKind::Boolean => value.as_bool().map(|truth| Some(Value::Bool(truth))).ok_or(Fault::Kind("boolean")),
        FieldKind::Date => date(text_of(value, "date")?).map(Some),
        FieldKind::Timestamp => timestamp(text_of(value, "timestamp")?).map(Some),
        FieldKind::Choice { options } => choice(text_of(value, "choice")?, options).map(Some),
        FieldKind::Reference { to } => reference(sight, text_of(value, "reference")?, to).map(Some),
        FieldKind::Table { .. } => Err(Fault::Kind("text")),
    }
}

fn text_of<'v>(value: &'v Value, kind: &'static str) -> Result<&'v str, Fault> {
    value.as_text().ok_or(Fault::Kind(kind))
}

fn line(text: &str, max: usize) -> Result<Option<Value>, Fault> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() || turns(c)) {
        return Err(Fault::ControlCharacter);
    }
    within(text, max)
}

/// Whether the character changes the direction of what follows, so that one line reads as another (Unicode Standard Annex
/// 9, section 2).
const fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Checks paragraphs of at most `max` characters: line ends and tabs are the only control characters.
pub(crate) fn paragraphs(text: &str, max: usize) -> Result<Option<Value>, Fault> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Fault::ControlCharacter);
    }
    within(text.trim_end(), max)
}

fn within(text: &str, max: usize) -> Result<Option<Value>, Fault> {
    if text.chars().count() > max {
        return Err(Fault::TooLong(max));
    }
    Ok((!is_blank(text)).then(|| Value::from(text)))
}

fn integer(value: &Value, min: Option<i64>, max: Option<i64>) -> Result<Value, Fault> {
    let int = value.as_int().ok_or(Fault::Kind("integer"))?;
    if min.is_some_and(|min| int < min) || max.is_some_and(|max| int > max) {
        return Err(Fault::OutOfBounds(min, max));
    }
    Ok(Value::Int(int))
}

fn decimal(value: &Value) -> Result<Value, Fault> {
    let text = match value {
        Value::Int(int) => int.to_string(),
        Value::Text(text) => text.trim().to_owned(),
        _ => return Err(Fault::Kind("decimal")),
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !part.is_none_or(is_number) {
        return Err(Fault::Kind("decimal"));
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    if whole.len() > DECIMAL_DIGITS.0 || part.is_some_and(|part| part.len() > DECIMAL_DIGITS.1) {
        return Err(Fault::Kind("digits"));
    }
    let zero = whole == "0" && part.is_none_or(|part| part.bytes().all(|byte| byte == b'0'));
    let sign = if zero { "" } else { sign };
    Ok(Value::from(part.map_or_else(|| format!("{sign}{whole}"), |part| format!("{sign}{whole}.{part}"))))
}

fn date(text: &str) -> Result<Value, Fault> {
    let date: Date = text.parse().map_err(|_| Fault::Kind("date"))?;
    // A date with a time would parse too; only the plain day is a date.
    if text.len() != 10 || date.year() < 1 {
        return Err(Fault::Kind("date"));
    }
    Ok(Value::from(date.to_string()))
}

/// Whole seconds, so that the texts of two instants compare as the instants do.
fn timestamp(text: &str) -> Result<Value, Fault> {
    let at: Timestamp = text.parse().map_err(|_| Fault::Kind("timestamp"))?;
    instant(at).ok_or(Fault::Kind("timestamp"))
}

/// The stored form of an instant.
pub(crate) fn instant(at: Timestamp) -> Option<Value> {
    Timestamp::from_second(at.as_second()).ok().map(|at| Value::from(at.to_string()))
}

fn choice(text: &str, options: &indexmap::IndexMap<OptionId, Label>) -> Result<Value, Fault> {
    if options.contains_key(text) {
        return Ok(Value::from(text));
    }
    Err(Fault::NoOption(options.iter().map(|(id, label)| (id.clone(), label.clone())).collect()))
}

fn reference(sight: &Sight, text: &str, to: &[ProcessId]) -> Result<Value, Fault> {
    let id = RecordId(text.parse().map_err(|_| Fault::Kind("reference"))?);
    let record = sight.find(id).ok_or(Fault::NoSuchRecord(id))?;
    if !to.contains(&record.process) {
        return Err(Fault::WrongProcess(to.to_vec()));
    }
    Ok(Value::from(id.to_string()))
}

fn rows(
    sight: &Sight,
    table: &FieldId,
    columns: &indexmap::IndexMap<FieldId, Field>,
    value: &Value,
) -> Result<Option<Value>, Vec<FieldFault>> {
    let whole = |fault| vec![FieldFault { field: table.to_string(), fault }];
    let Value::List(given) = value else { return Err(whole(Fault::Kind("table"))) };
    if given.len() > TABLE_ROWS_MAX {
        return Err(whole(Fault::TooLong(TABLE_ROWS_MAX)));
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (at, given) in given.iter().enumerate() {
        let Value::Row(cells) = given else {
            faults.push(FieldFault { field: format!("{table}[{at}]"), fault: Fault::Kind("row") });
            continue;
        };
        match row(sight, columns, cells) {
            Ok(row) if row.is_empty() => {}
            Ok(row) => rows.push(Value::Row(row)),
            Err(found) => faults.extend(
                found.into_iter().map(|(column, fault)| FieldFault { field: format!("{table}[{at}].{column}"), fault }),
            ),
        }
    }
    if faults.is_empty() { Ok((!rows.is_empty()).then_some(Value::List(rows))) } else { Err(faults) }
}

fn row(
    sight: &Sight,
    columns: &indexmap::IndexMap<FieldId, Field>,
    cells: &BTreeMap<String, Value>,
) -> Result<BTreeMap<String, Value>, Vec<(String, Fault)>> {
    let (mut row, mut faults) = (BTreeMap::new(), Vec::new());
    for (id, value) in cells {
        let Some(column) = columns.get(id.as_str()) else {
            faults.push((id.clone(), Fault::Unknown(crate::fields::nearest(id, columns.keys()))));
            continue;
        };
        match one(sight, column, value) {
            Ok(Some(value)) => {
                row.insert(id.clone(), value);
            }
            Ok(None) => {}
            Err(fault) => faults.push((id.clone(), fault)),
        }
    }
    if !row.is_empty() {
        let absent = columns.values().filter(|column| column.required && !row.contains_key(column.id.as_str()));
        faults.extend(absent.map(|column| (column.id.to_string(), Fault::Missing)).collect::<Vec<_>>());
    }
    if faults.is_empty() { Ok(row) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn an_address_for_mail_has_a_name_and_a_host() {
        for address in ["wang@example.com", "王磊@例子.中国", "a.b+c@x-y.example.org", "o'hara@example.com"] {
            assert!(is_mail(address), "{address}");
        }
        for none in [
            "wang",
            "wang@",
            "@example.com",
            "wang@example",
            "a@b@c.d",
            "wang@example.",
            "wang@.com",
            "a b@c.d",
            "a@b.c,d@e.f",
        ] {
            assert!(!is_mail(none), "{none}");
        }
    }
}
