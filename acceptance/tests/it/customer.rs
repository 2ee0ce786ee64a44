//! A customer in one view: requirement BRM-4.

use anyhow::{Context, Result};
use serde_json::Value;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, encode, find, report};

on_both_stores!(brm_4_a_customer_with_its_contacts_sites_services_contracts_and_work_in_one_view);

fn brm_4_a_customer_with_its_contacts_sites_services_contracts_and_work_in_one_view(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, staff) = (server.sign_in("desk")?, server.sign_in("brmanager")?);
    report(&desk, "专线抖动", "low", "low")?;
    let customer = find(&staff, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let at = format!("/api/v1/records/customer/{customer}/referring");
    let view = staff.get(&at)?.expect(200)?;
    let groups = view.body["items"].as_array().context("items")?;
    for process in ["contact", "site", "contract", "service_level_agreement", "incident"] {
        let group = groups.iter().find(|group| group["process"]["id"] == process);
        proof!(group.is_some(), "{process} stands in the view: {}", view.text);
        let all = &group.context("a group")?["all"];
        let filter = encode(all["filter"].as_str().context("a filter")?);
        let list = staff.get(&format!("/api/v1/records/{process}?filter={filter}&total=1"))?.expect(200)?;
        assert!(all["total"].as_u64().is_some_and(|total| total > 0) && list.body["total"] == all["total"], "{all}");
    }
    let of = |process: &str| groups.iter().find(|group| group["process"]["id"] == process).cloned().unwrap_or_default();
    assert!(of("incident")["open"]["total"].as_u64().is_some_and(|open| open > 0), "the open work is told apart");
    let services = &of("contract")["items"][0]["fields"]["services"];
    assert!(services.as_array().is_some_and(|rows| rows.len() == 4), "the services that it has contracted: {services}");
    seen_by_whoever_may(&server, &at, groups)
}

/// Its own contact sees what it may of it, another customer's nothing.
fn seen_by_whoever_may(server: &Server, at: &str, groups: &[Value]) -> Result<()> {
    let own = server.sign_in("jiangzhou")?.get(at)?.expect(200)?;
    let seen = own.body["items"].as_array().context("items")?;
    assert!(!seen.is_empty() && seen.len() <= groups.len(), "{}", own.text);
    assert!(seen.iter().all(|group| group["process"]["id"] != "document"), "{}", own.text);
    assert_eq!(server.sign_in("yunling")?.get(at)?.status, 404, "another customer's is not there");
    Ok(())
}
