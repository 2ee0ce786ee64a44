//! Versions: what the hash is made of, and which new fields an old flow still runs with.

use std::collections::BTreeSet;

use expect_test::expect;
use yuheng_definition::{Definitions, Process, check_flow_in_use, json_schema};

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

#[test]
fn a_field_that_an_old_flow_names_stays() {
    let old = job("\"Held\"", "\"Held\"");
    let mut new = old.clone();
    new.fields.shift_remove("assignee");
    new.fields.shift_remove("late");
    new.states.shift_remove("held");
    new.fields["size"].kind = yuheng_definition::FieldKind::Boolean;
    let problems: Vec<String> = check_flow_in_use(&old, &new).iter().map(ToString::to_string).collect();
    expect![[r#"
        process/job.toml:0: records still run on a flow that names the field `assignee`: retire it, don't remove it
        process/job.toml:0: the field `size` can't turn from choice to boolean: records still run on a flow that names it
        process/job.toml:0: records may still be in the state `held`: keep it, or say in `renamed_states` what it is now"#]].assert_eq(&problems.join("\n"));
    assert!(check_flow_in_use(&old, &old).is_empty());
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
