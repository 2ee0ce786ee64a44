//! A controlled document: written, approved, in force from its date.

use expect_test::expect;

use super::check;

const WRITTEN: &str = "
    dan: create document title=Incidents code=P-08 kind=process_description owner=dan draft=First planned_from=2026-01-01 review_due=2027-12-31
    dan: do DOC1 submit
    dan: do DOC1 approve";

const IN_FORCE: &str = "
    rep: vote DOC1 approve yes
    dan: do DOC1 put_in_force";

#[test]
fn a_document_applies_only_once_approved_and_put_in_force() {
    check(
        &format!(
            "{WRITTEN}
            dan: do DOC1 put_in_force
            sam: actions DOC1
            rep: vote DOC1 approve yes
            dan: update DOC1 draft=Other
            dan: do DOC1 put_in_force
            dan: update DOC1 draft=Other"
        ),
        &expect![[r#"
            DOC1 created code=P-08 draft=First kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Incidents
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            rejected: “Put in force” can't be done in the state “In review”
            transition:approve: An approval is pending
            transition:approve_policy: Needs the role: Document manager; or to be the Owner
            transition:send_back: Needs the role: Document manager, Management representative; or to be the Owner
            transition:withdraw: Needs the role: Document manager; or to be the Owner
            update: Needs the right to change it (process: Document)
            comment
            note
            attach
            void: Needs the right to void it (process: Document)
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            rejected: Needs the right to change it (process: Document)
            DOC1 transitioned approved→in_force in_force_from=2026-11-23 revision=1 text=First
            rejected: Needs the right to change it (process: Document)
        "#]],
    );
}

#[test]
fn the_revision_in_force_stays_while_the_next_is_written() {
    check(
        &format!(
            "{WRITTEN}{IN_FORCE}
            dan: do DOC1 revise
            dan: update DOC1 draft=Second change_note=Clearer
            dan: show DOC1
            dan: do DOC1 submit_revision
            dan: do DOC1 approve_revision
            rep: vote DOC1 approve_revision yes
            dan: do DOC1 put_revision_in_force"
        ),
        &expect![[r#"
            DOC1 created code=P-08 draft=First kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Incidents
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            DOC1 transitioned approved→in_force in_force_from=2026-11-23 revision=1 text=First
            DOC1 transitioned in_force→revising
            DOC1 updated change_note=Clearer draft=Second
            DOC1 revising v7 n8 change_note=Clearer code=P-08 draft=Second in_force_from=2026-11-23 kind=process_description owner=dan planned_from=2026-01-01 review_due=2027-12-31 revision=1 text=First title=Incidents [approve granted]
            DOC1 transitioned revising→revision_review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned revision_review→revision_approved
            → dan approval_granted
            DOC1 transitioned revision_approved→in_force revision=2 text=Second
        "#]],
    );
}

#[test]
fn the_policy_is_reviewed_and_then_for_top_management_to_approve() {
    check(
        "dan: create document title=Policy code=P-01 kind=policy owner=dan draft=First planned_from=2026-01-01 review_due=2027-12-31
         dan: do DOC1 submit
         dan: do DOC1 approve
         dan: do DOC1 approve_policy
         boss: vote DOC1 approve_policy yes
         rep: vote DOC1 approve_policy yes
         rep: vote DOC1 approve_policy yes
         boss: vote DOC1 approve_policy yes",
        &expect![[r#"
            DOC1 created code=P-01 draft=First kind=policy owner=dan planned_from=2026-01-01 review_due=2027-12-31 title=Policy
            DOC1 transitioned draft→review
            rejected: Only if Kind is not “Policy and objectives”
            DOC1 approvalasked
            → rep approval_asked
            rejected: There is no vote to cast here
            DOC1 voted rep agrees at review
            → boss approval_asked
            rejected: There is no vote to cast here
            DOC1 voted boss agrees at approve
            DOC1 transitioned review→approved
            → dan approval_granted
        "#]],
    );
}

#[test]
fn a_document_waits_for_its_date() {
    check(
        "dan: create document title=Plan code=P-02 kind=plan owner=dan draft=First planned_from=2030-01-01 review_due=2031-12-31
         dan: do DOC1 submit
         dan: do DOC1 approve
         rep: vote DOC1 approve yes
         dan: do DOC1 put_in_force",
        &expect![[r#"
            DOC1 created code=P-02 draft=First kind=plan owner=dan planned_from=2030-01-01 review_due=2031-12-31 title=Plan
            DOC1 transitioned draft→review
            DOC1 approvalasked
            → rep approval_asked
            DOC1 voted rep agrees
            DOC1 transitioned review→approved
            → dan approval_granted
            rejected: Only if To be in force from is no later than today
        "#]],
    );
}
