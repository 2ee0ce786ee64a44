//! What groups are called and hold.

use yuheng_definition::{Field, Lifetime, StateKind};

use super::*;
use crate::testing::{process, state};

fn of(name: &str) -> Result<Grouping, Label> {
    let fields = vec![Field::plain("planned_on", FieldKind::Date), Field::plain("cost", FieldKind::Decimal)];
    let process = process("incident", "INC", fields, Vec::new(), Vec::new());
    Grouping::of(name, &process, |field| field.as_str() == "secret")
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_time_says_by_which_stretch_and_nothing_else_does() {
    assert_eq!(of("opened_at:month").unwrap().kind, GroupKind::Instant(Stretch::Month));
    assert_eq!(of("planned_on:week").unwrap().kind, GroupKind::Day(Stretch::Week));
    assert!(of("opened_at").unwrap_err().en.contains("opened_at:month"));
    assert!(of("opened_at:hour").is_err());
    assert!(of("state:day").unwrap_err().en.contains("no time"));
    assert!(of("cost").unwrap_err().en.contains("can't be grouped"));
    assert!(of("stat").unwrap_err().en.contains("did you mean `state`"));
    assert!(of("secret").unwrap_err().en.contains("no field"));
}

#[test]
fn a_group_says_what_lists_it() {
    let check = |name: &str, cell: Option<GroupCell>, expected: &str| {
        let by = of(name).unwrap();
        let group = by.group(cell, day("2026-11-27"));
        assert_eq!(format!("{} {}", by.value(&group).unwrap_or_default(), by.condition(&group)), expected);
    };
    let on = |text: &str| Some(GroupCell::Day(day(text)));
    check(
        "opened_at:month",
        on("2026-11-27"),
        "2026-11 record.opened_at >= \"2026-11-01\" && record.opened_at < \"2026-12-01\"",
    );
    check(
        "planned_on:week",
        on("2026-11-29"),
        "2026-11-23 record.planned_on >= \"2026-11-23\" && record.planned_on < \"2026-11-30\"",
    );
    check("planned_on:day", None, " !has(record.planned_on)");
    check("age", on("2026-11-27"), "0 record.is_open && record.opened_at >= today");
    check(
        "age",
        on("2026-11-24"),
        "1-3 record.is_open && record.opened_at >= today - days(3) && record.opened_at < today",
    );
    check(
        "age",
        on("2026-11-23"),
        "4-7 record.is_open && record.opened_at >= today - days(7) && record.opened_at < today - days(3)",
    );
    check("age", on("2026-01-01"), "31- record.is_open && record.opened_at < today - days(30)");
    check("age", None, " !record.is_open");
    check("is_open", Some(GroupCell::Truth(true)), "true record.is_open");
    check("state", Some(GroupCell::Text("new".to_owned())), "new record.state == \"new\"");
}

#[test]
fn a_state_is_one_group_under_all_its_names() {
    let mut incident = process(
        "incident",
        "INC",
        Vec::new(),
        vec![state("new", StateKind::Open), state("done", StateKind::Closed)],
        Vec::new(),
    );
    incident.renamed_states.insert(StateId::from("fresh"), StateId::from("new"));
    let by = Grouping::of("state", &incident, |_| false).unwrap();
    let group = by.group(Some(GroupCell::Text("fresh".to_owned())), day("2026-11-27"));
    assert_eq!(group, Group::Word("new".to_owned()));
    assert_eq!(by.condition(&group), "record.state in [\"new\", \"fresh\"]");
    assert_eq!(by.rank(&Group::Word("done".to_owned()), &incident), 1);
    assert_eq!(by.rank(&Group::Word("gone".to_owned()), &incident), usize::MAX);
}

#[test]
fn what_is_in_none_of_some_groups_can_be_said_of_words_and_records() {
    let check = |name: &str, groups: &[Group], expected: Option<&str>| {
        assert_eq!(of(name).unwrap().beyond(groups).as_deref(), expected, "{name}");
    };
    let word = |word: &str| Group::Word(word.to_owned());
    check("state", &[word("new"), word("done")], Some("!(record.state in [\"new\", \"done\"])"));
    check("state", &[word("new"), Group::Without], Some("!(record.state in [\"new\"]) && has(record.state)"));
    check("state", &[], None);
    check("planned_on:day", &[Group::From(day("2026-11-27"))], None);
    check("age", &[Group::Age(0), Group::Without], None);
}

#[test]
fn a_group_is_read_back_from_its_value() {
    let check = |name: &str, value: &str| {
        let by = of(name).unwrap();
        assert_eq!(by.parse(value).and_then(|group| by.value(&group)).as_deref(), Some(value), "{name}");
    };
    check("opened_at:month", "2026-11");
    check("planned_on:week", "2026-11-23");
    check("age", "31-");
    check("is_open", "false");
    check("state", "new");
    assert_eq!(of("age").unwrap().parse("2"), None);
}

#[test]
fn what_stands_in_force_is_not_grouped_by_when_it_was_due() {
    let fields = vec![Field::plain("planned_on", FieldKind::Date), Field::plain("cost", FieldKind::Decimal)];
    let mut process = process("service", "SVC", fields, Vec::new(), Vec::new());
    let named = |process: &Process| groupable(process, |_| false).iter().map(|it| it.by).collect::<Vec<_>>().join(" ");
    let of_work = "state is_open opened_by age opened_at updated_at due_at resolved_at closed_at planned_on";
    assert_eq!(named(&process), of_work);
    process.lifetime = Lifetime::Standing;
    assert_eq!(named(&process), "state is_open opened_by opened_at updated_at planned_on");
}
