//! By what the records of a process can be grouped.

use yuheng_definition::expression::RecordPath;
use yuheng_definition::{FieldId, FieldKind, Lifetime, Process};

use super::{GroupKind, Stretch};

/// What every record has and can be grouped by, beside its fields.
pub(super) const PLAIN: [(&str, RecordPath, GroupKind); 3] = [
    ("state", RecordPath::State, GroupKind::Word),
    ("is_open", RecordPath::IsOpen, GroupKind::Truth),
    ("opened_by", RecordPath::OpenedBy, GroupKind::Reference),
];

/// The instants that every record may have.
pub(super) const INSTANTS: [(&str, RecordPath); 5] = [
    ("opened_at", RecordPath::OpenedAt),
    ("updated_at", RecordPath::UpdatedAt),
    ("due_at", RecordPath::DueAt),
    ("resolved_at", RecordPath::ResolvedAt),
    ("closed_at", RecordPath::ClosedAt),
];

/// The word for grouping by age.
pub(super) const AGE: &str = "age";

/// Something that records can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groupable<'p> {
    /// As it is asked for, of a time without its stretch.
    pub by: &'p str,
    /// It is a time, and asked for with one of [`Stretch::WORDS`].
    pub is_time: bool,
}

/// Everything that the records of `process` can be grouped by, without the fields for which `is_hidden` holds or that are withdrawn: the state, its own
/// fields, what all records have, then the times. What stands in force is neither due nor resolved nor closed, and nobody asks how
/// long it has been open.
pub fn groupable(process: &Process, is_hidden: impl Fn(&FieldId) -> bool) -> Vec<Groupable<'_>> {
    let is_work = process.lifetime == Lifetime::Work;
    let fields = process.fields.values().filter(|field| !field.outgoing && !is_hidden(&field.id)).filter_map(|field| {
        let is_time = matches!(kind_of(&field.kind)?, GroupKind::Day(_) | GroupKind::Instant(_));
        Some(Groupable { by: field.id.as_str(), is_time })
    });
    let (times, others): (Vec<_>, Vec<_>) = fields.partition(|field| field.is_time);
    let (instants, age) = if is_work { (&INSTANTS[..], Some(AGE)) } else { (&INSTANTS[..2], None) };
    let plain = PLAIN.iter().map(|(by, ..)| *by).chain(age).map(|by| Groupable { by, is_time: false });
    let instants = instants.iter().map(|(by, _)| Groupable { by, is_time: true });
    let mut all: Vec<_> = plain.collect();
    all.splice(1..1, others);
    all.extend(instants.chain(times));
    all
}

/// How a field of this kind is grouped by; none: it can't be.
pub(super) const fn kind_of(kind: &FieldKind) -> Option<GroupKind> {
    match kind {
        FieldKind::Choice { .. } => Some(GroupKind::Word),
        FieldKind::Boolean => Some(GroupKind::Truth),
        FieldKind::Reference { .. } => Some(GroupKind::Reference),
        FieldKind::Date => Some(GroupKind::Day(Stretch::Day)),
        FieldKind::Timestamp => Some(GroupKind::Instant(Stretch::Day)),
        _ => None,
    }
}
