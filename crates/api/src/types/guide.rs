//! What guides people, on the wire: the glossary, the first day and what is proposed in it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuheng_app::glossary::{Place, Use};
use yuheng_app::setup::{Setup as Found, StepFound};
use yuheng_definition as definition;

use super::improvement::{Rule, rule};
use super::reference::Reference;
use super::text::Text;

/// A term of the glossary.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    /// Its id.
    id: String,
    /// The term itself.
    label: Text,
    /// What it means.
    meaning: Text,
    /// Terms to read with it, by id.
    see: Vec<String>,
    /// Where it is used, as far as the caller sees it.
    used: Vec<TermUse>,
}

/// Where a term is used: in a process, or in a clause of an edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermUse {
    /// The process.
    process: Option<String>,
    /// The edition.
    standard: Option<String>,
    /// The clause in it.
    clause: Option<String>,
    /// What it is called.
    label: Text,
}

/// A term on the wire.
#[must_use]
pub fn term((term, used): (&definition::Term, Vec<Use>)) -> Term {
    Term {
        id: term.id.clone(),
        label: Text::from(&term.label),
        meaning: Text::from(&term.meaning),
        see: term.see.clone(),
        used: used.into_iter().map(TermUse::from).collect(),
    }
}

impl From<Use> for TermUse {
    fn from(used: Use) -> Self {
        let label = Text::from(&used.label);
        match used.place {
            Place::Process(process) => Self { process: Some(process), standard: None, clause: None, label },
            Place::Clause { standard, number } => {
                Self { process: None, standard: Some(standard), clause: Some(number), label }
            }
        }
    }
}

/// How far the company is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    /// The steps, in order.
    steps: Vec<Step>,
    /// The step at which somebody was last.
    at: Option<String>,
    /// People are done with it, finished or not.
    dismissed: bool,
    /// All steps are done.
    finished: bool,
    /// The roles of our own people, each with who holds it today: nobody, it is vacant.
    roles: Vec<RoleHeld>,
    /// By what the caller may bring in what a company begins with.
    founding: Vec<Founding>,
}

/// A step of the first day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SetupStep)]
pub struct Step {
    id: String,
    label: Text,
    purpose: Text,
    /// All that it asks for is there.
    done: bool,
    /// What it asks for, with what there is.
    rules: Vec<Rule>,
    /// What is missing, in words.
    missing: Vec<Text>,
    /// What it asks for, field by field.
    forms: Vec<Form>,
}

/// A few fields of a record, and what is done with it once it is opened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SetupForm)]
pub struct Form {
    process: String,
    fields: Vec<String>,
    /// The transition that follows.
    transition: Option<String>,
}

/// A role with who holds it today.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleHeld {
    id: String,
    label: Text,
    purpose: Text,
    holders: Vec<Reference>,
}

fn role_held(role: &definition::Role, holders: &[yuheng_app::view::Reference]) -> RoleHeld {
    RoleHeld {
        id: role.id.to_string(),
        label: Text::from(&role.label),
        purpose: Text::from(&role.purpose),
        holders: holders.iter().map(Reference::from).collect(),
    }
}

/// A role held for the first days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Founding {
    /// The assignment.
    record: Reference,
    /// Its last day.
    until: Option<String>,
}

/// What people note of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteSetup {
    /// The step at which they are.
    pub at: Option<String>,
    /// They are done with it.
    pub dismissed: bool,
}

impl From<&Found<'_>> for Setup {
    fn from(found: &Found<'_>) -> Self {
        let founding = found.founding.iter().map(|(record, until)| Founding {
            record: Reference::from(record),
            until: until.map(|until| until.to_string()),
        });
        Self {
            steps: found.steps.iter().map(Step::from).collect(),
            at: found.noted.at.clone(),
            dismissed: found.noted.dismissed,
            finished: found.steps.iter().all(StepFound::is_done),
            roles: found.roles.iter().map(|(role, holders)| role_held(role, holders)).collect(),
            founding: founding.collect(),
        }
    }
}

impl From<&StepFound<'_>> for Step {
    fn from(found: &StepFound<'_>) -> Self {
        let step = found.step;
        let missing = found.rules.iter().filter(|rule| rule.standing != yuheng_app::clauses::Standing::Met);
        Self {
            id: step.id.clone(),
            label: Text::from(&step.label),
            purpose: Text::from(&step.purpose),
            done: found.is_done(),
            rules: found.rules.iter().map(rule).collect(),
            missing: missing.map(|rule| Text::from(&rule.label)).collect(),
            forms: step.forms.iter().map(Form::from).collect(),
        }
    }
}

impl From<&definition::SetupForm> for Form {
    fn from(form: &definition::SetupForm) -> Self {
        Self {
            process: form.process.to_string(),
            fields: form.fields.iter().map(ToString::to_string).collect(),
            transition: form.transition.as_ref().map(ToString::to_string),
        }
    }
}

/// A record that is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposal {
    process: String,
    /// What other proposals call it: `@key`.
    key: String,
    /// The values; a text in two languages is a table of both.
    #[schema(value_type = Object)]
    fields: serde_json::Value,
}

impl From<&definition::Proposal> for Proposal {
    fn from(proposal: &definition::Proposal) -> Self {
        Self {
            process: proposal.process.to_string(),
            key: proposal.key.clone(),
            fields: serde_json::Value::Object(proposal.fields.clone()),
        }
    }
}
