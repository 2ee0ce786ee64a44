//! Who may look at everything as somebody else sees it. Nothing is written by it, so there is no command: whoever may is made an
//! actor with a [viewer](crate::Actor::viewer) (docs/adr/0037-viewing-as.md).

use yuheng_definition::{Action, Content};

use crate::{Context, Missing, Record, Rejection, access};

/// Whether the actor may look through the eyes of the person that the record is: another's, who is with us or with a customer now.
///
/// # Errors
/// [`Rejection::NotFound`] when the record is no person or may not be seen, [`Rejection::Final`] when the person is not in force,
/// [`Rejection::Forbidden`] with the grant that is missing, and to whoever looks through another's eyes already.
pub fn check(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    let process = ctx.process(&record.process)?;
    let is_person = matches!(process.content, Some(Content::Person | Content::Contact));
    if !is_person || record.id == ctx.actor.id {
        return Err(Rejection::NotFound);
    }
    access::may(ctx, process, Some(record), Action::View).map_err(|_| Rejection::NotFound)?;
    if ctx.actor.viewer.is_some() {
        return Err(Rejection::Forbidden(Missing::Viewing));
    }
    access::may(ctx, process, Some(record), Action::ViewAs).map_err(Rejection::Forbidden)?;
    if ctx.world.people.contains_key(&record.id) { Ok(()) } else { Err(Rejection::Final) }
}
