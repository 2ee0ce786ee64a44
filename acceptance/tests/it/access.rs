//! Rights: requirement ROL-9, features F-ROL-03 and F-ROL-04.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, again, create, find, go, history, path, report, take_up, try_to};

on_both_stores!(
    rol_9_a_right_comes_from_a_role_held_today,
    f_rol_03_a_deputy_votes_and_both_names_stand,
    f_rol_04_who_did_the_work_does_not_confirm_it,
    customers_see_nothing_of_each_other,
    a_customer_fills_in_what_is_its_own,
    a_filter_names_records_by_their_numbers,
);

fn rol_9_a_right_comes_from_a_role_held_today(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, staff, representative) =
        (server.sign_in("desk")?, server.sign_in("staff")?, server.sign_in("representative")?);
    let incident = report(&desk, "无线网络掉线", "low", "medium")?;
    let assignee = find(&desk, "person", "name", "王磊")?;
    let refused = staff.post_if(
        &format!("{}/transitions/assign", path(&incident)),
        &incident.version(),
        &json!({ "fields": { "assignee": assignee } }),
    )?;
    proof!(refused.status == 404, "whoever holds no role is refused: {}", refused.status);
    // The desk's role ends today; tomorrow it is nobody's.
    let person = find(&representative, "person", "name", "苏小雨")?;
    let held = representative
        .get(&format!(
            "/api/v1/records/role_assignment?filter={}",
            crate::company::encode("record.role == \"service_desk\"")
        ))?
        .expect(200)?;
    let assignment = held.body["items"]
        .as_array()
        .context("items")?
        .iter()
        .find(|item| item["fields"]["person"]["number"] == person.as_str())
        .context("the desk's assignment")?
        .clone();
    let at = format!("/api/v1/records/role_assignment/{}", assignment["number"].as_str().unwrap_or_default());
    let current = representative.get(&at)?.expect(200)?;
    representative.patch_if(&at, &current.version(), &json!({ "until": "2026-11-20" }))?.expect(200)?;
    assert!(
        again(&desk, &incident)?.action("transition:assign").is_some_and(|action| action["allowed"] == true),
        "held until the day's end"
    );
    server.set_clock("2026-11-20T16:30:00Z")?;
    let after = desk.post_if(
        &format!("{}/transitions/assign", path(&incident)),
        &incident.version(),
        &json!({ "fields": { "assignee": assignee } }),
    )?;
    proof!(after.status == 403, "a role that ended yesterday gives nothing: {}", after.status);
    let manager = server.sign_in("imanager")?;
    proof!(
        history(&manager, &incident)?.iter().any(|entry| entry["action"] == "refused"),
        "the refusal is in the history"
    );
    Ok(())
}

fn f_rol_03_a_deputy_votes_and_both_names_stand(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, deputy) = (server.sign_in("dmanager")?, server.sign_in("supmanager")?);
    let document = crate::document::in_review(&keeper, "YH-TEST-01")?;
    let asked = go(&keeper, &document, "approve", &json!({}))?;
    let approval = &asked.body["approvals"][0];
    let representative = find(&keeper, "role_assignment", "role", "management_representative")?;
    let assignment = keeper.get(&format!("/api/v1/records/role_assignment/{representative}"))?.expect(200)?;
    let voter = &assignment.body["fields"]["person"]["id"];
    let id = approval["id"].as_str().context("an approval has an id")?;
    let at = format!("{}/approvals/{id}/votes", path(&document));
    let vote = json!({ "voter": voter, "agrees": true, "opinion": "同意" });
    let done = deputy.post_if(&at, &again(&deputy, &document)?.version(), &vote)?;
    proof!(done.status == 200, "the deputy may vote: {}", done.text);
    let cast = &done.body["approvals"][0]["votes"][0];
    proof!(cast["voter"]["id"] == *voter && cast["deputy"]["id"].is_string(), "both names stand: {cast}");
    Ok(())
}

fn f_rol_04_who_did_the_work_does_not_confirm_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, other) = (server.sign_in("desk")?, server.sign_in("desk2")?);
    let incident = report(&desk, "扫描仪无响应", "low", "low")?;
    let assignee = find(&desk, "person", "name", "苏小雨")?;
    go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
    go(&desk, &incident, "start", &json!({}))?;
    let resolved = go(&desk, &incident, "resolve", &json!({ "solution": "更换数据线" }))?;
    let offered = resolved.action("transition:confirm").context("confirming is offered")?;
    proof!(
        offered["allowed"] == false && offered["missing"]["kind"] == "somebody_else",
        "the button says why: {offered}"
    );
    let own = try_to(&desk, &incident, "confirm", &json!({}))?;
    proof!(own.status == 403, "whoever resolved it is refused: {}", own.status);
    go(&other, &incident, "confirm", &json!({}))?;
    Ok(())
}

fn customers_see_nothing_of_each_other(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, bank, office) = (server.sign_in("desk")?, server.sign_in("yunling")?, server.sign_in("jiangzhou")?);
    let customer = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = create(&desk, "incident", &json!({ "title": "同城灾备切换演练失败", "customer": customer }))?;
    again(&bank, &theirs)?;
    let foreign = office.get(&path(&theirs))?;
    let nothing = office.get("/api/v1/records/incident/INC9999999")?;
    assert_eq!(
        (foreign.status, &foreign.body["title"]),
        (404, &nothing.body["title"]),
        "a foreign record is told apart from none"
    );
    let listed = office.get("/api/v1/records/incident?limit=200")?.expect(200)?;
    assert!(!listed.text.contains("同城灾备"), "a foreign record is listed");
    let found = office.get(&format!("/api/v1/search?q={}", crate::company::encode("灾备")))?.expect(200)?;
    assert!(!found.text.contains("同城灾备"), "a foreign record is found");
    let mine = report(&desk, "保密内容测试", "low", "low")?;
    take_up(&desk, &server.sign_in("engineer")?, &mine)?;
    let note = json!({ "body": "口令已泄露给外包", "audience": "internal" });
    desk.post(&format!("{}/comments", path(&mine)), &note)?.expect(201)?;
    let found = office.get(&format!("/api/v1/search?q={}", crate::company::encode("外包")))?.expect(200)?;
    assert!(
        found.body["items"].as_array().is_some_and(Vec::is_empty),
        "a word of an internal note finds nothing: {}",
        found.text
    );
    let found = desk.get(&format!("/api/v1/search?q={}", crate::company::encode("外包")))?.expect(200)?;
    assert!(found.text.contains(mine.body["number"].as_str().unwrap_or("-")), "the desk finds it");
    Ok(())
}

fn a_customer_fills_in_what_is_its_own(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let engineer = find(&desk, "person", "name", "王磊")?;
    let by_the_desk = [
        ("incident", "solution", json!("已解决")),
        ("incident", "agreed_measure", json!("已商定")),
        ("incident", "hold_reason", json!("customer")),
        ("incident", "priority", json!("p1")),
        ("incident", "channel", json!("monitoring")),
        ("incident", "assignee", json!(engineer)),
        ("service_request", "result", json!("已办妥")),
        ("service_request", "priority", json!("p1")),
    ];
    for (process, field, value) in by_the_desk {
        let at = format!("/api/v1/records/{process}");
        let schema = customer.get(&format!("/api/v1/definitions/{process}/schema.json"))?.expect(200)?;
        assert!(schema.body["properties"]["title"].is_object(), "{process}: what is a customer's own is offered");
        assert!(schema.body["properties"][field].is_null(), "{process}.{field} is offered to a customer");
        let definition = customer.get(&format!("/api/v1/definitions/{process}"))?.expect(200)?;
        let later = definition.body["given_later"].as_array().into_iter().flatten();
        assert!({ later }.any(|id| id == field), "{process}.{field} is left out of the form: {}", definition.text);
        let mut body = json!({ "title": "无法登录" });
        body[field] = value.clone();
        let refused = customer.post(&at, &body)?;
        assert_eq!(
            (refused.status, refused.body["fields"][0]["field"].as_str()),
            (422, Some(field)),
            "{process}.{field}: {}",
            refused.text
        );
        let schema = desk.get(&format!("/api/v1/definitions/{process}/schema.json"))?.expect(200)?;
        assert!(schema.body["properties"][field].is_object(), "{process}.{field} is not offered to the desk");
    }
    let said = json!({ "title": "无法登录", "description": "从早上开始", "impact": "high", "urgency": "high" });
    let made = create(&customer, "incident", &said)?;
    let seen = again(&customer, &made)?;
    assert_eq!(seen.body["fields"]["priority"], "p1", "what a customer says still gives the priority: {}", seen.text);
    Ok(())
}

fn a_filter_names_records_by_their_numbers(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = create(&desk, "incident", &json!({ "title": "灾备切换失败", "customer": bank }))?;
    report(&desk, "打印机离线", "low", "low")?;
    let by = |filter: &str| format!("/api/v1/records/incident?limit=200&filter={}", crate::company::encode(filter));
    let id = desk.get(&format!("/api/v1/records/customer/{bank}"))?.expect(200)?.body["id"].clone();
    let by_id = desk.get(&by(&format!("record.customer == {id}")))?.expect(200)?;
    let by_number = desk.get(&by(&format!("record.customer in [\"{bank}\"]")))?.expect(200)?;
    assert_eq!(by_id.body["items"], by_number.body["items"], "an id and a number say the same");
    assert!(by_number.text.contains(theirs.body["number"].as_str().unwrap_or("-")), "{}", by_number.text);
    assert!(!by_number.text.contains("打印机离线"), "{}", by_number.text);
    let message = |number: &str| -> Result<(u16, String)> {
        let answer = office.get(&by(&format!("record.customer == \"{number}\"")))?;
        Ok((answer.status, answer.text.replace(number, "-")))
    };
    let unseen = message(&bank)?;
    assert_eq!(unseen.0, 422, "{}", unseen.1);
    assert_eq!(unseen, message("CUS9999999")?, "a foreign number is told apart from none");
    let numbered = desk.get(&by(&format!("record.number == {}", theirs.body["number"])))?.expect(200)?;
    assert_eq!(numbered.body["items"].as_array().map(Vec::len), Some(1), "a number is still a text where one stands");
    Ok(())
}
