//! Search: the store finds, within what the caller may see; internal texts only where those may be seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use yuheng_definition::expression::Node;
use yuheng_definition::{Action, Process};
use yuheng_engine::{Record, access};
use yuheng_store::{Hit, SearchArm, SearchQuery};

use crate::lists::page_length;
use crate::view::ListRow;
use crate::{App, Caller, Result};

/// The most hits.
const MOST: u32 = 100;

/// A record found.
pub struct HitView {
    /// The record, without what may not be seen.
    pub row: ListRow,
    /// The text around what was found.
    pub snippet: String,
}

impl App {
    /// The records whose texts hold what somebody typed, the newest first; whether there are more than could be shown.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search(&self, caller: &Caller, text: &str, limit: Option<u32>) -> Result<(Vec<HitView>, bool)> {
        let query = self.search_query(caller, text, page_length(limit, 20, MOST)? as usize);
        let found = self.store.search(&query).await?;
        // By identity: what has left sight meanwhile takes its own text with it, and no other's.
        let records: Vec<&Record> = found.hits.iter().map(|hit| &hit.record).collect();
        let since = self.reads_since(caller, &records).await?;
        let hears = |hit: &Hit| since.get(&hit.record.id).is_none_or(|since| since.hears(hit.said_in));
        let hits = found.hits.into_iter().filter(hears);
        let (mut snippets, records): (BTreeMap<_, _>, Vec<_>) =
            hits.map(|hit| ((hit.record.id, hit.snippet), hit.record)).unzip();
        let rows = self.rows(caller, records).await?;
        let hit = |row: ListRow| Some(HitView { snippet: snippets.remove(&row.record.id)?, row });
        Ok((rows.into_iter().filter_map(hit).collect(), found.is_cut))
    }

    fn search_query(&self, caller: &Caller, text: &str, limit: usize) -> SearchQuery {
        let context = self.context(caller, None);
        let processes = caller.in_force.definitions.processes.values();
        let arms = processes
            .filter(|process| access::may(&context, process, None, Action::View).is_ok())
            .map(|process| self.search_arm(caller, process))
            .collect();
        SearchQuery { text: text.to_owned(), arms, limit }
    }

    /// What of a process's records a search may find.
    pub(crate) fn search_arm(&self, caller: &Caller, process: &Arc<Process>) -> SearchArm {
        let context = self.context(caller, None);
        let internal = access::scope(&context, process, Action::ViewInternal);
        // While texts are made anew they may hold what is internal or masked by now.
        let trusted = match caller.in_force.projections.are_texts_whole(process) {
            true => Node::truth(true),
            false if access::sometimes_masked(&context, process).is_empty() => internal.clone(),
            false => Node::truth(false),
        };
        let seen = access::scope(&context, process, Action::View);
        SearchArm { process: Arc::clone(process), seen, internal, trusted }
    }
}
