//! Files attached as a form sends them, and as a body of their own.

use anyhow::{Context, Result};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{path, report};

on_both_stores!(a_form_attaches_its_file_and_not_itself, a_form_that_can_not_be_taken_names_the_part,);

/// A part of a form: its name, the name of its file, its content.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

const INTERNAL: Part = ("audience", None, b"internal");

fn form(client: &Client, record: &Answer, parts: &[Part], key: &str) -> Result<Answer> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/plain")).unwrap_or_default();
        body.extend(format!("--BOUND\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--BOUND--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=BOUND"), ("idempotency-key", key)];
    client.send("POST", &format!("{}/attachments", path(record)), &headers, &body)
}

fn files(client: &Client, record: &Answer) -> Result<Vec<(String, String, u64)>> {
    let listed = client.get(&format!("{}/attachments", path(record)))?.expect(200)?;
    let text = |file: &serde_json::Value, key: &str| file[key].as_str().unwrap_or_default().to_owned();
    let items = listed.body["items"].as_array().context("items")?;
    Ok(items.iter().map(|it| (text(it, "id"), text(it, "name"), it["size"].as_u64().unwrap_or_default())).collect())
}

fn a_form_attaches_its_file_and_not_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "表单上传", "low", "low")?;
    let content = "一行日志，三兆多\n".repeat(150_000);
    let sent = [INTERNAL, ("file", Some("日志.txt"), content.as_bytes())];
    form(&desk, &incident, &sent, "one")?.expect(201)?;
    form(&desk, &incident, &sent, "one")?.expect(201)?;
    let attached = files(&desk, &incident)?;
    let [(id, name, size)] = attached.as_slice() else { anyhow::bail!("one file: {attached:?}") };
    assert_eq!((name.as_str(), *size), ("日志.txt", content.len() as u64));
    let fetched = desk.get(&format!("{}/attachments/{id}", path(&incident)))?.expect(200)?;
    assert!(fetched.text == content, "the file itself, without the form around it");
    assert_eq!(fetched.header("content-length"), Some(content.len().to_string().as_str()));
    for nothing in ["zz", "0193f0a2-0000-7000-8000-000000000000"] {
        desk.get(&format!("{}/attachments/{nothing}", path(&incident)))?.expect(404)?;
    }

    let plain = format!("{}/attachments?name=raw.txt&audience=internal", path(&incident));
    desk.send("POST", &plain, &[("content-type", "text/plain")], b"raw")?.expect(201)?;
    assert_eq!(files(&desk, &incident)?.len(), 2, "a body of its own is taken as ever");
    Ok(())
}

fn a_form_that_can_not_be_taken_names_the_part(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "表单有误", "low", "low")?;
    let file: Part = ("file", Some("a.txt"), b"a");
    let cases: [(&[Part], &str, &str); 8] = [
        (&[INTERNAL], "file", "missing"),
        (&[INTERNAL, ("file", Some(""), b"")], "file", "missing"),
        (&[file], "audience", "missing"),
        (&[file, INTERNAL], "audience", "missing"),
        (&[("audience", None, b"all"), file], "audience", "no_option"),
        (&[INTERNAL, INTERNAL, file], "audience", "twice"),
        (&[INTERNAL, ("colour", None, b"red"), file], "colour", "unknown"),
        (&[INTERNAL, file, file], "file", "twice"),
    ];
    for (at, (parts, field, code)) in cases.into_iter().enumerate() {
        let answer = form(&desk, &incident, parts, &format!("case {at}"))?;
        let told = &answer.body["fields"][0];
        assert_eq!((answer.status, told["field"].as_str(), told["code"].as_str()), (422, Some(field), Some(code)));
    }
    let bare = desk.send("POST", &format!("{}/attachments?audience=internal", path(&incident)), &[], b"raw")?;
    assert_eq!((bare.status, bare.body["fields"][0]["field"].as_str()), (400, Some("name")), "{}", bare.text);
    assert_eq!(files(&desk, &incident)?, [], "nothing was attached");
    let broken = [("content-type", "multipart/form-data")];
    let unbound = desk.send("POST", &format!("{}/attachments", path(&incident)), &broken, b"x")?;
    assert_eq!(unbound.status, 400, "a form without its boundary: {}", unbound.text);
    Ok(())
}
