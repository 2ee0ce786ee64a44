//! Text templates: those that somebody may write on a record, found by a few letters and filled with what the writer and whoever
//! reads it may see.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::expression::{Node, Path, RecordPath};
use yuheng_definition::{Action, Content, FieldId, Label, Language, StateId, Value};
use yuheng_engine::{Audience, Record, RecordId, access, placeholder, shared};
use yuheng_store::{ListQuery, Sort};

use crate::in_force::states_in_force;
use crate::{App, Caller, Result, initials, view};

/// As many templates as are offered at once: who looks for another types more of it.
const MOST: usize = 20;

/// Of how many templates, or macros, that somebody may use it is asked which fit.
const MOST_KEPT: usize = 1000;

/// A template, filled for a record.
pub struct TextFound {
    /// Its number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// By what it is found.
    pub keyword: Option<String>,
    /// The language that it is written in, if it says so.
    pub language: Option<String>,
    /// Goes into internal notes only.
    pub internal_only: bool,
    /// The text, filled.
    pub text: String,
    /// What of it could not be filled.
    pub gaps: Vec<Label>,
}

/// What stands for the placeholders on one record, as far as its writer sees it.
pub(crate) struct Values {
    values: BTreeMap<&'static str, String>,
    /// Those of them that the record's customer does not see: a gap in what it is told.
    kept_back: BTreeSet<&'static str>,
}

impl Values {
    pub(crate) fn fill(&self, text: &str, language: Language, audience: Audience) -> placeholder::Filled {
        let is_told = |name: &str| audience == Audience::Internal || !self.kept_back.contains(name);
        placeholder::fill(text, language, |name| self.values.get(name).filter(|_| is_told(name)).cloned())
    }
}

impl App {
    /// The templates that `caller` may write on the record for `audience`, filled; those that `sought` finds, the best first.
    ///
    /// # Errors
    /// Not found, also when the record may not be seen, and for a customer's contact.
    pub async fn texts(
        &self,
        caller: &Caller,
        id: RecordId,
        (sought, audience, language): (&str, Audience, Language),
    ) -> Result<Vec<TextFound>> {
        caller.must_be_staff()?;
        let (record, process) = self.visible(caller, id).await?;
        let is_for = |template: &Record| {
            let named = template.text("record_types").unwrap_or_default();
            named.trim().is_empty() || named.split_whitespace().any(|it| it == process.id.as_str())
        };
        let own = if language == Language::En { "en" } else { "zh" };
        let templates = self.kept_of(caller, Content::TextTemplate, Node::truth(true)).await?;
        let fits = |it: &&Record| is_for(it) && (audience == Audience::Internal || !placeholder::is_internal(it));
        let mut ranked: Vec<_> =
            templates.iter().filter(fits).filter_map(|it| Some((rank(it, sought.trim())?, it))).collect();
        ranked.sort_by_key(|(rank, it)| {
            let is_foreign = it.text("language").is_some_and(|written| written != own);
            (is_foreign, *rank, it.text("title").unwrap_or_default().to_owned())
        });
        let values = self.values_on(caller, &record).await?;
        let found = ranked.into_iter().take(MOST).map(|(_, template)| {
            let written = written_in(template).unwrap_or(language);
            let filled = values.fill(template.text("text").unwrap_or_default(), written, audience);
            TextFound {
                number: template.label.clone(),
                title: template.text("title").unwrap_or_default().to_owned(),
                keyword: template.text("keyword").map(str::to_owned),
                language: template.text("language").map(str::to_owned),
                internal_only: placeholder::is_internal(template),
                text: filled.text,
                gaps: filled.gaps.into_iter().map(placeholder::Placeholder::label).collect(),
            }
        });
        Ok(found.collect())
    }

    /// What stands for the placeholders on `record`, of which only what the caller sees is left.
    pub(crate) async fn values_on(&self, caller: &Caller, record: &Record) -> Result<Values> {
        let named = [shared::CUSTOMER, shared::REQUESTER, shared::ASSIGNEE, shared::SERVICE];
        let ids = named.iter().filter_map(|field| record.reference(field)).chain([caller.actor.id]).collect();
        let references = self.references(caller, ids).await?;
        let title = |id: RecordId| references.get(&id).map(|it| it.title.to_string());
        let of = |field: &str| record.reference(field).and_then(title);
        let process = caller.in_force.definitions.process(record.process.as_str());
        let own = process.map(|process| view::title(record, process)).filter(|own| *own != record.label);
        let values = [
            ("record.number", Some(record.label.clone())),
            ("record.title", own),
            ("customer.title", of(shared::CUSTOMER)),
            ("requester.title", of(shared::REQUESTER)),
            ("assignee.title", of(shared::ASSIGNEE)),
            ("service.title", of(shared::SERVICE)),
            ("actor.title", title(caller.actor.id)),
            ("today", Some(caller.in_force.today.to_string())),
        ];
        let hidden =
            process.map(|it| access::kept_from_customers(&caller.in_force.definitions, it)).unwrap_or_default();
        let own_title = process.map(|process| process.title.as_str()).unwrap_or_default();
        let fields = [
            ("record.title", own_title),
            ("customer.title", shared::CUSTOMER),
            ("requester.title", shared::REQUESTER),
            ("assignee.title", shared::ASSIGNEE),
            ("service.title", shared::SERVICE),
        ];
        let kept_back = fields.into_iter().filter(|(_, field)| hidden.contains(&FieldId::from(*field)));
        Ok(Values {
            values: values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
            kept_back: kept_back.map(|(name, _)| name).collect(),
        })
    }

    /// What is in force of such content, is `wanted` and may be used by the caller: its own and what is shared, at most
    /// [`MOST_KEPT`], the newest. Who may read what others keep for themselves is not offered it.
    pub(crate) async fn kept_of(&self, caller: &Caller, content: Content, wanted: Node) -> Result<Vec<Record>> {
        let context = self.context(caller, None);
        let record = |path| Node::Path(Path::Record(path));
        let is_one_of = |states: Vec<&str>| {
            let states = states.into_iter().map(|state| Node::Literal(Value::from(state))).collect();
            Node::In { item: Box::new(record(RecordPath::State)), list: Box::new(Node::List(states)) }
        };
        let me = Node::Literal(Value::from(caller.actor.id.to_string()));
        let mut arms = Vec::new();
        for process in caller.in_force.definitions.content(content) {
            let seen = access::scope(&context, process, Action::View);
            let all = Node::all([seen, Node::Not(Box::new(record(RecordPath::IsVoid))), wanted.clone()]);
            let own = [Node::equal(record(RecordPath::OpenedBy), me.clone()), is_one_of(states_in_force(process))];
            arms.push(caller.in_force.arm(process, Node::all(own.into_iter().chain([all.clone()]))));
            // What is shared has left the state in which it began, where most of what people keep for themselves stands.
            let began = process.states.keys().next().map(StateId::as_str);
            let left = states_in_force(process).into_iter().filter(|state| Some(*state) != began).collect();
            let shared = [is_one_of(left), Node::Has(Path::Field(FieldId::from("shared_by")))];
            arms.push(caller.in_force.arm(process, Node::all(shared.into_iter().chain([all]))));
        }
        let query = ListQuery { arms, sort: Sort::NEWEST, cursor: None, limit: MOST_KEPT, total: false };
        let kept = self.store.list(&query).await?.records.into_iter();
        Ok(kept.filter_map(|record| Some(self.masked(caller, record)?.0)).collect())
    }
}

/// The language that a template is written in.
pub(crate) fn written_in(template: &Record) -> Option<Language> {
    match template.text("language")? {
        "en" => Some(Language::En),
        _ => Some(Language::Zh),
    }
}

/// How well a template fits what is sought, the less the better; none: not at all.
fn rank(template: &Record, sought: &str) -> Option<u8> {
    if sought.is_empty() {
        return Some(0);
    }
    let of = |field: &str| template.text(field).unwrap_or_default().to_lowercase();
    let (title, keyword, sought) = (of("title"), of("keyword"), sought.to_lowercase());
    let ways = [
        keyword == sought,
        keyword.starts_with(&sought),
        title.starts_with(&sought),
        initials::sounds_like(&title, &sought),
        title.contains(&sought) || keyword.contains(&sought),
    ];
    ways.iter().position(|fits| *fits).and_then(|at| u8::try_from(at).ok())
}
