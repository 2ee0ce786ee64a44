//! An overlay: what an organisation adds, relabels, hides and tightens in the shipped definitions, as TOML of its own.
//! It is laid over the trees before anything is read, so that each part still knows which text it stands in.

mod edit;
mod rule;

use indexmap::IndexMap;

use crate::load::{self, Forest};
use crate::problem::Problems;
use crate::tree::{Node, Shape};
use crate::vocabulary;
use crate::{Problem, Source, nearest};

pub use edit::{merge, written};
use rule::{Part, Rule};

/// The file that problems of the overlay under check are named with.
pub(crate) const FILE: &str = "overlay";

/// The source with `overlay` laid over it. Whether the whole still makes sense is for
/// [`Definitions::load`](crate::Definitions::load) to say.
///
/// # Errors
/// Where the overlay isn't TOML, or wants more than an overlay may.
pub fn apply(source: &Source, overlay: &str) -> Result<Source, Vec<Problem>> {
    let mut laid = source.clone();
    laid.overlays.push(overlay.to_owned());
    load::forest(&laid)?;
    Ok(laid)
}

/// Lays an overlay over the trees.
pub(crate) fn lay(forest: &mut Forest, overlay: Node, problems: &mut Problems) {
    let Shape::Table(sections) = overlay.shape else { return };
    for (section, node) in sections {
        let mut layer = Layer { problems };
        match section.as_str() {
            "process" => layer.files(forest, "process", node, &rule::PROCESS),
            "role" => layer.files(forest, "role", node, &rule::ROLE),
            "groups" => {
                let groups = forest.entry("groups.toml".to_owned()).or_default();
                layer.named(groups, node, &rule::GROUP);
            }
            _ => {
                let known = vocabulary::OVERLAY.keys.iter().copied();
                problems.unknown(&node.place, "部分", "section", &section, known);
            }
        }
    }
}

struct Layer<'p> {
    problems: &'p mut Problems,
}

impl Layer<'_> {
    /// A section whose parts are files of their own.
    fn files(&mut self, forest: &mut Forest, folder: &str, node: Node, part: &'static Part) {
        for (id, node) in self.entries(node) {
            let path = format!("{folder}/{id}.toml");
            if let Some(base) = forest.get_mut(&path) {
                self.keys(base, node, part);
            } else if self.is_whole(&node, part) {
                forest.insert(path, node);
            } else {
                let prefix = format!("{folder}/");
                let known = forest.keys().filter_map(|path| path.strip_prefix(&prefix)?.strip_suffix(".toml"));
                self.problems.unknown(&node.place, part.zh, part.en, &id, known);
            }
        }
    }

    /// A table whose keys are ids.
    fn named(&mut self, base: &mut Node, node: Node, part: &'static Part) {
        let incoming = self.entries(node);
        let Shape::Table(parts) = &mut base.shape else { return };
        for (id, node) in incoming {
            if let Some(base) = parts.get_mut(&id) {
                self.keys(base, node, part);
            } else if self.is_whole(&node, part) || nearest(&id, parts.keys().map(String::as_str)).is_none() {
                // Like nothing that is there: it is read as something new, and what it lacks is said.
                parts.insert(id, node);
            } else {
                let known = parts.keys().map(String::as_str);
                self.problems.unknown(&node.place, part.zh, part.en, &id, known);
            }
        }
    }

    /// A part that is there already.
    fn keys(&mut self, base: &mut Node, node: Node, part: &'static Part) {
        if part.keys.is_empty() {
            *base = node;
            return;
        }
        let node = reshaped(base, node, part);
        for (key, node) in self.entries(node) {
            match part.keys.iter().find(|(known, _)| *known == key) {
                Some((_, rule)) => {
                    self.key(base, &key, node, rule);
                    if matches!(rule, Rule::Demand) {
                        let demanded = words_of(base, &key);
                        retain(base, "asks", |word| !demanded.iter().any(|it| it == word));
                    }
                }
                None => {
                    let known = part.keys.iter().map(|(known, _)| *known);
                    self.problems.unknown(&node.place, "键", "key", &key, known);
                }
            }
        }
    }

    fn key(&mut self, part: &mut Node, key: &str, node: Node, rule: &'static Rule) {
        let Shape::Table(entries) = &mut part.shape else { return };
        let Some(base) = entries.get_mut(key) else {
            match rule {
                Rule::Fixed | Rule::Fewer => {
                    self.refuse(&node, &format!("不能加上 `{key}`"), &format!("can't add `{key}`"))
                }
                Rule::Raise => self.raise(&node, key).then(|| entries.insert(key.to_owned(), node)).map_or((), drop),
                _ => {
                    entries.insert(key.to_owned(), node);
                }
            }
            return;
        };
        match rule {
            Rule::Free => *base = node,
            Rule::Raise => {
                if self.raise(&node, key) {
                    *base = node;
                }
            }
            Rule::More | Rule::Demand | Rule::Fewer => self.list(base, key, node, rule),
            Rule::Both => both(base, node),
            Rule::Append => append(base, node),
            Rule::Masks => self.masks(base, node),
            Rule::Named(part) => self.named(base, node, part),
            Rule::Keys(part) => self.keys(base, node, part),
            Rule::Fixed | Rule::Once => {
                self.refuse(&node, &format!("不能修改 `{key}`"), &format!("can't change `{key}`"));
            }
        }
    }

    fn raise(&mut self, node: &Node, key: &str) -> bool {
        let raised = matches!(node.shape, Shape::Bool(true));
        if !raised {
            self.refuse(node, &format!("只能把 `{key}` 设为 true"), &format!("can only set `{key}` to true"));
        }
        raised
    }

    /// A list of words that may only grow, or only shrink.
    fn list(&mut self, base: &mut Node, key: &str, node: Node, rule: &Rule) {
        let (before, after) = (words(base), words(&node));
        let grows = matches!(rule, Rule::More | Rule::Demand);
        let (smaller, larger) = if grows { (&before, &after) } else { (&after, &before) };
        match smaller.iter().find(|word| !larger.contains(word)) {
            None => *base = node,
            Some(word) if grows => self.refuse(
                &node,
                &format!("只能扩充 `{key}`；缺少 `{word}`"),
                &format!("can only add to `{key}`; `{word}` is missing"),
            ),
            Some(word) => self.refuse(
                &node,
                &format!("只能缩减 `{key}`；`{word}` 不在其中"),
                &format!("can only remove from `{key}`; `{word}` isn't in it"),
            ),
        }
    }

    /// `masks = { engineer = ["cause"] }`: the role gets these fields masked beside those it has.
    fn masks(&mut self, base: &mut Node, node: Node) {
        for (role, fields) in self.entries(node) {
            let Some(masks) = base.entries_mut() else { return };
            match masks.get_mut(&role) {
                Some(known) => append(known, fields),
                None => drop(masks.insert(role, fields)),
            }
        }
    }

    fn entries(&mut self, node: Node) -> IndexMap<String, Node> {
        match node.shape {
            Shape::Table(entries) => entries,
            _ => {
                self.problems.add(&node.place, "此处须为表", "this must be a table");
                IndexMap::new()
            }
        }
    }

    /// Whether something new is given as a whole, and not a misspelt name of something that is there.
    fn is_whole(&self, node: &Node, part: &Part) -> bool {
        part.mark.is_none_or(|mark| node.get(mark).is_some())
    }

    fn refuse(&mut self, node: &Node, zh: &str, en: &str) {
        self.problems.add(&node.place, &format!("修改单{zh}"), &format!("an overlay {en}"));
    }
}

/// Lets the keys of `node` that say in another way what `base` says take the place of the base's. What is left of it follows
/// its rules.
fn reshaped(base: &mut Node, mut node: Node, part: &Part) -> Node {
    let says = |node: &Node, keys: &[&str]| keys.iter().any(|key| node.get(key).is_some());
    let Some(given) = part.instead.iter().find(|keys| says(&node, keys)) else { return node };
    let mut others = part.instead.iter().filter(|keys| *keys != given && says(base, keys)).peekable();
    // Who says it in both ways is told so when the whole is read.
    if others.peek().is_none() || others.clone().any(|keys| says(&node, keys)) {
        return node;
    }
    let gone: Vec<&str> = others.flat_map(|keys| keys.iter().copied()).collect();
    if let (Some(base), Some(node)) = (base.entries_mut(), node.entries_mut()) {
        base.retain(|key, _| !gone.contains(&key.as_str()));
        for key in *given {
            base.extend(node.shift_remove(*key).map(|own| ((*key).to_owned(), own)));
        }
    }
    node
}

/// Both expressions must hold. They stay apart, so that neither can change what the other means.
fn both(base: &mut Node, node: Node) {
    if !matches!(base.shape, Shape::List(_)) {
        let one = base.clone();
        base.shape = Shape::List(vec![one]);
    }
    let place = node.place.clone();
    let more = if matches!(node.shape, Shape::List(_)) { node } else { Node { place, shape: Shape::List(vec![node]) } };
    append(base, more);
}

fn append(base: &mut Node, node: Node) {
    match (&mut base.shape, node.shape) {
        (Shape::List(items), Shape::List(more)) => items.extend(more),
        (_, shape) => *base = Node { shape, place: node.place },
    }
}

fn words(node: &Node) -> Vec<String> {
    let Shape::List(items) = &node.shape else { return Vec::new() };
    items.iter().map(|item| item.to_json().to_string().trim_matches('"').to_owned()).collect()
}

fn words_of(node: &Node, key: &str) -> Vec<String> {
    node.get(key).map(words).unwrap_or_default()
}

fn retain(node: &mut Node, key: &str, keep: impl Fn(&str) -> bool) {
    if let Some(Shape::List(items)) =
        node.entries_mut().and_then(|entries| entries.get_mut(key)).map(|list| &mut list.shape)
    {
        items.retain(|item| matches!(&item.shape, Shape::Text(word) if keep(word)));
    }
}
