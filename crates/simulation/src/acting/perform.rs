//! Commands of people and of time: each decided by the engine on what is held in memory, and taken by the store.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use yuheng_app::{Caller, Error, Result};
use yuheng_definition::{ProcessId, RelationId, TransitionId};
use yuheng_engine::{
    Audience, Command, Comment, Effect, Expected, Naming, Record, RecordId, Snapshot, WriteSet, may_move, parties,
    waited_for,
};

use super::{Acting, Due};
use crate::script::Script;
use crate::story::Step;

/// When a record is looked at again on which what was due is refused.
const RETRY: SignedDuration = SignedDuration::from_hours(24);
/// So many refusals are told.
const TOLD: usize = 20;

impl<'s> Acting<'s> {
    /// Opens a script's first record; whether it could.
    pub(super) async fn begin_script(&mut self, script: &mut Script<'s>) -> Result<bool> {
        let fields = script.opened_with(self.keys, self.app.today());
        let by = script.person(&script.opening.by, self.keys);
        let command = Command::Create { process: ProcessId::from(script.process()), fields };
        let Some(opened) = self.asked(script, by, None, command).await? else { return Ok(false) };
        let Some(id) = opened.last().copied() else { return Ok(false) };
        script.call(None, id);
        if let Some(record) = self.filling.record(id) {
            script.numbered(&record.label);
        }
        Ok(true)
    }

    /// Does a script's next step; false: it ends here, because it is refused or its record has come to its end.
    pub(super) async fn do_step(&mut self, script: &mut Script<'s>) -> Result<bool> {
        let Some(step) = script.step() else { return Ok(false) };
        let Some(id) = script.record(step.on.as_deref()) else { return Ok(false) };
        let Some(record) = self.filling.record(id).filter(|record| record.is_open) else {
            return Ok(step.on.is_some());
        };
        let approval = step.vote.as_deref().and_then(|vote| record.pending_approval(&TransitionId::from(vote)));
        let approval = approval.map(|approval| approval.id);
        let Some(by) = script.person(&step.by, self.keys) else { return Ok(false) };
        let Some((on, command)) = self.command(script, step, (id, by), approval) else { return Ok(false) };
        let Some(written) = self.asked(script, Some(by), on, command).await? else { return Ok(false) };
        if step.open.is_some() || step.convert.is_some() {
            let fresh = written.iter().find(|written| Some(**written) != on).or(written.last());
            if let Some(fresh) = fresh {
                script.call(step.key.as_deref(), *fresh);
            }
        }
        Ok(true)
    }

    /// What a step asks for, and of which record.
    fn command(
        &self,
        script: &mut Script<'s>,
        step: &'s Step,
        (id, by): (RecordId, RecordId),
        approval: Option<RecordId>,
    ) -> Option<(Option<RecordId>, Command)> {
        let today = self.app.today();
        let said = step.say.as_deref().map(|text| (text, Audience::Public));
        let said = said.or_else(|| step.note.as_deref().map(|text| (text, Audience::Internal)));
        let comment =
            said.map(|(text, audience)| Comment { body: script.text(text, today), audience, with_gaps: false });
        let values = script.values(&step.fields, self.keys, today);
        let changes = || values.iter().map(|(field, value)| (field.clone(), Some(value.clone()))).collect();
        if let Some(process) = &step.open {
            return Some((None, Command::Create { process: ProcessId::from(process.as_str()), fields: values }));
        }
        let command = if let Some(transition) = &step.transition {
            let transition = TransitionId::from(transition.as_str());
            Command::Transition { transition, changes: changes(), comment }
        } else if step.vote.is_some() {
            let opinion = step.opinion.as_deref().map(|text| script.text(text, today));
            Command::Vote {
                approval: approval?,
                voter: by,
                agrees: step.agrees.unwrap_or(true),
                opinion,
                to_step: None,
            }
        } else if step.update {
            Command::Update { changes: changes() }
        } else if let Some(reason) = &step.void {
            Command::Void { reason: script.text(reason, today) }
        } else if let Some(process) = &step.convert {
            Command::Convert { to: ProcessId::from(process.as_str()) }
        } else if let Some((kind, target)) = &step.relate {
            Command::Relate { kind: RelationId::from(kind.as_str()), target: script.record(Some(target))? }
        } else {
            Command::Comment(comment?)
        };
        Some((Some(id), command))
    }

    /// Asks for something on behalf of a script; none: it was refused, which is noted.
    async fn asked(
        &mut self,
        script: &Script<'s>,
        by: Option<RecordId>,
        record: Option<RecordId>,
        command: Command,
    ) -> Result<Option<Vec<RecordId>>> {
        let Some(caller) = by.and_then(|person| self.caller(person)) else {
            self.refuse(script, &command, "nobody to do it");
            return Ok(None);
        };
        let told = command.clone();
        match self.ask(Some(caller), record, command).await {
            Ok(written) => Ok(Some(written)),
            Err(Error::Rejected(rejection)) => {
                self.refuse(script, &told, &format!("{rejection:?}"));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn refuse(&mut self, script: &Script<'s>, command: &Command, why: &str) {
        if self.acted.refused.len() < TOLD {
            let (what, place) = (script.name(), &script.scene().id);
            self.acted.refused.push(format!("{what} at {place}, {}: {command:?}: {why}", self.app.now()));
        }
    }

    /// Asks the engine, for somebody or for time itself, and has the store take what it decides.
    pub(super) async fn ask(
        &mut self,
        caller: Option<Caller>,
        record: Option<RecordId>,
        command: Command,
    ) -> Result<Vec<RecordId>> {
        let caller = caller.unwrap_or_else(|| self.system.clone());
        let snapshot = self.snapshot(record, &command).await?;
        let set = self.app.decide_on(&caller, &snapshot, &command).await?;
        if set.writes.is_empty() { Ok(Vec::new()) } else { self.take(set).await }
    }

    /// What a decision reads, from memory; what isn't there is loaded.
    async fn snapshot(&mut self, id: Option<RecordId>, command: &Command) -> Result<Snapshot> {
        if let Some(id) = id.filter(|id| self.filling.record(*id).is_none()) {
            self.filling.load(&[id].into()).await?;
        }
        let record = id.and_then(|id| self.filling.record(id)).cloned();
        let definitions = &self.system.in_force.definitions;
        let process = match (&record, command) {
            (Some(record), _) => definitions.process(record.process.as_str()),
            (None, Command::Create { process, .. }) => definitions.process(process.as_str()),
            (None, _) => None,
        };
        let Some(process) = process.cloned() else { return Ok(Snapshot { record, ..Snapshot::default() }) };
        let known = id.filter(|_| may_move(&process, command)).and_then(|id| self.heard.get(&id));
        let heard = known.cloned().unwrap_or_default();
        let mut naming = Naming::of(&process, record.as_ref(), command, &heard);
        while let Some(wanted) = naming.ask() {
            if wanted.iter().any(|id| self.filling.record(*id).is_none()) {
                self.filling.load(&wanted.iter().copied().collect()).await?;
            }
            naming.found(wanted.iter().filter_map(|id| self.filling.record(*id)).cloned());
        }
        let named = naming.into_named();
        let relations = match (command, id) {
            (Command::Relate { .. } | Command::Unrelate { .. }, Some(id)) => self.filling.relations(id),
            _ => Vec::new(),
        };
        let waits = record.iter().flat_map(|record| waited_for(&process, record, command));
        let underway = waits.map(|(other, field)| {
            let names = |it: &&Record| it.process == other && it.reference(field.as_str()) == id;
            let open = self.open.values().filter(names).count();
            ((other, field), open as u64)
        });
        let underway = underway.collect();
        Ok(Snapshot { record, relations, named, heard, underway })
    }

    /// Has the store take what was decided, and notes what follows from it.
    async fn take(&mut self, mut set: WriteSet) -> Result<Vec<RecordId>> {
        let messages = std::mem::take(&mut set.outbox);
        let counts: BTreeMap<_, _> = set.writes.iter().map(|write| (write.record.id, write.entries.len())).collect();
        self.hear(&set);
        let effect = set.effect;
        let written = self.filling.commit(set)?;
        for record in written.iter().filter_map(|id| self.filling.record(*id)) {
            if record.is_open && self.waited.contains(&record.process) {
                self.open.insert(record.id, record.clone());
            } else {
                self.open.remove(&record.id);
            }
        }
        for message in messages {
            let record = self.filling.record(message.record);
            let n = record.and_then(|record| Some(message.tells_of(record.n, *counts.get(&record.id)?)));
            self.told.deliver(message, n, self.app.now());
        }
        for id in &written {
            match self.filling.next_at(*id) {
                Some(at) => self.put_look(at, *id),
                None => self.leave(*id),
            }
        }
        if effect != Effect::None {
            self.filling.flush().await?;
            Box::pin(self.read_anew()).await?;
        }
        Ok(written)
    }

    fn put_look(&mut self, at: jiff::Timestamp, id: RecordId) {
        if at <= self.plan.as_of {
            self.order += 1;
            self.due.push(std::cmp::Reverse((at, self.order, Due::Look(id))));
        }
    }

    /// Notes what the customers of the records written have said or been told, as the store tells it.
    fn hear(&mut self, set: &WriteSet) {
        let definitions = &self.system.in_force.definitions;
        let ties: Vec<&RelationId> = definitions.processes.values().flat_map(|process| process.origins()).collect();
        for write in &set.writes {
            let mut heard = self.heard.remove(&write.record.id).unwrap_or_default();
            let comments = write.entries.iter().filter_map(|entry| entry.comment.as_ref());
            heard.said |= comments.into_iter().any(|(_, audience)| *audience == Audience::Public);
            heard.said |= write.attached.iter().any(|attached| attached.audience == Audience::Public);
            heard.people.extend(write.record.reference(yuheng_engine::shared::REQUESTER));
            let origins =
                write.related.iter().filter(|drawn| write.expected == Expected::New && ties.contains(&&drawn.kind));
            for origin in origins.map(|drawn| drawn.target) {
                let before = self.heard.get(&origin).cloned().unwrap_or_default();
                heard.said |= before.said;
                heard.people.extend(before.people);
                if let Some(record) = self.filling.record(origin) {
                    heard.said |= record.resolved_at.is_some();
                    heard.people.extend(parties(record));
                }
            }
            self.heard.insert(write.record.id, heard);
        }
    }

    /// Looks at a record that is due, as the round of the clocks does.
    pub(super) async fn look(&mut self, id: RecordId) -> Result<()> {
        let latest = match self.ask(None, Some(id), Command::Tick).await {
            Ok(written) if !written.is_empty() => return Ok(()),
            Ok(_) => None,
            Err(Error::Rejected(rejection)) => {
                tracing::error!(record = %id, %rejection, "what is due is refused");
                Some(self.app.now() + RETRY)
            }
            Err(error) => return Err(error),
        };
        let Some(record) = self.filling.record(id) else { return Ok(()) };
        let next = self.app.next_look(&self.system, record).await?.into_iter().chain(latest).min();
        self.filling.look_again(id, next);
        if let Some(at) = next {
            self.put_look(at, id);
        }
        Ok(())
    }
}
