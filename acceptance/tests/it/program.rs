//! The program as whoever runs it meets it: its help, its settings, how it ends, and what it refuses.

use anyhow::{Context, Result};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::program::{run_program, run_program_with};
use yuheng_testkit::server::{Backend, Server};

use crate::company::{path, report};

on_both_stores!(
    told_to_stop_it_answers_what_is_under_way,
    an_older_program_refuses_a_newer_store,
    a_link_begins_with_the_address_that_is_set,
    a_backup_is_not_written_over_another,
);

const COMMANDS: [&str; 9] = ["serve", "check", "verify", "backup", "restore", "token", "user", "export", "import"];

#[test]
fn each_command_explains_itself() -> Result<()> {
    let (code, general) = run_program(&["--help"])?;
    assert!(code == 0 && general.contains("yuheng serve --demo"), "where to begin: {general}");
    for command in COMMANDS {
        let line = general.lines().find(|line| line.trim_start().starts_with(&format!("{command} ")));
        assert!(line.is_some_and(|line| line.split_whitespace().count() > 4), "{command} in a sentence: {general}");
        let (code, own) = run_program(&[command, "--help"])?;
        assert!(code == 0 && own.contains("Usage: yuheng") && own.contains("--data <DIR>"), "{command}: {own}");
    }
    for (asked, flag) in [(&["help"][..], &["--help"][..]), (&["help", "serve"], &["serve", "--help"])] {
        assert_eq!(run_program(asked)?, run_program(flag)?, "{asked:?}");
    }
    let (_, serve) = run_program(&["serve", "--help"])?;
    for flag in ["--listen", "--public-url", "--demo", "YUHENG_LISTEN", "127.0.0.1:8080"] {
        assert!(serve.contains(flag), "{flag}: {serve}");
    }
    Ok(())
}

#[test]
fn what_is_misspelt_is_refused_with_the_nearest_name() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let data = data.to_str().context("a path is text")?;
    let file = folder.path().join("yuheng.toml");
    let config = file.to_str().context("a path is text")?;

    let (code, told) = run_program(&["serve", "--data", data, "--lisen", "127.0.0.1:0"])?;
    assert!(code == 2 && told.contains("'--listen'"), "{code} {told}");
    let (code, told) = run_program(&["verfy", "--data", data])?;
    assert!(code == 2 && told.contains("'verify'"), "{code} {told}");
    let (code, told) = run_program_with(&["serve", "--data", data], &[("YUHENG_LISTN", "127.0.0.1:0")])?;
    assert!(
        code == 1 && told.contains("是否指 YUHENG_LISTEN") && told.contains("did you mean `YUHENG_LISTEN`"),
        "{told}"
    );
    std::fs::write(&file, "databse = \"postgres://x/y\"\n")?;
    let (code, told) = run_program(&["check", "--data", data, "--config", config])?;
    assert!(code == 1 && told.contains("是否指 database") && told.contains("did you mean `database`"), "{told}");
    std::fs::write(&file, "upload_megabytes = \"many\"\n")?;
    let (code, told) = run_program(&["check", "--data", data, "--config", config])?;
    assert!(code == 1 && told.contains("yuheng.toml") && told.contains("upload_megabytes"), "{told}");
    assert!(!folder.path().join("data").exists(), "nothing was made");
    Ok(())
}

#[test]
fn the_environment_wins_over_the_file_and_a_flag_over_both() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("yuheng.toml");
    std::fs::write(&file, "zone = \"Asia/Tokyo\"\nupload_megabytes = 7\nlisten = \"127.0.0.1:9000\"\n")?;
    let arguments = ["check", "--config", file.to_str().context("a path is text")?, "--listen", "127.0.0.1:9002"];
    let environment = [("YUHENG_ZONE", "Europe/Berlin"), ("YUHENG_LISTEN", "127.0.0.1:9001")];
    let (code, told) = run_program_with(&arguments, &environment)?;
    assert_eq!(code, 0, "{told}");
    for holds in ["127.0.0.1:9002", "Europe/Berlin", "up to 7 MB"] {
        assert!(told.contains(holds), "{holds}: {told}");
    }
    Ok(())
}

#[test]
fn a_second_server_on_the_same_folder_is_told_what_to_do() -> Result<()> {
    let server = Server::start(Backend::Sqlite)?;
    let folder = server.folder().to_str().context("a path is text")?;
    let (code, told) = server.start_again()?;
    assert!(code == 1 && told.contains(folder), "it names the folder: {told}");
    assert!(told.contains("请先停止它") && told.contains("stop it first") && told.contains("--data"), "{told}");
    let address = server.address().trim_start_matches("http://");
    let (code, told) = server.run(&["serve", "--listen", address])?;
    assert!(code == 1 && told.contains(address) && told.contains("--listen"), "{told}");
    server.sign_in("desk")?.get("/api/v1/me")?.expect(200)?;
    Ok(())
}

fn told_to_stop_it_answers_what_is_under_way(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "停机时上传", "low", "low")?;
    let file = b"the first half, and the second";
    let address = format!("{}/attachments?name=half.txt&audience=internal", path(&incident));
    let mut sending = desk.begin_to_send(&address, file.len())?;
    sending.send(&file[..15])?;
    server.tell_to_stop()?;
    server.said().wait(|line| line.contains("stopping: no new requests").then_some(())).context("it says so")?;
    sending.send(&file[15..])?;
    assert_eq!(sending.status()?, 201, "{}", server.said().text());
    assert_eq!(server.stop()?, 0);

    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("1 attachments"), "{told}");
    Ok(())
}

fn an_older_program_refuses_a_newer_store(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    server.kill()?;
    server.alter(match backend {
        Backend::Sqlite => &["PRAGMA user_version = 4711"],
        Backend::Postgres => &["UPDATE schema_version SET version = 4711"],
    })?;
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["verify"], &["user", "list"], &["export", "incident"]]
    {
        let (code, told) = server.run(command)?;
        let names_both = told.contains("4711") && told.contains('1');
        assert!(code == 1 && names_both && told.contains("较新程序") && told.contains("newer"), "{command:?}: {told}");
    }
    Ok(())
}

fn a_link_begins_with_the_address_that_is_set(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (code, told) = server.run(&["user", "reset", "engineer", "--public-url", "https://itsm.example.com/"])?;
    assert!(code == 0 && told.starts_with("https://itsm.example.com/link/"), "{told}");
    assert!(!told.contains("--public-url"), "nothing is left to be set: {told}");
    let (code, told) = server.run(&["user", "reset", "engineer", "--listen", "127.0.0.1:9443"])?;
    assert!(code == 0 && told.starts_with("http://127.0.0.1:9443/link/"), "{told}");
    let how = told.lines().find(|line| line.contains("--public-url")).context("how to set it")?;
    assert!(how.contains("YUHENG_PUBLIC_URL") && how.contains("设置") && how.contains("set"), "{how}");
    Ok(())
}

fn a_backup_is_not_written_over_another(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let file = server.folder().join("kept.tar");
    std::fs::write(&file, "an older backup")?;
    let archive = file.to_str().context("a path is text")?;
    let (code, told) = server.run(&["backup", archive])?;
    assert!(code == 1 && told.contains("--overwrite") && told.contains("已存在"), "{code} {told}");
    assert!(told.contains("kept.tar") && told.contains("there already"), "{told}");
    assert_eq!(std::fs::read_to_string(&file)?, "an older backup");
    let (code, told) = server.run(&["backup", archive, "--overwrite"])?;
    assert!(code == 0 && std::fs::metadata(&file)?.len() > 1000, "{told}");
    Ok(())
}

/// What `yuheng check` says of definitions in which `file` is changed.
fn check_with(file: &str, change: impl Fn(&str) -> String) -> Result<(i32, String)> {
    let folder = tempfile::tempdir()?;
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../definitions");
    let copied = std::process::Command::new("cp").arg("-r").arg(shipped.join(".")).arg(folder.path()).status()?;
    assert!(copied.success());
    let path = folder.path().join(file);
    std::fs::write(&path, change(&std::fs::read_to_string(&path)?))?;
    run_program(&["check", "--definitions", folder.path().to_str().context("a path is text")?])
}

#[test]
fn check_says_what_is_wrong_and_what_to_do_in_the_language_asked_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "a file where the data were to be")?;
    let taken = taken.to_str().context("a path is text")?;
    let (code, told) = run_program(&["check", "--data", taken, "--language", "zh"])?;
    assert!(
        code == 1 && told.contains("不是目录") && told.contains("→ 换一个目录") && !told.contains("no folder"),
        "{told}"
    );
    let fresh = folder.path().join("fresh");
    let fresh = fresh.to_str().context("a path is text")?;
    let links = [("YUHENG_PORT", "tcp://10.0.0.1:8080"), ("YUHENG_BACKUP_AT", "off")];
    let (code, told) =
        run_program_with(&["check", "--data", fresh, "--language", "en", "--listen", "127.0.0.1:0"], &links)?;
    assert_eq!(code, 0, "{told}");
    for said in [
        "YUHENG_PORT: set by Kubernetes",
        "no backups by themselves (YUHENG_BACKUP_AT in the environment)",
        "no store yet",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let (code, told) = run_program(&["check", "--data", fresh, "--json", "--listen", "127.0.0.1:0"])?;
    assert!(code == 0 && told.contains("\"what\": \"zone\"") && told.contains("\"level\": \"good\""), "{told}");
    assert!(!std::path::Path::new(fresh).exists(), "nothing was made");
    Ok(())
}

#[test]
fn a_folder_of_definitions_that_is_not_there_is_said() -> Result<()> {
    let (code, told) = run_program(&["check", "--definitions", "/nowhere/definitions"])?;
    assert!(code == 1 && told.contains("/nowhere/definitions: there is no such folder"), "{told}");
    Ok(())
}

#[test]
fn what_is_not_toml_is_said_in_chinese_with_line_and_column() -> Result<()> {
    let (code, told) = check_with("groups.toml", |text| format!("# one\n服务 = = 3\n{text}"))?;
    assert!(code == 1 && told.contains("groups.toml:2"), "{told}");
    let zh = told.lines().find(|line| line.contains("第 2 行")).context("a sentence in Chinese")?;
    assert!(zh.contains("列") && !zh.contains("expected") && !zh.contains("extra"), "{zh}");
    let en = told.lines().find(|line| line.contains("line 2, column")).context("a sentence in English")?;
    assert!(en.contains('(') && en.ends_with(')'), "the parser's own words: {en}");

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("yuheng.toml");
    std::fs::write(&file, "zone = \"Asia/Tokyo\"\nlisten = = 3\n")?;
    let (code, told) = run_program(&["check", "--config", file.to_str().context("a path is text")?])?;
    assert!(code == 1 && told.contains("第 2 行第") && told.contains("line 2, column"), "{told}");
    Ok(())
}

#[test]
fn the_program_says_whether_it_has_its_page() -> Result<()> {
    let server = Server::start(Backend::Sqlite)?;
    let page = server.anonymous().get("/")?;
    let has_page = page.text.contains("<html");
    let warns = server.said().text().contains("tools/page");
    assert_eq!((page.status == 200, warns), (has_page, !has_page), "{}", server.said().text());
    assert!(has_page || (page.text.contains("没有页面") && page.text.contains("tools/page")), "{}", page.text);
    Ok(())
}
