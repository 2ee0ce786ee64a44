//! Approvals that nobody could give today, found before somebody waits for one: by the roles held, whatever the record.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::{
    Action, ApprovalRule, Definitions, Holder, Label, Party, Process, ProcessId, RoleId, Transition, TransitionId,
};

use super::settle::unmatched;
use crate::{RecordId, World, access, is_valid_on};

/// An approval, or a step of one, that nobody could give today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungivable {
    /// Of which process.
    pub process: ProcessId,
    /// Before which transition.
    pub transition: TransitionId,
    /// Its step, if it has several.
    pub step: Option<Label>,
    /// The roles of which it is asked.
    pub roles: Vec<RoleId>,
    /// Why.
    pub why: Lack,
}

/// Why nobody could give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nobody holds the roles today.
    Holder,
    /// Nobody who holds them today can sign in.
    Account,
    /// Whoever holds them is the only one who can have the part that is excluded.
    SomebodyElse,
    /// There are not as many people as steps, and nobody votes at two of them.
    Another,
}

/// What nobody could give today of the approvals that `after` asks and `before` does not ask so.
#[must_use]
pub fn ungivable(before: &Definitions, after: &Definitions, world: &World, today: Date) -> Vec<Ungivable> {
    let mut found = Vec::new();
    for process in after.processes.values() {
        let old = before.process(process.id.as_str());
        if old.is_some_and(|old| old.hash == process.hash) {
            continue;
        }
        let look = Look { definitions: after, process, world, today };
        for step in process.transitions.values() {
            let was = old.and_then(|old| old.transitions.get(&step.id));
            if let Some(rule) =
                step.approval.as_ref().filter(|rule| was.and_then(|it| it.approval.as_ref()) != Some(*rule))
            {
                found.extend(look.approval(step, rule));
            }
        }
    }
    found
}

struct Look<'a> {
    definitions: &'a Definitions,
    process: &'a Process,
    world: &'a World,
    today: Date,
}

impl Look<'_> {
    fn approval(&self, step: &Transition, rule: &ApprovalRule) -> Vec<Ungivable> {
        let asked: Vec<(Option<&Label>, &[Holder])> = match rule.steps.as_slice() {
            [] => vec![(None, rule.by.as_slice())],
            steps => steps.iter().map(|step| (Some(&step.label), step.by.as_slice())).collect(),
        };
        let told = |(label, by): &(Option<&Label>, &[Holder]), why| Ungivable {
            process: self.process.id.clone(),
            transition: step.id.clone(),
            step: label.cloned(),
            roles: roles(by).cloned().collect(),
            why,
        };
        let mut found = Vec::new();
        for at in &asked {
            // Whom a field names is known of a record only.
            let Some(holders) = self.voters(at.1) else { continue };
            if holders.is_empty() {
                found.push(told(
                    at,
                    if self.holders(at.1).is_some_and(|all| all.is_empty()) { Lack::Holder } else { Lack::Account },
                ));
            } else if self.parts(step, rule).iter().any(|part| holders.is_subset(part) && part.len() == 1) {
                found.push(told(at, Lack::SomebodyElse));
            }
        }
        let is_split = rule.not_same_as.contains(&Party::VoterOn(step.id.clone()));
        let people: Option<Vec<Vec<RecordId>>> =
            asked.iter().map(|(_, by)| Some(self.voters(by)?.into_iter().collect())).collect();
        if let Some(people) = people.filter(|_| found.is_empty() && is_split)
            && let Some(starved) = unmatched(&people).and_then(|at| asked.get(at))
        {
            found.push(told(starved, Lack::Another));
        }
        found
    }

    /// Who can have each part that is excluded: whoever asks is always one.
    fn parts(&self, step: &Transition, rule: &ApprovalRule) -> Vec<BTreeSet<RecordId>> {
        let done = |id: &TransitionId| self.process.transitions.get(id).and_then(|step| self.doers(&step.by));
        let of = |party: &Party| match party {
            Party::Opener => self.openers(),
            Party::DoerOf(id) => done(id),
            Party::Field(_) | Party::VoterOn(_) => None,
        };
        rule.not_same_as.iter().filter_map(of).chain(done(&step.id)).collect()
    }

    /// Those who may open a record; none: it can't be said by roles.
    fn openers(&self) -> Option<BTreeSet<RecordId>> {
        let opening = |role: &&yuheng_definition::Role| {
            role.granted(self.process).any(|grant| grant.actions.contains(&Action::Create))
        };
        let roles = self.definitions.roles.values().filter(opening).map(|role| Holder::Role(role.id.clone()));
        self.doers(&roles.collect::<Vec<_>>())
    }

    /// Those who vote: who hold one of these today and can sign in, or have somebody who stands in and can; none: it can't be said
    /// by roles.
    fn voters(&self, by: &[Holder]) -> Option<BTreeSet<RecordId>> {
        let mut voters = self.holders(by)?;
        voters.retain(|person| self.world.can_sign_in(person) || self.has_deputy(*person, by));
        Some(voters)
    }

    /// Whether somebody who can sign in stands in today for what `person` holds of these.
    fn has_deputy(&self, person: RecordId, by: &[Holder]) -> bool {
        let is_asked = |role: &RoleId| roles(by).any(|asked| asked == role);
        let held = self.world.assignments.iter().filter(|it| it.person == person && is_asked(&it.role));
        let named =
            held.filter(|it| is_valid_on(self.today, it.deputy_from, it.deputy_until)).filter_map(|it| it.deputy);
        let away = self.world.absences.iter().filter(|it| it.person == person && it.holds_on(self.today));
        let is_known = |it: &RecordId| self.world.people.contains_key(it) && self.world.can_sign_in(it);
        named.chain(away.map(|it| it.deputy)).any(|deputy| is_known(&deputy))
    }

    /// Those who hold one of these today by an assignment; none: it can't be said by roles.
    fn holders(&self, by: &[Holder]) -> Option<BTreeSet<RecordId>> {
        let is_valid = |it: &&crate::Assignment| {
            is_valid_on(self.today, it.from, it.until) && self.world.people.contains_key(&it.person)
        };
        let asked = by.iter().map(|holder| match holder {
            Holder::Role(role) => Some(role),
            Holder::Field(_) => None,
        });
        let asked: BTreeSet<&RoleId> = asked.collect::<Option<_>>()?;
        let held = self.world.assignments.iter().filter(is_valid).filter(|it| asked.contains(&it.role));
        Some(held.map(|it| it.person).collect())
    }

    /// Those who may do what these may: also whoever stands in for one of them, or holds a role without being given it.
    fn doers(&self, by: &[Holder]) -> Option<BTreeSet<RecordId>> {
        let mut people = self.voters(by)?;
        people.extend(self.deputies(by));
        let known = |role: &RoleId| self.definitions.roles.get(role);
        if roles(by).filter_map(known).any(|role| role.held_by_staff || role.held_by_contacts) {
            people.extend(self.world.people.keys());
        }
        Some(people)
    }

    /// Those who hold one of these today for somebody else.
    fn deputies(&self, by: &[Holder]) -> BTreeSet<RecordId> {
        let named = self.world.assignments.iter().filter_map(|it| it.deputy);
        let away = self.world.absences.iter().map(|it| it.deputy);
        let mut deputies: BTreeSet<RecordId> = named.chain(away).collect();
        deputies.retain(|person| {
            let held = access::held_roles(self.definitions, self.world, *person, self.today);
            self.world.people.contains_key(person) && held.iter().any(|held| roles(by).any(|role| *role == held.role))
        });
        deputies
    }
}

fn roles(by: &[Holder]) -> impl Iterator<Item = &RoleId> {
    by.iter().filter_map(|holder| match holder {
        Holder::Role(role) => Some(role),
        Holder::Field(_) => None,
    })
}
