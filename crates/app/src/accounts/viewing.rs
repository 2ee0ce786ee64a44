//! Looking at Yuheng through somebody else's eyes: to read only, and only what both may see (docs/adr/0037-viewing-as.md).
//! Each request names the viewing, which is looked up in the store: an end holds on every node at once.

use jiff::SignedDuration;
use yuheng_definition::Label;
use yuheng_engine::{Actor, Door, EntryAction, RecordId, Rejection, view_as};
use yuheng_store::{AccountChange, Viewing};

use crate::{App, Caller, Error, Result};

/// How long one lasts at most.
pub const LONGEST: SignedDuration = SignedDuration::from_mins(30);

impl App {
    /// Begins to look through the eyes of the person or contact that `text` names, by number or identity. It is told in that
    /// person's history.
    ///
    /// # Errors
    /// Not found, also when the caller does not see the person; the right that is missing; when it came by a token.
    pub async fn begin_viewing(&self, caller: &Caller, text: &str) -> Result<Viewing> {
        let session = caller.must_be_in_person()?;
        let person = self.identity(text).await?.ok_or_else(Error::not_found)?;
        self.must_view_as(caller, person).await?;
        let until = self.now() + LONGEST;
        let viewing = Viewing { id: self.ids.next(), session, viewer: caller.actor.id, person, until };
        let said = Label::new("最长 30 分钟，只读", "for 30 minutes at most, to read only");
        self.tell_with(caller, person, EntryAction::ViewingBegun, &said, Some(AccountChange::BeginViewing(viewing)))
            .await?;
        Ok(viewing)
    }

    /// Ends one of the caller's viewings.
    ///
    /// # Errors
    /// Not found, also when it is another's or has ended.
    pub async fn end_viewing(&self, caller: &Caller, id: RecordId) -> Result<()> {
        caller.must_be_in_person()?;
        let viewing = self.store.viewing(id).await?.filter(|viewing| viewing.viewer == caller.actor.id);
        let viewing = viewing.ok_or_else(Error::not_found)?;
        self.tell_end(caller, viewing, &Label::new("由本人结束", "ended by whoever looked")).await
    }

    /// The caller that the viewing `id` makes of `caller`: the person looked at, of which nothing is seen that `caller` may not
    /// see itself. It holds as long as the right does.
    ///
    /// # Errors
    /// When it is over, or another's; the right that is missing.
    pub async fn by_viewing(&self, caller: Caller, id: RecordId) -> Result<Caller> {
        let session = caller.must_be_in_person()?;
        let viewing = self.store.viewing(id).await?;
        let holds = |viewing: &Viewing| viewing.session == session && viewing.until > self.now();
        let viewing = viewing.filter(holds).ok_or(Error::ViewingOver)?;
        self.must_view_as(&caller, viewing.person).await.map_err(|error| match error {
            Error::Rejected(_) => Error::ViewingOver,
            other => other,
        })?;
        let Caller { actor: viewer, login, in_force, .. } = caller;
        let seen = Caller::person(in_force, viewing.person, login, Door::Page, None).ok_or(Error::ViewingOver)?;
        let actor = Actor { viewer: Some(Box::new(viewer)), ..seen.actor };
        Ok(Caller { actor, viewing: Some(viewing), ..seen })
    }

    /// Ends those that have run out, and those whose session has ended; how many.
    ///
    /// # Errors
    /// When the store fails, or others kept being faster.
    pub async fn viewings_round(&self) -> Result<usize> {
        let over = self.store.viewings_over(self.now()).await?;
        self.end_those(&over).await
    }

    /// Ends these; how many. One that has been ended meanwhile, or that nobody can be told of, is passed over and forgotten.
    async fn end_those(&self, over: &[Viewing]) -> Result<usize> {
        let mut ended = 0;
        for viewing in over {
            let in_force = self.in_force().await?;
            let viewer = Caller::person(in_force, viewing.viewer, String::new(), Door::Job, None);
            let teller = match viewer {
                Some(viewer) => viewer,
                None => self.system(Door::Job).await?,
            };
            let said = Label::new("到时或会话已结束", "its time was up, or the session over");
            match self.tell_end(&teller, *viewing, &said).await {
                Ok(()) => ended += 1,
                // It has been ended, or there is nobody left in whose history it could be told: the others don't wait for it.
                Err(error) if error.is_its_own() => {
                    if !matches!(error, Error::Rejected(Rejection::NotFound)) {
                        tracing::error!(person = %viewing.person, %error, "the end of a viewing can't be told");
                    }
                    self.store.forget_viewing(viewing.id).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(ended)
    }

    async fn tell_end(&self, caller: &Caller, viewing: Viewing, said: &Label) -> Result<()> {
        let change = AccountChange::EndViewing(viewing);
        self.tell_with(caller, viewing.person, EntryAction::ViewingEnded, said, Some(change)).await
    }

    /// Refuses whoever may not look through a person's eyes.
    pub(crate) async fn must_view_as(&self, caller: &Caller, person: RecordId) -> Result<()> {
        let record = self.store.record(person).await?.ok_or_else(Error::not_found)?;
        Ok(view_as::check(&self.context(caller, None), &record)?)
    }

    /// Whether `caller` may look through a person's eyes.
    pub(crate) async fn may_view_as(&self, caller: &Caller, person: RecordId) -> bool {
        self.must_view_as(caller, person).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::accounts::sessions::tests::administrator;
    use crate::accounts::throttle::tests::check;
    use crate::records::Request;

    /// Somebody who administers looks as somebody else.
    async fn looking(app: &App) -> (Caller, RecordId, Viewing) {
        let ann = administrator(app).await;
        let system = app.system(Door::Page).await.unwrap();
        let name = json!({ "name": "Bob" }).as_object().cloned().unwrap();
        let bob = app.create(&system, "person", name, &Request::default()).await.unwrap().receipt.id;
        // Bob was not there yet when she came in.
        let ann = Caller { in_force: app.in_force().await.unwrap(), ..ann };
        let viewing = app.begin_viewing(&ann, &bob.to_string()).await.unwrap();
        (ann, bob, viewing)
    }

    #[tokio::test]
    async fn a_viewing_of_nobody_is_forgotten() {
        check(async |app: &App| {
            let (_, _, viewing) = looking(app).await;
            let gone = Viewing { person: app.ids.next(), ..viewing };
            assert_eq!(app.end_those(&[gone]).await.unwrap(), 0, "there is nobody to tell it of");
            assert_eq!(app.store.viewing(viewing.id).await.unwrap(), None, "and it is not found again each round");
        })
        .await;
    }

    #[tokio::test]
    async fn a_viewing_whose_session_is_over_is_ended_and_told_once() {
        check(async |app: &App| {
            let (ann, bob, viewing) = looking(app).await;
            assert_eq!(app.by_viewing(ann.clone(), viewing.id).await.unwrap().actor.id, bob);
            assert_eq!(app.viewings_round().await.unwrap(), 0);
            let first = app.begin_viewing(&ann, &bob.to_string()).await.unwrap();
            app.end_viewing(&ann, first.id).await.unwrap();
            app.end_session(&ann, ann.session.unwrap()).await.unwrap();
            assert_eq!(app.end_those(&[first, viewing]).await.unwrap(), 1, "one that has ended stops no other");
            assert_eq!(app.viewings_round().await.unwrap(), 0);
            let told = app.store.history(bob, 0, 100).await.unwrap();
            let ended = told.iter().filter(|entry| entry.action == EntryAction::ViewingEnded);
            assert_eq!(ended.map(|entry| entry.actor).collect::<Vec<_>>(), [ann.actor.id; 2]);
        })
        .await;
    }
}
