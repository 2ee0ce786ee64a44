//! A full disk (reliability row R3), on a small file system in memory, which only root can mount.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};

/// How large the file system is, in MiB.
const SIZE: u32 = 256;

/// Creates that are tried at most, while the disk is full or fills up.
const TRIES: u32 = 20_000;

/// Fills the disk `fills` times, each time with less room left for the program.
///
/// # Errors
/// When a refused write is not refused in plain words, a read fails, something is half done, or writes don't resume.
pub fn run(fills: u32) -> Result<()> {
    let disk = SmallDisk::mount()?;
    let mut server = Server::start_in(&disk.path, Backend::Sqlite)?;
    let desk = server.sign_in("desk")?;
    let mut acknowledged = Vec::new();
    for fill in 1..=fills {
        acknowledged.push(create(&desk, &format!("before {fill}"))?.map_err(|text| anyhow::anyhow!(text))?);
        disk.fill_up_to(fill * 3)?;
        let refused = fill_by_work(&desk, &mut acknowledged)?;
        for label in acknowledged.iter().rev().take(20) {
            desk.get(&format!("/api/v1/records/incident/{label}"))?.expect(200).context("reading on a full disk")?;
        }
        disk.empty()?;
        acknowledged.push(resume(&desk)?);
        println!("fill {fill} of {fills}: refused with «{refused}», reads went on, writes resumed without a restart");
    }
    server.kill()?;
    let (code, output) = server.run(&["verify"])?;
    ensure!(code == 0, "verify found a fault:\n{output}");
    server.crash_and_restart()?;
    let desk = desk.at(server.address());
    for label in &acknowledged {
        desk.get(&format!("/api/v1/records/incident/{label}"))?
            .expect(200)
            .context("an acknowledged record is lost")?;
    }
    println!("{} acknowledged incidents are all there, verify passes", acknowledged.len());
    Ok(())
}

/// Creates incidents until one is refused; its words.
fn fill_by_work(desk: &Client, acknowledged: &mut Vec<String>) -> Result<String> {
    for count in 0..TRIES {
        match create(desk, &format!("filling {count}"))? {
            Ok(label) => acknowledged.push(label),
            Err(words) => return Ok(words),
        }
    }
    bail!("the disk was never full")
}

/// Creates one again as soon as there is room; the program looks at the disk again by itself.
fn resume(desk: &Client) -> Result<String> {
    for _ in 0..TRIES {
        if let Ok(label) = create(desk, "after")? {
            return Ok(label);
        }
    }
    bail!("writes did not resume after space was freed")
}

/// Creates an incident: its number, or the words of the refusal, which must be a problem document with 503 or 507.
fn create(desk: &Client, title: &str) -> Result<Result<String, String>> {
    let body = json!({ "title": title, "customer": "CUS0000001", "description": "x".repeat(4000) });
    let answer = desk.post("/api/v1/records/incident", &body)?;
    match answer.status {
        201 => Ok(Ok(answer.body["number"].as_str().context("a record has a number")?.to_owned())),
        503 | 507 => Ok(Err(answer.body["title"].as_str().context("a refusal has words")?.to_owned())),
        other => bail!("{other} on a full disk: {}", answer.text),
    }
}

/// A file system in memory of a fixed size.
struct SmallDisk {
    path: PathBuf,
}

impl SmallDisk {
    fn mount() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("yuheng-disk-{}", std::process::id()));
        fs::create_dir_all(&path).context("making the mount point")?;
        let size = format!("size={SIZE}m");
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path).status()?;
        ensure!(status.success(), "mounting a small disk needs root");
        Ok(Self { path })
    }

    /// Leaves only `left` MiB.
    fn fill_up_to(&self, left: u32) -> Result<()> {
        let output = Command::new("df").args(["--output=avail", "--block-size=1M"]).arg(&self.path).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let available: u32 = text.lines().last().unwrap_or_default().trim().parse().context("reading df")?;
        let size = format!("{}M", available.saturating_sub(left));
        let status = Command::new("fallocate").args(["--length", &size]).arg(self.filler()).status()?;
        ensure!(status.success(), "filling the disk failed");
        Ok(())
    }

    fn empty(&self) -> Result<()> {
        fs::remove_file(self.filler()).context("removing the filler")
    }

    fn filler(&self) -> PathBuf {
        Path::new(&self.path).join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A server that still ends keeps it busy: unmounted as soon as nobody uses it.
        drop(Command::new("umount").arg("--lazy").arg(&self.path).status());
        drop(fs::remove_dir(&self.path));
    }
}
