//! Macros: what the rows of one say, whether they make sense, and the commands that they come to. A macro is kept as a record;
//! nothing that it does goes another way than when a person does it.

use serde_json::Value as Json;
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{
    CommentNeed, Definitions, Derivation, Field, FieldId, FieldKind, Label, Lifetime, Process, TransitionId, Value,
};

use crate::{Audience, Fault, FieldFault, Record, RecordId, placeholder};

/// What one row of a macro says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed<'r> {
    /// A field gets a value; none empties it.
    Set(&'r str, Option<&'r str>),
    /// A step is taken.
    Step(&'r str),
    /// Something is said: its words, or else the template that has them.
    Say(Option<&'r str>, Option<RecordId>, Audience),
    /// The lines of a checklist template are added.
    Checklist(RecordId),
}

/// How a macro is spoken of.
#[must_use]
pub fn called(title: &Label) -> Label {
    Label { zh: format!("宏「{}」", title.zh), en: format!("Macro “{}”", title.en) }
}

/// The rows of a macro, each with its place.
pub fn deeds(record: &Record) -> impl Iterator<Item = (usize, Result<Deed<'_>, FieldFault>)> {
    let rows = record.fields.get("actions").map_or(&[][..], Value::rows);
    rows.iter().enumerate().map(|(at, row)| (at, Row { at, row }.deed()))
}

struct Row<'r> {
    at: usize,
    row: &'r Value,
}

impl<'r> Row<'r> {
    fn text(&self, column: &str) -> Option<&'r str> {
        self.row.column(column).and_then(Value::as_text).filter(|text| !text.trim().is_empty())
    }

    fn needed(&self, column: &str) -> Result<&'r str, FieldFault> {
        self.text(column).ok_or_else(|| FieldFault { field: place(self.at, column), fault: Fault::Missing })
    }

    fn reference(&self, column: &str) -> Option<RecordId> {
        self.text(column)?.parse().ok().map(RecordId)
    }

    fn deed(&self) -> Result<Deed<'r>, FieldFault> {
        Ok(match self.needed("action")? {
            "set" => Deed::Set(self.needed("target")?, self.text("value")),
            "step" => Deed::Step(self.needed("target")?),
            "comment" => {
                let template = self.reference("template");
                let words = if template.is_some() { None } else { Some(self.needed("value")?) };
                let audience = match self.needed("audience")? {
                    "public" => Audience::Public,
                    _ => Audience::Internal,
                };
                Deed::Say(words, template, audience)
            }
            _ => {
                self.needed("checklist")?;
                self.reference("checklist")
                    .map(Deed::Checklist)
                    .ok_or_else(|| FieldFault { field: place(self.at, "checklist"), fault: Fault::Missing })?
            }
        })
    }
}

/// The place of a cell.
#[must_use]
pub fn place(at: usize, column: &str) -> String {
    format!("actions[{at}].{column}")
}

/// Whether macros run on the records of a process: on what is worked on, not on what stands in force.
#[must_use]
pub fn are_for(process: &Process) -> bool {
    process.lifetime == Lifetime::Work
}

/// What is wrong with a macro under these definitions: its process, a field, an option or a step is not there, or is gone.
#[must_use]
pub fn faults(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let Some(process) = record.text("records_of").and_then(|id| definitions.process(id)) else {
        return vec![said("records_of", Label::new("没有这个过程", "there is no such process"))];
    };
    if !are_for(process) {
        return vec![said(
            "records_of",
            Label::new("宏只用于会办结的记录", "macros are for records that are worked on"),
        )];
    }
    let condition = condition(definitions, process, record).err();
    let rows = deeds(record).filter_map(|(at, deed)| match deed {
        Ok(deed) => wrong(process, at, &deed),
        Err(fault) => Some(fault),
    });
    condition.into_iter().chain(rows).collect()
}

/// The condition under which a macro is offered; none: always.
///
/// # Errors
/// It can't be read.
pub fn condition(
    definitions: &Definitions,
    process: &Process,
    record: &Record,
) -> Result<Option<Expression>, FieldFault> {
    let schema = Schema::of(process).with_roles(definitions.roles.keys());
    let schema = schema.with_processes(definitions.processes.keys());
    let read = record.text("condition").map(|source| Expression::check(source, &schema)).transpose();
    read.map_err(|why| said("condition", why.message))
}

fn wrong(process: &Process, at: usize, deed: &Deed) -> Option<FieldFault> {
    let of = |column: &str, zh: &str, en: &str| Some(said(&place(at, column), Label::new(zh, en)));
    match deed {
        Deed::Set(field, value) => match process.fields.get(*field) {
            None => of("target", "该过程没有这个字段", "the process has no such field"),
            Some(field) if field.derived || field.retired => {
                of("target", "这个字段不能由人填写", "nobody fills this field in")
            }
            Some(field) => {
                let fault = given(field, *value, &Doing::default()).err()?;
                Some(FieldFault { field: place(at, "value"), fault })
            }
        },
        Deed::Step(step) => match process.step_in_force(step) {
            None => of("target", "该过程没有这个步骤", "the process has no such step"),
            Some(step) if step.by.is_empty() => of("target", "这个步骤不由人执行", "nobody takes this step"),
            Some(_) => None,
        },
        Deed::Say(words, ..) => {
            let unknown = placeholder::unknown(words.as_deref()?).into_iter().next()?;
            Some(said(&place(at, "value"), unknown))
        }
        Deed::Checklist(_) if checklist(process).is_none() => {
            of("action", "该过程没有检查单", "the process has no checklist")
        }
        Deed::Checklist(_) => None,
    }
}

fn said(field: &str, label: Label) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(label) }
}

/// The table of a process that is its checklist.
#[must_use]
pub fn checklist(process: &Process) -> Option<&FieldId> {
    process.derivations.iter().find_map(|derivation| match derivation {
        Derivation::Counted(counted) => Some(&counted.from),
        _ => None,
    })
}

/// What the words `actor`, `today` and `now` stand for.
#[derive(Clone, Debug, Default)]
pub struct Doing {
    /// Whoever runs it.
    pub actor: String,
    /// The day, `2026-11-27`.
    pub today: String,
    /// The instant.
    pub now: String,
}

/// A value as a macro writes it, as the field takes it.
///
/// # Errors
/// It is none of the field's kind.
pub fn given(field: &Field, text: Option<&str>, doing: &Doing) -> Result<Json, Fault> {
    let Some(text) = text.map(str::trim) else {
        return if field.required { Err(Fault::Missing) } else { Ok(Json::Null) };
    };
    match (&field.kind, text) {
        (FieldKind::Reference { .. }, "actor") => Ok(Json::from(doing.actor.as_str())),
        (FieldKind::Date, "today") => Ok(Json::from(doing.today.as_str())),
        (FieldKind::Timestamp, "now") => Ok(Json::from(doing.now.as_str())),
        (FieldKind::Date, text) => {
            text.parse::<jiff::civil::Date>().map(|_| Json::from(text)).map_err(|_| Fault::Kind("date"))
        }
        (FieldKind::Timestamp, text) => {
            text.parse::<jiff::Timestamp>().map(|_| Json::from(text)).map_err(|_| Fault::Kind("timestamp"))
        }
        (FieldKind::Integer { .. }, text) => text.parse::<i64>().map(Json::from).map_err(|_| Fault::Kind("integer")),
        (FieldKind::Boolean, text) => text.parse::<bool>().map(Json::from).map_err(|_| Fault::Kind("boolean")),
        (FieldKind::Choice { options }, text) if !options.contains_key(text) => {
            Err(Fault::NoOption(options.iter().map(|(id, label)| (id.clone(), label.clone())).collect()))
        }
        (FieldKind::Table { .. }, _) => {
            Err(Fault::Content(Label::new("表格字段不能用宏填写", "a table can't be filled by a macro")))
        }
        (_, text) => Ok(Json::from(text)),
    }
}

/// The audience that a step's comment has to have, if the step asks for one.
#[must_use]
pub fn audience_of(process: &Process, step: &TransitionId) -> Option<Audience> {
    match process.transitions.get(step)?.comment {
        CommentNeed::Public => Some(Audience::Public),
        CommentNeed::Internal => Some(Audience::Internal),
        CommentNeed::Optional | CommentNeed::OptionalPublic => None,
    }
}
