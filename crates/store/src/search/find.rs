//! Searching: the index gives candidates, newest first; what may be seen of them and the substring decide.

use std::sync::Arc;

use yuheng_definition::Process;
use yuheng_definition::expression::Node;
use yuheng_engine::{Record, RecordId};

use super::query::{Found, Sought};
use crate::dialect::Dialect;
use crate::list::lower;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many candidates a search may look at.
const BUDGET: usize = 20_000;
/// How many numbers are looked at that begin as asked.
const NUMBERS: i64 = 1_000;
/// How many characters a snippet shows before and after where it begins.
const AROUND: (usize, usize) = (20, 80);

/// What is searched for, and where.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// What somebody typed: words that must all stand in one text of a record, or the beginning of a number.
    pub text: String,
    /// Which records are searched, process by process.
    pub arms: Vec<SearchArm>,
    /// How many hits at most.
    pub limit: usize,
}

/// The records of one process that a search may find.
#[derive(Clone, Debug)]
pub struct SearchArm {
    /// The process.
    pub process: Arc<Process>,
    /// Those that may be seen: a bound condition.
    pub seen: Node,
    /// Those whose internal texts may be seen.
    pub internal: Node,
    /// Those that the texts of fields, as they stand, can be trusted to show nothing of that may not be seen: all, but
    /// while they are made anew.
    pub trusted: Node,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// The records: first those whose number was asked for, then the newest texts first.
    pub hits: Vec<Hit>,
    /// So many texts hold the words that not all could be looked at: another word narrows it.
    pub is_cut: bool,
}

/// A record found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The record.
    pub record: Record,
    /// The text around the first word; empty where the number was found.
    pub snippet: String,
    /// The entry in which that was said; none: it stands in a field, or the number was found.
    pub said_in: Option<u64>,
}

/// What is found of a record: the text around the first word, and in which entry it was said.
type Finding = (RecordId, String, Option<u64>);

impl Store {
    /// Searches the texts of records, and their numbers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, query: &SearchQuery) -> Result<Hits, StorageError> {
        let Some(sought) = Sought::new(&query.text) else {
            return Ok(Hits::default());
        };
        let mut found: Vec<Finding> = self.numbers(query, &sought).await?;
        let (mut before, mut budget, mut step) = (i64::MAX, BUDGET, 200);
        let mut is_cut = false;
        while found.len() < query.limit {
            let asked = step.min(budget);
            let mut rows = self.query(texts(query, &sought, before, asked, self.dialect())).await?;
            for row in &mut rows {
                before = take(row, &sought, &mut found)?;
            }
            budget -= rows.len();
            is_cut = rows.len() == asked && budget == 0;
            if rows.len() < asked || is_cut {
                break;
            }
            step = step.saturating_mul(4);
        }
        found.truncate(query.limit);
        Ok(Hits { hits: self.hits(found).await?, is_cut })
    }

    /// The records whose number begins with what is sought, if that can be a number.
    async fn numbers(&self, query: &SearchQuery, sought: &Sought) -> Result<Vec<Finding>, StorageError> {
        let Some(prefix) = sought.only_word().map(str::to_uppercase).filter(|word| is_number(word)) else {
            return Ok(Vec::new());
        };
        let sql = Sql::new("SELECT r.id FROM (SELECT * FROM record WHERE label >= ").bind(prefix.as_str());
        let sql = sql.text(" AND label < ").bind(format!("{prefix}~")).text(" ORDER BY label LIMIT ").bind(NUMBERS);
        let sql = sql.text(") r WHERE ").then(any_arm(&query.arms, |arm| &arm.seen)).text(" ORDER BY r.label LIMIT ");
        let mut rows = self.query(sql.bind(count(query.limit))).await?;
        rows.iter_mut().map(|row| Ok((row.get()?, String::new(), None))).collect()
    }

    async fn hits(&self, found: Vec<Finding>) -> Result<Vec<Hit>, StorageError> {
        let ids: Vec<RecordId> = found.iter().map(|(id, ..)| *id).collect();
        let records = self.shared(&ids).await?;
        let hit = |(id, snippet, said_in): Finding| {
            let record = Record::clone(records.iter().find(|record| record.id == id)?);
            Some(Hit { record, snippet, said_in })
        };
        Ok(found.into_iter().filter_map(hit).collect())
    }
}

/// So many candidates older than `before`: the text, and whether it and its internal part may be seen.
fn texts(query: &SearchQuery, sought: &Sought, before: i64, asked: usize, dialect: Dialect) -> Sql {
    let sql =
        Sql::new("SELECT t.id, t.record, t.part, t.public, t.internal, ").then(any_arm(&query.arms, |arm| &arm.seen));
    let sql = match query.arms.iter().all(|arm| arm.trusted == Node::truth(true)) {
        true => sql,
        false => sql.text(" AND (t.part <> 'fields' OR ").then(any_arm(&query.arms, |arm| &arm.trusted)).text(")"),
    };
    let sql = sql.text(", ").then(any_arm(&query.arms, |arm| &arm.internal)).text(" ").then(sought.candidates(dialect));
    let newest = match dialect {
        Dialect::Sqlite => [" AND search_term.rowid < ", " ORDER BY search_term.rowid DESC LIMIT "],
        Dialect::Postgres => [" AND t.id < ", " ORDER BY t.id DESC LIMIT "],
    };
    sql.text(newest[0]).bind(before).text(newest[1]).bind(count(asked))
}

/// That one of the arms holds for a record `r`.
pub(super) fn any_arm<'q>(arms: &'q [SearchArm], node: impl Fn(&'q SearchArm) -> &'q Node) -> Sql {
    let arms = arms.iter().filter(|arm| *node(arm) != Node::truth(false));
    let start = Sql::new("(FALSE");
    let all = arms.fold(start, |sql, arm| {
        let sql = sql.text(" OR (r.process = ").bind(arm.process.id.as_str()).text(" AND (");
        sql.then(lower(node(arm))).text("))")
    });
    all.text(")")
}

/// Takes a candidate: whoever may not see the internal text does not find by it. Answers the row's place.
fn take(row: &mut Row, sought: &Sought, found: &mut Vec<Finding>) -> Result<i64, StorageError> {
    let (place, record) = (row.get()?, row.get::<RecordId>()?);
    let part: String = row.get()?;
    let (public, internal): (String, String) = (row.get()?, row.get()?);
    let is_seen = row.optional()?.unwrap_or(false);
    let sees_internal = row.optional()?.unwrap_or(false);
    let texts = [public.as_str(), if sees_internal { internal.as_str() } else { "" }];
    let known = found.iter().any(|(id, ..)| *id == record);
    if is_seen
        && !known
        && let Some(at) = sought.place_in(&texts)
    {
        found.push((record, snippet(texts[at.text], at), said_in(&part)));
    }
    Ok(place)
}

fn snippet(text: &str, at: Found) -> String {
    let start = at.before.saturating_sub(AROUND.0);
    text.chars().skip(start).take(AROUND.0 + AROUND.1).map(|one| if one.is_whitespace() { ' ' } else { one }).collect()
}

/// Letters and then digits.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|one: char| one.is_ascii_uppercase());
    digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The entry of which a part of the index holds the comment.
fn said_in(part: &str) -> Option<u64> {
    part.strip_prefix("comment:")?.parse().ok()
}
