//! Clauses of a standard, each with what its rules find: met, late, missing, or no rule yet.

use yuheng_definition::expression::{Expression, Node, Path, RecordPath, bind};
use yuheng_definition::{Action, Clause, ClauseReads, Label, ProcessId, Standard};
use yuheng_engine::{RecordFacts, access};
use yuheng_store::{ListQuery, Sort};

use crate::view::ListRow;
use crate::{App, Caller, Error, Result};

/// How many records are shown behind a rule.
const SHOWN: usize = 20;

/// How a clause or rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There is no rule that could say.
    NoRule,
    /// It holds.
    Met,
    /// What rules there are hold, but some of what the clause asks for has none yet.
    MetInPart,
    /// It held, but not any more, or not yet as it must.
    Late,
    /// There is nothing that would meet it.
    Missing,
}

/// A rule with what it found.
pub struct RuleFound {
    /// The rule in words.
    pub label: Label,
    /// The process that it reads, if it reads records.
    pub process: Option<ProcessId>,
    /// The filter as it runs.
    pub filter: Option<String>,
    /// The objective that it reads.
    pub objective: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// How many records it found.
    pub found: u64,
    /// The newest of them, as far as the caller may see them.
    pub records: Vec<ListRow>,
}

/// A clause with what its rules found.
pub struct ClauseFound<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// How it stands: as its worst rule; met in part while something that it asks for has no rule yet.
    pub standing: Standing,
    /// Its rules.
    pub rules: Vec<RuleFound>,
}

impl App {
    /// How every clause of an edition stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clauses<'a>(&self, caller: &'a Caller, standard: &'a Standard) -> Result<Vec<ClauseFound<'a>>> {
        let mut found = Vec::new();
        for clause in standard.clauses.values() {
            found.push(self.clause(caller, clause).await?);
        }
        Ok(found)
    }

    /// How a clause stands, with the records behind it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clause<'a>(&self, caller: &'a Caller, clause: &'a Clause) -> Result<ClauseFound<'a>> {
        let mut rules = Vec::new();
        for rule in &clause.rules {
            rules.push(self.rule(caller, &rule.label, &rule.reads).await?);
        }
        let worst = rules.iter().map(|rule| rule.standing).max().unwrap_or(Standing::NoRule);
        let is_part = worst == Standing::Met && clause.comes_with.is_some();
        let standing = if is_part { Standing::MetInPart } else { worst };
        Ok(ClauseFound { clause, standing, rules })
    }

    /// What a rule finds.
    pub(crate) async fn rule(&self, caller: &Caller, label: &Label, reads: &ClauseReads) -> Result<RuleFound> {
        let empty = RuleFound {
            label: label.clone(),
            process: None,
            filter: None,
            objective: None,
            standing: Standing::Missing,
            found: 0,
            records: Vec::new(),
        };
        match reads {
            ClauseReads::Records { process, filter, at_least, fresh_days } => {
                let (found, records, newest) = self.found(caller, process, &filter.root).await?;
                let oldest = fresh_days.map(|days| self.now() - jiff::SignedDuration::from_hours(24 * i64::from(days)));
                let standing = match (found, newest, oldest) {
                    (0, ..) => Standing::Missing,
                    (_, Some(newest), Some(oldest)) if newest < oldest => Standing::Late,
                    _ if found < u64::from(*at_least) => Standing::Late,
                    _ => Standing::Met,
                };
                let (process, filter) = (Some(process.clone()), Some(counted(filter)));
                Ok(RuleFound { process, filter, standing, found, records, ..empty })
            }
            ClauseReads::None { process, filter } => {
                let (found, records, _) = self.found(caller, process, &filter.root).await?;
                let standing = if found == 0 { Standing::Met } else { Standing::Late };
                let (process, filter) = (Some(process.clone()), Some(counted(filter)));
                Ok(RuleFound { process, filter, standing, found, records, ..empty })
            }
            ClauseReads::Objective { key } => {
                let system = self.system(yuheng_engine::Door::Job).await?;
                let (standing, found) = match self.objective(&system, key, None).await {
                    Ok(measured) => match measured.is_met {
                        Some(true) => (Standing::Met, measured.counted),
                        Some(false) => (Standing::Late, measured.counted),
                        None => (Standing::Missing, 0),
                    },
                    Err(Error::Store(error)) => return Err(error.into()),
                    Err(_) => (Standing::Missing, 0),
                };
                Ok(RuleFound { objective: Some(key.clone()), standing, found, ..empty })
            }
        }
    }

    /// How many records that are not void match, the newest that the caller may see, and when the newest of all was
    /// opened. The standing of a clause is the same for everyone; the records behind it are not.
    async fn found(
        &self,
        caller: &Caller,
        process: &ProcessId,
        filter: &Node,
    ) -> Result<(u64, Vec<ListRow>, Option<jiff::Timestamp>)> {
        let definition = self.process(caller, process.as_str())?;
        let context = self.context(caller, None);
        let is_void = Node::Path(Path::Record(RecordPath::IsVoid));
        let bound = Node::all([bind(filter, &RecordFacts::of(&context, None)), Node::Not(Box::new(is_void))]);
        let scope = access::scope(&context, &definition, Action::View);
        let query = |node: Node, limit| ListQuery {
            arms: vec![caller.in_force.arm(&definition, node)],
            sort: Sort::NEWEST,
            cursor: None,
            limit,
            total: false,
        };
        let all = query(bound.clone(), 1);
        let found = self.store.count_whole(&all).await?;
        if found == 0 {
            return Ok((0, Vec::new(), None));
        }
        let newest = self.store.list(&all).await?.records.first().map(|record| record.opened_at);
        let seen = self.store.list(&query(Node::all([scope, bound]), SHOWN)).await?;
        Ok((found, self.rows(caller, seen.records).await?, newest))
    }
}

/// The filter of a rule as it runs: what is void is evidence for nothing.
fn counted(filter: &Expression) -> String {
    format!("({}) && !record.is_void", filter.source)
}
