//! Lists that people keep, for themselves, for their department and for everybody: feature F-PLT-06.

use anyhow::Result;
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{encode, go, path, report, try_to};

on_both_stores!(
    f_plt_06_views_are_kept_shared_and_counted,
    a_view_that_could_not_be_shown_is_refused_by_field,
    only_who_made_a_view_or_answers_for_it_changes_it,
    a_personal_view_is_shared_by_whoever_made_it_alone,
);

/// The views of incidents that somebody is offered, by title.
fn views(client: &Client) -> Result<Vec<String>> {
    let filter = encode(
        "record.is_open == true && record.records_of == \"incident\" \
         && (record.opened_by == actor.id || has(record.shared_by))",
    );
    let found = client.get(&format!("/api/v1/records/saved_view?filter={filter}&limit=200"))?.expect(200)?;
    let titles = found.body["items"].as_array().into_iter().flatten().filter_map(|view| view["title"].as_str());
    Ok(titles.map(str::to_owned).collect())
}

fn keep(client: &Client, view: &Value) -> Result<Answer> {
    client.post("/api/v1/records/saved_view", view)?.expect(201)
}

/// How many records a view lists for somebody.
fn count(client: &Client, view: &Answer) -> Result<u64> {
    let filter = encode(view.body["fields"]["filter"].as_str().unwrap_or_default());
    let list = client.get(&format!("/api/v1/records/incident?filter={filter}&limit=1&total=1"))?.expect(200)?;
    Ok(list.body["total"].as_u64().unwrap_or_default())
}

fn f_plt_06_views_are_kept_shared_and_counted(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, colleague, other) = (server.sign_in("desk")?, server.sign_in("desk2")?, server.sign_in("engineer2")?);
    let manager = server.sign_in("imanager")?;
    let kept = json!({
        "title": "高影响未结", "records_of": "incident", "filter": "record.is_open == true && record.impact == \"high\"",
        "sort": "-opened_at", "columns": "title customer due_at clock.response",
    });
    let view = keep(&desk, &kept)?;
    let before = count(&desk, &view)?;
    report(&desk, "核心交换机告警", "high", "medium")?;
    report(&desk, "打印机缺纸", "low", "low")?;
    assert_eq!(count(&desk, &view)?, before + 1, "its count is of what is there now");
    let again = server.sign_in("desk")?.get(&path(&view))?.expect(200)?;
    for field in ["filter", "sort", "columns"] {
        assert_eq!(again.body["fields"][field], kept[field], "{field} is kept");
    }
    let mine = "高影响未结".to_owned();
    assert!(!views(&colleague)?.contains(&mine), "a personal view is offered to its maker alone");
    proof!(colleague.get(&path(&view))?.status == 404, "no colleague reads it");
    go(&desk, &view, "share_with_department", &json!({}))?;
    proof!(views(&colleague)?.contains(&mine), "the department has what is shared with it");
    assert!(!views(&other)?.contains(&mine), "what is shared with a department is not everybody's");
    let refused = try_to(&desk, &view, "share_with_everybody", &json!({}))?;
    assert_eq!(refused.status, 403, "who does not answer for it shares nothing with everybody: {}", refused.text);
    let wide = keep(
        &manager,
        &json!({ "title": "全公司未结", "records_of": "incident", "filter": "record.is_open == true" }),
    )?;
    go(&manager, &wide, "share_with_everybody", &json!({}))?;
    assert!(views(&other)?.contains(&"全公司未结".to_owned()), "everybody has what is shared with everybody");
    let customer = server.sign_in("yunling")?;
    assert_eq!(customer.get(&path(&wide))?.status, 404, "but no customer");
    go(&desk, &view, "keep_to_oneself", &json!({}))?;
    assert_eq!(colleague.get(&path(&view))?.status, 404, "what is shared no longer is its maker's alone again");
    go(&desk, &view, "share_with_department", &json!({}))?;
    go(&desk, &view, "retire", &json!({}))?;
    assert!(!views(&desk)?.contains(&mine), "what is retired is offered no more");
    Ok(())
}

fn a_view_that_could_not_be_shown_is_refused_by_field(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let wrong = json!({
        "title": "x", "records_of": "incident", "filter": "record.isopen", "folder": "attic", "sort": "-height",
        "columns": "title width clock.response clock.lunch",
    });
    let refused = desk.post("/api/v1/records/saved_view", &wrong)?;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let fields: Vec<_> = refused.body["fields"].as_array().into_iter().flatten().map(|fault| &fault["field"]).collect();
    assert_eq!(fields, ["filter", "folder", "sort", "columns", "columns"], "{}", refused.text);
    let nowhere = desk.post("/api/v1/records/saved_view", &json!({ "title": "x", "records_of": "attic" }))?;
    assert_eq!(nowhere.body["fields"][0]["field"], "records_of", "{}", nowhere.text);
    Ok(())
}

fn only_who_made_a_view_or_answers_for_it_changes_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, desk, administrator) =
        (server.sign_in("imanager")?, server.sign_in("desk")?, server.sign_in("admin")?);
    let view = keep(&manager, &json!({ "title": "全部", "records_of": "incident" }))?;
    let shared = go(&manager, &view, "share_with_everybody", &json!({}))?;
    let change = |client: &Client, version: &str, title: &str| {
        client.patch_if(&path(&view), version, &json!({ "title": title }))
    };
    assert_eq!(change(&desk, &shared.version(), "别的")?.status, 403);
    assert_eq!(try_to(&desk, &view, "retire", &json!({}))?.status, 403);
    let renamed = change(&administrator, &shared.version(), "全部事件")?.expect(200)?;
    change(&manager, &renamed.version(), "所有事件")?.expect(200)?;
    go(&manager, &view, "retire", &json!({}))?;
    let back = go(&manager, &view, "reinstate", &json!({}))?;
    assert_eq!(back.body["state"], "own");
    assert!(back.body["fields"]["shared_by"].is_null(), "it comes back as its maker's own: {}", back.text);
    assert_eq!(administrator.get(&path(&view))?.status, 404, "which no administrator reads");
    Ok(())
}

/// Those who may read every record read personal views too; they are offered none of them, and share none.
fn a_personal_view_is_shared_by_whoever_made_it_alone(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, representative) = (server.sign_in("desk")?, server.sign_in("representative")?);
    let view = keep(&desk, &json!({ "title": "我的", "records_of": "incident" }))?;
    representative.get(&path(&view))?.expect(200)?;
    assert!(!views(&representative)?.contains(&"我的".to_owned()));
    for step in ["share_with_everybody", "share_with_department", "keep_to_oneself", "retire"] {
        let refused = try_to(&representative, &view, step, &json!({}))?;
        assert!([403, 409, 422].contains(&refused.status), "{step}: {}", refused.text);
    }
    assert_eq!(desk.get(&path(&view))?.expect(200)?.body["state"], "own");
    go(&desk, &view, "share_with_department", &json!({}))?;
    go(&representative, &view, "share_with_everybody", &json!({}))?;
    let gone = desk.send("POST", &format!("{}/void", path(&view)), &[], b"{\"reason\":\"x\"}")?;
    assert!(gone.status >= 400, "what everybody has is voided by nobody who did not share it: {}", gone.text);
    Ok(())
}
