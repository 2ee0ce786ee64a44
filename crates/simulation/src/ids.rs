//! Identities that come out the same each time: UUID version 7 by the simulated clock, with chance from a seed.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;
use yuheng_app::Clock;
use yuheng_engine::{Ids, RecordId};

use crate::Chance;

/// How many bits of an identity follow its milliseconds.
const BITS: u32 = 74;
/// The most that one identity lies behind another of the same millisecond.
const LEAP: u64 = 1 << 40;

/// Gives out identities in ascending order.
pub struct SeededIds {
    clock: Arc<Clock>,
    last: Mutex<(u128, Chance)>,
}

impl SeededIds {
    /// Identities by `clock`, with chance from `seed`.
    #[must_use]
    pub fn new(clock: Arc<Clock>, seed: u64) -> Self {
        Self { clock, last: Mutex::new((0, Chance::new(seed, u64::MAX))) }
    }
}

impl Ids for SeededIds {
    fn next(&self) -> RecordId {
        let now = u128::try_from(self.clock.now().as_millisecond()).unwrap_or_default() << BITS;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, chance) = &mut *last;
        let fresh = now | (u128::from(chance.next()) << 9 | u128::from(chance.below(512))) & !(1 << (BITS - 1));
        let next = if fresh > *before { fresh } else { *before + 1 + u128::from(chance.below(LEAP)) };
        *before = next;
        RecordId(uuid_of(next))
    }
}

/// The identity with these milliseconds and bits: 48, 12 and 62 of them, version and variant between.
fn uuid_of(number: u128) -> Uuid {
    let (high, low) = (number >> 62, number & ((1 << 62) - 1));
    let (milliseconds, twelve) = (high >> 12, high & 0xFFF);
    Uuid::from_u128(milliseconds << 80 | 7 << 76 | twelve << 64 | 2 << 62 | low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(seed: u64) -> Vec<RecordId> {
        let ids = SeededIds::new(Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap())), seed);
        (0..500).map(|_| ids.next()).collect()
    }

    #[test]
    fn they_ascend_and_are_the_same_for_the_same_seed() {
        assert!(some(4).is_sorted_by(|a, b| a < b));
        assert_eq!(some(4), some(4));
        assert_ne!(some(4), some(5));
        assert!(some(4).iter().all(|id| id.0.get_version_num() == 7 && id.0.get_variant() == uuid::Variant::RFC4122));
    }
}
