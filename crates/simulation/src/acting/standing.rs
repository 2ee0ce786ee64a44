//! What is in force at the moment, whose hours count, and who acts with which roles: read anew when the day or the
//! organisation is another.

use std::sync::Arc;

use jiff::Timestamp;
use yuheng_app::{Caller, Result};
use yuheng_engine::calendar::DatedCalendar;
use yuheng_engine::{Command, Door, RecordId};

use super::Acting;
use crate::story::Scene;

impl Acting<'_> {
    /// Sets the clock to `at`. On another day roles may be held by others, and agreements be others.
    pub(super) async fn turn_to(&mut self, at: Timestamp) -> Result<()> {
        self.app.clock().set_forward(at);
        let today = self.app.today();
        if self.day != Some(today) {
            self.day = Some(today);
            self.read_anew().await?;
        }
        Ok(())
    }

    /// Reads what is in force. When clocks count by others than before, those that are open are given these.
    pub(super) async fn read_anew(&mut self) -> Result<()> {
        let terms = self.system.in_force.terms().to_owned();
        self.system = self.app.system(Door::Job).await?;
        self.callers.clear();
        if self.system.in_force.terms() != terms {
            for id in self.filling.timed() {
                self.ask(None, Some(id), Command::Retarget).await?;
            }
        }
        Ok(())
    }

    /// The calendar of a scene's working hours; around the clock where there is none.
    pub(super) fn calendar(&self, scene: &Scene) -> Arc<DatedCalendar> {
        let world = &self.system.in_force.world;
        let id = scene.calendar.strip_prefix('@').and_then(|key| self.keys.get(key));
        let found = id.and_then(|id| world.calendars.get(id)).map(|(_, calendar)| Arc::clone(calendar));
        found.unwrap_or_else(|| world.calendar(None))
    }

    /// Somebody as of today; none where they are not in force.
    pub(super) fn caller(&mut self, person: RecordId) -> Option<Caller> {
        let in_force = &self.system.in_force;
        let caller = self
            .callers
            .entry(person)
            .or_insert_with(|| Caller::person(Arc::clone(in_force), person, String::new(), Door::Page, None));
        caller.clone()
    }
}
