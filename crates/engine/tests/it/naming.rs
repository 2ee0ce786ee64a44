//! What a decision reads beside its record: asked for once each, and the service that an item brings after it.

#![expect(clippy::unwrap_used, reason = "definitions that are other than they ship end the test")]

use std::collections::BTreeMap;

use yuheng_definition::{Definitions, Value};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Command, Heard, Naming, RecordId};

/// What is asked for of a request of that item, step by step.
fn asked(stage: &Stage, item: RecordId) -> Vec<Vec<RecordId>> {
    let process = stage.definitions.process("service_request").unwrap();
    let fields = BTreeMap::from([("item".into(), Value::from(item.to_string()))]);
    let command = Command::Create { process: process.id.clone(), fields };
    let mut naming = Naming::of(process, None, &command, &Heard::default());
    let mut asked = Vec::new();
    while let Some(wanted) = naming.ask() {
        naming.found(wanted.iter().filter_map(|id| stage.records.get(id)).cloned());
        asked.push(wanted);
    }
    let there = asked.iter().flatten().filter(|id| stage.records.contains_key(id)).count();
    assert_eq!(naming.into_named().len(), there, "whatever there is was found");
    asked
}

#[test]
fn an_item_brings_the_service_by_which_its_department_is_known() {
    let mut stage = Stage::new(Definitions::shipped().unwrap());
    let reference = |id: RecordId| Value::from(id.to_string());
    let department = stage.stand("DEP9", "department", "in_force", &[]);
    let service = stage.stand("SRV9", "service", "in_force", &[("department", reference(department))]);
    let item = stage.stand("CAT9", "catalogue_item", "in_force", &[("service", reference(service))]);
    assert_eq!(asked(&stage, item), [[item], [service]], "the department is named, and nothing is read of it");
}

#[test]
fn what_is_not_there_is_asked_for_once() {
    let mut stage = Stage::new(Definitions::shipped().unwrap());
    let nothing = RecordId(uuid::Uuid::from_u128(7));
    assert_eq!(asked(&stage, nothing), [[nothing]]);
    let item = stage.stand("CAT9", "catalogue_item", "in_force", &[("service", Value::from(nothing.to_string()))]);
    assert_eq!(asked(&stage, item), [[item], [nothing]]);
}
