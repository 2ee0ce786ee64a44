//! Starts the real program on a folder of its own, on SQLite or on a database of its own in PostgreSQL, and ends it.

use std::path::Path;
use std::process::{Child, Command};
use std::sync::atomic::Ordering;

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

use crate::client::{Client, Times};
use crate::database::{Database, psql};
use crate::program::{cut_off, launch, program, url};
use crate::said::Said;
use crate::template::{copy_folder, template};
use crate::wire::Wire;

/// The store that a program under test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded store.
    Sqlite,
    /// A database of its own in the cluster that `YUHENG_TEST_POSTGRES` names.
    Postgres,
}

/// The moment at which simulated time begins in tests: a Friday morning in Shanghai, 2026-11-20 09:00.
pub const START: &str = "2026-11-20T01:00:00Z";

/// The password of all accounts of the demo company.
pub const DEMO_PASSWORD: &str = "yuheng-demo-2026";

/// A running program with the demo company, on simulated time.
pub struct Server {
    child: Child,
    address: String,
    folder: TempDir,
    database: Option<Database>,
    times: Times,
    said: Said,
}

impl Server {
    /// Starts it with the demo company, at [`START`].
    ///
    /// # Errors
    /// When it doesn't come up; the error has its log.
    pub fn start(backend: Backend) -> Result<Self> {
        Self::start_in(&std::env::temp_dir(), backend)
    }

    /// The same, with its data in a new folder inside `parent`.
    ///
    /// # Errors
    /// When it doesn't come up; the error has its log.
    pub fn start_in(parent: &Path, backend: Backend) -> Result<Self> {
        let folder = tempfile::tempdir_in(parent).context("making a folder")?;
        let template = template(backend)?;
        copy_folder(template.folder.path(), folder.path())?;
        let database = template.database.as_ref().map(Database::copy_of).transpose()?;
        Self::launched(folder, database, &["--demo=company", "--simulated-clock", START])
    }

    /// Starts it with `arguments` on a store that is still empty.
    ///
    /// # Errors
    /// When it doesn't come up; the error has its log.
    pub fn start_empty(backend: Backend, arguments: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let database = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(Database::create("")?),
        };
        Self::launched(folder, database, arguments)
    }

    /// Starts it with `arguments` on a store that is still empty, after it was killed so many `times`: each time as soon as
    /// it had said `line`.
    ///
    /// # Errors
    /// When it doesn't come up in the end, or ends before it has said that.
    pub fn start_cut_off(backend: Backend, arguments: &[&str], line: &str, times: u32) -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let database = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(Database::create("")?),
        };
        for _ in 0..times {
            cut_off(folder.path(), url(database.as_ref()), arguments, line)?;
        }
        Self::launched(folder, database, arguments)
    }

    /// Starts two nodes with `arguments` at once on a PostgreSQL database that is still empty.
    ///
    /// # Errors
    /// When one of them doesn't come up; the error has its log.
    pub fn start_two(arguments: &[&str]) -> Result<(Self, Node)> {
        let database = Database::create("")?;
        let (folder, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let both = std::thread::scope(|scope| {
            let beside = scope.spawn(|| launch(other.path(), Some(&database.url), arguments));
            let first = launch(folder.path(), Some(&database.url), arguments);
            (first, beside.join())
        });
        let (child, address, said) = both.0?;
        let first = Self { child, address, folder, database: Some(database), times: Times::default(), said };
        let (child, address, _) = both.1.map_err(|_| anyhow!("the second node's thread broke off"))??;
        Ok((first, Node { child, address, _folder: other }))
    }

    /// Starts it with `arguments` on the store in `folder`.
    ///
    /// # Errors
    /// When it doesn't come up; the error has its log.
    pub fn start_on(folder: TempDir, arguments: &[&str]) -> Result<Self> {
        Self::launched(folder, None, arguments)
    }

    fn launched(folder: TempDir, database: Option<Database>, arguments: &[&str]) -> Result<Self> {
        let (child, address, said) = launch(folder.path(), url(database.as_ref()), arguments)?;
        Ok(Self { child, address, folder, database, times: Times::default(), said })
    }

    /// Starts a second node over the same PostgreSQL database.
    ///
    /// # Errors
    /// When it doesn't come up, or the first runs on SQLite.
    pub fn second_node(&self) -> Result<Node> {
        let database = self.database.as_ref().context("a second node needs PostgreSQL")?;
        self.node_at(&database.url)
    }

    /// Starts a second node over the same PostgreSQL database, which it reaches by a wire.
    ///
    /// # Errors
    /// When it doesn't come up, or the first runs on SQLite.
    pub fn node_by_wire(&self) -> Result<(Node, Wire)> {
        let url = &self.database.as_ref().context("a wire needs PostgreSQL")?.url;
        let (user, rest) = url.split_once('@').context("an address with a user")?;
        let (there, name) = rest.split_once('/').context("an address with a database")?;
        let wire = Wire::to(there)?;
        Ok((self.node_at(&format!("{user}@{}/{name}", wire.address()))?, wire))
    }

    fn node_at(&self, url: &str) -> Result<Node> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let (child, address, _) = launch(folder.path(), Some(url), &["--simulated-clock", START])?;
        Ok(Node { child, address, _folder: folder })
    }

    /// Kills it as a power cut would, and starts it again on what is on disk.
    ///
    /// # Errors
    /// When it doesn't come up again.
    pub fn crash_and_restart(&mut self) -> Result<()> {
        self.child.kill().context("killing the program")?;
        self.child.wait().context("waiting for the program's end")?;
        (self.child, self.address, self.said) =
            launch(self.folder.path(), url(self.database.as_ref()), &["--demo=company", "--simulated-clock", START])?;
        Ok(())
    }

    /// Starts it again after it has ended, with `arguments`.
    ///
    /// # Errors
    /// When it doesn't come up; the error has its log.
    pub fn restart(&mut self, arguments: &[&str]) -> Result<()> {
        (self.child, self.address, self.said) = launch(self.folder.path(), url(self.database.as_ref()), arguments)?;
        Ok(())
    }

    /// Tells it to stop (SIGTERM) and waits until it has ended; its exit code.
    ///
    /// # Errors
    /// When it can't be told.
    pub fn stop(&mut self) -> Result<i32> {
        self.tell_to_stop()?;
        let status = self.child.wait().context("waiting for the program's end")?;
        Ok(status.code().unwrap_or(-1))
    }

    /// Tells it to stop (SIGTERM), without waiting.
    ///
    /// # Errors
    /// When it can't be told.
    pub fn tell_to_stop(&self) -> Result<()> {
        tell_to_stop(&self.child)
    }

    /// What it has said so far.
    #[must_use]
    pub const fn said(&self) -> &Said {
        &self.said
    }

    /// Its address, `http://127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// The address of its database, if it runs on PostgreSQL.
    #[must_use]
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(|database| database.url.as_str())
    }

    /// The folder of its data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A client that is signed in to the demo account `login`.
    ///
    /// # Errors
    /// When signing in fails.
    pub fn sign_in(&self, login: &str) -> Result<Client> {
        Client::sign_in(&self.address, login, DEMO_PASSWORD, &self.times)
    }

    /// A client without a session.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.address)
    }

    /// Sets the simulated clock and runs everything that is due by then, to its end.
    ///
    /// # Errors
    /// When the program refuses.
    pub fn set_clock(&self, at: &str) -> Result<()> {
        let answer = self.sign_in("admin")?.post("/api/v1/clock", &serde_json::json!({ "now": at }))?;
        if answer.status != 204 {
            bail!("setting the clock: {} {}", answer.status, answer.body);
        }
        self.times.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Runs a subcommand of the program on its data, and gives back exit code and output.
    ///
    /// # Errors
    /// When the program can't be started.
    pub fn run(&self, arguments: &[&str]) -> Result<(i32, String)> {
        let mut command = Command::new(program()?);
        command.args(arguments).arg("--data").arg(self.folder.path());
        if let Some(database) = &self.database {
            command.arg("--database").arg(&database.url);
        }
        let output = command.output().context("running a subcommand")?;
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Ok((output.status.code().unwrap_or(-1), text))
    }

    /// Runs a subcommand of the program on another data folder.
    ///
    /// # Errors
    /// When the program can't be started.
    pub fn run_at(folder: &str, arguments: &[&str]) -> Result<(i32, String)> {
        let mut command = Command::new(program()?);
        command.args(arguments).args(["--data", folder]);
        let output = command.output().context("running a subcommand")?;
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Ok((output.status.code().unwrap_or(-1), text))
    }

    /// Starts a second program on the same data, which must fail: its exit code and what it said.
    ///
    /// # Errors
    /// When it comes up all the same.
    pub fn start_again(&self) -> Result<(i32, String)> {
        self.run(&["serve", "--listen", "127.0.0.1:0"])
    }

    /// Alters the stopped store behind the program's back, as somebody with the database could.
    ///
    /// # Errors
    /// When a statement fails.
    pub fn alter(&self, statements: &[&str]) -> Result<()> {
        if let Some(database) = &self.database {
            return statements.iter().try_for_each(|statement| psql(&database.url, statement));
        }
        let script =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); [c.execute(s) for s in sys.argv[2:]]; c.commit()";
        let file = self.folder.path().join("yuheng.db");
        let output =
            Command::new("python3").args(["-c", script]).arg(file).args(statements).output().context("python3")?;
        if !output.status.success() {
            bail!("altering the store: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Ends the program without a word, leaving its data.
    ///
    /// # Errors
    /// When it can't be ended.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().context("killing the program")?;
        self.child.wait().context("waiting for the program's end")?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Tells a program to stop (SIGTERM), without waiting.
pub(crate) fn tell_to_stop(program: &Child) -> Result<()> {
    let told = Command::new("kill").args(["-TERM", &program.id().to_string()]).status().context("kill")?;
    if told.success() { Ok(()) } else { bail!("the program could not be told to stop") }
}

/// A further node over the same database.
pub struct Node {
    child: Child,
    address: String,
    _folder: TempDir,
}

impl Node {
    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
