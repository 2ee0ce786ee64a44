//! Whether what a command is about is there at all, before anything else is said of it: there is such a transition, and the
//! approval still waits.

use super::{approval, transition::Step};
use crate::{Command, Context, Record, Rejection};

/// Refuses a command about nothing, or about what is over.
///
/// # Errors
/// There is no such transition, conversion or approval, or the approval is closed.
pub fn stands(ctx: &Context, record: &Record, command: &Command) -> Result<(), Rejection> {
    match command {
        Command::Transition { transition, .. } => Step::find(ctx, record, transition).map(|_| ()),
        Command::Convert { to } => {
            let known = ctx.process(&record.process)?.converts.iter().any(|conversion| conversion.to == *to);
            if known { Ok(()) } else { Err(Rejection::Unknown(to.to_string())) }
        }
        Command::Merge { .. } | Command::Unmerge { .. } if ctx.process(&record.process)?.merges.is_none() => {
            Err(Rejection::Unknown("merge".to_owned()))
        }
        Command::Split { .. } if ctx.process(&record.process)?.splits.is_none() => {
            Err(Rejection::Unknown("split".to_owned()))
        }
        Command::Vote { approval, .. }
        | Command::Join { approval, .. }
        | Command::Copy { approval, .. }
        | Command::Withdraw { approval }
        | Command::Urge { approval } => approval::pending(record, *approval).map(|_| ()),
        Command::Macro(run) => run.commands.iter().try_for_each(|part| stands(ctx, record, part)),
        _ => Ok(()),
    }
}
