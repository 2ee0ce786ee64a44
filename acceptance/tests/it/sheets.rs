//! Lists out as Excel's files and in again: what a cell is, templates, long files in parts.

use std::io::Cursor;

use anyhow::{Context, Result};
use calamine::{Data, Range, Reader, SheetVisible, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, create, encode, find};

on_both_stores!(
    f_plt_04_a_list_goes_into_excel_as_what_it_is_and_in_again,
    f_plt_04_a_template_with_chinese_headers_is_filled_in_and_imported,
    f_plt_04_a_long_file_comes_in_parts_and_nothing_is_opened_twice,
    a_list_is_taken_away_piece_by_piece,
    a_file_that_excel_would_not_open_is_refused_in_words,
);

const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A sheet of a file: the first, or the one with this name.
fn sheet(file: &Answer, name: Option<&str>) -> Result<Range<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.clone()))?;
    let first = book.sheet_names().first().cloned().context("a sheet")?;
    Ok(book.worksheet_range(name.unwrap_or(&first))?)
}

fn row(sheet: &Range<Data>, at: usize) -> Vec<String> {
    sheet.rows().nth(at).into_iter().flatten().map(ToString::to_string).collect()
}

/// A workbook of texts.
fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(at, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

fn send(client: &Client, process: &str, how: &str, file: &[u8]) -> Result<Answer> {
    client.send("POST", &format!("/api/v1/records/{process}/import{how}"), &[("content-type", EXCEL)], file)
}

fn count(answer: &Answer, what: &str) -> usize {
    answer.body[what].as_array().map_or(0, Vec::len)
}

fn total(client: &Client, title: &str) -> Result<Value> {
    let filter = encode(&format!("record.title.contains(\"{title}\")"));
    Ok(client.get(&format!("/api/v1/records/incident?filter={filter}&total=1"))?.expect(200)?.body["total"].clone())
}

fn f_plt_04_a_list_goes_into_excel_as_what_it_is_and_in_again(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let sales = server.sign_in("brmanager")?.in_chinese();
    let customer = find(&sales, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "=1+1", "customer": customer, "from": "2026-11-22", "amount": "1234.50" });
    let contract = create(&sales, "contract", &fields)?;
    let filter = encode("record.title == \"=1+1\"");
    let at = format!("/api/v1/records/contract/export?filter={filter}");
    let (csv, excel) = (sales.get(&at)?.expect(200)?, sales.get(&format!("{at}&format=xlsx"))?.expect(200)?);
    assert!(excel.header("content-disposition").is_some_and(|said| said.contains("contract.xlsx")), "{excel:?}");
    let sheet = sheet(&excel, Some("合同"))?;
    let header = csv.text.trim_start_matches('\u{feff}').lines().next().context("a header")?.to_owned();
    assert_eq!(row(&sheet, 0).join(","), header, "the columns of both are the same");
    let cell = |name: &str| {
        let column = row(&sheet, 0).iter().position(|it| it == name).with_context(|| format!("the column {name}"))?;
        sheet.get((1, column)).cloned().with_context(|| format!("a cell under {name}"))
    };
    assert_eq!(cell("名称")?, Data::String("=1+1".to_owned()), "a text that looks like a formula is a text");
    proof!(cell("金额（元）")? == Data::Float(1234.5), "a number is a number: {:?}", cell("金额（元）")?);
    let moment = |name: &str| -> Result<(u16, u8, u8, u8, u8, u8, u16)> {
        match cell(name)? {
            Data::DateTime(moment) => Ok(moment.to_ymd_hms_milli()),
            other => anyhow::bail!("{name} is {other:?}"),
        }
    };
    assert_eq!(moment("开始日期")?, (2026, 11, 22, 0, 0, 0, 0), "a day is a day");
    let opened = contract.body["opened_at"].as_str().context("opened")?;
    let (_, _, _, hour, minute, ..) = moment("创建时间")?;
    let utc: u8 = opened.get(11..13).context("the hour")?.parse()?;
    assert_eq!(hour, (utc + 8) % 24, "an instant is told in the organisation's zone: {opened}");
    assert_eq!(format!("{minute:02}"), opened.get(14..16).context("the minute")?);

    // As it came out it goes in: another record with the same values.
    let done = send(&sales, "contract", "", &excel.bytes)?.expect(200)?;
    let number = done.body["opened"][0]["number"].as_str().with_context(|| done.text.clone())?;
    let copy = sales.get(&format!("/api/v1/records/contract/{number}"))?.expect(200)?;
    assert_eq!(copy.body["fields"]["from"], "2026-11-22", "{}", copy.text);
    assert_eq!(copy.body["fields"]["title"], "=1+1", "{}", copy.text);
    assert_eq!(copy.body["fields"]["customer"], contract.body["fields"]["customer"], "{}", copy.text);
    assert_eq!(sales.get("/api/v1/records/contract/export?format=pdf")?.status, 422);
    Ok(())
}

fn f_plt_04_a_template_with_chinese_headers_is_filled_in_and_imported(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let at = "/api/v1/records/incident/template?format=xlsx";
    let (file, english) = (desk.in_chinese().get(at)?.expect(200)?, desk.get(at)?.expect(200)?);
    let header = row(&sheet(&file, None)?, 0);
    proof!(
        header.first().is_some_and(|name| name == "标题 *"),
        "headers are Chinese, what must be filled is marked: {header:?}"
    );
    assert_eq!(row(&sheet(&english, None)?, 0)[0], "Title *");
    assert!(!header.contains(&"催办次数".to_owned()), "what the program writes is left out: {header:?}");
    let explained = sheet(&file, Some("填写说明"))?;
    assert_eq!(explained.rows().count(), header.len() + 1, "each column is explained");
    assert!(explained.rows().any(|row| row[0] == Data::String("影响".to_owned()) && row[2].to_string().contains("高")));
    let csv = desk.in_chinese().get("/api/v1/records/incident/template")?.expect(200)?;
    assert_eq!(csv.text.trim_start_matches('\u{feff}').trim_end(), header.join(","));
    let few = desk.get("/api/v1/records/incident/template?fields=title,impact")?.expect(200)?;
    assert_eq!(few.text.trim_start_matches('\u{feff}').trim_end(), "Title *,Impact");
    assert_eq!(desk.get("/api/v1/records/incident/template?fields=urged")?.status, 422);
    let choices: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.clone()))?;
    assert!(choices.sheets_metadata().iter().skip(2).all(|sheet| sheet.visible == SheetVisible::Hidden));

    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let filled = |title: &str, impact: &str| {
        let cell = |name: &String| match name.trim_end_matches(" *") {
            "标题" => title.to_owned(),
            "客户" => customer.clone(),
            "影响" => impact.to_owned(),
            _ => String::new(),
        };
        header.iter().map(cell).collect::<Vec<_>>()
    };
    let rows = [header.clone(), filled("模板里的一行", "高"), filled("选错的一行", "极高")];
    let tried = send(&desk.in_chinese(), "incident", "?dry_run=true", &workbook(&rows)?)?.expect(200)?;
    assert_eq!((count(&tried, "opened"), count(&tried, "problems")), (1, 1), "{}", tried.text);
    assert_eq!(total(&desk, "模板里的一行")?, 0, "a trial writes nothing");
    let done = send(&desk.in_chinese(), "incident", "", &workbook(&rows)?)?.expect(200)?;
    let number = done.body["opened"][0]["number"].as_str().with_context(|| done.text.clone())?;
    let opened = desk.get(&format!("/api/v1/records/incident/{number}"))?.expect(200)?;
    assert_eq!((&opened.body["title"], &opened.body["fields"]["impact"]), (&json!("模板里的一行"), &json!("high")));
    let problem = &done.body["problems"][0];
    assert_eq!((&problem["row"], &problem["field"]), (&json!(3), &json!("impact")), "{}", done.text);

    // What was refused comes back as Excel's file, with the reason; mended, it is the next.
    assert_eq!(done.body["failed_csv"], Value::Null);
    let body = json!({ "header": header, "failed": done.body["failed"] });
    let failed = desk.in_chinese().post("/api/v1/records/incident/import/failed?format=xlsx", &body)?.expect(200)?;
    let failed = sheet(&failed, None)?;
    assert_eq!(row(&failed, 0).last().map(String::as_str), Some("失败原因"));
    assert!(row(&failed, 1).last().is_some_and(|said| said.starts_with("影响: ")), "{:?}", row(&failed, 1));
    let mended = row(&failed, 1).into_iter().map(|cell| if cell == "极高" { "中".to_owned() } else { cell });
    let mended = workbook(&[row(&failed, 0), mended.collect()])?;
    assert_eq!(count(&send(&desk, "incident", "", &mended)?.expect(200)?, "opened"), 1);
    Ok(())
}

/// Sends a file's rows in parts, under its key.
fn in_parts(client: &Client, table: &Answer, how: &str) -> Result<[usize; 3]> {
    let key = table.body["key"].as_str().context("a key")?;
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let mut came = [0; 3];
    for rows in table.body["rows"].as_array().context("rows")?.chunks(200) {
        let body = json!({ "header": table.body["header"], "rows": rows }).to_string();
        let at = format!("/api/v1/records/incident/import/rows{how}");
        let done = client.send("POST", &at, &headers, body.as_bytes())?.expect(200)?;
        for (sum, what) in came.iter_mut().zip(["opened", "already", "problems"]) {
            *sum += count(&done, what);
        }
    }
    Ok(came)
}

fn f_plt_04_a_long_file_comes_in_parts_and_nothing_is_opened_twice(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    // Two hundred rows that differ, each once more after them: equal rows are records of their own, in whichever part.
    let line = |n: usize| vec![format!("很长的文件 {}", n % 200), customer.clone()];
    let mut rows = vec![vec!["标题".to_owned(), "客户".to_owned()]];
    rows.extend((0..400).map(line));
    rows.push(vec!["没有这个客户".to_owned(), "CUS9999999".to_owned()]);
    let table = send(&desk, "incident", "/table", &workbook(&rows)?)?.expect(200)?;
    assert_eq!((count(&table, "rows"), &table.body["format"]), (401, &json!("xlsx")), "{}", table.text);
    assert_eq!(in_parts(&desk, &table, "?dry_run=true")?, [400, 0, 1]);
    assert_eq!(total(&desk, "很长的文件")?, 0, "a trial writes nothing");
    // The answer to a part is lost, and the part is sent again; then all of the file.
    let part =
        json!({ "header": table.body["header"], "rows": table.body["rows"].as_array().map(|rows| &rows[..150]) });
    let key = table.body["key"].as_str().context("a key")?;
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let once = || desk.send("POST", "/api/v1/records/incident/import/rows", &headers, part.to_string().as_bytes());
    let (first, again) = (once()?.expect(200)?, once()?.expect(200)?);
    let came = (count(&first, "opened"), count(&again, "already"));
    proof!(came == (150, 150), "nothing is opened twice: {came:?}");
    assert_eq!(in_parts(&desk, &table, "")?, [250, 150, 1]);
    assert_eq!(in_parts(&desk, &table, "")?, [0, 400, 1]);
    assert_eq!(total(&desk, "很长的文件")?, 400);

    desk.post("/api/v1/records/incident/import/rows", &part)?.expect(422).context("a part needs the key")?;
    let row = json!({ "row": 2, "nth": 1, "cells": ["x"] });
    let many = json!({ "header": ["标题"], "rows": vec![row; 201] }).to_string();
    let many = desk.send("POST", "/api/v1/records/incident/import/rows", &headers, many.as_bytes())?.expect(422)?;
    assert!(many.text.contains("200"), "{}", many.text);
    let long = format!("title\n{}", "a\n".repeat(100_001));
    let long = desk.send("POST", "/api/v1/records/incident/import/table", &[], long.as_bytes())?.expect(422)?;
    assert!(long.text.contains("100000"), "{}", long.text);
    Ok(())
}

fn a_list_is_taken_away_piece_by_piece(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let rows: String = (0..250).map(|n| format!("一页放不下 {n},{customer}\n")).collect();
    let file = format!("标题,客户\n{rows}");
    let done =
        desk.send("POST", "/api/v1/records/incident/import", &[("content-type", "text/csv")], file.as_bytes())?;
    assert_eq!(count(&done.expect(200)?, "opened"), 250);
    let at = format!("/api/v1/records/incident/export?filter={}", encode("record.title.contains(\"一页放不下\")"));
    for format in ["csv", "xlsx"] {
        let whole = desk.get(&format!("{at}&format={format}"))?.expect(200)?;
        let told = desk.get(&format!("{at}&format={format}&progress=true"))?.expect(200)?;
        let (mut left, mut file, mut said) = (told.bytes.as_slice(), Vec::new(), Vec::new());
        while let Some(end) = left.iter().position(|byte| *byte == b'\n') {
            let line: Value = serde_json::from_slice(&left[..end])?;
            let size = usize::try_from(line["bytes"].as_u64().context("bytes")?)?;
            file.extend_from_slice(&left[end + 1..=end + size]);
            left = &left[end + 1 + size..];
            said.push((line["rows"].clone(), line["of"].clone(), line["is_last"].clone()));
        }
        assert_eq!(said, [(200, false), (250, true)].map(|(rows, last)| (json!(rows), json!(250), json!(last))));
        match format {
            "csv" => assert_eq!(String::from_utf8(file)?, whole.text),
            _ => assert_eq!(sheet(&Answer { bytes: file, ..whole.clone() }, None)?, sheet(&whole, None)?),
        }
    }
    Ok(())
}

fn a_file_that_excel_would_not_open_is_refused_in_words(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let whole = workbook(&[vec!["标题".to_owned()], vec!["x".to_owned()]])?;
    let of_two_thousand_three = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    for (file, why) in [
        (&whole[..whole.len() / 2], "已损坏"),
        (b"no workbook at all".as_slice(), "已损坏"),
        (&of_two_thousand_three, "密码"),
        (&workbook(&[])?, "空的"),
        (&workbook(&[vec!["标题".to_owned(), "没有的列".to_owned()]])?, "没有的列"),
    ] {
        for at in ["", "/table"] {
            let refused = send(&desk, "incident", at, file)?.expect(422)?;
            assert!(refused.text.contains(why), "{why}: {}", refused.text);
        }
    }
    let mut failed = Workbook::new();
    let sheet = failed.add_worksheet();
    sheet.write_string(0, 0, "标题")?.write_string(1, 0, "#REF!")?;
    let done = send(&desk, "incident", "", &failed.save_to_buffer()?)?.expect(200)?;
    assert!(done.text.contains("公式出错"), "{}", done.text);
    Ok(())
}
