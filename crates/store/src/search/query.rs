//! What is searched for: words that must all stand in a text, and the terms by which the index finds candidates.

use super::terms::{LONGEST, fold, runs};
use crate::dialect::Dialect;
use crate::sql::Sql;

/// The most words that count.
const MAX_WORDS: usize = 8;

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// Folded; a text is found when it holds all of them.
    words: Vec<String>,
    terms: Vec<Term>,
}

/// A term that a candidate has.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    Whole(String),
    Beginning(String),
}

impl Sought {
    /// Reads what somebody typed; none when there is nothing in it to search for.
    pub(super) fn new(text: &str) -> Option<Self> {
        let words: Vec<String> = fold(text).split_whitespace().take(MAX_WORDS).map(str::to_owned).collect();
        let mut sought: Vec<Term> = Vec::new();
        for term in words.iter().flat_map(|word| of_word(word)) {
            if !sought.contains(&term) {
                sought.push(term);
            }
        }
        (!sought.is_empty()).then_some(Self { words, terms: sought })
    }

    /// Where in `texts` the first of the words stands, if all of them do.
    pub(super) fn place_in(&self, texts: &[&str]) -> Option<Found> {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let found = |word: &String| folded.iter().position(|text| text.contains(word.as_str()));
        if !self.words.iter().all(|word| found(word).is_some()) {
            return None;
        }
        let first = self.words.first()?;
        let text = found(first)?;
        let before = folded[text].split(first.as_str()).next()?.chars().count();
        Some(Found { text, before: unfolded(texts[text], before) })
    }

    /// `FROM … WHERE …`: the texts `t` of records `r` that are candidates. The terms are letters and digits only, so
    /// quotes hold them.
    pub(super) fn candidates(&self, dialect: Dialect) -> Sql {
        match dialect {
            Dialect::Sqlite => {
                let terms = self.terms.iter().map(|term| match term {
                    Term::Whole(term) => format!("\"{term}\""),
                    Term::Beginning(term) => format!("\"{term}\"*"),
                });
                let all = terms.collect::<Vec<_>>().join(" AND ");
                Sql::new("FROM search_term CROSS JOIN search_text t ON t.id = search_term.rowid ")
                    .text("JOIN record r ON r.id = t.record WHERE search_term MATCH ")
                    .bind(all)
            }
            Dialect::Postgres => {
                let start = Sql::new("FROM search_text t JOIN record r ON r.id = t.record WHERE TRUE");
                self.terms.iter().fold(start, |sql, term| {
                    let term = match term {
                        Term::Whole(term) => format!("'{term}'"),
                        Term::Beginning(term) => format!("'{term}':*"),
                    };
                    let sql = sql.text(" AND (t.public_terms @@ CAST(CAST(").bind(term.clone());
                    let sql = sql.text(" AS text) AS tsquery) OR t.internal_terms @@ CAST(CAST(");
                    sql.bind(term).text(" AS text) AS tsquery))")
                })
            }
        }
    }

    /// The word, if it is all there is: it may be a number.
    pub(super) fn only_word(&self) -> Option<&str> {
        match self.words.as_slice() {
            [word] => Some(word),
            _ => None,
        }
    }
}

/// Where a text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// In which of the texts.
    pub(super) text: usize,
    /// After how many characters.
    pub(super) before: usize,
}

/// How many characters of `text` stand before the one that is `before` in its folded form: exactly, but where characters
/// are composed over their borders.
fn unfolded(text: &str, before: usize) -> usize {
    let mut folded = 0;
    let is_there = |one: char| {
        let reached = folded >= before;
        folded += fold(one.encode_utf8(&mut [0; 4])).chars().count();
        reached
    };
    text.chars().position(is_there).unwrap_or_default()
}

/// The terms of one word. What stands at its end may go on in the text: a word, or one character that is half a pair.
/// The last character of a longer run is no term of its own, since in the text others may follow it.
fn of_word(word: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for run in runs(word) {
        match run.characters.as_slice() {
            word if !run.is_cjk => {
                let text: String = word.iter().take(LONGEST).collect();
                terms.push(if run.is_last { Term::Beginning(text) } else { Term::Whole(text) });
            }
            [one] => terms.push(Term::Beginning(one.to_string())),
            run => terms.extend(run.windows(2).map(|pair| Term::Whole(pair.iter().collect()))),
        }
    }
    terms
}
