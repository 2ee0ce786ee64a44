//! Search by the page's own door: widths, cases and marks make no difference, and an index of before is made anew.

use anyhow::{Context, Result};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, START, Server};

use crate::company::{encode, go, path, report, take_up};

on_both_stores!(
    half_width_finds_full_width_and_back,
    an_index_of_before_is_made_anew_at_the_start,
    what_was_made_void_is_found_as_such,
    how_it_was_solved_is_found,
);

fn how_it_was_solved_is_found(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "机房链路闪断", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    go(&engineer, &incident, "resolve", &serde_json::json!({ "solution": "更换光模块", "cause": "端口老化" }))?;
    let number = incident.body["number"].as_str().context("a number")?;
    let finds = |login: &str, word: &str| -> Result<bool> {
        let found = server.sign_in(login)?.get(&format!("/api/v1/search?q={}", encode(word)))?.expect(200)?;
        Ok(found.text.contains(number))
    };
    for login in ["desk", "imanager", "jiangzhou"] {
        assert!(finds(login, "光模块")?, "{login} finds the solution");
    }
    assert!(finds("desk", "端口老化")? && !finds("jiangzhou", "端口老化")?, "the cause is for our own people");
    assert!(!finds("tokai", "光模块")?, "nor is it another customer's");
    Ok(())
}

fn what_was_made_void_is_found_as_such(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let twice = report(&desk, "重复登记的打印机故障", "low", "low")?;
    let found = || -> Result<_> {
        let found = desk.get(&format!("/api/v1/search?q={}", encode("打印机故障")))?.expect(200)?;
        Ok(found.body["items"][0]["is_void"].clone())
    };
    assert_eq!(found()?, false);
    let reason = serde_json::json!({ "reason": "重复登记" });
    manager.post_if(&format!("{}/void", path(&twice)), &twice.version(), &reason)?.expect(200)?;
    assert_eq!(found()?, true);
    Ok(())
}

fn half_width_finds_full_width_and_back(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let titles = [
        "ＶＰＮ拨号失败",
        "Vpn down at gate",
        "カタカナ・テスト端末",
        "ﾌﾟﾘﾝﾀ故障",
        "⽔浸报警⺮架",
        "温度①号机　过高",
        "cafe\u{301} 门禁",
    ];
    let mut numbers = Vec::new();
    for title in titles {
        let number = report(&desk, title, "low", "low")?.body["number"].as_str().context("a number")?.to_owned();
        numbers.push(number);
    }
    let cases: [(&str, &[usize]); 14] = [
        ("vpn", &[0, 1]),
        ("ＶＰＮ", &[0, 1]),
        ("ｖｐｎ　Ｄｏｗｎ", &[1]),
        ("テスト", &[2]),
        ("カナ・テス", &[2]),
        ("カナ･テス", &[2]),
        ("ｶﾀｶﾅ", &[2]),
        ("プリンタ", &[3]),
        ("水浸", &[4]),
        ("⽔浸", &[4]),
        ("报警⺮架", &[4]),
        ("1号", &[5]),
        ("机 过高", &[5]),
        ("café", &[6]),
    ];
    for (sought, expected) in cases {
        let found = desk.get(&format!("/api/v1/search?q={}", encode(sought)))?.expect(200)?;
        let is_found = |number: &String| found.text.contains(number.as_str());
        let places: Vec<usize> = (0..titles.len()).filter(|at| numbers.get(*at).is_some_and(is_found)).collect();
        assert_eq!(places, expected, "{sought}: {}", found.text);
    }
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

fn an_index_of_before_is_made_anew_at_the_start(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    report(&server.sign_in("desk")?, "ＶＰＮ索引重建", "low", "low")?;
    assert_eq!(server.stop()?, 0);
    // As a program wrote it that made other terms: the step of the schema that makes them anew is still to be taken.
    server.alter(&[
        "ALTER TABLE epoch DROP COLUMN holds_from",
        "DROP INDEX record_priority",
        "DROP INDEX record_open",
        "DROP TABLE draft",
        "DROP TABLE involvement",
        "DROP TABLE presence",
        "DROP TABLE view_told",
        "DROP TABLE viewing",
        "ALTER TABLE notice DROP COLUMN doer",
        "ALTER TABLE notice DROP COLUMN n",
        "ALTER TABLE outbox DROP COLUMN n",
    ])?;
    server.alter(match backend {
        Backend::Sqlite => &["PRAGMA user_version = 3"],
        Backend::Postgres => {
            &["UPDATE search_text SET public_terms = '', internal_terms = ''", "UPDATE schema_version SET version = 3"]
        }
    })?;
    server.restart(&["--demo=company", "--simulated-clock", START])?;
    let found = server.sign_in("desk")?.get("/api/v1/search?q=vpn")?.expect(200)?;
    assert!(found.text.contains("索引重建"), "{}", found.text);
    assert_eq!(server.stop()?, 0);
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}
