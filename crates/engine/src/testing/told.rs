//! What has happened on the stage, as lines of text.

use std::fmt::Write as _;

use yuheng_definition::Value;

use super::Stage;
use crate::explain::Explain;
use crate::{Actor, EntryDraft, OfferId, Record, RecordId, WriteSet};

impl Stage {
    pub(super) fn describe_set(&self, set: &WriteSet) -> String {
        let mut told = String::new();
        for write in &set.writes {
            let record = &self.records[&write.record.id];
            for entry in &write.entries {
                let _ = writeln!(told, "{} {}", record.label, self.describe_entry(entry));
            }
        }
        for message in &set.outbox {
            let to: Vec<_> = message.to.iter().map(|id| self.name(*id)).collect();
            let _ = writeln!(told, "→ {} {}", to.join(" "), message.reason);
        }
        told
    }

    fn describe_entry(&self, entry: &EntryDraft) -> String {
        let mut told = format!("{:?}", entry.action).to_lowercase();
        if let Some((from, to)) = &entry.moved {
            let _ = write!(told, " {from}→{to}");
        }
        for (field, change) in &entry.changes {
            let value = change.value.as_ref().map_or_else(|| "∅".to_owned(), |value| self.value(value));
            let _ = write!(told, " {field}={value}");
        }
        for clock in &entry.clocks {
            let _ = write!(told, " [{} {}]", clock.clock, format!("{:?}", clock.event).to_lowercase());
        }
        if let Some((body, audience)) = &entry.comment {
            let _ = write!(told, " {}:{body}", format!("{audience:?}").to_lowercase());
        }
        if let Some(vote) = &entry.vote {
            let deputy = vote.deputy.map(|id| format!(" by {}", self.name(id))).unwrap_or_default();
            let agrees = if vote.agrees { "agrees" } else { "returns" };
            let _ = write!(told, " {}{deputy} {agrees}", self.name(vote.voter));
            let _ = vote.step.iter().try_for_each(|step| write!(told, " at {step}"));
            let _ = vote.to_step.iter().try_for_each(|step| write!(told, " to {step}"));
        }
        if let Some(reason) = &entry.reason {
            let _ = write!(told, " ({reason})");
        }
        told
    }

    fn value(&self, value: &Value) -> String {
        let name = value.as_text().and_then(|text| text.parse().ok()).map(|id| self.name(RecordId(id)));
        match (name, value) {
            (Some(name), _) => name,
            (None, Value::Text(text)) => text.clone(),
            (None, other) => serde_json::to_string(other).unwrap_or_default(),
        }
    }

    fn name(&self, id: RecordId) -> String {
        if id == Actor::SYSTEM {
            return "system".to_owned();
        }
        self.records.get(&id).map_or_else(|| id.to_string(), |record| record.label.clone())
    }

    pub(super) fn offers(&self, actor: &str, record: Option<RecordId>) -> String {
        let Some(record) = record else { return String::new() };
        let offers = match self.offers_of(&self.actor(actor), record) {
            Ok(offers) => offers,
            Err(rejection) => return format!("rejected: {rejection}\n"),
        };
        let process = self.definitions.process(self.records[&record].process.as_str());
        let explain = Explain { definitions: &self.definitions, process: process.map(std::convert::AsRef::as_ref) };
        let mut told = String::new();
        for offer in offers {
            let id = match &offer.id {
                OfferId::Vote(_) => "vote".to_owned(),
                OfferId::Withdraw(_) => "withdraw".to_owned(),
                OfferId::Urge(_) => "urge".to_owned(),
                OfferId::AddSigner(_) => "add_signer".to_owned(),
                OfferId::HandOn(_) => "hand_on".to_owned(),
                OfferId::Copy(_) => "copy".to_owned(),
                other => other.to_string(),
            };
            let why = offer.missing.as_ref().map(|missing| explain.missing(missing).en);
            let _ = writeln!(told, "{id}{}", why.map(|why| format!(": {why}")).unwrap_or_default());
        }
        told
    }

    pub(super) fn describe(&self, record: &Record) -> String {
        let mut told = format!("{} {} v{} n{}", record.label, record.state, record.version, record.n);
        for (field, value) in &record.fields {
            let _ = write!(told, " {field}={}", self.value(value));
        }
        for approval in &record.approvals {
            let step = approval.step.as_ref().map(|step| format!(" at {step}")).unwrap_or_default();
            let outcome = format!("{:?}", approval.outcome).to_lowercase();
            let _ = write!(told, " [{} {outcome}{step}]", approval.transition);
        }
        if let Some(reason) = &record.voided {
            let _ = write!(told, " void ({reason})");
        }
        told.push('\n');
        told
    }
}
