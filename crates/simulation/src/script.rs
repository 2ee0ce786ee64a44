//! One thing that happens, from its opening to its end: who is in it, its words, and what is still to come. All chance in
//! it is its own, so that what else happens makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use yuheng_definition::{FieldId, Value};
use yuheng_engine::RecordId;

use crate::Chance;
use crate::story::{Alternatives, Case, Given, Opening, Scenario, Scene, Step, Story};
use crate::text::{Piece, pieces};

/// What keys of files stand for.
pub type Keys = BTreeMap<String, RecordId>;

/// How deep words may hold words.
const DEEPEST: u8 = 6;

/// One thing that happens.
#[derive(Debug)]
pub struct Script<'s> {
    story: &'s Story,
    scenario: &'s Scenario,
    /// What exactly it is.
    case: Option<&'s Case>,
    scene: &'s Scene,
    /// How it began.
    pub opening: &'s Opening,
    steps: Vec<&'s Step>,
    next: usize,
    /// How long things take, in percent.
    pub slow: u32,
    cast: BTreeMap<&'s str, RecordId>,
    drawn: BTreeMap<String, String>,
    /// The records that belong to it, by the name that steps know them by.
    records: BTreeMap<&'s str, RecordId>,
    /// Its chance.
    pub chance: Chance,
}

/// What the first record is called.
const FIRST: &str = "";

impl<'s> Script<'s> {
    /// Draws how `scenario` goes at `scene`; none when it can't begin.
    #[must_use]
    pub fn draw(
        story: &'s Story,
        scenario: &'s Scenario,
        scene: &'s Scene,
        mut chance: Chance,
        slow: u32,
    ) -> Option<Self> {
        let openings = scenario.openings.iter().map(|(id, weight)| (id, u64::from(*weight)));
        let opening = chance.weighed(openings)?;
        let opening = story.opening.iter().find(|known| known.id == *opening)?;
        let flow = chance.weighed(story.flows(scenario));
        let steps = flow.into_iter().flat_map(|flow| story.steps(flow)).chain(&scenario.steps).collect();
        let case = chance.pick(&scenario.case);
        let (cast, drawn, records) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Some(Self { story, scenario, case, scene, opening, steps, next: 0, slow, cast, drawn, records, chance })
    }

    /// What it is.
    #[must_use]
    pub fn process(&self) -> &'s str {
        &self.scenario.process
    }

    /// Whose hours it keeps.
    #[must_use]
    pub const fn scene(&self) -> &'s Scene {
        self.scene
    }

    /// What it is called in the story.
    #[must_use]
    pub fn name(&self) -> &'s str {
        &self.scenario.id
    }

    /// The next step, if it comes to one. Those that chance leaves out are passed over.
    pub fn advance(&mut self) -> Option<&'s Step> {
        while let Some(step) = self.steps.get(self.next) {
            self.next += 1;
            if step.chance == 0 || self.chance.happens(step.chance) {
                return Some(step);
            }
        }
        None
    }

    /// The step that is now to be done.
    #[must_use]
    pub fn step(&self) -> Option<&'s Step> {
        self.next.checked_sub(1).and_then(|place| self.steps.get(place)).copied()
    }

    /// The records that belong to it.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.records.values().copied()
    }

    /// The record that a step calls so; without a name the first.
    #[must_use]
    pub fn record(&self, name: Option<&str>) -> Option<RecordId> {
        self.records.get(name.unwrap_or(FIRST)).copied()
    }

    /// Notes what steps call a record; without a name it is the first.
    pub fn call(&mut self, name: Option<&'s str>, record: RecordId) {
        self.records.insert(name.unwrap_or(FIRST), record);
    }

    /// Who is called so: drawn when first asked for, the same from then on. Nobody plays two parts where there is somebody else,
    /// of the scenario or of the whole story.
    pub fn person(&mut self, name: &'s str, keys: &Keys) -> Option<RecordId> {
        if let Some(key) = name.strip_prefix('@') {
            return keys.get(key).copied();
        }
        if let Some(known) = self.cast.get(name) {
            return Some(*known);
        }
        let own = self.story.casting(self.scenario, self.scene, name)?;
        let general = self.story.cast.get(name).map_or(&[][..], Vec::as_slice);
        let known = |names: &[String]| -> Vec<RecordId> {
            names.iter().filter_map(|name| keys.get(name.strip_prefix('@')?).copied()).collect()
        };
        let taken: BTreeSet<RecordId> = self.cast.values().copied().collect();
        let free = |people: Vec<RecordId>| people.into_iter().filter(|id| !taken.contains(id)).collect::<Vec<_>>();
        let candidates = [free(known(own)), free(known(general)), known(own)];
        let id = *self.chance.pick(candidates.iter().find(|people| !people.is_empty())?)?;
        self.cast.insert(name, id);
        Some(id)
    }

    /// The values with which it is opened.
    pub fn opened_with(&mut self, keys: &Keys, today: Date) -> BTreeMap<FieldId, Value> {
        let mut values = self.values(&self.opening.fields, keys, today);
        values.extend(self.values(&self.scenario.fields, keys, today));
        if let Some(case) = self.case {
            values.extend(self.values(&case.fields, keys, today));
        }
        values
    }

    /// Values, with what names and words in them stand for.
    pub fn values(&mut self, given: &'s Given, keys: &Keys, today: Date) -> BTreeMap<FieldId, Value> {
        let mut values = BTreeMap::new();
        for (field, value) in given {
            let one = match value {
                Value::List(some) => self.chance.pick(some).cloned(),
                other => Some(other.clone()),
            };
            let value = match one {
                Some(Value::Text(text)) => self.value(&text, given, keys, today),
                other => other,
            };
            values.extend(value.map(|value| (FieldId::from(field.as_str()), value)));
        }
        values
    }

    fn value(&mut self, text: &str, given: &'s Given, keys: &Keys, today: Date) -> Option<Value> {
        let Some(name) = text.strip_prefix('@') else { return Some(Value::from(self.text(text, today).as_str())) };
        if let Some(record) = self.records.get(name) {
            return Some(Value::from(record.to_string().as_str()));
        }
        if name == "first" {
            return self.record(None).map(|id| Value::from(id.to_string().as_str()));
        }
        // A name of the cast is looked for in the story, so that it lives as long as that does.
        let cast =
            given.values().flat_map(texts).find_map(|known| known.strip_prefix('@').filter(|known| *known == name));
        let person = cast.filter(|name| self.story.casting(self.scenario, self.scene, name).is_some());
        let id = match person {
            Some(name) => self.person(name, keys),
            None => keys.get(name).copied(),
        };
        id.map(|id| Value::from(id.to_string().as_str()))
    }

    /// A text, with what its words stand for.
    pub fn text(&mut self, text: &str, today: Date) -> String {
        self.told(text, today, DEEPEST)
    }

    fn told(&mut self, text: &str, today: Date, deep: u8) -> String {
        let mut told = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Plain(plain) => told.push_str(plain),
                Piece::Named("day", rest) => told.push_str(&self.day(rest, today)),
                Piece::Named(name, rest) => told.push_str(&self.word(name, rest, today, deep)),
            }
        }
        told
    }

    /// What a word stands for: drawn when first asked for. `word#2` is another of the same.
    fn word(&mut self, name: &str, rest: &str, today: Date, deep: u8) -> String {
        let known = format!("{name}{rest}");
        if let Some(drawn) = self.drawn.get(&known) {
            return drawn.clone();
        }
        let drawn = match self.story.word((self.scenario, self.case), self.scene, name) {
            Some(Alternatives::Range { from, to }) => self.chance.between(*from, *to).to_string(),
            Some(Alternatives::Texts(some)) if deep > 0 => {
                let first = self.drawn_place(name, some.len());
                let further = rest.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
                let text = some.get((first + further - 1) % some.len().max(1)).map_or("", String::as_str);
                self.told(text, today, deep - 1)
            }
            _ => String::new(),
        };
        self.drawn.insert(known, drawn.clone());
        drawn
    }

    /// Which of the alternatives of a word is the first one: kept, so that the second is another.
    fn drawn_place(&mut self, name: &str, count: usize) -> usize {
        let key = format!("{name} place");
        if let Some(place) = self.drawn.get(&key).and_then(|place| place.parse().ok()) {
            return place;
        }
        let place = usize::try_from(self.chance.below(count as u64)).unwrap_or_default();
        self.drawn.insert(key, place.to_string());
        place
    }

    /// The number of the first record, once it has one.
    pub fn numbered(&mut self, label: &str) {
        self.drawn.insert("number".to_owned(), label.to_owned());
    }

    /// A day so many after today, `+3` or `+3..10`.
    fn day(&mut self, rest: &str, today: Date) -> String {
        let (from, to) = rest.trim_start_matches('+').split_once("..").unwrap_or((rest.trim_start_matches('+'), ""));
        let from: i64 = from.parse().unwrap_or_default();
        let days = self.chance.between(from, to.parse().unwrap_or(from));
        today.checked_add(days.days()).unwrap_or(today).to_string()
    }

    /// When the step that comes next is done, if the one before was done at `at`.
    pub fn moment(
        &mut self,
        step: &Step,
        at: Timestamp,
        calendar: &yuheng_engine::calendar::DatedCalendar,
    ) -> Timestamp {
        step.after.unwrap_or(crate::story::Span::NONE).after(at, calendar, &mut self.chance, self.slow)
    }
}

/// The texts of a value.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let (one, some): (Option<&str>, &[Value]) = match value {
        Value::Text(text) => (Some(text), &[]),
        Value::List(items) => (None, items),
        _ => (None, &[]),
    };
    one.into_iter().chain(some.iter().filter_map(Value::as_text))
}
