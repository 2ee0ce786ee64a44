//! `yuheng generate`: fills an empty store with the demo company and a year of its work, of any size.

use std::process::ExitCode;

use anyhow::Result;
use yuheng_simulation::Plan;

use crate::cli::Generate;
use crate::config::Config;
use crate::demo;

/// Fills the store, and says how fast.
pub async fn run(config: &Config, generate: &Generate) -> Result<ExitCode> {
    let as_of = demo::end(config, generate.as_of, None);
    let plan = Plan { seed: generate.seed, as_of, count: generate.records };
    demo::fill(config, plan).await?;
    Ok(ExitCode::SUCCESS)
}
