//! The last administrator can't be taken away: somebody must always be able to let others in. Not by shutting the
//! account, not by ending the role, not by a date on which it ends, not by narrowing it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yuheng_definition::{Content, Definitions, Label};
use yuheng_engine::{Expected, Record, RecordId, World, WriteSet, access};

use crate::in_force::InForce;
use crate::{App, Caller, Error, Result, world};

impl App {
    /// Refuses when without the account of `person` nobody could administer any more.
    pub(crate) async fn must_leave_an_administrator(&self, in_force: &InForce, person: RecordId) -> Result<()> {
        let mut accounts = self.usable_accounts().await?;
        let before = administered(&in_force.definitions, &in_force.world, &accounts, in_force.today);
        accounts.remove(&person);
        let after = administered(&in_force.definitions, &in_force.world, &accounts, in_force.today);
        if before && !after { Err(guarded()) } else { Ok(()) }
    }

    /// Refuses a write to people or role assignments after which, today or on a later day, nobody could administer
    /// any more though somebody could have without it.
    pub(crate) async fn must_keep_an_administrator(&self, caller: &Caller, set: &WriteSet) -> Result<()> {
        let in_force = &caller.in_force;
        let definitions = &in_force.definitions;
        let content = |record: &Record| definitions.process(record.process.as_str()).and_then(|it| it.content);
        let concerns = |content| matches!(content, Some(Content::Person | Content::RoleAssignment));
        let written = set.writes.iter().filter(|write| matches!(write.expected, Expected::Version(_)));
        let written: Vec<&Record> = written.map(|write| &write.record).filter(|it| concerns(content(it))).collect();
        if written.is_empty() {
            return Ok(());
        }
        let mut records = Vec::new();
        for process in [Content::Person, Content::RoleAssignment].into_iter().flat_map(|it| definitions.content(it)) {
            records.extend(self.standing(process).await?);
        }
        records.extend(written.into_iter().cloned());
        // What is written comes last, and takes the place of what was there.
        let records: BTreeMap<RecordId, Record> = records.into_iter().map(|record| (record.id, record)).collect();
        let (locked, today) = (&in_force.world.locked, in_force.today);
        let parts = world::Parts { records: &records, versions: &BTreeMap::new(), today, locked };
        let after = world::build(definitions, parts, in_force.epoch, in_force.world.zone.clone());
        let accounts = self.usable_accounts().await?;
        let ends = after.assignments.iter().filter_map(|assignment| assignment.until?.tomorrow().ok());
        let mut days: BTreeSet<Date> = ends.filter(|day| *day > in_force.today).collect();
        days.insert(in_force.today);
        let ends_on = |day: &Date| {
            let held = |world| administered(definitions, world, &accounts, *day);
            held(&in_force.world) && !held(&after)
        };
        if days.iter().any(ends_on) { Err(guarded()) } else { Ok(()) }
    }

    /// The people whose account can be used.
    async fn usable_accounts(&self) -> Result<BTreeSet<RecordId>> {
        let accounts = self.all_accounts().await?.into_iter();
        Ok(accounts.filter(|it| it.is_active && it.password.is_some()).map(|it| it.id).collect())
    }
}

/// Whether somebody with one of `accounts` may administer on `day`.
fn administered(definitions: &Definitions, world: &World, accounts: &BTreeSet<RecordId>, day: Date) -> bool {
    accounts
        .iter()
        .any(|person| access::administers(definitions, &access::held_roles(definitions, world, *person, day)))
}

fn guarded() -> Error {
    Error::Guarded(Label::new("这是最后一位管理员", "This is the last administrator"))
}
