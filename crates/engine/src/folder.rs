//! What is somebody's own across processes: what it is to do, has done, started, is mentioned on, follows. Each is one
//! condition, so that a folder is a list like any other: filtered, sorted, paged and counted by the same means.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, Path, RecordPath};
use yuheng_definition::{FieldId, Process, StateId, StateKind, Value};

use crate::{Actor, Context, RecordId, failpoint, giving_out, shared};

/// A list of what is one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// What it has to do: assigned to it and not resolved, waiting for its vote; of a customer what waits for its answer or
    /// confirmation.
    Todo,
    /// What it did something on and has nothing to do with any more.
    Done,
    /// What it opened, or what was opened for it.
    Started,
    /// What mentions it.
    Copied,
    /// What mentions it and it has not read.
    Unread,
    /// What it follows.
    Watched,
    /// What nobody has and is to be given out now.
    Unassigned,
}

impl Folder {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Todo, Self::Done, Self::Started, Self::Copied, Self::Unread, Self::Watched, Self::Unassigned];

    /// The word for it on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Done => "done",
            Self::Started => "started",
            Self::Copied => "copied",
            Self::Unread => "unread",
            Self::Watched => "watched",
            Self::Unassigned => "unassigned",
        }
    }

    /// The folder of that name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|folder| folder.word() == word)
    }

    /// Which records of `process` are in the actor's folder; `votes` are those on which its vote is waited for.
    #[must_use]
    pub fn condition(self, process: &Process, ctx: &Context, votes: &[RecordId]) -> Node {
        let actor = ctx.actor;
        match self {
            Self::Todo => todo(process, actor, votes),
            Self::Done => {
                let left = Node::Not(Box::new(Node::IsTrue(Box::new(todo(process, actor, votes)))));
                Node::all([concerned(actor, RecordPath::Doers), left])
            }
            Self::Started => started(process, actor),
            Self::Copied => concerned(actor, RecordPath::Mentioned),
            Self::Unread => concerned(actor, RecordPath::Unread),
            // What somebody follows is nobody else's affair, whoever looks through their eyes.
            Self::Watched if actor.viewer.is_some() && !failpoint::armed("folder.shows_what_is_followed") => {
                Node::truth(false)
            }
            Self::Watched => concerned(actor, RecordPath::Watchers),
            Self::Unassigned => giving_out::waiting(process, ctx),
        }
    }
}

fn todo(process: &Process, actor: &Actor, votes: &[RecordId]) -> Node {
    let states = of_kinds(process, &[StateKind::Open, StateKind::Waiting]);
    let assigned = named(process, actor, shared::ASSIGNEE).map(|assigned| Node::all([is_open(), assigned, states]));
    let awaited = actor.customer.is_some().then(|| Node::all([is_open(), started(process, actor), awaits(process)]));
    let ids = votes.iter().map(|id| Node::Literal(reference(*id))).collect::<Vec<_>>();
    let voting = (!ids.is_empty()).then(|| within(RecordPath::Id, ids));
    Node::any(assigned.into_iter().chain(awaited).chain(voting))
}

fn started(process: &Process, actor: &Actor) -> Node {
    let opened = Node::equal(Node::Path(Path::Record(RecordPath::OpenedBy)), Node::Literal(reference(actor.id)));
    Node::any(named(process, actor, shared::REQUESTER).into_iter().chain([opened]))
}

/// Waits for its customer: resolved and not confirmed, or waiting while the clock stands still for the customer. A pause's
/// reason that is called like the field of the customer says that.
fn awaits(process: &Process) -> Node {
    let resolved = of_kinds(process, &[StateKind::Resolved]);
    let reasons: BTreeSet<&FieldId> = process.clocks.values().filter_map(|clock| clock.pause_reason.as_ref()).collect();
    let waiting = of_kinds(process, &[StateKind::Waiting]);
    let on_hold = reasons.into_iter().map(|field| {
        let customer = Node::Literal(Value::from(shared::CUSTOMER));
        Node::all([waiting.clone(), Node::equal(Node::Path(Path::Field(field.clone())), customer)])
    });
    Node::any(std::iter::once(resolved).chain(on_hold))
}

/// Is in a state of one of these kinds.
fn of_kinds(process: &Process, kinds: &[StateKind]) -> Node {
    let states = process.states.values().filter(|state| kinds.contains(&state.kind)).map(|state| &state.id);
    in_states(process, states.collect())
}

/// Is in one of these states, by their names of today or of before.
pub(crate) fn in_states(process: &Process, states: Vec<&StateId>) -> Node {
    let before = process.renamed_states.iter().filter(|(_, now)| states.contains(now)).map(|(before, _)| before);
    let names: Vec<_> =
        states.iter().copied().chain(before).map(|id| Node::Literal(Value::from(id.as_str()))).collect();
    if names.is_empty() { Node::truth(false) } else { within(RecordPath::State, names) }
}

pub(crate) fn is_open() -> Node {
    Node::Path(Path::Record(RecordPath::IsOpen))
}

/// Is named by the field, if the process has it.
fn named(process: &Process, actor: &Actor, field: &str) -> Option<Node> {
    let field = process.fields.get(field)?;
    Some(Node::equal(Node::Path(Path::Field(field.id.clone())), Node::Literal(reference(actor.id))))
}

fn concerned(actor: &Actor, list: RecordPath) -> Node {
    Node::In { item: Box::new(Node::Literal(reference(actor.id))), list: Box::new(Node::Path(Path::Record(list))) }
}

fn within(path: RecordPath, values: Vec<Node>) -> Node {
    Node::In { item: Box::new(Node::Path(Path::Record(path))), list: Box::new(Node::List(values)) }
}

fn reference(id: RecordId) -> Value {
    Value::from(id.to_string().as_str())
}
