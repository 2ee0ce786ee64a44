//! A session at the database's own console, beside the program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use yuheng_testkit::server::Server;

/// A session of `psql`. What it holds when it is dropped is let go.
pub struct Console {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Console {
    pub fn of(server: &Server) -> Result<Self> {
        let url = server.database_url().context("a database")?;
        let mut psql = Command::new("psql");
        psql.args([url, "-qtA", "-v", "ON_ERROR_STOP=1"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = psql.spawn().context("starting psql")?;
        let (asks, answers) = (child.stdin.take().context("stdin")?, child.stdout.take().context("stdout")?);
        Ok(Self { child, asks, answers: BufReader::new(answers) })
    }

    /// What `sql`, whose last statement has one row of one column, is answered with; nothing when the session has ended.
    pub fn ask(&mut self, sql: &str) -> Result<String> {
        self.asks.write_all(format!("{sql};\n").as_bytes()).context("asking psql")?;
        let mut line = String::new();
        self.answers.read_line(&mut line).context("reading from psql")?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // Whether it has ended by itself makes no difference.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
