//! Counts by field: by what a process's records can be grouped, which group a record belongs to, what the group is called and
//! the expression that lists just its records. Pure: days are those of the organisation's zone, `today` is an argument.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Unit};
use uuid::Uuid;
use yuheng_definition::expression::{Node, Path, RecordPath};
use yuheng_definition::{FieldId, FieldKind, Label, OptionId, Process, StateId, Value, nearest};

use crate::RecordId;

/// By what records are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// As it is asked for: `state`, `opened_at:month`, `age`.
    pub name: String,
    /// What is read of each record.
    pub path: Path,
    /// How it is read.
    pub kind: GroupKind,
    /// States that were called otherwise before, by what they were called: they are one group.
    renamed: BTreeMap<String, String>,
}

/// How what is grouped by is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// A state or an option.
    Word,
    /// Yes or no.
    Truth,
    /// A record.
    Reference,
    /// A day that a field holds, by this stretch.
    Day(Stretch),
    /// An instant, by the stretch in which its day lies.
    Instant(Stretch),
    /// How many days ago what is open was opened.
    Age,
}

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// A day.
    Day,
    /// Seven, from Monday.
    Week,
    /// A month of the calendar.
    Month,
}

/// What a store reads of a record to group it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupCell {
    /// Yes or no.
    Truth(bool),
    /// A text.
    Text(String),
    /// An identity.
    Id(RecordId),
    /// A day.
    Day(Date),
}

/// A group, in the order of a list sorted by the field: what lacks it comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Where it is so, or not.
    Truth(bool),
    /// With this state or option.
    Word(String),
    /// That names this record.
    Reference(RecordId),
    /// Of the stretch that begins on this day.
    From(Date),
    /// Open for so long: a place in [`AGES`].
    Age(usize),
    /// That has no value; grouped by age: that is open no longer.
    Without,
}

/// The ranges of age: value, the least and the most days since the day of opening, label. The youngest first.
const AGES: [(&str, i32, Option<i32>, &str, &str); 5] = [
    ("0", 0, Some(0), "今天", "Today"),
    ("1-3", 1, Some(3), "1～3 天", "1–3 days"),
    ("4-7", 4, Some(7), "4～7 天", "4–7 days"),
    ("8-30", 8, Some(30), "8～30 天", "8–30 days"),
    ("31-", 31, None, "超过 30 天", "Over 30 days"),
];

/// What every record has and can be grouped by, beside its fields.
const PLAIN: [(&str, RecordPath, GroupKind); 3] = [
    ("state", RecordPath::State, GroupKind::Word),
    ("is_open", RecordPath::IsOpen, GroupKind::Truth),
    ("opened_by", RecordPath::OpenedBy, GroupKind::Reference),
];

/// The instants that every record may have.
const INSTANTS: [(&str, RecordPath); 5] = [
    ("opened_at", RecordPath::OpenedAt),
    ("updated_at", RecordPath::UpdatedAt),
    ("due_at", RecordPath::DueAt),
    ("resolved_at", RecordPath::ResolvedAt),
    ("closed_at", RecordPath::ClosedAt),
];

const STRETCHES: [(&str, Stretch); 3] = [("day", Stretch::Day), ("week", Stretch::Week), ("month", Stretch::Month)];

/// The word for grouping by age.
const AGE: &str = "age";

impl Grouping {
    /// Reads `name` for the records of `process`, of whose fields those for which `is_hidden` holds are not there.
    ///
    /// # Errors
    /// In words: nothing is called so, or it can't be grouped by, or the stretch is missing or one too many.
    pub fn of(name: &str, process: &Process, is_hidden: impl Fn(&FieldId) -> bool) -> Result<Self, Label> {
        let (id, stretch) = match name.split_once(':') {
            Some((id, stretch)) => (id, Some(stretch)),
            None => (name, None),
        };
        let field = process.fields.get(id).filter(|field| !is_hidden(&field.id));
        let (path, kind) = if let Some((_, path, kind)) = PLAIN.iter().find(|(known, ..)| *known == id) {
            (Path::Record(*path), *kind)
        } else if let Some((_, path)) = INSTANTS.iter().find(|(known, _)| *known == id) {
            (Path::Record(*path), GroupKind::Instant(Stretch::Day))
        } else if id == AGE {
            (Path::Record(RecordPath::OpenedAt), GroupKind::Age)
        } else if let Some(field) = field {
            let kind = match &field.kind {
                FieldKind::Choice { .. } => GroupKind::Word,
                FieldKind::Boolean => GroupKind::Truth,
                FieldKind::Reference { .. } => GroupKind::Reference,
                FieldKind::Date => GroupKind::Day(Stretch::Day),
                FieldKind::Timestamp => GroupKind::Instant(Stretch::Day),
                _ => return Err(not_by(id)),
            };
            (Path::Field(field.id.clone()), kind)
        } else {
            return Err(unknown(id, Self::names(process, is_hidden)));
        };
        let kind = match (kind, stretch) {
            (GroupKind::Day(_), Some(text)) => GroupKind::Day(stretched(id, text)?),
            (GroupKind::Instant(_), Some(text)) => GroupKind::Instant(stretched(id, text)?),
            (GroupKind::Day(_) | GroupKind::Instant(_), None) => return Err(without_stretch(id)),
            (_, Some(_)) => return Err(no_time(id)),
            (kind, None) => kind,
        };
        let renamed = match path {
            Path::Record(RecordPath::State) => process.renamed_states.iter(),
            _ => return Ok(Self { name: name.to_owned(), path, kind, renamed: BTreeMap::new() }),
        };
        let renamed = renamed.map(|(before, now)| (before.to_string(), now.to_string())).collect();
        Ok(Self { name: name.to_owned(), path, kind, renamed })
    }

    /// Everything that the records of `process` can be grouped by; of what is a time, without the stretch.
    pub fn names(process: &Process, is_hidden: impl Fn(&FieldId) -> bool) -> impl Iterator<Item = &str> {
        let by = |kind: &FieldKind| {
            matches!(
                kind,
                FieldKind::Choice { .. }
                    | FieldKind::Boolean
                    | FieldKind::Reference { .. }
                    | FieldKind::Date
                    | FieldKind::Timestamp
            )
        };
        let fields = process.fields.values().filter(move |field| by(&field.kind) && !is_hidden(&field.id));
        let plain = PLAIN.iter().map(|(name, ..)| *name).chain(INSTANTS.iter().map(|(name, _)| *name)).chain([AGE]);
        plain.chain(fields.map(|field| field.id.as_str()))
    }

    /// Whether its groups follow one another in time.
    #[must_use]
    pub const fn is_time(&self) -> bool {
        matches!(self.kind, GroupKind::Day(_) | GroupKind::Instant(_))
    }

    /// The group of a record of which `cell` was read.
    #[must_use]
    pub fn group(&self, cell: Option<GroupCell>, today: Date) -> Group {
        match (self.kind, cell) {
            (_, None) => Group::Without,
            (GroupKind::Age, Some(GroupCell::Day(day))) => Group::Age(age(day, today)),
            (GroupKind::Day(stretch) | GroupKind::Instant(stretch), Some(GroupCell::Day(day))) => {
                Group::From(stretch.first(day))
            }
            (_, Some(GroupCell::Truth(truth))) => Group::Truth(truth),
            (_, Some(GroupCell::Id(id))) => Group::Reference(id),
            (GroupKind::Reference, Some(GroupCell::Text(text))) => {
                Uuid::parse_str(&text).map_or(Group::Without, |id| Group::Reference(RecordId(id)))
            }
            (_, Some(GroupCell::Text(text))) => Group::Word(self.renamed.get(&text).cloned().unwrap_or(text)),
            (_, Some(GroupCell::Day(day))) => Group::From(day),
        }
    }

    /// The value of a group on the wire; none: it has none.
    #[must_use]
    pub fn value(&self, group: &Group) -> Option<String> {
        Some(match group {
            Group::Truth(truth) => truth.to_string(),
            Group::Word(word) => word.clone(),
            Group::Reference(id) => id.to_string(),
            Group::From(day) => match self.stretch() {
                Stretch::Month => day.strftime("%Y-%m").to_string(),
                Stretch::Day | Stretch::Week => day.to_string(),
            },
            Group::Age(at) => AGES.get(*at)?.0.to_owned(),
            Group::Without => return None,
        })
    }

    /// What a group is called; one of a record is called as the record is.
    #[must_use]
    pub fn label(&self, group: &Group, process: &Process) -> Label {
        match group {
            Group::Truth(true) => Label::new("是", "Yes"),
            Group::Truth(false) => Label::new("否", "No"),
            Group::Word(word) => self.word(word, process).unwrap_or_else(|| Label::new(word, word)),
            Group::Reference(id) => Label { zh: id.to_string(), en: id.to_string() },
            Group::From(day) => {
                let text = match self.stretch() {
                    Stretch::Week => format!("{day} – {}", self.last(*day).strftime("%m-%d")),
                    Stretch::Day | Stretch::Month => self.value(group).unwrap_or_default(),
                };
                Label { zh: text.clone(), en: text }
            }
            Group::Age(at) => AGES.get(*at).map_or_else(Label::default, |(.., zh, en)| Label::new(zh, en)),
            Group::Without if self.kind == GroupKind::Age => Label::new("已结束", "No longer open"),
            Group::Without => Label::new("无", "None"),
        }
    }

    /// The expression that holds for the records of a group and for no others.
    #[must_use]
    pub fn condition(&self, group: &Group) -> String {
        let id = self.name.split(':').next().unwrap_or_default();
        match group {
            Group::Truth(true) if id == "is_open" => "record.is_open".to_owned(),
            Group::Truth(false) if id == "is_open" => "!record.is_open".to_owned(),
            Group::Truth(truth) => format!("record.{id} == {truth}"),
            Group::Word(word) => match self.words(word).as_slice() {
                [_] => format!("record.{id} == \"{word}\""),
                words => format!("record.{id} in [\"{}\"]", words.join("\", \"")),
            },
            Group::Reference(record) => format!("record.{id} == \"{record}\""),
            Group::From(day) => {
                let next = self.last(*day).tomorrow().unwrap_or(Date::MAX);
                format!("record.{id} >= \"{day}\" && record.{id} < \"{next}\"")
            }
            Group::Age(at) => opened_ago(*at),
            Group::Without if self.kind == GroupKind::Age => "!record.is_open".to_owned(),
            Group::Without => format!("!has(record.{id})"),
        }
    }

    /// The condition of a group that names a word or a record, also one that no expression can name any more; of others none: their
    /// expression says it.
    #[must_use]
    pub fn node(&self, group: &Group) -> Option<Node> {
        let is = |value: &str| Node::equal(Node::Path(self.path.clone()), Node::Literal(Value::from(value)));
        match group {
            Group::Word(word) => Some(Node::any(self.words(word).into_iter().map(is))),
            Group::Reference(id) => Some(is(&id.to_string())),
            _ => None,
        }
    }

    /// The group whose [`Self::value`] this is.
    #[must_use]
    pub fn parse(&self, value: &str) -> Option<Group> {
        match self.kind {
            GroupKind::Word => Some(Group::Word(value.to_owned())),
            GroupKind::Truth => value.parse().ok().map(Group::Truth),
            GroupKind::Reference => Uuid::parse_str(value).ok().map(|id| Group::Reference(RecordId(id))),
            GroupKind::Day(Stretch::Month) | GroupKind::Instant(Stretch::Month) => {
                format!("{value}-01").parse().ok().map(Group::From)
            }
            GroupKind::Day(_) | GroupKind::Instant(_) => value.parse().ok().map(Group::From),
            GroupKind::Age => AGES.iter().position(|(age, ..)| *age == value).map(Group::Age),
        }
    }

    /// The place of a state or option among those that the definition has; what it has no longer comes after them. Of others all
    /// are alike: their names or their days say which comes first.
    #[must_use]
    pub fn rank(&self, group: &Group, process: &Process) -> usize {
        let Group::Word(word) = group else { return 0 };
        let place = match &self.path {
            Path::Field(field) => match process.fields.get(field).map(|field| &field.kind) {
                Some(FieldKind::Choice { options }) => options.get_index_of(word.as_str()),
                _ => None,
            },
            _ => process.states.get_index_of(word.as_str()),
        };
        place.unwrap_or(usize::MAX)
    }

    /// A state as it is called now and was before; an option is called one way.
    fn words<'w>(&'w self, word: &'w str) -> Vec<&'w str> {
        let before = self.renamed.iter().filter(|(_, now)| *now == word).map(|(before, _)| before.as_str());
        std::iter::once(word).chain(before).collect()
    }

    /// The expression that holds for what lies before a group's stretch, where groups follow one another in time.
    #[must_use]
    pub fn before(&self, group: &Group) -> Option<String> {
        let id = self.name.split(':').next()?;
        match group {
            Group::From(day) => Some(format!("record.{id} < \"{day}\"")),
            _ => None,
        }
    }

    /// The expression that holds for what is in none of `groups`, where they are of words or records; of others none says it.
    #[must_use]
    pub fn beyond(&self, groups: &[Group]) -> Option<String> {
        let mut named = Vec::new();
        let mut has_value = None;
        for group in groups {
            match group {
                Group::Word(word) => named.extend(self.words(word).into_iter().map(str::to_owned)),
                Group::Reference(record) => named.push(record.to_string()),
                Group::Without if self.kind != GroupKind::Age => has_value = Some(format!("has(record.{})", self.name)),
                _ => return None,
            }
        }
        let others = (!named.is_empty()).then(|| format!("!(record.{} in [\"{}\"])", self.name, named.join("\", \"")));
        let parts: Vec<_> = others.into_iter().chain(has_value).collect();
        (!parts.is_empty()).then(|| parts.join(" && "))
    }

    const fn stretch(&self) -> Stretch {
        match self.kind {
            GroupKind::Day(stretch) | GroupKind::Instant(stretch) => stretch,
            _ => Stretch::Day,
        }
    }

    /// The last day of the stretch that begins on `day`.
    fn last(&self, day: Date) -> Date {
        let span = match self.stretch() {
            Stretch::Day => 1.day(),
            Stretch::Week => 7.days(),
            Stretch::Month => 1.month(),
        };
        day.checked_add(span).and_then(Date::yesterday).unwrap_or(Date::MAX)
    }

    fn word(&self, word: &str, process: &Process) -> Option<Label> {
        match &self.path {
            Path::Field(field) => match &process.fields.get(field)?.kind {
                FieldKind::Choice { options } => options.get(&OptionId::from(word)).cloned(),
                _ => None,
            },
            _ => {
                let now = process.renamed_states.get(word).cloned().unwrap_or_else(|| StateId::from(word));
                process.states.get(&now).map(|state| state.label.clone())
            }
        }
    }
}

impl Stretch {
    /// The first day of the stretch in which `day` lies.
    fn first(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
        }
    }
}

/// The place among the ages of what was opened on `day`.
fn age(day: Date, today: Date) -> usize {
    let days = day.until((Unit::Day, today)).map_or(0, |span| span.get_days()).max(0);
    AGES.iter().position(|(_, _, most, ..)| most.is_none_or(|most| days <= most)).unwrap_or_default()
}

/// Open, and opened as many days ago as the age at `at` says.
fn opened_ago(at: usize) -> String {
    let Some((_, least, most, ..)) = AGES.get(at) else { return "false".to_owned() };
    let since = most.map(|most| {
        if most == 0 {
            " && record.opened_at >= today".to_owned()
        } else {
            format!(" && record.opened_at >= today - days({most})")
        }
    });
    let before = match least {
        0 => String::new(),
        1 => " && record.opened_at < today".to_owned(),
        least => format!(" && record.opened_at < today - days({})", least - 1),
    };
    format!("record.is_open{}{before}", since.unwrap_or_default())
}

fn stretched(id: &str, text: &str) -> Result<Stretch, Label> {
    let known = STRETCHES.iter().find(|(word, _)| *word == text).map(|(_, stretch)| *stretch);
    known.ok_or_else(|| without_stretch(id))
}

fn without_stretch(id: &str) -> Label {
    Label {
        zh: format!("`{id}` 是时间，须写明按天、周还是月：`{id}:day`、`{id}:week` 或 `{id}:month`"),
        en: format!("`{id}` is a time: write `{id}:day`, `{id}:week` or `{id}:month`"),
    }
}

fn no_time(id: &str) -> Label {
    Label {
        zh: format!("`{id}` 不是时间，后面不能写 `:`"),
        en: format!("`{id}` is no time: nothing may stand after it"),
    }
}

fn not_by(id: &str) -> Label {
    Label {
        zh: format!("不能按 `{id}` 分组：只能按状态、选项、是否、引用和时间"),
        en: format!("records can't be grouped by `{id}`: only by states, choices, yes or no, references and times"),
    }
}

fn unknown<'n>(id: &str, names: impl Iterator<Item = &'n str>) -> Label {
    let (zh, en) = nearest(id, names)
        .map_or_else(Default::default, |like| (format!("；是否想用 `{like}`？"), format!("; did you mean `{like}`?")));
    Label { zh: format!("没有字段 `{id}`{zh}"), en: format!("there is no field `{id}`{en}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{process, state};
    use yuheng_definition::{Field, StateKind};

    fn of(name: &str) -> Result<Grouping, Label> {
        let fields = vec![Field::plain("planned_on", FieldKind::Date), Field::plain("cost", FieldKind::Decimal)];
        let process = process("incident", "INC", fields, Vec::new(), Vec::new());
        Grouping::of(name, &process, |field| field.as_str() == "secret")
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_says_by_which_stretch_and_nothing_else_does() {
        assert_eq!(of("opened_at:month").unwrap().kind, GroupKind::Instant(Stretch::Month));
        assert_eq!(of("planned_on:week").unwrap().kind, GroupKind::Day(Stretch::Week));
        assert!(of("opened_at").unwrap_err().en.contains("opened_at:month"));
        assert!(of("opened_at:hour").is_err());
        assert!(of("state:day").unwrap_err().en.contains("no time"));
        assert!(of("cost").unwrap_err().en.contains("can't be grouped"));
        assert!(of("stat").unwrap_err().en.contains("did you mean `state`"));
        assert!(of("secret").unwrap_err().en.contains("no field"));
    }

    #[test]
    fn a_group_says_what_lists_it() {
        let check = |name: &str, cell: Option<GroupCell>, expected: &str| {
            let by = of(name).unwrap();
            let group = by.group(cell, day("2026-11-27"));
            assert_eq!(format!("{} {}", by.value(&group).unwrap_or_default(), by.condition(&group)), expected);
        };
        let on = |text: &str| Some(GroupCell::Day(day(text)));
        check(
            "opened_at:month",
            on("2026-11-27"),
            "2026-11 record.opened_at >= \"2026-11-01\" && record.opened_at < \"2026-12-01\"",
        );
        check(
            "planned_on:week",
            on("2026-11-29"),
            "2026-11-23 record.planned_on >= \"2026-11-23\" && record.planned_on < \"2026-11-30\"",
        );
        check("planned_on:day", None, " !has(record.planned_on)");
        check("age", on("2026-11-27"), "0 record.is_open && record.opened_at >= today");
        check(
            "age",
            on("2026-11-24"),
            "1-3 record.is_open && record.opened_at >= today - days(3) && record.opened_at < today",
        );
        check(
            "age",
            on("2026-11-23"),
            "4-7 record.is_open && record.opened_at >= today - days(7) && record.opened_at < today - days(3)",
        );
        check("age", on("2026-01-01"), "31- record.is_open && record.opened_at < today - days(30)");
        check("age", None, " !record.is_open");
        check("is_open", Some(GroupCell::Truth(true)), "true record.is_open");
        check("state", Some(GroupCell::Text("new".to_owned())), "new record.state == \"new\"");
    }

    #[test]
    fn a_state_is_one_group_under_all_its_names() {
        let mut incident = process(
            "incident",
            "INC",
            Vec::new(),
            vec![state("new", StateKind::Open), state("done", StateKind::Closed)],
            Vec::new(),
        );
        incident.renamed_states.insert(StateId::from("fresh"), StateId::from("new"));
        let by = Grouping::of("state", &incident, |_| false).unwrap();
        let group = by.group(Some(GroupCell::Text("fresh".to_owned())), day("2026-11-27"));
        assert_eq!(group, Group::Word("new".to_owned()));
        assert_eq!(by.condition(&group), "record.state in [\"new\", \"fresh\"]");
        assert_eq!(by.rank(&Group::Word("done".to_owned()), &incident), 1);
        assert_eq!(by.rank(&Group::Word("gone".to_owned()), &incident), usize::MAX);
    }

    #[test]
    fn what_is_in_none_of_some_groups_can_be_said_of_words_and_records() {
        let check = |name: &str, groups: &[Group], expected: Option<&str>| {
            assert_eq!(of(name).unwrap().beyond(groups).as_deref(), expected, "{name}");
        };
        let word = |word: &str| Group::Word(word.to_owned());
        check("state", &[word("new"), word("done")], Some("!(record.state in [\"new\", \"done\"])"));
        check("state", &[word("new"), Group::Without], Some("!(record.state in [\"new\"]) && has(record.state)"));
        check("state", &[], None);
        check("planned_on:day", &[Group::From(day("2026-11-27"))], None);
        check("age", &[Group::Age(0), Group::Without], None);
    }

    #[test]
    fn a_group_is_read_back_from_its_value() {
        let check = |name: &str, value: &str| {
            let by = of(name).unwrap();
            assert_eq!(by.parse(value).and_then(|group| by.value(&group)).as_deref(), Some(value), "{name}");
        };
        check("opened_at:month", "2026-11");
        check("planned_on:week", "2026-11-23");
        check("age", "31-");
        check("is_open", "false");
        check("state", "new");
        assert_eq!(of("age").unwrap().parse("2"), None);
    }
}
