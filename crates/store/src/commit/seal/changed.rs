//! What a write changes of clocks and approvals, against what was found.

use std::collections::BTreeMap;

use yuheng_definition::ClockId;
use yuheng_engine::{Approval, Clock, Record};

use super::{Salts, Sealing};
use crate::CommitError;
use crate::cbor::Item;
use crate::history::{ApprovalChange, ApprovalState, clock_state};

impl Sealing<'_> {
    pub(super) fn changed_clocks(&self, before: Option<&Record>) -> BTreeMap<ClockId, Option<Clock>> {
        let same = |id, clock| {
            before.and_then(|before| before.clocks.get(id)).is_some_and(|old| clock_state(old) == clock_state(clock))
        };
        let changed = self.record.clocks.iter().filter(|(id, clock)| !same(*id, *clock));
        let changed =
            changed.map(|(id, clock)| (id.clone(), Some(Clock { next_at: None, warned: 0, ..clock.clone() })));
        let gone = before.into_iter().flat_map(|before| before.clocks.keys());
        let gone = gone.filter(|id| !self.record.clocks.contains_key(*id)).map(|id| (id.clone(), None));
        changed.chain(gone).collect()
    }

    pub(super) fn changed_approvals(&mut self, n: u64, salts: Salts<'_>) -> Result<Vec<ApprovalChange>, CommitError> {
        let mut changes = Vec::new();
        let approvals = self.record.approvals.clone();
        for approval in &approvals {
            match self.state.approvals.iter().find(|known| known.id == approval.id) {
                None => changes.push(ApprovalChange::Asked(self.asked(n, approval, salts)?)),
                Some(known) => changes.extend(known.change_to(approval)),
            }
        }
        Ok(changes)
    }

    pub(super) fn asked(
        &mut self,
        n: u64,
        approval: &Approval,
        salts: Salts<'_>,
    ) -> Result<ApprovalState, CommitError> {
        let values = if approval.values.is_empty() {
            None
        } else {
            let values = approval.values.iter().map(|(field, value)| (field.to_string(), value.into())).collect();
            Some(self.commit(n, format!("values:{}", approval.id), &Item::map(values), salts)?)
        };
        Ok(ApprovalState::asked(approval, values))
    }
}
