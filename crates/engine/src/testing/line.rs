//! A command as one line of text: `who: verb record …`, words in double quotes kept together.
//!
//! ```text
//! ann: create incident title="VPN down" impact=high
//! ann: update INC1 title="VPN is down" description=
//! bob: do INC1 resolve solution="Restarted" public="It works again"
//! bob: comment INC1 internal "Ask the supplier"
//! bob: relate INC1 related INC2        bob: unrelate INC1 INC2
//! eve: void INC1 "Opened in error"     ann: convert INC1 service_request
//! ann: merge INC1 INC2                 ann: unmerge INC1 INC2 new         ann: split INC1 title="The other half" log.txt
//! ann: attach INC1 log.txt
//! lea: vote CHG1 approve yes           kim: vote CHG1 approve no for=lea opinion="Too risky"
//! lea: vote CHG1 approve no to=check opinion="Again"
//! lea: sign CHG1 approve beside bob reason="You know it"   lea: sign CHG1 approve instead bob reason="Away"
//! ann: withdraw CHG1 approve           ann: urge CHG1 approve             ann: copy CHG1 approve bob guy
//! ann: actions INC1                    ann: show INC1         ann: folder todo
//! ```

use std::collections::BTreeMap;

use yuheng_definition::{FieldId, FieldKind, ProcessId, Value};

use super::Stage;
use crate::{Attachment, Audience, Command, Comment, Folder, Joining, RecordId};

/// A line as read.
pub(super) struct Asked {
    pub(super) actor: String,
    pub(super) record: Option<RecordId>,
    pub(super) what: What,
}

/// What a line asks for.
pub(super) enum What {
    Do(Command),
    Actions,
    Show,
    Folder(Folder),
}

/// Reads a line.
pub(super) fn read(stage: &Stage, line: &str) -> Asked {
    let Some((actor, rest)) = line.split_once(':') else { panic!("`{line}` does not say who") };
    let words = words(rest);
    let word = |at: usize| words.get(at).map_or_else(|| panic!("`{line}` is too short"), String::as_str);
    let actor = actor.trim().to_owned();
    if word(0) == "create" {
        let process = ProcessId::from(word(1));
        let fields = given(stage, &process, &words[2..]).into_iter().filter_map(|(id, value)| Some((id, value?)));
        return Asked { actor, record: None, what: What::Do(Command::Create { fields: fields.collect(), process }) };
    }
    if word(0) == "folder" {
        let Some(folder) = Folder::of(word(1)) else { panic!("`{line}` names no folder") };
        return Asked { actor, record: None, what: What::Folder(folder) };
    }
    let id = stage.id(word(1));
    let process = &stage.records[&id].process;
    let command = match word(0) {
        "actions" => return Asked { actor, record: Some(id), what: What::Actions },
        "show" => return Asked { actor, record: Some(id), what: What::Show },
        "update" => Command::Update { changes: given(stage, process, &words[2..]) },
        "do" => {
            let mut changes = given(stage, process, &words[3..]);
            let public = said(&mut changes, "public", Audience::Public);
            let comment = said(&mut changes, "internal", Audience::Internal).or(public);
            Command::Transition { transition: word(2).into(), changes, comment }
        }
        "comment" => Command::Comment(Comment {
            body: word(3).to_owned(),
            audience: audience(word(2)),
            with_gaps: words.iter().any(|word| word == "with_gaps"),
        }),
        "relate" => Command::Relate { kind: word(2).into(), target: stage.id(word(3)) },
        "unrelate" => Command::Unrelate { relation: relation(stage, id, stage.id(word(2))) },
        "attach" => Command::Attach(attachment(stage, word(2))),
        "void" => Command::Void { reason: word(2).to_owned() },
        "convert" => Command::Convert { to: word(2).into() },
        "merge" => Command::Merge { into: stage.id(word(2)) },
        "unmerge" => Command::Unmerge { from: stage.id(word(2)), state: word(3).into() },
        "split" => {
            let files =
                words[2..].iter().filter(|word| !word.contains('=')).map(|name| attachment(stage, name)).collect();
            let given_words: Vec<String> = words[2..].iter().filter(|word| word.contains('=')).cloned().collect();
            let fields = given(stage, process, &given_words).into_iter().filter_map(|(id, value)| Some((id, value?)));
            Command::Split { fields: fields.collect(), files }
        }
        "sign" => joins(stage, &actor, approval(stage, id, word(2)), &words[3..]),
        "copy" => {
            let people = words[3..].iter().map(|name| stage.id(name)).collect();
            Command::Copy { approval: approval(stage, id, word(2)), people }
        }
        "vote" => vote(stage, &actor, approval(stage, id, word(2)), &words[3..]),
        "withdraw" => Command::Withdraw { approval: approval(stage, id, word(2)) },
        "urge" => Command::Urge { approval: approval(stage, id, word(2)) },
        "tick" => Command::Tick,
        "retarget" => Command::Retarget,
        other => panic!("`{other}` is no verb"),
    };
    Asked { actor, record: Some(id), what: What::Do(command) }
}

/// Words by blanks, those in double quotes kept together and the quotes taken away; `\"` is a quote of its own.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut open) = (Vec::new(), String::new(), false, false);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => word.extend(characters.next()),
            '"' => {
                quoted = !quoted;
                open = true;
            }
            c if c.is_whitespace() && !quoted => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            c => {
                word.push(c);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}

/// `field=value` by the kinds of the process's fields; references by the names on the stage; nothing after `=` empties.
fn given(stage: &Stage, process: &ProcessId, words: &[String]) -> BTreeMap<FieldId, Option<Value>> {
    let process = stage.definitions.process(process.as_str());
    let pairs = words.iter().map(|word| {
        let Some((id, text)) = word.split_once('=') else { panic!("`{word}` is no `field=value`") };
        let kind = process.and_then(|process| process.fields.get(id)).map(|field| &field.kind);
        (FieldId::from(id), (!text.is_empty()).then(|| value(stage, kind, text)))
    });
    pairs.collect()
}

fn value(stage: &Stage, kind: Option<&FieldKind>, text: &str) -> Value {
    match kind {
        Some(FieldKind::Integer { .. }) => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::Int),
        Some(FieldKind::Boolean) => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::Bool),
        Some(FieldKind::Reference { .. }) if text.parse::<uuid::Uuid>().is_err() => {
            Value::from(stage.id(text).to_string())
        }
        Some(FieldKind::Table { .. }) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        _ => Value::from(text),
    }
}

fn said(changes: &mut BTreeMap<FieldId, Option<Value>>, key: &str, audience: Audience) -> Option<Comment> {
    let body = changes.remove(key)??;
    Some(Comment { body: body.as_text().unwrap_or_default().to_owned(), audience, with_gaps: false })
}

fn audience(word: &str) -> Audience {
    match word {
        "public" => Audience::Public,
        "internal" => Audience::Internal,
        other => panic!("`{other}` is no audience"),
    }
}

fn relation(stage: &Stage, source: RecordId, target: RecordId) -> RecordId {
    let held =
        stage.relations.iter().find(|held| held.source == source && held.target == target && held.until.is_none());
    held.map_or_else(|| panic!("no such relation"), |held| held.id)
}

fn attachment(stage: &Stage, name: &str) -> Attachment {
    let media_type = "text/plain".to_owned();
    let id = crate::Ids::next(&stage.ids);
    Attachment { id, digest: "00".repeat(32), name: name.to_owned(), media_type, size: 1, audience: Audience::Public }
}

/// The last approval of a transition, whatever became of it.
fn approval(stage: &Stage, id: RecordId, transition: &str) -> RecordId {
    let approvals = &stage.records[&id].approvals;
    let found = approvals.iter().rev().find(|approval| approval.transition == *transition);
    found.map_or_else(|| panic!("no approval of `{transition}`"), |approval| approval.id)
}

fn vote(stage: &Stage, actor: &str, approval: RecordId, words: &[String]) -> Command {
    let option = |key: &str| words.iter().find_map(|word| word.strip_prefix(key));
    Command::Vote {
        approval,
        voter: stage.id(option("for=").unwrap_or(actor)),
        agrees: words.first().is_some_and(|word| word == "yes"),
        opinion: option("opinion=").map(str::to_owned),
        to_step: option("to=").map(Into::into),
    }
}

fn joins(stage: &Stage, actor: &str, approval: RecordId, words: &[String]) -> Command {
    let option = |key: &str| words.iter().find_map(|word| word.strip_prefix(key));
    let (Some(how), Some(person)) = (words.first(), words.get(1)) else { panic!("it does not say who signs, and how") };
    Command::Join {
        approval,
        voter: stage.id(option("for=").unwrap_or(actor)),
        person: stage.id(person),
        how: match how.as_str() {
            "before" => Joining::Before,
            "beside" => Joining::Beside,
            "after" => Joining::After,
            "instead" => Joining::HandedOn,
            other => panic!("nobody comes in `{other}`"),
        },
        reason: option("reason=").unwrap_or_default().to_owned(),
    }
}
