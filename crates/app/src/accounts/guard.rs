//! The last administrator can't be taken away: somebody must always be able to let others in.

use yuheng_definition::Label;
use yuheng_engine::{RecordId, access};

use crate::{App, Error, Result};

impl App {
    /// Refuses when without `person` nobody could administer any more.
    pub(crate) async fn must_leave_an_administrator(&self, person: RecordId) -> Result<()> {
        let in_force = self.in_force().await?;
        let administers = |id: RecordId| {
            let held = access::held_roles(&in_force.definitions, &in_force.world, id, in_force.today);
            held.iter().any(|held| in_force.definitions.roles.get(&held.role).is_some_and(|role| role.administers))
        };
        let others = self.all_accounts().await?;
        let remains = others
            .iter()
            .any(|other| other.id != person && other.is_active && other.password.is_some() && administers(other.id));
        if remains || !administers(person) {
            return Ok(());
        }
        Err(Error::Guarded(Label::new("这是最后一位管理员", "This is the last administrator")))
    }
}
