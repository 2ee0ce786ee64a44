//! Lists in groups, lists that people follow, and who is at the records of a list: features F-PLT-06 and F-INC-08.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, go, path, report};
use crate::presence::{attend, follow};

on_both_stores!(
    f_plt_06_a_grouped_list_is_paged_group_by_group_without_a_gap,
    f_plt_06_groups_stand_as_the_definition_has_them,
    f_plt_06_who_follows_a_view_is_told_once_of_what_comes_into_it,
    f_plt_06_a_view_that_one_may_not_see_tells_nothing,
    f_plt_06_a_view_is_sorted_and_grouped_by_what_lists_can_be,
    f_rpt_06_a_board_of_too_many_charts_is_refused_and_numbers_may_be_named,
    f_inc_08_a_list_shows_who_is_at_its_records,
);

/// The incidents of these tests alone.
const OURS: &str = "record.title.startsWith(\"分组\")";

fn some_incidents(desk: &Client) -> Result<Vec<Answer>> {
    let kinds = [
        ("high", "high"),
        ("low", "low"),
        ("medium", "low"),
        ("low", "low"),
        ("high", "low"),
        ("low", "medium"),
        ("low", "low"),
    ];
    let made =
        kinds.iter().enumerate().map(|(at, (impact, urgency))| report(desk, &format!("分组{at}"), impact, urgency));
    made.collect()
}

fn numbers(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().into_iter().flatten();
    items.filter_map(|item| item["number"].as_str().map(str::to_owned)).collect()
}

/// The groups of a list with how many are in each.
fn groups(answer: &Answer) -> Vec<(String, u64)> {
    let groups = answer.body["groups"].as_array().into_iter().flatten();
    groups.filter_map(|group| Some((group["id"].as_str()?.to_owned(), group["count"].as_u64()?))).collect()
}

fn f_plt_06_a_grouped_list_is_paged_group_by_group_without_a_gap(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    some_incidents(&desk)?;
    let list = format!("/api/v1/records/incident?filter={}", encode(OURS));
    let whole = desk.get(&format!("{list}&group=impact&sort=number"))?.expect(200)?;
    let told = groups(&whole);
    assert_eq!(told, [("high".to_owned(), 2), ("medium".to_owned(), 1), ("low".to_owned(), 4)], "{}", whole.text);
    let (mut paged, mut runs, mut cursor) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..9 {
        let page =
            desk.get(&format!("{list}&group=impact&sort=number&limit=2&cursor={}", encode(&cursor)))?.expect(200)?;
        paged.extend(numbers(&page));
        let of_page = page.body["runs"].as_array().context("runs")?.clone();
        runs.extend(
            of_page.iter().map(|run| (run["id"].as_str().unwrap_or_default().to_owned(), run["rows"].as_u64())),
        );
        match page.body["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    proof!(paged == numbers(&whole) && paged.len() == 7, "each once, in one order: {paged:?} {:?}", numbers(&whole));
    let of = |id: &str| runs.iter().filter(|(run, _)| run == id).filter_map(|(_, rows)| *rows).sum::<u64>();
    assert_eq!((of("high"), of("medium"), of("low")), (2, 1, 4), "a page says whose its rows are: {runs:?}");
    let folded = desk.get(&format!("{list}&group=impact&sort=number&folded=low,medium"))?.expect(200)?;
    assert_eq!(numbers(&folded), whole_of(&whole, 2), "what is folded is left out");
    assert_eq!(groups(&folded), told, "and counted all the same");
    let file = format!("/api/v1/records/incident/export?filter={}&group=impact&sort=number", encode(OURS));
    let file = server.sign_in("imanager")?.get(&file)?.expect(200)?;
    let places: Vec<_> = numbers(&whole).iter().map(|number| file.text.find(number.as_str())).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "a file keeps the order: {}", file.text);
    let across = desk.get("/api/v1/records?group=state")?;
    assert_eq!((across.status, across.body["fields"][0]["field"].as_str()), (422, Some("group")), "{}", across.text);
    let wrong = desk.get("/api/v1/records/incident?group=titel")?;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert_eq!(desk.get(&format!("{list}&group=impact&cursor=state~0~new~"))?.status, 422, "another list's cursor");
    Ok(())
}

fn whole_of(whole: &Answer, first: usize) -> Vec<String> {
    numbers(whole).into_iter().take(first).collect()
}

fn f_plt_06_groups_stand_as_the_definition_has_them(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let made = some_incidents(&desk)?;
    let taken = crate::company::take_up(&desk, &engineer, &made[3])?;
    let list =
        |by: &str, more: &str| desk.get(&format!("/api/v1/records/incident?filter={}&group={by}{more}", encode(OURS)));
    let by_state = list("state", "")?.expect(200)?;
    let states = desk.get("/api/v1/definitions/incident")?.expect(200)?;
    let states: Vec<_> =
        states.body["states"].as_array().into_iter().flatten().filter_map(|state| state["id"].as_str()).collect();
    let places: Vec<_> = groups(&by_state).iter().map(|(id, _)| states.iter().position(|state| state == id)).collect();
    assert!(places.len() > 1 && places.iter().all(Option::is_some), "{}", by_state.text);
    proof!(places.is_sorted(), "in the definition's order: {:?}", groups(&by_state));
    let by_impact = list("impact", "")?.expect(200)?;
    proof!(
        groups(&by_impact).iter().map(|(id, _)| id.as_str()).eq(["high", "medium", "low"]),
        "an option's, too: {}",
        by_impact.text
    );
    let by_person = list("assignee", "")?.expect(200)?;
    let ids: Vec<_> = groups(&by_person).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids.last().map(String::as_str), Some("-"), "what nobody has comes last: {ids:?}");
    let assignee = again(&desk, &taken)?.body["fields"]["assignee"]["id"].clone();
    assert!(ids.iter().any(|id| *id == assignee), "{ids:?} {assignee}");
    let by_day = list("opened_at:day", "")?.expect(200)?;
    assert_eq!(groups(&by_day).iter().map(|(_, count)| count).sum::<u64>(), 7, "{}", by_day.text);
    Ok(())
}

/// What somebody was told of a list that they follow: what it says, the list and how much came into it.
fn gained(client: &Client) -> Result<Vec<Value>> {
    let told = client.get("/api/v1/notices?limit=200")?.expect(200)?;
    let items = told.body["items"].as_array().context("items")?.clone();
    Ok(items.into_iter().filter(|item| item["reason"] == "view_gained").collect())
}

/// The same, once it is so: others who write to the same database hold up what is read of it, and the next round looks again.
fn gained_by(server: &Server, client: &Client, minute: &str, is_so: impl Fn(&[Value]) -> bool) -> Result<Vec<Value>> {
    for second in 0..60 {
        server.set_clock(&format!("2026-11-20T{minute}:{second:02}Z"))?;
        let told = gained(client)?;
        if is_so(&told) {
            return Ok(told);
        }
    }
    gained(client)
}

fn kept(client: &Client, title: &str, filter: &str) -> Result<Answer> {
    create(client, "saved_view", &json!({ "title": title, "records_of": "incident", "filter": filter }))
}

fn followed(client: &Client, view: &Answer) -> Result<()> {
    client.put(&format!("{}/watch", path(view)), &json!({}))?.expect(204).map(|_| ())
}

fn f_plt_06_who_follows_a_view_is_told_once_of_what_comes_into_it(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let view = kept(&manager, "大影响", &format!("{OURS} && record.impact == \"high\" && record.is_open"))?;
    let before = report(&desk, "分组之前", "high", "low")?;
    server.set_clock("2026-11-20T01:05:00Z")?;
    followed(&manager, &view)?;
    server.set_clock("2026-11-20T01:10:00Z")?;
    assert_eq!(gained(&manager)?.len(), 0, "of what was in it before nothing is told");
    desk.patch_if(&path(&before), &again(&desk, &before)?.version(), &json!({ "description": "更多" }))?.expect(200)?;
    report(&desk, "分组小事", "low", "low")?;
    server.set_clock("2026-11-20T01:20:00Z")?;
    assert_eq!(gained(&manager)?.len(), 0, "nor where it stays in it, or out of it");
    let came = report(&desk, "分组大事", "high", "high")?;
    let told = gained_by(&server, &manager, "01:30", |told| told.len() == 1)?;
    proof!(told.len() == 1 && told[0]["record"]["number"] == came.body["number"], "what came in is told: {told:?}");
    assert_eq!(told[0]["list"]["records_of"], "incident");
    assert!(told[0]["text"]["zh"].as_str().is_some_and(|text| text.contains("大影响")), "{told:?}");
    assert_eq!(gained(&desk)?.len(), 0, "whoever does not follow it is told nothing");
    let lower = |impact: &str| -> Result<()> {
        let version = again(&desk, &came)?.version();
        desk.patch_if(&path(&came), &version, &json!({ "impact": impact }))?.expect(200).map(|_| ())
    };
    lower("low")?;
    server.set_clock("2026-11-20T01:40:00Z")?;
    lower("high")?;
    server.set_clock("2026-11-20T01:50:00Z")?;
    assert_eq!(gained(&manager)?.len(), 1, "one that leaves and comes again is told once");
    for at in 0..3 {
        report(&desk, &format!("分组更多{at}"), "high", "low")?;
    }
    let is_whole = |told: &[Value]| told.first().is_some_and(|told| told["list"]["count"] == 4);
    let told = gained_by(&server, &manager, "02:00", is_whole)?;
    assert_eq!(
        (told.len(), told[0]["list"]["count"].as_u64()),
        (1, Some(4)),
        "many are one notice while it is unread: {told:?}"
    );
    assert!(told[0]["text"]["en"].as_str().is_some_and(|text| text.starts_with("4 new")), "{told:?}");
    manager.post("/api/v1/notices/read", &json!({}))?.expect(204)?;
    assert_eq!(server.stop()?, 0);
    server.restart(&["--demo=company", "--simulated-clock", "2026-11-20T02:05:00Z"])?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    server.set_clock("2026-11-20T02:10:00Z")?;
    assert_eq!(gained(&manager)?.len(), 1, "nothing is told twice after a restart");
    report(&desk, "分组后来", "high", "low")?;
    let told = gained_by(&server, &manager, "02:20", |told| told.len() == 2)?;
    assert_eq!(told.len(), 2, "and what comes later is");
    let own = report(&desk, "分组自己", "low", "low")?;
    server.set_clock("2026-11-20T02:25:00Z")?;
    manager.patch_if(&path(&own), &again(&manager, &own)?.version(), &json!({ "impact": "high" }))?.expect(200)?;
    server.set_clock("2026-11-20T02:30:00Z")?;
    assert_eq!(gained(&manager)?[0]["list"]["count"].as_u64(), Some(1), "nobody is told of their own deed");
    let mine = report(&desk, "分组自己带入", "low", "low")?;
    server.set_clock("2026-11-20T02:31:00Z")?;
    manager.patch_if(&path(&mine), &again(&manager, &mine)?.version(), &json!({ "impact": "high" }))?.expect(200)?;
    desk.post(&format!("{}/comments", path(&mine)), &json!({ "body": "收到", "audience": "internal" }))?.expect(201)?;
    server.set_clock("2026-11-20T02:35:00Z")?;
    let told = gained(&manager)?;
    assert_eq!(told[0]["list"]["count"].as_u64(), Some(1), "nor where another said something with it: {told:?}");
    manager.delete(&format!("{}/watch", path(&view)))?.expect(204)?;
    report(&desk, "分组不再", "high", "low")?;
    server.set_clock("2026-11-20T02:40:00Z")?;
    assert_eq!(gained(&manager)?.len(), 2, "who follows it no longer is told no more");
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

fn f_plt_06_a_view_that_one_may_not_see_tells_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, colleague) = (server.sign_in("desk")?, server.sign_in("desk2")?);
    let view = kept(&desk, "本部门的", OURS)?;
    assert_eq!(
        colleague.put(&format!("{}/watch", path(&view)), &json!({}))?.status,
        404,
        "a personal one is followed by nobody else"
    );
    go(&desk, &view, "share_with_department", &json!({}))?;
    followed(&colleague, &view)?;
    report(&desk, "分组共享", "low", "low")?;
    server.set_clock("2026-11-20T01:10:00Z")?;
    assert_eq!(gained(&colleague)?.len(), 1, "a shared one is");
    colleague.post("/api/v1/notices/read", &json!({}))?.expect(204)?;
    go(&desk, &view, "keep_to_oneself", &json!({}))?;
    report(&desk, "分组不共享", "low", "low")?;
    server.set_clock("2026-11-20T01:20:00Z")?;
    proof!(gained(&colleague)?.len() == 1, "what is shared no longer tells nothing more");
    Ok(())
}

fn f_plt_06_a_view_is_sorted_and_grouped_by_what_lists_can_be(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let kept = json!({ "title": "按人", "records_of": "incident", "grouped_by": "assignee", "sort": "due_at" });
    let view = create(&desk, "saved_view", &kept)?;
    assert_eq!(again(&desk, &view)?.body["fields"]["grouped_by"], "assignee");
    let wrong = json!({ "title": "x", "records_of": "incident", "grouped_by": "opened_at", "sort": "-description", "columns": "titel" });
    let refused = desk.post("/api/v1/records/saved_view", &wrong)?;
    let faults: Vec<_> = refused.body["fields"].as_array().into_iter().flatten().collect();
    let fields: Vec<_> = faults.iter().map(|fault| fault["field"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        (refused.status, fields.as_slice()),
        (422, ["sort", "grouped_by", "columns"].as_slice()),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("opened_at:month") && refused.text.contains("title"),
        "it says what there is: {}",
        refused.text
    );
    let number = find_number(&desk)?;
    let by_number =
        json!({ "title": "一项服务", "records_of": "incident", "filter": format!("record.customer == \"{number}\"") });
    create(&desk, "saved_view", &by_number).map(|_| ())
}

fn f_rpt_06_a_board_of_too_many_charts_is_refused_and_numbers_may_be_named(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let number = find_number(&desk)?;
    let board = |charts: usize| {
        let chart = |at| json!({ "title": format!("图{at}"), "shape": "bar", "records_of": "incident", "by": "state", "filter": format!("record.customer == \"{number}\"") });
        desk.post(
            "/api/v1/records/board",
            &json!({ "title": "很多", "charts": (0..charts).map(chart).collect::<Vec<_>>() }),
        )
    };
    board(24)?.expect(201)?;
    let refused = board(25)?;
    proof!(
        refused.status == 422 && refused.body["fields"][0]["field"] == "charts",
        "25 charts are too many: {}",
        refused.text
    );
    assert!(refused.text.contains("25") && refused.text.contains("24"), "{}", refused.text);
    Ok(())
}

/// The number of a customer.
fn find_number(desk: &Client) -> Result<String> {
    let found = desk.get("/api/v1/records/customer?limit=1")?.expect(200)?;
    found.body["items"][0]["number"].as_str().map(str::to_owned).context("a customer")
}

/// Who is at which of the records that a list shows, by number of people.
fn look(client: &Client, tab: &str, records: &[&Answer]) -> Result<Vec<(String, String)>> {
    let ids: Vec<_> = records.iter().map(|record| record.body["id"].clone()).collect();
    let answer = client.put(&format!("/api/v1/presence/{tab}"), &json!({ "records": ids }))?.expect(200)?;
    let at = |item: &Value| {
        let others = item["others"].as_array().into_iter().flatten();
        let names = others.map(|other| {
            format!(
                "{}{}",
                other["person"]["title"].as_str().unwrap_or_default(),
                if other["is_writing"] == true { "✎" } else { "" }
            )
        });
        (item["record"].as_str().unwrap_or_default().to_owned(), names.collect::<Vec<_>>().join(" "))
    };
    Ok(answer.body["items"].as_array().into_iter().flatten().map(at).collect())
}

fn f_inc_08_a_list_shows_who_is_at_its_records(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let (one, other) = (report(&desk, "网络抖动", "low", "low")?, report(&desk, "网络中断", "low", "low")?);
    let id = one.body["id"].as_str().context("an id")?.to_owned();
    assert_eq!(look(&manager, "list", &[&one, &other])?, [], "nobody is there");
    attend(&desk, &one, "x", true)?;
    let seen = look(&manager, "list", &[&one, &other])?;
    proof!(matches!(seen.as_slice(), [(at, who)] if *at == id && who.ends_with('✎')), "who writes is seen: {seen:?}");
    assert_eq!(look(&desk, "list", &[&one, &other])?, [], "oneself is not");
    // The stream tells when somebody leaves a record that is only in sight.
    let leave = || desk.delete(&format!("{}/presence/x", path(&one)))?.expect(204).map(|_| ());
    follow(&manager, &one, &[&leave, &|| Ok(())])?;
    assert_eq!(look(&manager, "list", &[&one, &other])?, [], "who has left is gone");
    let customer = server.sign_in("jiangzhou")?;
    assert_eq!(
        customer.put("/api/v1/presence/list", &json!({ "records": [id] }))?.status,
        404,
        "it is not for customers"
    );
    let many: Vec<_> = (0..201).map(|at| format!("00000000-0000-7000-8000-{at:012}")).collect();
    assert_eq!(desk.put("/api/v1/presence/list", &json!({ "records": many }))?.status, 422);
    Ok(())
}
