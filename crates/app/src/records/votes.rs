//! Votes: whose it is, where nobody is named, and the vote itself; who comes in, and who is told.

use yuheng_definition::{Label, StepId};
use yuheng_engine::{Command, Fault, FieldFault, Joining as How, OfferId, RecordId};

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
    /// The earlier step that a vote against sends it back to.
    pub to_step: Option<String>,
}

/// Somebody who is to vote too, or instead.
#[derive(Clone, Debug)]
pub struct Joining {
    /// By whose vote, by number or identity; none: whose the caller may cast.
    pub voter: Option<String>,
    /// Who, by number or identity.
    pub person: String,
    /// How.
    pub how: How,
    /// Why.
    pub reason: String,
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
        let Ballot { voter, agrees, opinion, to_step } = ballot;
        let voter = self.voter(caller, record, OfferId::Vote(approval), voter).await?;
        let to_step = to_step.map(StepId::from);
        self.write(caller, Some(record), Command::Vote { approval, voter, agrees, opinion, to_step }, request).await
    }

    /// Lets somebody else vote on an approval too, or instead.
    ///
    /// # Errors
    /// As for a vote, and when the person may not come in.
    pub async fn join(
        &self,
        caller: &Caller,
        record: RecordId,
        approval: RecordId,
        joining: Joining,
        request: &Request,
    ) -> Result<Written> {
        request.based_on.ok_or(Error::PreconditionMissing)?;
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let Joining { voter, person, how, reason } = joining;
        let offer = if how == How::HandedOn { OfferId::HandOn(approval) } else { OfferId::AddSigner(approval) };
        let voter = self.voter(caller, record, offer, voter).await?;
        let person = self.named_person(caller, record, "signer", &person).await?;
        self.must_have_account(person, "signer").await?;
        self.write(caller, Some(record), Command::Join { approval, voter, person, how, reason }, request).await
    }

    /// Tells further people of an approval.
    ///
    /// # Errors
    /// When it is refused, or one of them may not see the record.
    pub async fn copy(
        &self,
        caller: &Caller,
        record: RecordId,
        approval: RecordId,
        people: &[String],
        request: &Request,
    ) -> Result<Written> {
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok(before);
        }
        let mut named = Vec::with_capacity(people.len());
        for person in people {
            named.push(self.named_person(caller, record, "people", person).await?);
        }
        self.write(caller, Some(record), Command::Copy { approval, people: named }, request).await
    }

    async fn voter(
        &self,
        caller: &Caller,
        record: RecordId,
        offer: OfferId,
        voter: Option<String>,
    ) -> Result<RecordId> {
        match voter {
            Some(voter) => self.named_person(caller, record, "voter", &voter).await,
            None => self.only_voter(caller, record, offer).await,
        }
    }

    /// Who is named, by number or identity: somebody whose record the caller sees, or whom the approval's record names to
    /// it. Whoever it may not know of is no other than nobody.
    async fn named_person(&self, caller: &Caller, record: RecordId, field: &str, person: &str) -> Result<RecordId> {
        let nobody = || refused(field, Fault::NoSuchRecord(RecordId(uuid::Uuid::nil())));
        let named = self.identity(person).await?.ok_or_else(nobody)?;
        let is_named = self.view(caller, record).await?.references.contains_key(&named);
        let is_known = is_named || self.visible(caller, named).await.is_ok();
        if is_known { Ok(named) } else { Err(nobody()) }
    }

    /// Whose vote the caller may cast, if it is one person's; where there is none, the engine says why.
    async fn only_voter(&self, caller: &Caller, record: RecordId, id: OfferId) -> Result<RecordId> {
        let view = self.view(caller, record).await?;
        let offer = view.actions.iter().find(|action| action.offer.id == id);
        match offer.map(|action| action.offer.voters.as_slice()).unwrap_or_default() {
            [] => Ok(caller.actor.id),
            [voter] => Ok(*voter),
            several => Err(refused("voter", Fault::Content(one_of(&view, several)))),
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

pub(super) fn refused(field: &str, fault: Fault) -> Error {
    Error::invalid(vec![FieldFault { field: field.to_owned(), fault }])
}
