//! The rows that are met: which test shows each, what it needs, and how that is taken away.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

use anyhow::{Context, Result, ensure};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{ROWS, page};

/// What proves a row: one taking, or several, each of which the test has to notice.
pub struct Proofs(pub Vec<Proof>);

/// What is taken away, and the test that notices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub test: String,
    #[serde(default)]
    pub take: Vec<Cut>,
    pub failpoint: Option<String>,
    /// What it depends on, in words.
    pub needs: String,
    /// Words of the step that has to fail, where the test shows several things.
    pub at: Option<String>,
    /// What of the row is met, where it is met in part.
    #[serde(default)]
    #[expect(dead_code, reason = "for the reader of the file")]
    part: Option<String>,
}

impl Proof {
    /// Whether a journey in a browser shows it.
    pub fn is_journey(&self) -> bool {
        self.test.starts_with(page::TEST)
    }
}

/// A text taken out of a definition, or out of a source of the page (`web/…`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    pub file: String,
    pub cut: String,
    #[serde(default)]
    pub put: String,
}

/// Reads the rows by their ids.
///
/// # Errors
/// With file and line, when a key is none; when a row takes nothing away, or in two ways at once.
pub fn read(root: &Path) -> Result<BTreeMap<String, Proofs>> {
    let mut rows = BTreeMap::new();
    for path in ROWS {
        let text = fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))?;
        for (id, proofs) in parse(&text).context(path)? {
            ensure!(!rows.contains_key(&id), "{path}: {id} stands in another file, too");
            rows.insert(id, proofs);
        }
    }
    Ok(rows)
}

fn parse(text: &str) -> Result<BTreeMap<String, Proofs>> {
    let rows: BTreeMap<String, Proofs> = toml::from_str(text)?;
    for (id, Proofs(proofs)) in &rows {
        for proof in proofs {
            ensure!(proof.take.is_empty() != proof.failpoint.is_none(), "{id} has either `take` or `failpoint`");
            let is_of_page = proof.take.iter().all(page::is_page) && !proof.take.is_empty();
            ensure!(proof.is_journey() == is_of_page, "{id}: a journey is proved by what its page lacks, and only it");
        }
    }
    Ok(rows)
}

impl<'de> Deserialize<'de> for Proofs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OneOrSeveral)
    }
}

/// `[id]` is one taking, `[[id]]` are several. An untagged enum would lose which key is wrong, and where.
struct OneOrSeveral;

impl<'de> Visitor<'de> for OneOrSeveral {
    type Value = Proofs;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a row as [id], or several as [[id]]")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Proofs, A::Error> {
        Proof::deserialize(MapAccessDeserializer::new(map)).map(|proof| Proofs(vec![proof]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Proofs, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Proofs)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn refused(text: &str) -> String {
        parse(text).err().map_or_else(String::new, |error| format!("{error:#}"))
    }

    #[test]
    fn a_row_is_one_table_or_several() {
        let row = "test = \"inc_1_it_is_recorded\"\nneeds = \"the clock\"\nfailpoint = \"clock\"\n";
        let rows = parse(&format!("[INC-1]\n{row}")).unwrap();
        assert_eq!(rows["INC-1"].0.len(), 1);
        let rows = parse(&format!("[[INC-1]]\n{row}[[INC-1]]\n{row}")).unwrap();
        assert_eq!(rows["INC-1"].0.len(), 2);
    }

    #[test]
    fn a_key_that_is_none_is_named_with_its_line() {
        let wrong = "test = \"inc_1_it_is_recorded\"\nneeds = \"the clock\"\nfailpiont = \"clock\"\n";
        for head in ["[INC-1]", "[[INC-1]]"] {
            let said = refused(&format!("{head}\n{wrong}"));
            assert!(said.contains("line 4") && said.contains("failpiont"), "{said}");
        }
    }

    #[test]
    fn a_journey_is_proved_by_its_page() {
        let row = |test: &str, file: &str| {
            format!("[F-PLT-07]\ntest = \"{test}\"\nneeds = \"a key\"\ntake = [{{ file = \"{file}\", cut = \"k\" }}]\n")
        };
        assert!(parse(&row("page::keys_act_in_zh", "web/src/list/keys.ts")).is_ok());
        assert!(refused(&row("page::keys_act_in_zh", "process/incident.toml")).contains("its page"));
        assert!(refused(&row("keys_act", "web/src/list/keys.ts")).contains("its page"));
    }

    #[test]
    fn a_row_takes_something_away() {
        assert!(refused("[INC-1]\ntest = \"inc_1_it\"\nneeds = \"the clock\"\n").contains("either"));
    }
}
