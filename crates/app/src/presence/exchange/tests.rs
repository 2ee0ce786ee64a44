//! Two nodes whose clocks differ by far more than somebody is thought to be there without a word.

use std::process::Command;

use uuid::Uuid;
use yuheng_engine::RecordId;
use yuheng_store::Location;

use super::super::HOLDS;
use super::*;
use crate::Clock;

const RECORD: RecordId = RecordId(Uuid::from_u128(7));
const ANN: RecordId = RecordId(Uuid::from_u128(1));
const BEN: RecordId = RecordId(Uuid::from_u128(2));

/// A node on a machine whose clock is wrong.
struct Node {
    board: Board,
    store: Store,
    wrong: SignedDuration,
}

impl Node {
    fn new(store: &Store, wrong: SignedDuration) -> Self {
        Self { board: Board::default(), store: store.clone(), wrong }
    }

    fn now(&self) -> Timestamp {
        Clock::machine() + self.wrong
    }

    fn come(&self, person: RecordId, is_writing: bool) {
        let tab = OpenTab { record: RECORD, person, tab: "a".to_owned() };
        self.board.note(tab, Some((self.now() + HOLDS, is_writing)), self.now());
    }

    fn leave(&self, person: RecordId) {
        self.board.note(OpenTab { record: RECORD, person, tab: "a".to_owned() }, None, self.now());
    }

    async fn exchange(&self) {
        exchange(&self.board, &self.store, || self.now()).await.unwrap();
    }

    /// Who else `person` sees after so many seconds, with whether they write.
    fn seen_by(&self, person: RecordId, after: i64) -> Vec<(RecordId, bool)> {
        let then = self.now() + SignedDuration::from_secs(after);
        self.board.others(RECORD, person, then).into_iter().map(|other| (other.person, other.is_writing)).collect()
    }
}

/// Each is seen at the other's node, for as long as at its own and no longer; whoever leaves is gone at both.
async fn they_see_each_other(store: Store, wrong: i64) {
    let (right, wrong) = (Node::new(&store, SignedDuration::ZERO), Node::new(&store, SignedDuration::from_secs(wrong)));
    right.come(ANN, false);
    wrong.come(BEN, true);
    for node in [&right, &wrong, &right] {
        node.exchange().await;
    }
    for node in [&right, &wrong] {
        // A minute passes; what is left of the time is for a slow machine.
        assert_eq!(node.seen_by(ANN, 60), [(BEN, true)], "{}", node.wrong);
        assert_eq!(node.seen_by(BEN, 60), [(ANN, false)], "{}", node.wrong);
        assert_eq!(node.seen_by(ANN, 90), [], "silence ends it: {}", node.wrong);
        assert_eq!(node.seen_by(BEN, 90), [], "silence ends it: {}", node.wrong);
    }
    wrong.leave(BEN);
    for node in [&wrong, &right] {
        node.exchange().await;
        assert_eq!(node.seen_by(ANN, 0), [], "{}", node.wrong);
        assert_eq!(node.seen_by(BEN, 0), [(ANN, false)], "{}", node.wrong);
    }
}

#[tokio::test]
async fn nodes_with_different_clocks_see_each_other_on_sqlite() {
    for wrong in [-300, 300] {
        let folder = tempfile::tempdir().unwrap();
        they_see_each_other(Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap(), wrong).await;
    }
}

#[tokio::test]
async fn nodes_with_different_clocks_see_each_other_on_postgres() {
    let cluster = std::env::var("YUHENG_TEST_POSTGRES").unwrap();
    let joint = if cluster.contains('?') { '&' } else { '?' };
    for wrong in [-300, 300] {
        let schema = format!("presence_{}_{}", std::process::id(), if wrong < 0 { "behind" } else { "ahead" });
        let sql = |sql: &str| assert!(Command::new("psql").args([&cluster, "-qc", sql]).status().unwrap().success());
        sql(&format!("CREATE SCHEMA {schema}"));
        let location = Location::Postgres(format!("{cluster}{joint}options=-csearch_path%3D{schema}"));
        they_see_each_other(Store::open(&location).await.unwrap(), wrong).await;
        sql(&format!("DROP SCHEMA {schema} CASCADE"));
    }
}
