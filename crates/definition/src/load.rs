//! From texts to definitions: read each file, lay the overlays over them, check the whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::problem::Problems;
use crate::read::Reader;
use crate::tree::Node;
use crate::{Definitions, Label, Problem, Process, ProcessId, Role, RoleId, Source, Standard, StandardId};
use crate::{canonical, check, overlay, with};

/// The files as trees, by path.
pub(crate) type Forest = BTreeMap<String, Node>;

impl Definitions {
    /// The definitions that the program carries.
    ///
    /// # Errors
    /// All that is wrong with them; a test holds it to nothing.
    pub fn shipped() -> Result<Self, Vec<Problem>> {
        Self::load(&Source::shipped())
    }

    /// Reads and checks the whole of `source`.
    ///
    /// # Errors
    /// All that is wrong, by file and line.
    pub fn load(source: &Source) -> Result<Self, Vec<Problem>> {
        let (definitions, forest, mut problems) = whole(source)?;
        check::check_internal(&definitions, &forest, &mut problems);
        if !source.overlays.is_empty() {
            let shipped = Self::load(&Source { overlays: Vec::new(), ..source.clone() })?;
            check::check_guarded(&shipped, &definitions, &forest, &mut problems);
        }
        problems.or(definitions)
    }

    /// Reads and checks what an earlier program let come into force: a way round an approval, or from inside to customers, that
    /// it did not see is none that takes everything else of the overlays away.
    ///
    /// # Errors
    /// All else that is wrong, by file and line.
    pub fn load_kept(source: &Source) -> Result<Self, Vec<Problem>> {
        let (definitions, _, problems) = whole(source)?;
        problems.or(definitions)
    }
}

/// The definitions of `source` with the trees that they were read from, and what is wrong with them by themselves.
fn whole(source: &Source) -> Result<(Definitions, Forest, Problems), Vec<Problem>> {
    let forest = forest(source)?;
    let mut reader = Reader::default();
    let definitions = read(&mut reader, &forest);
    check::check(&definitions, &forest, &mut reader.problems);
    Ok((definitions, forest, reader.problems))
}

/// The trees of all files that hold definitions, with the overlays laid over them.
pub(crate) fn forest(source: &Source) -> Result<Forest, Vec<Problem>> {
    let mut problems = Problems::default();
    let mut forest = Forest::new();
    for (path, text) in source.files.iter().filter(|(path, _)| !path.starts_with("first-content/")) {
        match Node::parse(path, text) {
            Ok(node) => {
                forest.insert(path.clone(), node);
            }
            Err(problem) => problems.extend([problem]),
        }
    }
    with::check(&forest, &mut problems);
    with::take_in(&mut forest, &mut problems);
    for (index, text) in source.overlays.iter().enumerate() {
        let is_last = index + 1 == source.overlays.len();
        let name = if is_last { overlay::FILE.to_owned() } else { format!("{}-{}", overlay::FILE, index + 1) };
        match Node::parse(&name, text) {
            Ok(node) => overlay::lay(&mut forest, node, &mut problems),
            Err(problem) => problems.extend([problem]),
        }
        // A process that the overlay brings may take shared parts too.
        with::take_in(&mut forest, &mut problems);
    }
    problems.or(forest)
}

fn read(reader: &mut Reader, forest: &Forest) -> Definitions {
    let mut groups = IndexMap::new();
    let mut roles: IndexMap<RoleId, Role> = IndexMap::new();
    let mut processes: BTreeMap<ProcessId, Process> = BTreeMap::new();
    let mut locale = BTreeMap::new();
    let (mut glossary, mut proposals) = (Vec::new(), Vec::new());
    for (path, node) in forest {
        match place(path) {
            Some(Place::Groups) => {
                groups =
                    reader.named(Some(node)).map(|(id, label)| (id.to_owned(), reader.label(Some(label)))).collect();
            }
            Some(Place::Role(id)) => {
                roles.insert(RoleId::from(id), reader.role(id, node));
            }
            Some(Place::Process(id)) => {
                processes.insert(ProcessId::from(id), reader.process(id, node));
            }
            Some(Place::Locale(name)) => texts(reader, name, node, &mut locale),
            Some(Place::Glossary) => glossary = reader.glossary(node),
            Some(Place::Template) => proposals.extend(reader.proposals(node)),
            Some(Place::Standard(_) | Place::Setup | Place::With) => {}
            None => reader.problems.add(
                &node.place,
                "不认识的文件：应为 process/*.toml、with/*.toml、role/*.toml、standard/*.toml、template/*.toml、locale/*.toml、groups.toml、glossary.toml 或 \
                 setup.toml",
                "no place for this file: process/*.toml, with/*.toml, role/*.toml, standard/*.toml, template/*.toml, locale/*.toml, \
                 groups.toml, glossary.toml or setup.toml",
            ),
        }
    }
    let mut standards: IndexMap<StandardId, Standard> = IndexMap::new();
    for (path, node) in forest {
        if let Some(Place::Standard(id)) = place(path) {
            standards.insert(StandardId::from(id), reader.standard(id, node, &processes));
        }
    }
    let setup = forest.get(check::SETUP).map(|node| reader.setup(node, &processes)).unwrap_or_default();
    let mut processes: IndexMap<ProcessId, Arc<Process>> =
        processes.into_iter().map(|(id, process)| (id, Arc::new(process))).collect();
    processes.sort_by_cached_key(|_, process| groups.get_index_of(&process.group).unwrap_or(usize::MAX));
    Definitions { processes, groups, roles, standards, glossary, setup, proposals, locale, hash: hash(forest) }
}

/// What a file holds.
enum Place<'a> {
    Groups,
    Role(&'a str),
    Process(&'a str),
    Standard(&'a str),
    Locale(&'a str),
    With,
    Template,
    Glossary,
    Setup,
}

fn place(path: &str) -> Option<Place<'_>> {
    match path {
        "groups.toml" => return Some(Place::Groups),
        check::GLOSSARY => return Some(Place::Glossary),
        check::SETUP => return Some(Place::Setup),
        _ => {}
    }
    let (folder, name) = path.strip_suffix(".toml")?.split_once('/')?;
    match folder {
        "role" => Some(Place::Role(name)),
        "process" => Some(Place::Process(name)),
        "standard" => Some(Place::Standard(name)),
        "locale" => Some(Place::Locale(name)),
        "template" => Some(Place::Template),
        "with" => Some(Place::With),
        _ => None,
    }
}

/// The interface texts under `prefix`, at first the file's name: a table that has `zh` or `en` is one, any other
/// holds more of them.
fn texts(reader: &mut Reader, prefix: &str, node: &Node, locale: &mut BTreeMap<String, Label>) {
    for (name, node) in node.entries().into_iter().flatten() {
        let key = format!("{prefix}.{name}");
        let is_text = node.entries().is_none_or(|entries| entries.contains_key("zh") || entries.contains_key("en"));
        if !is_text {
            texts(reader, &key, node, locale);
        } else if locale.insert(key.clone(), reader.label(Some(node))).is_some() {
            reader.problems.add(&node.place, &format!("`{key}` 重复"), &format!("`{key}` is given twice"));
        }
    }
}

fn hash(forest: &Forest) -> String {
    let whole: serde_json::Map<String, serde_json::Value> =
        forest.iter().map(|(path, node)| (path.clone(), node.to_json())).collect();
    canonical::hash(&serde_json::Value::Object(whole).to_string())
}
