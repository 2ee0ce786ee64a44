//! Document control: requirements DOC-2 and DOC-4.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, find, go, history, path, try_to};

on_both_stores!(
    doc_2_nothing_is_in_force_that_nobody_approved,
    doc_4_revisions_are_marked_and_can_be_compared,
    reviewers_are_asked_and_read_what_they_review,
);

/// A document of the audit manager's, submitted for review by the document manager.
pub fn in_review(keeper: &Client, code: &str) -> Result<Answer> {
    let owner = find(keeper, "person", "name", "罗静")?;
    let fields = json!({
        "title": "值班管理规定", "code": code, "kind": "procedure", "owner": owner,
        "draft": "第一版：值班两人。", "planned_from": "2026-11-20", "review_due": "2027-11-20",
    });
    let document = create(keeper, "document", &fields)?;
    go(keeper, &document, "submit", &json!({}))?;
    again(keeper, &document)
}

/// Lets the management representative agree to what is asked for.
pub fn agree(representative: &Client, document: &Answer) -> Result<Answer> {
    let current = again(representative, document)?;
    let approvals = current.body["approvals"].as_array().context("approvals")?;
    let pending = approvals.iter().find(|approval| approval["outcome"] == "pending").context("a pending approval")?;
    let at = format!("{}/approvals/{}/votes", path(document), pending["id"].as_str().unwrap_or_default());
    representative.post_if(&at, &current.version(), &json!({ "agrees": true, "opinion": "同意" }))?.expect(200)
}

fn doc_2_nothing_is_in_force_that_nobody_approved(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative, staff) =
        (server.sign_in("dmanager")?, server.sign_in("representative")?, server.sign_in("staff")?);
    let document = in_review(&keeper, "YH-TEST-02")?;
    let under_review = staff.get(&path(&document))?.expect(200)?;
    assert!(under_review.body["fields"]["text"].is_null(), "in review nothing is in force: {}", under_review.text);
    let early = try_to(&keeper, &document, "put_in_force", &json!({}))?;
    proof!(early.status == 409, "what nobody approved is not put in force: {}", early.text);
    let asked = go(&keeper, &document, "approve", &json!({}))?;
    proof!(asked.body["state"] == "review", "asking for approval is not approval: {}", asked.body["state"]);
    proof!(asked.body["fields"]["text"].is_null(), "and nothing is in force");
    let agreed = agree(&representative, &document)?;
    proof!(agreed.body["state"] == "approved", "the responsible person's vote approves it");
    let issued = go(&keeper, &document, "put_in_force", &json!({}))?;
    proof!(issued.body["fields"]["text"] == "第一版：值班两人。", "then its text is in force");
    proof!(staff.get(&path(&document))?.status == 200, "and staff read it");
    Ok(())
}

fn doc_4_revisions_are_marked_and_can_be_compared(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative) = (server.sign_in("dmanager")?, server.sign_in("representative")?);
    let document = in_review(&keeper, "YH-TEST-03")?;
    go(&keeper, &document, "approve", &json!({}))?;
    agree(&representative, &document)?;
    let first = go(&keeper, &document, "put_in_force", &json!({}))?;
    proof!(first.body["fields"]["revision"] == 1, "the first revision is marked");
    let revising = go(&keeper, &document, "revise", &json!({}))?;
    let second = json!({ "draft": "第二版：值班三人。", "change_note": "增加一人" });
    keeper.patch_if(&path(&document), &revising.version(), &second)?.expect(200)?;
    let meanwhile = go(&keeper, &document, "submit_revision", &json!({}))?;
    proof!(
        meanwhile.body["fields"]["text"] == "第一版：值班两人。",
        "the old revision applies while the new one is drafted"
    );
    go(&keeper, &document, "approve_revision", &json!({}))?;
    agree(&representative, &document)?;
    let issued = go(&keeper, &document, "put_revision_in_force", &json!({}))?;
    proof!(issued.body["fields"]["revision"] == 2, "the second revision is marked");
    let texts: Vec<_> = history(&keeper, &document)?
        .iter()
        .flat_map(|entry| entry["changes"].as_array().cloned().unwrap_or_default())
        .filter(|change| change["field"] == "text")
        .map(|change| (change["from"].clone(), change["to"].clone()))
        .collect();
    proof!(
        texts.last().is_some_and(|(from, to)| from == "第一版：值班两人。" && to == "第二版：值班三人。"),
        "both revisions stand side by side: {texts:?}"
    );
    Ok(())
}

fn reviewers_are_asked_and_read_what_they_review(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, reviewer) = (server.sign_in("dmanager")?, server.sign_in("staff")?);
    let me = reviewer.get("/api/v1/me")?.expect(200)?.body["id"].clone();
    let owner = find(&keeper, "person", "name", "罗静")?;
    let fields = json!({
        "title": "机房出入规定", "code": "YH-TEST-07", "kind": "procedure", "owner": owner,
        "reviewers": [{ "person": me }], "draft": "第一版：登记后进入。", "planned_from": "2026-11-20",
        "review_due": "2027-11-20",
    });
    let document = create(&keeper, "document", &fields)?;
    assert_eq!(reviewer.get(&path(&document))?.status, 404, "a draft is its author's");
    go(&keeper, &document, "submit", &json!({}))?;
    server.set_clock("2026-11-20T01:05:00Z")?;
    let asked = reviewer.get("/api/v1/notices")?.expect(200)?;
    proof!(asked.text.contains("called") && asked.text.contains("机房出入规定"), "they are asked: {}", asked.text);
    let read = reviewer.get(&path(&document))?.expect(200)?;
    proof!(read.body["fields"]["draft"] == "第一版：登记后进入。", "they read the draft: {}", read.text);
    let note = json!({ "body": "外来人员也要登记", "audience": "internal" });
    reviewer.post(&format!("{}/comments", path(&document)), &note)?.expect(201)?;
    let change = json!({ "draft": "改写" });
    let refused = reviewer.patch_if(&path(&document), &again(&reviewer, &document)?.version(), &change)?;
    assert_eq!(refused.status, 403, "and leave the text to its author: {}", refused.text);
    let told = history(&keeper, &document)?;
    let refusal = told.iter().find(|entry| entry["action"] == "refused").context("the refusal is in the history")?;
    assert_eq!(refusal["told"]["zh"], "编辑：没有权限：编辑文件");
    assert!(refusal["reason"].is_null(), "in words, not in code: {refusal}");
    Ok(())
}
