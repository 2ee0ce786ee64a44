//! Parts of processes that are said once: `with = ["shared"]` takes what stands in `with/shared.toml` below the process's own.
//! Done on the trees, so that each part still knows which file it stands in.

use indexmap::IndexMap;

use crate::load::Forest;
use crate::problem::Problems;
use crate::tree::{Node, Shape};
use crate::vocabulary;

/// The key by which a process takes such parts.
const KEY: &str = "with";

/// Puts into each process of the forest what it takes, and takes the key out: what is read, and kept as a version, is whole.
pub(crate) fn take_in(forest: &mut Forest, problems: &mut Problems) {
    let prefix = format!("{KEY}/");
    let named = |path: &str| path.strip_prefix(&prefix).and_then(|it| it.strip_suffix(".toml")).map(str::to_owned);
    let parts: IndexMap<String, Node> =
        forest.iter().filter_map(|(path, node)| Some((named(path)?, node.clone()))).collect();
    for part in parts.values() {
        if let Some(nested) = part.get(KEY) {
            let (zh, en) = ("公共部分不能再引用公共部分", "a shared part takes no other");
            problems.add(&nested.place, zh, en);
        }
    }
    for (_, process) in forest.iter_mut().filter(|(path, _)| path.starts_with("process/")) {
        let Some(taken) = process.entries_mut().and_then(|entries| entries.shift_remove(KEY)) else { continue };
        let Shape::List(names) = &taken.shape else {
            problems.add(&taken.place, "应为公共部分名称的列表", "must be a list of shared parts");
            continue;
        };
        for name in names {
            match &name.shape {
                Shape::Text(id) if parts.contains_key(id) => below(process, &parts[id]),
                Shape::Text(id) => {
                    problems.unknown(&name.place, "公共部分", "shared part", id, parts.keys().map(String::as_str));
                }
                _ => problems.add(&name.place, "应为公共部分的名称", "must be the name of a shared part"),
            }
        }
    }
}

/// Lays `part` below what the process says itself: tables are merged, the process's own first; of lists whose entries are
/// tables (grants) both are taken, the part's first; anything else that the process says stands.
fn below(own: &mut Node, part: &Node) {
    match (&mut own.shape, &part.shape) {
        (Shape::Table(own), Shape::Table(part)) => {
            for (key, node) in part.iter().filter(|(key, _)| *key != KEY) {
                match own.get_mut(key) {
                    Some(own) => below(own, node),
                    None => drop(own.insert(key.clone(), node.clone())),
                }
            }
        }
        (Shape::List(own), Shape::List(part)) if part.iter().all(|item| item.entries().is_some()) => {
            own.splice(0..0, part.iter().cloned());
        }
        _ => {}
    }
}

/// Whether all that a shared part says are keys of a process; said even where no process takes it.
pub(crate) fn check(forest: &Forest, problems: &mut Problems) {
    for (_, part) in forest.iter().filter(|(path, _)| path.starts_with("with/")) {
        let known = || vocabulary::PROCESS.keys.iter().copied().filter(|key| *key != KEY);
        for (key, node) in part.entries().into_iter().flatten().filter(|(key, _)| *key != KEY) {
            if !known().any(|it| it == key) {
                problems.unknown(&node.place, "键", "key", key, known());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Definitions, Source};

    /// The shipped definitions with `edit` made to one file.
    fn problems(path: &str, edit: impl Fn(&str) -> String) -> Vec<String> {
        let mut source = Source::shipped();
        let text = source.files.get(path).map(String::as_str).unwrap_or_default();
        let text = edit(text);
        source.files.insert(path.to_owned(), text);
        Definitions::load(&source).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_shared_is_the_processs_own_with_its_own_words_above() {
        let definitions = Definitions::shipped().unwrap();
        let (view, board) = (definitions.process("saved_view").unwrap(), definitions.process("board").unwrap());
        assert_eq!(view.states.keys().collect::<Vec<_>>(), board.states.keys().collect::<Vec<_>>());
        assert!(
            board.transitions["share_with_department"].sets.iter().any(|(field, _)| field.as_str() == "shared"),
            "a board's own word"
        );
        assert!(view.transitions["share_with_department"].sets.iter().any(|(field, _)| field.as_str() == "shared_by"));
        assert!(view.written().get("with").is_none(), "a version is whole by itself");
    }

    #[test]
    fn a_name_that_is_none_and_a_fault_in_a_shared_part_are_told_by_file_and_line() {
        let told = problems("process/board.toml", |text| text.replace("[\"shared\"]", "[\"shard\"]"));
        assert!(told[0].starts_with("process/board.toml:3: ") && told[0].contains("shared"), "{told:?}");
        let told = problems("with/shared.toml", |text| text.replacen("kind = \"retired\"", "kind = \"gone\"", 1));
        let at = Source::shipped().files["with/shared.toml"].lines().position(|line| line.starts_with("retired ="));
        let line = at.unwrap() + 1;
        assert!(told.iter().all(|told| told.starts_with(&format!("with/shared.toml:{line}: "))), "{told:?}");
        let told = problems("with/shared.toml", |text| format!("fleet = 1\n{text}"));
        assert!(told.iter().any(|told| told.starts_with("with/shared.toml:1: ")), "{told:?}");
    }
}
