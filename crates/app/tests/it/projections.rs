//! Definitions change by what records are found; until the records follow, nothing is found or sorted wrongly.

use yuheng_app::lists::Ask;
use yuheng_app::records::Request;
use yuheng_app::{Error, Result};
use yuheng_definition::Source;
use yuheng_engine::{Command, RecordId};

use crate::company::{Company, fields};
use crate::definitions::changed;
use crate::overlays::approved;

/// Indexes a field, in another process too that has no records yet, and hides one that everybody found records by.
const OVERLAY: &str = r#"
[process.incident.fields]
urgency = { indexed = true }
business_impact = { internal = true, search = "internal" }
[process.service_request.fields]
urgency = { label = { zh = "紧急", en = "Urgency" }, type = "text", max = 20, indexed = true }
"#;

async fn incident(company: &Company, urgency: &str) -> RecordId {
    let customer = company.id("customer").to_string();
    let given = [("title", "VPN"), ("customer", &customer), ("business_impact", "payroll"), ("urgency", urgency)];
    let desk = company.caller("desk").await;
    company.app.create(&desk, "incident", fields(&given), &Request::default()).await.unwrap().receipt.id
}

const IS_WORK: &str = "record.process in [\"incident\", \"service_request\"]";

/// Brings it into force, and runs no job.
async fn in_force(company: &Company) {
    let id = approved(company, OVERLAY, "2026-11-22").await;
    assert!(company.app.clock().set_forward("2026-11-22T01:00:00Z".parse().unwrap()));
    company.app.look(id, &Command::Tick).await.unwrap();
}

async fn found(company: &Company, who: &str) -> usize {
    company.app.search(&company.caller(who).await, "payroll", None).await.unwrap().0.len()
}

async fn listed(company: &Company, filter: Option<&str>, sort: Option<&str>) -> Result<Vec<RecordId>> {
    let ask = Ask { filter: filter.map(str::to_owned), sort: sort.map(str::to_owned), ..Ask::default() };
    let listed = company.app.list(&company.caller("desk").await, Some("incident"), &ask).await?;
    Ok(listed.rows.into_iter().map(|row| row.record.id).collect())
}

async fn finish(company: &Company) -> usize {
    let mut rounds = 0;
    while company.app.reproject_round().await.unwrap() > 0 {
        rounds += 1;
    }
    rounds
}

#[tokio::test]
async fn until_records_follow_the_definitions_nothing_is_found_that_should_not_be_or_missed_that_should() {
    let company = Company::new().await;
    let (low, high) = (incident(&company, "low").await, incident(&company, "high").await);
    assert_eq!(finish(&company).await, 0, "a fresh store has nothing to make up for");
    assert_eq!((found(&company, "contact").await, found(&company, "desk").await), (2, 2));
    in_force(&company).await;
    let medium = incident(&company, "medium").await;
    let filter = Some("record.urgency == \"low\"");
    assert_eq!(listed(&company, filter, None).await.unwrap(), [low], "the slower way");
    let sorted = listed(&company, None, Some("urgency")).await;
    assert!(matches!(sorted, Err(Error::Parameter { name: "sort", .. })), "not by half an index");
    let ask = Ask { sort: Some("urgency".to_owned()), filter: Some(IS_WORK.to_owned()), ..Ask::default() };
    let together = async || company.app.list(&company.caller("desk").await, None, &ask).await.map(|it| it.rows.len());
    assert!(together().await.is_err(), "nor where another process's is whole");
    assert_eq!(listed(&company, None, Some("impact")).await.unwrap().len(), 3, "by what is whole as ever");
    assert_eq!((found(&company, "contact").await, found(&company, "desk").await), (0, 3));

    assert!(finish(&company).await > 0);
    assert_eq!(listed(&company, filter, None).await.unwrap(), [low]);
    assert_eq!(listed(&company, None, Some("urgency")).await.unwrap(), [high, low, medium]);
    assert_eq!(together().await.unwrap(), 3);
    assert_eq!((found(&company, "contact").await, found(&company, "desk").await), (0, 3));
    assert_eq!(finish(&company).await, 0, "once");
    assert_eq!(company.app.store().verify(|_, _| {}).await.unwrap().faults, []);
}

#[tokio::test]
async fn a_pass_goes_on_after_a_restart_and_begins_anew_when_the_definitions_change_again() {
    let company = Company::new().await;
    let (low, high) = (incident(&company, "low").await, incident(&company, "high").await);
    in_force(&company).await;
    assert!(company.app.reproject_round().await.unwrap() > 0);
    let company = company.reopened(Source::shipped()).await.unwrap();
    assert!(listed(&company, None, Some("urgency")).await.is_err(), "the pass is not at its end");
    finish(&company).await;
    assert_eq!(listed(&company, None, Some("urgency")).await.unwrap(), [high, low]);
    let shown = "required = true, search = \"public\"";
    let source = changed("process/incident.toml", shown, "required = true");
    let company = company.reopened(source).await.unwrap();
    let title =
        async |company: &Company| company.app.search(&company.caller("desk").await, "VPN", None).await.unwrap().0.len();
    assert_eq!(title(&company).await, 2, "the desk still finds by the old texts");
    finish(&company).await;
    assert_eq!(title(&company).await, 0);
}

/// A store of before has no note.
#[tokio::test]
async fn where_nothing_is_noted_every_record_is_looked_at_once() {
    let company = Company::new().await;
    let (low, high) = (incident(&company, "low").await, incident(&company, "high").await);
    company.app.store().note_progress("projections", "").await.unwrap();
    let company = company.reopened(Source::shipped()).await.unwrap();
    assert_eq!(found(&company, "contact").await, 0);
    assert!(listed(&company, None, Some("impact")).await.is_err());
    let filter = Some("record.impact == \"low\"");
    assert_eq!(listed(&company, filter, None).await.unwrap(), [high, low]);
    assert!(finish(&company).await > 1);
    assert_eq!(listed(&company, None, Some("-impact")).await.unwrap(), [high, low]);
    assert_eq!(found(&company, "contact").await, 2);
}
