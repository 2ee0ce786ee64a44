//! An incident from report to close.

use expect_test::expect;

use super::check;

#[test]
fn an_incident_goes_from_report_to_close() {
    check(
        r#"joe: create incident title="VPN down" description="Since nine" impact=high
           desk: do INC1 assign assignee=eng
           eng: do INC1 start
           eng: do INC1 hold hold_reason=customer public="Please send the log"
           eng: do INC1 resume
           eng: do INC1 resolve solution="Restarted the gateway" cause=Certificate
           eng: do INC1 confirm
           joe: do INC1 confirm"#,
        &expect![[r#"
            INC1 created category=other channel=page customer=ACME description=Since nine impact=high requester=joe title=VPN down urgency=low
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            INC1 transitioned assigned→in_progress
            → joe moved
            INC1 transitioned in_progress→on_hold held=1 hold_reason=customer public:Please send the log
            → joe commented
            INC1 transitioned on_hold→in_progress hold_reason=∅
            → joe moved
            INC1 transitioned in_progress→resolved cause=Certificate solution=Restarted the gateway
            → joe resolved
            rejected: Needs the role: Customer, Service desk; or to be the Requester
            INC1 transitioned resolved→closed
        "#]],
    );
}

#[test]
fn an_incident_becomes_a_request() {
    check(
        r#"desk: create incident title="New laptop" customer=ACME requester=joe
           desk: convert INC1 service_request"#,
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME impact=low requester=joe title=New laptop urgency=low
            INC1 converted new→cancelled
            REQ1 created channel=telephone customer=ACME priority=p4 requester=joe title=New laptop
            REQ1 converted
            → joe converted
        "#]],
    );
}
