//! Overlays before they apply: what is wrong with one, what it would change (`comparison.rs`), what to think of (`warnings.rs`);
//! and the guard that no broken one comes further than its draft (`sound.rs`).

mod building;
mod comparison;
mod sound;
mod vocabulary;
mod warnings;
mod words;

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{
    Action, After, Content, Definitions, Label, Problem, Process, Source, StateId, Transition, check_flow_in_use,
    each_once,
};
use yuheng_engine::{Door, Record, RecordId, access};
use yuheng_store::Notice;

use crate::caller::administrators;
use crate::{App, Caller, Error, Result, world};

pub use comparison::{Comparison, GoingOn, TakingBack};
pub use warnings::Checked;
pub use words::Said;

/// The name by which problems speak of the overlay that is checked.
const UNDER_CHECK: &str = "overlay";

/// An overlay that applies, or may.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Overlay {
    from: Option<Date>,
    opened_at: Timestamp,
    id: RecordId,
    number: String,
    title: String,
    /// What it says.
    text: String,
}

impl Overlay {
    fn of(record: &Record) -> Self {
        Self {
            from: record.text("in_force_from").and_then(|text| text.parse().ok()),
            opened_at: record.opened_at,
            id: record.id,
            number: record.label.clone(),
            title: record.text("title").unwrap_or_default().to_owned(),
            text: record.text("text").unwrap_or_default().to_owned(),
        }
    }

    /// One that is no record yet, laid over all that apply at `now`.
    fn drafted(text: &str, now: Timestamp, today: Date) -> Self {
        let id = RecordId(uuid::Uuid::nil());
        Self {
            from: Some(today),
            opened_at: now,
            id,
            number: String::new(),
            title: String::new(),
            text: text.to_owned(),
        }
    }
}

impl App {
    /// The texts of the overlays that apply on `today`, the oldest first.
    pub(crate) async fn overlay_texts(&self, today: Date) -> Result<Vec<String>> {
        Ok(self.applying(today).await?.into_iter().map(|overlay| overlay.text).collect())
    }

    /// The overlays that apply on `today`, the oldest first.
    async fn applying(&self, today: Date) -> Result<Vec<Overlay>> {
        let mut applying = Vec::new();
        for process in self.base.content(Content::Overlay) {
            let standing = self.standing(process).await?.into_iter();
            applying.extend(standing.filter(|it| world::is_in_force(&self.base, it)).map(|it| Overlay::of(&it)));
        }
        applying.retain(|overlay| overlay.from.is_none_or(|from| from <= today));
        applying.sort();
        Ok(applying)
    }

    /// Checks an overlay's text over the definitions and the overlays in force. Problems speak of it as the others do of
    /// the one that is checked, however many are in force.
    ///
    /// Answers with what is to be thought of beside.
    ///
    /// # Errors
    /// Not found for customers; the right that is missing; with everything that is wrong.
    pub async fn check_overlay(&self, caller: &Caller, text: &str) -> Result<Vec<Problem>> {
        caller.must_be_staff()?;
        self.must_draft_overlays(caller)?;
        let drafted = Overlay::drafted(text, self.now(), self.today());
        let checked = Some(drafted.id);
        let mut laid = self.applying(self.today()).await?;
        laid.push(drafted.clone());
        let problems = self.problems(caller, laid, checked).await?;
        if problems.is_empty() { self.warnings_of(caller, drafted).await } else { Err(Error::Definitions(problems)) }
    }

    pub(crate) fn must_draft_overlays(&self, caller: &Caller) -> Result<()> {
        let context = self.context(caller, None);
        let mut missing = Error::not_found();
        for process in caller.in_force.definitions.content(Content::Overlay) {
            let may = |action| access::may(&context, process, None, action);
            match may(Action::Create).or_else(|why| may(Action::Update).map_err(|_| why)) {
                Ok(()) => return Ok(()),
                Err(why) => missing = Error::forbidden(why),
            }
        }
        Err(missing)
    }

    /// What is wrong with the overlay `id`, over the definitions and the other overlays in force; if nothing is, over those
    /// that are approved and wait for their day, too.
    ///
    /// # Errors
    /// Not found, also when it is no overlay.
    pub async fn overlay_problems(&self, caller: &Caller, id: RecordId) -> Result<Vec<Problem>> {
        let overlay = self.overlay(caller, id).await?;
        let mut laid = self.overlays_but(id).await?;
        laid.push(overlay);
        let problems = self.problems(caller, laid.clone(), Some(id)).await?;
        if !problems.is_empty() {
            return Ok(problems);
        }
        let waiting = self.waiting().await?.into_iter().map(|record| Overlay::of(&record));
        laid.extend(waiting.filter(|overlay| overlay.id != id));
        self.problems(caller, laid, Some(id)).await
    }

    /// What is wrong with the overlays whose day has come and that are not in force: they do not fit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept_out(&self) -> Result<Vec<Problem>> {
        let system = self.system(Door::Program).await?;
        let mut problems = Vec::new();
        for record in self.waiting().await? {
            let overlay = Overlay::of(&record);
            if overlay.from.is_some_and(|from| from <= self.today()) {
                let mut laid = self.overlays_but(record.id).await?;
                laid.push(overlay);
                problems.extend(self.problems(&system, laid, None).await?);
            }
        }
        Ok(problems)
    }

    /// The overlays that come into force by themselves, on their day or as soon as they fit.
    async fn waiting(&self) -> Result<Vec<Record>> {
        let mut waiting = Vec::new();
        for process in self.base.content(Content::Overlay) {
            let by_day = |step: &&Transition| matches!(step.after, Some(After::Day(_)));
            let states = process.transitions.values().filter(by_day).flat_map(|step| &step.from);
            let states: Vec<&str> = states.map(StateId::as_str).collect();
            let found = self.store.versions_in(&[(process.id.as_str(), states)]).await?;
            let found: Vec<RecordId> = found.into_iter().map(|(id, _)| id).collect();
            waiting.extend(self.store.records(&found).await?);
        }
        waiting.retain(|record| record.voided.is_none());
        Ok(waiting)
    }

    /// Tells the log and the administrators, once a day, that an overlay whose day has come does not fit. Nothing is written
    /// that an outbox message could go out with; the notice's key makes telling it again harmless.
    pub(crate) async fn tell_kept_out(&self, record: &Record, problems: &[Problem]) -> Result<()> {
        for problem in problems {
            let number = &record.label;
            tracing::error!(record.number = %number, %problem, "{number} does not fit and is kept out of force");
        }
        let in_force = self.in_force().await?;
        let key = format!("overlay_kept_out:{}:{}", record.id, in_force.today);
        let reason = "overlay_kept_out".to_owned();
        let notice = Notice { key, at: self.now(), reason, record: record.id, n: None, doer: None, read_at: None };
        self.told(&administrators(&in_force), &notice).await
    }

    /// The definitions with the overlay `id` laid over what is in force.
    ///
    /// # Errors
    /// With what is wrong, when something is; not found when it is no overlay.
    pub(crate) async fn with_overlay(&self, caller: &Caller, id: RecordId) -> Result<Definitions> {
        let overlay = self.overlay(caller, id).await?;
        let mut laid = self.overlays_but(id).await?;
        laid.push(overlay);
        laid.sort();
        self.laid(&laid, Some(id)).map_err(Error::Definitions)
    }

    async fn overlay(&self, caller: &Caller, id: RecordId) -> Result<Overlay> {
        let (record, process) = self.visible(caller, id).await?;
        if process.content == Some(Content::Overlay) { Ok(Overlay::of(&record)) } else { Err(Error::not_found()) }
    }

    async fn overlays_but(&self, id: RecordId) -> Result<Vec<Overlay>> {
        Ok(self.applying(self.today()).await?.into_iter().filter(|overlay| overlay.id != id).collect())
    }

    /// All that would be wrong with `laid` over the definitions.
    async fn problems(
        &self,
        caller: &Caller,
        mut laid: Vec<Overlay>,
        checked: Option<RecordId>,
    ) -> Result<Vec<Problem>> {
        laid.sort();
        match self.laid(&laid, checked) {
            Ok(whole) => self.unfit_for_open_work(&caller.in_force.definitions, &whole).await,
            Err(problems) => Ok(problems),
        }
    }

    /// The definitions with `laid` over them; problems speak of overlays by their numbers.
    fn laid(&self, laid: &[Overlay], checked: Option<RecordId>) -> std::result::Result<Definitions, Vec<Problem>> {
        let overlays = laid.iter().map(|overlay| overlay.text.clone()).collect();
        let named = |mut problem: Problem| {
            let last = laid.len().saturating_sub(1);
            let at = match problem.file.strip_prefix(UNDER_CHECK) {
                Some("") => Some(last),
                Some(at) => at.strip_prefix('-').and_then(|at| at.parse::<usize>().ok()?.checked_sub(1)),
                None => None,
            };
            if let Some(overlay) = at.and_then(|at| laid.get(at)) {
                let is_checked = Some(overlay.id) == checked;
                problem.file = if is_checked { UNDER_CHECK.to_owned() } else { overlay.number.clone() };
            }
            problem
        };
        Definitions::load(&Source { overlays, ..self.source().clone() })
            .map_err(|problems| problems.into_iter().map(named).collect())
    }

    /// What of `new` does not fit the flows that open records still follow.
    async fn unfit_for_open_work(&self, old: &Definitions, new: &Definitions) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        for process in old.processes.values() {
            let next = new.process(process.id.as_str());
            if next.is_some_and(|next| next.hash == process.hash) {
                continue;
            }
            problems.extend(self.unfit(process, new).await?);
        }
        Ok(each_once(problems))
    }

    /// What of `new` does not fit the flows that open records of `process` still follow.
    async fn unfit(&self, process: &Process, new: &Definitions) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        let next = new.process(process.id.as_str());
        for (hash, count) in self.store.open_by_flow(process.id.as_str()).await? {
            match next {
                None => problems.push(still_open(process, count)),
                Some(next) if next.hash != hash => {
                    let flow = self.version(&hash).await?;
                    problems.extend(flow.map(|flow| check_flow_in_use(&flow, next, new)).unwrap_or_default());
                }
                Some(_) => {}
            }
        }
        Ok(problems)
    }
}

fn still_open(process: &Process, count: u64) -> Problem {
    Problem {
        file: format!("process/{}.toml", process.id),
        line: 0,
        message: Label::new(
            &format!("过程 `{}` 还有 {count} 条未结束的记录，不能去掉", process.id),
            &format!("the process `{}` has {count} open records and can't go", process.id),
        ),
        nearest: None,
    }
}
