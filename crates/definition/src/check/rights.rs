//! Grants and roles.

use crate::load::Forest;
use crate::problem::Problems;
use crate::{Action, Content, Definitions, Field, FieldId, Grant, Role, RoleId, Scope};

use super::{Check, whole};

/// The fields by which a scope knows its records: one of these.
const NEEDED: &[(Scope, &[&str])] = &[
    (Scope::Customer, &["customer"]),
    (Scope::Department, &["department", "group"]),
    (Scope::Assigned, &["assignee", "group"]),
];

impl Check<'_> {
    pub(super) fn grants(&mut self) {
        let process = self.process;
        for (index, grant) in process.grants.iter().enumerate() {
            let index = index.to_string();
            let path = ["grants", index.as_str()];
            for (key, empty) in [("roles", grant.roles.is_empty()), ("actions", grant.actions.is_empty())] {
                if empty {
                    self.fault(&[&path[..], &[key]].concat(), &format!("`{key}` 为空"), &format!("`{key}` is empty"));
                }
            }
            for role in &grant.roles {
                let path = [&path[..], &["roles", role.as_str()]].concat();
                self.role(&path, role);
                let is_of_customers = self.definitions.roles.get(role).is_some_and(crate::Role::is_of_customers);
                if let Some(action) = inward(grant).filter(|_| is_of_customers) {
                    let (zh, en) = kept_from_customers(role, action);
                    self.fault(&path, &zh, &en);
                }
            }
            for field in &grant.mask {
                self.masked(&[&path[..], &["mask", field.as_str()]].concat(), field);
            }
            let wanted = NEEDED.iter().find(|(scope, _)| *scope == grant.scope).map_or(&[][..], |(_, fields)| *fields);
            if !wanted.is_empty() && !wanted.iter().any(|field| process.fields.contains_key(*field)) {
                let (zh, en) = (wanted.join("` 或 `"), wanted.join("` or `"));
                self.fault(
                    &[&path[..], &["scope"]].concat(),
                    &format!("此范围需要字段 `{zh}`"),
                    &format!("this scope needs a field `{en}`"),
                );
            }
            if grant.actions.contains(&Action::Convert) && process.converts.is_empty() {
                self.fault(
                    &[&path[..], &["actions", "convert"]].concat(),
                    "此过程的记录不能转为别的",
                    "there is nothing that its records can be turned into",
                );
            }
            if grant.actions.contains(&Action::Merge) && process.merges.is_none() && process.splits.is_none() {
                self.fault(
                    &[&path[..], &["actions", "merge"]].concat(),
                    "此过程没有定义合并或拆分",
                    "its records are neither merged nor split",
                );
            }
            if grant.actions.contains(&Action::ViewAs) && !self.is_of_people() {
                self.fault(
                    &[&path[..], &["actions", "view_as"]].concat(),
                    "只有人员和联系人能以其身份查看",
                    "only a person's or contact's eyes can be looked through",
                );
            }
        }
    }
}

impl Check<'_> {
    /// Whether its records are people.
    fn is_of_people(&self) -> bool {
        matches!(self.process.content, Some(Content::Person | Content::Contact))
    }

    /// The fields masked from roles; that nothing shows them to the same people again.
    pub(super) fn masks(&mut self) {
        let process = self.process;
        for (role, fields) in &process.masks {
            let path = ["masks", role.as_str()];
            if !self.role(&path, role) {
                continue;
            }
            if !self.sees(role) {
                self.fault(
                    &path,
                    &format!("`{role}` 本来就看不到此过程"),
                    &format!("`{role}` sees nothing of it anyway"),
                );
            }
            for field in fields {
                let path = [&path[..], &[field.as_str()]].concat();
                if self.opens_with(role, field) {
                    self.fault(
                        &path,
                        &format!("`{role}` 可以新建记录，而 `{field}` 必填：遮盖后就无法新建"),
                        &format!("`{role}` opens records, which need `{field}`: masked, none could be opened"),
                    );
                }
                if self.masked(&path, field)
                    && let Some(other) = self.shown_by(role, field)
                {
                    self.fault(
                        &path,
                        &format!("`{role}` 的人也都是 `{other}`，后者仍会看到 `{field}`：须在 `{other}` 中也遮盖它"),
                        &format!("whoever is `{role}` is `{other}` too, which shows `{field}`: mask it there as well"),
                    );
                }
            }
        }
    }

    /// Whether a field is there and may be masked.
    fn masked(&mut self, path: &[&str], field: &FieldId) -> bool {
        if *field == self.process.title {
            self.fault(path, "标题不能遮盖：列表和链接都靠它", "the title can't be masked: lists and links show it");
        }
        self.field(path, field).is_some()
    }

    /// Whether `role` opens records of the process, each of which needs the field from somebody.
    fn opens_with(&self, role: &RoleId, field: &FieldId) -> bool {
        let needed = |field: &Field| field.required && !field.derived && !field.retired && field.default.is_none();
        let mut grants = self.definitions.roles.get(role).into_iter().flat_map(|role| role.granted(self.process));
        self.process.fields.get(field).is_some_and(needed)
            && grants.any(|grant| grant.actions.contains(&Action::Create))
    }

    /// Another role that all who hold `role` hold as well, and that shows the field.
    fn shown_by(&self, role: &RoleId, field: &FieldId) -> Option<RoleId> {
        let roles = &self.definitions.roles;
        let is_of_customers = roles.get(role).is_some_and(Role::is_of_customers);
        let held_too = roles.values().filter(|other| other.id != *role).filter(|other| match is_of_customers {
            true => other.held_by_contacts,
            false => other.held_by_staff,
        });
        let mut showing = held_too.filter(|other| {
            let mut views = other.granted(self.process).filter(|grant| grant.actions.contains(&Action::View));
            let is_masked = self.process.masks.get(&other.id).is_some_and(|masked| masked.contains(field));
            !is_masked && views.any(|grant| !grant.mask.contains(field))
        });
        showing.next().map(|other| other.id.clone())
    }
}

/// Who administers, and that it is nobody from outside.
pub(super) fn roles(definitions: &Definitions, forest: &Forest, problems: &mut Problems) {
    for role in definitions.roles.values() {
        let Some(tree) = forest.get(&format!("role/{}.toml", role.id)) else { continue };
        if let Some(action) = role.grants.iter().find_map(inward).filter(|_| role.is_of_customers()) {
            let (zh, en) = kept_from_customers(&role.id, action);
            problems.add(&tree.nearest(&["grants"]).place, &zh, &en);
        }
        if role.is_of_customers() && (role.held_by_staff || role.administers) {
            problems.add(
                &tree.nearest(&[if role.held_by_contacts { "held_by_contacts" } else { "for_contacts" }]).place,
                "客户联系人的角色不能同时属于员工或管理系统",
                "what contacts hold can be neither the staff's nor an administrator's",
            );
        }
    }
    if !definitions.roles.is_empty() && !definitions.roles.values().any(|role| role.administers) {
        problems.add(&whole("role"), "没有任何角色可以管理系统", "no role administers: one needs `administers = true`");
    }
}

/// What of a grant is for the provider's own people only.
fn inward(grant: &Grant) -> Option<Action> {
    let inward = |action: &&Action| {
        matches!(action, Action::ViewInternal | Action::ViewConfidential | Action::Note | Action::ViewAs)
    };
    grant.actions.iter().find(inward).copied()
}

fn kept_from_customers(role: &RoleId, action: Action) -> (String, String) {
    let action = action.word();
    (
        format!("`{role}` 是客户的角色，不能授予 `{action}`：内部和保密内容只给本公司人员"),
        format!("`{role}` is a role of customers: `{action}` is for the provider's own people only"),
    )
}
