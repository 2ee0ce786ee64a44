//! The organisation: requirements ORG-1 and ORG-3.

use anyhow::{Context, Result};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{encode, find};

on_both_stores!(
    org_1_eight_departments_with_people_and_duties,
    org_3_roles_map_to_posts_and_people_with_dates_and_deputies,
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
