//! Where refusals stand, and that they are in nobody's way.

use yuheng_app::Error;
use yuheng_app::records::Request;
use yuheng_engine::{Command, EntryAction, RecordId, Rejection};

use crate::company::{Company, fields};

/// Has `who` try to take an incident out of the figures, without the right to.
async fn tries(company: &Company, who: &str, id: RecordId) {
    let void = Command::Void { reason: "x".to_owned() };
    let refused = company.app.write(&company.caller(who).await, Some(id), void, &Request::default()).await;
    assert!(matches!(refused.err(), Some(Error::Rejected(Rejection::Forbidden(_)))));
}

#[tokio::test]
async fn who_keeps_being_refused_does_not_fill_the_history() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    for _ in 0..12 {
        tries(&company, "desk", id).await;
    }
    assert_eq!(company.when(id, EntryAction::Refused).await.len(), 10, "no more than ten an hour");
    tries(&company, "other_desk", id).await;
    assert_eq!(company.when(id, EntryAction::Refused).await.len(), 11, "another person's is told");
    assert!(company.app.clock().set_forward("2026-11-20T02:00:01Z".parse().unwrap()));
    tries(&company, "desk", id).await;
    assert_eq!(company.when(id, EntryAction::Refused).await.len(), 12, "and an hour later again");
}

#[tokio::test]
async fn a_write_on_the_version_before_a_refusal_holds() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    company.go("desk", id, "assign", &[("assignee", &company.id("engineer").to_string())]).await;
    tries(&company, "desk", id).await;
    let engineer = company.caller("engineer").await;
    let on = Request { based_on: Some(2), idempotency: None };
    let written = company.app.transition(&engineer, id, "start", (fields(&[]), None), &on).await.unwrap();
    assert_eq!((written.receipt.version, written.receipt.n), (3, 4));
}

#[tokio::test]
async fn a_refused_create_stands_in_the_history_of_whoever_tried() {
    let company = Company::new().await;
    let engineer = company.caller("engineer").await;
    let given = fields(&[("role", "administrator"), ("person", &company.id("engineer").to_string())]);
    let refused = company.app.create(&engineer, "role_assignment", given, &Request::default()).await;
    assert!(matches!(refused.err(), Some(Error::Rejected(Rejection::Forbidden(_)))));
    let told = company.history(company.id("engineer")).await;
    let told = told.iter().find(|entry| entry.action == EntryAction::Refused).unwrap();
    assert_eq!(told.actor, company.id("engineer"));
    assert!(format!("{:?}", told.reason).contains("新建角色任命"), "{:?}", told.reason);
}
