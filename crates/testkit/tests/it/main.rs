//! Scenarios on the shipped definitions: clocks, escalations and what happens by itself.

mod agreement;
mod calendar;
mod clock;
mod escalation;

use expect_test::Expect;
use yuheng_testkit::scenario;

fn check(script: &str, expected: &Expect) {
    expected.assert_eq(&scenario::run(&format!("{CAST}{script}")));
}

/// Who is on the stage before the first line.
const CAST: &str =
    "cast joe@ACME\ncast bob(engineer, staff)\ncast ann(service_desk, staff)\ncast eva(incident_manager, staff)\n";
