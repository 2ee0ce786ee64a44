//! What holds for all: requirements ALL-3 and ALL-4, features F-PLT-01 and F-PLT-12.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, encode, find, path, report, try_to};

on_both_stores!(
    all_3_all_of_it_in_chinese_and_in_english,
    all_4_everything_listed_is_searched_filtered_and_exported,
    f_plt_01_chinese_words_names_dates_and_departments,
    f_plt_12_the_interface_describes_itself,
);

fn all_3_all_of_it_in_chinese_and_in_english(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let definitions = desk.get("/api/v1/definitions")?.expect(200)?;
    let mut labels = Vec::new();
    collect_labels(&definitions.body, &mut labels);
    assert!(labels.len() > 300, "the definitions have labels: {}", labels.len());
    for (zh, en) in &labels {
        proof!(!zh.is_empty() && !en.is_empty(), "each label has both languages: {zh:?} {en:?}");
    }
    proof!(labels.iter().any(|(zh, en)| zh == "事件" && en == "Incident"), "incident is 事件");
    let incident = report(&desk, "语言测试", "low", "low")?;
    let english = try_to(&desk, &incident, "assign", &json!({}))?;
    let chinese = try_to(&desk.in_chinese(), &incident, "assign", &json!({}))?;
    let words = |answer: &Answer| answer.body["fields"][0]["message"].as_str().unwrap_or_default().to_owned();
    proof!(words(&english).is_ascii() && !words(&english).is_empty(), "an error in English: {}", english.text);
    proof!(
        words(&chinese).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
        "the same in Chinese: {}",
        chinese.text
    );
    as_china_uses_them(&desk)
}

/// Whoever takes a call types a name's initials; a made-up Saturday is worked, a festival is not, and is called by its name.
fn as_china_uses_them(desk: &Client) -> Result<()> {
    let person = find(desk, "person", "name", "王磊")?;
    let found = desk.get("/api/v1/records/person?q=wl")?.expect(200)?;
    proof!(found.text.contains(&person), "a name is found by its initials: {}", found.text);
    let calendar = find(desk, "calendar", "title", "5×8 工作日（09:00–12:00、13:00–18:00）")?;
    let from =
        |start: &str| desk.get(&format!("/api/v1/records/calendar/{calendar}/deadline?start={start}&minutes=120"));
    let made_up = from("2026-02-13T09:00:00Z")?.expect(200)?;
    proof!(made_up.body["due_at"] == "2026-02-14T02:00:00Z", "the made-up Saturday is worked: {}", made_up.text);
    let festival = from("2026-02-14T09:00:00Z")?.expect(200)?;
    proof!(festival.body["due_at"] == "2026-02-24T02:00:00Z", "the festival is not: {}", festival.text);
    assert!(festival.text.contains("春节"), "and has its name: {}", festival.text);
    Ok(())
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn f_plt_01_chinese_words_names_dates_and_departments(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let mut labels = Vec::new();
    collect_labels(&desk.get("/api/v1/definitions")?.expect(200)?.body, &mut labels);
    let edition = desk.get("/api/v1/standards/iso20000-1-2011/clauses")?.expect(200)?;
    collect_labels(&edition.body, &mut labels);
    let foreign: Vec<_> = labels.iter().map(|(zh, _)| zh).filter(|zh| !is_chinese(zh)).collect();
    proof!(foreign.is_empty(), "whatever is read is in Chinese: {foreign:?}");
    let missing = desk.get("/api/v1/records/incident/INC9999999")?;
    proof!(missing.status == 404 && is_chinese(&missing.text), "so is what goes wrong: {}", missing.text);
    let person = find(&desk, "person", "name", "王磊")?;
    for typed in ["王", "wanglei", "wl"] {
        let found = desk.get(&format!("/api/v1/records/person?q={typed}", typed = encode(typed)))?.expect(200)?;
        proof!(found.text.contains(&person), "a name is found by {typed}: {}", found.text);
    }
    let unit = find(&desk, "department", "title", "技术服务中心")?;
    for typed in ["技术服务", "jishufuwu", "jsfw"] {
        let found = desk.get(&format!("/api/v1/records/department?q={typed}", typed = encode(typed)))?.expect(200)?;
        proof!(found.text.contains(&unit), "a department is found by {typed}: {}", found.text);
    }
    let days = desk.get("/api/v1/records/holiday_year?limit=50")?.expect(200)?;
    let days = days.body["items"].as_array().context("years")?.iter().find(|year| year["title"] == "2026 年节假日安排");
    let days = again(&desk, &Answer { body: days.context("the year")?.clone(), ..missing.clone() })?;
    let is_off = |day: &Value| day["date"] == "2026-10-01" && day["kind"] == "off" && day["name"] == "国庆节";
    proof!(
        days.body["fields"]["days"].as_array().is_some_and(|days| days.iter().any(is_off)),
        "the country's holidays are there: {}",
        days.text
    );
    let units = desk.get("/api/v1/records/department?limit=200")?.expect(200)?;
    let units = units.body["items"].as_array().context("departments")?;
    let above = |unit: &Value| unit["fields"]["parent"]["number"].as_str().map(str::to_owned);
    let (mut below, mut tops) = (0, 0);
    for unit in units {
        let mut at = above(unit);
        below += usize::from(at.is_some());
        tops += usize::from(at.is_none());
        for _ in units {
            at = at.and_then(|number| units.iter().find(|one| one["number"] == number.as_str()).and_then(above));
        }
        proof!(at.is_none(), "each department belongs, step by step, to one at the top: {unit}");
    }
    proof!(below > 0 && tops > 0, "departments are a tree: {below} below {tops}");
    Ok(())
}

fn collect_labels(value: &Value, labels: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            if let (Some(zh), Some(en)) =
                (map.get("zh").and_then(|zh| zh.as_str()), map.get("en").and_then(|en| en.as_str()))
            {
                labels.push((zh.to_owned(), en.to_owned()));
            }
            map.values().for_each(|inner| collect_labels(inner, labels));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_labels(inner, labels)),
        _ => {}
    }
}

fn all_4_everything_listed_is_searched_filtered_and_exported(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "堡垒机双因素认证失效，影响等保测评", "medium", "low")?;
    let formula = report(&desk, "=HYPERLINK(\"http://x\",\"y\")", "low", "low")?;
    let number = incident.body["number"].as_str().context("number")?.to_owned();
    for word in ["堡垒机", "等保", "认证", &number] {
        let found = desk.get(&format!("/api/v1/search?q={}", encode(word)))?.expect(200)?;
        proof!(found.text.contains(&number), "{word} finds it: {}", found.text);
    }
    let none = desk.get(&format!("/api/v1/search?q={}", encode("堡等")))?.expect(200)?;
    proof!(none.body["items"].as_array().is_some_and(Vec::is_empty), "letters of two words find nothing");
    let filter = encode("record.impact == \"medium\" && record.title.contains(\"等保\")");
    let filtered =
        desk.get(&format!("/api/v1/records/incident?filter={filter}&sort=-opened_at&total=1"))?.expect(200)?;
    proof!(filtered.body["total"] == 1 && filtered.text.contains(&number), "a filter finds just it: {}", filtered.text);
    let misspelt = desk.get(&format!("/api/v1/records/incident?filter={}", encode("record.impakt == \"medium\"")))?;
    proof!(
        misspelt.status == 422 && misspelt.text.contains("did you mean `impact`"),
        "a wrong name is told with the nearest: {}",
        misspelt.text
    );
    let export = desk.get("/api/v1/records/incident/export")?.expect(200)?;
    proof!(export.text.contains("堡垒机双因素认证失效"), "the export has it");
    proof!(
        export.text.contains("'=HYPERLINK") && !export.text.contains(",=HYPERLINK"),
        "a formula is no formula any more"
    );
    drop((path(&formula), filtered));
    each_kind_of_record_is_found_alike(&server)?;
    csv_goes_in_as_it_came_out(&desk, &incident)
}

/// Whatever is listed is found by its number and filtered, and what one may take away goes into a file.
fn each_kind_of_record_is_found_alike(server: &Server) -> Result<()> {
    let admin = server.sign_in("representative")?;
    let processes = admin.get("/api/v1/definitions")?.expect(200)?.body["processes"].clone();
    let (mut looked_at, mut exported) = (0, 0);
    for process in processes.as_array().context("processes")?.iter().filter_map(|process| process["id"].as_str()) {
        let at = format!("/api/v1/records/{process}");
        let listed = admin.get(&format!("{at}?limit=1"))?.expect(200)?;
        let Some(number) = listed.body["items"][0]["number"].as_str().map(str::to_owned) else { continue };
        let filter = encode(&format!("record.number == \"{number}\""));
        for narrowed in [format!("{at}?q={number}"), format!("{at}?filter={filter}")] {
            let found = admin.get(&narrowed)?.expect(200)?;
            let items = found.body["items"].as_array().context("items")?;
            assert!(items.len() == 1 && items[0]["number"] == number.as_str(), "{narrowed}: {}", found.text);
        }
        let found = admin.get(&format!("/api/v1/search?q={number}"))?.expect(200)?;
        assert!(found.text.contains(&number), "{number} is searched for: {}", found.text);
        looked_at += 1;
        let file = admin.get(&format!("{at}/export?filter={filter}"))?;
        if file.status != 403 {
            assert!(file.expect(200)?.text.contains(&number), "{number} is exported");
            exported += 1;
        }
    }
    assert!(looked_at > 12 && exported > 5, "{looked_at} kinds, {exported} of them into files");
    Ok(())
}

/// What was exported can be imported: it opens another record with the same values.
fn csv_goes_in_as_it_came_out(desk: &Client, incident: &Answer) -> Result<()> {
    let filter = encode("record.title.contains(\"等保\")");
    for desk in [desk.clone(), desk.in_chinese()] {
        let export =
            desk.get(&format!("/api/v1/records/incident/export?filter={filter}&sort=opened_at"))?.expect(200)?;
        let first = export.text.lines().take(2).map(|line| format!("{line}\r\n")).collect::<String>();
        let headers = [("content-type", "text/csv")];
        let import = desk.send("POST", "/api/v1/records/incident/import", &headers, first.as_bytes())?.expect(200)?;
        assert_eq!(import.body["failed_csv"], Value::Null, "{}", import.text);
        let number = import.body["opened"][0]["number"].as_str().context("it is opened")?;
        let copy = desk.get(&format!("/api/v1/records/incident/{number}"))?.expect(200)?;
        proof!(copy.body["fields"] == incident.body["fields"], "the same values: {} {}", copy.text, incident.text);
    }
    Ok(())
}

fn f_plt_12_the_interface_describes_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let openapi = desk.get("/api/v1/openapi.json")?.expect(200)?;
    proof!(openapi.body["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "OpenAPI 3.1");
    let paths = openapi.body["paths"].as_object().context("paths")?;
    for path in
        ["/api/v1/records/{process}", "/api/v1/records/{process}/{number}", "/api/v1/search", "/api/v1/objectives"]
    {
        proof!(paths.contains_key(path), "{path} is described");
    }
    let schema = desk.get("/api/v1/definitions/incident/schema.json")?.expect(200)?;
    proof!(schema.body["properties"]["impact"].is_object(), "each process has its JSON Schema");
    Ok(())
}
