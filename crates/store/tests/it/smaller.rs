//! Accounts, sessions, tokens, links, throttles, leases, settings, the disk.

use jiff::SignedDuration;
use yuheng_engine::{Effect, EntryAction, Expected, Record, WriteSet};
use yuheng_store::{
    Account, AccountChange, CommitError, CommitOptions, DiskLimits, DiskSpace, NOTICES_KEPT, Notice, Session, Store,
    Token,
};

use crate::place::on_both;
use crate::sample::{at, committed, create, draft, new_id, set, write};

fn account() -> Account {
    Account {
        id: new_id(),
        login: "ann".into(),
        password: Some("hash".into()),
        is_active: true,
        must_change: false,
        created_at: at(0),
        signed_in_at: None,
    }
}

fn session(account: &Account, hash: u8) -> Session {
    Session {
        id: new_id(),
        account: account.id,
        created_at: at(1),
        seen_at: at(1),
        expires_at: at(100),
        address: format!("127.0.0.{hash}"),
        agent: "test".into(),
    }
}

/// Lets something happen to an account, and tells of it in the history of `person`.
async fn change(store: &Store, person: &Record, change: AccountChange, epoch: u64) -> Result<(), CommitError> {
    let set = set(write(person.clone(), Expected::Exists, vec![draft(EntryAction::AccountChanged, 11)]));
    let options = CommitOptions { account: Some(change), ..CommitOptions::in_epoch(epoch) };
    store.commit(&set, &options).await.map(|_| ())
}

#[test]
fn a_session_ends_with_the_entry_that_tells_of_it() {
    on_both(|store, _| async move {
        let ann = account();
        assert!(store.create_account(&ann).await.unwrap());
        let person = committed(&store, &create("Ann")).await;
        let (first, second) = (session(&ann, 1), session(&ann, 2));
        assert!(store.create_session(&first, [1; 32]).await.unwrap());
        assert!(store.create_session(&second, [2; 32]).await.unwrap());
        let end = |account| AccountChange::EndSession { account, session: first.id };
        let epoch = store.content_epoch().await.unwrap();
        change(&store, &person, end(new_id()), epoch).await.unwrap();
        assert!(store.has_session(ann.id, first.id).await.unwrap(), "it is another's");
        store.raise_epoch().await.unwrap();
        let late = change(&store, &person, end(ann.id), epoch).await;
        assert!(matches!(late, Err(CommitError::Epoch { .. })), "{late:?}");
        assert!(store.has_session(ann.id, first.id).await.unwrap(), "nothing is told");
        change(&store, &person, end(ann.id), epoch + 1).await.unwrap();
        assert!(!store.has_session(ann.id, first.id).await.unwrap());
        assert_eq!(store.sessions_of(ann.id, at(10)).await.unwrap(), [second]);
    });
}

#[test]
fn no_session_begins_while_an_account_is_locked_and_wakes_afterwards() {
    on_both(|store, _| async move {
        let ann = account();
        assert!(store.create_account(&ann).await.unwrap());
        let person = committed(&store, &create("Ann")).await;
        let epoch = store.content_epoch().await.unwrap();
        change(&store, &person, AccountChange::Lock(ann.id), epoch).await.unwrap();
        assert!(!store.create_session(&session(&ann, 1), [1; 32]).await.unwrap());
        change(&store, &person, AccountChange::Unlock(ann.id), epoch).await.unwrap();
        assert_eq!(store.session([1; 32], at(10)).await.unwrap(), None);
        assert!(store.create_session(&session(&ann, 2), [2; 32]).await.unwrap());
    });
}

#[test]
fn an_account_signs_in_and_its_sessions_end_with_it() {
    on_both(|store, _| async move {
        let mut ann = account();
        assert!(store.create_account(&ann).await.unwrap());
        assert!(!store.create_account(&Account { id: new_id(), ..ann.clone() }).await.unwrap());
        store.note_sign_in(ann.id, at(1)).await.unwrap();
        ann.signed_in_at = Some(at(1));
        assert_eq!(store.account_by_login("ann").await.unwrap(), Some(ann.clone()));
        assert_eq!(store.accounts("", 10).await.unwrap(), std::slice::from_ref(&ann));
        let (first, second) = (session(&ann, 1), session(&ann, 2));
        assert!(store.create_session(&first, [1; 32]).await.unwrap());
        assert!(store.create_session(&second, [2; 32]).await.unwrap());
        assert_eq!(store.session([1; 32], at(99)).await.unwrap(), Some((first.clone(), ann.login.clone())));
        assert_eq!(store.session([1; 32], at(100)).await.unwrap(), None);
        store.touch_session(second.id, at(9)).await.unwrap();
        let sessions = store.sessions_of(ann.id, at(10)).await.unwrap();
        assert_eq!(sessions.iter().map(|session| session.id).collect::<Vec<_>>(), [second.id, first.id]);
        store.revoke_sessions(ann.id, Some(first.id)).await.unwrap();
        assert_eq!(store.session([2; 32], at(10)).await.unwrap(), None);
        let first = committed(&store, &create("Ann")).await;
        let lock = |epoch| {
            let entries = vec![draft(EntryAction::AccountChanged, 11)];
            let set = WriteSet { effect: Effect::Changes, ..set(write(first.clone(), Expected::Exists, entries)) };
            let options =
                CommitOptions { account: Some(AccountChange::Lock(ann.id)), ..CommitOptions::in_epoch(epoch) };
            let store = store.clone();
            async move { store.commit(&set, &options).await }
        };
        store.raise_epoch().await.unwrap();
        let late = lock(1).await;
        assert!(matches!(late, Err(CommitError::Epoch { now: 2 })), "{late:?}");
        assert!(store.session([1; 32], at(10)).await.unwrap().is_some(), "nothing has happened");
        lock(2).await.unwrap();
        assert_eq!(store.sessions_of(ann.id, at(10)).await.unwrap(), []);
        assert!(!store.set_password(ann.id, ann.password.as_deref(), "new").await.unwrap(), "locked meanwhile");
        assert_eq!(store.content_epoch().await.unwrap(), 3);
    });
}

#[test]
fn a_token_works_until_it_is_revoked_and_a_link_works_once() {
    on_both(|store, _| async move {
        let ann = account();
        store.create_account(&ann).await.unwrap();
        let token = Token {
            id: new_id(),
            account: ann.id,
            name: "monitoring".into(),
            processes: ["incident".into()].into(),
            read_only: true,
            created_at: at(0),
            expires_at: Some(at(50)),
            used_at: None,
            revoked_at: None,
        };
        store.create_token(&token, [3; 32]).await.unwrap();
        assert_eq!(store.token([3; 32], at(49)).await.unwrap(), Some((token.clone(), ann.login.clone())));
        assert_eq!(store.token([3; 32], at(50)).await.unwrap(), None);
        store.touch_token(token.id, at(5)).await.unwrap();
        assert!(store.revoke_token(ann.id, token.id, at(6)).await.unwrap());
        assert!(!store.revoke_token(ann.id, token.id, at(7)).await.unwrap());
        assert_eq!(store.token([3; 32], at(8)).await.unwrap(), None);
        assert_eq!(store.tokens_of(ann.id).await.unwrap()[0].used_at, Some(at(5)));
        store.create_link([4; 32], ann.id, "password", (at(1), at(50))).await.unwrap();
        assert_eq!(store.use_link([4; 32], "invitation", at(1)).await.unwrap(), None);
        assert_eq!(store.link([4; 32], "password", at(1)).await.unwrap(), Some(ann.id));
        assert_eq!(store.use_link([4; 32], "password", at(1)).await.unwrap(), Some(ann.id));
        assert_eq!(store.use_link([4; 32], "password", at(2)).await.unwrap(), None);
    });
}

#[test]
fn tries_are_counted_in_a_window() {
    on_both(|store, _| async move {
        let window = SignedDuration::from_mins(15);
        for expected in 1..=3 {
            assert_eq!(store.throttle("ann", at(0), window).await.unwrap(), expected);
        }
        assert_eq!(store.throttle("ann", at(15 * 60), window).await.unwrap(), 1);
        store.clear_throttle("ann").await.unwrap();
        assert_eq!(store.throttle("ann", at(15 * 60), window).await.unwrap(), 1);
    });
}

#[test]
fn a_lease_is_held_by_one_and_its_number_rises_with_each_holder() {
    on_both(|store, _| async move {
        let first = store.take_lease("clocks", "a", at(0), at(10)).await.unwrap().unwrap();
        assert_eq!(store.take_lease("clocks", "b", at(5), at(15)).await.unwrap(), None);
        let longer = store.take_lease("clocks", "a", at(5), at(15)).await.unwrap().unwrap();
        assert_eq!((first.fence, longer.fence), (1, 1));
        assert_eq!(store.take_lease("clocks", "b", at(15), at(25)).await.unwrap().unwrap().fence, 2);
        store.release_lease(&longer, "a").await.unwrap();
        assert_eq!(store.take_lease("clocks", "a", at(16), at(25)).await.unwrap(), None);
    });
}

#[test]
fn settings_texts_and_preferences_are_kept() {
    on_both(|store, _| async move {
        store.set_setting("zone", "Asia/Shanghai").await.unwrap();
        assert_eq!(store.setting("zone").await.unwrap().as_deref(), Some("Asia/Shanghai"));
        assert_eq!(store.setting("name").await.unwrap(), None);
        store.keep_definition_text("h", "text", at(0)).await.unwrap();
        store.keep_definition_text("h", "other", at(1)).await.unwrap();
        assert_eq!(store.definition_text("h").await.unwrap().as_deref(), Some("text"));
        store.keep_definition_text("later", "new", at(2)).await.unwrap();
        let texts = async || store.definition_texts().await.unwrap().into_iter().map(|(_, text)| text);
        assert_eq!(texts().await.collect::<Vec<_>>(), ["new", "text"], "what was in force last comes first");
        store.keep_definition_text("h", "text", at(3)).await.unwrap();
        assert_eq!(texts().await.collect::<Vec<_>>(), ["text", "new"], "also what came back");
        let ann = new_id();
        store.set_preference(ann, "view:mine", Some("{}"), at(0)).await.unwrap();
        store.set_preference(ann, "view:mine", Some("{\"a\":1}"), at(1)).await.unwrap();
        store.set_preference(ann, "draft:x", Some("[]"), at(1)).await.unwrap();
        let views = store.preferences(ann, "view:").await.unwrap();
        assert_eq!(views, [("view:mine".to_owned(), "{\"a\":1}".to_owned())]);
        store.set_preference(ann, "view:mine", None, at(2)).await.unwrap();
        assert_eq!(store.preferences(ann, "view:").await.unwrap(), []);
    });
}

fn notice(number: u32) -> Notice {
    Notice {
        key: format!("{number:04}"),
        at: at(1),
        reason: "assigned".into(),
        record: new_id(),
        n: Some(7),
        doer: None,
        read_at: None,
    }
}

#[test]
fn what_two_tell_one_person_at_once_is_told_once_and_none_is_lost() {
    on_both(|store, _| async move {
        let (ann, bob) = (new_id(), new_id());
        let tell = |number| {
            let store = store.clone();
            tokio::spawn(async move { store.tell(&[ann, bob], &notice(number)).await.unwrap() })
        };
        let telling: Vec<_> = (0..20).flat_map(|number| [tell(number), tell(number)]).collect();
        for told in telling {
            told.await.unwrap();
        }
        for person in [ann, bob] {
            let keys: Vec<_> =
                store.notices(person, None, 100).await.unwrap().into_iter().map(|notice| notice.key).collect();
            assert_eq!(keys, (0..20).rev().map(|number| format!("{number:04}")).collect::<Vec<_>>());
        }
    });
}

#[test]
fn notices_are_paged_read_and_kept_up_to_a_bound() {
    on_both(|store, _| async move {
        let (ann, bob) = (new_id(), new_id());
        for number in 0..NOTICES_KEPT + 3 {
            store.tell(&[ann], &notice(number)).await.unwrap();
        }
        store.tell(&[bob], &notice(1)).await.unwrap();
        assert_eq!(store.unread(ann).await.unwrap(), u64::from(NOTICES_KEPT));
        let first = store.notices(ann, None, 2).await.unwrap();
        let last = &first[1];
        let second = store.notices(ann, Some((last.at, &last.key)), 1000).await.unwrap();
        assert_eq!((first[0].key.as_str(), last.key.as_str(), second[0].key.as_str()), ("0502", "0501", "0500"));
        assert_eq!((second.len(), second.last().unwrap().key.as_str()), (498, "0003"), "the oldest are gone");
        store.read_notices(ann, at(9)).await.unwrap();
        assert_eq!((store.unread(ann).await.unwrap(), store.unread(bob).await.unwrap()), (0, 1));
        assert_eq!(store.notices(ann, None, 1).await.unwrap()[0].read_at, Some(at(9)));
    });
}

#[test]
fn a_store_with_little_room_warns_and_with_none_is_read_only() {
    on_both(|store, place| async move {
        if place.is_postgres() {
            return; // PostgreSQL looks after its own disk; its refusal has the same name.
        }
        drop(store);
        let warned = DiskLimits { warn_below: u64::MAX, refuse_below: 0 };
        let store = Store::open_with(&place.location, warned).await.unwrap();
        assert!(matches!(store.disk_space().unwrap(), DiskSpace::Low(_)));
        let done = store.commit(&create("a"), &CommitOptions::in_epoch(1)).await.unwrap();
        drop(store);
        let full = DiskLimits { warn_below: u64::MAX, refuse_below: u64::MAX };
        let store = Store::open_with(&place.location, full).await.unwrap();
        let refused = store.commit(&create("b"), &CommitOptions::in_epoch(1)).await;
        assert!(matches!(refused, Err(CommitError::ReadOnly)), "{refused:?}");
        assert!(store.begin_upload().await.is_err());
        assert!(store.record(done.records[0].id).await.unwrap().is_some());
    });
}
