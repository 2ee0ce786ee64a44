//! What tests stand on: the real program started and ended, and a client that speaks to it as a user would.

pub mod client;
mod database;
pub mod program;
pub mod said;
pub mod scenario;
pub mod server;
mod template;
pub mod wire;

/// The step of an acceptance test that shows the behaviour itself. The steps before it are controls: `make prove` takes
/// the behaviour away and expects just this step to fail.
#[macro_export]
macro_rules! proof {
    ($condition:expr, $($message:tt)+) => {
        assert!($condition, "proof: {}", format!($($message)+))
    };
}

/// Makes of one acceptance test, a function of a [`server::Backend`], two: on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both_stores {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $test() { $crate::run(super::$test, $crate::server::Backend::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $test() { $crate::run(super::$test, $crate::server::Backend::Postgres); })+
        }
    };
}

/// Runs a test on a store; its error is the test's failure.
///
/// # Panics
/// When the test fails: that is how it says so.
#[expect(clippy::panic, reason = "a test's failure is a panic")]
pub fn run(test: fn(server::Backend) -> anyhow::Result<()>, backend: server::Backend) {
    if let Err(error) = test(backend) {
        panic!("on {backend:?}: {error:#}");
    }
}
