//! Every door of the interface, as a customer finds it: each route that the description names is tried here, or left out
//! with its reason. A new route has to say what a customer gets.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, create, find, path, report};

on_both_stores!(each_route_gives_a_customer_its_own_and_nothing_else);

/// What a customer gets.
#[derive(Clone, Copy)]
pub enum Gets {
    /// Its own: answered with this status, and nothing of another's or of the provider's own in it.
    Own(u16),
    /// Of another's record as of none: 404, told alike. `{number}` is another customer's.
    NoneOfAnothers,
    /// Nothing: the door is for our own people.
    Nothing(u16),
    /// Not tried here, and why.
    Elsewhere(&'static str),
}
use Gets::{Elsewhere, NoneOfAnothers, Nothing, Own};

pub const ROUTES: &[(&str, &str, &str, Gets)] = &[
    ("get", "/api/v1/accounts", "", Nothing(403)),
    ("post", "/api/v1/accounts/{login}/lock", "{}", Nothing(403)),
    ("post", "/api/v1/accounts/{login}/reset", "{}", Nothing(403)),
    ("post", "/api/v1/accounts/{login}/unlock", "{}", Nothing(403)),
    ("get", "/api/v1/accounts/{login}/sessions", "", Nothing(403)),
    ("delete", "/api/v1/accounts/{login}/sessions/{id}", "", Nothing(403)),
    ("get", "/api/v1/approvals?mine=1", "", Own(200)),
    ("get", "/api/v1/audit", "", Nothing(404)),
    ("get", "/api/v1/audit/export", "", Nothing(404)),
    ("post", "/api/v1/backups", "{}", Nothing(403)),
    ("post", "/api/v1/bulk", r#"{"process":"incident","numbers":["{number}"],"fields":{}}"#, Own(200)),
    ("get", "/api/v1/coverage?customer={customer}", "", Nothing(404)),
    ("get", "/api/v1/definitions", "", Own(200)),
    ("post", "/api/v1/definitions/check", r#"{"text":""}"#, Nothing(404)),
    ("post", "/api/v1/definitions/edit", r#"{"text":"","patch":{}}"#, Nothing(404)),
    ("get", "/api/v1/definitions/{process}", "", Own(200)),
    ("get", "/api/v1/definitions/{process}/schema.json", "", Own(200)),
    ("get", "/api/v1/definitions/{process}/shape", "", Nothing(404)),
    ("get", "/api/v1/definitions/{process}/versions/{hash}", "", Nothing(404)),
    ("get", "/api/v1/drafts", "", Own(200)),
    ("put", "/api/v1/drafts/{key}", r#"{"kind":"reply"}"#, Own(200)),
    ("delete", "/api/v1/drafts/{key}", "", Own(204)),
    ("post", "/api/v1/duties/days", r#"{"fields":{}}"#, Nothing(404)),
    ("get", "/api/v1/events", "", Elsewhere("never ends; sight.rs")),
    ("get", "/api/v1/glossary", "", Own(200)),
    ("get", "/api/v1/health", "", Nothing(403)),
    ("post", "/api/v1/invitations", r#"{"person":"{number}","login":"x"}"#, Nothing(403)),
    ("get", "/api/v1/links/{token}", "", Elsewhere("for whoever holds the secret; accounts.rs")),
    ("post", "/api/v1/links/{token}", "", Elsewhere("for whoever holds the secret; accounts.rs")),
    ("get", "/api/v1/macros?process=incident", "", Nothing(404)),
    ("get", "/api/v1/me", "", Own(200)),
    ("patch", "/api/v1/me", "{}", Own(200)),
    ("post", "/api/v1/me/password", "", Elsewhere("one's own, with the present password; accounts.rs")),
    ("get", "/api/v1/me/preferences", "", Own(200)),
    ("put", "/api/v1/me/preferences/{key}", "{}", Own(204)),
    ("get", "/api/v1/notices", "", Own(200)),
    ("post", "/api/v1/notices/read", "", Own(204)),
    ("post", "/api/v1/notices/{id}/read", "", Own(204)),
    ("get", "/api/v1/me/folders", "", Own(200)),
    ("get", "/api/v1/numbers/{number}", "", NoneOfAnothers),
    ("get", "/api/v1/objectives", "", Own(200)),
    ("get", "/api/v1/objectives/{key}", "", Nothing(404)),
    ("get", "/api/v1/objectives/{key}/departments", "", Nothing(404)),
    ("get", "/api/v1/objectives/{key}/records", "", Nothing(404)),
    ("get", "/api/v1/objectives/{key}/trend", "", Nothing(404)),
    ("get", "/api/v1/records", "", Own(200)),
    ("get", "/api/v1/records/{process}?limit=200", "", Own(200)),
    ("post", "/api/v1/records/{process}", r#"{"title":"x"}"#, Own(201)),
    ("get", "/api/v1/records/{process}/counts?by=customer", "", Own(200)),
    ("get", "/api/v1/records/{process}/export", "", Nothing(403)),
    ("post", "/api/v1/records/{process}/import", "标题\nx\n", Own(200)),
    ("post", "/api/v1/records/{process}/import/failed", r#"{"header":["标题"],"failed":[]}"#, Own(200)),
    ("post", "/api/v1/records/{process}/import/rows", r#"{"header":["标题"],"rows":[]}"#, Nothing(422)),
    ("post", "/api/v1/records/{process}/import/table", "标题\nx\n", Own(200)),
    ("get", "/api/v1/records/{process}/template", "", Own(200)),
    ("get", "/api/v1/records/{process}/{number}", "", NoneOfAnothers),
    ("patch", "/api/v1/records/{process}/{number}", r#"{"title":"x"}"#, NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/approvals/{id}/copies", r#"{"people":["x"]}"#, NoneOfAnothers),
    (
        "post",
        "/api/v1/records/{process}/{number}/approvals/{id}/handovers",
        r#"{"signer":"x","reason":"x"}"#,
        NoneOfAnothers,
    ),
    (
        "post",
        "/api/v1/records/{process}/{number}/approvals/{id}/signers",
        r#"{"signer":"x","how":"after","reason":"x"}"#,
        NoneOfAnothers,
    ),
    ("post", "/api/v1/records/{process}/{number}/approvals/{id}/urge", "{}", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/approvals/{id}/votes", r#"{"agrees":true}"#, NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/approvals/{id}/withdraw", "{}", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/attachments", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/attachments?name=x&audience=public", "x", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/attachments/{id}", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/check", "{}", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/clocks", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/comments", r#"{"body":"x","audience":"public"}"#, NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/compare", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/convert", r#"{"to":"service_request"}"#, NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/merge", r#"{"into":"INC0000001"}"#, NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/unmerge", "{}", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/split", r#"{"fields":{"title":"x"}}"#, NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/deadline?start=2026-11-20T01:00:00Z&minutes=1", "", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/history", "", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/macros", "", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/macros/{macro}", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/macros/{macro}", "{}", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/texts?audience=public", "", NoneOfAnothers),
    ("put", "/api/v1/presence/{tab}", r#"{"records":[]}"#, Nothing(404)),
    ("put", "/api/v1/records/{process}/{number}/presence/{tab}", "{}", Nothing(404)),
    ("delete", "/api/v1/records/{process}/{number}/presence/{tab}", "", Nothing(404)),
    ("get", "/api/v1/records/{process}/{number}/referring", "", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/relations", "", NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/rights?person={number}", "", Nothing(404)),
    ("post", "/api/v1/records/{process}/{number}/rows/{field}", r#"{"add":{"rows":[{"line":"x"}]}}"#, NoneOfAnothers),
    ("get", "/api/v1/records/{process}/{number}/similar", "", NoneOfAnothers),
    (
        "post",
        "/api/v1/records/{process}/{number}/relations",
        r#"{"kind":"related","target":"INC0000001"}"#,
        NoneOfAnothers,
    ),
    ("delete", "/api/v1/records/{process}/{number}/relations/{id}", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/transitions/cancel", "{}", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/void", r#"{"reason":"x"}"#, NoneOfAnothers),
    ("put", "/api/v1/records/{process}/{number}/watch", "", NoneOfAnothers),
    ("delete", "/api/v1/records/{process}/{number}/watch", "", NoneOfAnothers),
    ("post", "/api/v1/records/{process}/{number}/seen", "", NoneOfAnothers),
    ("get", "/api/v1/search?q=%E7%81%BE%E5%A4%87", "", Own(200)),
    ("get", "/api/v1/sessions", "", Own(200)),
    ("delete", "/api/v1/sessions/{id}", "", Nothing(404)),
    (
        "get",
        "/api/v1/similar?process=incident&title=%E7%81%BE%E5%A4%87%E5%88%87%E6%8D%A2%E5%A4%B1%E8%B4%A5",
        "",
        Own(200),
    ),
    ("get", "/api/v1/setup", "", Nothing(403)),
    ("put", "/api/v1/setup", r#"{"dismissed":true}"#, Nothing(403)),
    ("get", "/api/v1/setup/proposals", "", Nothing(403)),
    ("post", "/api/v1/sign-in", "", Elsewhere("for whoever has a password; accounts.rs")),
    ("post", "/api/v1/sign-out", "", Elsewhere("ends the session that tries the others; nodes.rs")),
    ("get", "/api/v1/standards", "", Nothing(404)),
    ("get", "/api/v1/standards/{edition}/clauses", "", Nothing(404)),
    ("get", "/api/v1/standards/{edition}/clauses/{clause}", "", Nothing(404)),
    ("get", "/api/v1/tokens", "", Own(200)),
    ("post", "/api/v1/tokens", r#"{"label":"x","processes":[],"read_only":true,"days":1}"#, Own(201)),
    ("delete", "/api/v1/tokens/{id}", "", Nothing(404)),
    ("post", "/api/v1/verifications", "{}", Nothing(403)),
    ("post", "/api/v1/viewings", r#"{"person":"{number}"}"#, Nothing(404)),
    ("delete", "/api/v1/viewings/{id}", "", Nothing(404)),
];

/// What no customer of the office may ever read: the bank's words, and the provider's own.
const SECRETS: [&str; 3] = ["同城灾备切换失败", "口令已交给外包", "根因是配置漂移"];

fn each_route_gives_a_customer_its_own_and_nothing_else(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = create(&desk, "incident", &json!({ "title": SECRETS[0], "customer": bank }))?;
    let own = report(&desk, "门户打不开，疑似灾备", "low", "low")?;
    desk.patch_if(&path(&own), &own.version(), &json!({ "cause": SECRETS[2] }))?.expect(200)?;
    desk.post(&format!("{}/comments", path(&own)), &json!({ "body": SECRETS[1], "audience": "internal" }))?
        .expect(201)?;
    let hash = desk.get("/api/v1/definitions/incident")?.expect(200)?.body["hash"].as_str().context("hash")?.to_owned();
    let number = |answer: &Answer| answer.body["number"].as_str().unwrap_or_default().to_owned();
    let (foreign, mine) = (number(&theirs), number(&own));
    let filled = |text: &str, number: &str| {
        let names = [
            ("{customer}", bank.as_str()),
            ("{process}", "incident"),
            ("{number}", number),
            ("{login}", "desk"),
            ("{hash}", &hash),
            ("{key}", "resolution_in_time"),
            ("{edition}", "iso20000-1-2018"),
            ("{clause}", "8.1"),
            ("{id}", "00000000-0000-7000-8000-000000000000"),
        ];
        names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    let mut wrong = Vec::new();
    for (method, route, body, gets) in ROUTES {
        let tried = |number: &str| -> Result<(u16, String)> {
            let answer = knock(&office, method, &filled(route, number), &filled(body, number))?;
            Ok((answer.status, answer.text.replace(number, "-")))
        };
        let expected = match gets {
            Elsewhere(why) => {
                assert!(!why.is_empty(), "{method} {route} says why it is not tried");
                continue;
            }
            Own(status) | Nothing(status) => *status,
            NoneOfAnothers => 404,
        };
        let (status, text) = tried(&foreign)?;
        if status != expected || SECRETS.iter().any(|secret| text.contains(secret)) {
            wrong.push(format!("{method} {route}: {status} {text}"));
        }
        if let NoneOfAnothers = gets {
            let none = tried("INC9999999")?;
            if none != (status, text) {
                wrong.push(format!("{method} {route}: told apart from none: {none:?}"));
            }
            let text = knock(&office, method, &filled(route, &mine), &filled(body, &mine))?.text;
            if SECRETS.iter().any(|secret| text.contains(secret)) {
                wrong.push(format!("{method} {route}: of its own record: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(described(&desk)?, covered(), "each route that the description names has its line, and no other");
    Ok(())
}

pub fn knock(client: &Client, method: &str, at: &str, body: &str) -> Result<Answer> {
    let kind = if at.ends_with("/import") { "text/csv" } else { "application/json" };
    match method {
        "get" => client.get(at),
        "delete" => client.delete(at),
        "patch" => client.send(
            "PATCH",
            at,
            &[("content-type", "application/merge-patch+json"), ("if-match", "\"1\"")],
            body.as_bytes(),
        ),
        other => {
            client.send(&other.to_uppercase(), at, &[("content-type", kind), ("if-match", "\"1\"")], body.as_bytes())
        }
    }
}

/// A route without what its parts are called, and what stands in them.
fn shape(method: &str, route: &str) -> String {
    let path = route.split('?').next().unwrap_or_default();
    let part = |part: &str| if part.starts_with('{') || part == "cancel" { "{}".to_owned() } else { part.to_owned() };
    format!("{method} {}", path.split('/').map(part).collect::<Vec<_>>().join("/"))
}

fn covered() -> BTreeSet<String> {
    ROUTES.iter().map(|(method, route, ..)| shape(method, route)).collect()
}

fn described(client: &Client) -> Result<BTreeSet<String>> {
    let description = client.get("/api/v1/openapi.json")?.expect(200)?;
    let paths = description.body["paths"].as_object().context("paths")?;
    let methods = |path: &Value| path.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    Ok(paths.iter().flat_map(|(path, it)| methods(it).into_iter().map(|method| shape(&method, path))).collect())
}
