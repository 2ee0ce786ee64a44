//! What a condition says is what its SQL says.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use proptest::strategy::{Strategy, ValueTree};
use yuheng_definition::StateId;
use yuheng_definition::expression::{Expression, Node, Schema, bind, evaluate};
use yuheng_engine::{Actor, Record, RecordFacts, RecordId};

use super::random::{LEAVES, at, conditions, fields, person};
use super::{insert, sample, stores};
use crate::Store;
use crate::list::lower;
use crate::sql::Sql;

#[tokio::test]
async fn a_row_is_listed_exactly_when_the_condition_holds() {
    let schema = Schema::new(&fields(), &["new", "closed"].map(StateId::from), &["response".into()]);
    let (records, mut runner) = sample(120);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let actor = Actor { id: person(1), ..Actor::system() };
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    let random: Vec<_> = (0..600).map(|_| conditions().new_tree(&mut runner).unwrap().current()).collect();
    let single = LEAVES.iter().flat_map(|leaf| [(*leaf).to_owned(), format!("!({leaf})")]);
    let conditions: Vec<String> = single.chain(random).collect();
    for (store, _folder) in stores().await {
        insert(&store, &records, &[]).await;
        for condition in &conditions {
            let expression =
                Expression::check(condition, &schema).unwrap_or_else(|fault| panic!("{condition}: {fault}"));
            let bound = bind(&expression.root, &unbound);
            let holds = |record: &&Record| {
                let facts = RecordFacts { record: Some(record), ..unbound };
                let decided = evaluate(&bound, &facts);
                assert_eq!(decided, expression.evaluate(&facts), "bound differently: {condition}");
                decided.holds()
            };
            let expected: BTreeSet<RecordId> = records.iter().filter(holds).map(|record| record.id).collect();
            assert_eq!(listed(&store, &bound).await, expected, "{condition} on {:?}", store.dialect());
            let definite = Node::IsTrue(Box::new(bound));
            assert_eq!(listed(&store, &definite).await, expected, "definite: {condition} on {:?}", store.dialect());
            let rest: BTreeSet<RecordId> = records.iter().map(|record| record.id).collect();
            let rest: BTreeSet<RecordId> = rest.difference(&expected).copied().collect();
            let contrary = Node::Not(Box::new(definite));
            assert_eq!(listed(&store, &contrary).await, rest, "contrary: {condition} on {:?}", store.dialect());
        }
    }
}

async fn listed(store: &Store, node: &Node) -> BTreeSet<RecordId> {
    let sql = Sql::new("SELECT r.id FROM record r WHERE ").then(lower(node)).text(" ORDER BY r.id");
    let rows = store.query(sql).await.unwrap_or_else(|error| panic!("{node:?}: {error:?}"));
    rows.into_iter().map(|mut row| row.get().unwrap()).collect()
}
