//! Macros: which there are, and which are offered on a record. The rows of one are read in `yuheng_engine::macros`; in `plan.rs`
//! they get values, texts and lines, in `said.rs` the texts are filled, in `run.rs` they are shown and carried out.

mod plan;
mod run;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::expression::{Node, Path, Truth};
use yuheng_definition::{Content, FieldId, Label, Process, Value};
use yuheng_engine::explain::Explain;
use yuheng_engine::macros::{self, Deed};
use yuheng_engine::{Audience, Fault, FieldFault, Record, RecordFacts, RecordId, placeholder};

pub use self::run::MacroOutlook;
pub(super) use self::run::{MacroOrder, MacroRead, Planned};
pub(super) use self::said::Refused;
use crate::{App, Caller, Result};

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
        let records_of = Node::Path(Path::Field(FieldId::from("records_of")));
        let is_for = Node::equal(records_of, Node::Literal(Value::from(process.id.as_str())));
        let mut kept = self.kept_of(caller, Content::Macro, is_for).await?;
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
