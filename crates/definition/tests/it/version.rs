//! Versions: what the hash is made of, and which new fields an old flow still runs with.

use std::collections::BTreeSet;
use std::sync::Arc;

use expect_test::expect;
use yuheng_definition::{Definitions, FieldId, Grant, Lacking, Process, Scope, check_flow_in_use, json_schema};

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
        kept.keep(&[(Arc::new(old.clone()), lacking.clone())], |_| true);
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

/// The definition without `assignee`, with what stays of `versions`, the one last in force first.
fn kept_of(versions: &[&Process]) -> Process {
    let mut new = job("\"Held\"", "\"Held\"");
    new.fields.shift_remove("assignee");
    let earlier: Vec<_> = versions.iter().map(|old| (Arc::new((*old).clone()), Lacking::fields(old, &new))).collect();
    new.keep(&earlier, |_| true);
    new
}

fn first_hides(process: &Process) -> bool {
    process.grants[0].mask.contains(&"assignee".into())
}

#[test]
fn what_one_of_two_versions_hid_is_hidden_in_either_order() {
    let open = job("\"Held\"", "\"Held\"");
    let (mut internal, mut of_role, mut of_grant) = (open.clone(), open.clone(), open.clone());
    internal.fields["assignee"].internal = true;
    of_role.masks.insert("desk".into(), vec!["assignee".into()]);
    of_grant.grants[0].mask = vec!["assignee".into(), "size".into()];
    let told = |versions: &[&Process]| {
        let kept = kept_of(versions);
        (
            kept.fields["assignee"].internal,
            kept.masks.get("desk").cloned().unwrap_or_default().len(),
            first_hides(&kept),
        )
    };
    assert_eq!(told(&[&open]), (false, 0, false), "nobody hid it");
    assert_eq!((told(&[&open, &internal]), told(&[&internal, &open])), ((true, 0, false), (true, 0, false)));
    assert_eq!((told(&[&open, &of_role]), told(&[&of_role, &open])), ((false, 1, false), (false, 1, false)));
    assert_eq!((told(&[&open, &of_grant]), told(&[&of_grant, &open])), ((false, 0, true), (false, 0, true)));
    assert_eq!(
        kept_of(&[&of_grant, &of_grant]).grants[0].mask,
        [FieldId::from("reason"), FieldId::from("assignee")],
        "once, beside its own"
    );
}

#[test]
fn what_stays_is_called_as_it_was_last_and_is_asked_for_while_one_version_asks() {
    let (called, mut other) = (job("\"Held\"", "\"Held\""), job("\"Held\"", "\"Held\""));
    other.fields["assignee"].label.en = "Doer".to_owned();
    other.fields["assignee"].retired = true;
    let told = |versions: &[&Process]| {
        let field = &kept_of(versions).fields["assignee"];
        (field.label.en.clone(), field.outgoing)
    };
    assert_eq!(told(&[&other, &called]), ("Doer".to_owned(), true));
    assert_eq!(told(&[&called, &other]), ("Assignee".to_owned(), true));
    assert_eq!(told(&[&other]), ("Doer".to_owned(), false));
}

#[test]
fn a_grant_that_was_not_there_shows_nothing_of_what_stays() {
    let old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.fields.shift_remove("assignee");
    let narrower = Grant { scope: Scope::Own, ..old.grants[0].clone() };
    let foreign = Grant { roles: vec!["guest".into()], ..old.grants[0].clone() };
    let wider = Grant { roles: [old.grants[0].roles.clone(), vec!["guest".into()]].concat(), ..old.grants[0].clone() };
    new.grants.extend([narrower, foreign, wider]);
    let lacking = Lacking::fields(&old, &new);
    new.keep(&[(Arc::new(old.clone()), lacking)], |_| true);
    let hides = |grant: &Grant| grant.mask.contains(&"assignee".into());
    assert_eq!(new.grants.iter().rev().take(3).map(hides).collect::<Vec<_>>(), [true; 3]);
    assert!(!first_hides(&new), "and one that was there shows what it did");
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
