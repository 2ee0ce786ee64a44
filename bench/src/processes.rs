//! Creates with 5 and with 100 processes of eight indexed fields each, beside the shipped ones.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use yuheng_definition::Source;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, START, Server};

use crate::create;
use crate::figures::{Figures, middle};

/// Clients at the same time.
const CLIENTS: u32 = 8;
/// The indexed fields of a process.
const FIELDS: u32 = 8;
/// How many records lie in the store before the measuring, over all processes together.
const BEFORE: u32 = 20_000;

/// Measures both in turn, so that whatever else the machine does meets both.
pub fn run(requests: u32, runs: u32) -> Result<()> {
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let [few, many] = &folders;
    let few = started(few.path(), 5)?;
    let many = started(many.path(), 100)?;
    let desks = [few.sign_in("desk")?, many.sign_in("desk")?];
    let counts = [5, 100];
    for (desk, count) in desks.iter().zip(counts) {
        creates(desk, count, BEFORE / 8)?;
    }
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..runs {
        for ((desk, count), figures) in desks.iter().zip(counts).zip(&mut figures) {
            figures.push(creates(desk, count, requests)?);
        }
    }
    let [few, many] = figures;
    let ratio = middle(few.iter().zip(&many).map(|(few, many)| few.rate / many.rate));
    println!("create with 5 processes × {FIELDS} indexed fields, {CLIENTS} clients: {}", Figures::middle(&few));
    println!("create with 100 processes, the same: {}; 5 to 100: {ratio:.2} ×", Figures::middle(&many));
    Ok(())
}

fn creates(desk: &Client, processes: u32, requests: u32) -> Result<Figures> {
    let wanted = |count: u32| {
        let fields =
            (0..FIELDS).map(|field| (format!("field_{field}"), Value::from(format!("{}", (count + field) % 97))));
        let mut body: Map<String, Value> = fields.collect();
        body.insert("title".to_owned(), Value::from(format!("第 {count} 号")));
        (format!("/api/v1/records/kind_{}", count % processes), Value::Object(body))
    };
    create::run(desk, CLIENTS, requests, &wanted)
}

/// The program with the shipped definitions and `count` processes more.
pub fn started(folder: &Path, count: u32) -> Result<Server> {
    for (path, text) in &Source::shipped().files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().context("a file has a folder")?)?;
        fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    for index in 0..count {
        fs::write(folder.join(format!("process/kind_{index}.toml")), process(index)?)?;
    }
    let mut server = Server::start(Backend::Sqlite)?;
    server.stop()?;
    let definitions = folder.to_str().context("the folder's name")?;
    server.restart(&["--demo=company", "--simulated-clock", START, "--definitions", definitions])?;
    Ok(server)
}

fn process(index: u32) -> Result<String> {
    let mut text = format!(
        r#"label = {{ zh = "种类 {index}", en = "Kind {index}" }}
purpose = {{ zh = "测量用。", en = "For measuring." }}
group = "service_desk"
lifetime = "work"
prefix = "K{}"
owner = "incident_manager"
title = "title"
list = ["title", "state"]

[fields]
title = {{ label = {{ zh = "标题", en = "Title" }}, type = "text", max = 200, required = true, search = "internal" }}
"#,
        letters(index)
    );
    for field in 0..FIELDS {
        writeln!(
            text,
            r#"field_{field} = {{ label = {{ zh = "字段 {field}", en = "Field {field}" }}, type = "text", max = 50, indexed = true }}"#
        )?;
    }
    text.push_str(
        r#"
[states]
open = { label = { zh = "待办", en = "Open" }, kind = "open" }
done = { label = { zh = "已完成", en = "Done" }, kind = "closed" }

[transitions.finish]
label = { zh = "完成", en = "Finish" }
from = ["open"]
to = "done"
by = ["service_desk"]

[[grants]]
roles = ["service_desk"]
actions = ["view", "view_internal", "create", "update", "comment", "note"]
"#,
    );
    Ok(text)
}

/// Two letters that no other process has.
fn letters(index: u32) -> String {
    let letter = |number: u32| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    [letter(index / 26), letter(index)].iter().collect()
}
