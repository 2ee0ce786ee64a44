//! Backups: of one moment while others write, whole on either database, refused when a byte is not what was written.

use std::path::Path;
use std::sync::Arc;

use yuheng_store::{BackupError, Location, OpenError, Store};

use crate::place::{Place, on_both, postgres, runtime, sqlite};
use crate::sample::{commit, create};
use crate::story::tell;

/// Restores an archive into `place`, whose store is open and empty, and verifies it there.
async fn restored(archive: &Path, store: Store, place: &Place) -> (Store, u64) {
    drop(store);
    Store::restore(archive, &place.location).await.unwrap();
    let store = Store::open(&place.location).await.unwrap();
    let report = store.verify(|_, _| {}).await.unwrap();
    assert_eq!(report.faults, []);
    (store, report.records)
}

#[test]
fn a_backup_made_while_others_write_is_of_one_moment() {
    on_both(|store, place| async move {
        tell(&store, 0, 12).await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("backup.tar");
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let writing = store.clone();
        let writer = tokio::spawn(async move {
            while !*stopped.borrow() {
                commit(&writing, &create("meanwhile")).await;
            }
        });
        let manifest = store.backup(&archive).await.unwrap();
        stop.send(true).unwrap();
        writer.await.unwrap();
        let records = manifest.parts["tables/record.jsonl"].rows.unwrap();
        assert!(records >= 12);
        let (empty, elsewhere) = if place.is_postgres() { postgres().await } else { sqlite().await };
        let (copy, found) = restored(&archive, empty, &elsewhere).await;
        assert_eq!(found, records);
        tell(&copy, 40, 6).await;
        assert_eq!(copy.verify(|_, _| {}).await.unwrap().faults, []);
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing is left beside the archive: {left:?}");
        elsewhere.end().await;
    });
}

async fn moves(from: (Store, Arc<Place>), to: (Store, Arc<Place>)) {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first.tar"), folder.path().join("second.tar"));
    tell(&from.0, 0, 12).await;
    let told = from.0.backup(&first).await.unwrap();
    let (copy, _) = restored(&first, to.0, &to.1).await;
    let again = copy.backup(&second).await.unwrap();
    let rows = |parts: &std::collections::BTreeMap<String, yuheng_store::Part>| {
        // An entry that had no place in the feed yet has got one.
        let parts = parts.iter().filter(|(name, _)| *name != "tables/feed.jsonl");
        parts.map(|(name, part)| (name.clone(), part.rows)).collect::<Vec<_>>()
    };
    assert_eq!(rows(&again.parts), rows(&told.parts));
    for part in ["tables/history.jsonl", "tables/history_value.jsonl", "tables/relation.jsonl", "tables/clock.jsonl"] {
        assert_eq!(again.parts[part], told.parts[part], "{part}");
    }
    let occupied = Store::restore(&first, &from.1.location).await;
    assert!(occupied.is_err(), "a store that is in use or holds records is no empty place");
    from.1.end().await;
    to.1.end().await;
}

#[test]
fn a_backup_of_sqlite_is_restored_on_postgres() {
    runtime().block_on(async { moves(sqlite().await, postgres().await).await });
}

#[test]
fn a_backup_of_postgres_is_restored_on_sqlite() {
    runtime().block_on(async { moves(postgres().await, sqlite().await).await });
}

#[test]
fn a_flipped_byte_is_refused_by_name_on_sqlite() {
    runtime().block_on(async {
        let (store, _place) = sqlite().await;
        tell(&store, 0, 4).await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("backup.tar");
        store.backup(&archive).await.unwrap();
        let whole = std::fs::read(&archive).unwrap();
        let target = Location::Folder(folder.path().join("restored"));
        for place in (0..whole.len()).step_by(whole.len() / 97).chain([whole.len() - 1]) {
            let mut flipped = whole.clone();
            flipped[place] ^= 4;
            std::fs::write(&archive, &flipped).unwrap();
            let refused = Store::restore(&archive, &target).await;
            assert!(matches!(refused, Err(BackupError::Damaged { .. })), "byte {place}: {refused:?}");
            assert!(!folder.path().join("restored").exists(), "nothing is written from a damaged archive");
        }
        let title = whole.windows(7).rposition(|bytes| bytes == b"log-0.t").unwrap();
        let mut flipped = whole.clone();
        flipped[title] ^= 1;
        std::fs::write(&archive, &flipped).unwrap();
        let refused = Store::restore(&archive, &target).await.unwrap_err().to_string();
        assert!(refused.ends_with("`tables/attachment.jsonl` is damaged or missing"), "{refused}");
        std::fs::write(&archive, &whole).unwrap();
        Store::restore(&archive, &target).await.unwrap();
    });
}

#[test]
fn half_a_restore_is_not_opened() {
    on_both(|store, place| async move {
        tell(&store, 0, 6).await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("backup.tar");
        store.backup(&archive).await.unwrap();
        let (empty, elsewhere) = if place.is_postgres() { postgres().await } else { sqlite().await };
        drop(empty);
        let broken = "CREATE TRIGGER broken BEFORE INSERT ON clock BEGIN SELECT RAISE(ABORT, 'broken'); END";
        elsewhere.tamper(elsewhere.pick(broken, "ALTER TABLE clock ADD CONSTRAINT broken CHECK (FALSE)")).await;
        Store::restore(&archive, &elsewhere.location).await.unwrap_err();
        for opened in [Store::open(&elsewhere.location).await, Store::open_beside(&elsewhere.location).await] {
            let refused = opened.unwrap_err();
            assert!(matches!(refused, OpenError::HalfRestored(_)), "{refused}");
        }
        elsewhere.end().await;
    });
}
