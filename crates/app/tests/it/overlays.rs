//! Overlays come into force on their day by themselves, or are kept out.

use yuheng_app::records::{Ballot, Request};
use yuheng_engine::{Command, RecordId};

use crate::company::{Company, fields};

/// An overlay that is approved, with its day.
pub async fn approved(company: &Company, text: &str, day: &str) -> RecordId {
    let admin = company.caller("admin").await;
    let given = fields(&[("title", "Sites"), ("reason", "Audit"), ("text", text), ("in_force_from", day)]);
    let created = company.app.create(&admin, "overlay", given, &Request::default()).await.unwrap();
    let id = created.receipt.id;
    company.go("admin", id, "submit", &[]).await;
    company.go("admin", id, "approve", &[]).await;
    let record = company.app.store().record(id).await.unwrap().unwrap();
    let (approval, ballot) =
        (record.approvals[0].id, Ballot { voter: None, agrees: true, opinion: None, to_step: None });
    let request = Request { based_on: Some(record.version), idempotency: None };
    company.app.vote(&company.caller("representative").await, id, approval, ballot, &request).await.unwrap();
    id
}

async fn state(company: &Company, id: RecordId) -> String {
    company.app.store().record(id).await.unwrap().unwrap().state.to_string()
}

async fn relabelled(company: &Company) -> bool {
    let in_force = company.app.in_force().await.unwrap();
    in_force.definitions.process("incident").unwrap().label.en == "Fault"
}

const RELABELS: &str = "[process.incident]\nlabel = { zh = \"故障\", en = \"Fault\" }\n";

#[tokio::test]
async fn an_overlay_comes_into_force_when_its_day_begins_where_the_organisation_is() {
    let company = Company::new().await;
    let id = approved(&company, RELABELS, "2026-11-22").await;
    // Midnight in Shanghai.
    assert!(company.app.pass_time("2026-11-21T15:59:59Z".parse().unwrap()).await.unwrap());
    assert_eq!((state(&company, id).await.as_str(), relabelled(&company).await), ("approved", false));
    assert!(company.app.pass_time("2026-11-21T16:00:00Z".parse().unwrap()).await.unwrap());
    assert_eq!((state(&company, id).await.as_str(), relabelled(&company).await), ("in_force", true));
    let entries = company.history(id).await.len();
    company.app.look(id, &Command::Tick).await.unwrap();
    assert_eq!(company.history(id).await.len(), entries, "once");
}

#[tokio::test]
async fn an_overlay_that_comes_late_comes_all_the_same() {
    let company = Company::new().await;
    let id = approved(&company, RELABELS, "2026-11-22").await;
    assert!(company.app.clock().set_forward("2026-12-24T01:00:00Z".parse().unwrap()));
    company.app.finish_rounds().await.unwrap();
    assert_eq!((state(&company, id).await.as_str(), relabelled(&company).await), ("in_force", true));
}

/// While it waited, another came into force that brings the same field as something else.
#[tokio::test]
async fn an_overlay_that_fits_no_more_is_kept_out_and_told() {
    let company = Company::new().await;
    let site = |kind: &str| {
        format!(
            "[process.incident.fields.site]\nlabel = {{ zh = \"地点\", en = \"Site\" }}\ntype = \"{kind}\"\nmax = 9\n"
        )
    };
    let late = approved(&company, &site("text"), "2026-11-25").await;
    let early = approved(&company, &site("long_text"), "2026-11-22").await;
    let foreseen = company.app.overlay_problems(&company.caller("admin").await, early).await.unwrap();
    assert!(foreseen.iter().any(|problem| problem.message.en.contains("type")), "foreseen: {foreseen:?}");
    assert!(company.app.pass_time("2026-11-26T01:00:00Z".parse().unwrap()).await.unwrap());
    assert_eq!((state(&company, early).await.as_str(), state(&company, late).await.as_str()), ("in_force", "approved"));
    let told = company.app.notices(&company.caller("admin").await, None, None).await.unwrap().items;
    assert!(told.iter().any(|notice| notice.record == late && notice.reason == "overlay_kept_out"), "{told:?}");
    let problems = company.app.kept_out().await.unwrap();
    assert!(problems.iter().any(|problem| problem.message.en.contains("type")), "{problems:?}");
}
