//! Many people at once: each is served, and what one does is not refused for what another does elsewhere.

use std::thread;

use anyhow::{Result, anyhow};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, create, find, path};

on_both_stores!(
    people_are_registered_while_incidents_are_opened,
    files_are_attached_to_one_record_at_once,
    a_conversion_sent_again_is_answered_with_the_same_record,
);

/// Does `ask` for each number, each in a thread of its own.
fn all_at_once(numbers: usize, ask: impl Fn(usize) -> Result<Answer> + Sync) -> Result<Vec<Answer>> {
    let ask = &ask;
    thread::scope(|scope| {
        let asked: Vec<_> = (0..numbers).map(|number| scope.spawn(move || ask(number))).collect();
        asked.into_iter().map(|done| done.join().map_err(|_| anyhow!("a thread failed"))?).collect()
    })
}

fn people_are_registered_while_incidents_are_opened(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let manager = server.sign_in("brmanager")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let one_after_another = |number: usize| -> Result<Answer> {
        let mut last = None;
        for round in 0..20 {
            let name = format!("{number}/{round}");
            last = Some(match number % 2 {
                0 => create(&manager, "contact", &json!({ "name": name, "customer": customer }))?,
                _ => create(&desk, "incident", &json!({ "title": name, "customer": customer }))?,
            });
        }
        last.ok_or_else(|| anyhow!("nothing was asked"))
    };
    all_at_once(8, one_after_another)?;
    Ok(())
}

fn files_are_attached_to_one_record_at_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk: Client = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let incident = create(&desk, "incident", &json!({ "title": "多份日志", "customer": customer }))?;
    all_at_once(16, |number| {
        let at = format!("{}/attachments?name={number}.txt&audience=internal", path(&incident));
        desk.send("POST", &at, &[("content-type", "text/plain")], format!("log {number}").as_bytes())?.expect(201)
    })?;
    let listed = desk.get(&format!("{}/attachments", path(&incident)))?.expect(200)?;
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(16), "{}", listed.text);
    Ok(())
}

fn a_conversion_sent_again_is_answered_with_the_same_record(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let incident = create(&desk, "incident", &json!({ "title": "其实是请求", "customer": customer }))?;
    let headers = [("content-type", "application/json"), ("idempotency-key", "once")];
    let convert = || -> Result<Answer> {
        let body = json!({ "to": "service_request" }).to_string();
        desk.send("POST", &format!("{}/convert", path(&incident)), &headers, body.as_bytes())?.expect(201)
    };
    let (first, again) = (convert()?, convert()?);
    assert_eq!(first.body["process"], "service_request", "{}", first.text);
    assert_eq!(first.body["number"], again.body["number"], "{}", again.text);
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    Ok(())
}
