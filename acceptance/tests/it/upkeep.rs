//! Backups that are made by themselves: at their time, late, restorable, thinned out; and what is told when one fails.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yuheng_testkit::client::Answer;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, START, Server};

use crate::company::{find, report};

on_both_stores!(
    a_backup_is_made_at_its_time_and_restores,
    a_missed_night_is_made_up_for_at_the_start,
    a_backup_that_fails_is_told_and_tried_again,
    a_damaged_store_is_backed_up_all_the_same_and_its_trial_told_once,
    a_node_that_dies_during_a_backup_is_told_of_once_and_leaves_nothing,
    a_clean_end_leaves_nothing_beside_the_database,
    administrators_see_how_the_installation_is_and_ask_for_more,
);

/// The server, begun anew with backups in the folder `backups` of its data.
fn with_backups(backend: Backend, clock: &str, more: &[&str]) -> Result<Server> {
    let mut server = Server::start(backend)?;
    again(&mut server, clock, more)?;
    Ok(server)
}

fn again(server: &mut Server, clock: &str, more: &[&str]) -> Result<()> {
    assert_eq!(server.stop()?, 0);
    let arguments = ["--demo", "--simulated-clock", clock, "--backup-at", "02:30"];
    server.restart(&[&arguments[..], more].concat())
}

fn archives(folder: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    found.retain(|path| path.file_name().is_some_and(|name| name != "lock"));
    found.sort();
    Ok(found)
}

fn a_backup_is_made_at_its_time_and_restores(backend: Backend) -> Result<()> {
    let server = with_backups(backend, START, &[])?;
    let backups = server.folder().join("backups");
    report(&server.sign_in("desk")?, "备份之前", "low", "low")?;
    server.set_clock("2026-11-20T18:29:00Z")?;
    assert_eq!(archives(&backups)?, Vec::<PathBuf>::new(), "it is not time yet");
    server.set_clock("2026-11-20T18:31:00Z")?;
    let made = archives(&backups)?;
    let [archive] = &made[..] else { anyhow::bail!("one archive and nothing beside it: {made:?}") };
    assert!(archive.ends_with("yuheng-20261120T183000Z.tar"), "half past two in Shanghai: {archive:?}");

    let place = server.folder().join("restored");
    let place = place.to_str().context("a path is text")?;
    let (code, told) = Server::run_at(place, &["restore", archive.to_str().context("a path is text")?])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    let (code, told) = Server::run_at(place, &["export", "incident"])?;
    assert!(code == 0 && told.contains("备份之前"), "{told}");

    server.set_clock("2026-12-20T00:00:00Z")?;
    let days = archives(&backups)?.len();
    assert!((7..=10).contains(&days), "of thirty nights seven days and four weeks stay: {days}");
    Ok(())
}

fn a_missed_night_is_made_up_for_at_the_start(backend: Backend) -> Result<()> {
    let mut server = with_backups(backend, START, &[])?;
    // It runs once, so that it is known since when nights count.
    server.set_clock("2026-11-20T02:00:00Z")?;
    again(&mut server, "2026-11-23T03:00:00Z", &[])?;
    server.said().wait(|line| line.contains("a backup of").then_some(())).context("it makes one at once")?;
    let made = archives(&server.folder().join("backups"))?;
    assert!(made.len() == 1 && made[0].ends_with("yuheng-20261123T030000Z.tar"), "one, for all three nights: {made:?}");
    Ok(())
}

fn a_backup_that_fails_is_told_and_tried_again(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let place = server.folder().join("elsewhere");
    std::fs::write(&place, "a file where the folder was to be")?;
    let folder = ["--backup-folder", place.to_str().context("a path is text")?];
    again(&mut server, START, &folder)?;
    server.set_clock("2026-11-20T18:31:00Z")?;
    let notices = server.sign_in("admin")?.get("/api/v1/notices")?.expect(200)?;
    assert!(notices.text.contains("\"backup_failed\""), "administrators are told: {}", notices.text);
    let others = server.sign_in("desk")?.get("/api/v1/notices")?.expect(200)?;
    assert!(!others.text.contains("\"backup_failed\""), "{}", others.text);

    std::fs::remove_file(&place)?;
    server.set_clock("2026-11-20T19:29:00Z")?;
    assert_eq!(archives(&place)?, Vec::<PathBuf>::new(), "an hour later, not before");
    server.set_clock("2026-11-20T19:31:00Z")?;
    assert_eq!(archives(&place)?.len(), 1);
    Ok(())
}

fn a_damaged_store_is_backed_up_all_the_same_and_its_trial_told_once(backend: Backend) -> Result<()> {
    let mut server = with_backups(backend, START, &[])?;
    let backups = server.folder().join("backups");
    let number = find(&server.sign_in("desk")?, "customer", "title", crate::company::OFFICE_HOURS_CUSTOMER)?;
    // A customer has no clocks: what is altered there nothing writes over, and undone it is as it was.
    let alter = |server: &mut Server, by: &str, clock: &str| -> Result<()> {
        assert_eq!(server.stop()?, 0);
        server.alter(&[&format!("UPDATE record SET updated_at = updated_at {by} WHERE label = '{number}'")])?;
        server.restart(&["--demo", "--simulated-clock", clock, "--backup-at", "02:30"])
    };
    let told = |server: &Server| -> Result<usize> {
        let notices = server.sign_in("admin")?.get("/api/v1/notices?limit=200")?.expect(200)?;
        assert!(!notices.text.contains("\"backup_failed\""), "there is one: {}", notices.text);
        Ok(notices.text.matches("\"backup_trial_failed\"").count())
    };
    let is_said = |server: &Server, failed: u8| -> Result<()> {
        let metrics = server.anonymous().get("/metrics")?.text;
        let expected = format!("yuheng_backup_trial_failed {failed}");
        assert!(metrics.contains("yuheng_backup_failed 0") && metrics.contains(&expected), "{metrics}");
        Ok(())
    };
    alter(&mut server, "+ 1", START)?;
    server.set_clock("2026-11-20T18:31:00Z")?;
    assert_eq!((archives(&backups)?.len(), told(&server)?), (1, 1), "the archive stays, and its trial is told");
    let health = server.sign_in("admin")?.get("/api/v1/health")?.expect(200)?;
    assert_eq!(line(&health, "backup")?["level"], "good", "{}", health.text);
    let trial = line(&health, "trial")?;
    assert!(trial["level"] == "bad" && trial["to_do"].to_string().contains(&number), "where it does not hold: {trial}");
    is_said(&server, 1)?;
    server.set_clock("2026-11-21T18:31:00Z")?;
    assert_eq!((archives(&backups)?.len(), told(&server)?), (2, 1), "another each night, told once");

    alter(&mut server, "- 1", "2026-11-21T19:00:00Z")?;
    server.set_clock("2026-11-22T18:31:00Z")?;
    assert_eq!((archives(&backups)?.len(), told(&server)?), (3, 1), "mended: the next is tried out at once, and holds");
    let health = server.sign_in("admin")?.get("/api/v1/health")?.expect(200)?;
    assert_eq!(line(&health, "trial")?["level"], "good", "{}", health.text);
    is_said(&server, 0)?;

    alter(&mut server, "+ 1", "2026-11-22T19:00:00Z")?;
    server.set_clock("2026-11-30T00:00:00Z")?;
    assert_eq!(told(&server)?, 2, "a week later the next trial finds the next damage: that is news");
    is_said(&server, 1)
}

/// Something that a backup waits for until this goes: on PostgreSQL a table that somebody has locked, on SQLite the content
/// of an attachment, which is a pipe that nobody writes into.
enum InTheWay {
    Lock(Child),
    Pipe { path: PathBuf, content: Vec<u8> },
}

impl InTheWay {
    fn of(server: &Server) -> Result<Self> {
        let Some(url) = server.database_url() else {
            let path = Self::content(&server.folder().join("attachments"))?.context("a content")?;
            let content = std::fs::read(&path)?;
            std::fs::remove_file(&path)?;
            ensure!(Command::new("mkfifo").arg(&path).status()?.success(), "making a pipe");
            return Ok(Self::Pipe { path, content });
        };
        let mut psql = Command::new("psql");
        let mut holds = psql.args([url, "-qAt"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let locked = b"BEGIN; LOCK TABLE draft IN ACCESS EXCLUSIVE MODE; SELECT 'locked';\n";
        holds.stdin.as_mut().context("its input")?.write_all(locked)?;
        let mut line = String::new();
        BufReader::new(holds.stdout.as_mut().context("its output")?).read_line(&mut line)?;
        ensure!(line == "locked\n", "{line}");
        Ok(Self::Lock(holds))
    }

    /// The first content in `folder` or a folder in it.
    fn content(folder: &Path) -> Result<Option<PathBuf>> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let found = if path.is_dir() { Self::content(&path)? } else { Some(path) };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn goes(self) -> Result<()> {
        match self {
            Self::Lock(mut holds) => {
                holds.kill()?;
                holds.wait()?;
            }
            Self::Pipe { path, content } => {
                std::fs::remove_file(&path)?;
                std::fs::write(&path, content)?;
            }
        }
        Ok(())
    }
}

fn a_node_that_dies_during_a_backup_is_told_of_once_and_leaves_nothing(backend: Backend) -> Result<()> {
    let mut server = with_backups(backend, START, &[])?;
    let backups = server.folder().join("backups");
    let desk = server.sign_in("desk")?;
    let made = report(&desk, "断电之前", "low", "low")?;
    let files = format!("/api/v1/records/incident/{}/attachments", made.body["number"].as_str().context("a number")?);
    desk.send("POST", &format!("{files}?name=a.txt&audience=internal"), &[("content-type", "text/plain")], b"content")?
        .expect(201)?;
    let in_the_way = InTheWay::of(&server)?;
    server.sign_in("admin")?.post("/api/v1/backups", &json!({}))?.expect(202)?;
    server.said().wait(|line| line.contains("a backup is being written").then_some(())).context("it begins")?;
    server.kill()?;
    in_the_way.goes()?;
    // What one that died later would have left.
    std::fs::write(backups.join("yuheng-20261119T183000Z.tar.unfinished"), "half an archive")?;
    std::fs::create_dir(backups.join("yuheng-20261119T183000Z.tar.rehearsal"))?;
    std::fs::write(backups.join("yuheng-20261119T183000Z.tar.rehearsal/yuheng.db"), "half a store")?;

    server.restart(&["--demo", "--simulated-clock", "2026-11-20T01:30:00Z", "--backup-at", "02:30"])?;
    server.set_clock("2026-11-20T18:29:00Z")?;
    let health = server.sign_in("admin")?.get("/api/v1/health")?.expect(200)?;
    assert_eq!(health.body["backup"]["running"], Value::Null, "nobody is at it: {}", health.text);
    let failed = line(&health, "backup")?.to_string();
    assert!(failed.contains("cut off"), "{failed}");
    server.set_clock("2026-11-20T18:31:00Z")?;
    let left = archives(&backups)?;
    let [archive] = &left[..] else { anyhow::bail!("one archive and nothing beside it: {left:?}") };
    assert!(archive.ends_with("yuheng-20261120T183000Z.tar"), "{archive:?}");
    let health = server.sign_in("admin")?.get("/api/v1/health")?.expect(200)?;
    assert_eq!(line(&health, "trial")?["level"], "good", "it was restored as a trial: {}", health.text);
    let said = server.said().text();
    assert_eq!(said.matches("the backup failed").count(), 1, "{said}");
    Ok(())
}

fn a_clean_end_leaves_nothing_beside_the_database(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    report(&server.sign_in("desk")?, "停机之前", "low", "low")?;
    assert_eq!(server.stop()?, 0);
    if backend == Backend::Sqlite {
        let folder = tempfile::tempdir()?;
        std::fs::copy(server.folder().join("yuheng.db"), folder.path().join("yuheng.db"))?;
        assert!(!server.folder().join("yuheng.db-wal").exists(), "the log is in the file");
        let copied = folder.path().to_str().context("a path is text")?;
        let (code, told) = Server::run_at(copied, &["export", "incident"])?;
        assert!(code == 0 && told.contains("停机之前"), "the file alone has it all: {told}");
    }
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

/// The line `id` of the installation's health.
fn line(health: &Answer, id: &str) -> Result<Value> {
    let groups = health.body["groups"].as_array().context("groups")?;
    let mut lines = groups.iter().flat_map(|group| group["lines"].as_array().into_iter().flatten());
    lines.find(|line| line["id"] == id).cloned().with_context(|| format!("a line {id}: {}", health.text))
}

fn administrators_see_how_the_installation_is_and_ask_for_more(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    for (method, path) in [("GET", "health"), ("POST", "backups"), ("POST", "verifications")] {
        let path = format!("/api/v1/{path}");
        let answer = if method == "GET" { desk.get(&path)? } else { desk.post(&path, &json!({}))? };
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text);
    }
    let health = admin.get("/api/v1/health")?.expect(200)?;
    assert_eq!(line(&health, "schedule")?["level"], "attention", "without a time nobody makes them");
    assert_eq!(line(&health, "records")?["word"], Value::Null);
    let kind = if backend == Backend::Sqlite { "SQLite" } else { "PostgreSQL" };
    let database = line(&health, "database")?;
    assert!(database["figure"]["zh"].as_str().is_some_and(|figure| figure.starts_with(kind)), "{database}");

    admin.post("/api/v1/backups", &json!({}))?.expect(202)?;
    admin.post("/api/v1/verifications", &json!({}))?.expect(202)?;
    server.said().wait(|line| line.contains("verified: ").then_some(())).context("it is verified")?;
    // Setting the clock waits for whatever makes the backup.
    server.set_clock(START)?;
    let health = server.sign_in("admin")?.get("/api/v1/health")?.expect(200)?;
    let made = health.body["backup"]["archives"].as_array().context("archives")?;
    assert_eq!(made.len(), 1, "asked for once, made once: {}", health.text);
    let path = made[0]["path"].as_str().context("where it is")?;
    let (code, told) = server.run(&["backup", "--check", path])?;
    assert!(code == 0 && told.contains("it restores") && told.contains("all of them hold"), "{told}");
    assert_eq!(line(&health, "backup")?["level"], "good");
    assert_eq!(line(&health, "trial")?["level"], "good", "the first is restored as a trial");
    let metrics = server.anonymous().get("/metrics")?.text;
    assert!(
        metrics.contains("\nyuheng_backup_last_good_timestamp_seconds 17")
            && metrics.contains("yuheng_backup_failed 0")
    );
    Ok(())
}
