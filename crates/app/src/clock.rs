//! The one clock: everything that depends on the moment asks here and passes `now` on.

use std::sync::RwLock;

use jiff::Timestamp;

/// Where `now` comes from.
#[derive(Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is set: for tests and rehearsals.
    Simulated(RwLock<Timestamp>),
}

impl Clock {
    /// A clock that stands at `start`.
    #[must_use]
    pub const fn simulated(start: Timestamp) -> Self {
        Self::Simulated(RwLock::new(start))
    }

    /// The moment, in whole microseconds: what the stores keep.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Self::System => Self::machine(),
            Self::Simulated(at) => *at.read().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// The machine's moment, even where the clock is simulated: for what is about the processes themselves, as whether a node
    /// still lives.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn machine() -> Timestamp {
        Timestamp::now()
    }

    /// Sets a simulated clock forward; whether it could be.
    pub fn set_forward(&self, to: Timestamp) -> bool {
        let Self::Simulated(at) = self else { return false };
        let mut at = at.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_forward = *at <= to;
        if is_forward {
            *at = to;
        }
        is_forward
    }

    /// Whether it only moves when it is set.
    #[must_use]
    pub const fn is_simulated(&self) -> bool {
        matches!(self, Self::Simulated(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simulated_clock_moves_only_forward() {
        let clock = Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap());
        assert!(clock.set_forward("2026-11-20T02:00:00Z".parse().unwrap()));
        assert!(!clock.set_forward("2026-11-20T01:30:00Z".parse().unwrap()));
        assert_eq!(clock.now().to_string(), "2026-11-20T02:00:00Z");
        assert!(!Clock::System.set_forward(clock.now()));
    }
}
