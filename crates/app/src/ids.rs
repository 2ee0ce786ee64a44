//! New identities: UUID version 7 by the program's clock, each later than all before it.

use std::sync::{Arc, Mutex};

use uuid::{ContextV7, Timestamp, Uuid};
use yuheng_engine::{Ids, RecordId};

use crate::Clock;

/// Gives out identities in ascending order.
pub struct ClockIds {
    clock: Arc<Clock>,
    counter: Mutex<ContextV7>,
}

impl ClockIds {
    /// Identities by `clock`.
    #[must_use]
    pub const fn new(clock: Arc<Clock>) -> Self {
        Self { clock, counter: Mutex::new(ContextV7::new()) }
    }
}

impl Ids for ClockIds {
    fn next(&self) -> RecordId {
        let now = self.clock.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
        let counter = self.counter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        RecordId(Uuid::new_v7(Timestamp::from_unix(&*counter, seconds, nanoseconds)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_ascend_while_the_clock_stands() {
        let ids = ClockIds::new(Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap())));
        let some: Vec<_> = (0..100).map(|_| ids.next()).collect();
        assert!(some.is_sorted_by(|a, b| a < b));
    }
}
