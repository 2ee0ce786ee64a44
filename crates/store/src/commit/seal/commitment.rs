//! Values that can be erased: an entry holds a commitment, the value itself stands beside it with its salt.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use yuheng_engine::{Vote, WriteSet};

use super::Sealing;
use crate::CommitError;
use crate::cbor::Item;
use crate::history::VoteState;
use crate::state::Hash;

/// Where salts come from: the system's randomness, or a test's.
pub type Salts<'a> = &'a mut dyn FnMut() -> Result<Hash, CommitError>;

/// A value that can be erased, with what its commitment was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryValue {
    /// The entry that holds the commitment.
    pub n: u64,
    /// Which value of the entry.
    pub item: String,
    /// 32 random bytes.
    pub salt: Hash,
    /// The canonical bytes of the value.
    pub value: Vec<u8>,
}

/// A commitment to `value` under `salt`.
#[must_use]
pub fn commitment(salt: &Hash, value: &[u8]) -> Hash {
    // The key of an HMAC may be of any length: `new_from_slice` can't fail here.
    Hmac::<Sha256>::new_from_slice(salt)
        .map(|mac| mac.chain_update(value).finalize().into_bytes().into())
        .unwrap_or_default()
}

/// How a store comes by its salts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Salting {
    /// From the system's randomness.
    #[default]
    Random,
    /// From a seed, so that two stores filled alike are alike. For invented content only: who knows the seed can try out
    /// what an erased value was.
    Seeded(u64),
}

impl Salting {
    /// Where the salts of `set` come from.
    pub fn of(self, set: &WriteSet) -> impl FnMut() -> Result<Hash, CommitError> + use<> {
        let about = set.writes.last().map(|write| (write.record.id, write.record.n));
        let mut count = 0_u64;
        move || match (self, about) {
            (Self::Seeded(seed), Some((id, n))) => {
                count += 1;
                let hash = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(id.0.as_bytes());
                Ok(hash.chain_update(n.to_be_bytes()).chain_update(count.to_be_bytes()).finalize().into())
            }
            _ => random_salt(),
        }
    }
}

/// A salt from the system's randomness.
///
/// # Errors
/// When the system has none.
pub fn random_salt() -> Result<Hash, CommitError> {
    let mut salt = Hash::default();
    getrandom::fill(&mut salt).map_err(|_| {
        CommitError::Storage(crate::StorageError::Corrupt("the system gives no random bytes".to_owned()))
    })?;
    Ok(salt)
}

impl Sealing<'_> {
    pub(super) fn commit(&mut self, n: u64, item: String, value: &Item, salts: Salts<'_>) -> Result<Hash, CommitError> {
        let (salt, value) = (salts()?, value.encode());
        let hash = commitment(&salt, &value);
        self.values.push(HistoryValue { n, item, salt, value });
        Ok(hash)
    }

    pub(super) fn text(&mut self, n: u64, item: &str, text: &str, salts: Salts<'_>) -> Result<Hash, CommitError> {
        if text.contains('\0') {
            return Err(CommitError::Unstorable);
        }
        self.commit(n, item.to_owned(), &Item::Text(text.to_owned()), salts)
    }

    pub(super) fn vote(&mut self, n: u64, vote: &Vote, salts: Salts<'_>) -> Result<VoteState, CommitError> {
        let opinion = vote.opinion.as_deref().map(|opinion| self.text(n, "opinion", opinion, salts)).transpose()?;
        Ok(VoteState {
            voter: vote.voter,
            deputy: vote.deputy,
            at: vote.at,
            agrees: vote.agrees,
            opinion,
            step: vote.step.clone(),
            to_step: vote.to_step.clone(),
        })
    }
}
