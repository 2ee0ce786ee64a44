//! A call comes in: who is calling is found by name, sound or number and brings the customer; what that one is promised and
//! what was like it stand at hand; what somebody sets for themselves in the page is kept.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, create, encode, find, go, path, report, take_up,
};

on_both_stores!(
    whoever_calls_is_found_by_name_sound_and_telephone,
    who_asks_brings_the_customer_and_the_desk_takes_calls,
    what_a_customer_is_promised_stands_by_contract,
    similar_records_share_rare_words_and_are_seen_by_whoever_may,
    what_one_sets_for_oneself_is_ones_own,
);

fn numbers(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item["number"].as_str().or(item["record"]["number"].as_str())).collect()
}

fn whoever_calls_is_found_by_name_sound_and_telephone(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let caller = find(&desk, "contact", "name", "林嘉宁")?;
    let found = |text: &str| -> Result<Vec<String>> {
        let answer = desk.get(&format!("/api/v1/records/contact?q={}", encode(text)))?.expect(200)?;
        Ok(numbers(&answer.body).into_iter().map(str::to_owned).collect())
    };
    for text in ["林嘉", "ljn", "linjia", "LJN", "0700-5550-101"] {
        assert!(found(text)?.contains(&caller), "{text}");
    }
    for text in ["lj9", "njl", "0700-5550-999"] {
        assert!(found(text)?.is_empty(), "{text}");
    }
    for text in [OFFICE_HOURS_CUSTOMER, "政务数据"] {
        assert!(found(text)?.contains(&caller), "by whom they work for: {text}");
    }
    let elsewhere = find(&desk, "contact", "name", "白宇航")?;
    assert!(!found("政务数据")?.contains(&elsewhere), "and nobody who works elsewhere");
    let short = desk.get(&format!("/api/v1/records/customer?q={}", encode("江州")))?.expect(200)?;
    assert!(!numbers(&short.body).is_empty());
    let office = server.sign_in("jiangzhou")?;
    let another = office.get("/api/v1/records/contact?q=byh")?.expect(200)?;
    assert!(numbers(&another.body).is_empty(), "nobody of another customer's: {}", another.text);
    let by_name = format!("/api/v1/records/contact?q={}", encode(AROUND_THE_CLOCK_CUSTOMER));
    assert!(numbers(&office.get(&by_name)?.expect(200)?.body).is_empty(), "nor by its name");
    Ok(())
}

fn who_asks_brings_the_customer_and_the_desk_takes_calls(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let caller = find(&desk, "contact", "name", "林嘉宁")?;
    let incident = create(&desk, "incident", &json!({ "title": "窗口打不开", "requester": caller }))?;
    let fields = &incident.body["fields"];
    assert_eq!(fields["customer"]["title"], OFFICE_HOURS_CUSTOMER);
    assert_eq!(fields["channel"], "telephone");
    let on_the_page = create(&engineer, "incident", &json!({ "title": "巡检发现", "requester": caller }))?;
    assert_eq!(on_the_page.body["fields"]["channel"], "page");
    let nobody = desk.post("/api/v1/records/incident", &json!({ "title": "没说是谁" }))?.expect(422)?;
    assert!(nobody.text.contains("customer"), "{}", nobody.text);
    let definition =
        |client: &Client| -> Result<Value> { Ok(client.get("/api/v1/definitions/incident")?.expect(200)?.body) };
    let channel = |definition: &Value| {
        let fields = definition["fields"].as_array().cloned().unwrap_or_default();
        fields.into_iter().find(|field| field["id"] == "channel").map(|field| field["default"].clone())
    };
    assert_eq!(channel(&definition(&desk)?), Some(json!("telephone")));
    assert_eq!(channel(&definition(&engineer)?), Some(json!("page")));
    let brings = json!({ "from": "requester", "field": "customer", "to": "customer" });
    assert!(definition(&desk)?["copies"].as_array().context("copies")?.contains(&brings));
    Ok(())
}

fn what_a_customer_is_promised_stands_by_contract(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let another = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let promised = desk.get(&format!("/api/v1/coverage?customer={customer}"))?.expect(200)?;
    let cover = &promised.body["items"][0];
    assert!(cover["contract"]["number"].is_string() && cover["agreement"]["number"].is_string(), "{}", promised.text);
    assert!(cover["services"].as_array().is_some_and(|services| !services.is_empty()), "{}", promised.text);
    office.get(&format!("/api/v1/coverage?customer={another}"))?.expect(404)?;
    let own = office.get(&format!("/api/v1/coverage?customer={customer}"))?.expect(200)?;
    assert_eq!(own.body["items"][0]["services"], cover["services"], "a customer reads what its contracts cover");
    let contract = format!("/api/v1/records/contract/{}", cover["contract"]["number"].as_str().unwrap_or_default());
    let relations = server.sign_in("brmanager")?;
    let now = relations.get(&contract)?.expect(200)?;
    let body = json!({ "comment": { "body": "结束", "audience": "internal" } });
    relations.post_if(&format!("{contract}/transitions/retire"), &now.version(), &body)?.expect(200)?;
    let after = desk.get(&format!("/api/v1/coverage?customer={customer}"))?.expect(200)?;
    assert_eq!(after.body["items"], json!([]), "what has ended promises nothing");
    Ok(())
}

fn similar_records_share_rare_words_and_are_seen_by_whoever_may(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let before = report(&desk, "自助终端读卡器无法识别身份证", "low", "low")?;
    take_up(&desk, &engineer, &before)?;
    go(&engineer, &before, "resolve", &json!({ "solution": "更换读卡模块，\n重新标定" }))?;
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = json!({ "title": "柜台读卡器无法识别身份证", "customer": bank });
    let theirs = create(&desk, "incident", &theirs)?;
    report(&desk, "打印机缺纸", "low", "low")?;
    let now = report(&desk, "读卡器识别身份证时报错", "low", "low")?;

    let found = desk.get(&format!("{}/similar", path(&now)))?.expect(200)?;
    let number = |answer: &Answer| answer.body["number"].as_str().unwrap_or_default().to_owned();
    assert_eq!(numbers(&found.body), [number(&before), number(&theirs)], "the same customer first: {}", found.text);
    let first = &found.body["items"][0];
    assert_eq!((&first["state"], &first["answer"]), (&json!("resolved"), &json!("更换读卡模块， 重新标定")));
    assert_eq!((&first["same_customer"], &found.body["items"][1]["same_customer"]), (&json!(true), &json!(false)));

    let seen = office.get(&format!("{}/similar", path(&now)))?.expect(200)?;
    assert_eq!(numbers(&seen.body), [number(&before)], "no other customer's: {}", seen.text);
    office.get(&format!("{}/similar", path(&theirs)))?.expect(404)?;

    let ask = |title: &str| desk.get(&format!("/api/v1/similar?process=incident&title={}", encode(title)));
    let so_far = ask("读卡器坏了")?.expect(200)?;
    assert_eq!(numbers(&so_far.body).len(), 3, "{}", so_far.text);
    for nothing in ["", "。", "量子纠缠异常", "\"* OR", "读"] {
        assert!(numbers(&ask(nothing)?.expect(200)?.body).is_empty(), "{nothing}");
    }
    desk.get("/api/v1/similar?process=nothing&title=x")?.expect(404)?;
    Ok(())
}

fn what_one_sets_for_oneself_is_ones_own(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, again, other) = (server.sign_in("desk")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let put = |key: &str, value: &Value| {
        let headers = [("content-type", "application/json")];
        desk.send("PUT", &format!("/api/v1/me/preferences/{key}"), &headers, value.to_string().as_bytes())
    };
    let widths = json!({ "columns": ["title"], "widths": { "title": 300 } });
    put("list.incident", &widths)?.expect(204)?;
    let kept = again.get("/api/v1/me/preferences")?.expect(200)?;
    assert_eq!(kept.body["items"], json!({ "list.incident": widths }));
    assert_eq!(other.get("/api/v1/me/preferences")?.expect(200)?.body["items"], json!({}));
    for key in ["List", "a%2Fb", &"k".repeat(81)] {
        put(key, &json!(1))?.expect(422)?;
    }
    put("large", &json!("x".repeat(17_000)))?.expect(422)?;
    Ok(())
}
