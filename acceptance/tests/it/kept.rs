//! Stores that earlier programs wrote are opened, for ever. `tests/stores` has one of each schema, made by the program of its
//! time; none of them is ever made anew.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use yuheng_testkit::server::Server;

/// The schemas, each with a store of it (`tools/keep-store` makes the next) and the incident that was opened in it.
const KEPT: [(&str, &str); 7] = [
    ("schema-1", "INC0000006"),
    ("schema-4", "INC0000006"),
    ("schema-5", "INC0000006"),
    ("schema-7", "INC0000006"),
    ("schema-8", "INC0000006"),
    ("schema-10", "INC0000006"),
    ("schema-10-urged", "INC0000006"),
];

#[test]
fn a_store_of_an_earlier_program_is_opened_and_holds() -> Result<()> {
    for (name, number) in KEPT {
        let path = format!("/api/v1/records/incident/{number}");
        let folder = tempfile::tempdir()?;
        unpack(name, folder.path())?;
        let mut server = Server::start_on(folder, &["--demo=company", "--simulated-clock", "2026-11-21T01:00:00Z"])?;
        let desk = server.sign_in("desk")?;
        let incident = desk.get(&path)?.expect(200).context(name)?;
        assert_eq!(incident.body["title"], "留存的事件 / kept", "{name}");
        assert_eq!(incident.body["state"], "in_progress", "{name}");
        if name.ends_with("urged") {
            let counts = ["urged", "held"].map(|field| incident.body["fields"][field].clone());
            assert_eq!(counts, [1, 1], "{name}: {}", incident.text);
        }
        let history = desk.get(&format!("{path}/history"))?.expect(200)?;
        assert!(history.text.contains("留存的备注"), "{name}: {}", history.text);
        let found = desk.get("/api/v1/search?q=kept")?.expect(200)?;
        assert!(found.text.contains(number), "{name}: {}", found.text);
        let files = desk.get(&format!("{path}/attachments"))?.expect(200)?;
        let file = files.body["items"][0]["id"].as_str().context("a file is attached")?;
        let content = desk.get(&format!("{path}/attachments/{file}"))?.expect(200)?;
        assert_eq!(content.text, "kept content\n", "{name}");
        assert_eq!(server.stop()?, 0);
        let (code, told) = server.run(&["verify"])?;
        assert!(code == 0 && told.contains("all of them hold"), "{name}: {told}");
    }
    Ok(())
}

/// Unpacks a kept store into `folder`, which is made.
pub fn unpack(name: &str, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stores/{name}.tar.gz"));
    let done = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder).status().context("tar")?;
    ensure!(done.success(), "unpacking {}", archive.display());
    Ok(())
}
