//! What a macro says, filled from the record as the commands up to it leave it: whoever takes a record over is named as its
//! assignee in what they say next.

use yuheng_definition::Label;
use yuheng_engine::{Command, Fault, FieldFault, MacroRun, Record, Rejection, decide, failpoint, placeholder};

use super::super::Loaded;
use super::plan::Words;
use crate::{App, Caller, Error, Result};

/// A macro that would be refused before it has said everything, so that nobody knows what it would have said.
pub(crate) struct Refused {
    on: Loaded,
    command: Command,
    rejection: Rejection,
}

/// A macro with what it says.
pub(super) struct Said {
    pub(super) run: MacroRun,
    /// What it says, in order.
    pub(super) bodies: Vec<String>,
    pub(super) refused: Option<Refused>,
}

impl App {
    /// Fills what the commands of a macro say; what has a gap is not said by a macro, for nobody would read it first. `words` has
    /// the place of the command that says each.
    pub(super) async fn said(
        &self,
        caller: &Caller,
        (record, seen): (&Record, &Record),
        (run, words): (MacroRun, Vec<(usize, Words)>),
    ) -> Result<Said> {
        let bodies = words.iter().map(|(_, words)| words.text.clone()).collect();
        let mut said = Said { run, bodies, refused: None };
        let has_names = |words: &Words| placeholder::has_any(&words.text);
        if !words.iter().any(|(_, words)| has_names(words)) {
            return Ok(said);
        }
        let loaded = self.load_on(caller, Some(record.clone()), &Command::Macro(said.run.clone())).await?;
        let mut faults = Vec::new();
        for (nth, (index, words)) in words.iter().enumerate().filter(|(_, (_, words))| has_names(words)) {
            let so_far = MacroRun { commands: said.run.commands[..=*index].to_vec(), ..said.run.clone() };
            let command = Command::Macro(so_far);
            let set = match decide(&self.context(caller, loaded.pinned.as_deref()), &loaded.snapshot, &command) {
                Ok(set) => set,
                Err(rejection) => {
                    said.refused = Some(Refused { on: loaded, command, rejection });
                    return Ok(said);
                }
            };
            let after = set.writes.into_iter().rev().find(|write| write.record.id == record.id);
            let after = after.filter(|_| !failpoint::armed("app.fills_before_a_macro_acts"));
            let after = match after {
                Some(write) => self.visible_of(caller, write.record).await.map(|(after, _)| after),
                None => Ok(seen.clone()),
            };
            let after = match after {
                // Whoever gives a record away may lose sight of it, and says what they saw last.
                Err(Error::Rejected(Rejection::NotFound)) => seen.clone(),
                after => after?,
            };
            let values = self.values_on(caller, &after).await?;
            let filled = values.fill(&words.text, words.language, words.audience);
            match filled.gaps.first() {
                Some(gap) => faults.push(nothing_for(words, &gap.label())),
                None => {
                    say(&mut said.run.commands[*index], &filled.text);
                    said.bodies[nth] = filled.text;
                }
            }
        }
        if faults.is_empty() { Ok(said) } else { Err(Error::invalid(faults)) }
    }

    /// Why a macro is refused: what it stands on has changed since `based_on`, or else as it was.
    pub(crate) async fn why_refused(
        &self,
        caller: &Caller,
        refused: Refused,
        based_on: Option<u64>,
    ) -> Result<(Loaded, Command, Rejection)> {
        let Refused { on, command, rejection } = refused;
        if let Some(version) = based_on {
            self.since_then(caller, &on, version, &command).await?;
        }
        Ok((on, command, rejection))
    }
}

fn say(command: &mut Command, body: &str) {
    if let Command::Comment(comment) | Command::Transition { comment: Some(comment), .. } = command {
        body.clone_into(&mut comment.body);
    }
}

/// On the record it is the macro that is refused: the row is the macro's own, and nothing of the record is wrong.
fn nothing_for(words: &Words, gap: &Label) -> FieldFault {
    let nth = words.at + 1;
    let why = Label {
        zh: format!("第 {nth} 行的文本里，「{}」没有内容可填", gap.zh),
        en: format!("in the text of its row {nth} there is nothing to fill in for “{}”", gap.en),
    };
    FieldFault { field: "macro".to_owned(), fault: Fault::Content(why) }
}
