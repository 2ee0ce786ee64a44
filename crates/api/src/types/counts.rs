//! Counts by field on the wire.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::reference::Reference;
use super::text::Text;

/// How many, and the filters that list them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tallied {
    /// How many there are.
    pub count: u64,
    /// For how many of them the filter in `counted` holds; only if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<u64>,
    /// The filter that lists just these records, the one that was asked for included; absent: no filter can say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// The filter that lists what `counted` counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_filter: Option<String>,
}

/// What the records of a group have in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shared {
    /// A state, an option, `true` or `false`, a record's identity, the first day of a day or week, a month as 2026-11, or an age in
    /// days: `0`, `1-3`, `4-7`, `8-30`, `31-`. Null: they have no value; by age: they are open no longer.
    pub value: Option<String>,
    /// What it is called.
    pub label: Text,
    /// The record that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
}

/// Some of the records.
#[derive(Debug, Serialize, ToSchema)]
pub struct Group {
    /// What they have in common: of `by`, then of `split_by`.
    pub shared: Vec<Shared>,
    /// How many they are.
    #[serde(flatten)]
    pub tallied: Tallied,
}

/// A group of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListGroup {
    /// Its value as counts have it, `-` where its records have none, `*` where they are in no other group.
    pub id: String,
    /// What it is called; absent: it is the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// The record that its records name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// How many records it has.
    pub count: u64,
    /// The filter that lists them alone; absent: none can say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// Records of one group that follow one another on a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListRun {
    /// The group.
    pub id: String,
    /// How many of its records.
    pub rows: usize,
}

impl From<&yuheng_app::grouped::Section> for ListGroup {
    fn from(section: &yuheng_app::grouped::Section) -> Self {
        let shared = section.shared.as_ref();
        Self {
            id: section.id.clone(),
            label: shared.map(|shared| Text::from(&shared.label)),
            reference: shared.and_then(|shared| shared.reference.as_ref()).map(Reference::from),
            count: section.tallied.count,
            filter: section.tallied.filter.clone(),
        }
    }
}

impl From<&yuheng_app::grouped::Run> for ListRun {
    fn from(run: &yuheng_app::grouped::Run) -> Self {
        Self { id: run.id.clone(), rows: run.rows }
    }
}

/// Counts by field.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// The groups in which there is something, in the order of a list sorted by the fields: ascending, states and options by their
    /// ids, records by their identities, ages the youngest first, what has no value last.
    pub groups: Vec<Group>,
    /// Of each group that is split, what is in none of its parts: of more than 20 values to split by the smaller ones, and what
    /// names a record that the reader may not see. `shared` says the group alone. Absent: there is nothing of the kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub remainders: Vec<Group>,
    /// What is in none of the groups and remainders: of more than 200 values the smaller ones, of times the earlier; and what names
    /// a record that the reader may not see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Tallied>,
    /// All together.
    pub total: Tallied,
    /// When it was counted.
    #[schema(value_type = String)]
    pub as_of: Timestamp,
}

impl From<yuheng_app::counts::Tallied> for Tallied {
    fn from(tallied: yuheng_app::counts::Tallied) -> Self {
        let yuheng_app::counts::Tallied { count, counted, filter, counted_filter } = tallied;
        Self { count, counted, filter, counted_filter }
    }
}

impl From<yuheng_app::counts::GroupCount> for Group {
    fn from(group: yuheng_app::counts::GroupCount) -> Self {
        let shared = group.shared.into_iter().map(|shared| Shared {
            value: shared.value,
            label: Text::from(&shared.label),
            reference: shared.reference.as_ref().map(Reference::from),
        });
        Self { shared: shared.collect(), tallied: group.tallied.into() }
    }
}

impl From<yuheng_app::counts::Counts> for Counts {
    fn from(counts: yuheng_app::counts::Counts) -> Self {
        Self {
            groups: counts.groups.into_iter().map(Group::from).collect(),
            remainders: counts.remainders.into_iter().map(Group::from).collect(),
            others: counts.others.map(Tallied::from),
            total: counts.total.into(),
            as_of: counts.as_of,
        }
    }
}
