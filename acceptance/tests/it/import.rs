//! Records opened from CSV: over the interface and by the command line, under the rights of whoever does it.

use anyhow::{Context, Result};
use serde_json::Value;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, encode, find};

on_both_stores!(
    rows_are_opened_once_and_the_refused_come_back_with_the_reason,
    a_row_with_too_many_cells_comes_back_and_the_mended_file_opens_nothing_twice,
    an_address_that_is_none_is_refused_in_its_row,
    a_file_that_can_not_be_read_is_refused_as_a_whole,
    a_row_is_opened_under_the_rights_of_whoever_sends_it,
    the_command_line_imports_beside_the_server,
    a_file_of_records_and_steps_is_tried_before_it_is_written,
    a_file_of_records_and_steps_is_taken_in_once,
);

fn send(client: &Client, process: &str, how: &str, file: &[u8]) -> Result<Answer> {
    let path = format!("/api/v1/records/{process}/import{how}");
    client.send("POST", &path, &[("content-type", "text/csv")], file)
}

fn count(answer: &Answer, what: &str) -> usize {
    answer.body[what].as_array().map_or(0, Vec::len)
}

fn an_address_that_is_none_is_refused_in_its_row(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let file = format!(
        "name,customer,mail\n赵一,{OFFICE_HOURS_CUSTOMER},zhao@example.com\n钱二,{OFFICE_HOURS_CUSTOMER},qian.example.com\n"
    );
    let done = send(&desk, "contact", "", file.as_bytes())?.expect(200)?;
    assert_eq!((count(&done, "opened"), count(&done, "problems")), (1, 1), "{}", done.text);
    let problem = &done.body["problems"][0];
    assert_eq!((&problem["row"], &problem["field"]), (&Value::from(3), &Value::from("mail")), "{}", done.text);
    Ok(())
}

fn total(client: &Client, title: &str) -> Result<Value> {
    let filter = encode(&format!("record.title == \"{title}\""));
    Ok(client.get(&format!("/api/v1/records/incident?filter={filter}&total=1"))?.expect(200)?.body["total"].clone())
}

fn rows_are_opened_once_and_the_refused_come_back_with_the_reason(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let file = format!(
        "\u{feff}标题,Description,customer,影响,紧急,编号\r\n\
         打印机卡纸,\"第一行\r\n第二行，有 \"\"引号\"\"\",{customer} {OFFICE_HOURS_CUSTOMER},高,Medium,INC9\r\n\
         \r\n\
         没有客户,,CUS9999999,low,low,\r\n\
         选项不对,,{customer},极高,low,\r\n\
         ,没有标题,{customer},low,low,\r\n"
    );
    let tried = send(&desk, "incident", "?dry_run=true", file.as_bytes())?.expect(200)?;
    assert_eq!((count(&tried, "opened"), count(&tried, "problems")), (1, 3), "{}", tried.text);
    assert_eq!(total(&desk, "打印机卡纸")?, 0, "a trial writes nothing");

    let done = send(&desk.in_chinese(), "incident", "", file.as_bytes())?.expect(200)?;
    assert_eq!((&done.body["rows"], count(&done, "opened")), (&Value::from(4), 1), "{}", done.text);
    assert_eq!(done.body["ignored"], serde_json::json!(["编号"]));
    let number = done.body["opened"][0]["number"].as_str().context("a number")?;
    let opened = desk.get(&format!("/api/v1/records/incident/{number}"))?.expect(200)?;
    assert_eq!(opened.body["fields"]["description"], "第一行\n第二行，有 \"引号\"", "{}", opened.text);
    assert_eq!(opened.body["fields"]["impact"], "high");
    assert_eq!(opened.body["fields"]["urgency"], "medium");
    for (at, (row, field, why)) in
        [(3, "customer", "没有这条记录"), (4, "impact", "不在选项中"), (5, "title", "必填")].into_iter().enumerate()
    {
        let told = &done.body["problems"][at];
        assert!(told["row"] == row && told["field"] == field, "{}", done.text);
        assert!(told["message"].as_str().is_some_and(|said| said.contains(why)), "{}", done.text);
    }

    let again = send(&desk, "incident", "", file.as_bytes())?.expect(200)?;
    assert_eq!(
        (count(&again, "opened"), &again.body["already"][0]["number"]),
        (0, &Value::from(number)),
        "{}",
        again.text
    );
    assert_eq!(total(&desk, "打印机卡纸")?, 1, "the same file opens nothing twice");

    let refused = done.body["failed_csv"].as_str().context("the refused rows")?;
    assert!(refused.starts_with("\u{feff}标题,Description,customer,影响,紧急,编号,失败原因\r\n"), "{refused}");
    assert!(
        refused.contains("没有标题") && refused.contains("客户: 没有这条记录") && !refused.contains("打印机"),
        "{refused}"
    );
    let mended = refused.replace("CUS9999999", &customer).replace("极高", "low").replace("\r\n,没有", "\r\n标题,没有");
    let mended = send(&desk, "incident", "", mended.as_bytes())?.expect(200)?;
    assert_eq!((count(&mended, "opened"), count(&mended, "problems")), (3, 0), "{}", mended.text);
    Ok(())
}

fn a_row_with_too_many_cells_comes_back_and_the_mended_file_opens_nothing_twice(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let file = format!("title,customer\n完整的,{customer}\n完整的,{customer}\n网络,很慢,{customer}\n");
    let headers = [("content-type", "text/csv"), ("idempotency-key", "one import")];
    let keyed =
        |file: &str| desk.send("POST", "/api/v1/records/incident/import", &headers, file.as_bytes())?.expect(200);
    for done in [send(&desk, "incident", "?dry_run=true", file.as_bytes())?.expect(200)?, keyed(&file)?] {
        assert_eq!((count(&done, "opened"), &done.body["problems"][0]["row"]), (2, &Value::from(4)), "{}", done.text);
        let refused = done.body["failed_csv"].as_str().context("the refused row")?;
        assert!(refused.contains(&format!(",{customer}\r\n")) && refused.contains("网络,很慢,"), "{refused}");
    }
    let mended = file.replace("网络,很慢", "\"网络,很慢\"");
    let done = keyed(&mended)?;
    assert_eq!((count(&done, "opened"), count(&done, "already"), count(&done, "problems")), (1, 2, 0), "{}", done.text);
    assert_eq!((total(&desk, "完整的")?, total(&desk, "网络,很慢")?), (2.into(), 1.into()), "{}", done.text);
    Ok(())
}

fn a_file_that_can_not_be_read_is_refused_as_a_whole(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let misspelt = send(&desk, "incident", "", "titel,customer\na,b\n".as_bytes())?.expect(422)?;
    assert!(misspelt.text.contains("“titel”; did you mean “title”"), "{}", misspelt.text);
    let twice = send(&desk, "incident", "", "title,标题\na,b\n".as_bytes())?.expect(422)?;
    assert!(twice.text.contains("twice"), "{}", twice.text);
    let gbk = [b"title\n".as_slice(), &[0xb4, 0xf2, 0xd3, 0xa1, 0xbb, 0xfa]].concat();
    let gbk = send(&desk.in_chinese(), "incident", "", &gbk)?.expect(422)?;
    assert!(gbk.text.contains("第 2 行") && gbk.text.contains("GBK"), "{}", gbk.text);
    let many = format!("title\n{}", "a\n".repeat(1001));
    let many = send(&desk, "incident", "", many.as_bytes())?.expect(422)?;
    assert!(many.text.contains("1000"), "{}", many.text);
    let open =
        send(&desk.in_chinese(), "incident", "", "标题,描述\n打印机,\"没有结束\n网络,慢\n".as_bytes())?.expect(422)?;
    assert!(open.text.contains("第 2 行的引号不成对"), "{}", open.text);
    send(&desk, "incident", "", b"")?.expect(422)?;
    send(&desk, "incident", "?dryrun=true", b"title\na\n")?.expect(400)?;
    Ok(())
}

fn a_row_is_opened_under_the_rights_of_whoever_sends_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let contact = server.sign_in("yunling")?;
    send(&contact, "customer", "", b"title\nOurs\n")?.expect(403)?;
    let other = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let file = format!("title,customer\n不是我们的,{other}\n我们的,\n");
    let done = send(&contact, "incident", "", file.as_bytes())?.expect(200)?;
    assert_eq!((&done.body["problems"][0]["row"], count(&done, "problems")), (&Value::from(2), 1), "{}", done.text);
    assert_eq!((total(&desk, "不是我们的")?, total(&desk, "我们的")?), (0.into(), 1.into()), "{}", done.text);
    Ok(())
}

fn the_command_line_imports_beside_the_server(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let file = server.folder().join("list.csv");
    std::fs::write(&file, format!("title,customer\n来自命令行,{customer}\n来自命令行,CUS9999999\n"))?;
    let file = file.to_str().context("a path is text")?;
    let (code, told) = server.run(&["import", file])?;
    assert!(code == 1 && told.contains("--process incident"), "{told}");
    let (code, told) = server.run(&["import", file, "--process", "incident", "--dry-run"])?;
    assert!(code == 1 && told.contains("1 would be opened"), "{told}");
    assert_eq!(total(&desk, "来自命令行")?, 0);
    for _ in 0..2 {
        let (code, told) = server.run(&["import", file, "--process", "incident"])?;
        assert!(code == 1 && told.contains("row 3: customer") && told.contains("list-refused.csv"), "{told}");
        assert_eq!(total(&desk, "来自命令行")?, 1, "{told}");
    }
    let refused = std::fs::read_to_string(server.folder().join("list-refused.csv"))?;
    assert!(refused.contains("CUS9999999") && refused.contains("没有这条记录"), "{refused}");
    Ok(())
}

fn toml(server: &Server, text: &str) -> Result<(i32, String)> {
    let file = server.folder().join("records.toml");
    std::fs::write(&file, text)?;
    server.run(&["import", file.to_str().context("a path is text")?])
}

const RECORDS: &str = r#"
[[record]]
process = "customer"
key = "cust"
state = "in_force"
[record.fields]
title = "整体导入的客户"

[[record]]
process = "incident"
key = "inc"
fields = { title = "整体导入的事件", customer = "@cust", impact = "low", urgency = "low" }

[[step]]
record = "@inc"
update = { title = "整体导入的事件（已改）" }

[[step]]
record = "@inc"
comment = { body = "导入时的备注", audience = "internal" }
"#;

/// What somebody does whom the file itself brings: that can't be tried before it is done.
const BY_ITS_OWN: &str = r#"
[[record]]
process = "person"
key = "new"
fields = { name = "文件带来的人" }

[[record]]
process = "role_assignment"
fields = { role = "service_desk", person = "@new", from = "2026-01-01" }

[[record]]
process = "incident"
key = "own"
by = "@new"
fields = { title = "由文件带来的人创建", customer = "@cust" }

[[step]]
record = "@own"
by = "@new"
comment = { body = "本人备注", audience = "internal" }
"#;

fn a_file_of_records_and_steps_is_tried_before_it_is_written(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let faults = [
        ("[[record]]\nprocess = \"incident\"\nfields = { title = \"x\", colour = \"red\" }\n", "22", "没有这个字段"),
        ("[[record]]\nprocess = \"incident\"\nfields = { title = \"x\", customer = \"@nobody\" }\n", "22", "@nobody"),
        ("[[record]]\nprocess = \"incydent\"\nfields = {}\n", "22", "incydent"),
        (
            "[[record]]\nprocess = \"incident\"\nfields = { title = \"x\", customer = \"@cust\", impact = \"huge\" }\n",
            "22",
            "不在选项中",
        ),
        ("[[step]]\nrecord = \"@inc\"\ntransition = \"no_such_step\"\n", "22", "no_such_step"),
        ("[[step]]\nrecord = \"@other\"\ncomment = { body = \"x\", audience = \"public\" }\n", "22", "@other"),
    ];
    for (fault, line, why) in faults {
        let (code, told) = toml(&server, &format!("{RECORDS}\n{fault}"))?;
        assert!(code == 1 && told.contains(&format!("records.toml:{line}: ")) && told.contains(why), "{fault}: {told}");
    }
    assert_eq!(total(&desk, "整体导入的事件")?, 0, "nothing of them was written");
    assert_eq!(total(&desk, "整体导入的事件（已改）")?, 0);
    assert!(find(&desk, "customer", "title", "整体导入的客户").is_err());
    Ok(())
}

fn a_file_of_records_and_steps_is_taken_in_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let file = format!("{RECORDS}{BY_ITS_OWN}");
    let (code, told) = toml(&server, &file)?;
    assert!(code == 0 && told.contains("5 opened"), "{told}");
    let number = find(&desk, "incident", "title", "整体导入的事件（已改）")?;
    let before = desk.get(&format!("/api/v1/records/incident/{number}"))?.expect(200)?.body["entry"].clone();
    let (code, told) = toml(&server, &file)?;
    assert!(code == 0 && told.contains("0 opened") && told.contains("5 already"), "{told}");
    assert_eq!(total(&desk, "整体导入的事件（已改）")?, 1, "nothing is opened twice");
    let after = desk.get(&format!("/api/v1/records/incident/{number}"))?.expect(200)?.body["entry"].clone();
    assert_eq!(before, after, "and nothing is done twice");
    Ok(())
}
