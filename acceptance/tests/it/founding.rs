//! The first day of a company: from an empty store, through the wizard's own requests, to the first incident with the right
//! deadline.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::accounts::PASSWORD;
use crate::company::{create, encode, find, go, try_to};

on_both_stores!(
    an_empty_store_becomes_a_company_with_a_first_incident,
    a_step_done_elsewhere_is_done,
    the_founder_founds_and_nothing_else,
    the_organisation_is_one_and_says_what_today_is,
    people_come_by_csv_with_names_of_departments_and_faults_by_row,
);

/// A Friday, 17:00 in Shanghai.
const FRIDAY: &str = "2026-11-20T09:00:00Z";

/// Starts an empty program and comes in by its one-time link.
fn first_administrator(backend: Backend) -> Result<(Server, Client)> {
    let server = Server::start_empty(backend, &["--simulated-clock", FRIDAY])?;
    let address = |line: &str| line.split_whitespace().find(|word| word.contains("/link/")).map(str::to_owned);
    let link = server.said().wait(address).context("the first start prints a link")?;
    let secret = link.rsplit_once("/link/").context("a link")?.1;
    let anyone = server.anonymous();
    let given = json!({ "login": "chen", "name": "陈晨", "password": PASSWORD });
    let made = anyone.post(&format!("/api/v1/links/{secret}"), &given)?.expect(204)?;
    let admin = anyone.with_session_of(&made)?;
    Ok((server, admin))
}

fn setup(admin: &Client) -> Result<Answer> {
    admin.get("/api/v1/setup")?.expect(200)
}

/// The steps that are not done.
fn to_do(setup: &Answer) -> Vec<&str> {
    let steps = setup.body["steps"].as_array().into_iter().flatten();
    steps.filter(|step| step["done"] == false).filter_map(|step| step["id"].as_str()).collect()
}

fn text(answer: &Answer, key: &str) -> String {
    answer.body[key].as_str().unwrap_or_default().to_owned()
}

/// Opens what is proposed of a process under `language`, with the numbers of what it names.
fn take_proposals(admin: &Client, process: &str, numbers: &mut Vec<(String, String)>) -> Result<()> {
    let proposed = admin.get("/api/v1/setup/proposals")?.expect(200)?;
    for proposal in proposed.body["items"].as_array().into_iter().flatten().filter(|it| it["process"] == process) {
        let fields = in_chinese(&proposal["fields"], numbers);
        let opened = create(admin, process, &fields)?;
        numbers.push((text(&Answer { body: proposal.clone(), ..opened.clone() }, "key"), text(&opened, "number")));
    }
    Ok(())
}

/// A proposed value as it is sent: one language, and numbers in the place of keys.
fn in_chinese(value: &Value, numbers: &[(String, String)]) -> Value {
    match value {
        Value::Object(entries) if entries.contains_key("zh") => entries["zh"].clone(),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), in_chinese(value, numbers))).collect())
        }
        Value::Array(items) => items.iter().map(|item| in_chinese(item, numbers)).collect(),
        Value::String(text) => match text.strip_prefix('@') {
            Some(key) => {
                numbers.iter().find(|(known, _)| known == key).map_or(Value::Null, |(_, it)| it.as_str().into())
            }
            None => value.clone(),
        },
        other => other.clone(),
    }
}

fn an_empty_store_becomes_a_company_with_a_first_incident(backend: Backend) -> Result<()> {
    let (server, admin) = first_administrator(backend)?;
    let begun = setup(&admin)?;
    assert_eq!(
        to_do(&begun),
        ["organisation", "structure", "people", "roles", "services", "customers", "try"],
        "the administrator and the calendars are there: {}",
        begun.text
    );
    assert_eq!(begun.body["founding"][0]["until"], "2026-12-20");
    create(&admin, "organisation", &json!({ "title": "远望信息技术有限公司", "zone": "Asia/Shanghai" }))?;
    let mut numbers = Vec::new();
    take_proposals(&admin, "department", &mut numbers)?;
    take_proposals(&admin, "post", &mut numbers)?;
    let service_centre = find(&admin, "department", "title", "技术服务中心")?;
    // Which departments lead what: the founder fills in the processes that came with the system.
    let led = find(&admin, "managed_process", "title_en", "Incident and request management")?;
    let path = format!("/api/v1/records/managed_process/{led}");
    let leads = json!({ "leads": [{ "department": service_centre }], "accountable": service_centre });
    admin.patch_if(&path, &admin.get(&path)?.expect(200)?.version(), &leads)?.expect(200)?;

    let file = "姓名,部门,岗位\n周岚,管理者代表办公室,管理者代表\n吴桐,技术服务中心,服务台主管\n许诺,技术服务中心,服务台专员\n";
    let path = "/api/v1/records/person/import";
    admin.send("POST", path, &[("content-type", "text/csv")], file.as_bytes())?.expect(200)?;
    for (role, name) in [("management_representative", "周岚"), ("incident_manager", "吴桐"), ("service_desk", "许诺")]
    {
        let person = find(&admin, "person", "name", name)?;
        create(&admin, "role_assignment", &json!({ "role": role, "person": person }))?;
    }
    assert_eq!(to_do(&setup(&admin)?), ["services", "customers", "try"]);

    let service = create(&admin, "service", &json!({ "title": "桌面支持", "department": service_centre }))?;
    go(&admin, &service, "put_in_force", &json!({}))?;
    let offered = json!({
        "name": "开通账号", "service": text(&service, "number"), "target": "2 个工作日", "contact": "服务台",
        "hours": "工作日", "security": "核实身份",
    });
    let offered = create(&admin, "catalogue_item", &offered)?;
    go(&admin, &offered, "put_in_force", &json!({}))?;
    let customer = text(&create(&admin, "customer", &json!({ "title": "东湖制造有限公司" }))?, "number");
    let contact = text(&create(&admin, "contact", &json!({ "name": "何静", "customer": customer }))?, "number");
    let calendar = find(&admin, "calendar", "around_the_clock", "false").or_else(|_| calendar(&admin))?;
    let targets: Vec<Value> = [("response", 60), ("resolution", 240)]
        .into_iter()
        .map(|(clock, minutes)| json!({ "process": "incident", "clock": clock, "priority": "p3", "minutes": minutes }))
        .collect();
    let agreement = json!({
        "title": "东湖协议", "customer": customer, "calendar": calendar, "from": "2026-11-01", "targets": targets,
        "signed_on": "2026-11-01", "signed_by": contact, "handed_to": service_centre,
    });
    let agreement = create(&admin, "service_level_agreement", &agreement)?;
    go(&admin, &agreement, "put_in_force", &json!({}))?;
    let contract = json!({
        "title": "东湖 2026 运维合同", "customer": customer, "agreement": text(&agreement, "number"),
        "signed_on": "2026-11-01", "from": "2026-11-01", "until": "2027-10-31",
    });
    let contract = create(&admin, "contract", &contract)?;
    go(&admin, &contract, "put_in_force", &json!({}))?;

    let reported = json!({
        "title": "打印机无法使用", "customer": customer, "service": text(&service, "number"),
        "impact": "medium", "urgency": "medium",
    });
    let incident = create(&admin, "incident", &reported)?;
    // Friday 17:00, four hours of a working week: one on Friday, three on Monday morning.
    let resolution = incident.clock("resolution").context("its target")?;
    assert_eq!(resolution["due_at"], "2026-11-23T04:00:00Z", "{}", incident.text);
    assert_eq!(
        incident.body["fields"]["group"]["number"],
        service_centre.as_str(),
        "it went to the service's department"
    );
    let done = setup(&admin)?;
    assert_eq!(to_do(&done), [""; 0], "{}", done.text);
    assert_eq!(done.body["finished"], true);
    drop(server);
    Ok(())
}

/// The 5×8 calendar.
fn calendar(admin: &Client) -> Result<String> {
    let filter = encode("record.follows_holidays == true");
    let found = admin.get(&format!("/api/v1/records/calendar?filter={filter}"))?.expect(200)?;
    found.body["items"][0]["number"].as_str().map(str::to_owned).context("a calendar")
}

fn a_step_done_elsewhere_is_done(backend: Backend) -> Result<()> {
    let (server, admin) = first_administrator(backend)?;
    assert!(to_do(&setup(&admin)?).contains(&"structure"));
    let file = server.folder().join("structure.toml");
    std::fs::write(
        &file,
        "[[record]]\nprocess = \"department\"\nfields = { title = \"运维部\" }\n\
         [[record]]\nprocess = \"post\"\nfields = { title = \"工程师\" }\n",
    )?;
    let named = file.to_str().context("a path")?;
    if backend == Backend::Postgres {
        let (code, told) = server.run(&["import", named])?;
        assert_eq!(code, 0, "{told}");
    } else {
        // The embedded store is the running program's alone.
        create(&admin, "department", &json!({ "title": "运维部" }))?;
        create(&admin, "post", &json!({ "title": "工程师" }))?;
    }
    assert!(!to_do(&setup(&admin)?).contains(&"structure"), "nobody ticked it off in the page");
    admin.send("PUT", "/api/v1/setup", &JSON, br#"{"at":"people","dismissed":false}"#)?.expect(204)?;
    let noted = setup(&admin)?;
    assert_eq!((&noted.body["at"], &noted.body["dismissed"]), (&json!("people"), &json!(false)));
    admin.send("PUT", "/api/v1/setup", &JSON, br#"{"at":"nowhere","dismissed":true}"#)?.expect(204)?;
    let noted = setup(&admin)?;
    assert_eq!((&noted.body["at"], &noted.body["dismissed"]), (&Value::Null, &json!(true)), "no such step");
    Ok(())
}

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

fn the_founder_founds_and_nothing_else(backend: Backend) -> Result<()> {
    let (server, admin) = first_administrator(backend)?;
    let customer = create(&admin, "customer", &json!({ "title": "东湖制造有限公司" }))?;
    let customer = text(&customer, "number");
    let reported = create(&admin, "incident", &json!({ "title": "试用", "customer": customer }))?;
    let refused = admin.post("/api/v1/records/document", &json!({ "title": "方针" }))?;
    assert!(refused.status == 403 || refused.status == 404, "documents are others': {}", refused.text);
    assert_eq!(try_to(&admin, &reported, "assign", &json!({}))?.status, 403, "nor does it do the desk's work");
    let me = text(&admin.get("/api/v1/me")?.expect(200)?, "id");
    let own = json!({ "role": "service_desk", "person": me });
    admin.post("/api/v1/records/role_assignment", &own)?.expect(422)?;

    let founding = setup(&admin)?.body["founding"][0]["record"].clone();
    let path = format!("/api/v1/records/role_assignment/{}", founding["number"].as_str().context("its number")?);
    let assignment = admin.get(&path)?.expect(200)?;
    go(&admin, &assignment, "lay_down", &json!({}))?;
    let after = admin.post("/api/v1/records/customer", &json!({ "title": "另一家" }))?;
    assert_eq!(after.status, 403, "it is laid down for good: {}", after.text);
    assert_eq!(setup(&admin)?.body["founding"], json!([]));
    let administering = find(&admin, "role_assignment", "role", "administrator")?;
    let administering = admin.get(&format!("/api/v1/records/role_assignment/{administering}"))?.expect(200)?;
    assert_ne!(try_to(&admin, &administering, "lay_down", &json!({}))?.status, 200, "no other role is laid down so");

    let demo = Server::start(backend)?;
    let admin = demo.sign_in("admin")?;
    admin.post("/api/v1/records/customer", &json!({ "title": "另一家" }))?.expect(403)?;
    demo.sign_in("desk")?.get("/api/v1/setup")?.expect(403)?;
    drop(server);
    Ok(())
}

fn the_organisation_is_one_and_says_what_today_is(backend: Backend) -> Result<()> {
    let (_server, admin) = first_administrator(backend)?;
    assert_eq!(admin.get("/api/v1/me")?.expect(200)?.body["zone"], "Asia/Shanghai", "as the operator has set it");
    let nowhere = json!({ "title": "远望", "zone": "Asia/Nowhere" });
    let refused = admin.post("/api/v1/records/organisation", &nowhere)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "zone", "{}", refused.text);
    create(&admin, "organisation", &json!({ "title": "远望", "zone": "America/New_York", "language": "en" }))?;
    let me = admin.get("/api/v1/me")?.expect(200)?.body;
    assert_eq!((&me["zone"], &me["language"]), (&json!("America/New_York"), &Value::Null));
    assert_eq!(me["organisation_language"], "en", "for whoever has chosen none");
    let twice = admin.post("/api/v1/records/organisation", &json!({ "title": "另一个" }))?.expect(422)?;
    assert_eq!(twice.body["fields"][0]["field"], "title", "{}", twice.text);
    Ok(())
}

fn people_come_by_csv_with_names_of_departments_and_faults_by_row(backend: Backend) -> Result<()> {
    let (_server, admin) = first_administrator(backend)?;
    let department = create(&admin, "department", &json!({ "title": "技术 服务中心" }))?;
    for _ in 0..2 {
        create(&admin, "post", &json!({ "title": "工程师" }))?;
    }
    let number = text(&department, "number");
    let file = format!(
        "姓名,部门,岗位\n王一,技术 服务中心,\n王二,{number} 技术 服务中心,\n王三,没有的部门,\n,技术 服务中心,\n王五,,工程师\n"
    );
    let path = "/api/v1/records/person/import";
    let send = |how: &str| {
        admin.in_chinese().send("POST", &format!("{path}{how}"), &[("content-type", "text/csv")], file.as_bytes())
    };
    let tried = send("?dry_run=true")?.expect(200)?;
    let faults: Vec<_> =
        tried.body["problems"].as_array().into_iter().flatten().map(|it| (&it["row"], &it["field"])).collect();
    assert_eq!(
        faults,
        [(&json!(4), &json!("department")), (&json!(5), &json!("name")), (&json!(6), &json!("post"))],
        "{}",
        tried.text
    );
    assert_eq!(tried.body["opened"].as_array().map(Vec::len), Some(2));
    send("")?.expect(200)?;
    for name in ["王一", "王二"] {
        let person = find(&admin, "person", "name", name)?;
        let person = admin.get(&format!("/api/v1/records/person/{person}"))?.expect(200)?;
        assert_eq!(person.body["fields"]["department"]["number"], number.as_str(), "{}", person.text);
    }
    Ok(())
}
