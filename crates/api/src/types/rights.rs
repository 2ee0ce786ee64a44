//! Who may do what with a record and why, and the log of what happened, on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::audit::{AuditPage, Logged};
use yuheng_app::rights::RightsOf;
use yuheng_definition::Definitions;

use super::definition::Named;
use super::offer::{ActionOffer, action};
use super::reference::{Reference, reference};
use super::text::Text;
use super::words::Door;

/// What somebody may do with a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rights {
    /// Who.
    person: Option<Reference>,
    /// The roles that the person holds today.
    roles: Vec<Held>,
    /// Why the person does not see the record; none: it does.
    unseen: Option<Text>,
    /// Whether whoever asks may look at everything as the person sees it.
    viewable: bool,
    /// What the grants allow.
    granted: Vec<Granted>,
    /// What could be done next, as the person is offered it, with why not; empty where the record is not seen.
    actions: Vec<ActionOffer>,
}

/// A role that somebody holds.
#[derive(Debug, Serialize, ToSchema)]
struct Held {
    /// The role.
    #[serde(flatten)]
    role: Named,
    /// Only for records of this department.
    department: Option<Reference>,
    /// Only for records of this customer.
    customer: Option<Reference>,
}

/// Whether the grants allow an action.
#[derive(Debug, Serialize, ToSchema)]
struct Granted {
    /// The action, in the word of the definitions.
    action: &'static str,
    /// Why it is not allowed; none: it is.
    missing: Option<Text>,
}

impl Rights {
    /// On the wire, under these definitions.
    #[must_use]
    pub fn of(rights: &RightsOf, definitions: &Definitions) -> Self {
        let named = |id| reference(&rights.references, id);
        let roles = rights.roles.iter().map(|held| Held {
            role: Named {
                id: held.role.to_string(),
                label: definitions.roles.get(&held.role).map_or_else(
                    || Text { zh: held.role.to_string(), en: held.role.to_string() },
                    |role| Text::from(&role.label),
                ),
            },
            department: held.department.and_then(named),
            customer: held.customer.and_then(named),
        });
        let granted = rights
            .granted
            .iter()
            .map(|(action, missing)| Granted { action: action.word(), missing: missing.as_ref().map(Text::from) });
        Self {
            person: named(rights.person),
            roles: roles.collect(),
            unseen: rights.unseen.as_ref().map(Text::from),
            viewable: rights.is_viewable,
            granted: granted.collect(),
            actions: rights.offers.iter().map(|offer| action(offer, &rights.references)).collect(),
        }
    }
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLog {
    /// What happened, the newest first.
    items: Vec<AuditEntry>,
    /// Whose doing was asked for.
    actor: Option<Reference>,
    /// Where to go on; absent at the log's beginning. A page may hold less than was asked for, and there be more.
    next: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct AuditEntry {
    /// The record.
    record: Option<Reference>,
    /// The entry's number among the record's.
    n: u64,
    at: String,
    /// Who did it; none: somebody who may not be named, or the program.
    actor: Option<Reference>,
    on_behalf_of: Option<Reference>,
    door: Door,
    /// What happened, as the history's format has it.
    #[schema(value_type = String)]
    action: yuheng_engine::EntryAction,
    /// The step.
    transition: Option<Text>,
    /// From which state.
    from: Option<Text>,
    /// To which state.
    to: Option<Text>,
    /// The fields that changed.
    fields: Vec<Text>,
    /// Of a vote, whether it agrees.
    agrees: Option<bool>,
    /// What the program says of it: what was done to an account, what was refused, what was taken away.
    told: Option<Text>,
    /// Whom it is about beside: told of an approval, asked to vote as well, handed a vote.
    people: Vec<Reference>,
}

impl From<&AuditPage> for AuditLog {
    fn from(page: &AuditPage) -> Self {
        let items = page.entries.iter().map(|logged| entry(logged, page));
        let actor = page.actor.and_then(|actor| reference(&page.references, actor));
        Self { items: items.collect(), actor, next: page.next.map(|next| next.to_string()) }
    }
}

fn entry(logged: &Logged, page: &AuditPage) -> AuditEntry {
    let Logged { entry, process, .. } = logged;
    let named = |id| reference(&page.references, id);
    let state = |id: &yuheng_definition::StateId| match process.states.get(id) {
        Some(state) => Text::from(&state.label),
        None => Text { zh: id.to_string(), en: id.to_string() },
    };
    let step = entry.transition.as_ref().map(|id| match process.transitions.get(id) {
        Some(step) => Text::from(&step.label),
        None => Text { zh: id.to_string(), en: id.to_string() },
    });
    let fields = entry.changes.iter().map(|change| match process.fields.get(&change.field) {
        Some(field) => Text::from(&field.label),
        None => Text { zh: change.field.to_string(), en: change.field.to_string() },
    });
    AuditEntry {
        record: named(logged.record),
        n: entry.n,
        at: entry.at.to_string(),
        actor: named(entry.actor),
        on_behalf_of: entry.on_behalf_of.and_then(named),
        door: entry.door.into(),
        action: entry.action,
        transition: step,
        from: entry.moved.as_ref().map(|(from, _)| state(from)),
        to: entry.moved.as_ref().map(|(_, to)| state(to)),
        fields: fields.collect(),
        agrees: entry.vote.as_ref().map(|vote| vote.agrees),
        told: logged.told.as_ref().map(Text::from),
        people: logged.people().filter_map(named).collect(),
    }
}
