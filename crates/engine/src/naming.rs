//! The records that a decision reads beside its own: what its fields and its command point to, and what these bring. They are
//! asked for step by step, and whoever has a store or a memory hands over what each step asks for.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Derivation, FieldId, FieldKind, Process, Value};

use crate::{Command, Heard, Record, RecordId, RowChange, boundary};

/// The records of a snapshot's `named`, as they are gathered.
pub struct Naming<'p> {
    process: &'p Process,
    wanted: BTreeSet<RecordId>,
    asked: BTreeSet<RecordId>,
    named: BTreeMap<RecordId, Record>,
    /// How many steps more can bring something: each derivation brings one at most.
    steps: usize,
}

impl<'p> Naming<'p> {
    /// Begins with what `record` and `command` point to, and the people that the record's customer has `heard` of.
    #[must_use]
    pub fn of(process: &'p Process, record: Option<&Record>, command: &Command, heard: &Heard) -> Self {
        let mut wanted = pointed_to(process, record, command);
        wanted.extend(&heard.people);
        let (asked, named) = (BTreeSet::new(), BTreeMap::new());
        Self { process, wanted, asked, named, steps: process.derivations.len() + 1 }
    }

    /// The records to be looked for next; none once nothing brings any more. What was looked for and not found is not asked for
    /// again.
    pub fn ask(&mut self) -> Option<Vec<RecordId>> {
        let wanted = std::mem::take(&mut self.wanted);
        self.steps = self.steps.checked_sub(1).filter(|_| !wanted.is_empty())?;
        self.asked.extend(&wanted);
        Some(wanted.into_iter().collect())
    }

    /// Takes those of them that there are.
    pub fn found(&mut self, records: impl IntoIterator<Item = Record>) {
        self.named.extend(records.into_iter().map(|record| (record.id, record)));
        self.wanted = brought(self.process, &self.named);
        self.wanted.retain(|id| !self.asked.contains(id));
    }

    /// All that were found.
    #[must_use]
    pub fn into_named(self) -> BTreeMap<RecordId, Record> {
        self.named
    }
}

/// What the record's fields, its approvals and the command point to.
fn pointed_to(process: &Process, record: Option<&Record>, command: &Command) -> BTreeSet<RecordId> {
    let moving = record.filter(|_| boundary::may_move(process, command));
    let mut targets = BTreeSet::new();
    let mut found: BTreeSet<RecordId> = moving.into_iter().flat_map(boundary::parties).collect();
    let mut read = |id: &FieldId, value: &Value| {
        if let Some(field) = process.fields.get(id) {
            read(&field.kind, value, &mut found);
        }
    };
    for (id, value) in record.iter().flat_map(|record| &record.fields) {
        read(id, value);
    }
    for approval in record.iter().flat_map(|record| &record.approvals) {
        approval.values.iter().for_each(|(id, value)| read(id, value));
    }
    command.parts().for_each(|part| match part {
        Command::Create { fields, .. } | Command::Split { fields, .. } => {
            fields.iter().for_each(|(id, value)| read(id, value))
        }
        Command::Update { changes } | Command::Transition { changes, .. } => {
            changes
                .iter()
                .filter_map(|(id, value)| Some((id, value.as_ref()?)))
                .for_each(|(id, value)| read(id, value));
        }
        Command::Rows { field, change: RowChange::Add { rows } } => read(field, &Value::List(rows.clone())),
        Command::Rows { field, change: RowChange::Set { to, .. } } => {
            read(field, &Value::List(vec![Value::Row(to.clone())]));
        }
        Command::Relate { target, .. } | Command::Merge { into: target } | Command::Unmerge { from: target, .. } => {
            targets.insert(*target);
        }
        _ => {}
    });
    found.extend(targets);
    found
}

/// What a value of that kind points to.
fn read(kind: &FieldKind, value: &Value, found: &mut BTreeSet<RecordId>) {
    match (kind, value) {
        (FieldKind::Reference { .. }, Value::Text(text)) => found.extend(text.parse().ok().map(RecordId)),
        (FieldKind::Table { columns }, Value::List(rows)) => {
            for (column, cell) in
                rows.iter().flat_map(|row| columns.values().filter_map(|c| Some((c, row.column(c.id.as_str())?))))
            {
                read(&column.kind, cell, found);
            }
        }
        _ => {}
    }
}

/// What the records `named` bring to fields by which more is brought in turn, such as an item its service and that its
/// department.
fn brought(process: &Process, named: &BTreeMap<RecordId, Record>) -> BTreeSet<RecordId> {
    let copies = || {
        process.derivations.iter().filter_map(|derivation| match derivation {
            Derivation::Copied { from, field, to } => Some((from, field, to)),
            Derivation::Priority { .. }
            | Derivation::Answers { .. }
            | Derivation::Holidays { .. }
            | Derivation::Counted(_) => None,
        })
    };
    let leading = copies().filter(|(_, _, to)| copies().any(|(from, _, _)| from == *to));
    leading.flat_map(|(_, field, _)| named.values().filter_map(|record| record.reference(field.as_str()))).collect()
}
