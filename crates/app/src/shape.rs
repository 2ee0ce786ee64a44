//! The shape of a process as it is written, with a drafted overlay over it if one asks; and an overlay's text changed by a form.

use serde_json::Value as Json;
use yuheng_definition::{Label, overlay};
use yuheng_engine::{Fault, FieldFault, RecordId, Rejection, failpoint};

use crate::{App, Caller, Error, Result};

/// What a form made of an overlay.
pub struct Edited {
    /// Its text.
    pub text: String,
    /// The same as JSON: what the next form begins with.
    pub written: Json,
}

impl App {
    /// The definition of a process as it is written, whole: in force, or with the overlay `over` laid over it.
    ///
    /// # Errors
    /// Not found for customers, and where the caller sees nothing of the process; with everything that is wrong with the
    /// overlay.
    pub async fn shape(&self, caller: &Caller, process: &str, over: Option<RecordId>) -> Result<Json> {
        caller.must_be_staff()?;
        let in_force = match over {
            // A process that only the overlay brings is seen by whoever sees the overlay.
            Some(id) => self.with_overlay(caller, id).await?.process(process).cloned().ok_or_else(Error::not_found)?,
            None => self.seen_process(caller, process)?,
        };
        if caller.in_force.definitions.process(process).is_some() {
            self.seen_process(caller, process)?;
        }
        Ok(in_force.written())
    }

    /// The overlay `text` with `patch` merged into it (RFC 7396). Nothing is kept, and nothing checked but that it can be
    /// written, and that what is `new`, by the headings of the definitions (`process.incident.fields.site`), is not there yet.
    ///
    /// # Errors
    /// Not found for customers; the right that is missing; what can't be read or written; an id that is taken.
    pub fn edit_overlay(&self, caller: &Caller, text: &str, patch: &Json, new: &[String]) -> Result<Edited> {
        caller.must_be_staff()?;
        self.must_draft_overlays(caller)?;
        let unreadable = |problem| Error::Definitions(vec![problem]);
        if !new.is_empty() && !failpoint::armed("app.takes_ids_twice") {
            must_be_free(caller, &overlay::written(text).map_err(unreadable)?, new)?;
        }
        let text = overlay::merge(text, patch).map_err(unreadable)?;
        let written = overlay::written(&text).map_err(unreadable)?;
        Ok(Edited { text, written })
    }
}

/// Refuses an id that the definitions in force, or the overlay as it is `written`, have already.
fn must_be_free(caller: &Caller, written: &Json, new: &[String]) -> Result<()> {
    for heading in new {
        let keys: Vec<&str> = heading.split('.').collect();
        let in_force = match keys.as_slice() {
            ["process", process, ..] => caller.in_force.definitions.process(process).map(|process| process.written()),
            _ => None,
        };
        let has = |written: &Json, keys: &[&str]| keys.iter().try_fold(written, |part, key| part.get(key)).is_some();
        if has(written, &keys) || in_force.is_some_and(|process| has(&process, keys.get(2..).unwrap_or_default())) {
            let id = keys.last().copied().unwrap_or_default();
            let label = Label {
                zh: format!("“{id}”已经有了，请换一个标识"),
                en: format!("“{id}” is taken: choose another id"),
            };
            return Err(
                Rejection::Invalid(vec![FieldFault { field: "id".to_owned(), fault: Fault::Content(label) }]).into()
            );
        }
    }
    Ok(())
}
