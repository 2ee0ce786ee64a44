//! The story of a year, as data: `demo/story/*.toml`. It says what happens; how it happens is acted out elsewhere, and
//! neither knows a process by name.

mod check;
mod span;

use std::collections::BTreeMap;

use serde::Deserialize;
use yuheng_definition::{Problem, Value, stumble};

pub use span::Span;

/// What a placeholder may stand for, by name.
pub type Words = BTreeMap<String, Alternatives>;
/// Whom a name may stand for, by `@key`.
pub type Cast = BTreeMap<String, Vec<String>>;
/// Values by field; of a list one is drawn.
pub type Given = BTreeMap<String, Value>;

/// What a placeholder may stand for.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Alternatives {
    /// A number between two.
    Range {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
    },
    /// One of several texts.
    Texts(Vec<String>),
}

/// A story.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Story {
    /// Words for all.
    pub words: Words,
    /// Those who act everywhere.
    pub cast: Cast,
    /// How days run.
    pub shape: Vec<Shape>,
    /// Customers, each with its people, words and hours.
    pub scene: Vec<Scene>,
    /// Times that were unlike others.
    pub spell: Vec<Spell>,
    /// Ways in which something begins.
    pub opening: Vec<Opening>,
    /// Pieces of a course.
    pub part: Vec<Part>,
    /// Courses that things take.
    pub flow: Vec<Flow>,
    /// What happens.
    pub scenario: Vec<Scenario>,
}

/// How a day runs: how much begins in each of its hours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Its name.
    pub id: String,
    /// On working days.
    pub working: [u32; 24],
    /// On all others.
    pub free: [u32; 24],
    /// In percent, from Monday to Sunday.
    pub weekdays: [u32; 7],
    /// In percent, from the 26th of a month on.
    pub month_end: u32,
}

/// A customer, with its people, words and hours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// Its name.
    pub id: String,
    /// How much of all begins here.
    pub share: u32,
    /// The calendar of its working hours.
    pub calendar: String,
    /// How its days run.
    pub shape: String,
    /// Its people.
    #[serde(default)]
    pub cast: Cast,
    /// Its words.
    #[serde(default)]
    pub words: Words,
}

/// A time that was unlike others, in days before the end of the year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// So many days before the end it began.
    pub from: u32,
    /// So many days before the end it was over.
    pub until: u32,
    /// How much began, in percent of the usual.
    #[serde(default = "hundred")]
    pub arrivals: u32,
    /// How long things took, in percent of the usual.
    #[serde(default = "hundred")]
    pub delays: u32,
    /// What happened more often, in percent, by scenario.
    #[serde(default)]
    pub more: BTreeMap<String, u32>,
}

const fn hundred() -> u32 {
    100
}

/// A way in which something begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Its name.
    pub id: String,
    /// Who opens it.
    pub by: String,
    /// Values given beside the scenario's.
    #[serde(default)]
    pub fields: Given,
}

/// A piece of a course.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub id: String,
    /// Step by step.
    pub steps: Vec<Step>,
}

/// A course that things take.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Its name.
    pub id: String,
    /// Of what it is the course.
    pub process: String,
    /// How often it is taken; 0: only where a scenario says so.
    pub weight: u32,
    /// Part by part.
    pub parts: Vec<String>,
}

/// One thing that somebody does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    /// Who does it.
    pub by: String,
    /// How long after the step before.
    pub after: Option<Span>,
    /// How often it is done, in percent; 0: always.
    pub chance: u8,
    /// On which of the records; none: on the first.
    pub on: Option<String>,
    /// Goes to another state.
    pub transition: Option<String>,
    /// Votes on the approval of a transition.
    pub vote: Option<String>,
    /// Whether the vote agrees.
    pub agrees: Option<bool>,
    /// Its opinion.
    pub opinion: Option<String>,
    /// Values given with the transition, the update or the record opened.
    pub fields: Given,
    /// Changes fields.
    pub update: bool,
    /// Says something that the customer reads.
    pub say: Option<String>,
    /// Notes something for one's own people.
    pub note: Option<String>,
    /// Takes it out of the figures, for this reason.
    pub void: Option<String>,
    /// Turns it into one of another process.
    pub convert: Option<String>,
    /// Opens one of another process.
    pub open: Option<String>,
    /// What later steps call the record that this one opens.
    pub key: Option<String>,
    /// Draws a relation to another of the records: its type, and which.
    pub relate: Option<(String, String)>,
}

/// What happens, and may happen more than once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub id: String,
    /// What it is.
    pub process: String,
    /// How often it happens.
    #[serde(default)]
    pub weight: u32,
    /// When it happens for certain.
    #[serde(default)]
    pub at: Vec<At>,
    /// Where; empty: everywhere.
    #[serde(default)]
    pub scenes: Vec<String>,
    /// How it begins, by weight.
    #[serde(default)]
    pub openings: BTreeMap<String, u32>,
    /// Which courses it takes, by weight; empty: any that its process takes.
    #[serde(default)]
    pub flows: BTreeMap<String, u32>,
    /// A course of its own, after the flow's.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Who acts in it.
    #[serde(default)]
    pub cast: Cast,
    /// Its values.
    pub fields: Given,
    /// Its words.
    #[serde(default)]
    pub words: Words,
    /// What exactly happens: one of these each time, so that what is reported, found and done belong together.
    #[serde(default)]
    pub case: Vec<Case>,
}

/// One of the things that a scenario may be.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    /// Its values, before the scenario's.
    pub fields: Given,
    /// Its words, before the scenario's.
    pub words: Words,
}

/// A moment, told from the end of the year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// So many days before; the last working day from there backwards.
    pub days: Option<u32>,
    /// At this time of that day.
    pub time: Option<jiff::civil::Time>,
    /// So many working minutes before.
    pub minutes: Option<i64>,
}

impl Story {
    /// Reads the files of a story, and checks that all names in it stand for something.
    ///
    /// # Errors
    /// With all that is wrong.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Problem>> {
        let (mut story, mut problems) = (Self::default(), Vec::new());
        for (path, text) in files {
            match toml::from_str::<Self>(text) {
                Ok(file) => story.add(file),
                Err(error) => {
                    let at = error.span().map(|span| span.start);
                    let (line, message) = stumble::not_as_it_should_be(text, at, error.message());
                    problems.push(Problem { file: path.to_owned(), line, message, nearest: None });
                }
            }
        }
        problems.extend(story.faults());
        if problems.is_empty() { Ok(story) } else { Err(problems) }
    }

    fn add(&mut self, file: Self) {
        self.words.extend(file.words);
        self.cast.extend(file.cast);
        self.shape.extend(file.shape);
        self.scene.extend(file.scene);
        self.spell.extend(file.spell);
        self.opening.extend(file.opening);
        self.part.extend(file.part);
        self.flow.extend(file.flow);
        self.scenario.extend(file.scenario);
    }

    /// The steps of the flow `id`, part by part.
    pub fn steps(&self, id: &str) -> impl Iterator<Item = &Step> {
        let parts = self.flow.iter().find(|flow| flow.id == id).into_iter().flat_map(|flow| &flow.parts);
        parts.filter_map(|id| self.part.iter().find(|part| part.id == *id)).flat_map(|part| &part.steps)
    }

    /// What may stand for `name` at a scene: the case's own before the scenario's before the scene's before everybody's.
    #[must_use]
    pub fn word<'a>(
        &'a self,
        (scenario, case): (&'a Scenario, Option<&'a Case>),
        scene: &'a Scene,
        name: &str,
    ) -> Option<&'a Alternatives> {
        let own = case.and_then(|case| case.words.get(name)).or_else(|| scenario.words.get(name));
        own.or_else(|| scene.words.get(name)).or_else(|| self.words.get(name))
    }

    /// Who may stand for `name` in a scenario at a scene.
    #[must_use]
    pub fn casting<'a>(&'a self, scenario: &'a Scenario, scene: &'a Scene, name: &str) -> Option<&'a [String]> {
        let found = scenario.cast.get(name).or_else(|| scene.cast.get(name)).or_else(|| self.cast.get(name));
        found.map(Vec::as_slice)
    }

    /// The scenes at which a scenario plays.
    pub fn scenes<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Scene> {
        self.scene.iter().filter(|scene| scenario.scenes.is_empty() || scenario.scenes.contains(&scene.id))
    }

    /// The flows that a scenario may take, by weight.
    pub fn flows<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = (&'a str, u64)> + Clone {
        let own = scenario.flows.iter().map(|(id, weight)| (id.as_str(), u64::from(*weight)));
        let usual = self.flow.iter().filter(|flow| scenario.flows.is_empty() && flow.process == scenario.process);
        own.chain(usual.map(|flow| (flow.id.as_str(), u64::from(flow.weight))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_story_can_be_read_and_has_much_to_tell() {
        let story = Story::read(crate::STORY.iter().copied()).unwrap();
        assert!(story.scenario.len() >= 60, "{} scenarios", story.scenario.len());
        let named: std::collections::BTreeSet<&str> = story.scenario.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(named.len(), story.scenario.len(), "each has a name of its own");
        assert!(story.spell.iter().flat_map(|spell| spell.more.keys()).all(|id| named.contains(id.as_str())));
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_told() {
        let text = "
            [[scene]]
            id = \"one\"
            share = 1
            calendar = \"@hours\"
            shape = \"day\"
            [[scenario]]
            id = \"lost\"
            process = \"case\"
            openings = { nowhere = 1 }
            fields = { title = \"{what} is gone\" }
        ";
        let told: Vec<String> =
            Story::read([("a.toml", text)]).unwrap_err().into_iter().map(|it| it.message.en).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().any(|told| told.contains("lost (one): what")), "{told:?}");
        let unread = Story::read([("a.toml", "[[scenario]]\nid = 3")]).unwrap_err();
        assert_eq!((unread[0].file.as_str(), unread[0].line), ("a.toml", 2));
    }
}
