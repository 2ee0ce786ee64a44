//! The history: read as it was told, replayed to any moment, erased without a trace of the value.

use yuheng_engine::{Attachment, Audience, EntryAction, Expected};
use yuheng_store::{CommitOptions, ErasedItem, Erasure, Told};

use crate::place::on_both;
use crate::sample::{at, changes, comment, commit, committed, create, draft, new_id, set, update, whole, write};

#[test]
fn entries_say_what_changed_from_what_to_what() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("a")).await;
        let record = committed(&store, &update(&record, "title", Some("b".into()), true, 5)).await;
        commit(&store, &update(&record, "impact", None, false, 4)).await;
        let history = store.history(record.id, 1, 10).await.unwrap();
        assert_eq!(history.len(), 2);
        let title = &history[0].changes[0];
        assert_eq!((&title.from, &title.to), (&Some(Told::Value("a".into())), &Some(Told::Value("b".into()))));
        assert_eq!(history[1].changes[0].to, None);
        assert_eq!(history[1].at, at(5), "an entry is never earlier than the one before");
    });
}

#[test]
fn a_record_is_replayed_to_any_moment() {
    on_both(|store, _| async move {
        let first = committed(&store, &create("a")).await;
        let second = committed(&store, &update(&first, "title", Some("b".into()), true, 10)).await;
        let mut moved = update(&second, "solution", Some("done".into()), true, 20);
        moved.writes[0].entries[0].moved = Some(("new".into(), "resolved".into()));
        moved.writes[0].entries[0].action = EntryAction::Transitioned;
        moved.writes[0].entries[0].transition = Some("resolve".into());
        let doer = moved.writes[0].entries[0].actor;
        let record = &mut moved.writes[0].record;
        record.state = "resolved".into();
        record.resolved_at = Some(at(20));
        record.entered_at = at(20);
        record.doers.insert("resolve".into(), doer);
        let third = committed(&store, &moved).await;
        assert_eq!(store.as_of(first.id, at(-1)).await.unwrap(), None);
        for (second, expected) in [(0, &first), (15, &second), (25, &third)] {
            assert_eq!(&store.as_of(first.id, at(second)).await.unwrap().unwrap().record, expected);
        }
    });
}

#[test]
fn an_erased_value_is_gone_and_the_history_still_verifies() {
    on_both(|store, place| async move {
        let record = committed(&store, &create("secret-7f3a")).await;
        let said = committed(&store, &comment(&record, "secret-9b1c said", Audience::Public, 1)).await;
        let mut erase = update(&said, "title", None, true, 2);
        erase.writes[0].entries[0].action = EntryAction::Erased;
        erase.writes[0].texts = Some(yuheng_engine::SearchText::default());
        let of = |item| Erasure { record: record.id, item };
        let erases = vec![of(ErasedItem::Field("title".into())), of(ErasedItem::Comment(2))];
        store.commit(&erase, &CommitOptions { erases, ..CommitOptions::in_epoch(1) }).await.unwrap();
        let history = store.history(record.id, 0, 10).await.unwrap();
        assert_eq!(history[0].changes.iter().find(|change| change.field == "title").unwrap().to, Some(Told::Erased));
        assert_eq!(history[1].comment, Some((Audience::Public, Told::Erased)));
        assert_eq!(store.said_in(&[(record.id, 2)]).await.unwrap(), []);
        let before = store.as_of(record.id, at(1)).await.unwrap().unwrap();
        assert!(before.erased.contains("title") && !before.record.fields.contains_key("title"));
        store.advance_feed().await.unwrap();
        let report = store.verify(|_, _| {}).await.unwrap();
        assert_eq!(report.faults, []);
        // A value that is missing without an entry that says so is a fault.
        place.tamper("DELETE FROM history_value WHERE item = 'field:title'").await;
        let other = committed(&store, &create("b")).await;
        place.tamper("DELETE FROM history_value WHERE item = 'field:title'").await;
        store.advance_feed().await.unwrap();
        let faults = store.verify(|_, _| {}).await.unwrap().faults;
        assert_eq!((&faults[0].label, faults[0].n), (&other.label, Some(1)));
    });
}

#[test]
fn an_attachment_is_kept_by_its_content_and_erased_with_it() {
    on_both(|store, _| async move {
        let mut upload = store.begin_upload().await.unwrap();
        upload.write(b"hello ").await.unwrap();
        upload.write(b"world").await.unwrap();
        let content = upload.finish().await.unwrap();
        assert_eq!(content.digest, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
        assert_eq!(whole(&store, &content.digest).await.unwrap(), b"hello world");
        let record = committed(&store, &create("a")).await;
        let mut attach = set(write(record.clone(), Expected::Exists, vec![draft(EntryAction::Attached, 1)]));
        let attachment = Attachment {
            id: new_id(),
            digest: content.digest.clone(),
            name: "log.txt".into(),
            media_type: "text/plain".into(),
            size: content.size,
            audience: Audience::Public,
        };
        attach.writes[0].attached = vec![attachment.clone()];
        let attached = committed(&store, &attach).await;
        assert_eq!((attached.version, attached.n), (2, 2));
        assert_eq!(store.attachment(attachment.id).await.unwrap().unwrap().attachment, attachment);
        assert_eq!(store.attachments_of(record.id).await.unwrap().len(), 1);
        let mut erase = set(write(attached.clone(), Expected::Exists, vec![draft(EntryAction::Erased, 2)]));
        erase.writes[0].entries[0].changes = changes(&[]);
        let erases = vec![Erasure { record: record.id, item: ErasedItem::Attachment(attachment.id) }];
        store.commit(&erase, &CommitOptions { erases, ..CommitOptions::in_epoch(1) }).await.unwrap();
        assert!(store.attachment(attachment.id).await.unwrap().unwrap().is_erased);
        assert_eq!(whole(&store, &content.digest).await, None);
        store.advance_feed().await.unwrap();
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    });
}
