//! What a customer is promised today: the contracts in force, the agreement that each brings, the services it covers.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_engine::{Contract, RecordId, is_valid_on};

use crate::view::References;
use crate::{App, Caller, Error, Result};

/// What one contract promises.
pub struct Cover {
    /// The contract.
    pub contract: RecordId,
    /// The agreement that it brings.
    pub agreement: Option<RecordId>,
    /// The services that it covers; none: all.
    pub services: Vec<RecordId>,
    /// From this day.
    pub from: Option<Date>,
    /// Until this day, included.
    pub until: Option<Date>,
}

/// What a customer is promised, and what of it may be named.
pub struct Coverage {
    /// By contract; the one that ends last first.
    pub covers: Vec<Cover>,
    /// What they name, as far as the caller may see it.
    pub references: References,
}

impl App {
    /// What the customer with this number or identity is promised today, as far as the caller may see the contracts.
    ///
    /// # Errors
    /// When the customer may not be seen, or the store fails.
    pub async fn coverage(&self, caller: &Caller, customer: &str) -> Result<Coverage> {
        let id = customer.parse().map(RecordId).ok();
        let record = match id {
            Some(id) => self.store.record(id).await?,
            None => self.store.by_any_label(customer).await?,
        };
        let (customer, _) = record.and_then(|record| self.masked(caller, record)).ok_or_else(Error::not_found)?;
        let world = &caller.in_force.world;
        let today = self.now().to_zoned(world.zone.clone()).date();
        let applies = |contract: &&Contract| {
            contract.customer == customer.id && is_valid_on(today, contract.from, contract.until)
        };
        let found: Vec<&Contract> = world.contracts.iter().filter(applies).collect();
        let named: BTreeSet<RecordId> = found
            .iter()
            .flat_map(|contract| {
                [contract.pinned.record].into_iter().chain(contract.agreement).chain(contract.services.iter().copied())
            })
            .collect();
        let references = self.references(caller, named).await?;
        let mut covers: Vec<Cover> =
            found.into_iter().filter(|it| references.contains_key(&it.pinned.record)).map(cover).collect();
        covers.sort_by_key(|cover| std::cmp::Reverse(cover.until));
        Ok(Coverage { covers, references })
    }
}

fn cover(contract: &Contract) -> Cover {
    Cover {
        contract: contract.pinned.record,
        agreement: contract.agreement,
        services: contract.services.clone(),
        from: contract.from,
        until: contract.until,
    }
}
