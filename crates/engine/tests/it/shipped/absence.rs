//! Somebody away: it ends with its days, by itself.

use expect_test::expect;
use jiff::SignedDuration;
use yuheng_definition::Definitions;

use super::company;

#[test]
fn what_is_over_ends_by_itself_once_its_last_day_has_passed() {
    let Ok(definitions) = Definitions::shipped() else { panic!("the definitions don't load") };
    let mut stage = company(definitions);
    let mut told = stage.run(
        "desk: create absence person=desk deputy=sam from=2026-11-23 until=2026-11-24
         system: tick ABS1",
    );
    stage.now += SignedDuration::from_hours(24);
    told.push_str(&stage.run("system: tick ABS1\ndesk: do ABS1 expire"));
    stage.now += SignedDuration::from_hours(24);
    told.push_str(&stage.run("system: tick ABS1\nsystem: tick ABS1\ndesk: do ABS1 end"));
    expect![[r#"
        ABS1 created deputy=sam from=2026-11-23 person=desk until=2026-11-24
        → sam stands_in
        nothing
        nothing
        rejected: Only the system does it
        ABS1 transitioned in_force→ended
        nothing
        rejected: “End early” can't be done in the state “Ended”
    "#]]
    .assert_eq(&told);
}
