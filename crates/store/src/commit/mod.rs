//! The one way in: a write set, compared with what is there, its holes filled, and written whole or not at all.
//!
//! The steps are the same on both databases, and none of them does I/O: which rows to read ([`reads`]), what they say
//! ([`found`]), the entries and the state afterwards ([`seal`]), the statements that write them ([`statements`]).

pub mod found;
pub mod reads;
pub mod repeat;
pub mod seal;
pub mod statements;

pub use seal::Salting;

use jiff::Timestamp;
use yuheng_definition::FieldId;
use yuheng_engine::{RecordId, WriteSet};

use crate::{CommitError, Store, Viewing};

/// What a commit is told beside its write set.
#[derive(Clone, Debug)]
pub struct CommitOptions {
    /// The epoch that the decision was made in.
    pub epoch: u64,
    /// What makes a repetition of the request known.
    pub idempotency: Option<Idempotency>,
    /// The values that go for ever with this write; an entry with the action `erased` must be among its entries.
    pub erases: Vec<Erasure>,
    /// What happens to an account with this write, which tells of it.
    pub account: Option<AccountChange>,
}

impl CommitOptions {
    /// A commit in `epoch`, without more.
    #[must_use]
    pub const fn in_epoch(epoch: u64) -> Self {
        Self { epoch, idempotency: None, erases: Vec::new(), account: None }
    }
}

/// What happens to an account together with the entry that tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountChange {
    /// It may not be used any more: its sessions end.
    Lock(RecordId),
    /// It may be used again.
    Unlock(RecordId),
    /// One of its sessions ends.
    EndSession {
        /// Whose it is.
        account: RecordId,
        /// Which.
        session: RecordId,
    },
    /// Somebody begins to look through another's eyes.
    BeginViewing(Viewing),
    /// That ends.
    EndViewing(Viewing),
}

/// A request that may come twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Actor and route.
    pub scope: String,
    /// The key that the client gave.
    pub key: String,
    /// The SHA-256 of the request's body.
    pub body_hash: [u8; 32],
    /// The status to answer with, now and when it is repeated.
    pub status: u16,
    /// When the request came.
    pub at: Timestamp,
}

/// A value to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Of which record, one that is written.
    pub record: RecordId,
    /// Which.
    pub item: ErasedItem,
}

/// Which value is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasedItem {
    /// All that a field ever held.
    Field(FieldId),
    /// A comment: the `n` of its entry.
    Comment(u64),
    /// An attachment: its name and, if nothing else holds it, its content.
    Attachment(RecordId),
}

/// What was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The records as they are now, in the order of the write set.
    pub records: Vec<Sealed>,
    /// Whether the request was a repetition, and nothing has been written now.
    pub replayed: bool,
    /// The status to answer a repetition with.
    pub status: Option<u16>,
}

/// A record after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its identity.
    pub id: RecordId,
    /// The label of its number.
    pub label: String,
    /// The counter in its number.
    pub number: u64,
    /// Its version.
    pub version: u64,
    /// Its last entry.
    pub n: u64,
}

impl Sealed {
    /// What a sealed write is afterwards.
    pub(crate) fn of(write: &seal::SealedWrite<'_>) -> Self {
        let record = &write.record;
        Self { id: record.id, label: record.label.clone(), number: record.number, version: record.version, n: record.n }
    }
}

/// How often a commit is tried again when two of them got in each other's way.
const TRIES: usize = 3;

impl Store {
    /// Commits `set`, whole or not at all. When this returns, it is on disk.
    ///
    /// # Errors
    /// When an expectation is broken, a key is taken, or the database fails: nothing has been written then, except
    /// with [`CommitError::Unknown`].
    pub async fn commit(&self, set: &WriteSet, options: &CommitOptions) -> Result<Committed, CommitError> {
        self.disk_has_room()?;
        let request =
            std::sync::Arc::new(Request { set: set.clone(), options: options.clone(), salting: self.salting });
        let mut tries = TRIES;
        loop {
            match self.commit_once(request.clone()).await {
                Err(Attempt::Again(_)) if tries > 1 => tries -= 1,
                Err(Attempt::Again(error) | Attempt::Failed(error)) => return Err(error),
                Ok(committed) => {
                    self.announce();
                    for erasure in &options.erases {
                        if let ErasedItem::Attachment(id) = erasure.item {
                            self.drop_content(id).await?;
                        }
                    }
                    return Ok(committed);
                }
            }
        }
    }
}

/// What is asked of a database.
#[derive(Debug)]
pub struct Request {
    /// The write set.
    pub set: WriteSet,
    /// What comes with it.
    pub options: CommitOptions,
    /// Where its commitments' salts come from.
    pub salting: Salting,
}

/// A commit that didn't succeed.
#[derive(Debug)]
pub enum Attempt {
    /// It got in another's way, and may succeed when it is tried again.
    Again(CommitError),
    /// It won't succeed.
    Failed(CommitError),
}

impl<T: Into<CommitError>> From<T> for Attempt {
    fn from(error: T) -> Self {
        Self::Failed(error.into())
    }
}
