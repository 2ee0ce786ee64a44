//! What a macro comes to on one record: what it sets, adds, takes and says, in the order in which that is done.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use yuheng_definition::{FieldId, Label, Language, Process, TransitionId, Value};
use yuheng_engine::macros::{self, Deed, Doing};
use yuheng_engine::{Audience, Command, Comment, Fault, FieldFault, Record, RecordId, RowChange};

use crate::texts::written_in;
use crate::{App, Error, Result};

/// What a macro says, not filled yet.
#[derive(Clone)]
pub(super) struct Words {
    /// In which row it stands.
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) language: Language,
    pub(super) audience: Audience,
}

impl Words {
    fn comment(&self) -> Comment {
        Comment { body: self.text.clone(), audience: self.audience, with_gaps: false }
    }
}

/// From what a plan is made beside the macro: its templates, and the language of whoever runs it.
pub(super) type Reading<'a> = (&'a BTreeMap<RecordId, Record>, Language);

/// What comes after fields and lines, in order.
enum Then {
    Say(Words),
    Step { step: TransitionId, fields: Map<String, Json>, words: Option<Words> },
}

impl Then {
    /// `bodies` are what is said, in order.
    fn told(&self, bodies: &mut impl Iterator<Item = String>) -> Json {
        let mut said =
            |words: &Words| json!({ "body": bodies.next(), "is_public": words.audience == Audience::Public });
        match self {
            Self::Say(words) => said(words),
            Self::Step { step, fields, words } => {
                json!({ "step": step.as_str(), "fields": fields, "comment": words.as_ref().map(said) })
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
        ((parts, language), doing): (Reading, &Doing),
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
                Ok(Deed::Checklist(id)) => plan.lines.extend(lines(parts.get(&id))),
                Ok(Deed::Step(step)) => {
                    plan.then.push(Then::Step { step: TransitionId::from(step), fields: Map::new(), words: None });
                }
                Ok(Deed::Say(words, template, audience)) => {
                    let template = template.and_then(|id| parts.get(&id));
                    let text = words.or_else(|| template?.text("text")).unwrap_or_default().to_owned();
                    let language = template.and_then(written_in).unwrap_or(language);
                    said.push_back((plan.then.len(), Words { at, text, language, audience }));
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
    /// instant, that a later minute alone makes no other plan of it. `bodies` are what is said, filled.
    pub(super) fn known_by(
        processes: (&Process, &Process),
        (kept, title): (&Record, &Label),
        (read, bodies): (Reading, Vec<String>),
    ) -> Result<String> {
        let Self { first, lines, then } = Self::of(processes, kept, (read, &in_words()))?;
        let mut bodies = bodies.into_iter();
        let then: Vec<Json> = then.iter().map(|then| then.told(&mut bodies)).collect();
        let told = json!({ "title": title, "first": first, "lines": lines, "then": then });
        Ok(hex::encode(Sha256::digest(told.to_string())))
    }

    /// Gives steps what they ask for; what is said beside them stays where it stands. `said` has the place of each.
    fn hand_out(&mut self, flow: &Process, mut said: VecDeque<(usize, Words)>) {
        for then in &mut self.then {
            let Then::Step { step, fields, words } = then else { continue };
            let Some(rule) = flow.transitions.get(step) else { continue };
            let asked: Vec<String> =
                self.first.keys().filter(|id| rule.asks_for(&FieldId::from(id.as_str()))).cloned().collect();
            for id in asked {
                fields.extend(self.first.remove(&id).map(|value| (id, value)));
            }
            let fits = macros::audience_of(flow, step);
            let at = said.iter().position(|(_, it)| Some(it.audience) == fits);
            *words = at.and_then(|at| said.remove(at)).map(|(_, words)| words);
        }
        for (at, words) in said.into_iter().rev() {
            self.then.insert(at, Then::Say(words));
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
    /// The commands that a plan is, with the words of those that say something.
    pub(super) async fn commands(&self, process: &Process, plan: Plan) -> Result<Vec<(Command, Option<Words>)>> {
        let mut commands = Vec::new();
        if !plan.first.is_empty() {
            commands.push((Command::Update { changes: self.changes(process, plan.first).await? }, None));
        }
        if let Some(table) = macros::checklist(process).filter(|_| !plan.lines.is_empty()) {
            let rows = plan.lines.into_iter().map(|line| Value::Row(BTreeMap::from([("line".to_owned(), line)])));
            let change = RowChange::Add { rows: rows.collect() };
            commands.push((Command::Rows { field: table.clone(), change }, None));
        }
        for then in plan.then {
            commands.push(match then {
                Then::Say(words) => (Command::Comment(words.comment()), Some(words)),
                Then::Step { step, fields, words } => {
                    let changes = self.changes(process, fields).await?;
                    let comment = words.as_ref().map(Words::comment);
                    (Command::Transition { transition: step, changes, comment }, words)
                }
            });
        }
        Ok(commands)
    }
}
