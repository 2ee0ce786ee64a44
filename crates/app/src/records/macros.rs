//! Macros: which are offered on a record, what one would do, and the command that it comes to. The rows of one are read in
//! `yuheng_engine::macros`; here they get values, texts and lines.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value as Json};
use yuheng_definition::expression::Truth;
use yuheng_definition::{Content, FieldId, Label, Language, Process, TransitionId, Value};
use yuheng_engine::explain::Explain;
use yuheng_engine::macros::{self, Deed, Doing};
use yuheng_engine::{
    Audience, Command, Comment, Fault, FieldFault, MacroRun, Record, RecordFacts, RecordId, RowChange, placeholder,
};

use super::history::HistoryPage;
use super::write::{Request, Written};
use crate::texts::{Values, written_in};
use crate::{App, Caller, Error, Result};

/// A macro that may be run.
pub struct MacroOffer {
    /// Its number.
    pub number: String,
    /// What it is called.
    pub title: Label,
    /// When it is used.
    pub purpose: Option<Label>,
    /// What stands against it, by field: its process, a field, a step or a template is gone. Then it can't be run.
    pub problems: Vec<(String, Label)>,
    /// The fields that it sets, if it does nothing else: that can be taken back.
    pub sets_only: Option<Vec<FieldId>>,
}

impl App {
    /// The macros for records of `process` that the caller may use, by title; with what is wrong with them.
    ///
    /// # Errors
    /// Not found for a customer's contact, and when there is no such process.
    pub async fn macros(&self, caller: &Caller, process: &str) -> Result<Vec<MacroOffer>> {
        caller.must_be_staff()?;
        let process = self.process(caller, process)?;
        let mut offers = Vec::new();
        let all = self.macros_for(caller, &process).await?;
        let templates = self.templates_of(&all).await?;
        for kept in &all {
            offers.push(self.offer_of(caller, &process, kept, &templates));
        }
        Ok(offers)
    }

    /// Those of them that can be run on a record: sound, and their condition holds.
    ///
    /// # Errors
    /// Not found, also when the record may not be seen, and for a customer's contact.
    pub async fn macros_on(&self, caller: &Caller, id: RecordId) -> Result<Vec<MacroOffer>> {
        caller.must_be_staff()?;
        let (record, process) = self.visible(caller, id).await?;
        let context = self.context(caller, None);
        let facts = RecordFacts::of(&context, Some(&record));
        let definitions = &caller.in_force.definitions;
        let mut fitting = self.macros_for(caller, &process).await?;
        fitting.retain(|kept| {
            let condition = macros::condition(definitions, &process, kept);
            condition.is_ok_and(|it| it.is_none_or(|it| it.evaluate(&facts) == Truth::True))
        });
        let templates = self.templates_of(&fitting).await?;
        let offers = fitting.iter().map(|kept| self.offer_of(caller, &process, kept, &templates));
        let mut offers: Vec<MacroOffer> = offers.collect();
        offers.retain(|offer| offer.problems.is_empty());
        Ok(offers)
    }

    async fn macros_for(&self, caller: &Caller, process: &Process) -> Result<Vec<Record>> {
        let is_for = |it: &Record| it.text("records_of") == Some(process.id.as_str());
        let mut kept = self.kept_of(caller, Content::Macro, is_for).await?;
        kept.retain(is_for);
        kept.sort_by_key(|it| it.text("title").unwrap_or_default().to_owned());
        Ok(kept)
    }

    /// The templates that these macros name, whether the reader may see them or not, in one reading.
    async fn templates_of(&self, kept: &[Record]) -> Result<BTreeMap<RecordId, Record>> {
        let named = kept.iter().flat_map(macros::deeds).filter_map(|(_, deed)| match deed {
            Ok(Deed::Say(_, template, _)) => template,
            Ok(Deed::Checklist(template)) => Some(template),
            _ => None,
        });
        let named: BTreeSet<RecordId> = named.collect();
        let found = self.store.records(&named.into_iter().collect::<Vec<_>>()).await?;
        Ok(found.into_iter().map(|record| (record.id, record)).collect())
    }

    fn offer_of(
        &self,
        caller: &Caller,
        process: &Process,
        kept: &Record,
        templates: &BTreeMap<RecordId, Record>,
    ) -> MacroOffer {
        let faults = self.parts_of(caller, kept, templates).err().unwrap_or_default();
        let own = caller.in_force.definitions.process(kept.process.as_str());
        let words = Explain { definitions: &caller.in_force.definitions, process: own.map(AsRef::as_ref) };
        let mut sets = Vec::new();
        let sets_only = macros::deeds(kept).all(|(_, deed)| match deed {
            Ok(Deed::Set(field, _)) if process.fields.contains_key(field) => {
                sets.push(FieldId::from(field));
                true
            }
            _ => false,
        });
        MacroOffer {
            number: kept.label.clone(),
            title: title(kept),
            purpose: both(kept, "purpose"),
            problems: faults.iter().map(|fault| (fault.field.clone(), words.fault(fault))).collect(),
            sets_only: sets_only.then_some(sets),
        }
    }

    /// The templates that a sound macro names, of those that there are; what is wrong with one that is none.
    fn parts_of(
        &self,
        caller: &Caller,
        kept: &Record,
        templates: &BTreeMap<RecordId, Record>,
    ) -> std::result::Result<BTreeMap<RecordId, Record>, Vec<FieldFault>> {
        let mut faults = macros::faults(&caller.in_force.definitions, kept);
        let mut parts = BTreeMap::new();
        for (at, deed) in macros::deeds(kept) {
            let (id, column, audience) = match deed {
                Ok(Deed::Say(_, Some(template), audience)) => (template, "template", audience),
                Ok(Deed::Checklist(template)) => (template, "checklist", Audience::Internal),
                _ => continue,
            };
            let found = templates.get(&id).and_then(|record| self.masked(caller, record.clone()));
            let why = match &found {
                Some((template, _)) if !template.is_open || template.voided.is_some() => {
                    Label::new("已停用", "is no longer in use")
                }
                Some((template, _)) if audience == Audience::Public && placeholder::is_internal(template) => {
                    Label::new("该模板仅限内部，不能发给客户", "the template is for our own people only")
                }
                Some(_) => {
                    parts.extend(found.map(|(template, _)| (id, template)));
                    continue;
                }
                None => Label::new("没有这条记录，或无权查看", "there is no such record, or it may not be seen"),
            };
            faults.push(FieldFault { field: macros::place(at, column), fault: Fault::Content(why) });
        }
        if faults.is_empty() { Ok(parts) } else { Err(faults) }
    }

    /// What a macro comes to on a record.
    ///
    /// # Errors
    /// There is no such macro for it, it is not sound, or there is nothing to fill a text with.
    pub async fn macro_command(
        &self,
        caller: &Caller,
        id: RecordId,
        (number, language): (&str, Language),
    ) -> Result<Command> {
        caller.must_be_staff()?;
        let (record, process) = self.visible(caller, id).await?;
        let kept = self.macros_for(caller, &process).await?.into_iter().find(|it| it.label == number);
        let kept = kept.ok_or_else(Error::not_found)?;
        let title = title(&kept);
        let templates = self.templates_of(std::slice::from_ref(&kept)).await?;
        let parts = self.parts_of(caller, &kept, &templates);
        let parts = parts.map_err(|faults| Error::Rejected(unsound(caller, &kept, &title, &faults)))?;
        let when = macros::condition(&caller.in_force.definitions, &process, &kept);
        let when = when.map_err(|fault| Error::invalid(vec![fault]))?;
        let values = self.values_on(caller, &record).await?;
        let doing = Doing {
            actor: caller.actor.id.to_string(),
            today: caller.in_force.today.to_string(),
            now: self.now().to_string(),
        };
        let read = Reading { values: &values, parts: &parts, language, doing };
        let pinned = self.pinned(&caller.in_force.definitions, &record).await?;
        let plan = Plan::of((&process, pinned.as_deref().unwrap_or(&process)), &kept, &read)?;
        let commands = self.commands(&process, plan).await?;
        Ok(Command::Macro(MacroRun { title, when, commands }))
    }

    async fn commands(&self, process: &Process, plan: Plan) -> Result<Vec<Command>> {
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

    /// What a macro would write on a record, as its history would tell it; nothing is written.
    ///
    /// # Errors
    /// It is refused.
    pub async fn macro_outlook(
        &self,
        caller: &Caller,
        id: RecordId,
        (number, language): (&str, Language),
    ) -> Result<HistoryPage> {
        let command = self.macro_command(caller, id, (number, language)).await?;
        self.foreseen(caller, id, &command).await
    }

    /// Runs a macro on a record.
    ///
    /// # Errors
    /// It is refused, or what it stands on has changed meanwhile.
    pub async fn run_macro(
        &self,
        caller: &Caller,
        id: RecordId,
        (number, language): (&str, Language),
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let command = self.macro_command(caller, id, (number, language)).await?;
        self.write(caller, Some(id), command, request).await
    }
}

/// What a macro is called.
fn title(kept: &Record) -> Label {
    both(kept, "title").unwrap_or_else(|| Label::new(&kept.label, &kept.label))
}

/// A text that may be given in English too.
fn both(kept: &Record, field: &str) -> Option<Label> {
    let zh = kept.text(field)?.to_owned();
    Some(Label { en: kept.text(&format!("{field}_en")).map_or_else(|| zh.clone(), str::to_owned), zh })
}

/// Why a macro that is not sound can't be run.
fn unsound(caller: &Caller, kept: &Record, title: &Label, faults: &[FieldFault]) -> yuheng_engine::Rejection {
    let own = caller.in_force.definitions.process(kept.process.as_str());
    let words = Explain { definitions: &caller.in_force.definitions, process: own.map(AsRef::as_ref) };
    let told = faults.first().map(|fault| words.fault(fault)).unwrap_or_default();
    let called = macros::called(title);
    let why = Label {
        zh: format!("{}不能再用：{}", called.zh, told.zh),
        en: format!("{} is no longer sound: {}", called.en, told.en),
    };
    yuheng_engine::Rejection::Invalid(vec![FieldFault { field: "macro".to_owned(), fault: Fault::Content(why) }])
}

/// From what the texts of a macro are made.
struct Reading<'a> {
    values: &'a Values,
    parts: &'a BTreeMap<RecordId, Record>,
    language: Language,
    doing: Doing,
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

/// What a macro does, in the order in which it is done.
#[derive(Default)]
struct Plan {
    first: Map<String, Json>,
    lines: Vec<Value>,
    then: Vec<Then>,
}

impl Plan {
    /// Each value goes with the first step that asks for it, else it is set first; a comment goes with the step that needs one.
    /// Its steps are those of the `flow` that the record follows.
    fn of((process, flow): (&Process, &Process), kept: &Record, read: &Reading) -> Result<Self> {
        let doing = &read.doing;
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
                        Ok(body) => said.push_back((plan.then.len(), Comment { body, audience })),
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

/// The lines of a checklist template.
fn lines(template: Option<&Record>) -> Vec<Value> {
    let rows = template.and_then(|it| it.fields.get("lines")).map_or(&[][..], Value::rows);
    rows.iter().filter_map(|row| row.column("line").cloned()).collect()
}
