//! Business time: weekly hours, breaks, public holidays, make-up days, half days, zones. No I/O; `now` is an argument.

/// A service calendar, ready to count with.
#[derive(Clone, Debug)]
pub struct ServiceCalendar {}
