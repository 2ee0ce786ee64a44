//! The program under test, started.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::database::Database;
use crate::said::Said;

/// Runs the program with `arguments` and nothing else; its exit code and output.
///
/// # Errors
/// When it can't be started.
pub fn run_program(arguments: &[&str]) -> Result<(i32, String)> {
    run_program_with(arguments, &[])
}

/// The same with variables in its environment.
///
/// # Errors
/// When it can't be started.
pub fn run_program_with(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(i32, String)> {
    let mut command = Command::new(program()?);
    let output = command.args(arguments).envs(environment.iter().copied()).output().context("running the program")?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), text))
}

/// The program under test: `YUHENG_PROGRAM`, or the one that cargo built beside the tests.
///
/// # Errors
/// When it isn't built.
pub fn program() -> Result<PathBuf> {
    if let Some(program) = std::env::var_os("YUHENG_PROGRAM") {
        return Ok(PathBuf::from(program));
    }
    let tests = std::env::current_exe().context("finding the tests' own file")?;
    let program = tests.ancestors().nth(2).map(|folder| folder.join("yuheng")).context("finding the target folder")?;
    if !program.exists() {
        bail!("{} is not built; run `cargo build` first, or `make test`", program.display());
    }
    Ok(program)
}

pub(crate) fn url(database: Option<&Database>) -> Option<&str> {
    database.map(|database| database.url.as_str())
}

pub(crate) fn launch(folder: &Path, database: Option<&str>, extra: &[&str]) -> Result<(Child, String, Said)> {
    let (child, said) = spawn(folder, database, extra)?;
    let address = said.wait(|line| {
        let start = line.find("Yuheng is at http://127.0.0.1:")? + "Yuheng is at ".len();
        Some(line[start..].trim_end_matches('/').to_owned())
    });
    match address {
        Some(address) => Ok((child, address, said)),
        None => bail!("the program did not come up:\n{}", said.text()),
    }
}

/// Starts the program and kills it as soon as it has said `expected`.
pub(crate) fn cut_off(folder: &Path, database: Option<&str>, extra: &[&str], expected: &str) -> Result<()> {
    let (mut child, said) = spawn(folder, database, extra)?;
    let came = said.wait(|line| line.contains(expected).then_some(()));
    child.kill().context("killing the program")?;
    child.wait().context("waiting for the program's end")?;
    came.with_context(|| format!("the program ended by itself:\n{}", said.text()))
}

fn spawn(folder: &Path, database: Option<&str>, extra: &[&str]) -> Result<(Child, Said)> {
    let mut command = Command::new(program()?);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder).args(extra);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("starting the program")?;
    let said = Said::default();
    said.listen(child.stdout.take().context("taking its output")?);
    said.listen(child.stderr.take().context("taking its log")?);
    Ok((child, said))
}
