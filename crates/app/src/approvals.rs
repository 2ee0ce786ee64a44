//! The approvals that wait for somebody's vote, whatever the process.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, Path, RecordPath};
use yuheng_definition::{Action, Process, StateId, Value};
use yuheng_engine::{Record, RecordId, votable};

use crate::lists::{Ask, LONGEST_PAGE};
use crate::view::ListRow;
use crate::{App, Caller, Result};

/// How many pages of records on which somebody has a part are looked through.
const PAGES: usize = 10;

impl App {
    /// The records with an approval on which `caller` may vote now: for itself, or for those whom it stands in for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_for(&self, caller: &Caller) -> Result<Vec<ListRow>> {
        let records = self.awaiting(caller).await?;
        self.rows(caller, records).await
    }

    /// The same records, as they are.
    pub(crate) async fn awaiting(&self, caller: &Caller) -> Result<Vec<Record>> {
        let ask = Ask { limit: Some(LONGEST_PAGE), ..Ask::default() };
        let mut query = self.query(caller, None, Action::View, &ask).await?;
        query.arms.retain(|arm| arm.process.transitions.values().any(|transition| transition.approval.is_some()));
        for arm in &mut query.arms {
            let node = std::mem::replace(&mut arm.node, Node::truth(true));
            arm.node = Node::all([node, may_wait(&arm.process), takes_part(caller)]);
        }
        let mut waiting = Vec::new();
        for _ in 0..PAGES {
            let page = self.store.list(&query).await?;
            for record in page.records {
                let pinned = self.pinned(&caller.in_force.definitions, &record).await?;
                if !votable(&self.context(caller, pinned.as_deref()), &record).is_empty() {
                    waiting.push(record);
                }
            }
            query.cursor = page.next;
            if query.cursor.is_none() {
                return Ok(waiting);
            }
        }
        let (person, looked) = (caller.actor.id, PAGES * LONGEST_PAGE as usize);
        tracing::warn!(%person, looked, "more records could wait for an approval than are looked at");
        Ok(waiting)
    }
}

/// An approval waits only where its transition starts. Of states at an end, those are left out from which none starts; older
/// flows may ask elsewhere while work is under way.
fn may_wait(process: &Process) -> Node {
    let asking = process.transitions.values().filter(|step| step.approval.is_some());
    let working = process.states.values().filter(|state| !state.kind.is_end()).map(|state| &state.id);
    let from: BTreeSet<&StateId> = asking.flat_map(|step| &step.from).chain(working).collect();
    let before = process.renamed_states.iter().filter(|(_, now)| from.contains(now)).map(|(before, _)| before);
    let states = from.iter().copied().chain(before);
    Node::In {
        item: Box::new(Node::Path(Path::Record(RecordPath::State))),
        list: Box::new(Node::List(states.map(|state| Node::Literal(Value::from(state.as_str()))).collect())),
    }
}

/// The caller, or one for whom it stands in, takes part.
fn takes_part(caller: &Caller) -> Node {
    let part = |person: &RecordId| Node::In {
        item: Box::new(Node::Literal(Value::from(person.to_string().as_str()))),
        list: Box::new(Node::Path(Path::Record(RecordPath::Participants))),
    };
    Node::Any(std::iter::once(&caller.actor.id).chain(&caller.actor.deputises).map(part).collect())
}
