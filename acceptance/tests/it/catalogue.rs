//! The service catalogue: requirement CAT-1.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, create, find, go, path, try_to};

on_both_stores!(
    cat_1_an_offer_has_its_five_facts_before_customers_see_it,
    an_item_brings_its_service_and_that_its_department,
    where_no_service_says_so_the_department_is_of_whoever_gets_it,
);

fn cat_1_an_offer_has_its_five_facts_before_customers_see_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?);
    let service = manager.get("/api/v1/records/service?limit=1")?.expect(200)?.body["items"][0]["number"].clone();
    let item = create(&manager, "catalogue_item", &json!({ "name": "新增防火墙策略", "service": service }))?;
    let early = try_to(&manager, &item, "put_in_force", &json!({}))?;
    proof!(early.status == 422, "an offer without its facts is refused: {}", early.status);
    let missing: Vec<_> =
        early.body["fields"].as_array().into_iter().flatten().filter_map(|fault| fault["field"].as_str()).collect();
    proof!(missing == ["target", "contact", "hours", "security"], "and they are named: {missing:?}");
    assert!(customer.get(&path(&item))?.status == 404, "a draft is no offer");
    let facts = json!({
        "target": "4 小时内生效", "contact": "服务台 0700-5550-000", "hours": "工作日 9–18 点，封网期除外",
        "security": "双人复核，操作留痕",
    });
    go(&manager, &item, "put_in_force", &facts)?;
    let seen = customer.get(&path(&item))?;
    proof!(seen.status == 200, "the customer sees the offer: {}", seen.status);
    let request = json!({ "title": "开放 443 端口", "item": item.body["number"] });
    let ordered = create(&customer, "service_request", &request)?;
    proof!(ordered.body["fields"]["item"]["title"] == "新增防火墙策略", "and orders from it");
    Ok(())
}

fn an_item_brings_its_service_and_that_its_department(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let items = desk.get("/api/v1/records/catalogue_item?limit=1")?.expect(200)?.body["items"][0].clone();
    let ordered = create(&office, "service_request", &json!({ "title": "开通账号", "item": items["number"] }))?;
    let seen = again(&desk, &ordered)?.body["fields"].clone();
    let service =
        desk.get(&format!("/api/v1/records/service/{}", seen["service"]["number"].as_str().unwrap_or("-")))?;
    let department = service.expect(200)?.body["fields"]["department"].clone();
    assert!(department["id"].is_string() && seen["group"]["id"] == department["id"], "{seen}");
    Ok(())
}

fn where_no_service_says_so_the_department_is_of_whoever_gets_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let people = desk.get("/api/v1/records/person?limit=200")?.expect(200)?.body["items"].clone();
    let of = |person: &Value| person["fields"]["department"]["id"].as_str().map(str::to_owned);
    let placed: Vec<Value> =
        people.as_array().into_iter().flatten().filter(|person| of(person).is_some()).cloned().collect();
    let first = placed.first().context("somebody has a department")?;
    let second = placed.iter().find(|person| of(person) != of(first)).context("somebody else has another")?;
    let incident = create(&desk, "incident", &json!({ "title": "防火墙告警", "customer": customer }))?;
    assert!(again(&desk, &incident)?.body["fields"]["group"].is_null(), "nothing says whose it is");
    let group = || -> Result<Option<String>> {
        Ok(again(&desk, &incident)?.body["fields"]["group"]["id"].as_str().map(str::to_owned))
    };
    go(&desk, &incident, "assign", &json!({ "assignee": first["number"] }))?;
    assert_eq!(group()?, of(first), "the department comes with whoever gets it");
    let reason =
        json!({ "fields": { "assignee": second["number"] }, "comment": { "body": "归他们", "audience": "internal" } });
    let version = again(&desk, &incident)?.version();
    desk.post_if(&format!("{}/transitions/reassign", path(&incident)), &version, &reason)?.expect(200)?;
    assert_eq!(group()?, of(second), "and goes over with the work");
    Ok(())
}
