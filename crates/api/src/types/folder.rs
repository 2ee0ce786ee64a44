//! Folders on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::Count;

/// How much there is of what is one's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct Folders {
    /// In each folder.
    pub folders: Vec<Counted>,
    /// Of what there is to do, by process; those with nothing left out.
    pub todo: Vec<Counted>,
    /// How many drafts.
    pub drafts: u64,
}

/// How many there are of something.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counted {
    /// The folder's name in `?folder=`, or the process.
    pub id: String,
    /// So many were counted.
    pub count: usize,
    /// There are more: the counting stopped.
    pub more: bool,
}

impl Counted {
    fn new(id: impl ToString, count: Count) -> Self {
        Self { id: id.to_string(), count: count.count, more: count.is_capped }
    }
}

impl From<yuheng_app::Counts> for Folders {
    fn from(counts: yuheng_app::Counts) -> Self {
        Self {
            folders: counts.folders.into_iter().map(|(folder, count)| Counted::new(folder.word(), count)).collect(),
            todo: counts.todo.into_iter().map(|(process, count)| Counted::new(process, count)).collect(),
            drafts: counts.drafts,
        }
    }
}
