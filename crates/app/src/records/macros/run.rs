//! A macro on one record: what it would write, and writing it. Its command is made of the very state of the record that it is
//! decided on.

use std::collections::BTreeMap;

use yuheng_definition::{Label, Language};
use yuheng_engine::explain::Explain;
use yuheng_engine::macros::{self, Doing};
use yuheng_engine::{Command, Fault, FieldFault, MacroRun, Record, RecordId, Rejection, failpoint};

use super::super::history::HistoryPage;
use super::super::ordered::Order;
use super::super::write::{Request, Written};
use super::plan::Plan;
use super::said::{Refused, Said};
use super::title;
use crate::{App, Caller, Error, Result};

/// A macro as it was read to be run, on one record or on many.
pub(crate) struct MacroRead {
    kept: Record,
    /// The templates that it names.
    templates: BTreeMap<RecordId, Record>,
    /// The language of whoever runs it.
    language: Language,
}

/// A macro to be run on a record.
pub(crate) struct MacroOrder<'o> {
    pub(crate) read: &'o MacroRead,
    /// By what the plan is known that whoever runs it has seen; none: nobody looked.
    pub(crate) seen: Option<&'o str>,
}

/// What a macro comes to on a record.
pub(crate) struct Planned {
    pub(crate) command: Command,
    /// By what it is known again.
    pub(crate) plan: String,
    /// It would be refused.
    pub(crate) refused: Option<Refused>,
}

/// What a macro would do to a record.
pub struct MacroOutlook {
    /// As the record's history would tell it.
    pub foreseen: HistoryPage,
    /// By what a run says that this is what was seen.
    pub plan: String,
}

impl MacroOrder<'_> {
    /// Refuses to do what whoever asks has not seen.
    pub(crate) fn must_be_as_seen(&self, planned: &Planned) -> Result<()> {
        let is_other = planned.refused.is_none() && self.seen.is_some_and(|seen| seen != planned.plan);
        if is_other && !failpoint::armed("app.runs_another_plan") { Err(Error::OtherPlan) } else { Ok(()) }
    }
}

impl App {
    /// The macro `number` for records of `process`, with the templates that it names.
    ///
    /// # Errors
    /// There is none that the caller may use.
    pub(crate) async fn macro_read(
        &self,
        caller: &Caller,
        process: &str,
        (number, language): (&str, Language),
    ) -> Result<MacroRead> {
        caller.must_be_staff()?;
        let process = self.process(caller, process)?;
        let kept = self.macros_for(caller, &process).await?.into_iter().find(|it| it.label == number);
        let kept = kept.ok_or_else(Error::not_found)?;
        let templates = self.templates_of(std::slice::from_ref(&kept)).await?;
        Ok(MacroRead { kept, templates, language })
    }

    /// What a macro comes to on a record as it has just been read.
    ///
    /// # Errors
    /// It is not sound, or there is nothing to fill a text with.
    pub(crate) async fn planned(
        &self,
        caller: &Caller,
        record: &Record,
        MacroRead { kept, templates, language }: &MacroRead,
    ) -> Result<Planned> {
        let (seen, process) = self.visible_of(caller, record.clone()).await?;
        let title = title(kept);
        let parts = self.parts_of(caller, kept, templates);
        let parts = parts.map_err(|faults| Error::Rejected(unsound(caller, kept, &title, &faults)))?;
        let when = macros::condition(&caller.in_force.definitions, &process, kept);
        let when = when.map_err(|fault| Error::invalid(vec![fault]))?;
        let doing = Doing {
            actor: caller.actor.id.to_string(),
            today: caller.in_force.today.to_string(),
            now: self.now().to_string(),
        };
        let read = (&parts, *language);
        let pinned = self.pinned(&caller.in_force.definitions, record).await?;
        let processes = (&*process, pinned.as_deref().unwrap_or(&process));
        let commands = self.commands(&process, Plan::of(processes, kept, (read, &doing))?).await?;
        let (commands, words): (Vec<_>, Vec<_>) = commands.into_iter().unzip();
        let words = words.into_iter().enumerate().filter_map(|(index, words)| Some((index, words?))).collect();
        let run = MacroRun { title: title.clone(), when, commands };
        let Said { run, bodies, refused } = self.said(caller, (record, &seen), (run, words)).await?;
        let plan = Plan::known_by(processes, (kept, &title), (read, bodies))?;
        Ok(Planned { command: Command::Macro(run), plan, refused })
    }

    /// What a macro would write on a record, as its history would tell it; nothing is written.
    ///
    /// # Errors
    /// It is refused.
    pub async fn macro_outlook(&self, caller: &Caller, id: RecordId, named: (&str, Language)) -> Result<MacroOutlook> {
        let process = self.visible(caller, id).await?.1;
        let read = self.macro_read(caller, process.id.as_str(), named).await?;
        let record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        let Planned { command, plan, refused } = self.planned(caller, &record, &read).await?;
        if let Some(refused) = refused {
            return Err(Error::Rejected(self.why_refused(caller, refused, None).await?.2));
        }
        let loaded = self.load_on(caller, Some(record), &command).await?;
        let set = self.admitted(caller, (&loaded.snapshot, loaded.pinned.as_deref()), &command).await?;
        Ok(MacroOutlook { foreseen: self.foreseen(caller, &loaded, set).await?, plan })
    }

    /// Runs a macro on a record; `seen` is by what the plan is known that was looked at.
    ///
    /// # Errors
    /// It is refused, it would do something else than was looked at, or what it stands on has changed meanwhile.
    pub async fn run_macro(
        &self,
        caller: &Caller,
        id: RecordId,
        (number, language, seen): (&str, Language, Option<&str>),
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let process = self.visible(caller, id).await?.1;
        let read = self.macro_read(caller, process.id.as_str(), (number, language)).await?;
        let order = MacroOrder { read: &read, seen };
        self.write_order(caller, Some(id), Order::Macro(&order), request).await
    }
}

/// Why a macro that is not sound can't be run.
fn unsound(caller: &Caller, kept: &Record, title: &Label, faults: &[FieldFault]) -> Rejection {
    let own = caller.in_force.definitions.process(kept.process.as_str());
    let words = Explain { definitions: &caller.in_force.definitions, process: own.map(AsRef::as_ref) };
    let told = faults.first().map(|fault| words.fault(fault)).unwrap_or_default();
    let called = macros::called(title);
    let why = Label {
        zh: format!("{}不能再用：{}", called.zh, told.zh),
        en: format!("{} is no longer sound: {}", called.en, told.en),
    };
    Rejection::Invalid(vec![FieldFault { field: "macro".to_owned(), fault: Fault::Content(why) }])
}
