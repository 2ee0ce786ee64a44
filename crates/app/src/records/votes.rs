//! Votes: whose it is, where nobody is named, and the vote itself.

use yuheng_definition::Label;
use yuheng_engine::{Command, Fault, FieldFault, OfferId, RecordId};

use super::{Request, Written};
use crate::view::RecordView;
use crate::{App, Caller, Error, Result};

/// A vote as it is given.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Whose it is, by number or identity; none: whose the caller may cast.
    pub voter: Option<String>,
    /// Whether it agrees.
    pub agrees: bool,
    /// The opinion.
    pub opinion: Option<String>,
}

impl App {
    /// Votes on an approval, for oneself or for somebody whom one stands in for.
    ///
    /// # Errors
    /// When it is refused, when it could be the vote of several and none is named, or what is approved has changed
    /// meanwhile.
    pub async fn vote(
        &self,
        caller: &Caller,
        record: RecordId,
        approval: RecordId,
        ballot: Ballot,
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let Ballot { voter, agrees, opinion } = ballot;
        let voter = match voter {
            Some(voter) => self.named_voter(caller, record, &voter).await?,
            None => self.only_voter(caller, record, approval).await?,
        };
        self.write(caller, Some(record), Command::Vote { approval, voter, agrees, opinion }, request).await
    }

    /// Who is named, by number or identity: somebody whose record the caller sees, or whom the approval's record names to
    /// it. Whoever it may not know of is no other than nobody.
    async fn named_voter(&self, caller: &Caller, record: RecordId, voter: &str) -> Result<RecordId> {
        let nobody = || refused(Fault::NoSuchRecord(RecordId(uuid::Uuid::nil())));
        let named = self.identity(voter).await?.ok_or_else(nobody)?;
        let is_named = self.view(caller, record).await?.references.contains_key(&named);
        let is_known = is_named || self.visible(caller, named).await.is_ok();
        if is_known { Ok(named) } else { Err(nobody()) }
    }

    /// Whose vote the caller may cast, if it is one person's; where there is none, the engine says why.
    async fn only_voter(&self, caller: &Caller, record: RecordId, approval: RecordId) -> Result<RecordId> {
        let view = self.view(caller, record).await?;
        let offer = view.actions.iter().find(|action| action.offer.id == OfferId::Vote(approval));
        match offer.map(|action| action.offer.voters.as_slice()).unwrap_or_default() {
            [] => Ok(caller.actor.id),
            [voter] => Ok(*voter),
            several => Err(refused(Fault::Content(one_of(&view, several)))),
        }
    }
}

fn one_of(view: &RecordView, voters: &[RecordId]) -> Label {
    let named = voters.iter().filter_map(|id| view.references.get(id));
    let named: Vec<String> = named.map(|it| format!("{} {}", it.number, it.title)).collect();
    Label::new(
        &format!("请指明是谁的一票：{}", named.join("、")),
        &format!("say whose vote it is, one of: {}", named.join(", ")),
    )
}

fn refused(fault: Fault) -> Error {
    Error::invalid(vec![FieldFault { field: "voter".to_owned(), fault }])
}
