//! A full disk (reliability row R3), on a small file system in memory, which only root can mount.

use std::fs;
use std::io::{ErrorKind, Write as _};
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

/// How much is free when work begins that the disk has no room for: more than the reserve below which nothing is begun.
const FREE: u32 = 80;
/// How much an upload sends after the disk has become full, in MiB.
const UPLOAD: usize = 8;
/// Who writes while the disk becomes full.
const WRITERS: usize = 8;

/// Fills the disk to its last byte under writes that were begun while there was room: the reserve can't refuse them, the
/// disk itself does.
///
/// # Errors
/// When a refusal is not in plain words, something acknowledged is lost or something refused is there.
pub fn run_out(fills: u32) -> Result<()> {
    let disk = SmallDisk::mount()?;
    let mut server = Server::start_in(&disk.path, Backend::Sqlite)?;
    let desk = server.sign_in("desk")?;
    let mut acknowledged = vec![create(&desk, "before")?.map_err(|text| anyhow::anyhow!(text))?];
    for fill in 1..=fills {
        let desk = desk.at(server.address());
        disk.fill_up_to(FREE)?;
        let status = upload_into_a_full_disk(&disk, &desk, &acknowledged[0])?;
        disk.empty()?;
        let refused = storm(&disk, &desk, &mut acknowledged)?;
        disk.empty()?;
        server.kill()?;
        let (code, output) = server.run(&["verify"])?;
        ensure!(code == 0, "fill {fill}: verify found a fault:\n{output}");
        server.crash_and_restart()?;
        compare(&desk.at(server.address()), &acknowledged).with_context(|| format!("after fill {fill}"))?;
        println!(
            "ENOSPC {fill} of {fills}: an upload refused with {status} and nothing left of it, then «{refused}»; \
             {} acknowledged incidents are all there once, verify passes",
            acknowledged.len()
        );
    }
    Ok(())
}

/// Begins an upload, takes the disk's last byte, and sends the rest: the status of the refusal. Nothing is left of it.
fn upload_into_a_full_disk(disk: &SmallDisk, desk: &Client, number: &str) -> Result<u16> {
    let address = format!("/api/v1/records/incident/{number}/attachments?name=full.bin&audience=internal");
    let mut sending = desk.begin_to_send(&address, UPLOAD << 20)?;
    disk.take_the_rest()?;
    // The program may answer, and hang up, before all is sent.
    let sent = sending.send(&vec![7; UPLOAD << 20]);
    let status = sending.status().with_context(|| format!("the upload was {sent:?}"))?;
    ensure!(matches!(status, 503 | 507), "an upload into a full disk is answered with {status}");
    let attached = desk.get(&format!("/api/v1/records/incident/{number}/attachments"))?.expect(200)?;
    ensure!(attached.body["items"].as_array().is_some_and(Vec::is_empty), "half a file is attached: {}", attached.text);
    Ok(status)
}

/// Takes the disk's last byte while many write, until each of them was refused; what the last refusal says.
fn storm(disk: &SmallDisk, desk: &Client, acknowledged: &mut Vec<String>) -> Result<String> {
    disk.fill_up_to(FREE)?;
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut labels = Vec::new();
                    fill_by_work(desk, &mut labels).map(|words| (labels, words))
                })
            })
            .collect();
        disk.take_the_rest()?;
        let mut refused = String::new();
        for writer in writers {
            let (labels, words) = writer.join().map_err(|_| anyhow::anyhow!("a writer panicked"))??;
            acknowledged.extend(labels);
            refused = words;
        }
        Ok(refused)
    })
}

/// Holds the incidents that are there against those that were acknowledged: each once. One that is there without having
/// been acknowledged had its answer lost on the way, which did not happen here.
fn compare(desk: &Client, acknowledged: &[String]) -> Result<()> {
    let filter = "record.title.startsWith(%22filling%22)%7C%7Crecord.title==%22before%22";
    let (mut there, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/records/incident?limit=200&sort=opened_at&filter={filter}{cursor}");
        let page = desk.get(&path)?.expect(200)?;
        let items = page.body["items"].as_array().context("a list has items")?;
        there.extend(items.iter().filter_map(|item| item["number"].as_str().map(str::to_owned)));
        let Some(next) = page.body["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let mut expected = acknowledged.to_vec();
    there.sort();
    expected.sort();
    ensure!(there == expected, "{} acknowledged, {} there", expected.len(), there.len());
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
        ensure!(
            status.success(),
            "NOT PROVED: a small disk can't be mounted at {} (mount ended with {status}). Run this proof as root, where \
             mounting is allowed",
            path.display()
        );
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

    /// Leaves nothing.
    fn take_the_rest(&self) -> Result<()> {
        let mut rest = fs::File::create(self.path.join("rest")).context("creating the rest")?;
        let block = vec![0; 1 << 16];
        loop {
            match rest.write_all(&block) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error).context("taking the rest of the disk"),
            }
        }
    }

    fn empty(&self) -> Result<()> {
        for file in [self.filler(), self.path.join("rest")] {
            match fs::remove_file(&file) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("removing {}", file.display()));
                }
                _ => {}
            }
        }
        Ok(())
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
