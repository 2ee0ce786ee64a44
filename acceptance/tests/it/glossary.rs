//! The glossary: requirement TRM-1.

use anyhow::{Context, Result};
use serde_json::Value;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

on_both_stores!(trm_1_the_manuals_terms_in_both_languages_and_where_they_are_used, a_customer_sees_no_use_that_is_ours);

/// The manual's five, in its order.
const FIRST: [&str; 5] = [
    "availability",
    "configuration_baseline",
    "configuration_item",
    "configuration_management_database",
    "continual_improvement",
];

/// The others that the standard defines, as it orders them.
const STANDARD: [&str; 32] = [
    "corrective_action",
    "customer",
    "document",
    "effectiveness",
    "incident",
    "information_security",
    "information_security_incident",
    "interested_party",
    "internal_group",
    "known_error",
    "nonconformity",
    "organization",
    "preventive_action",
    "problem",
    "procedure",
    "process",
    "record",
    "release",
    "request_for_change",
    "risk",
    "service",
    "service_component",
    "service_continuity",
    "service_level_agreement",
    "service_management",
    "service_management_system",
    "service_provider",
    "service_request",
    "service_requirement",
    "supplier",
    "top_management",
    "transition",
];

fn terms(client: &Client) -> Result<Vec<Value>> {
    let glossary = client.get("/api/v1/glossary")?.expect(200)?;
    glossary.body["items"].as_array().cloned().context("the terms")
}

fn trm_1_the_manuals_terms_in_both_languages_and_where_they_are_used(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let terms = terms(&auditor)?;
    let missing = STANDARD.iter().find(|id| !terms.iter().any(|term| term["id"] == **id));
    assert_eq!(missing, None, "all 37 of the standard's are there");
    let first: Vec<&str> = terms.iter().take(FIRST.len()).filter_map(|term| term["id"].as_str()).collect();
    proof!(first == FIRST, "the manual's five come first: {first:?}");
    let is_whole = |term: &&Value| {
        let texts = ["label", "meaning"].map(|part| ["zh", "en"].map(|language| term[part][language].as_str()));
        texts.into_iter().flatten().all(|text| text.is_some_and(|text| !text.trim().is_empty()))
    };
    assert_eq!(terms.iter().find(|term| !is_whole(term)), None, "each has both languages");
    let ids: Vec<&str> = terms.iter().filter_map(|term| term["id"].as_str()).collect();
    let lost = terms.iter().flat_map(|term| term["see"].as_array().into_iter().flatten());
    assert_eq!(
        lost.filter(|id| !ids.contains(&id.as_str().unwrap_or("-"))).count(),
        0,
        "what is to be read with it is there"
    );
    let incident = terms.iter().find(|term| term["id"] == "incident").context("the incident")?;
    let used = incident["used"].as_array().context("its uses")?;
    proof!(used.iter().any(|place| place["process"] == "incident"), "it says where a term is used: {incident}");
    proof!(used.iter().any(|place| place["clause"] == "8.1"), "in the clauses too: {incident}");
    Ok(())
}

fn a_customer_sees_no_use_that_is_ours(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let terms = terms(&server.sign_in("jiangzhou")?)?;
    let used = || terms.iter().flat_map(|term| term["used"].as_array().into_iter().flatten());
    assert!(used().any(|place| place["process"] == "incident"), "what it may see is named");
    assert_eq!(used().find(|place| place["clause"].is_string()), None, "the clauses are ours");
    assert_eq!(used().find(|place| place["process"] == "role_assignment"), None, "and so are our own records");
    Ok(())
}
