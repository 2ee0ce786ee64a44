//! What customers don't see is copied to nothing that they do: by no step, derivation or conversion.

use crate::load::Forest;
use crate::problem::Problems;
use crate::{Definitions, Derivation, Field, FieldKind, Process, SetTo};

/// Notes where `definitions`, which were read from `forest`, copy an internal field to one that customers see.
pub(crate) fn check(definitions: &Definitions, forest: &Forest, problems: &mut Problems) {
    for process in definitions.processes.values() {
        let Some(tree) = forest.get(&format!("process/{}.toml", process.id)) else { continue };
        for (path, source, target) in copies(definitions, process) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            problems.add(
                &tree.nearest(&path).place,
                &format!(
                    "字段 `{source}` 是内部的，不能复制到客户可见的 `{target}`",
                    source = source.id,
                    target = target.id
                ),
                &format!("`{}` is internal: it can't be copied to `{}`, which customers see", source.id, target.id),
            );
        }
    }
}

/// A copy: where it is said, the field it is taken from, the field it goes to.
type Copy<'d> = (Vec<String>, &'d Field, &'d Field);

/// The copies from inside to where customers look.
fn copies<'d>(definitions: &'d Definitions, process: &'d Process) -> Vec<Copy<'d>> {
    let mut found = Vec::new();
    let mut add = |path: &[&str], source: Option<&'d Field>, target: Option<&'d Field>| {
        if let (Some(source), Some(target)) = (source, target)
            && source.internal
            && !target.internal
        {
            found.push((path.iter().map(|key| (*key).to_owned()).collect(), source, target));
        }
    };
    if definitions.is_seen_by_customers(process) {
        for (id, step) in &process.transitions {
            for (field, set) in &step.sets {
                let SetTo::Field(from) = set else { continue };
                let path = ["transitions", id.as_str(), "sets", field.as_str()];
                add(&path, process.fields.get(from), process.fields.get(field));
            }
        }
        for (at, derivation) in process.derivations.iter().enumerate() {
            let Derivation::Copied { from, field, to } = derivation else { continue };
            let Some(FieldKind::Reference { to: named }) = process.fields.get(from).map(|from| &from.kind) else {
                continue;
            };
            for target in named.iter().filter_map(|id| definitions.processes.get(id)) {
                add(&["derivations", &at.to_string()], target.fields.get(field), process.fields.get(to));
            }
        }
    }
    for (at, conversion) in process.converts.iter().enumerate() {
        let Some(into) = definitions.processes.get(&conversion.to) else { continue };
        if definitions.is_seen_by_customers(into) {
            for id in &conversion.fields {
                let path = ["converts", &at.to_string(), "fields", id.as_str()];
                add(&path, process.fields.get(id), into.fields.get(id));
            }
        }
    }
    found
}
