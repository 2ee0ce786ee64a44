//! Clauses with their live evidence: requirement ALL-1, for clause 8.1.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{find, go, report};

on_both_stores!(all_1_clause_8_1_shows_what_meets_it_and_what_is_missing);

const CLAUSE: &str = "/api/v1/standards/iso20000-1-2011/clauses/8.1";

fn all_1_clause_8_1_shows_what_meets_it_and_what_is_missing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (auditor, desk) = (server.sign_in("auditor")?, server.sign_in("desk")?);
    let all = auditor.get("/api/v1/standards/iso20000-1-2011/clauses")?.expect(200)?;
    let clauses = all.body["clauses"].as_array().or_else(|| all.body["items"].as_array()).context("clauses")?;
    let is_leaf = |id: &str| !clauses.iter().any(|other| other["parent"] == id);
    let leaves = clauses.iter().filter(|clause| clause["id"].as_str().is_some_and(is_leaf)).count();
    assert_eq!(leaves, 39, "every leaf clause of the edition has its row");
    let incident = report(&desk, "机房空调报警", "medium", "high")?;
    let shown = again_text(&auditor)?;
    proof!(shown.contains("INC"), "the records behind a rule are shown: {shown}");
    let unassigned = |text: &str| text.contains(incident.body["number"].as_str().unwrap_or("-"));
    server.set_clock("2026-11-23T06:00:00Z")?;
    let late = auditor.get(CLAUSE)?.expect(200)?;
    proof!(late.body["state"] != "met", "an incident that nobody took for days is a gap: {}", late.body["state"]);
    let gap = |body: &serde_json::Value| {
        let rules = body["rules"].as_array().into_iter().flatten();
        let is_it = |label: &str| label.contains("without an assignee");
        rules.into_iter().find(|rule| rule["label"]["en"].as_str().is_some_and(is_it)).cloned()
    };
    let named = gap(&late.body).context("the rule for unassigned incidents")?;
    proof!(named["state"] != "met" && unassigned(&named["records"].to_string()), "and named by its rule: {named}");
    let assignee = find(&desk, "person", "name", "王磊")?;
    go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
    let rules = |body: &serde_json::Value| {
        body["rules"].as_array().map(|rules| rules.iter().filter(|rule| rule["state"] == "met").count())
    };
    let after = auditor.get(CLAUSE)?.expect(200)?;
    let named = gap(&after.body).context("the rule for unassigned incidents")?;
    proof!(!unassigned(&named["records"].to_string()), "whoever is taken up is no gap: {named}");
    proof!(rules(&after.body) > rules(&late.body), "taking it up closes the gap at once");
    Ok(())
}

fn again_text(auditor: &yuheng_testkit::client::Client) -> Result<String> {
    Ok(auditor.get(CLAUSE)?.expect(200)?.text)
}
