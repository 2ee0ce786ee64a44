//! The organisation: requirements ORG-1 and ORG-3 to ORG-5.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, path, try_to};

on_both_stores!(
    org_1_eight_departments_with_people_and_duties,
    org_3_roles_map_to_posts_and_people_with_dates_and_deputies,
    org_4_one_management_representative_is_appointed_from_above,
    org_5_every_other_name_means_a_unit_or_post_and_one_that_means_none_shows,
    nobody_appoints_themselves,
    a_contact_holds_no_role_of_the_providers,
    nobody_is_given_a_role_twice_for_the_same_time,
);

/// The manual's, in its order.
const DEPARTMENTS: [&str; 8] = [
    "总裁",
    "管理者代表",
    "供应链管理中心",
    "营销中心",
    "技术服务中心",
    "财务部",
    "行政人力资源中心",
    "安全网关事业部",
];

fn org_1_eight_departments_with_people_and_duties(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let staff = server.sign_in("staff")?;
    let departments = staff.get("/api/v1/records/department?limit=50")?.expect(200)?;
    let items = departments.body["items"].as_array().context("items")?;
    proof!(items.len() == 8, "the company has eight, not {}", items.len());
    for name in DEPARTMENTS {
        assert!(items.iter().any(|item| item["title"] == name), "{name} is one of them: {}", departments.text);
    }
    for item in items {
        let number = item["number"].as_str().unwrap_or_default();
        let department = staff.get(&format!("/api/v1/records/department/{number}"))?.expect(200)?;
        let duties = department.body["fields"]["duties"].as_array().map_or(0, Vec::len);
        proof!(duties > 0, "{} lists its duties", item["title"]);
        for duty in department.body["fields"]["duties"].as_array().into_iter().flatten() {
            let is_carried = duty["carried_by"]["title"].is_string() || duty["process"].is_string();
            assert!(is_carried, "each duty names the process that carries it: {duty}");
        }
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

fn nobody_is_given_a_role_twice_for_the_same_time(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let admin = server.sign_in("admin")?;
    let person = find(&admin, "person", "name", "秦朗")?;
    let give = |more: &serde_json::Value| {
        let mut fields = json!({ "role": "problem_manager", "person": person });
        let more = more.as_object().cloned().unwrap_or_default();
        fields.as_object_mut().into_iter().for_each(|fields| fields.extend(more.clone()));
        admin.in_chinese().post("/api/v1/records/role_assignment", &fields)
    };
    let first = give(&json!({ "from": "2026-01-01", "until": "2026-12-31" }))?.expect(201)?;
    for again in [json!({}), json!({ "from": "2026-12-31" }), json!({ "until": "2026-01-01" })] {
        let refused = give(&again)?.expect(422)?;
        let fault = &refused.body["fields"][0];
        assert_eq!(fault["field"], "person", "{}", refused.text);
        assert!(fault["message"].as_str().is_some_and(|said| said.contains("2026-12-31")), "{}", refused.text);
    }
    let next = give(&json!({ "from": "2027-01-01" }))?.expect(201)?;
    let department = find(&admin, "department", "title", "技术服务中心")?;
    give(&json!({ "department": department }))?.expect(201)?;
    let longer = admin.patch_if(&path(&first), &first.version(), &json!({ "until": "2027-06-30" }))?;
    assert_eq!((longer.status, &longer.body["fields"][0]["field"]), (422, &json!("person")), "{}", longer.text);
    let noted = admin.patch_if(&path(&next), &next.version(), &json!({ "remarks": "续任" }))?;
    assert_eq!(noted.status, 200, "what says something else is changed as ever: {}", noted.text);
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
    let held = create(&admin, "role_assignment", &json!({ "role": "problem_manager", "person": person }))?;
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
    let vacant = || -> Result<String> { Ok(rule(&staff, "4.1.3", "is held")?["vacant"].to_string()) };
    proof!(vacant()?.contains("capacity_manager"), "a role that nobody holds shows as a gap: {}", vacant()?);
    let representative = server.sign_in("representative")?;
    let person = find(&staff, "person", "name", "侯建国")?;
    create(&representative, "role_assignment", &json!({ "role": "capacity_manager", "person": person }))?;
    assert!(!vacant()?.contains("capacity_manager"), "filled, it is none any more: {}", vacant()?);
    Ok(())
}

/// The rule of a clause of 2011 whose words hold these.
fn rule(reader: &Client, clause: &str, words: &str) -> Result<Value> {
    let clause = reader.get(&format!("/api/v1/standards/iso20000-1-2011/clauses/{clause}"))?.expect(200)?;
    let rules = clause.body["rules"].as_array().context("rules")?;
    let is_it = |rule: &&Value| rule["label"]["en"].as_str().is_some_and(|label| label.contains(words));
    rules.iter().find(is_it).cloned().with_context(|| format!("no rule {words}: {}", clause.text))
}

fn org_4_one_management_representative_is_appointed_from_above(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (president, staff) = (server.sign_in("president")?, server.sign_in("staff")?);
    let state = || -> Result<Value> { Ok(rule(&staff, "4.1.4", "is appointed")?["state"].clone()) };
    assert_eq!(state()?, "met", "the company has one");
    let filter = encode("record.role == \"management_representative\"");
    let held = president.get(&format!("/api/v1/records/role_assignment?filter={filter}"))?.expect(200)?;
    let number = held.body["items"][0]["number"].as_str().context("a number")?;
    let held = president.get(&format!("/api/v1/records/role_assignment/{number}"))?.expect(200)?;
    let ended = json!({ "comment": { "body": "任期届满", "audience": "internal" } });
    let at = format!("{}/transitions/retire", path(&held));
    president.post_if(&at, &held.version(), &ended)?.expect(200)?;
    assert_eq!(state()?, "missing", "without one there is a gap");
    let appoint = |name: &str| -> Result<Answer> {
        let fields = json!({ "role": "management_representative", "person": find(&staff, "person", "name", name)? });
        president.post("/api/v1/records/role_assignment", &fields)
    };
    let appointed = appoint("韩若冰")?;
    proof!(appointed.status == 201, "the top manager appoints the next: {}", appointed.text);
    assert_eq!(state()?, "met");
    appoint("沈知秋")?.expect(201)?;
    assert_eq!(state()?, "late", "two at once are not one");
    let other = json!({ "role": "engineer", "person": find(&staff, "person", "name", "韩若冰")? });
    assert_eq!(president.post("/api/v1/records/role_assignment", &other)?.status, 403, "other roles are not given so");
    Ok(())
}

fn org_5_every_other_name_means_a_unit_or_post_and_one_that_means_none_shows(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, staff) = (server.sign_in("representative")?, server.sign_in("staff")?);
    let means = [
        ("总经理", "总裁"),
        ("供应链管理部", "供应链管理中心"),
        ("主管过程改进部门", "供应链管理中心"),
        ("技术部", "技术服务中心"),
        ("技术部门", "技术服务中心"),
        ("业务人员", "销售代表"),
        ("销售部门", "营销中心"),
        ("服务运维部门", "技术服务中心"),
        ("研发端", "安全网关事业部"),
    ];
    for (name, unit) in means {
        let number = find(&staff, "unit_name", "title", name)?;
        let known = staff.get(&format!("/api/v1/records/unit_name/{number}"))?.expect(200)?;
        assert_eq!(known.body["fields"]["unit"]["title"], unit, "{name}");
    }
    let gap = || rule(&staff, "4.1.3", "Every other name");
    assert_eq!(gap()?["state"], "met");
    let unmapped = create(&representative, "unit_name", &json!({ "title": "售后组" }))?;
    let shown = gap()?;
    proof!(
        shown["state"] != "met" && shown["records"].to_string().contains("售后组"),
        "a name that means nothing is shown: {shown}"
    );
    let unit = find(&staff, "department", "title", "技术服务中心")?;
    let mapped = again(&representative, &unmapped)?;
    representative.patch_if(&path(&mapped), &mapped.version(), &json!({ "unit": unit }))?.expect(200)?;
    assert_eq!(gap()?["state"], "met", "until it is mapped");
    Ok(())
}
