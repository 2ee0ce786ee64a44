//! What can be done, one operation a file, each from a snapshot and a command to a write set or a rejection.

mod answer;
mod approval;
mod attach;
mod comment;
mod convert;
mod create;
mod guard;
mod lead;
mod merge;
mod offers;
mod opening;
mod relate;
mod row;
mod run;
mod split;
mod stands;
mod tell;
mod transition;
mod update;
pub mod view_as;
mod void;

pub(crate) use approval::QUIET_MINUTES;
pub use approval::{Lack, OPINION_MAX, Ungivable, electors, expected, ungivable};
pub use comment::COMMENT_MAX;
pub(crate) use create::opened;
pub use lead::Lead;
pub use offers::{ActionOffer, OfferComment, OfferId, actions, editable, kept_back, votable};
pub use opening::waited_for;
pub use stands::stands;
pub use tell::{tell, told};
pub use void::REASON_MAX;
use yuheng_definition::Action;

use crate::draft::ensure_changeable;
use crate::{Command, Context, Record, Rejection, Snapshot, WriteSet, access};

/// Decides a command: what is to be written, whole or not at all, or why nothing is.
///
/// # Errors
/// The [`Rejection`] that tells whoever asked what is wrong or missing.
pub fn decide(ctx: &Context, snapshot: &Snapshot, command: &Command) -> Result<WriteSet, Rejection> {
    match command {
        Command::Create { process, fields } => create::create(ctx, snapshot, process, fields),
        Command::Update { changes } => update::update(ctx, snapshot, changes),
        Command::Rows { field, change } => row::rows(ctx, snapshot, field, change),
        Command::Transition { transition, changes, comment } => {
            transition::transition(ctx, snapshot, transition, changes, comment.as_ref())
        }
        Command::Comment(comment) => comment::comment(ctx, snapshot, comment),
        Command::Macro(run) => run::run(ctx, snapshot, run),
        Command::Relate { kind, target } => relate::relate(ctx, snapshot, kind, *target),
        Command::Unrelate { relation } => relate::unrelate(ctx, snapshot, *relation),
        Command::Attach(attachment) => attach::attach(ctx, snapshot, attachment),
        Command::Void { reason } => void::void(ctx, snapshot, reason),
        Command::Convert { to } => convert::convert(ctx, snapshot, to),
        Command::Merge { into } => merge::merge(ctx, snapshot, *into),
        Command::Unmerge { from, state } => merge::unmerge(ctx, snapshot, *from, state),
        Command::Split { fields, files } => split::split(ctx, snapshot, fields, files),
        Command::Vote { approval, voter, agrees, opinion, to_step } => {
            let (opinion, to_step) = (opinion.as_deref(), to_step.as_ref());
            let ballot = approval::Ballot { voter: *voter, agrees: *agrees, opinion, to_step };
            approval::vote(ctx, snapshot, *approval, &ballot)
        }
        Command::Join { approval, voter, person, how, reason } => {
            let joining = approval::Joins { voter: *voter, person: *person, how: *how, reason };
            approval::join(ctx, snapshot, *approval, &joining)
        }
        Command::Copy { approval, people } => approval::copy(ctx, snapshot, *approval, people),
        Command::Withdraw { approval } => approval::withdraw(ctx, snapshot, *approval),
        Command::Urge { approval } => approval::urge(ctx, snapshot, *approval),
        Command::Tick => crate::clocks::tick(ctx, snapshot),
        Command::Retarget => crate::clocks::retarget(ctx, snapshot),
    }
}

/// The record, if the actor may see it: what may not be seen is told apart from nothing by nobody.
fn visible<'s>(ctx: &Context, snapshot: &'s Snapshot) -> Result<&'s Record, Rejection> {
    let record = snapshot.record()?;
    let process = ctx.process(&record.process)?;
    access::may(ctx, process, Some(record), Action::View).map_err(|_| Rejection::NotFound)?;
    Ok(record)
}

/// Whether the actor may do `action` with a record that can still be changed.
fn may_change(ctx: &Context, record: &Record, action: Action) -> Result<(), Rejection> {
    ensure_changeable(ctx, record)?;
    may(ctx, record, action)
}

/// Whether the actor may do `action` with the record.
fn may(ctx: &Context, record: &Record, action: Action) -> Result<(), Rejection> {
    let process = ctx.process(&record.process)?;
    access::may(ctx, process, Some(record), action).map_err(Rejection::Forbidden)
}
