//! Who may, who must agree, and who may not: holders, parties and approvals.

use crate::{Action, FieldKind, Holder, Party, RoleId, TransitionId};

use super::Check;

impl Check<'_> {
    /// Roles are known; fields name people.
    pub(super) fn holders(&mut self, path: &[&str], holders: &[Holder]) {
        for holder in holders {
            let written = holder.written();
            let path = [path, &[written.as_str()]].concat();
            match holder {
                Holder::Role(role) => {
                    self.role(&path, role);
                }
                Holder::Field(field) => self.person(&path, field),
            }
        }
    }

    /// Who is told: holders, and tables with a column that names people.
    pub(super) fn told(&mut self, path: &[&str], holders: &[Holder]) {
        let is_table = |holder: &&Holder| {
            let Holder::Field(id) = holder else { return false };
            let Some(FieldKind::Table { columns }) = self.process.fields.get(id).map(|field| &field.kind) else {
                return false;
            };
            columns.values().any(|column| self.names_people(column))
        };
        let others: Vec<Holder> = holders.iter().filter(|holder| !is_table(holder)).cloned().collect();
        self.holders(path, &others);
    }

    fn person(&mut self, path: &[&str], id: &crate::FieldId) {
        if let Some(field) = self.field(path, id)
            && !self.names_people(field)
        {
            self.fault(
                path,
                &format!("字段 `{id}` 不指向人员"),
                &format!("the field `{id}` names nobody: it must refer to people"),
            );
        }
    }

    pub(super) fn parties(&mut self, path: &[&str], parties: &[Party]) {
        for (index, party) in parties.iter().enumerate() {
            let index = index.to_string();
            let path = [path, &[index.as_str()]].concat();
            match party {
                Party::Field(field) => self.person(&path, field),
                Party::Opener => {}
                Party::DoerOf(transition) => {
                    self.step(&path, transition);
                }
                Party::VoterOn(transition) => {
                    let votes = self.process.transitions.get(transition).is_some_and(|step| step.approval.is_some());
                    if self.step(&path, transition) && !votes {
                        self.fault(
                            &path,
                            &format!("转换 `{transition}` 没有审批"),
                            &format!("nobody votes on the transition `{transition}`"),
                        );
                    }
                }
            }
        }
    }

    fn step(&mut self, path: &[&str], id: &TransitionId) -> bool {
        self.known(path, "转换", "transition", id.as_str(), self.process.transitions.keys().map(TransitionId::as_str))
    }

    /// Whether anybody is left of `by` who isn't excluded and who may see the record.
    pub(super) fn somebody(&mut self, path: &[&str], by: &[Holder], not_same_as: &[Party]) {
        let excluded = |holder: &Holder| match holder {
            Holder::Field(field) => not_same_as.contains(&Party::Field(field.clone())),
            Holder::Role(_) => false,
        };
        if !by.is_empty() && by.iter().all(excluded) {
            self.fault(path, "`not_same_as` 排除了所有人", "`not_same_as` leaves nobody");
        }
        let blind = |holder: &Holder| match holder {
            Holder::Field(_) => false,
            Holder::Role(role) => self.definitions.roles.contains_key(role) && !self.sees(role),
        };
        if !by.is_empty() && by.iter().all(blind) {
            self.fault(
                path,
                "其中没有任何角色有权查看记录",
                "none of these roles may view the record: no grant says so",
            );
        }
    }

    /// Whether some grant lets the role view records. Whoever holds a role of the provider's holds what all staff hold.
    pub(super) fn sees(&self, role: &RoleId) -> bool {
        let roles = &self.definitions.roles;
        let inside = roles.get(role).is_some_and(|role| !role.is_of_customers());
        let held =
            |other: &RoleId| other == role || (inside && roles.get(other).is_some_and(|role| role.held_by_staff));
        let own = self.process.grants.iter();
        own.chain(roles.values().flat_map(|role| &role.grants))
            .any(|grant| grant.actions.contains(&Action::View) && grant.roles.iter().any(held))
    }
}
