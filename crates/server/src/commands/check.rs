//! `yuheng check`: are definitions, settings, machine and store sound, and what does each setting mean here.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use yuheng_app::Clock;
use yuheng_definition::{Definitions, Label};

use crate::checkup::{Finding, Level, Spoken, lines, machine, of_problem, over_store, settings};
use crate::cli::Check;
use crate::config::{Config, Origin};
use crate::open;

/// Looks at everything, and says what holds and what to do about the rest.
pub async fn run(
    config: &Config,
    check: &Check,
    origins: &BTreeMap<String, Origin>,
    of_others: &[String],
) -> Result<ExitCode> {
    let mut findings = settings(config, origins, of_others);
    findings.extend(machine(config, Clock::System.now()));
    match Definitions::load(&open::source(config)?) {
        Ok(definitions) => {
            findings.push(sound(&definitions));
            findings.extend(over_store(config).await?);
        }
        Err(problems) => findings.extend(problems.iter().map(of_problem)),
    }
    if check.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        let spoken = check.language.unwrap_or_else(|| Spoken::of_environment(|name| std::env::var(name).ok()));
        print!("{}", lines(&findings, spoken));
    }
    let is_bad = findings.iter().any(|finding| finding.level == Level::Bad);
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn sound(definitions: &Definitions) -> Finding {
    let (processes, roles, standards) =
        (definitions.processes.len(), definitions.roles.len(), definitions.standards.len());
    Finding::good(
        "definitions",
        Label {
            zh: format!("无误：{processes} 个过程，{roles} 个角色，{standards} 个标准"),
            en: format!("sound: {processes} processes, {roles} roles, {standards} standards"),
        },
    )
}
