//! What is found by a few letters where a record is chosen: by what it is called, by its number, by how a name sounds, and by what
//! it belongs to is called.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::expression::{Node, Path, RecordPath, TextOperator};
use yuheng_definition::{Action, Content, Field, FieldId, FieldKind, Lifetime, Process, Search, Value};
use yuheng_engine::{RecordId, access};
use yuheng_store::{ListError, ListQuery, Sort};

use crate::{App, Caller, Result, initials};

/// The most people or departments that a sound finds.
const MOST_SOUNDING: usize = 50;
/// The most records that are called so, of which what belongs to them is found: the newest. Of more nobody finds what they look
/// for in a list; whoever means an older one types more of its name. The interface says so of `q`.
const MOST_NAMED: usize = 20;

impl App {
    /// Is called so, or belongs to what is: a contact is found by the customer's name. By which references, a field says with
    /// `search`.
    pub(crate) async fn sought(&self, caller: &Caller, process: &Arc<Process>, text: &str) -> Result<Node> {
        let masked = access::sometimes_masked(&self.context(caller, None), process);
        let mut ways = vec![by_itself(caller, process, text, &masked)];
        for field in process.fields.values().filter(|field| !masked.contains(&field.id)) {
            if let (FieldKind::Reference { to }, Search::Public) = (&field.kind, field.search) {
                let definitions = &caller.in_force.definitions;
                let named: Vec<_> = to.iter().filter_map(|to| definitions.process(to.as_str())).collect();
                let found = self.called_so(caller, &named, text).await?;
                ways.extend((!found.is_empty()).then(|| is_one_of(Path::Field(field.id.clone()), found)));
            }
        }
        Ok(Node::Any(ways))
    }

    /// The records of `processes` that are called so, as far as the caller may see them.
    async fn called_so(&self, caller: &Caller, processes: &[&Arc<Process>], text: &str) -> Result<Vec<Node>> {
        let context = self.context(caller, None);
        let arms = processes.iter().map(|process| {
            let masked = access::sometimes_masked(&context, process);
            let seen = access::scope(&context, process, Action::View);
            caller.in_force.arm(process, Node::all([seen, by_itself(caller, process, text, &masked)]))
        });
        let arms = arms.filter(|arm| arm.node != Node::truth(false)).collect();
        let query = ListQuery { arms, sort: Sort::NEWEST, cursor: None, limit: MOST_NAMED, total: false };
        match self.store.list(&query).await {
            Ok(page) => {
                Ok(page.records.iter().map(|record| Node::Literal(Value::from(record.id.to_string()))).collect())
            }
            // Among so many nobody finds anything by two letters: nothing is found by what it belongs to, and that is said.
            Err(ListError::TooWide(_)) => {
                tracing::debug!("too many records are called so to look for what belongs to them");
                Ok(Vec::new())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Is called so, or has that number; is somebody, or a department, whose name sounds so. What lives on is also known by its
/// other short texts that everybody finds: a telephone number, a short name.
fn by_itself(caller: &Caller, process: &Process, text: &str, masked: &BTreeSet<FieldId>) -> Node {
    let is_short = |field: &Field| matches!(field.kind, FieldKind::Text { .. }) && field.search == Search::Public;
    let is_known = |field: &&Field| {
        let names = field.id == process.title || (process.lifetime == Lifetime::Standing && is_short(field));
        names && !masked.contains(&field.id)
    };
    let contains = |field: &Field| Node::Text {
        operator: TextOperator::Contains,
        subject: Box::new(Node::Path(Path::Field(field.id.clone()))),
        argument: Box::new(Node::Literal(Value::from(text))),
    };
    let texts = process.fields.values().filter(is_known).map(contains);
    let sounding = match process.content {
        _ if masked.contains(&process.title) => Vec::new(),
        Some(Content::Person | Content::Contact) => people_sounding(caller, text),
        Some(Content::Department) => departments_sounding(caller, text),
        _ => Vec::new(),
    };
    Node::Any(
        texts
            .chain([numbered(text)])
            .chain((!sounding.is_empty()).then(|| is_one_of(Path::Record(RecordPath::Id), sounding)))
            .collect(),
    )
}

/// The people whose names begin so in pinyin, or by its initials.
fn people_sounding(caller: &Caller, text: &str) -> Vec<Node> {
    sounding(caller.in_force.world.people.iter().map(|(id, person)| (id, &person.name)), text)
}

/// The departments whose names begin so.
fn departments_sounding(caller: &Caller, text: &str) -> Vec<Node> {
    sounding(caller.in_force.world.department_names.iter(), text)
}

fn sounding<'n>(names: impl Iterator<Item = (&'n RecordId, &'n String)>, text: &str) -> Vec<Node> {
    let found = names.filter(|(_, name)| initials::sounds_like(name, text));
    found.take(MOST_SOUNDING).map(|(id, _)| Node::Literal(Value::from(id.to_string()))).collect()
}

/// Is one of these.
fn is_one_of(what: Path, ids: Vec<Node>) -> Node {
    Node::In { item: Box::new(Node::Path(what)), list: Box::new(Node::List(ids)) }
}

/// Has that number.
fn numbered(text: &str) -> Node {
    let number = Node::Path(Path::Record(RecordPath::Number));
    Node::equal(number, Node::Literal(Value::from(text.to_uppercase())))
}
