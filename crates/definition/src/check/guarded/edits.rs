//! What has been approved is edited as shipped.

use std::collections::BTreeSet;

use super::Guard;
use super::possible::may_hold;
use crate::load::Forest;
use crate::{Action, FieldId, Grant, StateId, Transition, overlay};

impl Guard<'_> {
    /// What has been approved stays as it is where no shipped grant lets anybody edit it.
    pub(super) fn edits(&mut self, forest: &Forest) {
        let (old, new) = self.definitions;
        let own = self.shipped.grants.iter().chain(old.roles.values().flat_map(|role| &role.grants));
        let own: Vec<&Grant> = own.collect();
        let settled = |action: Action| -> BTreeSet<StateId> {
            let grants: Vec<_> = own.iter().filter(|grant| grant.actions.contains(&action)).collect();
            let is_settled = |state: &&StateId| !grants.iter().any(|grant| may_hold(grant, state));
            let shipped = self.behind.iter().filter(|id| self.shipped.states.contains_key(*id));
            shipped.filter(is_settled).cloned().collect()
        };
        let kept = [Action::Update, Action::Void].map(|action| (action, settled(action)));
        let widens = |grant: &Grant| {
            let of = |(action, states): &(Action, BTreeSet<StateId>)| {
                grant.actions.contains(action) && states.iter().any(|state| may_hold(grant, state))
            };
            kept.iter().any(of)
        };
        let settled = &kept[0].1;
        let (laid, tree) = (self.laid, self.tree);
        for (at, _) in laid.grants.iter().enumerate().filter(|(_, grant)| widens(grant)) {
            let place = &tree.nearest(&["grants", &at.to_string()]).place;
            if place.file.starts_with(overlay::FILE) {
                self.problems.add(place, EDITS.0, EDITS.1);
            }
        }
        for role in new.roles.values().filter(|role| !old.roles.contains_key(&role.id)) {
            if let (true, Some(tree)) = (role.grants.iter().any(widens), forest.get(&format!("role/{}.toml", role.id)))
            {
                self.problems.add(&tree.nearest(&["grants"]).place, EDITS.0, EDITS.1);
            }
        }
        for (id, step) in &laid.transitions {
            let before = self.shipped.transitions.get(id);
            let stays = step.from.iter().any(|from| settled.contains(from) && self.behind.contains(step.leads(from)));
            if !stays || !self.is_open(step) {
                continue;
            }
            let known: BTreeSet<&FieldId> = before.into_iter().flat_map(filled).collect();
            if let Some(field) = filled(step).find(|field| !known.contains(field) && self.is_covered(field)) {
                let keys = [("requires", &step.requires), ("asks", &step.asks)];
                let key = keys.iter().find(|(_, fields)| fields.contains(field)).map_or("sets", |(key, _)| *key);
                self.fault(
                    &["transitions", id.as_str(), key, field.as_str()],
                    &format!("修改单不能绕过审批：转换 `{id}` 会改动已批准的字段 `{field}`"),
                    &format!(
                        "an overlay can't lead round an approval: the transition `{id}` changes the field `{field}`, \
                         which has been approved"
                    ),
                );
            }
        }
    }

    /// Whether some shipped approval is about the field.
    fn is_covered(&self, field: &FieldId) -> bool {
        let rules = self.shipped.transitions.values().filter_map(|step| step.approval.as_ref());
        { rules }.any(|rule| rule.covers.is_empty() || rule.covers.contains(field))
    }
}

const EDITS: (&str, &str) = (
    "修改单不能绕过审批：`update` 和 `void` 权限须用 `when` 限于批准之前的状态",
    "an overlay can't lead round an approval: a `when` has to keep `update` and `void` to the states before it",
);

/// The fields that a step fills.
fn filled(step: &Transition) -> impl Iterator<Item = &FieldId> {
    step.requires.iter().chain(&step.asks).chain(step.sets.iter().map(|(field, _)| field))
}
