//! Points at which a program built with the feature `failpoints` does something wrong on purpose, so that tests can be
//! proved to notice. The one that is armed is named by the environment; any other program has none.

/// Whether the point `name` is armed.
#[cfg(feature = "failpoints")]
#[must_use]
pub fn armed(name: &str) -> bool {
    std::env::var("YUHENG_FAILPOINT").is_ok_and(|armed| armed == name)
}

/// Whether the point `name` is armed: never, in this program.
#[cfg(not(feature = "failpoints"))]
#[must_use]
pub const fn armed(_name: &str) -> bool {
    false
}
