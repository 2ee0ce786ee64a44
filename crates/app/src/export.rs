//! A list taken away as CSV: what the caller may export, without what may not be seen; told in the caller's history.

use yuheng_definition::{Action, Field, FieldKind, Label, Language, Process, Value};
use yuheng_engine::{EntryAction, Folder, RecordId, access};

use crate::lists::{Ask, LONGEST_PAGE};
use crate::view::{ListRow, References};
use crate::{App, Caller, Error, Result, csv};

/// The most records in one file.
const MOST: u64 = 50_000;

/// What stands over the columns that no field has, in Chinese and in English.
pub(crate) const STANDING: [(&str, &str); 4] =
    [("编号", "Number"), ("状态", "State"), ("创建时间", "Opened"), ("更新时间", "Updated")];

impl App {
    /// The records that match, as CSV with the labels of the definition.
    ///
    /// # Errors
    /// When the right to export is missing, the filter can't be read, or there are more records than one file holds.
    pub async fn export(&self, caller: &Caller, process: &str, ask: &Ask, language: Language) -> Result<Vec<u8>> {
        let definition = self.process(caller, process)?;
        let context = self.context(caller, None);
        access::may(&context, &definition, None, Action::Export).map_err(Error::forbidden)?;
        let fields: Vec<&Field> = {
            let hidden = self.hidden(caller, &definition);
            definition.fields.values().filter(|field| !hidden.contains(&field.id)).collect()
        };
        let word = |(zh, en): &(&str, &str)| if language == Language::Zh { *zh } else { *en }.to_owned();
        let mut rows: Vec<Vec<String>> = vec![STANDING.iter().map(word).collect()];
        rows[0].extend(fields.iter().map(|field| field.label.text(language).to_owned()));
        let ask = Ask { limit: Some(LONGEST_PAGE), total: false, ..ask.clone() };
        let query = self.query(caller, Some(process), Action::Export, &ask).await?;
        let mut query = self.in_folder(query, caller, ask.folder).await?;
        if self.store.count_whole(&query).await? > MOST {
            return Err(too_many());
        }
        loop {
            let page = self.store.list(&query).await?;
            for row in self.rows(caller, page.records).await? {
                rows.push(line(&row, &fields, language));
            }
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        let told = told(&definition, &ask, rows.len() - 1);
        self.tell(caller, caller.actor.id, EntryAction::Exported, &told).await?;
        csv::write(&rows)
    }
}

fn too_many() -> Error {
    Error::argument(
        &format!("一个文件最多导出 {MOST} 条记录：请缩小筛选范围"),
        &format!("One file holds {MOST} records at most: narrow the filter"),
    )
}

/// What was taken away: how many records, by which filter.
fn told(process: &Process, ask: &Ask, count: usize) -> Label {
    let Label { zh, en } = &process.label;
    let mut told = Label { zh: format!("{zh}：{count} 条记录"), en: format!("{en}: {count} records") };
    let given = [
        ("筛选", "filter", ask.filter.as_deref()),
        ("文字", "text", ask.text.as_deref()),
        ("文件夹", "folder", ask.folder.map(Folder::word)),
    ];
    for (zh, en, given) in given {
        if let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) {
            told.zh.push_str(&format!("；{zh}：{given}"));
            told.en.push_str(&format!("; {en}: {given}"));
        }
    }
    told
}

fn line(row: &ListRow, fields: &[&Field], language: Language) -> Vec<String> {
    let state = row.process.states.get(&row.record.state);
    let mut cells = vec![
        row.record.label.clone(),
        state.map_or_else(|| row.record.state.to_string(), |state| state.label.text(language).to_owned()),
        row.record.opened_at.to_string(),
        row.record.updated_at.to_string(),
    ];
    cells.extend(fields.iter().map(|field| {
        row.record.fields.get(&field.id).map(|value| cell(field, value, &row.references, language)).unwrap_or_default()
    }));
    cells
}

fn cell(field: &Field, value: &Value, references: &References, language: Language) -> String {
    match (&field.kind, value) {
        (FieldKind::Choice { options }, Value::Text(text)) => {
            options.get(text.as_str()).map_or_else(|| text.clone(), |label| label.text(language).to_owned())
        }
        (FieldKind::Reference { .. }, Value::Text(text)) => {
            let id = text.parse().ok().map(RecordId);
            id.and_then(|id| references.get(&id)).map(|it| format!("{} {}", it.number, it.title)).unwrap_or_default()
        }
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Int(int)) => int.to_string(),
        (_, Value::Bool(truth)) => truth.to_string(),
        (_, Value::List(_) | Value::Row(_)) => serde_json::to_string(value).unwrap_or_default(),
    }
}
