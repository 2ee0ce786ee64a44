//! Which approvals wait for whom.

use yuheng_app::records::{Ballot, Request};
use yuheng_engine::RecordId;

use crate::company::{Company, fields};

/// A request for something that needs an approval, which the desk has asked for.
async fn asked(company: &Company) -> RecordId {
    let customer = company.id("customer").to_string();
    let item = company.id("item").to_string();
    let given = fields(&[("title", "Account"), ("customer", &customer), ("item", &item)]);
    let desk = company.caller("desk").await;
    let created = company.app.create(&desk, "service_request", given, &Request::default()).await.unwrap();
    let id = created.receipt.id;
    company.go("desk", id, "approve", &[]).await;
    id
}

async fn waiting(company: &Company, who: &str) -> Vec<RecordId> {
    let rows = company.app.waiting_for(&company.caller(who).await).await.unwrap();
    rows.iter().map(|row| row.record.id).collect()
}

#[tokio::test]
async fn an_approval_waits_for_its_voter_and_the_deputy_until_one_has_voted() {
    let company = Company::new().await;
    let id = asked(&company).await;
    assert_eq!(waiting(&company, "level").await, [id], "the voter");
    assert_eq!(waiting(&company, "stand_in").await, [id], "who stands in for the voter");
    assert!(waiting(&company, "desk").await.is_empty(), "who asked takes part and has no vote");
    let stand_in = company.caller("stand_in").await;
    let approval = company.app.store().record(id).await.unwrap().unwrap().approvals[0].id;
    let ballot = Ballot { voter: None, agrees: true, opinion: None, to_step: None };
    let request = Request { based_on: Some(2), idempotency: None };
    company.app.vote(&stand_in, id, approval, ballot, &request).await.unwrap();
    assert!(waiting(&company, "level").await.is_empty());
    assert!(waiting(&company, "stand_in").await.is_empty());
}
