//! A year's days off and make-up working days, from the words of the official notice: read when the notice is given or changed.

use std::collections::BTreeMap;

use yuheng_definition::{FieldId, Value};

use super::content::fault;
use crate::FieldFault;
use crate::calendar::notice::{Announced, Kind, read};
use crate::draft::Draft;
use crate::fields;

/// The fields of the derivation.
pub(super) struct Rule<'d> {
    pub(super) notice: &'d FieldId,
    pub(super) year: &'d FieldId,
    pub(super) to: &'d FieldId,
}

/// Fills the days from a notice that has just been given; says where it can't be read.
pub(super) fn derive(draft: &mut Draft, rule: &Rule) -> Option<FieldFault> {
    if !draft.has_changed(rule.notice.as_str()) {
        return None;
    }
    let text = draft.record.text(rule.notice.as_str())?;
    let year = draft.record.fields.get(rule.year).and_then(Value::as_int)?;
    let read = i16::try_from(year).ok().map(|year| read(text, year))?;
    match read {
        Ok(days) => {
            let rows = days.iter().map(row).collect();
            fields::set(&mut draft.record, rule.to, Some(Value::List(rows)));
            None
        }
        Err(told) => Some(fault(rule.notice.as_str(), &told.zh, &told.en)),
    }
}

fn row(day: &Announced) -> Value {
    let kind = match day.kind {
        Kind::Off => "off",
        Kind::Working => "working",
    };
    let cells = [("date", day.date.to_string()), ("kind", kind.to_owned()), ("name", day.name.clone())];
    let filled = cells.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Row(filled.map(|(column, text)| (column.to_owned(), Value::from(text.as_str()))).collect::<BTreeMap<_, _>>())
}
