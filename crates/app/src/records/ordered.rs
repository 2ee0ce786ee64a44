//! What is to be carried out, and the command that it is on a record.

use std::borrow::Cow;

use yuheng_engine::{Command, Record};

use super::macros::{MacroOrder, Planned, Refused};
use crate::{App, Caller, Error, Result};

/// What is to be carried out: a command, or a macro, which becomes one on the record as each attempt finds it.
#[derive(Clone, Copy)]
pub(crate) enum Order<'o> {
    Command(&'o Command),
    Macro(&'o MacroOrder<'o>),
}

/// The command that an order is.
pub(super) struct Ordered<'o> {
    pub(super) command: Cow<'o, Command>,
    /// Of a macro, by what its plan is known.
    pub(super) plan: Option<String>,
    /// A macro that would be refused.
    pub(super) refused: Option<Refused>,
}

impl App {
    /// The command that an order is on a record as it has just been read.
    pub(super) async fn ordered<'o>(
        &self,
        caller: &Caller,
        held: Option<&Record>,
        order: Order<'o>,
    ) -> Result<Ordered<'o>> {
        match order {
            Order::Command(command) => Ok(Ordered { command: Cow::Borrowed(command), plan: None, refused: None }),
            Order::Macro(order) => {
                let planned = self.planned(caller, held.ok_or_else(Error::not_found)?, order.read).await?;
                order.must_be_as_seen(&planned)?;
                let Planned { command, plan, refused } = planned;
                Ok(Ordered { command: Cow::Owned(command), plan: Some(plan), refused })
            }
        }
    }
}
