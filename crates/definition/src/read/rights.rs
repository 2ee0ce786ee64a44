//! Rights: grants, and the roles that hold them.

use crate::expression::Schema;
use crate::tree::Node;
use crate::vocabulary;
use crate::{Action, Grant, Role, RoleId, Scope};

use super::{Entries, Reader};

const ACTIONS: &[(&str, Action)] = &[
    ("view", Action::View),
    ("view_internal", Action::ViewInternal),
    ("create", Action::Create),
    ("update", Action::Update),
    ("comment", Action::Comment),
    ("note", Action::Note),
    ("relate", Action::Relate),
    ("void", Action::Void),
    ("convert", Action::Convert),
    ("merge", Action::Merge),
    ("export", Action::Export),
    ("view_confidential", Action::ViewConfidential),
    ("view_as", Action::ViewAs),
];

const SCOPES: &[(&str, Scope)] = &[
    ("all", Scope::All),
    ("customer", Scope::Customer),
    ("department", Scope::Department),
    ("own", Scope::Own),
    ("assigned", Scope::Assigned),
    ("participant", Scope::Participant),
];

impl Action {
    /// The word for it in TOML.
    #[must_use]
    pub fn word(self) -> &'static str {
        ACTIONS.iter().find(|(_, action)| *action == self).map_or("", |(word, _)| word)
    }
}

impl Reader {
    /// The grants of a process.
    pub fn grants(&mut self, node: Option<&Node>, schema: &Schema) -> Vec<Grant> {
        self.list(node)
            .iter()
            .map(|node| {
                let entries = self.section(node, &vocabulary::GRANT);
                let roles = entries.need("roles", self);
                let roles = self.words(roles);
                self.grant(entries, roles, schema)
            })
            .collect()
    }

    fn grant(&mut self, entries: Entries<'_>, roles: Vec<RoleId>, schema: &Schema) -> Grant {
        let actions = entries.need("actions", self);
        let actions = self.list(actions);
        Grant {
            roles,
            actions: actions.iter().filter_map(|action| self.word(Some(action), ACTIONS)).collect(),
            scope: self.word(entries.get("scope"), SCOPES).unwrap_or(Scope::All),
            when: self.expression(entries.get("when"), schema),
            mask: self.words(entries.get("mask")),
        }
    }

    /// The role that stands in the file of that name. Its grants hold in every process, so they name no field.
    pub fn role(&mut self, id: &str, node: &Node) -> Role {
        self.id(id, node);
        let entries = self.section(node, &vocabulary::ROLE);
        let (label, purpose) = (entries.need("label", self), entries.need("purpose", self));
        let grants = self.list(entries.get("grants"));
        for grant in grants {
            for (key, value) in grant.entries().into_iter().flatten() {
                if key == "roles" || key == "mask" {
                    self.problems.add(
                        &value.place,
                        &format!("角色自带的授权没有 `{key}`"),
                        &format!("a role's own grant takes no `{key}`"),
                    );
                }
            }
        }
        Role {
            id: RoleId::from(id),
            label: self.label(label),
            purpose: self.label(purpose),
            for_contacts: self.truth(entries.get("for_contacts")),
            held_by_contacts: self.truth(entries.get("held_by_contacts")),
            held_by_staff: self.truth(entries.get("held_by_staff")),
            administers: self.truth(entries.get("administers")),
            founds: self.truth(entries.get("founds")),
            grants: grants
                .iter()
                .map(|node| {
                    let entries = self.section(node, &vocabulary::GRANT);
                    self.grant(entries, vec![RoleId::from(id)], &Schema::default())
                })
                .collect(),
        }
    }
}
