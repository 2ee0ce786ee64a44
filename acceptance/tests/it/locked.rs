//! Nothing waits for somebody whose account is locked: an approval that only such a one could give is warned of, and not asked for.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, go, path, try_to};
use crate::document::agree;

on_both_stores!(
    f_plt_03_nobody_is_asked_for_a_vote_whose_account_is_locked,
    f_plt_03_a_vote_handed_on_comes_back_from_a_locked_account,
);

/// A process whose records one role opens and one role approves.
const GATE: &str = r#"
[role.gate_keeper]
label = { zh = "门卫", en = "Gate keeper" }
purpose = { zh = "放行。", en = "Lets through." }

[process.passage]
label = { zh = "放行", en = "Passage" }
purpose = { zh = "谁带走什么。", en = "Who takes what away." }
group = "service_desk"
lifetime = "work"
prefix = "PAS"
owner = "service_desk"
title = "title"
list = ["title", "state"]
[process.passage.fields]
title = { label = { zh = "物品", en = "What" }, type = "text", required = true }
[process.passage.states]
open = { label = { zh = "待放行", en = "Waiting" }, kind = "open" }
closed = { label = { zh = "已放行", en = "Gone" }, kind = "closed" }
[process.passage.transitions.pass]
label = { zh = "放行", en = "Pass" }
from = ["open"]
to = "closed"
by = ["service_desk"]
approval = { by = ["gate_keeper"], form = "one", may = ["hand_on"] }
[[process.passage.grants]]
roles = ["service_desk"]
actions = ["view", "create", "update"]
[[process.passage.grants]]
roles = ["gate_keeper", "staff"]
actions = ["view"]
"#;

fn identity(client: &Client) -> Result<Value> {
    Ok(client.get("/api/v1/me")?.expect(200)?.body["id"].clone())
}

/// Brings the process into force, with `login` as the only gate keeper.
fn bring_in(server: &Server, login: &str) -> Result<Client> {
    let (admin, representative) = (server.sign_in("admin")?, server.sign_in("representative")?);
    let keeper = server.sign_in(login)?;
    // Whoever is to hold the role can only once the role is there.
    let (role, rest) = GATE.split_once("[process.passage]").context("two parts")?;
    put_in_force(server, &admin, &representative, role)?;
    create(&representative, "role_assignment", &json!({ "role": "gate_keeper", "person": identity(&keeper)? }))?;
    put_in_force(server, &admin, &representative, &format!("[process.passage]{rest}"))?;
    Ok(keeper)
}

fn put_in_force(server: &Server, admin: &Client, representative: &Client, text: &str) -> Result<()> {
    let fields = json!({ "title": "放行", "reason": "门卫制度", "in_force_from": "2026-11-20", "text": text });
    let overlay = create(admin, "overlay", &fields)?;
    go(admin, &overlay, "submit", &json!({}))?;
    go(admin, &overlay, "approve", &json!({}))?;
    agree(representative, &overlay)?;
    server.set_clock("2026-11-20T01:00:30Z")
}

fn set(admin: &Client, login: &str, act: &str) -> Result<()> {
    admin.post(&format!("/api/v1/accounts/{login}/{act}"), &json!({}))?.expect(204).map(|_| ())
}

/// Does something with the record's last approval, whatever comes of it.
fn act(who: &Client, record: &Answer, what: &str, body: &Value) -> Result<Answer> {
    let current = again(who, record)?;
    let last = current.body["approvals"].as_array().and_then(|all| all.last()).context("an approval")?;
    let at = format!("{}/approvals/{}/{what}", path(record), last["id"].as_str().unwrap_or_default());
    who.post_if(&at, &current.version(), body)
}

fn f_plt_03_nobody_is_asked_for_a_vote_whose_account_is_locked(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    bring_in(&server, "dmanager")?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let text = "[process.incident.transitions.resolve.approval]\nby = [\"gate_keeper\"]\nform = \"one\"\n";
    let check = || admin.post("/api/v1/definitions/check", &json!({ "text": text }));
    check()?.expect(204)?;
    set(&admin, "dmanager", "lock")?;
    let warned = check()?;
    let message = &warned.body["warnings"][0]["message"];
    let said = |language: &str, words: &str| message[language].as_str().is_some_and(|text| text.contains(words));
    proof!(said("zh", "门卫") && said("zh", "锁定") && said("en", "locked"), "the check warns: {}", warned.text);

    let passage = create(&desk, "passage", &json!({ "title": "旧服务器两台" }))?;
    let refused = try_to(&desk, &passage, "pass", &json!({}))?;
    let kind = refused.body["missing"]["kind"].as_str();
    proof!((refused.status, kind) == (403, Some("voter")), "nobody is asked for it: {}", refused.text);
    set(&admin, "dmanager", "unlock")?;
    check()?.expect(204)?;
    go(&desk, &passage, "pass", &json!({}))?;
    set(&admin, "dmanager", "lock")?;
    let urged = act(&desk, &passage, "urge", &json!({}))?;
    proof!(urged.status == 403 && urged.body["missing"]["kind"] == "voter", "nor urged: {}", urged.text);
    set(&admin, "dmanager", "unlock")?;
    act(&desk, &passage, "urge", &json!({}))?.expect(200)?;
    agree(&server.sign_in("dmanager")?, &passage)?;
    assert_eq!(again(&desk, &passage)?.body["state"], "closed");
    Ok(())
}

fn f_plt_03_a_vote_handed_on_comes_back_from_a_locked_account(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let keeper = bring_in(&server, "dmanager")?;
    let (admin, desk, other) = (server.sign_in("admin")?, server.sign_in("desk")?, server.sign_in("impmanager")?);
    let passage = create(&desk, "passage", &json!({ "title": "交换机一台" }))?;
    go(&desk, &passage, "pass", &json!({}))?;
    let handed = json!({ "signer": identity(&other)?, "reason": "本周出差" });
    act(&keeper, &passage, "handovers", &handed)?.expect(200)?;
    let yes = json!({ "agrees": true, "opinion": "同意" });
    let gone = act(&keeper, &passage, "votes", &yes)?;
    assert_eq!(gone.status, 403, "it is the other's: {}", gone.text);
    set(&admin, "impmanager", "lock")?;
    let back = act(&keeper, &passage, "votes", &yes)?;
    proof!(back.status == 200 && back.body["state"] == "closed", "and comes back: {}", back.text);
    Ok(())
}
