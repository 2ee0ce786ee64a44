//! Clauses of a standard, each with what its rules find: met, late, missing, or no rule yet.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::expression::{Expression, Node, Path, RecordPath, bind};
use yuheng_definition::{Action, Clause, ClauseReads, ClauseRef, Content, Label, Process, ProcessId, RoleId, Standard};
use yuheng_engine::{RecordFacts, RecordId, access, is_valid_on};
use yuheng_store::{ListQuery, Sort};

use crate::view::{ListRow, Reference};
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

/// What a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Records that there must be.
    Records,
    /// Records that there must not be.
    Gaps,
    /// Who holds the roles.
    Roles,
    /// An objective.
    Objective,
}

/// A rule with what it found.
pub struct RuleFound {
    /// The rule in words.
    pub label: Label,
    /// What it reads.
    pub reads: Reads,
    /// The process that it reads, or whose records say who holds a role.
    pub process: Option<ProcessId>,
    /// The filter as it runs.
    pub filter: Option<String>,
    /// The objective that it reads.
    pub objective: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// How many records it found.
    pub found: u64,
    /// How old the newest may be, in days, where that is asked.
    pub fresh_days: Option<u32>,
    /// When the newest of all was opened.
    pub newest_at: Option<jiff::Timestamp>,
    /// The roles that somebody must hold and nobody does.
    pub vacant: Vec<(RoleId, Label)>,
    /// The newest of them, as far as the caller may see them.
    pub records: Vec<ListRow>,
}

/// A clause with what its rules found.
pub struct ClauseFound<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// How it stands: as its worst rule; met in part while something that it asks for has no rule yet.
    pub standing: Standing,
    /// The clauses of other editions that ask for the same: its own, or those of the nearest clause above that says.
    pub maps_to: Vec<ClauseRef>,
    /// The processes whose records are evidence for it.
    pub evidence: Vec<Arc<Process>>,
    /// Who holds the role today that answers for it.
    pub held_by: Vec<Reference>,
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
            found.push(self.clause(caller, standard, clause).await?);
        }
        Ok(found)
    }

    /// How a clause stands, with the records behind it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clause<'a>(
        &self,
        caller: &'a Caller,
        standard: &Standard,
        clause: &'a Clause,
    ) -> Result<ClauseFound<'a>> {
        let mut rules = Vec::new();
        for rule in &clause.rules {
            rules.push(self.rule(caller, &rule.label, &rule.reads).await?);
        }
        let worst = rules.iter().map(|rule| rule.standing).max().unwrap_or(Standing::NoRule);
        let is_part = worst == Standing::Met && clause.comes_with.is_some();
        let standing = if is_part { Standing::MetInPart } else { worst };
        let own = ClauseRef { standard: standard.id.clone(), clause: clause.id.clone() };
        let processes = caller.in_force.definitions.processes.values();
        let holders = clause.owner.as_ref().map(|role| held_by(caller, role)).unwrap_or_default();
        let named = self.references(caller, holders).await?;
        Ok(ClauseFound {
            clause,
            standing,
            maps_to: mapped(standard, clause),
            evidence: processes.filter(|process| process.clauses.contains(&own)).cloned().collect(),
            held_by: named.into_values().collect(),
            rules,
        })
    }

    /// What a rule finds.
    pub(crate) async fn rule(&self, caller: &Caller, label: &Label, reads: &ClauseReads) -> Result<RuleFound> {
        let empty = RuleFound {
            label: label.clone(),
            reads: Reads::Records,
            process: None,
            filter: None,
            objective: None,
            standing: Standing::Missing,
            found: 0,
            fresh_days: None,
            newest_at: None,
            vacant: Vec::new(),
            records: Vec::new(),
        };
        match reads {
            ClauseReads::Records { process, filter, at_least, at_most, fresh_days } => {
                let (found, records, newest) = self.found(caller, process, &filter.root).await?;
                let oldest = fresh_days.map(|days| self.now() - jiff::SignedDuration::from_hours(24 * i64::from(days)));
                let standing = match (found, newest, oldest) {
                    (0, ..) => Standing::Missing,
                    (_, Some(newest), Some(oldest)) if newest < oldest => Standing::Late,
                    _ if found < u64::from(*at_least) => Standing::Late,
                    _ if at_most.is_some_and(|most| found > u64::from(most)) => Standing::Late,
                    _ => Standing::Met,
                };
                let (process, filter) = (Some(process.clone()), Some(counted(filter)));
                let (fresh_days, newest_at) = (*fresh_days, newest);
                Ok(RuleFound { process, filter, standing, found, fresh_days, newest_at, records, ..empty })
            }
            ClauseReads::None { process, filter } => {
                let (found, records, _) = self.found(caller, process, &filter.root).await?;
                let standing = if found == 0 { Standing::Met } else { Standing::Late };
                let (process, filter) = (Some(process.clone()), Some(counted(filter)));
                Ok(RuleFound { reads: Reads::Gaps, process, filter, standing, found, records, ..empty })
            }
            ClauseReads::Held => {
                let needed = answering(caller);
                let vacant: Vec<_> =
                    needed.iter().filter(|(role, _)| held_by(caller, role).is_empty()).cloned().collect();
                let standing = match (needed.len(), vacant.len()) {
                    (_, 0) => Standing::Met,
                    (all, none) if all == none => Standing::Missing,
                    _ => Standing::Late,
                };
                let mut holding = caller.in_force.definitions.content(Content::RoleAssignment);
                let process = holding.next().map(|process| process.id.clone());
                let found = (needed.len() - vacant.len()) as u64;
                Ok(RuleFound { reads: Reads::Roles, process, standing, found, vacant, ..empty })
            }
            ClauseReads::Objective { key } => {
                let system = self.system(yuheng_engine::Door::Job).await?;
                let (standing, found) = match self.objective(&system, key, None).await {
                    Ok(measured) => match measured.figure.is_met {
                        Some(true) => (Standing::Met, measured.figure.counted),
                        Some(false) => (Standing::Late, measured.figure.counted),
                        None => (Standing::Missing, 0),
                    },
                    Err(Error::Store(error)) => return Err(error.into()),
                    Err(_) => (Standing::Missing, 0),
                };
                Ok(RuleFound { reads: Reads::Objective, objective: Some(key.clone()), standing, found, ..empty })
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

/// The roles that answer for a process or a clause: somebody has to hold each.
fn answering(caller: &Caller) -> Vec<(RoleId, Label)> {
    let definitions = &caller.in_force.definitions;
    let of_processes = definitions.processes.values().map(|process| &process.owner);
    let clauses = definitions.standards.values().flat_map(|standard| standard.clauses.values());
    let needed: BTreeSet<&RoleId> = of_processes.chain(clauses.filter_map(|clause| clause.owner.as_ref())).collect();
    definitions
        .roles
        .values()
        .filter(|role| needed.contains(&role.id))
        .map(|role| (role.id.clone(), role.label.clone()))
        .collect()
}

/// Who holds the role today, as a whole or for a part.
fn held_by(caller: &Caller, role: &RoleId) -> BTreeSet<RecordId> {
    let (world, today) = (&caller.in_force.world, caller.in_force.today);
    let held = world.assignments.iter().filter(|held| held.role == *role && is_valid_on(today, held.from, held.until));
    held.map(|held| held.person).filter(|person| world.people.contains_key(person)).collect()
}

/// The clauses of other editions that ask for the same as this one or, where it does not say, the nearest above it.
fn mapped(standard: &Standard, clause: &Clause) -> Vec<ClauseRef> {
    let above = |clause: &&Clause| clause.parent.as_ref().and_then(|parent| standard.clauses.get(parent));
    let mut chain = std::iter::successors(Some(clause), above);
    chain.find(|clause| !clause.maps_to.is_empty()).map(|clause| clause.maps_to.clone()).unwrap_or_default()
}

/// The filter of a rule as it runs: what is void is evidence for nothing.
fn counted(filter: &Expression) -> String {
    format!("({}) && !record.is_void", filter.source)
}
