//! What the engine itself reads must make sense before it is in force: calendars, holidays, agreements, matrices, roles,
//! objectives, duties, saved views, boards. A draft may be incomplete.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Content, Definitions, Derivation, Label, StateKind, Value};

use super::{absence, board, form, leaving, priority, saved_view};
use crate::calendar::{HolidayYear, ServiceCalendar};
use crate::draft::{Draft, kind_of};
use crate::{Audience, Fault, FieldFault, Record, Snapshot, duty, macros, placeholder};

/// What is wrong with what a record brings to others, and with a record that is, or comes, in force.
pub(crate) fn faults(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    form::faults(draft)
        .into_iter()
        .chain(in_force(draft, snapshot))
        .chain(leaving::faults(draft))
        .chain(absence::afterwards(draft))
        .collect()
}

fn in_force(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let record = &draft.record;
    let Some(content) = draft.process.content else { return Vec::new() };
    if kind_of(draft.flow, draft.process, &record.state) != Some(StateKind::InForce) {
        return Vec::new();
    }
    let definitions = draft.ctx.definitions;
    match content {
        Content::Calendar => ServiceCalendar::from_fields(&record.fields, []).err().unwrap_or_default(),
        Content::HolidayYear => HolidayYear::from_fields(&record.fields).err().unwrap_or_default(),
        Content::RoleAssignment => assignment(definitions, record).into_iter().chain(held_already(draft)).collect(),
        Content::Absence => absence::faults(draft),
        Content::Contract => period(record, "from", "until"),
        Content::ServiceLevelAgreement => {
            agreement(definitions, record).into_iter().chain(calendar_in_force(draft)).collect()
        }
        Content::PriorityMatrix => repeated(record, "cells", &["impact", "urgency"])
            .into_iter()
            .chain(priority::ranked_already(draft))
            .chain(priority::lacking(draft))
            .collect(),
        Content::Objective => objective(definitions, record),
        Content::Organisation => only_one(draft),
        Content::Duty => duty::faults(draft, snapshot),
        Content::ChecklistTemplate => checklist_template(definitions, record),
        Content::SavedView => saved_view::faults(definitions, record),
        Content::Board => board::faults(definitions, record),
        Content::TextTemplate => text_template(definitions, record),
        Content::Macro => macro_faults(draft, snapshot),
        Content::Person
        | Content::Contact
        | Content::Department
        | Content::Post
        | Content::Customer
        | Content::Document
        | Content::Overlay => Vec::new(),
    }
}

/// The people whom a role assignment names and who are on the other side than its role: a contact in a role of the
/// provider's own, or one of its people in a role of customers.
pub(crate) fn sides(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let record = &draft.record;
    let role = record.text("role").and_then(|role| draft.ctx.definitions.roles.get(role));
    let Some(role) = role.filter(|_| draft.process.content == Some(Content::RoleAssignment)) else { return Vec::new() };
    let people = ["person", "deputy"].into_iter().filter(|field| draft.has_changed(field) || draft.has_changed("role"));
    let sided = people.filter_map(|field| {
        let named = snapshot.named.get(&record.reference(field)?)?;
        let content = draft.ctx.definitions.process(named.process.as_str())?.content;
        match (role.is_of_customers(), content) {
            (false, Some(Content::Contact)) => Some(fault(
                field,
                "是客户联系人，不能担任本公司的角色；请选择本公司人员，或选择供客户联系人担任的角色",
                "is a customer's contact and can't hold a role of the provider's: choose one of our own people, or a role \
                 for contacts",
            )),
            (true, Some(Content::Person)) => Some(fault(
                field,
                "是本公司人员，不能担任客户联系人的角色；请选择客户联系人，或选择本公司的角色",
                "is one of our own people and can't hold a role of customers: choose a contact, or a role of the provider's",
            )),
            _ => None,
        }
    });
    sided.collect()
}

fn assignment(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let mut faults = period(record, "from", "until");
    faults.extend(period(record, "deputy_from", "deputy_until"));
    if record.text("role").is_some_and(|role| !definitions.roles.contains_key(role)) {
        faults.push(fault("role", "没有这个角色", "there is no such role"));
    }
    if record.reference("deputy").is_some() && record.reference("deputy") == record.reference("person") {
        faults.push(fault("deputy", "不能代理自己", "nobody stands in for themselves"));
    }
    faults
}

/// The same role for the same, held by the same person at the same time, would be ended once and still be held.
fn held_already(draft: &Draft) -> Option<FieldFault> {
    let record = &draft.record;
    let key = ["role", "person", "from", "until", "department", "customer"];
    if !key.iter().any(|field| draft.has_changed(field)) {
        return None;
    }
    let day = |field: &str| record.text(field).and_then(|day| day.parse().ok());
    let (from, until): (Option<Date>, Option<Date>) = (day("from"), day("until"));
    let same = draft.ctx.world.assignments.iter().find(|held| {
        held.record != record.id
            && Some(held.role.as_str()) == record.text("role")
            && Some(held.person) == record.reference("person")
            && held.department == record.reference("department")
            && held.customer == record.reference("customer")
            && held.from.is_none_or(|first| until.is_none_or(|last| first <= last))
            && from.is_none_or(|first| held.until.is_none_or(|last| first <= last))
    })?;
    let [first, last] = [same.from, same.until].map(|day| day.map_or_else(|| "…".to_owned(), |day| day.to_string()));
    Some(FieldFault {
        field: "person".to_owned(),
        fault: Fault::Content(Label {
            zh: format!("这段时间已担任此角色（{first}～{last}）：改期或先免去"),
            en: format!("holds this role then already ({first} to {last}): choose other days, or end that first"),
        }),
    })
}

fn agreement(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let mut faults = period(record, "from", "until");
    faults.extend(repeated(record, "targets", &["process", "clock", "priority"]));
    for (at, row) in rows(record, "targets").iter().enumerate() {
        let named = |column: &str| row.column(column).and_then(Value::as_text).unwrap_or_default();
        match definitions.process(named("process")) {
            None => faults.push(fault(&format!("targets[{at}].process"), "没有这个过程", "there is no such process")),
            Some(process) if !process.clocks.contains_key(named("clock")) => {
                faults.push(fault(
                    &format!("targets[{at}].clock"),
                    "该过程没有这个计时",
                    "the process has no such clock",
                ));
            }
            Some(_) => {}
        }
    }
    faults
}

/// An agreement counts by a calendar that is in force. Asked where the agreement comes in force or turns to another, so that one that is
/// there already can still be mended.
fn calendar_in_force(draft: &Draft) -> Option<FieldFault> {
    let calendar = draft.record.reference("calendar")?;
    let is_asked = draft.has_come() || draft.has_changed("calendar");
    if !is_asked || draft.ctx.world.calendars.contains_key(&calendar) {
        return None;
    }
    Some(fault(
        "calendar",
        "该日历没有生效：请先使其生效，或另选一个",
        "is not in force: put it in force first, or choose another",
    ))
}

/// An objective's expressions are checked as those of the definitions are. One that says what will bring its records counts
/// nothing yet.
fn objective(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    if record.text("comes_with").is_some() {
        return Vec::new();
    }
    if record.text("population").is_none() {
        return vec![fault(
            "population",
            "须写明总体，或写明数据来源随何提供",
            "must be given, or what its source comes with",
        )];
    }
    let Some(process) = record.text("process").and_then(|id| definitions.process(id)) else {
        return vec![fault("process", "没有这个过程", "there is no such process")];
    };
    let schema = Schema::of(process).with_roles(definitions.roles.keys()).with_processes(definitions.processes.keys());
    let own = ["population", "pass"].iter().filter_map(|field| Some(((*field).to_owned(), record.text(field)?)));
    let excluded = rows(record, "exclusions").iter().enumerate().filter_map(|(at, row)| {
        Some((format!("exclusions[{at}].filter"), row.column("filter").and_then(Value::as_text)?))
    });
    let wrong = own.chain(excluded).filter_map(|(field, source)| {
        let why = Expression::check(source, &schema).err()?;
        Some(FieldFault { field, fault: Fault::Content(why.message) })
    });
    wrong.collect()
}

/// A text template is for processes that there are, and holds placeholders that there are.
fn text_template(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let named = record.text("record_types").unwrap_or_default().split_whitespace();
    let unknown = named.filter(|id| definitions.process(id).is_none()).map(|id| FieldFault {
        field: "record_types".to_owned(),
        fault: Fault::Content(Label {
            zh: format!("没有过程“{id}”"), en: format!("there is no process “{id}”")
        }),
    });
    let placeholders = placeholder::unknown(record.text("text").unwrap_or_default());
    unknown.chain(placeholders.into_iter().map(|label| super::listing::said("text", label))).collect()
}

/// A macro says what its process has; what is for our own people only is not said to a customer.
fn macro_faults(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let record = &draft.record;
    let mut faults = macros::faults(draft.ctx.definitions, record);
    for (at, deed) in macros::deeds(record) {
        let Ok(macros::Deed::Say(_, Some(template), Audience::Public)) = deed else { continue };
        if snapshot.named.get(&template).is_some_and(placeholder::is_internal) {
            let (zh, en) = ("该模板仅限内部，不能发给客户", "the template is for our own people only");
            faults.push(fault(&macros::place(at, "template"), zh, en));
        }
    }
    faults
}

/// A template is for processes that have a checklist.
fn checklist_template(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let has_one = |id: &str| {
        let process = definitions.process(id);
        process.is_some_and(|process| process.derivations.iter().any(|it| matches!(it, Derivation::Counted(_))))
    };
    let named = record.text("record_types").unwrap_or_default().split_whitespace();
    let unknown = named.filter(|id| !has_one(id)).map(|id| FieldFault {
        field: "record_types".to_owned(),
        fault: Fault::Content(Label {
            zh: format!("没有带检查单的过程“{id}”"),
            en: format!("there is no process “{id}” with a checklist"),
        }),
    });
    unknown.collect()
}

/// One installation serves one provider.
fn only_one(draft: &Draft) -> Vec<FieldFault> {
    let other = draft.ctx.world.organisation.filter(|other| *other != draft.record.id);
    let title = draft.process.title.as_str();
    let found = other
        .map(|_| fault(title, "本系统已登记组织，不能再登记一个", "there is an organisation already, and only one"));
    found.into_iter().collect()
}

/// A period does not end before it begins.
pub(super) fn period(record: &Record, from: &str, until: &str) -> Vec<FieldFault> {
    match (record.text(from), record.text(until)) {
        (Some(first), Some(last)) if last < first => vec![fault(until, "早于开始日期", "is before the beginning")],
        _ => Vec::new(),
    }
}

/// Rows that say the same thing twice.
fn repeated(record: &Record, table: &str, key: &[&str]) -> Vec<FieldFault> {
    let mut seen = BTreeSet::new();
    let again = rows(record, table).iter().enumerate().filter(|(_, row)| {
        let key: Vec<_> = key.iter().map(|column| row.column(column)).collect();
        !seen.insert(key)
    });
    again.map(|(at, _)| fault(&format!("{table}[{at}]"), "重复", "is there twice")).collect()
}

pub(super) fn rows<'r>(record: &'r Record, table: &str) -> &'r [Value] {
    record.fields.get(table).map_or(&[], Value::rows)
}

pub(super) fn fault(field: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(Label::new(zh, en)) }
}
