//! The configuration: built-in values, then a TOML file, then `YUHENG_…` in the environment, then flags; each wins over
//! the ones before it. Unknown keys are refused.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use clap::parser::ValueSource;
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
    /// The folder that backups are written to, better on another disk [default: backups in the data folder]
    #[arg(long, global = true, env = "YUHENG_BACKUP_FOLDER", value_name = "DIR", hide_short_help = true)]
    pub backup_folder: Option<PathBuf>,
    /// At what time of the day a backup is made, in the organisation's zone; `off`: never by itself [default: 02:30]
    #[arg(long, global = true, env = "YUHENG_BACKUP_AT", value_name = "HH:MM", hide_short_help = true)]
    pub backup_at: Option<String>,
    /// Of how many days a backup is kept, beside one of each of four weeks [default: 7]
    #[arg(long, global = true, env = "YUHENG_BACKUP_KEEP", value_name = "N", hide_short_help = true)]
    pub backup_keep: Option<u32>,
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
    /// The folder for backups.
    pub backup_folder: PathBuf,
    /// When backups are made.
    pub backup_at: BackupAt,
    /// Of how many days a backup is kept.
    pub backup_keep: u32,
}

/// When backups are made by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupAt {
    /// At this time, which nobody has set: on a simulated clock, never.
    Default(jiff::civil::Time),
    /// At this time of the day.
    Set(jiff::civil::Time),
    /// Never.
    Off,
}

impl BackupAt {
    fn of(text: Option<&str>) -> Result<Self> {
        match text {
            None => Ok(Self::Default(jiff::civil::time(2, 30, 0, 0))),
            Some("off") => Ok(Self::Off),
            Some(text) => text.parse().map(Self::Set).map_err(|_| {
                words::plain(&Label::new(
                    &format!("backup_at 不能是 {text}：请写一天中的时刻，如 02:30，或 off"),
                    &format!("backup_at can't be `{text}`: a time of the day such as 02:30, or off"),
                ))
            }),
        }
    }

    /// The time of the day, of a program whose clock is the machine's.
    #[must_use]
    pub const fn time(self) -> Option<jiff::civil::Time> {
        match self {
            Self::Default(at) | Self::Set(at) => Some(at),
            Self::Off => None,
        }
    }
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
        let data = first(&flags.data, &file.data).unwrap_or_else(|| PathBuf::from("data"));
        Ok(Self {
            backup_folder: first(&flags.backup_folder, &file.backup_folder).unwrap_or_else(|| data.join("backups")),
            backup_at: BackupAt::of(first(&flags.backup_at, &file.backup_at).as_deref())?,
            backup_keep: flags.backup_keep.or(file.backup_keep).unwrap_or(7),
            data,
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

/// Where a setting's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag,
    /// The environment.
    Environment,
    /// The file.
    File,
}

impl Origin {
    /// In words.
    #[must_use]
    pub fn label(self, key: &str) -> Label {
        match self {
            Self::Flag => Label::new("命令行参数", "a flag"),
            Self::Environment => {
                let name = format!("YUHENG_{}", key.to_uppercase());
                Label { zh: format!("环境变量 {name}"), en: format!("{name} in the environment") }
            }
            Self::File => Label::new("设置文件", "the file"),
        }
    }
}

/// Where the value of each setting comes from that isn't the built-in one.
#[must_use]
pub fn origins(matches: &clap::ArgMatches, file: Option<&Path>) -> BTreeMap<String, Origin> {
    let keys =
        file.and_then(|path| std::fs::read_to_string(path).ok()).and_then(|text| text.parse::<toml::Table>().ok());
    let keys = keys.unwrap_or_default();
    let given = matches.subcommand().map_or(matches, |(_, given)| given);
    let of = |knob: String| {
        let origin = match given.value_source(&knob) {
            Some(ValueSource::CommandLine) => Origin::Flag,
            Some(ValueSource::EnvVariable) => Origin::Environment,
            _ if keys.contains_key(&knob) => Origin::File,
            _ => return None,
        };
        Some((knob, origin))
    };
    knobs().into_iter().filter_map(of).collect()
}

/// What each knob is called in the file.
fn knobs() -> Vec<String> {
    let command = Knobs::augment_args(clap::Command::new("knobs"));
    command.get_arguments().map(|argument| argument.get_id().to_string()).collect()
}

/// What the program's own build, tests and proofs say to each other by the environment.
const OF_TESTS: [&str; 5] =
    ["YUHENG_BUILD_WITHOUT_PAGE", "YUHENG_FAILPOINT", "YUHENG_PROGRAM", "YUHENG_TEST_POSTGRES", "YUHENG_URL"];

/// Refuses variables `YUHENG_…` that are no knob: what is misspelt would silently not be set. Those that a Kubernetes service
/// named `yuheng` puts there are nobody's mistake: they set nothing, and are given back to be spoken of.
///
/// # Errors
/// With the nearest name.
pub fn check_environment(variables: impl Iterator<Item = (String, String)>) -> Result<Vec<String>> {
    let mut known: Vec<String> = knobs().iter().map(|knob| format!("YUHENG_{}", knob.to_uppercase())).collect();
    known.push("YUHENG_CONFIG".to_owned());
    let mut of_others = Vec::new();
    for (name, value) in variables.filter(|(name, _)| name.starts_with("YUHENG_")) {
        if is_service_link(&name, &value) {
            of_others.push(name);
        } else if !known.contains(&name) && !OF_TESTS.contains(&name.as_str()) {
            return Err(unknown(&name, known.iter().map(String::as_str)));
        }
    }
    of_others.sort();
    Ok(of_others)
}

/// Whether Kubernetes sets such a variable for a service named `yuheng`, or one whose name begins so (`yuheng-web`).
fn is_service_link(name: &str, value: &str) -> bool {
    let ports = |rest: &str| {
        let mut parts = rest.split('_');
        let number = parts.next().is_some_and(|port| !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()));
        number && parts.next().is_some_and(|protocol| matches!(protocol, "TCP" | "UDP" | "SCTP"))
    };
    let port = |at: usize, mark: &str| match name.get(at + mark.len()..) {
        // A number of one's own here is somebody's mistake: the port belongs into `listen`.
        Some("") => value.contains("://"),
        rest => rest.and_then(|rest| rest.strip_prefix('_')).is_some_and(ports),
    };
    name.ends_with("_SERVICE_HOST")
        || name.ends_with("_SERVICE_PORT")
        || name.contains("_SERVICE_PORT_")
        || name.match_indices("_PORT").any(|(at, mark)| port(at, mark))
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
        let set = |name: &str, value: &str| check_environment(std::iter::once((name.to_owned(), value.to_owned())));
        let check = |name: &str| set(name, "tcp://10.0.0.1:80");
        let error = check("YUHENG_LISTN").unwrap_err().to_string();
        assert!(error.contains("did you mean `YUHENG_LISTEN`?"), "{error}");
        for link in [
            "YUHENG_PORT",
            "YUHENG_SERVICE_HOST",
            "YUHENG_SERVICE_PORT_HTTP",
            "YUHENG_PORT_8080_TCP_ADDR",
            "YUHENG_WEB_PORT",
        ] {
            assert_eq!(check(link).unwrap(), [link], "of Kubernetes");
        }
        assert!(set("YUHENG_PORT", "8081").is_err(), "a port that somebody meant to set");
        assert!(check("YUHENG_PORTS").is_err() && check("YUHENG_PORT_HTTP").is_err());
        for fine in ["YUHENG_CONFIG", "YUHENG_UPLOAD_MEGABYTES", "YUHENG_TEST_POSTGRES", "HOME"] {
            assert!(check(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn the_time_of_the_backup_is_a_time_or_off() {
        let at = |text: Option<&str>| BackupAt::of(text).map(BackupAt::time);
        assert_eq!(at(None).unwrap(), Some(jiff::civil::time(2, 30, 0, 0)));
        assert_eq!(at(Some("23:15")).unwrap(), Some(jiff::civil::time(23, 15, 0, 0)));
        assert_eq!(at(Some("off")).unwrap(), None);
        assert!(at(Some("at night")).unwrap_err().to_string().contains("02:30"));
    }

    #[test]
    fn a_flag_wins_over_the_built_in_value() {
        let flags = Knobs { zone: Some("Europe/Berlin".to_owned()), ..Knobs::default() };
        let config = Config::load(&flags, None).unwrap();
        assert_eq!(config.zone.iana_name(), Some("Europe/Berlin"));
        assert_eq!(config.listen.port(), 8080);
    }
}
