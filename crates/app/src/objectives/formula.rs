//! How an objective is computed, read from its record.

use std::sync::Arc;

use jiff::Timestamp;
use yuheng_definition::expression::{Comparison, Node, Order, Path, RecordPath, Schema, bind};
use yuheng_definition::{Content, Definitions, FieldId, FieldKind, Label, Process, Value};
use yuheng_engine::{Record, RecordFacts, RecordId, shared};

use super::split::{Split, fails, label, void};
use crate::lists::checked;
use crate::period::{Length, Period};
use crate::{App, Caller, Error, Result};

/// How an objective is computed.
pub(super) struct Formula<'a> {
    pub(super) process: &'a Arc<Process>,
    pub(super) split: Split,
    pub(super) length: Length,
    /// The field by which the process's records belong to departments.
    pub(super) department: Option<FieldId>,
    dated_by: RecordPath,
}

/// What brings the records that an objective is to be computed from; none: there are some.
pub(super) fn waits_for(record: &Record) -> Option<Label> {
    let source = record.text("comes_with").filter(|text| !text.is_empty())?;
    Some(label(source, record.text("comes_with_en")))
}

impl App {
    /// How the objective that `record` is, is computed.
    ///
    /// # Errors
    /// It counts no process that there is, or its expressions can't be read.
    pub(super) fn formula<'a>(&self, caller: &'a Caller, record: &'a Record) -> Result<Formula<'a>> {
        let definitions = &caller.in_force.definitions;
        let text = |field: &str| record.text(field).unwrap_or_default();
        let process = definitions.process(text("process")).ok_or_else(Error::not_found)?;
        let schema =
            Schema::of(process).with_roles(definitions.roles.keys()).with_processes(definitions.processes.keys());
        let context = self.context(caller, None);
        let read = |source: &str| -> Result<Node> {
            if source.trim().is_empty() {
                return Ok(Node::truth(true));
            }
            Ok(bind(&checked(source, &schema)?.root, &RecordFacts::of(&context, None)))
        };
        let own = record.fields.get("exclusions").map_or(&[][..], Value::rows).iter().map(|row| {
            let cell = |column: &str| row.column(column).and_then(Value::as_text);
            let reason = label(cell("reason").unwrap_or_default(), cell("reason_en"));
            Ok((reason, read(cell("filter").unwrap_or_default())?))
        });
        let exclusions = std::iter::once(Ok(void())).chain(own);
        let department = department_field(definitions, process);
        let own_department = record.reference("department").map(|id| belongs(department.as_ref(), id));
        Ok(Formula {
            process,
            split: Split {
                population: Node::all([own_department.unwrap_or(Node::truth(true)), read(text("population"))?]),
                exclusions: exclusions.collect::<Result<_>>()?,
                pass: read(text("pass"))?,
            },
            length: Length::from_option(text("period")),
            department,
            dated_by: match text("period_field") {
                "resolved_at" => RecordPath::ResolvedAt,
                "closed_at" => RecordPath::ClosedAt,
                _ => RecordPath::OpenedAt,
            },
        })
    }
}

impl Formula<'_> {
    /// That a record belongs to the period.
    pub(super) fn within(&self, period: &Period) -> Node {
        let compare = |operator, at: Timestamp| Node::Compare {
            operator,
            order: Order::Instant,
            left: Box::new(Node::Path(Path::Record(self.dated_by))),
            right: Box::new(Node::Literal(Value::Text(at.to_string()))),
        };
        let from = compare(Comparison::GreaterOrEqual, period.from);
        Node::all([Node::Has(Path::Record(self.dated_by)), from, compare(Comparison::Less, period.until)])
    }

    /// That a record belongs to the department.
    pub(super) fn belongs_to(&self, department: RecordId) -> Node {
        belongs(self.department.as_ref(), department)
    }

    /// That a record belongs to none of the departments.
    pub(super) fn belongs_elsewhere(&self, departments: &[RecordId]) -> Node {
        fails(Node::any(departments.iter().map(|department| self.belongs_to(*department))))
    }
}

fn belongs(field: Option<&FieldId>, department: RecordId) -> Node {
    field.map_or(Node::truth(false), |field| {
        Node::equal(Node::Path(Path::Field(field.clone())), Node::Literal(department.to_string().into()))
    })
}

/// The department that works on a record has its figure; where there is none, the one that it belongs to.
fn department_field(definitions: &Definitions, process: &Process) -> Option<FieldId> {
    let names_departments = |field: &&str| {
        let kind = process.fields.get(*field).map(|field| &field.kind);
        let Some(FieldKind::Reference { to }) = kind else { return false };
        to.iter().any(|to| {
            definitions.process(to.as_str()).is_some_and(|process| process.content == Some(Content::Department))
        })
    };
    [shared::GROUP, shared::DEPARTMENT].into_iter().find(names_departments).map(FieldId::from)
}
