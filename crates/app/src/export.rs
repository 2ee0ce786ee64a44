//! A list taken away as CSV: what the caller may export, without what may not be seen; told in the caller's history.

use yuheng_definition::{Action, Field, FieldKind, Language, Value};
use yuheng_engine::{EntryAction, RecordId, access};

use crate::lists::{Ask, LONGEST_PAGE};
use crate::view::{ListRow, References};
use crate::{App, Caller, Result, csv};

/// The most records in one file.
const MOST: usize = 50_000;

impl App {
    /// The records that match, as CSV with the labels of the definition.
    ///
    /// # Errors
    /// When the right to export is missing, or the filter can't be read.
    pub async fn export(&self, caller: &Caller, process: &str, ask: &Ask, language: Language) -> Result<Vec<u8>> {
        let definition = self.process(caller, process)?;
        let context = self.context(caller, None);
        access::may(&context, &definition, None, Action::Export).map_err(crate::Error::forbidden)?;
        let fields: Vec<&Field> = {
            let hidden = self.hidden(caller, &definition);
            definition.fields.values().filter(|field| !hidden.contains(&field.id)).collect()
        };
        let words: [(&str, &str); 4] =
            [("编号", "Number"), ("状态", "State"), ("创建时间", "Opened"), ("更新时间", "Updated")];
        let word = |(zh, en): &(&str, &str)| if language == Language::Zh { *zh } else { *en }.to_owned();
        let mut rows: Vec<Vec<String>> = vec![words.iter().map(word).collect()];
        rows[0].extend(fields.iter().map(|field| field.label.text(language).to_owned()));
        let mut ask = Ask { limit: Some(LONGEST_PAGE), total: false, ..ask.clone() };
        loop {
            let query = self.query(caller, Some(process), Action::Export, &ask)?;
            let page = self.store.list(&query).await?;
            for row in self.rows(caller, page.records).await? {
                rows.push(line(&row, &fields, language));
            }
            ask.cursor = page.next;
            if ask.cursor.is_none() || rows.len() > MOST {
                break;
            }
        }
        let told = format!("{process}: {} records", rows.len() - 1);
        self.tell(caller, caller.actor.id, EntryAction::Exported, &told).await?;
        csv::write(&rows)
    }
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
