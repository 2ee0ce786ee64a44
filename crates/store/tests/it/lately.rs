//! What was read lately is read again only if something has happened with it, on this node or on another.

use std::sync::Arc;

use uuid::Uuid;
use yuheng_engine::{Audience, Record, RecordId};
use yuheng_store::Store;

use crate::place::{on_both, on_postgres};
use crate::sample::{comment, committed, create, update};

async fn shared(store: &Store, ids: &[RecordId]) -> Vec<Arc<Record>> {
    store.shared(ids).await.unwrap()
}

#[test]
fn what_has_happened_since_is_read_and_nothing_else() {
    on_both(|store, _| async move {
        let (first, second) = (committed(&store, &create("a")).await, committed(&store, &create("b")).await);
        let nobody = RecordId(Uuid::from_u128(404));
        let before = shared(&store, &[second.id, nobody, first.id]).await;
        assert_eq!(before.iter().map(|record| (**record).clone()).collect::<Vec<_>>(), [second.clone(), first.clone()]);
        let named = committed(&store, &update(&first, "title", Some("c".into()), false, 1)).await;
        let after = shared(&store, &[first.id, second.id]).await;
        assert_eq!(*after[0], named);
        assert!(Arc::ptr_eq(&after[1], &before[0]), "nothing has happened with it");
        let said = committed(&store, &comment(&named, "said", Audience::Public, 2)).await;
        assert_eq!(shared(&store, &[first.id]).await[0].n, said.n, "an entry that leaves the version as it was, too");
    });
}

#[test]
fn what_another_node_wrote_is_read() {
    on_postgres(|store, place| async move {
        let record = committed(&store, &create("a")).await;
        assert_eq!(shared(&store, &[record.id]).await[0].n, record.n);
        let other = Store::open(&place.location).await.unwrap();
        let written = committed(&other, &update(&record, "title", Some("b".into()), false, 1)).await;
        assert_eq!(*shared(&store, &[record.id]).await[0], written);
    });
}
