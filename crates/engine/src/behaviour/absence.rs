//! Somebody away and who stands in: nobody for themselves, nobody who is away too, each away once at a time; whoever stands in for
//! somebody isn't away in those days, in whatever order the two are said. So there is no circle and no chain.

use jiff::civil::Date;
use yuheng_definition::{Content, Label, StateKind};

use super::content::{fault, period};
use crate::draft::{Draft, kind_of};
use crate::{Absence, Fault, FieldFault, Record, RecordId};

pub(super) fn faults(draft: &Draft) -> Vec<FieldFault> {
    let record = &draft.record;
    let mut faults = period(record, "from", "until");
    let day = |field: &str| day(record, field);
    let (person, deputy) = (record.reference("person"), record.reference("deputy"));
    if deputy.is_some() && deputy == person {
        faults.push(fault("deputy", "不能代理自己", "nobody stands in for themselves"));
    }
    let (Some(from), Some(until)) = (day("from"), day("until")) else { return faults };
    let others = || {
        let others = draft.ctx.world.absences.iter();
        others.filter(|it| it.record != record.id && it.meets((from, until)))
    };
    let away = |whose: Option<RecordId>| others().find(|it| Some(it.person) == whose);
    let stands_in = others().find(|it| Some(it.deputy) == person);
    faults.extend(away(person).map(|same| at("from", "这段时间已登记外出", "is away then already", same)));
    faults.extend(
        stands_in
            .map(|same| at("from", "这段时间已代理别人，须先由对方改换代理人", "stands in for somebody then", same)),
    );
    faults.extend(away(deputy).map(|same| at("deputy", "这段时间代理人自己也外出", "is away then, too", same)));
    faults
}

/// What is over is not rewritten, and nobody is said afterwards to have been away: who could act for whom on days that are past
/// stands.
pub(super) fn afterwards(draft: &Draft) -> Vec<FieldFault> {
    if draft.process.content != Some(Content::Absence) {
        return Vec::new();
    }
    let changed = ["person", "from", "until", "deputy", "note"].into_iter().filter(|field| draft.has_changed(field));
    let is_past = |record: &Record| day(record, "until").is_some_and(|until| until < draft.ctx.today());
    let has_ended = |before: &Record| kind_of(draft.flow, draft.process, &before.state) == Some(StateKind::Retired);
    match draft.before {
        Some(before) if has_ended(before) || is_past(before) => {
            changed.map(|field| fault(field, "外出已经结束，不能再改", "is of an absence that is over")).collect()
        }
        Some(before) if is_dated_back(before, &draft.record, draft.ctx.today()) => {
            vec![fault(
                "from",
                "不能改到过去：那几天没有登记外出",
                "can't be put into the past: nobody was said to be away on those days",
            )]
        }
        _ if is_past(&draft.record) && changed.clone().any(|field| field != "deputy") => {
            vec![fault("until", "已经过去：外出只能登记到今天或以后", "is past: say it for days that are to come")]
        }
        _ => Vec::new(),
    }
}

/// Whether it begins on a day that is past, and on an earlier one than it did.
fn is_dated_back(before: &Record, after: &Record, today: Date) -> bool {
    let (was, is) = (day(before, "from"), day(after, "from"));
    is.is_some_and(|is| is < today && was.is_none_or(|was| is < was))
}

fn day(record: &Record, field: &str) -> Option<Date> {
    record.text(field).and_then(|day| day.parse().ok())
}

fn at(field: &str, zh: &str, en: &str, Absence { from, until, .. }: &Absence) -> FieldFault {
    let said = Label { zh: format!("{zh}（{from}～{until}）"), en: format!("{en} ({from} to {until})") };
    FieldFault { field: field.to_owned(), fault: Fault::Content(said) }
}
