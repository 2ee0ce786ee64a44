//! What names a record in a field of its own, process by process: a customer's sites, contacts, contracts, work. Each is an
//! ordinary list under what the caller may see, by fields that an index answers, so that nothing is counted that a list
//! would not show.

use std::sync::Arc;

use yuheng_definition::{Field, FieldKind, Lifetime, Process};
use yuheng_store::{Answered, answered};

use crate::lists::{Ask, Listed};
use crate::view::ListRow;
use crate::{App, Caller, Error, Result};

/// How many records are shown of each.
const SHOWN: u32 = 5;

/// The records of one process that name a record in one field.
pub struct Referring {
    /// The process.
    pub process: Arc<Process>,
    /// The field.
    pub field: Field,
    /// All of them.
    pub all: Counted,
    /// Those that are open, where the process is of work that ends.
    pub open: Option<Counted>,
    /// The newest.
    pub rows: Vec<ListRow>,
}

/// A list and how long it is.
pub struct Counted {
    /// Its filter.
    pub filter: String,
    /// How many it holds, counted as far as lists are.
    pub total: u64,
}

impl App {
    /// What names the record of `process` with the number `label`, as far as `caller` may see it.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn referring(&self, caller: &Caller, process: &str, label: &str) -> Result<Vec<Referring>> {
        self.find(caller, process, label).await?;
        let mut found = Vec::new();
        for one in caller.in_force.definitions.processes.values() {
            for field in one.fields.values().filter(|field| names(field, process)) {
                if let Some(answer) = answered(one, &field.id)
                    && let Some(group) = self.referring_by(caller, (one, field, answer), label).await?
                {
                    found.push(group);
                }
            }
        }
        Ok(found)
    }

    async fn referring_by(
        &self,
        caller: &Caller,
        (process, field, answer): (&Arc<Process>, &Field, Answered),
        label: &str,
    ) -> Result<Option<Referring>> {
        let named = format!("record.{} == \"{label}\"", field.id);
        let open = format!("{named} && record.is_open");
        let is_work = process.lifetime == Lifetime::Work;
        let filter = if answer == Answered::WhileOpen { open.clone() } else { named };
        let Some(Listed { rows, total, .. }) = self.listed(caller, process, &filter, SHOWN).await? else {
            return Ok(None);
        };
        let all = Counted { filter, total: total.unwrap_or_default() };
        if all.total == 0 {
            return Ok(None);
        }
        let open = match is_work && answer == Answered::Always {
            true => self.listed(caller, process, &open, 1).await?.map(|listed| (open, listed)),
            false => None,
        };
        let open = open.map(|(filter, listed)| Counted { filter, total: listed.total.unwrap_or_default() });
        Ok(Some(Referring { process: Arc::clone(process), field: field.clone(), all, open, rows }))
    }

    /// A list; none where the caller may not filter by it, or it would have to read too much.
    async fn listed(&self, caller: &Caller, process: &Process, filter: &str, limit: u32) -> Result<Option<Listed>> {
        let ask = Ask { filter: Some(filter.to_owned()), limit: Some(limit), total: true, ..Ask::default() };
        match self.list(caller, Some(process.id.as_str()), &ask).await {
            Ok(listed) => Ok(Some(listed)),
            Err(error @ (Error::Store(_) | Error::Contended)) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// Whether `field` names records of `process`.
fn names(field: &Field, process: &str) -> bool {
    let FieldKind::Reference { to } = &field.kind else { return false };
    !field.retired && to.iter().any(|to| *to == process)
}
