//! Scenarios: text in, text out, in simulated time, on the shipped definitions and their first content, in memory.
//!
//! ```text
//! at 2026-11-20 17:50                              time goes on, and the engine looks at whatever is due on the way
//! away until 2026-11-23 10:00                      the same with the engine switched off; it looks afterwards
//! tick                                             the engine looks at every record, due or not
//! cast eva(incident_manager, staff)                somebody who is there but does nothing yet
//! as ann(service_desk): create incident title="VPN down" customer=ACME impact=high urgency=high
//! as bob(engineer, staff): start INC1              a transition; whoever is named first is made, with these roles
//! as joe@ACME: comment INC1 public "Still down"    a customer's contact
//! show INC1                                        state and clocks
//! why INC1 resolution                              the pieces of time until the clock is due
//! agreement gold customer=ACME calendar=cn_7x24 incident.resolution.p1=240
//! contract ACME agreement=gold services=VPN        from=, until=: days
//! calendar early zone=Asia/Shanghai hours="monday-friday 08:00-12:00 13:00-17:00"
//! day 2026-12-31 half 09:00-12:00                  a special day: off, working, half
//! ```
//! Times are those of Shanghai. A calendar or day that is said again replaces the old one; running clocks follow.

mod content;
mod show;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use yuheng_definition::Definitions;
use yuheng_engine::testing::Stage;
use yuheng_engine::{RecordId, WriteSet};

/// The verbs that the stage knows; any other is a transition.
const VERBS: [&str; 14] = [
    "create", "update", "do", "comment", "relate", "unrelate", "attach", "void", "convert", "vote", "withdraw", "urge",
    "actions", "show",
];

/// A company in memory, in simulated time.
pub struct Scenario {
    stage: Stage,
    /// When each record next has to be looked at.
    looks: BTreeMap<RecordId, Timestamp>,
    /// What has been told so far.
    told: String,
}

/// Runs a scenario and gives back what happened; a line that can't be read is told in place of the rest.
#[must_use]
pub fn run(script: &str) -> String {
    let told = Scenario::new().and_then(|mut scenario| {
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            scenario.line(line).with_context(|| line.to_owned())?;
        }
        Ok(scenario.told)
    });
    told.unwrap_or_else(|error| format!("{error:#}\n"))
}

impl Scenario {
    /// The shipped definitions and first content, the customers ACME and ZETA, the service VPN; on the first day of 2025.
    ///
    /// # Errors
    /// When what ships is wrong.
    pub fn new() -> Result<Self> {
        let mut stage = Stage::new(definitions()?);
        stage.now = instant("2025-01-01 00:00")?;
        content::shipped(&mut stage)?;
        for name in ["ACME", "ZETA"] {
            stage.stand(name, "customer", "in_force", &[("title", name.into())]);
        }
        stage.stand("VPN", "service", "in_force", &[("title", "VPN".into())]);
        content::rebuild(&mut stage)?;
        Ok(Self { stage, looks: BTreeMap::new(), told: String::new() })
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "at" => self.pass_until(instant(rest)?),
            "away" => {
                self.stage.now = instant(rest.trim_start_matches("until").trim_start())?;
                self.pass_until(self.stage.now)
            }
            "tick" => {
                self.look_at_all();
                Ok(())
            }
            "as" => self.act(rest),
            "cast" => {
                self.cast(rest);
                Ok(())
            }
            "show" => {
                self.told += &show::record(&self.stage, rest);
                Ok(())
            }
            "why" => {
                self.told += &show::why(&self.stage, rest)?;
                Ok(())
            }
            "agreement" | "contract" | "calendar" | "day" => {
                content::say(&mut self.stage, verb, rest)?;
                self.retarget()
            }
            _ => bail!("unknown: `{verb}`"),
        }
    }

    /// Lets time pass, and the engine look at each record when it is due.
    fn pass_until(&mut self, until: Timestamp) -> Result<()> {
        while let Some((at, id)) = self.looks.iter().map(|(id, at)| (*at, *id)).min().filter(|(at, _)| *at <= until) {
            self.stage.now = self.stage.now.max(at);
            self.looks.remove(&id);
            let label = self.stage.records.get(&id).map(|record| record.label.clone()).context("no such record")?;
            self.ask(&format!("system: tick {label}"));
        }
        self.stage.now = self.stage.now.max(until);
        Ok(())
    }

    /// Has the engine look at every record that has clocks.
    fn look_at_all(&mut self) {
        let records = self.stage.records.values().filter(|record| !record.clocks.is_empty());
        let labels: Vec<_> = records.map(|record| record.label.clone()).collect();
        for label in labels {
            self.ask(&format!("system: tick {label}"));
        }
    }

    /// After a change of calendars or agreements.
    fn retarget(&mut self) -> Result<()> {
        let open: Vec<_> = self.looks.keys().copied().collect();
        for id in open {
            let label = self.stage.records.get(&id).map(|record| record.label.clone()).context("no such record")?;
            self.ask(&format!("system: retarget {label}"));
        }
        Ok(())
    }

    /// `ann(service_desk): start INC1`
    fn act(&mut self, line: &str) -> Result<()> {
        let (who, what) = line.split_once(':').context("it does not say who")?;
        let name = self.cast(who.trim());
        let (verb, rest) = what.trim().split_once(' ').unwrap_or((what.trim(), ""));
        let said = match rest.split_once(' ').unwrap_or((rest, "")) {
            (label, values) if !VERBS.contains(&verb) => format!("{name}: do {label} {verb} {values}"),
            _ => format!("{name}: {verb} {rest}"),
        };
        self.ask(&said);
        Ok(())
    }

    /// Brings somebody on the stage who is named for the first time; gives back the bare name.
    fn cast(&mut self, who: &str) -> String {
        let (who, roles) = who.trim_end_matches(')').split_once('(').unwrap_or((who, "staff"));
        let (name, customer) = who.split_once('@').map_or((who, None), |(name, customer)| (name, Some(customer)));
        if !self.stage.records.values().any(|record| record.label == name) {
            match customer {
                Some(customer) => self.stage.contact(name, self.stage.id(customer)),
                None => self.stage.person(name, &roles.split(',').map(str::trim).collect::<Vec<_>>()),
            };
        }
        name.to_owned()
    }

    /// Has the stage decide a line, and tells what came of it.
    fn ask(&mut self, line: &str) {
        self.stage.last = WriteSet::default();
        let told = self.stage.run(line);
        for write in &self.stage.last.writes {
            match write.next_at {
                Some(at) => self.looks.insert(write.record.id, at),
                None => self.looks.remove(&write.record.id),
            };
        }
        if self.stage.last.writes.is_empty() {
            self.told += told.strip_prefix("nothing\n").unwrap_or(&told);
        } else {
            self.told += &show::written(&self.stage);
        }
    }
}

/// The shipped definitions, read once for all scenarios.
fn definitions() -> Result<Definitions> {
    static SHIPPED: LazyLock<Result<Definitions, String>> =
        LazyLock::new(|| Definitions::shipped().map_err(|problems| format!("{problems:?}")));
    SHIPPED.as_ref().cloned().map_err(|problems| anyhow!("{problems}"))
}

/// `2026-11-20 17:50`, in the organisation's zone.
fn instant(text: &str) -> Result<Timestamp> {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let time: Time = time.trim().parse().context("no time")?;
    let at = DateTime::from_parts(day.parse().context("no date")?, time);
    Ok(at.in_tz(content::ZONE)?.timestamp())
}
