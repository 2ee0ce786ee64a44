//! A service request, with its item and its approval.

use expect_test::expect;

use super::check;

#[test]
fn what_needs_approval_is_not_assigned_before() {
    check(
        "joe: create service_request title=Open customer=ACME requester=joe item=RULE
         desk: do REQ1 assign assignee=eng
         desk: do REQ1 approve
         joe: vote REQ1 approve yes
         lev: vote REQ1 approve yes
         desk: do REQ1 assign_approved assignee=eng
         eng: do REQ1 start
         eng: do REQ1 fulfil result=Done
         eng: do REQ1 confirm
         joe: do REQ1 confirm",
        &expect![[r#"
            REQ1 created channel=page customer=ACME group=NET item=RULE needs_approval=true priority=p4 requester=joe service=FW title=Open
            rejected: Only if Needs approval is empty or Needs approval is no
            REQ1 approvalasked
            → req lev approval_asked
            rejected: There is no vote to cast here
            REQ1 voted lev agrees
            REQ1 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ1 transitioned approved→assigned assignee=eng
            → eng assigned
            → joe moved
            REQ1 transitioned assigned→in_progress
            → joe moved
            REQ1 transitioned in_progress→fulfilled result=Done
            → joe resolved
            rejected: Needs the role: Customer, Service desk; or to be the Requester
            REQ1 transitioned fulfilled→closed
        "#]],
    );
}

#[test]
fn what_needs_none_is_assigned_at_once() {
    check(
        "joe: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: do REQ1 assign assignee=eng",
        &expect![[r#"
            REQ1 created channel=page customer=ACME group=NET item=CABLE priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
        "#]],
    );
}

#[test]
fn whether_a_request_needs_approval_follows_its_item() {
    check(
        "desk: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: update REQ1 item=RULE
         desk: do REQ1 assign assignee=eng
         desk: update REQ1 item=CABLE
         desk: do REQ1 assign assignee=eng",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=CABLE priority=p4 requester=joe service=FW title=Cable
            REQ1 updated item=RULE needs_approval=true
            rejected: Only if Needs approval is empty or Needs approval is no
            REQ1 updated item=CABLE needs_approval=∅
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
        "#]],
    );
}

#[test]
fn an_item_is_not_exchanged_once_the_approval_is_behind() {
    check(
        "desk: create service_request title=Cable customer=ACME requester=joe item=CABLE
         desk: do REQ1 assign assignee=eng
         desk: update REQ1 item=RULE
         desk: update REQ1 item=
         desk: update REQ1 item=RULE title=Rule
         desk: create service_request title=Rule customer=ACME requester=joe item=RULE
         desk: do REQ2 approve
         lev: vote REQ2 approve yes
         desk: update REQ2 description=More
         desk: do REQ2 approve
         lev: vote REQ2 approve yes
         desk: do REQ2 assign_approved assignee=eng
         desk: update REQ2 description=Else
         desk: update REQ2 item=CABLE",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=CABLE priority=p4 requester=joe service=FW title=Cable
            REQ1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ1 updated group=∅ item=∅ service=∅
            rejected: Title: what was approved, or needed no approval, can't be changed any more: cancel this one and open another; Catalogue item: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ2 created channel=telephone customer=ACME group=NET item=RULE needs_approval=true priority=p4 requester=joe service=FW title=Rule
            REQ2 approvalasked
            → req lev approval_asked
            REQ2 voted lev agrees
            REQ2 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ2 updated description=More
            REQ2 approvalvoided approved→new
            → req lev approval_voided
            REQ2 approvalasked
            → req lev approval_asked
            REQ2 voted lev agrees
            REQ2 transitioned new→approved
            → desk approval_granted
            → joe moved
            REQ2 transitioned approved→assigned assignee=eng
            → eng assigned
            → joe moved
            rejected: Description: what was approved, or needed no approval, can't be changed any more: cancel this one and open another
            REQ2 updated item=CABLE needs_approval=∅
            REQ2 approvalvoided
            → req lev approval_voided
        "#]],
    );
}

#[test]
fn what_is_to_be_given_out_is_listed_for_those_who_may_do_so_now() {
    check(
        "desk: create service_request title=Rule customer=ACME requester=joe item=RULE
         desk: folder unassigned
         req: folder unassigned
         eng: folder unassigned
         lev: folder unassigned
         desk: do REQ1 approve
         desk: folder unassigned
         desk: withdraw REQ1 approve
         desk: folder unassigned
         desk: do REQ1 approve
         lev: vote REQ1 approve yes
         desk: folder unassigned
         eng: folder unassigned
         eng: do REQ1 assign_approved assignee=eng
         desk: folder unassigned
         desk: create incident title=Down customer=ACME
         inc: folder unassigned
         req: folder unassigned",
        &expect![[r#"
            REQ1 created channel=telephone customer=ACME group=NET item=RULE needs_approval=true priority=p4 requester=joe service=FW title=Rule
            unassigned: REQ1
            unassigned: REQ1
            unassigned:
            unassigned:
            REQ1 approvalasked
            → req lev approval_asked
            unassigned:
            REQ1 approvalwithdrawn
            → req lev approval_withdrawn
            unassigned: REQ1
            REQ1 approvalasked
            → req lev approval_asked
            REQ1 voted lev agrees
            REQ1 transitioned new→approved
            → desk approval_granted
            → joe moved
            unassigned: REQ1
            unassigned: REQ1
            REQ1 transitioned approved→assigned assignee=eng
            → joe moved
            unassigned:
            INC1 created category=other channel=telephone customer=ACME impact=low title=Down urgency=low
            unassigned: INC1
            unassigned:
        "#]],
    );
}
