//! Whether all names in a story stand for something: parts, flows, openings, scenes, shapes, words and people.

use yuheng_definition::{Label, Problem, Value};

use super::{Case, Scenario, Scene, Step, Story};
use crate::text::placeholders;

/// Words that stand for something by themselves.
pub const BUILT_IN: [&str; 2] = ["number", "day"];

impl Story {
    /// All that is wrong with it.
    pub(super) fn faults(&self) -> Vec<Problem> {
        let mut faults = Vec::new();
        for scene in self.scene.iter().filter(|scene| self.shape.iter().all(|shape| shape.id != scene.shape)) {
            faults.push(unknown(&scene.id, &scene.shape));
        }
        for flow in &self.flow {
            let lost = flow.parts.iter().filter(|id| self.part.iter().all(|part| part.id != **id));
            faults.extend(lost.map(|id| unknown(&flow.id, id)));
        }
        for scenario in &self.scenario {
            self.of_scenario(scenario, &mut faults);
        }
        faults
    }

    fn of_scenario(&self, scenario: &Scenario, faults: &mut Vec<Problem>) {
        let mut lost: Vec<&str> = Vec::new();
        lost.extend(
            scenario.scenes.iter().filter(|id| self.scene.iter().all(|scene| scene.id != **id)).map(String::as_str),
        );
        lost.extend(
            scenario.openings.keys().filter(|id| self.opening.iter().all(|it| it.id != **id)).map(String::as_str),
        );
        lost.extend(scenario.flows.keys().filter(|id| self.flow.iter().all(|it| it.id != **id)).map(String::as_str));
        faults.extend(lost.into_iter().map(|id| unknown(&scenario.id, id)));
        if scenario.openings.is_empty() {
            faults.push(unknown(&scenario.id, "openings"));
        }
        for scene in self.scenes(scenario) {
            match &scenario.case[..] {
                [] => self.of_texts((scenario, None), scene, faults),
                cases => cases.iter().for_each(|case| self.of_texts((scenario, Some(case)), scene, faults)),
            }
        }
    }

    /// The words and people of all that may be said and done in a scenario at a scene.
    fn of_texts(&self, (scenario, case): (&Scenario, Option<&Case>), scene: &Scene, faults: &mut Vec<Problem>) {
        let flows = self.flows(scenario).filter(|(_, weight)| *weight > 0);
        let steps = flows.flat_map(|(flow, _)| self.steps(flow)).chain(&scenario.steps);
        let (mut texts, mut names): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for step in steps {
            of_step(step, &mut texts, &mut names);
        }
        let openings = self.opening.iter().filter(|opening| scenario.openings.contains_key(&opening.id));
        let given = scenario.fields.values().chain(openings.clone().flat_map(|opening| opening.fields.values()));
        given
            .chain(case.into_iter().flat_map(|case| case.fields.values()))
            .for_each(|value| of_value(value, &mut texts));
        names.extend(openings.map(|opening| opening.by.as_str()));
        for name in names {
            if !name.starts_with('@') && self.casting(scenario, scene, name).is_none() {
                faults.push(unknown(&scenario.id, name));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        while let Some(text) = texts.pop() {
            for name in placeholders(text).filter(|name| !BUILT_IN.contains(name)) {
                match self.word((scenario, case), scene, name) {
                    None => faults.push(unknown(&format!("{} ({})", scenario.id, scene.id), name)),
                    Some(super::Alternatives::Texts(more)) if seen.insert(name) => {
                        texts.extend(more.iter().map(String::as_str));
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

fn of_step<'a>(step: &'a Step, texts: &mut Vec<&'a str>, names: &mut Vec<&'a str>) {
    names.push(&step.by);
    texts.extend([&step.say, &step.note, &step.opinion, &step.void].into_iter().flatten().map(String::as_str));
    step.fields.values().for_each(|value| of_value(value, texts));
}

fn of_value<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Text(text) => texts.push(text),
        Value::List(items) => items.iter().for_each(|item| of_value(item, texts)),
        _ => {}
    }
}

fn unknown(place: &str, name: &str) -> Problem {
    let message = Label::new(
        &format!("剧情 {place}：{name} 没有对应的内容"),
        &format!("the story's {place}: {name} stands for nothing"),
    );
    Problem { file: "demo/story".to_owned(), line: 0, message, nearest: None }
}
