//! Files attached as a form sends them, and as a body of their own.

use anyhow::{Context, Result};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{path, report};

on_both_stores!(
    a_form_attaches_its_file_and_not_itself,
    a_form_that_can_not_be_taken_names_the_part,
    only_pictures_and_pdf_are_shown_in_place,
    an_entry_says_who_may_fetch_its_files,
);

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

fn attach(client: &Client, record: &Answer, (name, audience): (&str, &str), content: &[u8]) -> Result<()> {
    let at = format!("{}/attachments?name={name}&audience={audience}", path(record));
    client.send("POST", &at, &[("content-type", "application/octet-stream")], content)?.expect(201)?;
    Ok(())
}

fn only_pictures_and_pdf_are_shown_in_place(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "附件预览", "low", "low")?;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let declared = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let sent: [(&str, &[u8], &str); 6] = [
        ("manual.pdf", b"%PDF-1.7\n%%EOF", "inline"),
        ("screen.gif", b"GIF89a", "inline"),
        ("page.html", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "attachment"),
        ("page.pdf", b"<html><body onload=alert(1)></html>", "attachment"),
        ("drawing.svg", svg, "attachment"),
        ("declared.png", declared, "attachment"),
    ];
    for (name, content, _) in sent {
        attach(&desk, &incident, (name, "internal"), content)?;
    }
    let files = files(&desk, &incident)?;
    assert_eq!(files.len(), sent.len());
    for ((id, name, _), (_, _, expected)) in files.iter().zip(sent) {
        let at = format!("{}/attachments/{id}", path(&incident));
        for (asked, expected) in [("?inline=true", expected), ("?inline=false", "attachment"), ("", "attachment")] {
            let file = desk.get(&format!("{at}{asked}"))?.expect(200)?;
            let said = |header: &str| file.header(header).unwrap_or_default().to_owned();
            assert!(said("content-disposition").starts_with(&format!("{expected};")), "{name}: {asked}");
            assert_eq!(said("x-content-type-options"), "nosniff", "{name}");
            assert!(said("content-security-policy").contains("default-src 'none'"), "{name}");
            let is_framed = said("x-frame-options") == "SAMEORIGIN";
            assert_eq!(is_framed, expected == "inline" && *name == "manual.pdf", "{name}: {asked}");
        }
    }
    Ok(())
}

fn an_entry_says_who_may_fetch_its_files(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "同名附件", "low", "low")?;
    for audience in ["internal", "public"] {
        attach(&desk, &incident, ("plan.txt", audience), b"plan")?;
    }
    let told = |client: &Client| -> Result<Vec<String>> {
        let entries = crate::company::history(client, &incident)?;
        let files = entries.iter().flat_map(|entry| entry["attached"].as_array().cloned().unwrap_or_default());
        Ok(files.filter_map(|file| file["audience"].as_str().map(str::to_owned)).collect())
    };
    assert_eq!(told(&desk)?, ["internal", "public"], "two of one name are told apart");
    assert_eq!(told(&customer)?, ["public"]);
    let listed = files(&customer, &incident)?;
    let entries = crate::company::history(&customer, &incident)?;
    assert!(entries.iter().any(|entry| entry["attached"][0]["id"] == listed[0].0.as_str()), "and found by their ids");
    Ok(())
}
