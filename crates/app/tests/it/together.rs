//! What happens at once: edits of one version, looks at one record.

use yuheng_app::records::{Idempotency, Request};
use yuheng_app::{Error, Stale};
use yuheng_engine::{Audience, Command, EntryAction};

use crate::company::{Company, fields};

/// Both are made on the same version; whichever comes second must not take the first away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_edits_of_one_field_on_one_version_one_is_refused() {
    let company = Company::new().await;
    let desk = company.caller("desk").await;
    for round in 0..20 {
        let id = company.incident("medium", "medium").await;
        let on = Request { based_on: Some(1), idempotency: None };
        let (left, right) = tokio::join!(
            company.app.update(&desk, id, fields(&[("title", "left")]), &on),
            company.app.update(&desk, id, fields(&[("title", "right")]), &on),
        );
        let refused = [left.err(), right.err()];
        let stale = refused.iter().flatten().filter(|error| matches!(error, Error::Stale(_))).count();
        assert_eq!((stale, refused.iter().flatten().count()), (1, 1), "round {round}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_edits_of_different_fields_on_one_version_both_hold() {
    let company = Company::new().await;
    let desk = company.caller("desk").await;
    let id = company.incident("medium", "medium").await;
    let on = Request { based_on: Some(1), idempotency: None };
    let (left, right) = tokio::join!(
        company.app.update(&desk, id, fields(&[("title", "left")]), &on),
        company.app.update(&desk, id, fields(&[("description", "right")]), &on),
    );
    let merged: Vec<String> = [left, right]
        .into_iter()
        .flat_map(|written| written.unwrap().view.unwrap().merged)
        .map(|it| it.to_string())
        .collect();
    assert_eq!(merged.len(), 1, "the second was told what the first had changed: {merged:?}");
    let record = company.app.store().record(id).await.unwrap().unwrap();
    assert_eq!((record.text("title"), record.text("description")), (Some("left"), Some("right")));
}

#[tokio::test]
async fn a_transition_on_a_version_before_the_state_changed_is_refused() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    company.go("desk", id, "assign", &[("assignee", &company.id("engineer").to_string())]).await;
    let engineer = company.caller("engineer").await;
    let on = Request { based_on: Some(1), idempotency: None };
    let refused = company.app.transition(&engineer, id, "start", (fields(&[]), None), &on).await.err();
    assert!(
        matches!(&refused, Some(Error::Stale(stale)) if matches!(**stale, Stale { based_on: 1, current: 2, .. })),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_looks_at_one_record_at_once_call_each_point_once() {
    let company = Company::new().await;
    // P3: 120 minutes to respond; after 70 the first point has passed.
    let id = company.incident("medium", "medium").await;
    assert!(company.app.clock().set_forward("2026-11-20T02:10:00Z".parse().unwrap()));
    let look = || company.app.look(id, &Command::Tick);
    let looks = tokio::join!(look(), look(), look(), look());
    for look in [looks.0, looks.1, looks.2, looks.3] {
        assert!(matches!(look, Ok(()) | Err(Error::Contended)), "{look:?}");
    }
    assert_eq!(company.when(id, EntryAction::Warned).await, ["2026-11-20T02:10:00Z"]);
}

/// A request that is sent again, whatever has become of the record by then.
#[tokio::test]
async fn a_write_sent_again_is_answered_as_before() {
    let company = Company::new().await;
    let desk = company.caller("desk").await;
    let id = company.incident("medium", "medium").await;
    let key = |route: &str| Idempotency { key: "k".to_owned(), route: route.to_owned(), body: [0; 32] };
    let on = |route| Request { based_on: Some(1), idempotency: Some(key(route)) };
    let assignee = company.id("engineer").to_string();
    for replayed in [false, true] {
        let with = (fields(&[("assignee", &assignee)]), None);
        let written = company.app.transition(&desk, id, "assign", with, &on("assign")).await.unwrap();
        assert_eq!((written.replayed, written.receipt.version), (replayed, 2));
    }
    for replayed in [false, true] {
        let written = company.app.update(&desk, id, fields(&[("title", "again")]), &on("update")).await.unwrap();
        assert_eq!((written.replayed, written.receipt.version), (replayed, 3));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_sent_twice_at_once_is_done_once_and_answered_twice() {
    let company = Company::new().await;
    let desk = company.caller("desk").await;
    for round in 0..20 {
        let id = company.incident("medium", "medium").await;
        let idempotency = Some(Idempotency { key: "k".to_owned(), route: format!("{round}"), body: [0; 32] });
        let on = Request { based_on: Some(1), idempotency };
        let send = || company.app.update(&desk, id, fields(&[("title", "once")]), &on);
        let (left, right) = tokio::join!(send(), send());
        let mut replayed = [left, right].map(|written| written.map(|it| (it.replayed, it.receipt.version)).unwrap());
        replayed.sort_unstable();
        assert_eq!(replayed, [(false, 2), (true, 2)], "round {round}");
    }
}

/// Whoever shuts a record away from itself has done so, and is told.
#[tokio::test]
async fn a_write_that_takes_the_record_out_of_ones_sight_is_answered() {
    let company = Company::new().await;
    let id = company.incident("medium", "medium").await;
    let desk = company.caller("other_desk").await;
    let idempotency = Some(Idempotency { key: "k".to_owned(), route: "update".to_owned(), body: [0; 32] });
    let on = Request { based_on: Some(1), idempotency };
    let mut given = fields(&[]);
    given.insert("confidential".to_owned(), true.into());
    for replayed in [false, true] {
        let written = company.app.update(&desk, id, given.clone(), &on).await.unwrap();
        assert!(written.view.is_none(), "it takes no part in the incident");
        assert_eq!((written.replayed, written.receipt.id, written.receipt.version), (replayed, id, 2));
        assert_eq!(company.app.addressed(&desk, "incident", &written.receipt.number, &on).await.unwrap(), id);
    }
    assert!(company.app.view(&desk, id).await.is_err());
}

/// A key stands for one file under one name for one audience; and who may not attach is told before sending it.
#[tokio::test]
async fn a_file_sent_again_is_attached_once() {
    let company = Company::new().await;
    let app = &company.app;
    let id = company.incident("medium", "medium").await;
    let desk = company.caller("desk").await;
    let on = Request {
        based_on: None,
        idempotency: Some(Idempotency { key: "k".to_owned(), route: "attach".to_owned(), body: [0; 32] }),
    };
    let send = async |content: &[u8], named| {
        let mut file = app.begin_file(&desk, id, named, &on).await?;
        app.next_bytes(&mut file, content).await?;
        app.attach(&desk, id, file, named, &on).await.map(|written| written.replayed)
    };
    assert!(matches!(send(b"one", ("a.txt", Audience::Public)).await, Ok(false)));
    assert!(matches!(send(b"one", ("a.txt", Audience::Public)).await, Ok(true)));
    assert!(matches!(send(b"two", ("a.txt", Audience::Public)).await, Err(Error::KeyReused)));
    assert!(matches!(send(b"one", ("b.txt", Audience::Public)).await, Err(Error::KeyReused)));
    assert!(matches!(send(b"one", ("a.txt", Audience::Internal)).await, Err(Error::KeyReused)));
    assert_eq!(app.attachments(&desk, id).await.unwrap().len(), 1);
    let stranger = company.caller("stranger").await;
    let refused = app.begin_file(&stranger, id, ("a.txt", Audience::Public), &Request::default()).await;
    assert!(matches!(refused.err(), Some(Error::Rejected(_))));
}
