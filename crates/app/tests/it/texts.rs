//! Texts that somebody may write: what it costs to find them among everybody's.

use yuheng_app::records::Request;
use yuheng_definition::Language;
use yuheng_engine::Audience;

use crate::company::{Company, fields};

#[tokio::test]
async fn what_others_keep_for_themselves_costs_nothing_to_whoever_looks_for_a_text() {
    let company = Company::new().await;
    let keep = async |who: &str, title: &str| {
        let given = fields(&[("title", title), ("text", "{{record.number}}")]);
        let caller = company.caller(who).await;
        company.app.create(&caller, "text_template", given, &Request::default()).await.unwrap().receipt.id
    };
    for nth in 0..40 {
        keep("other_desk", &format!("Theirs {nth}")).await;
    }
    keep("desk", "Mine").await;
    let voided = keep("desk", "Mine no more").await;
    let desk = company.caller("desk").await;
    let void = yuheng_engine::Command::Void { reason: "x".to_owned() };
    let request = Request { based_on: Some(1), idempotency: None };
    company.app.write(&desk, Some(voided), void, &request).await.unwrap();
    for (who, own) in [("desk", 1), ("admin", 0)] {
        let on = keep(who, "On this one").await;
        let caller = company.caller(who).await;
        let before = company.app.store().asked_of_lists();
        let found = company.app.texts(&caller, on, ("", Audience::Internal, Language::En)).await;
        let asked = company.app.store().asked_of_lists() - before;
        let titles: Vec<String> = found.unwrap().into_iter().map(|it| it.title).collect();
        let found = titles.iter().filter(|title| title.starts_with("Mine") || title.starts_with("Theirs"));
        assert_eq!(found.count(), own, "{who}: {titles:?}");
        assert!(asked < 30, "{who}: of {asked} records it was asked whether they may be used");
    }
}
