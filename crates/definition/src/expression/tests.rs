//! The language by example: what is said, and what comes of it.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use indexmap::IndexMap;
use proptest::prelude::*;

use super::*;
use crate::{Field, FieldKind, Label, OptionId, StateId};

fn field(id: &str, kind: FieldKind) -> (FieldId, Field) {
    (FieldId::from(id), Field::plain(id, kind))
}

fn schema() -> Schema {
    let options = ["high", "medium", "low"].map(|id| (OptionId::from(id), Label::default()));
    let fields: IndexMap<FieldId, Field> = IndexMap::from([
        field("title", FieldKind::Text { max: 200 }),
        field("impact", FieldKind::Choice { options: IndexMap::from(options) }),
        field("cost", FieldKind::Decimal),
        field("count", FieldKind::Integer { min: None, max: None }),
        field("urgent", FieldKind::Boolean),
        field("planned_on", FieldKind::Date),
        field("planned_at", FieldKind::Timestamp),
        field("assignee", FieldKind::Reference { to: Vec::new() }),
        field("requester", FieldKind::Reference { to: Vec::new() }),
    ]);
    Schema::new(&fields, &["new", "closed"].map(StateId::from), &[ClockId::from("response")])
}

/// `title=打印机; count=3`, with an actor, `now` and `today` that never change.
struct Given(BTreeMap<String, Value>);

const ANN: &str = "00000000-0000-0000-0000-00000000000a";

impl Given {
    fn new(facts: &str) -> Self {
        let pairs = facts.split(';').filter_map(|pair| pair.trim().split_once('='));
        Self(pairs.map(|(name, value)| (name.to_owned(), Self::read(value))).collect())
    }

    fn read(value: &str) -> Value {
        match value {
            "true" => true.into(),
            "false" => false.into(),
            _ => value.parse::<i64>().map_or_else(|_| value.into(), Value::from),
        }
    }
}

impl Facts for Given {
    fn value(&self, path: &Path) -> Option<Value> {
        match path {
            Path::Field(id) => self.0.get(id.as_str()).cloned(),
            Path::Record(RecordPath::Participants) => Some(Value::List(vec![ANN.into()])),
            Path::Record(RecordPath::OpenedAt) => Some("2026-11-20T00:30:00.5Z".into()),
            Path::Record(path) => self.0.get(&format!("{path:?}").to_lowercase()).cloned(),
            Path::Clock(_, path) => self.0.get(&format!("response.{path:?}").to_lowercase()).cloned(),
            Path::Actor(ActorPath::Id) => Some(ANN.into()),
            Path::Actor(ActorPath::Roles) => Some(Value::List(vec!["engineer".into()])),
            Path::Column(table, column) => {
                self.0.get(&format!("{table}.{column}")).map(|it| Value::List(vec![it.clone()]))
            }
            Path::Actor(_) => None,
            Path::Now => Some("2026-11-22T08:00:00Z".into()),
            Path::Today => Some("2026-11-22".into()),
        }
    }

    fn midnight(&self, day: &str) -> Option<Value> {
        let midnight = format!("{day}T00:00:00+08:00").parse::<jiff::Timestamp>().ok()?;
        Some(midnight.to_string().into())
    }
}

fn holds(source: &str, facts: &str, expected: Expect) {
    let facts = Given::new(facts);
    let shown = match Expression::check(source, &schema()) {
        Ok(expression) => {
            let bound = bind(&expression.root, &facts);
            let truth = expression.evaluate(&facts);
            assert_eq!(truth, evaluate(&bound, &facts), "bound differently: {bound:?}");
            format!("{truth:?}")
        }
        Err(fault) => fault.to_string(),
    };
    expected.assert_eq(&shown);
}

fn refused(source: &str, expected: Expect) {
    holds(source, "", expected);
}

#[test]
fn comparisons_know_their_types() {
    holds("record.impact == 'high'", "impact=high", expect!["True"]);
    holds("record.count >= 3 && record.count < 4", "count=3", expect!["True"]);
    holds("record.cost == 12.5 && record.cost > 9", "cost=12.50", expect!["True"]);
    holds("record.cost in [1, '12.50']", "cost=12.5", expect!["True"]);
    holds("record.planned_on < today + days(1)", "planned_on=2026-11-22", expect!["True"]);
    holds("record.planned_at <= '2026-11-22T08:00:00Z'", "planned_at=2026-11-22T16:00:00+08:00", expect!["True"]);
    holds("record.assignee == actor.id", &format!("assignee={ANN}"), expect!["True"]);
    holds("record.state in ['new']", "state=closed", expect!["False"]);
    holds("record.urgent", "urgent=true", expect!["True"]);
    holds("record.urgent == false", "urgent=true", expect!["False"]);
    holds("record.count > -4", "count=-3", expect!["True"]);
}

#[test]
fn a_truth_has_one_form() {
    let bound = |source: &str| bind(&Expression::check(source, &schema()).unwrap().root, &Given::new("urgent=true"));
    for source in [
        "record.urgent == true",
        "true == record.urgent",
        "record.urgent != false",
        "!!record.urgent",
        "!(record.urgent == false)",
    ] {
        assert_eq!(bound(source), bound("record.urgent"), "{source}");
        holds(source, "", expect!["Unknown"]);
        holds(source, "urgent=false", expect!["False"]);
    }
    for source in ["record.urgent == false", "record.urgent != true", "true != record.urgent"] {
        assert_eq!(bound(source), bound("!record.urgent"), "{source}");
        holds(source, "", expect!["Unknown"]);
        holds(source, "urgent=false", expect!["True"]);
    }
}

#[test]
fn a_day_beside_an_instant_begins_at_midnight_in_the_zone() {
    holds("record.opened_at >= '2026-11-20'", "", expect!["True"]);
    holds("record.opened_at >= today - days(2)", "", expect!["True"]);
    holds("record.opened_at < today - days(3)", "", expect!["False"]);
    holds("record.opened_at > now - days(2) - hours(8)", "", expect!["True"]);
    holds("record.resolved_at < record.opened_at + hours(4)", "resolvedat=2026-11-20T04:00:00Z", expect!["True"]);
}

#[test]
fn what_depends_on_the_absent_is_unknown() {
    holds("record.impact != 'high'", "", expect!["Unknown"]);
    holds("!(record.impact == 'high')", "", expect!["Unknown"]);
    holds("record.impact == 'high' || record.count == 1", "count=1", expect!["True"]);
    holds("record.impact == 'high' && record.count == 1", "count=2", expect!["False"]);
    holds("has(record.impact)", "", expect!["False"]);
    holds("!has(record.impact) || record.impact == 'low'", "", expect!["True"]);
    holds("record.impact in ['high']", "", expect!["Unknown"]);
    holds("record.assignee == actor.customer", &format!("assignee={ANN}"), expect!["Unknown"]);
    holds("has(actor.customer)", "", expect!["False"]);
}

#[test]
fn what_is_made_definite_splits_in_two() {
    for (source, facts) in [
        ("record.urgent", "urgent=true"),
        ("record.urgent", "urgent=false"),
        ("record.urgent", ""),
        ("record.assignee == actor.customer", ""),
        ("record.impact != 'high' || has(actor.customer)", ""),
    ] {
        let (root, facts) = (Expression::check(source, &schema()).unwrap().root, Given::new(facts));
        let truth = evaluate(&root, &facts).holds();
        let definite = Node::IsTrue(Box::new(root));
        let contrary = Node::Not(Box::new(definite.clone()));
        for node in [definite.clone(), bind(&definite, &facts)] {
            assert_eq!(evaluate(&node, &facts), truth.into(), "{source}");
        }
        for node in [contrary.clone(), bind(&contrary, &facts)] {
            assert_eq!(evaluate(&node, &facts), (!truth).into(), "{source}");
        }
    }
}

#[test]
fn texts_roles_participants_and_clocks() {
    holds("record.title.contains('印')", "title=打印机", expect!["True"]);
    holds("record.title.startsWith('打') && !record.title.endsWith('x')", "title=打印机", expect!["True"]);
    holds("'engineer' in actor.roles", "", expect!["True"]);
    holds("actor.id in record.participants", "", expect!["True"]);
    holds("record.clocks.response.outcome == 'met'", "response.outcome=met", expect!["True"]);
    holds("record.clocks.response.due_at < now", "", expect!["Unknown"]);
}

#[test]
fn what_is_misspelt_is_named() {
    refused("record.inpact == 'high'", expect!["unknown field `inpact` (did you mean `impact`?)"]);
    refused("record.impact == 'hihg'", expect!["unknown value `hihg` (did you mean `high`?)"]);
    refused("record.state == 'opne'", expect!["unknown value `opne`"]);
    refused("impact == 'high'", expect!["unknown name `impact` (did you mean `record.impact`?)"]);
    refused("recrod.impact == 'high'", expect!["unknown name `recrod` (did you mean `record`?)"]);
    refused("record.title.contain('x')", expect!["unknown function `contain` (did you mean `contains`?)"]);
    refused("record.clocks.respnse.due_at < now", expect!["unknown clock `respnse` (did you mean `response`?)"]);
    refused("actor.role == 'x'", expect!["unknown name in actor: `role` (did you mean `roles`?)"]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    refused("record.title", expect!["a condition must stand here, not a text"]);
    refused("record.count == 'three'", expect!["a whole number must stand here"]);
    refused("record.impact < 'high'", expect!["one of fixed words has no order: use == or !="]);
    refused("record.planned_on == 'tomorrow'", expect!["`tomorrow` is no day: write 2026-11-22"]);
    refused("record.planned_on < record.opened_at", expect!["a day can't be compared with an instant"]);
    refused(
        "record.planned_at < record.planned_at + days(1)",
        expect!["only now, today and the record's own instants can be moved; beside a field, move the other side"],
    );
    refused("record.assignee == 'ann'", expect!["`ann` is no record's id (a UUID)"]);
    refused("record.title == null", expect!["there is no null: ask has(…)"]);
    refused("1 == 1", expect!["both sides of the comparison are fixed values"]);
    refused("record.count == 1 ? true : false", expect!["`?` is not part of the language"]);
    refused("[1, 2].exists(x, x == record.count)", expect!["that can't stand here"]);
    refused("record.count == ", expect!["column 17: not an expression (Syntax error: mismatched input '<EOF>')"]);
    refused("", expect!["the expression is empty"]);
    refused("record.title == 'a", expect!["a text lacks its closing quote"]);
}

#[test]
fn bombs_are_refused_before_they_are_parsed() {
    refused(&"(".repeat(3_000), expect!["the expression is too complex: parts may be nested 32 deep"]);
    refused(
        &format!("{}true", "!".repeat(3_000)),
        expect!["the expression is too complex: parts may be nested 32 deep"],
    );
    refused(
        &format!("record{}", ".a".repeat(1_900)),
        expect!["the expression is too complex: parts may be nested 32 deep"],
    );
    refused(&"record.urgent && ".repeat(1_000), expect!["an expression has at most 4000 characters"]);
    let wide = vec!["record.urgent"; 280].join("||");
    refused(&wide, expect!["an expression has at most 4000 characters"]);
    let many = vec!["record.count>1"; 70].join("||");
    refused(&many, expect!["the expression is too complex: it may have 200 parts"]);
    let list = format!("record.count in [{}]", vec!["1"; 201].join(","));
    refused(&list, expect!["a list has at most 200 entries"]);
}

#[test]
fn what_may_just_be_nested_does_not_overflow() {
    let nested = format!("{}record.urgent{}", "(".repeat(31), ")".repeat(31));
    holds(&nested, "urgent=true", expect!["True"]);
    let denied = format!("{}record.urgent{}", "!(".repeat(14), ")".repeat(14));
    holds(&denied, "urgent=true", expect!["True"]);
}

proptest! {
    #[test]
    fn no_source_panics(source in r#"[ a-z0-9_.()!&|<>='"\[\],+\-\\{}:?]{0,80}"#) {
        let _ = Expression::check(&source, &schema());
    }

    #[test]
    fn no_likely_source_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "record", ".", "impact", "title", "count", "==", "!=", "'high'", "1", "-1", "&&", "||", "!", "(", ")", "in",
        "[", "]", ",", "has(", "now", "today", "- days(1)", "actor.id", "record.urgent", "record.clocks.response.due_at",
        "<", ".contains('a')", "timestamp('2026-11-22T08:00:00Z')", "-9223372036854775808", "\"\\u0000\"",
    ]), 0..24)) {
        if let Ok(expression) = Expression::check(&parts.join(" "), &schema()) {
            let facts = Given::new("impact=high; title=打印机; urgent=true");
            let bound = bind(&expression.root, &facts);
            prop_assert_eq!(expression.evaluate(&facts), evaluate(&bound, &facts));
        }
    }
}

#[test]
fn at_best_what_is_open_helps_and_the_rest_counts_as_it_is() {
    let best = |source: &str, facts: &str| {
        let expression = Expression::check(source, &schema()).unwrap();
        evaluate(&at_best(&expression.root, |field| field.as_str() == "assignee"), &Given::new(facts))
    };
    assert_eq!(best("has(record.assignee) && record.urgent", "urgent=false"), Truth::False);
    assert_eq!(best("!has(record.assignee) && record.urgent", "urgent=true"), Truth::True);
    assert_eq!(best("!(has(record.assignee) || record.urgent)", "urgent=true"), Truth::False);
    assert_eq!(best("has(record.assignee) && record.impact == \"high\"", ""), Truth::Unknown);
}
