//! An overlay changed from a form: a patch merged into its text, which keeps its comments, its order and how it is laid out.

use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::FILE;
use crate::{Label, Problem, stumble};

/// How deep a part still has a heading of its own: `[process.incident.fields.site]`.
const HEADINGS: usize = 4;

/// The overlay `text` with `patch` merged into it as RFC 7396 says: what is null goes, an object is merged, all else replaces
/// what was there. A heading that is left empty goes too. Whether what comes out may lie over anything is for
/// [`Definitions::load`](crate::Definitions::load) to say.
///
/// # Errors
/// Where the text is no TOML, or the patch holds what TOML has no word for: it is no object, a list holds a null.
pub fn merge(text: &str, patch: &Json) -> Result<String, Problem> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let (line, message) = stumble::not_toml(text, error.span().map(|span| span.start), error.message());
        Problem { file: FILE.to_owned(), line, message, nearest: None }
    })?;
    let Json::Object(patch) = patch else { return Err(unfit("patch")) };
    // What holds comments only keeps them above what comes.
    let said = document.as_table().is_empty().then(|| std::mem::take(&mut document).to_string());
    merge_table(document.as_table_mut(), patch, 1)?;
    let said = said.map(|said| if said.is_empty() || said.ends_with('\n') { said } else { said + "\n" });
    Ok(said.unwrap_or_default() + &document.to_string())
}

/// The overlay `text` as JSON: what a form begins with.
///
/// # Errors
/// Where it is no TOML.
pub fn written(text: &str) -> Result<Json, Problem> {
    Ok(crate::tree::Node::parse(FILE, text)?.to_json())
}

fn unfit(key: &str) -> Problem {
    let message =
        Label::new(&format!("`{key}` 的值无法写进修改单"), &format!("what is given for `{key}` can't be written"));
    Problem { file: FILE.to_owned(), line: 0, message, nearest: None }
}

fn merge_table(table: &mut dyn TableLike, patch: &Map<String, Json>, depth: usize) -> Result<(), Problem> {
    for (key, value) in patch {
        match value {
            Json::Null => drop(table.remove(key)),
            Json::Object(inner) => {
                merge_part(table, key, inner, depth)?;
                if table.get(key).and_then(Item::as_table_like).is_some_and(TableLike::is_empty) {
                    table.remove(key);
                }
            }
            Json::Array(items) if depth < HEADINGS && !items.is_empty() && items.iter().all(Json::is_object) => {
                table.insert(key, Item::ArrayOfTables(headed(key, items)?));
            }
            other => replace(table, key, inline(key, other)?),
        }
    }
    Ok(())
}

/// Merges into the part `key`, which is made where it is missing: with a heading where it is one of many, else on one line.
fn merge_part(table: &mut dyn TableLike, key: &str, patch: &Map<String, Json>, depth: usize) -> Result<(), Problem> {
    if table.get(key).and_then(Item::as_table_like).is_none() {
        let is_headed = depth <= HEADINGS && !is_flat(patch);
        table.insert(
            key,
            if is_headed { Item::Table(heading(depth)) } else { Item::Value(Value::InlineTable(InlineTable::new())) },
        );
    }
    match table.get_mut(key).and_then(Item::as_table_like_mut) {
        Some(part) => merge_table(part, patch, depth + 1),
        None => Err(unfit(key)),
    }
}

/// Whether it is a label, or else a few plain values: they stand on one line.
fn is_flat(patch: &Map<String, Json>) -> bool {
    !patch.is_empty() && patch.keys().all(|key| matches!(key.as_str(), "zh" | "en"))
}

/// A heading; above the deepest it is only written where it holds values itself.
fn heading(depth: usize) -> Table {
    let mut table = Table::new();
    table.set_implicit(depth < HEADINGS);
    table
}

fn headed(key: &str, items: &[Json]) -> Result<ArrayOfTables, Problem> {
    let mut tables = ArrayOfTables::new();
    for item in items.iter().filter_map(Json::as_object) {
        let mut table = Table::new();
        for (name, value) in item {
            table.insert(name, Item::Value(inline(key, value)?));
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Sets a value where it stands: what is written around it stays.
fn replace(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(known) => {
            *value.decor_mut() = known.decor().clone();
            *known = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

fn inline(key: &str, json: &Json) -> Result<Value, Problem> {
    match json {
        Json::Bool(truth) => Ok(Value::from(*truth)),
        Json::Number(number) => number.as_i64().map(Value::from).ok_or_else(|| unfit(key)),
        Json::String(text) => Ok(Value::from(text.as_str())),
        Json::Array(items) => {
            let values: Result<Array, Problem> = items.iter().map(|item| inline(key, item)).collect();
            values.map(Value::Array)
        }
        Json::Object(entries) => {
            let mut table = InlineTable::new();
            for (name, value) in entries {
                table.insert(name, inline(name, value)?);
            }
            Ok(Value::InlineTable(table))
        }
        Json::Null => Err(unfit(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::json;

    fn merged(text: &str, patch: serde_json::Value) -> String {
        merge(text, &patch).unwrap_or_else(|problem| problem.to_string())
    }

    #[test]
    fn a_field_gets_a_heading_and_its_labels_a_line() {
        let patch = json!({ "process": { "incident": { "fields": { "site": {
            "label": { "zh": "地点", "en": "Site" }, "type": "reference", "to": ["site"] } } } } });
        assert_eq!(
            merged("", patch),
            "[process.incident.fields.site]\nlabel = { zh = \"地点\", en = \"Site\" }\ntype = \"reference\"\nto = [\"site\"]\n"
        );
    }

    #[test]
    fn what_was_written_keeps_its_comments_and_its_place() {
        let text = "# ours\n[process.incident]\nlist = [\"title\"] # short\n\n[process.incident.fields.site]\nlabel = { zh = \"地点\", en = \"Site\" }\ntype = \"text\"\n";
        let patch = json!({ "process": { "incident": { "list": ["title", "site"], "fields": { "site": { "label": { "en": "Place" } } } } } });
        assert_eq!(
            merged(text, patch),
            text.replace("[\"title\"]", "[\"title\", \"site\"]").replace("\"Site\"", "\"Place\"")
        );
    }

    #[test]
    fn a_text_of_comments_stays_above() {
        assert_eq!(
            merged("# ours\n", json!({ "groups": { "a": { "zh": "甲", "en": "A" } } })),
            "# ours\n[groups]\na = { zh = \"甲\", en = \"A\" }\n"
        );
    }

    #[test]
    fn a_comment_that_no_line_ends_stays_a_comment() {
        let patch = json!({ "groups": { "a": { "zh": "甲", "en": "A" } } });
        assert_eq!(merged("# ours", patch), "# ours\n[groups]\na = { zh = \"甲\", en = \"A\" }\n");
    }

    #[test]
    fn a_null_takes_away_and_no_empty_heading_stays() {
        let text = "[process.incident.fields.site]\ntype = \"text\"\n";
        assert_eq!(merged(text, json!({ "process": { "incident": { "fields": { "site": null } } } })), "");
        assert_eq!(merged(text, json!({ "process": { "incident": { "fields": { "room": null } } } })), text);
    }

    #[test]
    fn grants_are_a_list_of_headings() {
        let patch =
            json!({ "process": { "incident": { "grants": [{ "roles": ["engineer"], "actions": ["view"] }] } } });
        assert_eq!(merged("", patch), "[[process.incident.grants]]\nroles = [\"engineer\"]\nactions = [\"view\"]\n");
    }

    #[test]
    fn what_toml_has_no_word_for_is_refused() {
        let refused = |patch| merge("", &patch).map_err(|problem| problem.message.en);
        assert_eq!(refused(json!([])), Err("what is given for `patch` can't be written".to_owned()));
        assert_eq!(refused(json!({ "a": 0.5 })), Err("what is given for `a` can't be written".to_owned()));
        assert_eq!(refused(json!({ "a": [null] })), Err("what is given for `a` can't be written".to_owned()));
        assert!(merge("[a", &json!({})).is_err_and(|problem| problem.line == 1));
    }
}
