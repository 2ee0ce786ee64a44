//! The first day of a company: how far it is set up. A step is done when the store holds what its rules ask for, whoever
//! brought that in; only where people stand in it, and that they are done with it, is noted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yuheng_definition::{Role, SetupStep};
use yuheng_engine::is_valid_on;
use yuheng_store::StorageError;

use crate::clauses::{RuleFound, Standing};
use crate::view::Reference;
use crate::{App, Caller, Result};

/// Where it is noted.
const NOTED: &str = "setup";
/// The longest id of a step.
const LONGEST_STEP: usize = 60;

/// How far a company is set up.
pub struct Setup<'a> {
    /// The steps, in order.
    pub steps: Vec<StepFound<'a>>,
    /// What people have noted.
    pub noted: Noted,
    /// The roles that are given to the provider's own people, each with who holds it today.
    pub roles: Vec<(&'a Role, Vec<Reference>)>,
    /// The assignments by which the caller may bring in what a company begins with, each with its last day.
    pub founding: Vec<(Reference, Option<Date>)>,
}

/// A step with what its rules found.
pub struct StepFound<'a> {
    /// The step.
    pub step: &'a SetupStep,
    /// Its rules.
    pub rules: Vec<RuleFound>,
}

/// What people have noted of it. Several may share in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Noted {
    /// The step at which somebody was last.
    pub at: Option<String>,
    /// They are done with it, finished or not.
    pub dismissed: bool,
}

impl StepFound<'_> {
    /// Whether all that it asks for is there.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.rules.iter().all(|rule| rule.standing == Standing::Met)
    }
}

impl App {
    /// How far the company is set up.
    ///
    /// # Errors
    /// When the caller may not administer.
    pub async fn setup<'a>(&self, caller: &'a Caller) -> Result<Setup<'a>> {
        caller.must_administer()?;
        let mut steps = Vec::new();
        for step in &caller.in_force.definitions.setup {
            let mut rules = Vec::new();
            for rule in &step.rules {
                rules.push(self.rule(caller, &rule.label, &rule.reads).await?);
            }
            steps.push(StepFound { step, rules });
        }
        let (noted, roles) = (self.setup_noted().await?, self.roles_held(caller).await?);
        Ok(Setup { steps, noted, roles, founding: self.founding(caller).await? })
    }

    /// Notes where people stand in it.
    ///
    /// # Errors
    /// When the caller may not administer.
    pub async fn note_setup(&self, caller: &Caller, noted: Noted) -> Result<()> {
        caller.must_administer()?;
        let known =
            |at: &String| at.len() <= LONGEST_STEP && caller.in_force.definitions.setup.iter().any(|it| it.id == *at);
        let noted = Noted { at: noted.at.filter(known), ..noted };
        let text = serde_json::to_string(&noted).map_err(StorageError::from)?;
        Ok(self.store().note_progress(NOTED, &text).await?)
    }

    async fn setup_noted(&self) -> Result<Noted> {
        let text = self.store().setting(NOTED).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    async fn roles_held<'a>(&self, caller: &'a Caller) -> Result<Vec<(&'a Role, Vec<Reference>)>> {
        let (definitions, world) = (&caller.in_force.definitions, &caller.in_force.world);
        let today = caller.in_force.today;
        let named = self.references(caller, world.assignments.iter().map(|it| it.person).collect()).await?;
        let holders = |role: &Role| {
            let held =
                world.assignments.iter().filter(|it| it.role == role.id && is_valid_on(today, it.from, it.until));
            held.filter_map(|it| named.get(&it.person).cloned()).collect()
        };
        let given = definitions.roles.values().filter(|role| !role.is_of_customers() && !role.held_by_staff);
        Ok(given.filter(|role| !role.founds).map(|role| (role, holders(role))).collect())
    }

    async fn founding(&self, caller: &Caller) -> Result<Vec<(Reference, Option<Date>)>> {
        let (definitions, world) = (&caller.in_force.definitions, &caller.in_force.world);
        let founds = |role| definitions.roles.get(role).is_some_and(|role| role.founds);
        let own = world.assignments.iter().filter(|it| it.person == caller.actor.id && founds(&it.role));
        let held: Vec<_> = own.filter(|it| it.until.is_none_or(|until| until >= self.today())).collect();
        let named = self.references(caller, held.iter().map(|it| it.record).collect()).await?;
        Ok(held.iter().filter_map(|it| Some((named.get(&it.record)?.clone(), it.until))).collect())
    }
}
