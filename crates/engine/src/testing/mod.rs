//! A stage for the rules: people, records in memory, a clock that stands still, and commands as lines of text. Only for
//! tests; nothing here is durable and nothing is sealed.
#![expect(clippy::panic, reason = "a test that is written wrong ends in a panic")]

mod line;
mod shape;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;
use yuheng_definition::expression::{Truth, evaluate};
use yuheng_definition::{Action, Content, Definitions, Language, Process, ProcessId, StateId, StateKind, Value};

pub use shape::{clock_rule, grant, process, relation, state, transition};

use crate::explain::Explain;
use crate::{
    ActionOffer, Actor, Assignment, Audience, Command, Context, Door, Folder, Heard, Ids, Naming, OutboxMessage,
    Person, Record, RecordFacts, RecordId, Relation, Snapshot, World, WriteSet, access, actions, decide, duty, shared,
    waited_for,
};

/// People, records and time in memory.
pub struct Stage {
    /// The definitions in force.
    pub definitions: Definitions,
    /// The organisation.
    pub world: World,
    /// The moment.
    pub now: Timestamp,
    /// The records by id.
    pub records: BTreeMap<RecordId, Record>,
    /// The relations, also those that hold no more.
    pub relations: Vec<Relation>,
    /// The processes as they were when a record was opened, by hash.
    pub versions: BTreeMap<String, Process>,
    /// All messages so far.
    pub outbox: Vec<OutboxMessage>,
    /// The last write set.
    pub last: WriteSet,
    people: BTreeMap<String, RecordId>,
    heard: BTreeMap<RecordId, Heard>,
    ids: Counter,
}

/// Identities in ascending order, the same in every run.
#[derive(Default)]
struct Counter(AtomicU64);

impl Ids for Counter {
    fn next(&self) -> RecordId {
        RecordId(Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1))
    }
}

impl Stage {
    /// A stage without people, on a Monday morning in Shanghai.
    #[must_use]
    pub fn new(definitions: Definitions) -> Self {
        let world = World {
            organisation: None,
            language: None,
            epoch: 1,
            zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            people: BTreeMap::new(),
            locked: BTreeSet::new(),
            departments: BTreeMap::new(),
            department_names: BTreeMap::new(),
            assignments: Vec::new(),
            absences: Vec::new(),
            calendars: BTreeMap::new(),
            retired_calendars: BTreeMap::new(),
            agreements: Vec::new(),
            contracts: Vec::new(),
            matrices: Vec::new(),
        };
        Self {
            definitions,
            world,
            now: Timestamp::from_second(1_795_395_600).unwrap_or(Timestamp::UNIX_EPOCH),
            records: BTreeMap::new(),
            relations: Vec::new(),
            versions: BTreeMap::new(),
            outbox: Vec::new(),
            last: WriteSet::default(),
            people: BTreeMap::new(),
            heard: BTreeMap::new(),
            ids: Counter::default(),
        }
    }

    /// Puts a record of standing content on the stage; `name` is how lines call it.
    pub fn stand(&mut self, name: &str, process: &str, state: &str, fields: &[(&str, Value)]) -> RecordId {
        let id = self.ids.next();
        let number = self.count(process) + 1;
        let record = Record {
            id,
            process: ProcessId::from(process),
            number,
            label: name.to_owned(),
            state: StateId::from(state),
            is_open: true,
            fields: fields.iter().map(|(field, value)| ((*field).into(), value.clone())).collect(),
            clocks: BTreeMap::new(),
            approvals: Vec::new(),
            opened_by: Actor::SYSTEM,
            opened_at: self.now,
            updated_at: self.now,
            entered_at: self.now,
            quiet_since: None,
            silence_escalated_at: None,
            resolved_at: None,
            closed_at: None,
            doers: BTreeMap::new(),
            voided: None,
            version: 1,
            n: 1,
            definition: String::new(),
        };
        self.records.insert(id, record);
        id
    }

    /// One of the provider's own people, of the process `person`, holding roles from today on.
    pub fn person(&mut self, name: &str, roles: &[&str]) -> RecordId {
        let id = self.stand(name, "person", &self.in_force("person"), &[("name", name.into())]);
        self.world.people.insert(id, somebody(name, None));
        self.people.insert(name.to_owned(), id);
        for role in roles {
            self.assign(id, role);
        }
        id
    }

    /// A customer's contact, of the process `contact`.
    pub fn contact(&mut self, name: &str, customer: RecordId) -> RecordId {
        let own = ("customer", Value::from(customer.to_string()));
        let id = self.stand(name, "contact", &self.in_force("contact"), &[("name", name.into()), own]);
        self.world.people.insert(id, somebody(name, Some(customer)));
        self.people.insert(name.to_owned(), id);
        id
    }

    /// Puts a person into a department.
    pub fn belongs(&mut self, name: &str, department: RecordId) {
        let id = self.people[name];
        self.world.people.entry(id).and_modify(|person| person.department = Some(department));
        let of = Value::from(department.to_string());
        self.records.entry(id).and_modify(|record| drop(record.fields.insert("department".into(), of)));
    }

    /// The state in which a process's records apply.
    fn in_force(&self, process: &str) -> String {
        let states = self.definitions.process(process).map(|process| process.states.values()).into_iter().flatten();
        match states.into_iter().find(|state| state.kind == StateKind::InForce) {
            Some(state) => state.id.to_string(),
            None => panic!("nothing of `{process}` is ever in force"),
        }
    }

    /// Gives a role to a person.
    pub fn assign(&mut self, person: RecordId, role: &str) -> &mut Assignment {
        let assignment = Assignment {
            record: self.ids.next(),
            role: role.into(),
            person,
            from: None,
            until: None,
            department: None,
            customer: None,
            deputy: None,
            deputy_from: None,
            deputy_until: None,
        };
        self.world.assignments.push(assignment);
        let last = self.world.assignments.len() - 1;
        &mut self.world.assignments[last]
    }

    /// The actor that a person is today; `system` is the engine itself.
    #[must_use]
    pub fn actor(&self, name: &str) -> Actor {
        if name == "system" {
            return Actor::system();
        }
        let today = self.now.to_zoned(self.world.zone.clone()).date();
        match access::actor(&self.definitions, &self.world, self.id(name), today, (Door::Page, None)) {
            Some(actor) => actor,
            None => panic!("`{name}` is nobody"),
        }
    }

    /// The id of whatever lines call `name`: a person, or a record by its label.
    #[must_use]
    pub fn id(&self, name: &str) -> RecordId {
        let by_label = || self.records.values().find(|record| record.label == name).map(|record| record.id);
        match self.people.get(name).copied().or_else(by_label) {
            Some(id) => id,
            None => panic!("nothing is called `{name}`"),
        }
    }

    /// The record that lines call `name`.
    #[must_use]
    pub fn record(&self, name: &str) -> &Record {
        &self.records[&self.id(name)]
    }

    /// Runs lines such as `ann: create incident title="VPN down"`, and tells what each has done. See [`line`].
    pub fn run(&mut self, lines: &str) -> String {
        let mut told = String::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            told.push_str(&self.run_line(line));
        }
        told
    }

    fn run_line(&mut self, line: &str) -> String {
        let asked = line::read(self, line);
        match asked.what {
            line::What::Do(command) => self.tell(&asked.actor, asked.record, &command),
            line::What::Actions => self.offers(&asked.actor, asked.record),
            line::What::Folder(folder) => self.folder(&asked.actor, folder),
            line::What::Show => asked.record.map(|id| self.describe(&self.records[&id])).unwrap_or_default(),
        }
    }

    /// Decides a command and, if it is not refused, writes it.
    ///
    /// # Errors
    /// The rejection, as the engine gives it.
    pub fn decide(
        &mut self,
        actor: &Actor,
        record: Option<RecordId>,
        command: &Command,
    ) -> Result<WriteSet, crate::Rejection> {
        let decided = self.decision(actor, record, command)?;
        self.commit(decided.clone());
        Ok(decided)
    }

    /// Decides a command and writes nothing.
    ///
    /// # Errors
    /// The rejection, as the engine gives it.
    pub fn decision(
        &self,
        actor: &Actor,
        record: Option<RecordId>,
        command: &Command,
    ) -> Result<WriteSet, crate::Rejection> {
        let (pinned, snapshot) = self.snapshot(record, command);
        decide(&self.context(actor, pinned.as_ref()), &snapshot, command)
    }

    /// What the actor may do next with a record.
    ///
    /// # Errors
    /// The rejection, as the engine gives it.
    pub fn offers_of(&self, actor: &Actor, record: RecordId) -> Result<Vec<ActionOffer>, crate::Rejection> {
        let (pinned, snapshot) = self.snapshot(Some(record), &Command::Tick);
        actions(&self.context(actor, pinned.as_ref()), &snapshot)
    }

    /// The records that somebody sees in a folder, by label.
    fn folder(&self, who: &str, folder: Folder) -> String {
        let actor = self.actor(who);
        let ctx = self.context(&actor, None);
        let is_in = |record: &&Record| {
            let Some(process) = self.definitions.process(record.process.as_str()) else { return false };
            let condition = folder.condition(process, &ctx, &[]);
            let holds = evaluate(&condition, &RecordFacts::of(&ctx, Some(record))) == Truth::True;
            holds && access::may(&ctx, process, Some(record), Action::View).is_ok()
        };
        let labels = self.records.values().filter(is_in).map(|record| record.label.as_str());
        format!("{}:{}\n", folder.word(), labels.map(|label| format!(" {label}")).collect::<String>())
    }

    fn context<'a>(&'a self, actor: &'a Actor, pinned: Option<&'a Process>) -> Context<'a> {
        Context { definitions: &self.definitions, pinned, world: &self.world, actor, now: self.now, ids: &self.ids }
    }

    fn snapshot(&self, record: Option<RecordId>, command: &Command) -> (Option<Process>, Snapshot) {
        let record = record.and_then(|id| self.records.get(&id)).cloned();
        let id = match (command, &record) {
            (Command::Create { process, .. }, _) => Some(process.clone()),
            (_, record) => record.as_ref().map(|record| record.process.clone()),
        };
        let process = id.and_then(|id| self.definitions.process(id.as_str()).cloned());
        let source = record.as_ref().map(|record| record.id);
        let heard = source.and_then(|id| self.heard.get(&id)).cloned().unwrap_or_default();
        let named = process.as_ref().map(|process| {
            let mut naming = Naming::of(process, record.as_ref(), command, &heard);
            while let Some(wanted) = naming.ask() {
                naming.found(wanted.iter().filter_map(|id| self.records.get(id)).cloned());
            }
            naming.into_named()
        });
        let mut named = named.unwrap_or_default();
        named.extend(self.named_by_duty(process.as_deref(), record.as_ref(), command));
        let pinned = record.as_ref().and_then(|record| self.versions.get(&record.definition)).cloned();
        let relations = self.relations.iter().filter(|held| {
            let is_merged = Some(held.target) == source && process.as_ref().is_some_and(|it| merges(it, &held.kind));
            (Some(held.source) == source || is_merged) && held.until.is_none()
        });
        let relations: Vec<Relation> = relations.cloned().collect();
        let tied = relations.iter().filter(|held| Some(held.target) == source);
        named.extend(tied.filter_map(|held| Some((held.source, self.records.get(&held.source)?.clone()))));
        let underway = match (&record, &process) {
            (Some(record), Some(process)) => self.underway(pinned.as_ref().unwrap_or(process), record, command),
            _ => BTreeMap::new(),
        };
        let snapshot = Snapshot { relations, named, heard, underway, record };
        (pinned, snapshot)
    }

    /// What a duty's values name, and what these bring.
    fn named_by_duty(
        &self,
        process: Option<&Process>,
        record: Option<&Record>,
        command: &Command,
    ) -> BTreeMap<RecordId, Record> {
        if process.is_none_or(|process| process.content != Some(Content::Duty)) {
            return BTreeMap::new();
        }
        let fields = duty::after(record, command);
        let names = duty::names(&self.definitions, &fields);
        let is_named = |record: &&Record| names.contains(&record.label);
        let mut named: BTreeMap<_, _> =
            self.records.values().filter(is_named).map(|record| (record.id, record.clone())).collect();
        let opening = duty::opening(&self.definitions, &fields, &named);
        if let Some(opening @ Command::Create { process, .. }) = &opening
            && let Some(process) = self.definitions.process(process.as_str())
        {
            let mut naming = Naming::of(process, None, opening, &Heard::default());
            while let Some(wanted) = naming.ask() {
                naming.found(wanted.iter().filter_map(|id| self.records.get(id)).cloned());
            }
            named.extend(naming.into_named());
        }
        named
    }

    fn underway(
        &self,
        flow: &Process,
        record: &Record,
        command: &Command,
    ) -> BTreeMap<(ProcessId, yuheng_definition::FieldId), u64> {
        let counted = waited_for(flow, record, command).into_iter().map(|(process, field)| {
            let names = |other: &&Record| other.reference(field.as_str()) == Some(record.id) && other.is_open;
            let open = self.records.values().filter(|other| other.process == process).filter(names).count();
            ((process, field), open as u64)
        });
        counted.collect()
    }

    /// Writes a set into memory: numbers, history heads and relations as a store would.
    pub fn commit(&mut self, set: WriteSet) {
        self.last = set.clone();
        self.outbox.extend(set.outbox);
        for write in set.writes {
            let mut record = write.record;
            if record.number == 0 {
                record.number = self.count(record.process.as_str()) + 1;
                record.label = format!("{}{}", write.prefix, record.number);
            }
            record.n += write.entries.len() as u64;
            let said = write.entries.iter().filter_map(|entry| Some(entry.comment.as_ref()?.1));
            let is_said = said.chain(write.attached.iter().map(|file| file.audience)).any(|it| it == Audience::Public);
            let heard = self.heard.entry(record.id).or_default();
            heard.said |= is_said;
            heard.people.extend(record.reference(shared::REQUESTER));
            for relation in self.relations.iter_mut().filter(|held| write.unrelated.contains(&held.id)) {
                relation.until = Some(self.now);
            }
            for new in write.related {
                let ordinal = self.relations.iter().filter(|held| held.source == record.id).count() as u64;
                let (kind, source, target) = (new.kind, record.id, new.target);
                self.relations.push(Relation {
                    id: new.id,
                    kind,
                    source,
                    target,
                    ordinal,
                    from: self.now,
                    until: None,
                });
            }
            self.records.insert(record.id, record);
        }
    }

    fn count(&self, process: &str) -> u64 {
        self.records.values().filter(|record| record.process == *process).count() as u64
    }

    fn tell(&mut self, actor: &str, record: Option<RecordId>, command: &Command) -> String {
        let actor = self.actor(actor);
        match self.decide(&actor, record, command) {
            Ok(set) if set.writes.is_empty() => "nothing\n".to_owned(),
            Ok(set) => self.describe_set(&set),
            Err(rejection) => {
                let process = record.and_then(|id| self.definitions.process(self.records[&id].process.as_str()));
                let created = match command {
                    Command::Create { process, .. } => self.definitions.process(process.as_str()),
                    _ => None,
                };
                let explain = Explain {
                    definitions: &self.definitions,
                    process: process.or(created).map(std::convert::AsRef::as_ref),
                };
                format!("rejected: {}\n", explain.rejection(&rejection).text(Language::En))
            }
        }
    }
}

fn merges(process: &Process, kind: &yuheng_definition::RelationId) -> bool {
    process.merges.as_ref().is_some_and(|merging| merging.relation == *kind)
}

/// Somebody who is mentioned by the name in capitals and a 1.
fn somebody(name: &str, customer: Option<RecordId>) -> Person {
    Person { name: name.to_owned(), number: format!("{}1", name.to_uppercase()), department: None, customer }
}
