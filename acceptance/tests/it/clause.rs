//! Clauses with their live evidence: requirements ALL-1, for clauses 8.1, 6.1 and 4.1.2, ALL-5 and SCO-2, features F-EVD-01
//! and F-EVD-03.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, create, find, go, report};

on_both_stores!(
    all_1_clause_8_1_shows_what_meets_it_and_what_is_missing,
    all_5_the_edition_of_2018_has_rows_of_its_own,
    sco_2_the_scope_is_stated_and_no_clause_is_left_out,
    f_evd_01_two_editions_beside_each_other,
    f_evd_03_a_record_and_its_clauses_lead_to_each_other,
    whatever_a_rule_counts_says_so_itself,
);

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
    let policy = auditor.get("/api/v1/standards/iso20000-1-2011/clauses/4.1.2")?.expect(200)?;
    assert_eq!(policy.body["state"], "met", "the policy is in force: {}", policy.text);
    levels_are_met_in_part_until_a_contract_brings_none(&server, &auditor)
}

fn levels_are_met_in_part_until_a_contract_brings_none(server: &Server, auditor: &Client) -> Result<()> {
    let levels = || auditor.get("/api/v1/standards/iso20000-1-2011/clauses/6.1")?.expect(200);
    let before = levels()?;
    assert!(before.body["state"] == "met_in_part" && before.body["comes_with"]["zh"].is_string(), "{}", before.text);
    let sales = server.sign_in("brmanager")?;
    let contract = json!({
        "title": "没有协议的合同", "customer": find(&sales, "customer", "title", OFFICE_HOURS_CUSTOMER)?,
        "signed_on": "2026-11-19", "from": "2026-11-20", "until": "2027-11-19",
    });
    go(&sales, &create(&sales, "contract", &contract)?, "put_in_force", &json!({}))?;
    let after = levels()?;
    assert!(after.body["state"] == "late" && after.text.contains("没有协议的合同"), "{}", after.text);
    Ok(())
}

/// The clauses of an edition that have none below them.
fn leaves(reader: &Client, edition: &str) -> Result<Vec<Value>> {
    let all = reader.get(&format!("/api/v1/standards/{edition}/clauses"))?.expect(200)?;
    let clauses = all.body["items"].as_array().context("items")?;
    let is_leaf = |clause: &&Value| !clauses.iter().any(|other| other["parent"] == clause["id"]);
    Ok(clauses.iter().filter(is_leaf).cloned().collect())
}

fn all_5_the_edition_of_2018_has_rows_of_its_own(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let leaves = leaves(&auditor, "iso20000-1-2018")?;
    for own in ["4.1", "4.2", "7.6", "8.2.5", "8.3.1", "8.4.2"] {
        let clause = leaves.iter().find(|leaf| leaf["id"] == own).with_context(|| format!("no row {own}"))?;
        let rules = clause["rules"].as_array().map_or(0, Vec::len);
        proof!(rules > 0 || clause["comes_with"]["zh"].is_string(), "{own} says how it stands: {clause}");
        assert!(clause["owner"]["role"].is_string(), "{own} has an owner: {clause}");
        let is_shared = own == "8.2.5";
        assert_eq!(clause["maps_to"].as_array().map(|maps| !maps.is_empty()), Some(is_shared), "{own}: {clause}");
    }
    for amended in ["4.1", "4.2"] {
        let clause = leaves.iter().find(|leaf| leaf["id"] == amended).context("the row")?;
        assert!(clause["comes_with"]["en"].as_str().is_some_and(|text| text.contains("Amd 1:2024")), "{clause}");
    }
    Ok(())
}

fn sco_2_the_scope_is_stated_and_no_clause_is_left_out(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let scope = auditor.get("/api/v1/standards/iso20000-1-2011/clauses/4.5.1")?.expect(200)?;
    let rules = scope.body["rules"].as_array().context("rules")?;
    for (process, at_least) in [("department", 8), ("site", 6), ("service", 6)] {
        let rule = rules.iter().find(|rule| rule["process"] == process);
        proof!(
            rule.is_some_and(|rule| rule["state"] == "met" && rule["found"].as_u64() >= Some(at_least)),
            "the scope names each {process}: {}",
            scope.text
        );
    }
    let leaves = leaves(&auditor, "iso20000-1-2011")?;
    assert_eq!(leaves.len(), 39, "each leaf clause of 4 to 9 has its row");
    for leaf in &leaves {
        let has_rules = leaf["rules"].as_array().is_some_and(|rules| !rules.is_empty());
        assert!(has_rules || leaf["comes_with"]["zh"].is_string(), "and says how it stands: {leaf}");
    }
    Ok(())
}

fn f_evd_01_two_editions_beside_each_other(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let editions = auditor.get("/api/v1/standards")?.expect(200)?;
    assert_eq!(editions.body["items"].as_array().map(Vec::len), Some(2), "{}", editions.text);
    for leaf in leaves(&auditor, "iso20000-1-2011")? {
        let mapped = leaf["maps_to"].as_array().cloned().unwrap_or_default();
        proof!(!mapped.is_empty(), "{} has the other edition's numbers beside it", leaf["id"]);
        for other in mapped {
            let (edition, number) = (other["standard"].as_str(), other["clause"].as_str());
            let (edition, number) = edition.zip(number).context("a clause")?;
            assert_eq!(edition, "iso20000-1-2018");
            let there = auditor.get(&format!("/api/v1/standards/{edition}/clauses/{number}"))?.expect(200)?;
            let is_back = |back: &Value| back["clause"] == leaf["id"];
            let back = there.body["maps_to"].as_array().into_iter().flatten().any(is_back);
            assert!(back, "{number} leads back to {}: {}", leaf["id"], there.body["maps_to"]);
        }
    }
    Ok(())
}

fn f_evd_03_a_record_and_its_clauses_lead_to_each_other(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (auditor, desk) = (server.sign_in("auditor")?, server.sign_in("desk")?);
    let incident = report(&desk, "机房空调报警", "medium", "high")?;
    let shown = again(&auditor, &incident)?;
    let clauses = shown.body["clauses"].as_array().context("clauses")?;
    for edition in ["iso20000-1-2011", "iso20000-1-2018"] {
        let clause = clauses.iter().find(|clause| clause["standard"] == edition);
        proof!(clause.is_some_and(|clause| clause["label"]["zh"].is_string()), "of {edition}: {clauses:?}");
        let number = clause.and_then(|clause| clause["clause"].as_str()).context("a number")?;
        let there = auditor.get(&format!("/api/v1/standards/{edition}/clauses/{number}"))?.expect(200)?;
        let evidence = there.body["evidence"].as_array().context("evidence")?;
        proof!(evidence.iter().any(|process| process["id"] == "incident"), "and back from {number}: {}", there.text);
        let rules = there.body["rules"].as_array().context("rules")?;
        let fresh = rules.iter().find(|rule| !rule["fresh_days"].is_null()).context("a rule of fresh records")?;
        assert!(
            fresh["newest_at"].is_string() && fresh["filter"].is_string(),
            "with its filter and how fresh: {fresh}"
        );
        assert!(fresh["records"].to_string().contains(incident.body["number"].as_str().context("a number")?));
        assert!(there.body["owner"]["held_by"].as_array().is_some_and(|held| !held.is_empty()), "{}", there.text);
    }
    Ok(())
}

fn whatever_a_rule_counts_says_so_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let mut looked_at = 0;
    for edition in ["iso20000-1-2011", "iso20000-1-2018"] {
        let all = auditor.get(&format!("/api/v1/standards/{edition}/clauses"))?.expect(200)?;
        for clause in all.body["items"].as_array().context("clauses")? {
            let id = clause["id"].as_str().context("a number")?;
            let there = auditor.get(&format!("/api/v1/standards/{edition}/clauses/{id}"))?.expect(200)?;
            let rules = there.body["rules"].as_array().context("rules")?.iter();
            for rule in rules.filter(|rule| rule["reads"] == "records") {
                let Some(counted) = rule["records"].as_array().and_then(|records| records.first()) else { continue };
                let (process, number) = (&counted["process"], &counted["number"]);
                let at =
                    format!("/api/v1/records/{}/{}", process.as_str().unwrap_or("-"), number.as_str().unwrap_or("-"));
                let own = auditor.get(&at)?.expect(200)?.body["clauses"].clone();
                let of = |own: &Value| own["standard"] == edition && own["clause"] == id;
                assert!(own.as_array().is_some_and(|own| own.iter().any(of)), "{number} for {edition} {id}: {own}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 10, "{looked_at} rules count something");
    Ok(())
}

fn again_text(auditor: &yuheng_testkit::client::Client) -> Result<String> {
    Ok(auditor.get(CLAUSE)?.expect(200)?.text)
}
