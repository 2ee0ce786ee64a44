//! Folders: what is somebody's own across processes (待办, 已办, 我发起, 抄送我, 关注) and what is to be given out, each a list
//! like any other, and how much is in each.

use std::collections::BTreeMap;

use yuheng_definition::expression::Node;
use yuheng_definition::{Action, ProcessId};
use yuheng_engine::{Folder, RecordId};
use yuheng_store::{Count, ListQuery};

use crate::lists::Ask;
use crate::{App, Caller, Result};

/// Where the counting of a folder stops.
const COUNTED: usize = 100;

/// How much there is of what is one's own.
pub struct Counts {
    /// In each folder.
    pub folders: Vec<(Folder, Count)>,
    /// Of what there is to do, by process; those with nothing left out.
    pub todo: BTreeMap<ProcessId, Count>,
    /// How many drafts.
    pub drafts: u64,
}

impl App {
    /// How much is in each of the caller's folders, counted up to a hundred.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn folder_counts(&self, caller: &Caller) -> Result<Counts> {
        let all = self.query(caller, None, Action::View, &Ask::default()).await?;
        let votes = self.votes(caller).await?;
        let (mut folders, mut todo) = (Vec::new(), BTreeMap::new());
        for folder in Folder::ALL {
            let query = self.within(all.clone(), caller, folder, &votes);
            let counts = self.store.count_by_arm(&query, COUNTED).await?;
            if folder == Folder::Todo {
                todo = counts.iter().filter(|(_, count)| count.count > 0).cloned().collect();
            }
            folders.push((folder, together(counts.into_iter().map(|(_, count)| count))));
        }
        Ok(Counts { folders, todo, drafts: self.count_drafts(caller).await? })
    }

    /// A list's query, of what is in one of the caller's folders alone if there is one.
    pub(crate) async fn in_folder(
        &self,
        query: ListQuery,
        caller: &Caller,
        folder: Option<Folder>,
    ) -> Result<ListQuery> {
        let Some(folder) = folder else { return Ok(query) };
        let votes = match folder {
            Folder::Todo | Folder::Done => self.votes(caller).await?,
            Folder::Started | Folder::Copied | Folder::Unread | Folder::Watched | Folder::Unassigned => Vec::new(),
        };
        Ok(self.within(query, caller, folder, &votes))
    }

    /// The records on which the caller's vote is waited for.
    async fn votes(&self, caller: &Caller) -> Result<Vec<RecordId>> {
        Ok(self.awaiting(caller).await?.into_iter().map(|record| record.id).collect())
    }

    fn within(&self, mut query: ListQuery, caller: &Caller, folder: Folder, votes: &[RecordId]) -> ListQuery {
        let context = self.context(caller, None);
        for arm in &mut query.arms {
            let condition = folder.condition(&arm.process, &context, votes);
            let node = std::mem::replace(&mut arm.node, Node::truth(true));
            arm.node = Node::all([node, condition]);
        }
        query.arms.retain(|arm| arm.node != Node::truth(false));
        query
    }
}

fn together(counts: impl Iterator<Item = Count>) -> Count {
    let sum = counts.fold(Count { count: 0, is_capped: false }, |sum, one| Count {
        count: sum.count + one.count,
        is_capped: sum.is_capped || one.is_capped,
    });
    Count { count: sum.count.min(COUNTED), is_capped: sum.is_capped || sum.count > COUNTED }
}
