//! Counts by field: of what somebody may see, how many hold each value, and the filter that lists just those
//! (docs/adr/0031-boards.md).

mod given;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use yuheng_definition::expression::{Expression, Schema, bind};
use yuheng_definition::{Action, Label, Process};
use yuheng_engine::{Group, GroupCell, Grouping, RecordFacts, access, failpoint};
use yuheng_store::{GroupQuery, GroupRow};

use given::{Given, Shares, Sum, earlier, plus};

use crate::lists::{Ask, checked, listed_by};
use crate::view::{Reference, References};
use crate::{App, Caller, Error, Result};

/// Until how many hours from now on the zone's offsets are known: ten years.
const AHEAD: i64 = 10 * 366 * 24;

/// What is asked of counts, beside the list that they are of.
#[derive(Clone, Debug, Default)]
pub struct CountsAsk {
    /// By what: a field's id, of a time with `:day`, `:week` or `:month`.
    pub by: Option<String>,
    /// By what each group is split.
    pub split_by: Option<String>,
    /// A filter: for how many it holds is counted apart.
    pub counted: Option<String>,
}

/// How many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// How many there are.
    pub count: u64,
    /// For how many of them what is counted apart holds; none: nothing is.
    pub counted: Option<u64>,
    /// The filter that lists them; none: none can say it.
    pub filter: Option<String>,
    /// The filter that lists what is counted apart.
    pub counted_filter: Option<String>,
}

/// What the records of a group have in common.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The value; none: they have none.
    pub value: Option<String>,
    /// What it is called.
    pub label: Label,
    /// The record that it is.
    pub reference: Option<Reference>,
}

/// A group of records.
pub struct GroupCount {
    /// What they have in common: by what was asked first, then by what it is split by.
    pub shared: Vec<Shared>,
    /// How many they are.
    pub tallied: Tallied,
}

/// Counts by field.
pub struct Counts {
    /// The groups, in the order of a list sorted by the fields: ascending, what lacks a value last.
    pub groups: Vec<GroupCount>,
    /// Of each group that is split, what is in none of its parts: with what the group has in common.
    pub remainders: Vec<GroupCount>,
    /// What is in none of the groups and none of the remainders.
    pub others: Option<Tallied>,
    /// All of it.
    pub total: Tallied,
    /// When it was counted.
    pub as_of: Timestamp,
}

/// Filters over one list.
struct Filters<'a> {
    asked: Option<&'a str>,
    counted: Option<&'a str>,
    schema: Schema,
}

impl App {
    /// How many of a list's records hold each value of one or two fields.
    ///
    /// # Errors
    /// No such process may be seen, a filter can't be read, what is grouped by isn't there or is hidden on some record, or too
    /// many records would have to be counted.
    pub async fn counts(&self, caller: &Caller, process: &str, ask: &Ask, counts: &CountsAsk) -> Result<Counts> {
        self.counts_with(caller, (process, Action::View), ask, counts).await
    }

    /// The same of those with which `action` may be done.
    pub(crate) async fn counts_with(
        &self,
        caller: &Caller,
        (process, action): (&str, Action),
        ask: &Ask,
        counts: &CountsAsk,
    ) -> Result<Counts> {
        let definitions = &caller.in_force.definitions;
        let query = self.query(caller, Some(process), action, ask).await?;
        let query = self.in_folder(query, caller, ask.folder).await?;
        let process = self.process(caller, process)?;
        let context = self.context(caller, None);
        let hidden = access::sometimes_masked(&context, &process);
        let by = groupings(&process, counts, |field| hidden.contains(field))?;
        let said = |text: &'_ Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let (asked, apart) = (said(&ask.filter), said(&counts.counted));
        let named = [asked.as_deref(), apart.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let schema = listed_by(Schema::of(&process), definitions, &hidden);
        let schema = schema.with_numbers(self.numbers_in(caller, &named).await?);
        let node = apart.as_deref().map(|text| checked(text, &schema).map_err(of_counted)).transpose()?;
        let node = node.map(|checked| bind(&checked.root, &RecordFacts::of(&context, None)));
        let filters = Filters { asked: asked.as_deref(), counted: apart.as_deref(), schema };
        let as_of = self.now();
        let mut rows = Vec::new();
        for arm in query.arms {
            let offsets = offsets(&self.zone(), as_of);
            rows.extend(
                self.store.count_by(&GroupQuery { arm, by: by.clone(), counted: node.clone(), offsets }).await?,
            );
        }
        let today = self.today();
        let total = rows.iter().fold((0, 0), |sum, row| plus(sum, (row.count, row.counted)));
        let gathered = gathered(&by, rows, today);
        let mut given = by.first().map(|first| Given::of(&gathered, first.is_time())).unwrap_or_default();
        let references = self.references_of(caller, given.first.iter().chain(&given.second)).await?;
        given.keep_told(&references);
        let Shares { whole, remainders, left } = if by.is_empty() { Shares::default() } else { given.shares(gathered) };
        let beyond = by.first().and_then(|by| earlier(by, &given, &left));
        let others = left.into_iter().map(|(_, sum)| sum).fold((0, 0), plus);
        let shared = |groups: &[Group]| {
            by.iter().zip(groups).map(|(by, group)| shared(by, group, &process, &references)).collect()
        };
        let groups = whole.into_iter().map(|(groups, sum)| {
            let conditions: Vec<_> = by.iter().zip(&groups).map(|(by, group)| by.condition(group)).collect();
            GroupCount { shared: shared(&groups), tallied: filters.tallied(sum, Some(&conditions)) }
        });
        let parts: Vec<Group> = given.second.iter().cloned().collect();
        let unlike = by.get(1).and_then(|split| split.beyond(&parts));
        let remainders = remainders.into_iter().map(|(group, sum)| {
            let of_group = by.first().map(|by| by.condition(&group));
            let conditions = of_group.zip(unlike.clone()).map(|(group, unlike)| vec![group, unlike]);
            GroupCount { shared: shared(&[group]), tallied: filters.tallied(sum, conditions.as_deref()) }
        });
        Ok(Counts {
            groups: groups.collect(),
            remainders: remainders.collect(),
            others: (others.0 > 0).then(|| filters.tallied(others, beyond.map(|one| vec![one]).as_deref())),
            total: filters.tallied(total, Some(&[])),
            as_of,
        })
    }

    async fn references_of(&self, caller: &Caller, groups: impl Iterator<Item = &Group>) -> Result<References> {
        let ids: BTreeSet<_> = groups
            .filter_map(|group| match group {
                Group::Reference(id) => Some(*id),
                _ => None,
            })
            .collect();
        self.references(caller, ids).await
    }
}

impl Filters<'_> {
    /// A sum with the filters that list it: what was asked for, and all of `conditions`; without those none can say it.
    fn tallied(&self, (count, counted): Sum, conditions: Option<&[String]>) -> Tallied {
        let filter = conditions.and_then(|conditions| self.said(conditions, None));
        let counted_filter = conditions.filter(|_| self.counted.is_some());
        let counted_filter = counted_filter.and_then(|conditions| self.said(conditions, self.counted));
        Tallied { count, counted: self.counted.map(|_| counted), filter, counted_filter }
    }

    /// The expression of all parts, if lists can read it: it may be too long, or name an option that there is no longer.
    fn said(&self, conditions: &[String], counted: Option<&str>) -> Option<String> {
        let whole = self.asked.into_iter().chain(counted);
        let parts: Vec<String> = match (self.asked, counted, conditions) {
            (Some(asked), None, []) => vec![asked.to_owned()],
            _ => whole.map(bracketed).chain(conditions.iter().cloned()).collect(),
        };
        let text = if parts.is_empty() { "true".to_owned() } else { parts.join(" && ") };
        Expression::check(&text, &self.schema).is_ok().then_some(text)
    }
}

/// An expression that stays whole beside others: what is a conjunction is one already.
fn bracketed(text: &str) -> String {
    if text.contains("||") || text.contains('?') { format!("({text})") } else { text.to_owned() }
}

fn groupings(
    process: &Process,
    asked: &CountsAsk,
    is_hidden: impl Fn(&yuheng_definition::FieldId) -> bool,
) -> Result<Vec<Grouping>> {
    let read = |name: &'static str, text: &Option<String>| -> Result<Option<Grouping>> {
        let text = text.as_deref().filter(|text| !text.is_empty());
        let read = text.map(|text| Grouping::of(text, process, &is_hidden)).transpose();
        read.map_err(|said| Error::Parameter { name, said })
    };
    let (by, split) = (read("by", &asked.by)?, read("split_by", &asked.split_by)?);
    if by.is_none() && split.is_some() {
        return Err(Error::parameter("by", "有 split_by 时须写 by", "has to be given where split_by is"));
    }
    Ok(by.into_iter().chain(split).collect())
}

fn of_counted(error: Error) -> Error {
    match error {
        Error::Parameter { said, .. } => Error::Parameter { name: "counted", said },
        other => other,
    }
}

/// Rows by their groups.
fn gathered(by: &[Grouping], rows: Vec<GroupRow>, today: jiff::civil::Date) -> BTreeMap<Vec<Group>, Sum> {
    let mut groups: BTreeMap<Vec<Group>, Sum> = BTreeMap::new();
    for row in rows {
        let cells = by.iter().zip(row.cells).map(|(by, cell): (&Grouping, Option<GroupCell>)| by.group(cell, today));
        let sum = groups.entry(cells.collect()).or_default();
        *sum = plus(*sum, (row.count, row.counted));
    }
    groups
}

fn shared(by: &Grouping, group: &Group, process: &Process, references: &References) -> Shared {
    let reference = match group {
        Group::Reference(id) => references.get(id).cloned(),
        _ => None,
    };
    let label = match &reference {
        Some(Reference { title, .. }) => Label { zh: title.to_string(), en: title.to_string() },
        None => by.label(group, process),
    };
    Shared { value: by.value(group), label, reference }
}

/// A zone's offsets since 1970: from which instant on, how much is added to UTC, in microseconds.
fn offsets(zone: &TimeZone, now: Timestamp) -> Vec<(i64, i64)> {
    if failpoint::armed("app.counts_days_of_nowhere") {
        return Vec::new();
    }
    let micros = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * 1_000_000;
    let until = now + jiff::SignedDuration::from_hours(AHEAD);
    let first = (i64::MIN, micros(zone.to_offset(Timestamp::UNIX_EPOCH)));
    let later = zone.following(Timestamp::UNIX_EPOCH).take_while(|change| change.timestamp() < until);
    let later = later.map(|change| (change.timestamp().as_microsecond(), micros(change.offset())));
    std::iter::once(first).chain(later).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_s_offsets_hold_its_summer_times() {
        let now: Timestamp = "2026-11-27T08:00:00Z".parse().unwrap();
        let of = |zone: &str| offsets(&TimeZone::get(zone).unwrap(), now);
        assert_eq!(of("UTC"), [(i64::MIN, 0)]);
        assert_eq!(of("Asia/Shanghai").last().map(|(_, by)| *by), Some(8 * 3_600_000_000));
        let berlin = of("Europe/Berlin");
        let at: i64 = "2026-10-25T01:00:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        assert!(berlin.contains(&(at, 3_600_000_000)), "{berlin:?}");
        assert!(berlin.is_sorted());
    }
}
