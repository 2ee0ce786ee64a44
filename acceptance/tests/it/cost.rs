//! What a list costs: the records that are asked whether they belong there, however many there are beside them.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, create, encode, find, go, take_up};

on_both_stores!(f_plt_11_a_filter_asks_as_many_records_however_many_there_are);

/// How many records stand beside those looked for, at first.
const MANY: usize = 120;
/// How many of them a page of fifty may ask: five times twice a page and the one more that tells of a next.
const AT_MOST: u64 = 5 * 2 * 51;

fn f_plt_11_a_filter_asks_as_many_records_however_many_there_are(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let other = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let urgent = json!({ "title": "核心交换机故障", "customer": other, "channel": "telephone", "impact": "high", "urgency": "high" });
    let named = create(&desk, "incident", &urgent)?;
    let customer = named.body["fields"]["customer"]["id"].as_str().context("a customer")?;
    take_up(&desk, &engineer, &named)?;
    go(&engineer, &named, "resolve", &json!({ "solution": "更换电源模块" }))?;
    let filters = [
        "record.state == \"resolved\"".to_owned(),
        "record.priority == \"p1\"".to_owned(),
        format!("record.customer == \"{customer}\""),
        format!("record.customer == \"{customer}\" && record.state == \"resolved\" && record.is_open"),
        "record.state in [\"resolved\", \"on_hold\"]".to_owned(),
    ];
    let before = asked(&server, &desk, &filters)?;
    import(&desk, MANY)?;
    let few = asked(&server, &desk, &filters)?;
    import(&desk, 2 * MANY)?;
    let many = asked(&server, &desk, &filters)?;
    for (at, filter) in filters.iter().enumerate() {
        assert!(before[at] >= 1 && few[at] <= AT_MOST, "{filter}: {} and {}", before[at], few[at]);
        proof!(many[at] == few[at], "three times as many beside them cost nothing: {filter}: {few:?}, {many:?}");
    }
    Ok(())
}

/// Of how many records each list asks whether they belong there, as the figures for the operator count them.
fn asked(server: &Server, client: &Client, filters: &[String]) -> Result<Vec<u64>> {
    let counted = || -> Result<u64> {
        let figures = server.anonymous().send("GET", "/metrics", &[], b"")?.expect(200)?.text;
        let line = figures.lines().find_map(|line| line.strip_prefix("yuheng_list_records_asked_total "));
        Ok(line.context("the figure")?.parse()?)
    };
    let ask = |filter: &String| -> Result<u64> {
        let before = counted()?;
        let page = client.get(&format!("/api/v1/records/incident?limit=50&filter={}", encode(filter)))?.expect(200)?;
        anyhow::ensure!(page.body["items"].is_array(), "{}", page.text);
        Ok(counted()? - before)
    };
    filters.iter().map(ask).collect()
}

/// Opens so many incidents at once, of no great priority.
fn import(desk: &Client, count: usize) -> Result<()> {
    let customer = find(desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let rows: String = (0..count).map(|n| format!("门户打不开 {n},{customer}\n")).collect();
    let headers = [("content-type", "text/csv")];
    let file = format!("标题,客户\n{rows}");
    let opened = desk.in_chinese().send("POST", "/api/v1/records/incident/import", &headers, file.as_bytes())?;
    anyhow::ensure!(opened.expect(200)?.body["opened"].as_array().map(Vec::len) == Some(count));
    Ok(())
}
