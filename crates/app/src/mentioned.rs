//! Whom what was said mentions, named to whoever reads it: a number after an `@` says nothing to a customer.

use std::collections::BTreeMap;

use yuheng_engine::{Person, RecordId, mention};
use yuheng_store::{HistoryEntry, Told};

use crate::Caller;

/// Whom each entry mentions, by the entry's number.
pub(crate) type Mentioned = BTreeMap<u64, Vec<RecordId>>;

/// Whom what was said with `entries` mentions, as far as `caller` may be told their names.
pub(crate) fn mentioned(caller: &Caller, entries: &[HistoryEntry]) -> Mentioned {
    let said = entries.iter().filter_map(|entry| Some((entry, body(entry)?)));
    let named = said.map(|(entry, body)| {
        let speaker = entry.on_behalf_of.unwrap_or(entry.actor);
        (entry.n, named(caller, speaker, body).map(|(id, _)| id).collect())
    });
    named.filter(|(_, people): &(u64, Vec<_>)| !people.is_empty()).collect()
}

/// The people whom `speaker` names by their numbers, as far as `caller` may be told who that is.
fn named<'c>(caller: &'c Caller, speaker: RecordId, said: &'c str) -> impl Iterator<Item = (RecordId, &'c Person)> {
    let numbers = mention::numbers(said);
    // Most texts name nobody: people are looked through for the others alone.
    let people = (!numbers.is_empty()).then(|| caller.in_force.world.people.iter()).into_iter().flatten();
    people
        .filter(move |(_, person)| numbers.contains(&*person.number) && may_be_told(caller, speaker, person))
        .map(|(id, person)| (*id, person))
}

/// A customer learns the names of its own people, and of those whom the provider's people name to it. Were it told whom its own
/// words mention, it could ask for the names of all: of a speaker who is not in force any more nobody can say whose it was.
fn may_be_told(caller: &Caller, speaker: RecordId, person: &Person) -> bool {
    let is_told = || caller.in_force.world.people.get(&speaker).is_some_and(|speaker| speaker.customer.is_none());
    caller.actor.knows(person) || (caller.actor.may_name(person) && is_told())
}

/// What `speaker` said, with names in the place of numbers, as far as `caller` may be told them.
pub(crate) fn with_names(caller: &Caller, speaker: RecordId, said: &str) -> String {
    let names: BTreeMap<&str, &str> =
        named(caller, speaker, said).map(|(_, person)| (&*person.number, &*person.name)).collect();
    mention::with_names(said, |number| names.get(number).copied())
}

fn body(entry: &HistoryEntry) -> Option<&str> {
    match &entry.comment {
        Some((_, Told::Value(body))) => Some(body),
        _ => None,
    }
}
