//! Drafts: what somebody has begun to write and not sent, kept on the server so that it is there on every device. They are
//! the writer's alone and say nothing to anybody else.

use serde_json::{Map, Value as Json};
use yuheng_definition::ProcessId;
use yuheng_engine::Missing;
use yuheng_store::Draft;

use crate::{App, Caller, Error, Result};

/// The largest that a draft may become, in bytes of its text and fields.
pub const LARGEST_DRAFT: usize = 256 * 1024;

/// The longest name of a draft, and of what it is to become.
const LONGEST_KEY: usize = 200;

/// What is to be kept of a draft.
pub struct KeepDraft {
    /// What it is to become.
    pub kind: String,
    /// The process of the record that it is for.
    pub process: Option<String>,
    /// The number of the record that it is for.
    pub record: Option<String>,
    /// The text.
    pub body: String,
    /// The values of fields.
    pub fields: Map<String, Json>,
}

impl App {
    /// What the caller has begun to write, the newest first; by a token for some processes, what is for these.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drafts(&self, caller: &Caller) -> Result<Vec<Draft>> {
        let mut drafts = self.store.drafts(caller.actor.id).await?;
        drafts.retain(|draft| reaches(caller, draft.process.as_deref()));
        Ok(drafts)
    }

    /// How many those are.
    pub(crate) async fn count_drafts(&self, caller: &Caller) -> Result<u64> {
        let counts = self.store.count_drafts(caller.actor.id).await?.into_iter();
        Ok(counts.filter(|(process, _)| reaches(caller, Some(process))).map(|(_, count)| count).sum())
    }

    /// Keeps a draft under the writer's name for it. The last write wins; the version of what is answered is one above what
    /// the writer knew, unless another came between.
    ///
    /// # Errors
    /// When it is too large, a name too long, or it is for a process that the caller's token does not reach.
    pub async fn keep_draft(&self, caller: &Caller, key: &str, keep: KeepDraft) -> Result<Draft> {
        caller.must_write()?;
        let KeepDraft { kind, process, record, body, fields } = keep;
        self.must_reach(caller, key).await?;
        if !reaches(caller, process.as_deref()) {
            return Err(Error::forbidden(Missing::Token));
        }
        let fields = Json::Object(fields).to_string();
        let size = body.len() + fields.len();
        if size > LARGEST_DRAFT {
            let (zh, en) = ("草稿过大：正文与字段合计最多 256 KB", "A draft holds at most 256 kB of text and fields");
            return Err(Error::argument(zh, en));
        }
        let names = [Some(key), Some(kind.as_str()), process.as_deref(), record.as_deref()];
        if names.iter().flatten().any(|name| name.is_empty() || name.len() > LONGEST_KEY || name.contains('\0')) {
            return Err(Error::argument(
                "草稿的名称应为 1 到 200 个字节",
                "The names of a draft are of 1 to 200 bytes",
            ));
        }
        let draft =
            Draft { key: key.to_owned(), kind, process, record, body, fields, updated_at: self.now(), version: 0 };
        let version = self.store.keep_draft(caller.actor.id, &draft).await?;
        Ok(Draft { version, ..draft })
    }

    /// Forgets a draft; one that is not there is forgotten already.
    ///
    /// # Errors
    /// When it is for a process that the caller's token does not reach, or the store fails.
    pub async fn forget_draft(&self, caller: &Caller, key: &str) -> Result<()> {
        caller.must_write()?;
        self.must_reach(caller, key).await?;
        Ok(self.store.forget_draft(caller.actor.id, key).await?)
    }

    /// Refuses what is there under that name for a process that the caller's token does not reach.
    async fn must_reach(&self, caller: &Caller, key: &str) -> Result<()> {
        if caller.actor.narrowed.is_none() {
            return Ok(());
        }
        match self.store.drafted_for(caller.actor.id, key).await? {
            Some(process) if !reaches(caller, Some(&process)) => Err(Error::forbidden(Missing::Token)),
            _ => Ok(()),
        }
    }
}

/// Whether the caller reaches what a draft is for by its token, if there is one. What somebody has not sent nobody else reads,
/// through their eyes neither.
fn reaches(caller: &Caller, process: Option<&str>) -> bool {
    if caller.viewing.is_some() {
        return false;
    }
    let narrowed = caller.actor.narrowed.as_ref();
    narrowed.is_none_or(|narrowed| narrowed.reaches(&ProcessId::from(process.unwrap_or_default())))
}
