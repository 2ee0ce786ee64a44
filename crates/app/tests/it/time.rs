//! What time does: points, breaches, silences, steps that happen by themselves, and changes of what clocks count by.

use yuheng_app::records::Request;
use yuheng_definition::Source;
use yuheng_engine::{Command, EntryAction, RecordId};

use crate::company::{Company, fields};

async fn pass(company: &Company, to: &str) {
    assert!(company.app.pass_time(to.parse().unwrap()).await.unwrap());
}

async fn due(company: &Company, id: RecordId, clock: &str) -> String {
    let record = company.app.store().record(id).await.unwrap().unwrap();
    record.clocks[clock].due_at.map(|due| due.to_string()).unwrap_or_default()
}

async fn next_look(company: &Company) -> Option<String> {
    company.app.store().next_due().await.unwrap().map(|at| at.to_string())
}

/// Gives the calendar of the general agreement other hours: every day from `from` to `until`.
async fn change_hours(company: &Company, from: &str, until: &str) {
    let calendars = company.app.store().versions_in(&[("calendar", vec!["in_force"])]).await.unwrap();
    let ids: Vec<RecordId> = calendars.into_iter().map(|(id, _)| id).collect();
    let records = company.app.store().records(&ids).await.unwrap();
    let calendar = records.iter().find(|record| record.fields.contains_key("hours")).unwrap();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let rows = days.map(|weekday| serde_json::json!({ "weekday": weekday, "from": from, "until": until }));
    let mut given = fields(&[]);
    given.insert("hours".to_owned(), rows.to_vec().into());
    let request = Request { based_on: Some(calendar.version), idempotency: None };
    company.app.update(&company.caller("level").await, calendar.id, given, &request).await.unwrap();
}

#[tokio::test]
async fn a_jump_stops_at_each_point_on_the_way() {
    let company = Company::new().await;
    // P1: 15 minutes to respond, 240 to resolve: 9–12 and 13–14.
    let id = company.incident("high", "high").await;
    pass(&company, "2026-11-20T07:00:00Z").await;
    assert_eq!(
        company.when(id, EntryAction::Warned).await,
        [
            "2026-11-20T01:07:30Z",
            "2026-11-20T01:11:15Z",
            "2026-11-20T01:13:30Z",
            "2026-11-20T03:00:00Z",
            "2026-11-20T04:00:00Z",
            "2026-11-20T05:36:00Z"
        ]
    );
    assert_eq!(company.when(id, EntryAction::Breached).await, ["2026-11-20T01:15:00Z", "2026-11-20T06:00:00Z"]);
}

#[tokio::test]
async fn silence_is_called_once_and_again_only_after_somebody_did_something() {
    let company = Company::new().await;
    company.incident("low", "low").await;
    let id = company.incident("low", "low").await;
    let silent = |entries: &[yuheng_app::HistoryEntry]| {
        entries.iter().filter(|entry| format!("{:?}", entry.reason).contains("silence")).count()
    };
    pass(&company, "2026-11-24T01:00:00Z").await;
    assert_eq!(silent(&company.history(id).await), 1, "480 minutes of service time have passed twice");
    let desk = company.caller("desk").await;
    let said = Request::default();
    let words =
        yuheng_engine::Comment { body: "?".to_owned(), audience: yuheng_engine::Audience::Public, with_gaps: false };
    company.app.write(&desk, Some(id), yuheng_engine::Command::Comment(words), &said).await.unwrap();
    pass(&company, "2026-11-27T01:00:00Z").await;
    assert_eq!(silent(&company.history(id).await), 2);
}

#[tokio::test]
async fn what_is_resolved_closes_by_itself_after_three_working_days() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    company.go("desk", id, "assign", &[("assignee", &company.id("engineer").to_string())]).await;
    company.go("engineer", id, "start", &[]).await;
    company.go("engineer", id, "resolve", &[("solution", "restarted")]).await;
    // Resolved on Friday: Monday, Tuesday, Wednesday.
    pass(&company, "2026-12-20T01:00:00Z").await;
    let record = company.app.store().record(id).await.unwrap().unwrap();
    assert_eq!(record.state.as_str(), "closed");
    assert_eq!(record.closed_at.map(|at| at.to_string()).as_deref(), Some("2026-11-25T01:00:00Z"));
}

#[tokio::test]
async fn a_look_that_finds_nothing_notes_when_to_look_next() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    let planned = next_look(&company).await;
    let record = company.app.store().record(id).await.unwrap().unwrap();
    company.app.store().set_next_at(id, record.n, Some(company.app.now())).await.unwrap();
    assert_eq!(company.app.tick_round().await.unwrap(), 1);
    assert_eq!(company.app.tick_round().await.unwrap(), 0, "it is not found due again");
    assert_eq!(next_look(&company).await, planned);
}

#[tokio::test]
async fn a_changed_calendar_moves_what_is_left_and_keeps_what_was_counted() {
    let company = Company::new().await;
    // P2: 480 minutes: 9–12, 13–18 on Friday.
    let id = company.incident("high", "medium").await;
    assert_eq!(due(&company, id, "resolution").await, "2026-11-20T10:00:00Z");
    pass(&company, "2026-11-20T02:00:00Z").await;
    // Under the new hours, 14–16, the hour from 9 to 10 would not have counted.
    change_hours(&company, "14:00", "16:00").await;
    company.app.finish_rounds().await.unwrap();
    // 420 minutes are left: 120 on Friday, Monday and Tuesday, 60 on Wednesday.
    assert_eq!(due(&company, id, "resolution").await, "2026-11-25T07:00:00Z");
    assert_eq!(company.when(id, EntryAction::Retargeted).await, ["2026-11-20T02:00:00Z"]);
    company.app.finish_rounds().await.unwrap();
    assert_eq!(company.when(id, EntryAction::Retargeted).await.len(), 1, "one change, one entry");
}

#[tokio::test]
async fn after_a_restart_an_earlier_calendar_still_counts_what_ran_under_it() {
    let company = Company::new().await;
    let id = company.incident("high", "medium").await;
    assert!(company.app.clock().set_forward("2026-11-20T02:00:00Z".parse().unwrap()));
    change_hours(&company, "14:00", "16:00").await;
    // It stops before the clocks were brought up to date.
    let company = company.reopened(Source::shipped()).await.unwrap();
    company.app.finish_rounds().await.unwrap();
    assert_eq!(due(&company, id, "resolution").await, "2026-11-25T07:00:00Z");
}

#[tokio::test]
async fn more_records_than_one_batch_get_the_new_hours() {
    let company = Company::new().await;
    let mut incidents = Vec::new();
    for _ in 0..201 {
        incidents.push(company.incident("high", "medium").await);
    }
    change_hours(&company, "14:00", "16:00").await;
    assert_eq!(company.app.retarget_round().await.unwrap(), 200);
    assert_eq!(company.app.retarget_round().await.unwrap(), 1);
    assert_eq!(company.app.retarget_round().await.unwrap(), 0);
    // 480 minutes are four days of two hours.
    assert_eq!(due(&company, incidents[200], "resolution").await, "2026-11-25T08:00:00Z");
}

#[tokio::test]
async fn a_command_that_nothing_is_due_for_writes_nothing() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    company.app.look(id, &Command::Retarget).await.unwrap();
    company.app.look(id, &Command::Tick).await.unwrap();
    assert_eq!(company.history(id).await.len(), 1);
}

/// Makes a day of 2026 a day off.
async fn declare_off(company: &Company, day: &str) {
    let years = company.app.store().versions_in(&[("holiday_year", vec!["in_force"])]).await.unwrap();
    let ids: Vec<RecordId> = years.into_iter().map(|(id, _)| id).collect();
    let records = company.app.store().records(&ids).await.unwrap();
    let year = records.iter().find(|record| record.fields["year"].as_int() == Some(2026)).unwrap();
    let mut days = serde_json::to_value(&year.fields["days"]).unwrap();
    days.as_array_mut().unwrap().push(serde_json::json!({ "date": day, "kind": "off", "name": "临时放假" }));
    let mut given = fields(&[]);
    given.insert("days".to_owned(), days);
    let request = Request { based_on: Some(year.version), idempotency: None };
    company.app.update(&company.caller("level").await, year.id, given, &request).await.unwrap();
}

#[tokio::test]
async fn a_changed_holiday_year_keeps_what_was_counted_however_late_it_is_looked_at() {
    let company = Company::new().await;
    // P2: 480 minutes: 9–12, 13–18 on Friday.
    let id = company.incident("high", "medium").await;
    pass(&company, "2026-11-20T07:00:00Z").await;
    // At 15:00 the rest of the day is off: 300 minutes have been used by then.
    declare_off(&company, "2026-11-20").await;
    assert!(company.app.clock().set_forward("2026-11-23T01:30:00Z".parse().unwrap()));
    company.app.finish_rounds().await.unwrap();
    let record = company.app.store().record(id).await.unwrap().unwrap();
    assert_eq!(record.clocks["resolution"].used_seconds, (300 + 30) * 60);
    assert_eq!(due(&company, id, "resolution").await, "2026-11-23T04:00:00Z");
    assert_eq!(company.when(id, EntryAction::Retargeted).await, ["2026-11-23T01:30:00Z"]);
    let told = company.history(id).await;
    let told = told.iter().flat_map(|entry| &entry.clocks).filter_map(|event| event.reason.clone());
    assert!(told.clone().any(|reason| reason.starts_with("calendar:")), "{:?}", told.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_deadline_is_explained_by_the_calendars_that_it_ran_under() {
    let company = Company::new().await;
    let id = company.incident("high", "medium").await;
    pass(&company, "2026-11-20T07:00:00Z").await;
    declare_off(&company, "2026-11-20").await;
    let explained = company.app.clocks_explained(&company.caller("desk").await, id).await.unwrap();
    let lines = &explained.iter().find(|clock| clock.id == "resolution").unwrap().lines;
    let lines: Vec<&str> = lines.iter().map(|line| line.en.as_str()).collect();
    assert!(lines.contains(&"2026-11-20 13:00 – 2026-11-20 15:00 counts (service hours)"), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("2026-11-20 15:00") && line.contains("临时放假")), "{lines:?}");
}

#[tokio::test]
async fn a_changed_agreement_is_for_what_is_opened_from_then_on() {
    let company = Company::new().await;
    let id = company.incident("high", "medium").await;
    let before = due(&company, id, "resolution").await;
    let agreements = company.app.store().versions_in(&[("service_level_agreement", vec!["in_force"])]).await.unwrap();
    let level = company.caller("level").await;
    for (agreement, version) in agreements {
        let record = company.app.store().record(agreement).await.unwrap().unwrap();
        let mut targets = serde_json::to_value(&record.fields["targets"]).unwrap();
        targets.as_array_mut().unwrap().iter_mut().for_each(|row| row["minutes"] = 60.into());
        let mut given = fields(&[]);
        given.insert("targets".to_owned(), targets);
        let request = Request { based_on: Some(version), idempotency: None };
        company.app.update(&level, agreement, given, &request).await.unwrap();
    }
    company.app.finish_rounds().await.unwrap();
    assert_eq!(due(&company, id, "resolution").await, before, "what was promised stays promised");
    assert!(company.when(id, EntryAction::Retargeted).await.is_empty());
    let new = company.incident("high", "medium").await;
    assert_eq!(due(&company, new, "resolution").await, "2026-11-20T02:00:00Z");
}
