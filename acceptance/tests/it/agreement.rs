//! Agreements with customers, from what they need to what is measured: requirement SLM-1.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, find, go, path, try_to};

on_both_stores!(slm_1_an_agreement_is_signed_with_the_customer_and_handed_to_the_service_centre);

fn slm_1_an_agreement_is_signed_with_the_customer_and_handed_to_the_service_centre(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (sales, centre) = (server.sign_in("brmanager")?, server.sign_in("slmanager")?);
    let customer = create(&sales, "customer", &json!({ "title": "青州港务集团", "zone": "Asia/Shanghai" }))?;
    let number = &customer.body["number"];
    let contact = create(&sales, "contact", &json!({ "name": "孟繁星", "customer": number, "authorises": true }))?;
    let targets = json!([{ "process": "incident", "clock": "response", "priority": "p1", "minutes": 15 }]);
    let fields =
        json!({ "title": "青州港务集团服务级别协议", "customer": number, "targets": targets, "from": "2026-11-20" });
    let agreement = create(&sales, "service_level_agreement", &fields)?;
    let early = try_to(&centre, &agreement, "put_in_force", &json!({}))?;
    proof!(early.status >= 400, "what the customer has not signed does not count: {}", early.text);
    let unsigned = try_to(&sales, &agreement, "sign", &json!({}))?;
    let missing: Vec<&Value> =
        unsigned.body["fields"].as_array().into_iter().flatten().map(|fault| &fault["field"]).collect();
    assert_eq!(missing, ["requirements", "signed_on", "signed_by", "handed_to"], "{}", unsigned.text);
    let signed = json!({
        "requirements": "码头闸口系统全天可用，台风季每日巡检。", "signed_on": "2026-11-19",
        "signed_by": contact.body["number"], "handed_to": find(&sales, "department", "title", "技术服务中心")?,
    });
    go(&sales, &agreement, "sign", &signed)?;
    assert_eq!(again(&centre, &agreement)?.body["state"], "signed", "it waits to be taken over");
    server.set_clock("2026-11-20T01:05:00Z")?;
    let told = centre.get("/api/v1/notices")?.expect(200)?;
    assert!(told.text.contains("青州港务集团服务级别协议"), "the service centre is told: {}", told.text);
    assert_eq!(try_to(&sales, &agreement, "put_in_force", &json!({}))?.status, 403, "sales does not take it over");
    go(&centre, &agreement, "put_in_force", &json!({}))?;
    let contract = json!({
        "title": "青州港务集团运维合同", "customer": number, "agreement": agreement.body["number"],
        "signed_on": "2026-11-19", "from": "2026-11-20", "until": "2027-11-19",
    });
    let contract = create(&sales, "contract", &contract)?;
    let contract = go(&sales, &contract, "put_in_force", &json!({}))?;
    assert_eq!(contract.body["fields"]["agreement"]["number"], agreement.body["number"], "the contract ties to it");
    let clause = centre.get("/api/v1/standards/iso20000-1-2011/clauses/6.1")?.expect(200)?;
    let is_signed = |rule: &&Value| rule["label"]["en"].as_str().is_some_and(|label| label.contains("signed"));
    let rule = clause.body["rules"].as_array().into_iter().flatten().find(is_signed).context("the rule")?;
    assert_eq!(rule["state"], "met", "each customer's agreement is signed and handed over: {rule}");
    assert!(centre.get(&format!("{}/history", path(&agreement)))?.expect(200)?.text.contains("sign"));
    Ok(())
}
