//! Whom what was said mentions, named to whoever reads it: a number after an `@` says nothing to a customer.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{Person, RecordId, mention};
use yuheng_store::{HistoryEntry, Told};

use crate::Caller;

/// Whom each entry mentions, by the entry's number.
pub(crate) type Mentioned = BTreeMap<u64, Vec<RecordId>>;

/// Whom what was said with `entries` mentions, as far as `caller` may be told their names.
pub(crate) fn mentioned(caller: &Caller, entries: &[HistoryEntry]) -> Mentioned {
    let speaker = |entry: &HistoryEntry| entry.on_behalf_of.unwrap_or(entry.actor);
    let said = |entry: &HistoryEntry| Some((entry.n, speaker(entry), body(entry)?.to_owned()));
    let said: Vec<(u64, RecordId, String)> = entries.iter().filter_map(said).collect();
    let numbers: BTreeSet<&str> = said.iter().flat_map(|(.., body)| mention::numbers(body)).collect();
    if numbers.is_empty() {
        return Mentioned::new();
    }
    let people = &caller.in_force.world.people;
    let known = people.iter().filter(|(_, person)| numbers.contains(person.number.as_str()));
    let known: BTreeMap<&str, (RecordId, &Person)> =
        known.map(|(id, person)| (person.number.as_str(), (*id, person))).collect();
    let named = said.iter().map(|(n, speaker, body)| {
        let found = mention::numbers(body).into_iter().filter_map(|number| known.get(number));
        let told = found.filter(|(_, person)| may_be_told(caller, *speaker, person));
        (*n, told.map(|(id, _)| *id).collect())
    });
    named.collect()
}

/// A customer learns the names of its own people, and of those whom the provider's people name to it. Were it told whom its own
/// words mention, it could ask for the names of all: of a speaker who is not in force any more nobody can say whose it was.
fn may_be_told(caller: &Caller, speaker: RecordId, person: &Person) -> bool {
    let is_told = || caller.in_force.world.people.get(&speaker).is_some_and(|speaker| speaker.customer.is_none());
    caller.actor.knows(person) || (caller.actor.may_name(person) && is_told())
}

/// What `speaker` said, with names in the place of numbers, as far as `caller` may be told them.
pub(crate) fn with_names(caller: &Caller, speaker: RecordId, said: &str) -> String {
    let numbers = mention::numbers(said);
    if numbers.is_empty() {
        return said.to_owned();
    }
    let people = caller.in_force.world.people.values();
    let told = people.filter(|person| numbers.contains(&*person.number) && may_be_told(caller, speaker, person));
    let names: BTreeMap<&str, &str> = told.map(|person| (&*person.number, &*person.name)).collect();
    mention::with_names(said, |number| names.get(number).copied())
}

fn body(entry: &HistoryEntry) -> Option<&str> {
    match &entry.comment {
        Some((_, Told::Value(body))) => Some(body),
        _ => None,
    }
}
