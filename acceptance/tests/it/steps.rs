//! Approvals as China knows them, in steps: features F-PLT-03 (会签, 或签, 依次, 加签, 转签, 退回, 撤回, 催办, 抄送) and F-ROL-03 (代理).

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, find, go, history, path};
use crate::document::agree;

on_both_stores!(
    f_plt_03_five_steps_with_all_that_a_desk_does_on_the_way,
    f_plt_03_taken_back_urged_and_copied,
    f_rol_03_a_deputy_with_dates_stands_in_at_every_step,
    whoever_may_not_come_in_is_told_why,
    a_policy_is_reviewed_before_it_is_approved,
    a_vote_counts_at_the_step_that_was_read,
);

/// Brings the process `contract_review` into force.
fn bring_in_reviews(server: &Server) -> Result<()> {
    let admin = &server.sign_in("admin")?;
    let overlay = json!({
        "title": "合同评审", "reason": "合同管理制度", "in_force_from": "2026-11-20",
        "text": include_str!("contract_review.toml"),
    });
    let overlay = create(admin, "overlay", &overlay)?;
    go(admin, &overlay, "submit", &json!({}))?;
    go(admin, &overlay, "approve", &json!({}))?;
    agree(&server.sign_in("representative")?, &overlay)?;
    server.set_clock("2026-11-20T01:00:30Z")
}

/// A contract that is asked to be reviewed.
fn asked(seller: &Client, title: &str) -> Result<Answer> {
    let review = create(seller, "contract_review", &json!({ "title": title }))?;
    go(seller, &review, "review", &json!({}))
}

/// Does something with the record's last approval, whatever comes of it.
fn act(who: &Client, review: &Answer, what: &str, body: &Value) -> Result<Answer> {
    let current = again(who, review)?;
    let last = current.body["approvals"].as_array().and_then(|all| all.last()).context("an approval")?;
    let at = format!("{}/approvals/{}/{what}", path(review), last["id"].as_str().unwrap_or_default());
    who.post_if(&at, &current.version(), body)
}

fn yes(who: &Client, review: &Answer) -> Result<Answer> {
    act(who, review, "votes", &json!({ "agrees": true, "opinion": "同意" }))?.expect(200)
}

fn id_of(who: &Client) -> Result<Value> {
    Ok(who.get("/api/v1/me")?.expect(200)?.body["id"].clone())
}

/// The step that the approval is in.
fn step(answer: &Answer) -> &str {
    answer.body["approvals"][0]["step"].as_str().unwrap_or_default()
}

/// Who it was that handed a vote on, as somebody was told.
fn who_handed_on(told: &Client) -> Result<Value> {
    let notices = told.get("/api/v1/notices")?.expect(200)?;
    let mut items = notices.body["items"].as_array().into_iter().flatten();
    let found = items.find(|it| it["reason"] == "approval_handed_on").context("it is told")?;
    Ok(found["doer"]["id"].clone())
}

fn f_plt_03_five_steps_with_all_that_a_desk_does_on_the_way(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    bring_in_reviews(&server)?;
    let (seller, keeper, engineer) =
        (server.sign_in("slmanager")?, server.sign_in("dmanager")?, server.sign_in("engineer")?);
    let (auditing, incidents, stand_in, improving) = (
        server.sign_in("amanager")?,
        server.sign_in("imanager")?,
        server.sign_in("pmanager")?,
        server.sign_in("impmanager")?,
    );
    let (budget, relations) = (server.sign_in("bgmanager")?, server.sign_in("brmanager")?);
    let (security, requests) = (server.sign_in("secmanager")?, server.sign_in("rqmanager")?);

    let review = asked(&seller, "云岭银行续约合同")?;
    let states = |answer: &Answer| -> Vec<String> {
        let steps = answer.body["approvals"][0]["steps"].as_array().cloned().unwrap_or_default();
        steps.iter().map(|step| step["state"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(states(&review), ["now", "to_come", "to_come", "to_come", "to_come"], "{}", review.text);
    let to_come = &review.body["approvals"][0]["steps"];
    assert!((0..5).all(|at| to_come[at]["form"].is_string()), "in which form they will be asked: {to_come}");

    // 前加签: somebody who knows the matter agrees before.
    let nowhere = find(&keeper, "person", "name", "许峰")?;
    let unreachable = json!({ "signer": nowhere, "how": "before", "reason": "请先核对接入条件" });
    let refused = act(&keeper, &review, "signers", &unreachable)?;
    assert_eq!((refused.status, &refused.body["fields"][0]["field"]), (422, &json!("signer")), "{}", refused.text);
    assert!(refused.text.contains("no account"), "who can't sign in is not asked: {}", refused.text);
    let added = json!({ "signer": id_of(&engineer)?, "how": "before", "reason": "请先核对接入条件" });
    act(&keeper, &review, "signers", &added)?.expect(200)?;
    let early = act(&keeper, &review, "votes", &json!({ "agrees": true }))?;
    proof!(early.status == 403 && early.body["missing"]["kind"] == "turn", "who was added comes first: {}", early.text);
    yes(&engineer, &review)?;
    let checked = yes(&keeper, &review)?;
    proof!(step(&checked) == "departments", "the step is given, the next is asked: {}", checked.text);

    // 转签 and 代理 in one step.
    let handed = json!({ "signer": id_of(&improving)?, "reason": "本周出差" });
    act(&auditing, &review, "handovers", &handed)?.expect(200)?;
    let gone = act(&auditing, &review, "votes", &json!({ "agrees": true }))?;
    proof!(gone.status == 403, "a vote handed on is another's: {}", gone.text);
    yes(&improving, &review)?;
    let costs = yes(&stand_in, &review)?;
    assert_eq!(step(&costs), "cost", "{}", costs.text);
    let votes = costs.body["approvals"][0]["votes"].as_array().cloned().unwrap_or_default();
    proof!(votes[0]["added_by"]["id"] == id_of(&keeper)?, "who was added, and by whom: {}", votes[0]);
    proof!(votes[2]["handed_by"]["id"] == id_of(&auditing)?, "who has it, and from whom: {}", votes[2]);
    proof!(votes[3]["deputy"]["id"] == id_of(&stand_in)?, "who stood in, and for whom: {}", votes[3]);

    // 退回到节点: one against does not decide a share, two do.
    let back = json!({ "agrees": false, "opinion": "违约条款不清", "to_step": "departments" });
    let outweighed = act(&budget, &review, "votes", &back)?.expect(200)?;
    proof!(step(&outweighed) == "cost", "a share may still be reached: {}", outweighed.text);
    let returned = act(&relations, &review, "votes", &back)?.expect(200)?;
    proof!(step(&returned) == "departments", "it goes back to the step that is named: {}", returned.text);
    let set_aside = |answer: &Answer| -> Vec<bool> {
        let votes = answer.body["approvals"][0]["votes"].as_array().cloned().unwrap_or_default();
        votes.iter().map(|vote| vote["set_aside"] == true).collect()
    };
    proof!(
        set_aside(&returned) == [false, false, true, true, true, true],
        "votes before that step stand, later ones are of an earlier round: {}",
        returned.text
    );

    // 催办.
    act(&seller, &review, "urge", &json!({}))?.expect(200)?;
    server.set_clock("2026-11-20T01:02:00Z")?;
    let called = auditing.get("/api/v1/notices")?.expect(200)?;
    proof!(called.text.contains("approval_urged"), "whose votes are awaited are told: {}", called.text);

    assert_eq!(who_handed_on(&seller)?, json!(id_of(&auditing)?), "whoever asked hears by whom it went to another");

    yes(&auditing, &review)?;
    yes(&incidents, &review)?;
    yes(&budget, &review)?;
    let costed = yes(&relations, &review)?;
    proof!(step(&costed) == "security", "two of three are sixty percent: {}", costed.text);
    let early = act(&requests, &review, "votes", &json!({ "agrees": true }))?;
    proof!(early.status == 403 && early.body["missing"]["kind"] == "turn", "one after the other: {}", early.text);
    yes(&security, &review)?;
    let secured = yes(&requests, &review)?;
    assert_eq!((step(&secured), secured.body["state"].as_str()), ("sign", Some("new")), "{}", secured.text);
    let signed = yes(&server.sign_in("representative")?, &review)?;
    proof!(signed.body["state"] == "reviewed", "after the last step it is done: {}", signed.text);
    assert_eq!(states(&signed), ["done"; 5]);
    let told: Vec<_> = history(&seller, &review)?.iter().map(|entry| entry["action"].clone()).collect();
    for action in ["signer_added", "handed_on", "voted", "approval_urged", "transitioned"] {
        proof!(told.contains(&json!(action)), "the history tells of each: {action} in {told:?}");
    }
    Ok(())
}

fn f_plt_03_taken_back_urged_and_copied(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    bring_in_reviews(&server)?;
    let (seller, keeper, reporting) =
        (server.sign_in("slmanager")?, server.sign_in("dmanager")?, server.sign_in("rptmanager")?);
    let colleague = server.sign_in("engineer")?;
    let review = asked(&seller, "江州政务数据中心合同")?;
    let people = json!({ "people": [id_of(&colleague)?] });
    let copied = act(&keeper, &review, "copies", &people)?.expect(200)?;
    assert_eq!(copied.body["approvals"][0]["copies"].as_array().map(Vec::len), Some(2), "{}", copied.text);
    server.set_clock("2026-11-20T01:01:00Z")?;
    for reader in [&reporting, &colleague] {
        let folder = reader.get("/api/v1/records?folder=copied")?.expect(200)?;
        proof!(folder.text.contains("江州政务数据中心合同"), "whoever is copied finds it: {}", folder.text);
        let voting = act(reader, &review, "votes", &json!({ "agrees": true }))?;
        proof!(voting.status == 403, "and has no vote: {}", voting.text);
    }
    let other = act(&keeper, &review, "withdraw", &json!({}))?;
    assert_eq!(other.status, 403, "only whoever asked takes it back: {}", other.text);
    let taken = act(&seller, &review, "withdraw", &json!({}))?.expect(200)?;
    proof!(taken.body["approvals"][0]["outcome"] == "withdrawn", "whoever asked takes it back: {}", taken.text);
    server.set_clock("2026-11-20T01:02:00Z")?;
    let told = reporting.get("/api/v1/notices")?.expect(200)?;
    proof!(told.text.contains("approval_settled"), "and who was copied hears of it: {}", told.text);
    let late =
        act(&keeper, &review, "signers", &json!({ "signer": id_of(&colleague)?, "how": "after", "reason": "x" }))?;
    assert_eq!((late.status, late.body["outcome"].as_str()), (409, Some("withdrawn")), "{}", late.text);
    Ok(())
}

fn f_rol_03_a_deputy_with_dates_stands_in_at_every_step(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    bring_in_reviews(&server)?;
    let (seller, admin, deputy) = (server.sign_in("slmanager")?, server.sign_in("admin")?, server.sign_in("rmanager")?);
    // From the 21st to the 23rd the document manager is away.
    let held = crate::company::find(&admin, "role_assignment", "role", "document_manager")?;
    let at = format!("/api/v1/records/role_assignment/{held}");
    let version = admin.get(&at)?.expect(200)?.version();
    let away = json!({ "deputy": id_of(&deputy)?, "deputy_from": "2026-11-21", "deputy_until": "2026-11-23" });
    admin.patch_if(&at, &version, &away)?.expect(200)?;

    let review = asked(&seller, "代理期间的合同")?;
    let early = act(&deputy, &review, "votes", &json!({ "agrees": true }))?;
    proof!(early.status == 403, "before those days nobody stands in: {}", early.text);
    server.set_clock("2026-11-21T01:00:00Z")?;
    let deputy = server.sign_in("rmanager")?;
    act(&server.sign_in("slmanager")?, &review, "urge", &json!({}))?.expect(200)?;
    server.set_clock("2026-11-21T01:01:00Z")?;
    let called = deputy.get("/api/v1/notices")?.expect(200)?;
    proof!(called.text.contains("approval_urged"), "in those days the deputy is called: {}", called.text);
    let waiting = deputy.get("/api/v1/approvals?mine=1")?.expect(200)?;
    proof!(waiting.text.contains("代理期间的合同"), "and finds it among what waits: {}", waiting.text);
    let cast = yes(&deputy, &review)?;
    let vote = &cast.body["approvals"][0]["votes"][0];
    proof!(
        vote["voter"]["id"] == id_of(&server.sign_in("dmanager")?)? && vote["deputy"]["id"] == id_of(&deputy)?,
        "both names stand on the record: {vote}"
    );
    let entries = history(&deputy, &review)?;
    let told = entries.iter().find(|entry| entry["action"] == "voted").context("the vote is told")?;
    proof!(
        told["actor"]["id"] == id_of(&deputy)? && told["on_behalf_of"]["id"] == vote["voter"]["id"],
        "and in its history: {told}"
    );
    server.set_clock("2026-11-24T01:00:00Z")?;
    let next = asked(&server.sign_in("slmanager")?, "代理期满后的合同")?;
    let late = act(&server.sign_in("rmanager")?, &next, "votes", &json!({ "agrees": true }))?;
    proof!(late.status == 403, "after those days nobody stands in: {}", late.text);
    Ok(())
}

fn whoever_may_not_come_in_is_told_why(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    bring_in_reviews(&server)?;
    let (seller, keeper, engineer) =
        (server.sign_in("slmanager")?, server.sign_in("dmanager")?, server.sign_in("engineer")?);
    let review = asked(&seller, "问题合同")?;
    let contact = json!(crate::company::find(&keeper, "contact", "name", "林嘉宁")?);
    let (me, asker, other) = (id_of(&keeper)?, id_of(&seller)?, id_of(&engineer)?);
    for (person, why) in [
        (&me, "yourself"),
        (&asker, "separation of duties"),
        (&contact, "who may see the record"),
        (&json!("PER9999999"), "may not be seen"),
    ] {
        let body = json!({ "signer": person, "how": "beside", "reason": "x" });
        let refused = act(&keeper, &review, "signers", &body)?;
        let told = &refused.body["fields"][0];
        assert_eq!((refused.status, told["field"].as_str()), (422, Some("signer")), "{}", refused.text);
        assert!(told["message"].as_str().is_some_and(|said| said.contains(why)), "{}", refused.text);
    }
    let silent = act(&keeper, &review, "signers", &json!({ "signer": other, "how": "beside", "reason": " " }))?;
    assert_eq!((silent.status, silent.body["fields"][0]["field"].as_str()), (422, Some("reason")), "{}", silent.text);
    let added = json!({ "signer": other, "how": "beside", "reason": "x" });
    let stranger = act(&engineer, &review, "signers", &added)?;
    assert_eq!(stranger.status, 403, "whose vote is not awaited adds nobody: {}", stranger.text);
    let current = again(&keeper, &review)?;
    let at =
        format!("{}/approvals/{}/signers", path(&review), current.body["approvals"][0]["id"].as_str().unwrap_or(""));
    assert_eq!(keeper.post(&at, &added)?.status, 428, "on the version that was read");
    keeper.patch_if(&path(&review), &current.version(), &json!({ "title": "改过的问题合同" }))?.expect(200)?;
    let voided = keeper.post_if(&at, &current.version(), &added)?;
    assert_eq!((voided.status, voided.body["outcome"].as_str()), (409, Some("voided")), "{}", voided.text);

    go(&seller, &review, "review", &json!({}))?;
    act(&keeper, &review, "signers", &added)?.expect(200)?;
    let twice = act(&keeper, &review, "handovers", &json!({ "signer": other, "reason": "x" }))?;
    let told = &twice.body["fields"][0];
    assert!(twice.status == 422 && told["message"].as_str().is_some_and(|it| it.contains("already")), "{}", twice.text);
    let back = json!({ "agrees": false, "opinion": "x", "to_step": "sign" });
    let nowhere = act(&keeper, &review, "votes", &back)?;
    assert_eq!(
        (nowhere.status, nowhere.body["fields"][0]["field"].as_str()),
        (422, Some("to_step")),
        "{}",
        nowhere.text
    );
    Ok(())
}

fn a_policy_is_reviewed_before_it_is_approved(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative, president) =
        (server.sign_in("dmanager")?, server.sign_in("representative")?, server.sign_in("president")?);
    let fields = json!({
        "title": "信息安全方针", "code": "YH-TEST-30", "kind": "policy", "owner": id_of(&representative)?,
        "draft": "第一版。", "planned_from": "2026-11-20", "review_due": "2027-11-20",
    });
    let policy = create(&keeper, "document", &fields)?;
    go(&keeper, &policy, "submit", &json!({}))?;
    go(&keeper, &policy, "approve_policy", &json!({}))?;
    assert_eq!(act(&president, &policy, "votes", &json!({ "agrees": true }))?.status, 403, "it is reviewed first");
    let reviewed = yes(&representative, &policy)?;
    assert_eq!((step(&reviewed), reviewed.body["state"].as_str()), ("approve", Some("review")), "{}", reviewed.text);
    let handed = act(&president, &policy, "handovers", &json!({ "signer": id_of(&keeper)?, "reason": "x" }))?;
    assert_eq!((handed.status, handed.body["missing"]["kind"].as_str()), (403, Some("approval")), "{}", handed.text);
    assert_eq!(yes(&president, &policy)?.body["state"], "approved");
    Ok(())
}

/// Who read the first round does not agree to the second unread: what was objected meanwhile is read first.
fn a_vote_counts_at_the_step_that_was_read(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative) = (server.sign_in("dmanager")?, server.sign_in("representative")?);
    let (head, president) = (server.sign_in("head")?, server.sign_in("president")?);
    let fields = json!({
        "title": "信息安全方针", "department": head.get("/api/v1/me")?.expect(200)?.body["department"]["id"], "code": "YH-TEST-31", "kind": "policy", "owner": id_of(&representative)?,
        "draft": "第一版。", "planned_from": "2026-11-20", "review_due": "2027-11-20",
    });
    let policy = create(&keeper, "document", &fields)?;
    go(&keeper, &policy, "submit", &json!({}))?;
    go(&keeper, &policy, "approve_policy", &json!({}))?;
    let read = again(&representative, &policy)?;
    let approval = read.body["approvals"][0]["id"].as_str().context("id")?;
    let votes = format!("{}/approvals/{approval}/votes", path(&policy));
    assert_eq!(step(&yes(&head, &policy)?), "approve");
    let back = json!({ "agrees": false, "opinion": "范围不清", "to_step": "review" });
    act(&president, &policy, "votes", &back)?.expect(200)?;
    let unread = representative.post_if(&votes, &read.version(), &json!({ "agrees": true }))?;
    proof!(unread.status == 412, "what was objected has not been read: {}", unread.text);
    assert_eq!(step(&yes(&representative, &policy)?), "approve", "once it is read it counts");
    Ok(())
}
