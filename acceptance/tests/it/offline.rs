//! One program and one file: copied to an empty folder it starts without a network, and is upgraded by replacing the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use yuheng_testkit::client::Client;
use yuheng_testkit::program::program;
use yuheng_testkit::said::Said;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::kept::unpack;

on_both_stores!(f_plt_08_one_program_and_one_file_start_offline_and_are_upgraded);

fn f_plt_08_one_program_and_one_file_start_offline_and_are_upgraded(backend: Backend) -> Result<()> {
    if backend == Backend::Postgres {
        let server = Server::start(backend)?;
        server.sign_in("desk")?.get("/api/v1/me")?.expect(200)?;
        return speaks_to_this_machine_alone(server.process_id());
    }
    let folder = tempfile::tempdir()?;
    let copied = folder.path().join("yuheng");
    fs::copy(program()?, &copied).context("copying the program")?;
    let mut running = start(&copied, folder.path(), &["--data", "new"])?;
    assert_eq!(Client::anonymous(&running.address).get("/readyz")?.status, 200);
    let page = Client::anonymous(&running.address).get("/")?.text;
    assert!(
        !page.contains("src=\"http") && !page.contains("href=\"http"),
        "the page fetches nothing elsewhere: {page}"
    );
    speaks_to_this_machine_alone(running.child.id())?;
    stop(&mut running)?;
    let left: BTreeSet<_> =
        fs::read_dir(folder.path().join("new"))?.map(|it| it.map(|it| it.file_name())).collect::<Result<_, _>>()?;
    assert!(
        left.iter().all(|name| name == "yuheng.db" || name == "lock" || name == "attachments"),
        "one file: {left:?}"
    );

    // What an older program has left, served by the newer one that was put in its place.
    unpack("schema-5", &folder.path().join("old"))?;
    let mut running = start(&copied, folder.path(), &["--data", "old"])?;
    running.said.wait(|line| line.contains("verified: ").then_some(())).context("all of it is verified afterwards")?;
    let said = running.said.text();
    assert!(
        said.contains("before-migration-from-5.db") && said.contains("可随时退回") && said.contains("to go back to"),
        "{said}"
    );
    stop(&mut running)?;
    let (code, told) = run(&copied, folder.path(), &["verify", "--data", "old"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    let copy = folder.path().join("old/before-migration-from-5.db");
    proof!(copy.exists() && schema_of(&copy)? == 5, "the older program can be gone back to");
    Ok(())
}

/// A program that was started at a folder, and runs.
struct Running {
    child: Child,
    address: String,
    said: Said,
}

fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("YUHENG_"));
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).env_clear().envs(ours);
    command
}

fn start(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Running> {
    let mut command = command(program, folder, &[&["serve", "--listen", "127.0.0.1:0"][..], arguments].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("starting the program")?;
    let said = Said::default();
    said.listen(child.stdout.take().context("its output")?);
    said.listen(child.stderr.take().context("its log")?);
    let address = said.wait(|line| line.strip_prefix("Yuheng is at ").map(str::to_owned));
    let Some(address) = address else { bail!("it did not come up: {}", said.text()) };
    Ok(Running { child, address, said })
}

fn stop(running: &mut Running) -> Result<()> {
    let told = Command::new("kill").args(["-TERM", &running.child.id().to_string()]).status()?;
    let ended = running.child.wait()?;
    ensure!(told.success() && ended.code() == Some(0), "{ended}: {}", running.said.text());
    Ok(())
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Result<(i32, String)> {
    let output = command(program, folder, arguments).output().context("running the program")?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), text))
}

/// Sees that none of a process's connections leads away from this machine.
fn speaks_to_this_machine_alone(process: u32) -> Result<()> {
    let mut sockets = BTreeSet::new();
    for open in fs::read_dir(format!("/proc/{process}/fd"))? {
        let Ok(target) = fs::read_link(open?.path()) else { continue };
        if let Some(inode) = target.to_string_lossy().strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']')) {
            sockets.insert(inode.to_owned());
        }
    }
    let (mut listens, none) = (false, ["00000000", "00000000000000000000000000000000"]);
    for protocol in ["tcp", "tcp6", "udp", "udp6"] {
        for line in fs::read_to_string(format!("/proc/{process}/net/{protocol}"))?.lines().skip(1) {
            let columns: Vec<_> = line.split_whitespace().collect();
            let [_, local, remote, state, ..] = columns[..] else { continue };
            if columns.get(9).is_none_or(|inode| !sockets.contains(*inode)) {
                continue;
            }
            listens |= state == "0A";
            let host = |address: &str| address.split(':').next().unwrap_or_default().to_owned();
            let is_here = |host: &str| host.ends_with("7F") || host.ends_with("7F000001") || host.ends_with("01000000");
            assert!(is_here(&host(local)) || none.contains(&&*host(local)), "{protocol}: {line}");
            assert!(is_here(&host(remote)) || none.contains(&&*host(remote)), "it speaks to {remote}: {line}");
        }
    }
    assert!(listens, "its sockets were found");
    Ok(())
}

/// The schema that a file of SQLite notes in its header.
fn schema_of(file: &Path) -> Result<u32> {
    let bytes = fs::read(file)?;
    let noted = bytes.get(60..64).context("a header")?;
    Ok(u32::from_be_bytes(noted.try_into()?))
}
