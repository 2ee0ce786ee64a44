//! Somebody away and who stands in: nobody for themselves, nobody who is away too, each away once at a time; whoever stands in for
//! somebody isn't away in those days, in whatever order the two are said. So there is no circle and no chain.

use jiff::civil::Date;
use yuheng_definition::Label;

use super::content::{fault, period};
use crate::draft::Draft;
use crate::{Absence, Fault, FieldFault, RecordId};

pub(super) fn faults(draft: &Draft) -> Vec<FieldFault> {
    let record = &draft.record;
    let mut faults = period(record, "from", "until");
    let day = |field: &str| record.text(field).and_then(|day| day.parse::<Date>().ok());
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

fn at(field: &str, zh: &str, en: &str, Absence { from, until, .. }: &Absence) -> FieldFault {
    let said = Label { zh: format!("{zh}（{from}～{until}）"), en: format!("{en} ({from} to {until})") };
    FieldFault { field: field.to_owned(), fault: Fault::Content(said) }
}
