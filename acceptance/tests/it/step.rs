//! What is said on the way: with a step, to whom the step speaks; and by which names people are called in it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, again, create, find, go, history, path, report, take_up};

on_both_stores!(
    what_is_said_with_a_step_is_a_note_but_where_it_speaks_to_the_customer,
    a_customer_is_told_the_names_of_those_whom_we_mention_and_of_no_others,
    whom_a_contact_mentioned_is_named_to_no_colleague_after_it_is_retired_either,
);

/// What is to be said with a step, and who reads it.
fn said_with(client: &Client, record: &Answer, step: &str) -> Result<(Value, Value)> {
    let seen = again(client, record)?;
    let offers = seen.body["actions"].as_array().context("actions")?;
    let offer = offers.iter().find(|offer| offer["id"] == format!("transition:{step}"));
    let offer = offer.with_context(|| format!("{step} is offered: {}", seen.text))?;
    Ok((offer["comment"].clone(), offer["audience"].clone()))
}

fn what_is_said_with_a_step_is_a_note_but_where_it_speaks_to_the_customer(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "无线网络断续", "medium", "medium")?;
    assert_eq!(said_with(&desk, &incident, "assign")?, (json!("optional"), json!("internal")));
    assert_eq!(said_with(&desk, &incident, "start")?, (json!("optional"), json!("internal")));
    assert_eq!(said_with(&desk, &incident, "cancel")?, (json!("public"), json!("public")));
    assert_eq!(said_with(&customer, &incident, "cancel")?, (json!("public"), json!("public")));
    take_up(&desk, &engineer, &incident)?;
    assert_eq!(said_with(&engineer, &incident, "resolve")?, (json!("optional"), json!("public")));
    assert_eq!(said_with(&engineer, &incident, "reassign")?, (json!("internal"), json!("internal")));
    go(&engineer, &incident, "resolve", &json!({ "solution": "更换天线" }))?;
    assert_eq!(said_with(&customer, &incident, "confirm")?, (json!("optional"), json!("public")));
    let definition = desk.get("/api/v1/definitions/incident")?.expect(200)?;
    let steps = definition.body["transitions"].as_array().context("transitions")?;
    let resolve = steps.iter().find(|step| step["id"] == "resolve").context("a step")?;
    assert_eq!(resolve["comment"], "optional_public");
    Ok(())
}

/// The last thing said, with the names of those whom it mentions.
fn last_said(reader: &Client, record: &Answer) -> Result<(String, Vec<String>)> {
    let entries = history(reader, record)?;
    let said = entries.iter().rev().find(|entry| entry["comment"].is_object()).context("something was said")?;
    let people = said["comment"]["mentioned"].as_array().context("whom it mentions")?;
    let name = |person: &Value| format!("{} {}", person["number"].as_str().unwrap_or_default(), person["title"]);
    Ok((said["comment"]["body"].as_str().unwrap_or_default().to_owned(), people.iter().map(name).collect()))
}

fn a_customer_is_told_the_names_of_those_whom_we_mention_and_of_no_others(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "考勤机不同步", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    let wang = find(&desk, "person", "name", "王磊")?;
    let say = |client: &Client, body: &str| {
        client
            .post(&format!("{}/comments", path(&incident)), &json!({ "body": body, "audience": "public" }))?
            .expect(201)
    };
    say(&desk, &format!("@{wang} 明天上门"))?;
    let named = vec![format!("{wang} \"王磊\"")];
    assert_eq!(last_said(&customer, &incident)?, (format!("@{wang} 明天上门"), named.clone()));
    assert_eq!(last_said(&desk, &incident)?.1, named);

    // Were it told whom its own words mention, it could ask for the names of all.
    let other = find(&desk, "person", "name", "秦朗")?;
    say(&customer, &format!("@{other} 是谁"))?;
    assert_eq!(last_said(&customer, &incident)?.1, Vec::<String>::new());
    assert_eq!(last_said(&desk, &incident)?.1, [format!("{other} \"秦朗\"")]);

    let urge = json!({ "comment": { "body": format!("@{wang} 客户来电催"), "audience": "public" } });
    let now = again(&desk, &incident)?.version();
    desk.post_if(&format!("{}/transitions/urge", path(&incident)), &now, &urge)?.expect(200)?;
    server.set_clock("2026-11-20T02:00:00Z")?;
    let told = server.sign_in("desk2")?.get("/api/v1/notices")?.expect(200)?;
    assert!(told.text.contains("@王磊 客户来电催"), "a notice has the name: {}", told.text);
    Ok(())
}

fn whom_a_contact_mentioned_is_named_to_no_colleague_after_it_is_retired_either(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, asking, colleague) = (server.sign_in("desk")?, server.sign_in("yunling2")?, server.sign_in("yunling")?);
    let customer = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let incident = create(&asking, "incident", &json!({ "title": "网银证书过期", "customer": customer }))?;
    let wang = find(&desk, "person", "name", "王磊")?;
    let body = json!({ "body": format!("@{wang} 是谁"), "audience": "public" });
    asking.post(&format!("{}/comments", path(&incident)), &body)?.expect(201)?;
    let said = (format!("@{wang} 是谁"), Vec::new());
    assert_eq!(last_said(&colleague, &incident)?, said);

    let contact = find(&desk, "contact", "name", "白宇航")?;
    let contact = desk.get(&format!("/api/v1/records/contact/{contact}"))?.expect(200)?;
    let left = json!({ "comment": { "body": "已离职", "audience": "internal" } });
    desk.post_if(&format!("{}/transitions/retire", path(&contact)), &contact.version(), &left)?.expect(200)?;
    assert_eq!(last_said(&colleague, &incident)?, said, "it can't be said any more whose the speaker was");
    assert_eq!(last_said(&desk, &incident)?.1, [format!("{wang} \"王磊\"")]);
    Ok(())
}
