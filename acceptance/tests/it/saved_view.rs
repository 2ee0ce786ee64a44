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
);

/// The views of incidents that somebody may use, by title.
fn views(client: &Client) -> Result<Vec<String>> {
    let filter = encode("record.is_open == true && record.records_of == \"incident\"");
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
    let (desk, colleague, other) = (server.sign_in("desk")?, server.sign_in("desk")?, server.sign_in("engineer2")?);
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
    let again = colleague.get(&path(&view))?.expect(200)?;
    for field in ["filter", "sort", "columns"] {
        assert_eq!(again.body["fields"][field], kept[field], "{field} is kept");
    }
    let mine = "高影响未结".to_owned();
    proof!(!views(&other)?.contains(&mine), "a personal view is its maker's alone");
    assert_eq!(other.get(&path(&view))?.status, 404);
    go(&desk, &view, "share_with_department", &json!({}))?;
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
    let change =
        |client: &Client, title: &str| client.patch_if(&path(&view), &shared.version(), &json!({ "title": title }));
    assert_eq!(change(&desk, "别的")?.status, 403);
    assert_eq!(try_to(&desk, &view, "retire", &json!({}))?.status, 403);
    let renamed = change(&administrator, "全部事件")?.expect(200)?;
    assert_eq!(renamed.body["title"], "全部事件");
    Ok(())
}
