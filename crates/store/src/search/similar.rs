//! Records that are like a text: candidates by its rarest terms, ranked by what they share, weighted by how rare that is.
//! Whatever is asked, a bounded number of rows is looked at.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{Record, RecordId};

use super::SearchArm;
use super::find::any_arm;
use super::terms::terms;
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many terms of a text count: the first of what somebody wrote says what it is about.
const MOST_TERMS: usize = 32;
/// From how many texts on a term is common: counting goes no further.
const COMMON: i64 = 2_000;
/// How many candidates are looked at, by what is rare and again by what is not.
const CANDIDATES: usize = 400;
/// What part of a text's weight a record has to share to be like it, in a thousand.
const ENOUGH: u32 = 250;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct SimilarQuery {
    /// The text.
    pub text: String,
    /// Which records may be found.
    pub arms: Vec<SearchArm>,
    /// The record that has the text, if there is one: it is not like itself.
    pub but: Option<RecordId>,
    /// What else counts: a record that has one of these values in a field is nearer, by so much in a hundred.
    pub near: Vec<(String, String, u32)>,
    /// How many at most.
    pub limit: usize,
}

/// A record that is like a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The record.
    pub record: Record,
    /// How like it is, in a thousand.
    pub likeness: u32,
}

/// A term of the text, and how much it says: the rarer the more.
struct Weighed {
    term: String,
    count: i64,
    weight: u32,
}

impl Store {
    /// The records whose public texts share the most of what is rare in a text, the likest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn similar(&self, query: &SimilarQuery) -> Result<Vec<Similar>, StorageError> {
        let weighed = self.weighed(&query.text).await?;
        let mut likenesses: BTreeMap<RecordId, u32> = BTreeMap::new();
        for sought in rarest(&weighed).iter().filter(|sought| !sought.is_empty()) {
            for row in &mut self.query(candidates(query, sought, self.dialect())).await? {
                let (record, text): (RecordId, String) = (row.get()?, row.get()?);
                likenesses.insert(record, likeness(&weighed, &text));
            }
        }
        let is_like = |(record, likeness): &(RecordId, u32)| *likeness >= ENOUGH && Some(*record) != query.but;
        let mut found: Vec<(RecordId, u32)> = likenesses.into_iter().filter(is_like).collect();
        found.sort_by_key(|(id, likeness)| std::cmp::Reverse((*likeness, *id)));
        found.truncate(query.limit.saturating_mul(4));
        let ids: Vec<RecordId> = found.iter().map(|(id, _)| *id).collect();
        let mut all: Vec<Similar> = self
            .records(&ids)
            .await?
            .into_iter()
            .filter(|record| record.voided.is_none())
            .filter_map(|record| {
                let likeness = found.iter().find(|(id, _)| *id == record.id)?.1;
                Some(Similar { likeness: nearer(&record, likeness, &query.near), record })
            })
            .collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.likeness, one.record.opened_at)));
        all.truncate(query.limit);
        Ok(all)
    }

    /// The terms of a text by how many texts have them.
    async fn weighed(&self, text: &str) -> Result<Vec<Weighed>, StorageError> {
        let terms: Vec<String> =
            terms(text).into_iter().filter(|term| term.chars().nth(1).is_some()).take(MOST_TERMS).collect();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let dialect = self.dialect();
        let start = Sql::new("");
        let sql = terms.iter().enumerate().fold(start, |sql, (place, term)| {
            let sql = if place == 0 { sql } else { sql.text(" UNION ALL ") };
            counting(sql, i64::try_from(place).unwrap_or(i64::MAX), term, dialect)
        });
        let mut rows = self.query(sql).await?;
        let mut weighed = Vec::with_capacity(terms.len());
        for row in &mut rows {
            let (place, count): (i64, i64) = (row.get()?, row.get()?);
            if let Some(term) = usize::try_from(place).ok().and_then(|place| terms.get(place)) {
                weighed.push(Weighed { term: term.clone(), count, weight: weight(count) });
            }
        }
        Ok(weighed)
    }
}

/// `SELECT` its place and how many texts have the term, as far as is counted.
fn counting(sql: Sql, place: i64, term: &str, dialect: Dialect) -> Sql {
    let sql = sql.text("SELECT CAST(").bind(place).text(" AS bigint), (SELECT count(*) FROM (SELECT 1 FROM ");
    let sql = match dialect {
        Dialect::Sqlite => sql.text("search_term WHERE search_term MATCH ").bind(in_public(&[term])),
        Dialect::Postgres => {
            let sql = sql.text("search_text t WHERE t.public_terms @@ CAST(CAST(").bind(format!("'{term}'"));
            sql.text(" AS text) AS tsquery)")
        }
    };
    sql.text(" LIMIT ").bind(COMMON).text(") counted)")
}

/// What a term says: one that is in every second text nearly nothing, one that is in three almost all. A Chinese phrase is
/// several terms, so that one rare name outweighs a whole sentence of what everybody writes. What no text has says that it is
/// about something else.
fn weight(count: i64) -> u32 {
    match count {
        0 => 80,
        1..=3 => 100,
        4..=12 => 60,
        13..=50 => 30,
        51..=200 => 12,
        201..=800 => 4,
        _ => 1,
    }
}

/// The terms that lead to candidates, the rarest that any text has first: those of which all texts are looked at, and then
/// those of which the newest are, so that what is common crowds out nothing that is rare.
fn rarest(weighed: &[Weighed]) -> [Vec<&str>; 2] {
    let mut known: Vec<&Weighed> = weighed.iter().filter(|term| term.count > 0).collect();
    known.sort_by_key(|term| term.count);
    let all = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
    let (mut texts, mut rare, mut further) = (0, Vec::new(), Vec::new());
    for term in known {
        if texts >= COMMON {
            break;
        }
        texts += term.count;
        if texts <= all { &mut rare } else { &mut further }.push(term.term.as_str());
    }
    [rare, further]
}

/// `SELECT` the newest texts of fields that have one of the terms, of records that may be seen.
fn candidates(query: &SimilarQuery, sought: &[&str], dialect: Dialect) -> Sql {
    let sql = match dialect {
        Dialect::Sqlite => Sql::new("SELECT t.record, t.public FROM search_term CROSS JOIN search_text t ")
            .text("ON t.id = search_term.rowid JOIN record r ON r.id = t.record WHERE search_term MATCH ")
            .bind(in_public(sought)),
        Dialect::Postgres => {
            let any = sought.iter().map(|term| format!("'{term}'")).collect::<Vec<_>>().join(" | ");
            Sql::new("SELECT t.record, t.public FROM search_text t JOIN record r ON r.id = t.record ")
                .text("WHERE t.public_terms @@ CAST(CAST(")
                .bind(any)
                .text(" AS text) AS tsquery)")
        }
    };
    let sql = sql.text(" AND t.part = 'fields' AND ").then(any_arm(&query.arms, |arm| &arm.seen));
    let sql = sql.text(" AND ").then(any_arm(&query.arms, |arm| &arm.trusted));
    sql.text(" ORDER BY t.id DESC LIMIT ").bind(i64::try_from(CANDIDATES).unwrap_or(i64::MAX))
}

/// One of the terms in a public text. Terms are letters and digits only, so quotes hold them.
fn in_public(terms: &[&str]) -> String {
    let any: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
    format!("{{public}} : ({})", any.join(" OR "))
}

/// What part of the weight of all terms stands in a text, in a thousand.
fn likeness(weighed: &[Weighed], text: &str) -> u32 {
    let has: BTreeSet<String> = terms(text).into_iter().collect();
    let all: u32 = weighed.iter().map(|term| term.weight).sum();
    let shared: u32 = weighed.iter().filter(|term| has.contains(&term.term)).map(|term| term.weight).sum();
    (shared * 1_000).checked_div(all).unwrap_or(0)
}

/// The likeness of a record that has what else counts.
fn nearer(record: &Record, likeness: u32, near: &[(String, String, u32)]) -> u32 {
    let has = |(field, value, _): &&(String, String, u32)| record.text(field) == Some(value.as_str());
    let more: u32 = near.iter().filter(has).map(|(.., share)| share).sum();
    (likeness * (100 + more) / 100).min(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(counts: &[(&str, i64)]) -> Vec<Weighed> {
        let term =
            |(term, count): &(&str, i64)| Weighed { term: (*term).into(), count: *count, weight: weight(*count) };
        counts.iter().map(term).collect()
    }

    #[test]
    fn a_rare_name_says_more_than_a_sentence_of_common_words() {
        let asked =
            [("窗口", 900), ("打印", 300), ("印机", 300), ("机不", 150), ("不能", 700), ("能打", 60), ("hik4711", 2)];
        let asked = weighed(&asked);
        let (rare, common) = (likeness(&asked, "HIK4711 离线"), likeness(&asked, "窗口打印机不能打印"));
        assert!(rare > 2 * common, "{rare} {common}");
    }

    #[test]
    fn what_nobody_wrote_before_hides_nothing_that_is_like_it() {
        let asked = weighed(&[("张三", 0), ("三丰", 0), ("堡垒", 40), ("垒机", 40), ("登录", 500)]);
        assert!(likeness(&asked, "堡垒机登录失败") >= ENOUGH);
    }

    #[test]
    fn what_is_common_leads_to_its_newest_and_what_is_rare_to_all() {
        let asked = weighed(&[("a", 2_000), ("b", 390), ("c", 3), ("d", 900), ("e", 2_000), ("f", 0)]);
        assert_eq!(rarest(&asked), [vec!["c", "b"], vec!["d", "a"]]);
    }
}
