//! The configuration: built-in values, then a TOML file, then `YUHENG_…` in the environment, then flags; each wins over
//! the ones before it. Unknown keys are refused.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;
use yuheng_definition::{Label, nearest, stumble};

use crate::words;

/// What can be set. Every knob is a key of the file, a variable `YUHENG_<KEY>` and a flag.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Knobs {
    /// The folder in which everything is kept (store, attachments); made if it isn't there [default: data]
    #[arg(long, global = true, env = "YUHENG_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead of the store in the folder: postgres://user:password@host/name
    #[arg(long, global = true, env = "YUHENG_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// A folder of definitions instead of those in the program
    #[arg(long, global = true, env = "YUHENG_DEFINITIONS", value_name = "DIR")]
    pub definitions: Option<PathBuf>,
    /// The organisation's time zone: what "today" means [default: Asia/Shanghai]
    #[arg(long, global = true, env = "YUHENG_ZONE", value_name = "IANA NAME")]
    pub zone: Option<String>,
    /// How the log is written: text or json [default: text]
    #[arg(long, global = true, env = "YUHENG_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// What is logged: error, warn, info, debug, trace, or by module [default: info]
    #[arg(long, global = true, env = "YUHENG_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
    /// The address to listen at [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "YUHENG_LISTEN", value_name = "ADDR", hide_short_help = true)]
    pub listen: Option<SocketAddr>,
    /// The address at which users reach it, written into links [default: http:// and the address listened at]
    #[arg(long, global = true, env = "YUHENG_PUBLIC_URL", value_name = "URL", hide_short_help = true)]
    pub public_url: Option<String>,
    /// A token that lets a monitoring system on another machine read /metrics
    #[arg(
        long,
        global = true,
        env = "YUHENG_METRICS_TOKEN",
        value_name = "TOKEN",
        hide_short_help = true,
        hide_env_values = true
    )]
    pub metrics_token: Option<String>,
    /// The largest file that can be attached, in megabytes [default: 50]
    #[arg(long, global = true, env = "YUHENG_UPLOAD_MEGABYTES", value_name = "N", hide_short_help = true)]
    pub upload_megabytes: Option<u64>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs, one object a line.
    Json,
}

/// The configuration, complete.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder in which everything is kept.
    pub data: PathBuf,
    /// The PostgreSQL database, if it isn't the store in the folder.
    pub database: Option<String>,
    /// The folder of definitions, if they aren't those in the program.
    pub definitions: Option<PathBuf>,
    /// The organisation's zone.
    pub zone: jiff::tz::TimeZone,
    /// How the log is written.
    pub log_format: LogFormat,
    /// What is logged.
    pub log: String,
    /// The address to listen at.
    pub listen: SocketAddr,
    /// The address at which users reach it, if another.
    pub public_url: Option<String>,
    /// The token for `/metrics`.
    pub metrics_token: Option<String>,
    /// The largest attachment, in bytes.
    pub upload_bytes: u64,
}

impl Config {
    /// The configuration from `flags` (and the environment, which clap reads into them) over the file.
    ///
    /// # Errors
    /// When the file can't be read, or a value makes no sense.
    pub fn load(flags: &Knobs, file: Option<&Path>) -> Result<Self> {
        let file = file.map_or_else(|| Ok(Knobs::default()), read)?;
        let zone = first(&flags.zone, &file.zone).unwrap_or_else(|| "Asia/Shanghai".to_owned());
        let upload = flags.upload_megabytes.or(file.upload_megabytes).unwrap_or(50);
        Ok(Self {
            data: first(&flags.data, &file.data).unwrap_or_else(|| PathBuf::from("data")),
            database: first(&flags.database, &file.database),
            definitions: first(&flags.definitions, &file.definitions),
            zone: jiff::tz::TimeZone::get(&zone).with_context(|| format!("`{zone}` is no IANA time zone"))?,
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
            log: first(&flags.log, &file.log).unwrap_or_else(|| "info".to_owned()),
            listen: flags.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: first(&flags.public_url, &file.public_url),
            metrics_token: first(&flags.metrics_token, &file.metrics_token),
            upload_bytes: upload.saturating_mul(1024 * 1024),
        })
    }

    /// What links begin with: the public address, else where the program listens, or would.
    #[must_use]
    pub fn url(&self, listening: SocketAddr) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{listening}"));
        url.trim_end_matches('/').to_owned()
    }
}

fn read(path: &Path) -> Result<Knobs> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("无法读取设置文件 {0} / can't read the settings {0}", path.display()))?;
    parse(&text).with_context(|| format!("设置文件 {0} / the settings {0}", path.display()))
}

fn parse(text: &str) -> Result<Knobs> {
    let at = |error: &toml::de::Error| error.span().map(|span| span.start);
    let not_toml = |error: toml::de::Error| words::plain(&stumble::not_toml(text, at(&error), error.message()).1);
    let keys: toml::Table = toml::from_str(text).map_err(not_toml)?;
    let known = knobs();
    if let Some(key) = keys.keys().find(|key| !known.contains(key)) {
        return Err(unknown(key, known.iter().map(String::as_str)));
    }
    toml::from_str(text).map_err(|error| {
        let line = text.get(..at(&error).unwrap_or_default()).and_then(|before| before.rsplit('\n').next());
        let key = line.and_then(|line| line.split('=').next()).unwrap_or_default().trim().to_owned();
        let said = stumble::not_as_it_should_be(text, at(&error), error.message()).1;
        words::plain(&Label { zh: format!("{key}：{}", said.zh), en: format!("{key}: {}", said.en) })
    })
}

/// What each knob is called in the file.
fn knobs() -> Vec<String> {
    let command = Knobs::augment_args(clap::Command::new("knobs"));
    command.get_arguments().map(|argument| argument.get_id().to_string()).collect()
}

/// What the program's own build, tests and proofs say to each other by the environment.
const OF_TESTS: [&str; 5] =
    ["YUHENG_BUILD_WITHOUT_PAGE", "YUHENG_FAILPOINT", "YUHENG_PROGRAM", "YUHENG_TEST_POSTGRES", "YUHENG_URL"];

/// Refuses variables `YUHENG_…` that are no knob: what is misspelt would silently not be set.
///
/// # Errors
/// With the nearest name.
pub fn check_environment(names: impl Iterator<Item = String>) -> Result<()> {
    let mut known: Vec<String> = knobs().iter().map(|knob| format!("YUHENG_{}", knob.to_uppercase())).collect();
    known.push("YUHENG_CONFIG".to_owned());
    for name in names.filter(|name| name.starts_with("YUHENG_")) {
        if !known.contains(&name) && !OF_TESTS.contains(&name.as_str()) {
            return Err(unknown(&name, known.iter().map(String::as_str)));
        }
    }
    Ok(())
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> anyhow::Error {
    words::plain(&match nearest(name, known) {
        Some(nearest) => Label::new(
            &format!("没有设置项 {name}，是否指 {nearest}？"),
            &format!("there is no setting `{name}`; did you mean `{nearest}`?"),
        ),
        None => Label::new(
            &format!("没有设置项 {name}；yuheng serve --help 列出全部设置"),
            &format!("there is no setting `{name}`; `yuheng serve --help` lists them"),
        ),
    })
}

fn first<T: Clone>(one: &Option<T>, other: &Option<T>) -> Option<T> {
    one.clone().or_else(|| other.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_name() {
        let error = parse("databse = \"x\"").unwrap_err().to_string();
        assert!(error.contains("`databse`; did you mean `database`?"), "{error}");
        assert!(parse("").is_ok() && parse("log_format = \"json\"").is_ok());
    }

    #[test]
    fn an_unknown_variable_is_refused_with_the_nearest_name() {
        let check = |name: &str| check_environment(std::iter::once(name.to_owned()));
        let error = check("YUHENG_LISTN").unwrap_err().to_string();
        assert!(error.contains("did you mean `YUHENG_LISTEN`?"), "{error}");
        for fine in ["YUHENG_CONFIG", "YUHENG_UPLOAD_MEGABYTES", "YUHENG_TEST_POSTGRES", "HOME"] {
            assert!(check(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn a_flag_wins_over_the_built_in_value() {
        let flags = Knobs { zone: Some("Europe/Berlin".to_owned()), ..Knobs::default() };
        let config = Config::load(&flags, None).unwrap();
        assert_eq!(config.zone.iana_name(), Some("Europe/Berlin"));
        assert_eq!(config.listen.port(), 8080);
    }
}
