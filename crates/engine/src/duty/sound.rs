//! A duty in force must be able to do what it is for: its days come, and what it opens can be opened by its owner today. A
//! fault names the row and column.

use yuheng_definition::{Action, FieldKind, Lifetime, Process};

use super::opening::{context_of, drafted, whoever_acts};
use super::rhythm::fault;
use super::{Rhythm, calendar, day_before, values};
use crate::draft::Draft;
use crate::explain::Explain;
use crate::{Context, Fault, FieldFault, Record, Rejection, Snapshot, access};

/// What is wrong with a duty that is, or comes, in force.
pub(crate) fn faults(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let (ctx, record) = (draft.ctx, &draft.record);
    let Some(process) = values::process_of(ctx.definitions, &record.fields) else {
        return vec![fault("opens", "没有这个过程", "there is no such process")];
    };
    let mut faults: Vec<FieldFault> = openable(ctx, draft, process).into_iter().collect();
    faults.extend(due_field(process, record));
    let rhythm = match Rhythm::from_fields(&record.fields) {
        Ok(rhythm) => rhythm,
        Err(wrong) => {
            faults.extend(wrong);
            return faults;
        }
    };
    let calendar = calendar(ctx.world, &record.fields);
    let Some(next) = rhythm.days(calendar.latest(), day_before(ctx.today())).next() else {
        faults.push(fault("every", "以后没有这样的日子", "no such day will come"));
        return faults;
    };
    if faults.is_empty() {
        faults.extend(tried(ctx, snapshot, record, (process, next.day)));
    }
    faults
}

/// Why no duty opens records of that process.
fn openable(ctx: &Context, draft: &Draft, process: &Process) -> Option<FieldFault> {
    let duties = &draft.record.process;
    if process.lifetime != Lifetime::Work || !process.relations.values().any(|kind| kind.to.contains(duties)) {
        return Some(fault(
            "opens",
            "这类记录没有指向周期工单的关系，不能由它开单",
            "records of this process have no relation to duties and can't be opened by one",
        ));
    }
    // Nobody opens by another what they may not open.
    access::may(ctx, process, None, Action::Create)
        .is_err()
        .then(|| fault("opens", "您不能建立这类记录", "you may not open such records"))
}

fn due_field(process: &Process, record: &Record) -> Option<FieldFault> {
    let named = record.text("due_field")?;
    let Some(field) = process.fields.get(named) else {
        return Some(values::no_field("due_field", process, named));
    };
    if values::rows(&record.fields).any(|row| row.field == named) {
        return Some(fault("due_field", "已在“填入的值”中给出", "stands among the values already"));
    }
    (field.kind != FieldKind::Date).then(|| fault("due_field", "不是日期字段", "is no date"))
}

/// Opens the record as the owner would, and keeps nothing of it.
fn tried(
    ctx: &Context,
    snapshot: &Snapshot,
    record: &Record,
    (process, day): (&Process, jiff::civil::Date),
) -> Vec<FieldFault> {
    let Some(owner) = whoever_acts(ctx, record) else {
        return vec![fault("owner", "不是在岗人员", "is nobody of ours today")];
    };
    let acting = context_of(ctx, &owner);
    let explain = Explain { definitions: ctx.definitions, process: Some(process) };
    match drafted(&acting, snapshot, record, day) {
        Ok(_) => Vec::new(),
        Err(Rejection::Invalid(faults)) => faults.into_iter().map(|fault| at_row(&explain, record, fault)).collect(),
        Err(other) => {
            vec![FieldFault { field: "owner".to_owned(), fault: Fault::Content(explain.rejection(&other)) }]
        }
    }
}

/// A fault of the opened record, at the row that brings it about.
fn at_row(explain: &Explain, duty: &Record, found: FieldFault) -> FieldFault {
    if found.field.starts_with("values[") {
        return found;
    }
    let row = values::rows(&duty.fields).find(|row| row.field == found.field);
    match row {
        Some(row) => FieldFault { field: format!("values[{}].value", row.at), fault: found.fault },
        None => FieldFault { field: "values".to_owned(), fault: Fault::Content(explain.fault(&found)) },
    }
}
