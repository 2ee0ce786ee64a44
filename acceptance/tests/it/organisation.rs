//! The organisation: requirements ORG-1 and ORG-3.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{create, encode, find, path, try_to};

on_both_stores!(
    org_1_eight_departments_with_people_and_duties,
    org_3_roles_map_to_posts_and_people_with_dates_and_deputies,
    nobody_appoints_themselves,
    a_contact_holds_no_role_of_the_providers,
);

fn org_1_eight_departments_with_people_and_duties(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let staff = server.sign_in("staff")?;
    let departments = staff.get("/api/v1/records/department?limit=50")?.expect(200)?;
    let items = departments.body["items"].as_array().context("items")?;
    proof!(items.len() == 8, "the company has eight, not {}", items.len());
    for item in items {
        let number = item["number"].as_str().unwrap_or_default();
        let department = staff.get(&format!("/api/v1/records/department/{number}"))?.expect(200)?;
        let duties = department.body["fields"]["duties"].as_array().map_or(0, Vec::len);
        proof!(duties > 0, "{} lists its duties", item["title"]);
    }
    let centre = find(&staff, "department", "title", "技术服务中心")?;
    let people = staff.get("/api/v1/records/person?limit=100")?.expect(200)?;
    let members = people.body["items"]
        .as_array()
        .context("items")?
        .iter()
        .filter(|person| person["fields"]["department"]["number"] == centre.as_str())
        .count();
    proof!(members > 2, "people belong to departments: {members}");
    Ok(())
}

fn nobody_appoints_themselves(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, representative) = (server.sign_in("admin")?, server.sign_in("representative")?);
    let id = |client: &Client| -> Result<Value> { Ok(client.get("/api/v1/me")?.expect(200)?.body["id"].clone()) };
    let (own, other) = (id(&admin)?, id(&representative)?);
    for (field, held_by) in [("person", &own), ("deputy", &other)] {
        let mut fields = json!({ "role": "top_management", "person": held_by });
        if field == "deputy" {
            fields["deputy"] = own.clone();
        }
        let refused = admin.in_chinese().post("/api/v1/records/role_assignment", &fields)?.expect(422)?;
        let fault = &refused.body["fields"][0];
        assert!(fault["field"] == field && fault["code"] == "not_actor", "{}", refused.text);
        assert!(fault["message"].as_str().is_some_and(|said| said.contains("不能填写自己")), "{}", refused.text);
    }
    let held = create(&representative, "role_assignment", &json!({ "role": "engineer", "person": own }))?;
    let ended = try_to(&admin, &held, "retire", &json!({}))?;
    assert_eq!(ended.status, 403, "nor ends it: {}", ended.text);
    let longer = admin.patch_if(&path(&held), &held.version(), &json!({ "until": "2030-01-01" }))?;
    assert_eq!(longer.status, 403, "nor does anybody change what they hold: {}", longer.text);
    Ok(())
}

fn a_contact_holds_no_role_of_the_providers(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let contact = find(&desk, "contact", "name", "林嘉宁")?;
    let person = find(&desk, "person", "name", "王磊")?;
    let refused = |answer: Answer, field: &str, says: &str| {
        let fault = answer.body["fields"][0].clone();
        let said = fault["message"].as_str().is_some_and(|message| message.contains(says));
        assert!(answer.status == 422 && fault["field"] == field && said, "{}", answer.text);
    };
    let at = "/api/v1/records/role_assignment";
    let fields = json!({ "role": "service_desk", "person": contact });
    refused(admin.post(at, &fields)?, "person", "choose one of our own people");
    refused(admin.in_chinese().post(at, &fields)?, "person", "请选择本公司人员");
    let fields = json!({ "role": "customer", "person": person });
    refused(admin.post(at, &fields)?, "person", "choose a contact");
    let given = create(&admin, "role_assignment", &json!({ "role": "customer", "person": contact }))?;
    let deputy = admin.patch_if(&path(&given), &given.version(), &json!({ "deputy": person }))?;
    refused(deputy, "deputy", "one of our own people");
    let held = create(&admin, "role_assignment", &json!({ "role": "engineer", "person": person }))?;
    let moved = admin.patch_if(&path(&held), &held.version(), &json!({ "person": contact }))?;
    refused(moved, "person", "choose one of our own people");
    let rows = format!("role,person\nservice_desk,{contact}\n");
    let imported = admin.send(
        "POST",
        "/api/v1/records/role_assignment/import",
        &[("content-type", "text/csv"), ("idempotency-key", "sides")],
        rows.as_bytes(),
    )?;
    assert!(imported.text.contains("choose one of our own people"), "{}", imported.text);
    Ok(())
}

fn org_3_roles_map_to_posts_and_people_with_dates_and_deputies(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let staff = server.sign_in("staff")?;
    let filter = encode("record.role == \"incident_manager\"");
    let held = staff.get(&format!("/api/v1/records/role_assignment?filter={filter}"))?.expect(200)?;
    let fields = &held.body["items"][0]["fields"];
    for part in ["person", "post", "from", "deputy", "deputy_from", "deputy_until"] {
        proof!(!fields[part].is_null(), "{part} stands in the map: {fields}");
    }
    Ok(())
}
