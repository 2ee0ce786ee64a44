//! What a macro comes to on one record: what it sets, adds, takes and says, in the order in which that is done.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use yuheng_definition::{FieldId, Label, Language, Process, TransitionId, Value};
use yuheng_engine::macros::{self, Deed, Doing};
use yuheng_engine::{Audience, Command, Comment, Fault, FieldFault, Record, RecordId, RowChange};

use crate::texts::{Values, written_in};
use crate::{App, Error, Result};

/// From what the texts of a macro are made.
pub(super) struct Reading<'a> {
    pub(super) values: &'a Values,
    pub(super) parts: &'a BTreeMap<RecordId, Record>,
    pub(super) language: Language,
}

impl Reading<'_> {
    /// A text, filled; what has a gap is not said by a macro, for nobody would read it first.
    fn fill(
        &self,
        at: usize,
        text: &str,
        (language, audience): (Language, Audience),
    ) -> std::result::Result<String, FieldFault> {
        let filled = self.values.fill(text, language, audience);
        let Some(gap) = filled.gaps.first().map(|gap| gap.label()) else { return Ok(filled.text) };
        let why = Label {
            zh: format!("文本里的「{}」没有内容可填", gap.zh),
            en: format!("there is nothing to fill in for “{}”", gap.en),
        };
        Err(FieldFault { field: macros::place(at, "value"), fault: Fault::Content(why) })
    }
}

/// What comes after fields and lines, in order.
enum Then {
    Say(Comment),
    Step { step: TransitionId, fields: Map<String, Json>, comment: Option<Comment> },
}

impl Then {
    fn told(&self) -> Json {
        let said =
            |comment: &Comment| json!({ "body": comment.body, "is_public": comment.audience == Audience::Public });
        match self {
            Self::Say(comment) => said(comment),
            Self::Step { step, fields, comment } => {
                json!({ "step": step.as_str(), "fields": fields, "comment": comment.as_ref().map(said) })
            }
        }
    }
}

/// What a macro does, in the order in which it is done.
#[derive(Default)]
pub(super) struct Plan {
    first: Map<String, Json>,
    lines: Vec<Value>,
    then: Vec<Then>,
}

impl Plan {
    /// Each value goes with the first step that asks for it, else it is set first; a comment goes with the step that needs one.
    /// Its steps are those of the `flow` that the record follows.
    pub(super) fn of(
        (process, flow): (&Process, &Process),
        kept: &Record,
        (read, doing): (&Reading, &Doing),
    ) -> Result<Self> {
        let (mut plan, mut faults, mut said) = (Self::default(), Vec::new(), VecDeque::new());
        for (at, deed) in macros::deeds(kept) {
            match deed {
                Ok(Deed::Set(id, text)) => {
                    match process.fields.get(id).map(|field| macros::given(field, text, doing)) {
                        Some(Ok(value)) => drop(plan.first.insert(id.to_owned(), value)),
                        Some(Err(fault)) => faults.push(FieldFault { field: id.to_owned(), fault }),
                        None => faults.push(FieldFault { field: id.to_owned(), fault: Fault::Unknown(None) }),
                    }
                }
                Ok(Deed::Checklist(id)) => plan.lines.extend(lines(read.parts.get(&id))),
                Ok(Deed::Step(step)) => {
                    plan.then.push(Then::Step { step: TransitionId::from(step), fields: Map::new(), comment: None });
                }
                Ok(Deed::Say(words, template, audience)) => {
                    let template = template.and_then(|id| read.parts.get(&id));
                    let text = words.or_else(|| template?.text("text")).unwrap_or_default();
                    let language = template.and_then(written_in).unwrap_or(read.language);
                    match read.fill(at, text, (language, audience)) {
                        Ok(body) => said.push_back((plan.then.len(), Comment { body, audience, with_gaps: false })),
                        Err(fault) => faults.push(fault),
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        plan.hand_out(flow, said);
        Ok(plan)
    }

    /// By what a plan is known again: everything that is done and said, whoever does it called by the word, and so the day and the
    /// instant, that a later minute alone makes no other plan of it.
    pub(super) fn known_by(
        processes: (&Process, &Process),
        (kept, title): (&Record, &Label),
        read: &Reading,
    ) -> Result<String> {
        let Self { first, lines, then } = Self::of(processes, kept, (read, &in_words()))?;
        let then: Vec<Json> = then.iter().map(Then::told).collect();
        let told = json!({ "title": title, "first": first, "lines": lines, "then": then });
        Ok(hex::encode(Sha256::digest(told.to_string())))
    }

    /// Gives steps what they ask for; what is said beside them stays where it stands. `said` has the place of each.
    fn hand_out(&mut self, flow: &Process, mut said: VecDeque<(usize, Comment)>) {
        for then in &mut self.then {
            let Then::Step { step, fields, comment } = then else { continue };
            let Some(rule) = flow.transitions.get(step) else { continue };
            let asked: Vec<String> =
                self.first.keys().filter(|id| rule.asks_for(&FieldId::from(id.as_str()))).cloned().collect();
            for id in asked {
                fields.extend(self.first.remove(&id).map(|value| (id, value)));
            }
            let fits = macros::audience_of(flow, step);
            let at = said.iter().position(|(_, it)| Some(it.audience) == fits);
            *comment = at.and_then(|at| said.remove(at)).map(|(_, comment)| comment);
        }
        for (at, comment) in said.into_iter().rev() {
            self.then.insert(at, Then::Say(comment));
        }
    }
}

/// The words `actor`, `today` and `now`, each standing for itself.
fn in_words() -> Doing {
    Doing { actor: "actor".to_owned(), today: "today".to_owned(), now: "now".to_owned() }
}

/// The lines of a checklist template.
fn lines(template: Option<&Record>) -> Vec<Value> {
    let rows = template.and_then(|it| it.fields.get("lines")).map_or(&[][..], Value::rows);
    rows.iter().filter_map(|row| row.column("line").cloned()).collect()
}

impl App {
    /// The commands that a plan is.
    pub(super) async fn commands(&self, process: &Process, plan: Plan) -> Result<Vec<Command>> {
        let mut commands = Vec::new();
        if !plan.first.is_empty() {
            commands.push(Command::Update { changes: self.changes(process, plan.first).await? });
        }
        if let Some(table) = macros::checklist(process).filter(|_| !plan.lines.is_empty()) {
            let rows = plan.lines.into_iter().map(|line| Value::Row(BTreeMap::from([("line".to_owned(), line)])));
            let change = RowChange::Add { rows: rows.collect() };
            commands.push(Command::Rows { field: table.clone(), change });
        }
        for then in plan.then {
            commands.push(match then {
                Then::Say(comment) => Command::Comment(comment),
                Then::Step { step, fields, comment } => {
                    let changes = self.changes(process, fields).await?;
                    Command::Transition { transition: step, changes, comment }
                }
            });
        }
        Ok(commands)
    }
}
