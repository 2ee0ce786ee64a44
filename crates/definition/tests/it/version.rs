//! Versions: what the hash is made of, and which new fields an old flow still runs with.

use std::collections::BTreeSet;

use expect_test::expect;
use yuheng_definition::{Definitions, Grant, Lacking, Process, Scope, check_flow_in_use, json_schema};

use crate::small::{JOB, source};

#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn job(piece: &str, replacement: &str) -> Process {
    let mut source = source();
    assert!(JOB.contains(piece), "`{piece}` isn't in the process");
    source.files.insert("process/job.toml".to_owned(), JOB.replace(piece, replacement));
    Definitions::load(&source).unwrap().process("job").unwrap().as_ref().clone()
}

#[test]
fn comments_and_layout_leave_the_hash_alone() {
    let inline = "new = { label = { zh = \"新建\", en = \"New\" }, kind = \"open\" }";
    let apart = "new.label = { en = \"New\", zh = \"新建\" } # where it begins\nnew.kind = \"open\"";
    assert_eq!(
        job(inline, inline).hash,
        job(inline, &apart.replace("{ en = \"New\", zh = \"新建\" }", "{ zh = \"新建\", en = \"New\" }")).hash
    );
}

#[test]
fn a_changed_label_is_another_version() {
    assert_ne!(job("\"Held\"", "\"Held\"").hash, job("\"Held\"", "\"On hold\"").hash);
}

#[test]
fn a_version_reads_back_without_the_rest() {
    let process = job("\"Held\"", "\"Held\"");
    let kept = Process::from_canonical(&process.text).unwrap();
    assert_eq!((kept.hash, kept.states), (process.hash, process.states));
}

/// The definitions with another `job`.
#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn with_job(job: &Process) -> Definitions {
    let mut definitions = Definitions::load(&source()).unwrap();
    definitions.processes.insert("job".into(), job.clone().into());
    definitions
}

#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn broken(old: &Process, definitions: &Definitions) -> String {
    let new = definitions.process("job").unwrap();
    let problems: Vec<String> = check_flow_in_use(old, new, definitions).iter().map(ToString::to_string).collect();
    problems.join("\n")
}

#[test]
fn only_what_is_there_as_something_else_breaks_an_old_flow() {
    let old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.fields.shift_remove("late");
    new.states.shift_remove("held");
    new.fields["size"].kind = yuheng_definition::FieldKind::Boolean;
    expect![[r#"process/job.toml:0: the field `size` can't turn from choice to boolean: records still run on a flow that names it"#]]
        .assert_eq(&broken(&old, &with_job(&new)));
    assert_eq!(broken(&old, &with_job(&old)), "");
}

#[test]
fn a_role_that_alone_could_do_a_step_and_what_a_reference_points_to_have_to_stay() {
    let old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.transitions.clear();
    let mut definitions = with_job(&new);
    definitions.roles.clear();
    definitions.processes.shift_remove("person");
    expect![[r#"
        process/job.toml:0: the field `assignee` would point to no process any more: records still run on a flow that names it
        process/job.toml:0: only the role `desk` can do or approve the step `finish`: records still run on its flow, so the role can't go
        process/job.toml:0: only the role `staff` can do or approve the step `finish`: records still run on its flow, so the role can't go"#]].assert_eq(&broken(&old, &definitions));
}

#[test]
fn what_an_old_flow_has_stays_for_its_records_and_nothing_new_gets_it() {
    let old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.fields.shift_remove("assignee");
    new.states.shift_remove("held");
    let gone: Vec<_> = new.transitions.keys().filter(|id| id.as_str() != "finish").cloned().collect();
    new.transitions.retain(|id, _| !gone.contains(id));
    let lacking = Lacking::of(&old, &new);
    let kept = |new: &Process| {
        let mut kept = new.clone();
        kept.keep(&old, &lacking, |_| true);
        kept
    };
    let process = kept(&new);
    assert_eq!((process.states.get("held"), process.hash.as_str()), (old.states.get("held"), new.hash.as_str()));
    let field = &process.fields["assignee"];
    assert_eq!((field.retired, field.outgoing, field.indexed, field.required), (true, true, false, false));
    assert!(gone.iter().all(|id| process.transitions[id].from.is_empty() && process.transitions[id].outgoing));
    assert!(!process.transitions["finish"].outgoing);
    assert!(Lacking::of(&old, &process).is_nothing() && Lacking::of(&old, &old).is_nothing());
    assert_eq!(kept(&process).fields.len(), process.fields.len(), "once");
}

#[test]
fn what_a_grant_hid_of_what_stays_is_hidden_still() {
    let mut old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.fields.shift_remove("assignee");
    old.grants.iter_mut().for_each(|grant| grant.mask = vec!["assignee".into(), "size".into()]);
    let narrower = Grant { scope: Scope::Own, ..old.grants[0].clone() };
    let foreign = Grant { roles: vec!["guest".into()], ..new.grants[0].clone() };
    let added = [Grant { mask: Vec::new(), ..narrower }, Grant { mask: Vec::new(), ..foreign }];
    new.grants.extend(added);
    new.keep(&old, &Lacking::of(&old, &new), |_| true);
    let masks: Vec<Vec<String>> =
        new.grants.iter().map(|grant| grant.mask.iter().map(ToString::to_string).collect()).collect();
    let (hidden, none) = (vec!["assignee".to_owned()], Vec::new());
    assert_eq!(masks[0], ["reason".to_owned(), "assignee".to_owned()], "beside what the definition itself hides");
    assert_eq!(
        masks[masks.len() - 2..],
        [hidden, none],
        "for fewer records, too; who was given nothing was hidden nothing"
    );
}

#[test]
fn the_schema_of_a_field() {
    let schema = json_schema(&job("\"Held\"", "\"Held\""), &BTreeSet::new());
    expect![[r#"{"type":"string","oneOf":[{"const":"big","title":"Big","x-labels":{"zh":"大","en":"Big"}}],"title":"Size","x-labels":{"zh":"大小","en":"Size"},"default":"big"}"#]].assert_eq(&schema["properties"]["size"].to_string());
    expect![[r#"["title"]"#]].assert_eq(&schema["required"].to_string());
    expect![[
        r#"{"type":"string","x-references":["person"],"title":"Assignee","x-labels":{"zh":"处理人","en":"Assignee"}}"#
    ]]
    .assert_eq(&schema["properties"]["assignee"].to_string());
}
