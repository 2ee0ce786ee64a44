//! A list taken away as a file: what the caller may export, without what may not be seen; told in the caller's history.

use std::sync::Arc;

use yuheng_definition::{Action, Derivation, Field, FieldId, FieldKind, Label, Language, Process, Value};
use yuheng_engine::{EntryAction, Folder, RecordId, access};
use yuheng_store::ListQuery;

use crate::grouped::{Grouped, Section};
use crate::lists::{Ask, LONGEST_PAGE};
use crate::sheets::{Book, Cell, FileKind, Kind};
use crate::view::{ListRow, References};
use crate::{App, Caller, Error, Result};

/// The most records in one file.
const MOST: u64 = 100_000;

/// What stands over the columns that no field has, in Chinese and in English.
pub(crate) const STANDING: [(&str, &str); 4] =
    [("编号", "Number"), ("状态", "State"), ("创建时间", "Opened"), ("更新时间", "Updated")];

/// A list on its way into a file: page by page, so that no more than a page of it is held.
pub struct Export {
    app: Arc<App>,
    caller: Caller,
    process: Arc<Process>,
    /// None: all has been read.
    query: Option<ListQuery>,
    /// What was asked for: by what the list is grouped.
    ask: Ask,
    /// The groups as they were counted once, by what may be taken away; none: it is not grouped.
    sections: Option<Vec<Section>>,
    fields: Vec<FieldId>,
    language: Language,
    /// None: the file has ended.
    book: Option<Book>,
    /// What of the file stands and has not been handed out.
    begun: Vec<u8>,
    written: u64,
    total: u64,
}

/// A piece of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// How many records are in what was written so far.
    pub rows: u64,
    /// How many there were when it was begun.
    pub of: u64,
    /// What more of the file stands; often nothing, where the file stands only when all is written.
    pub bytes: Vec<u8>,
    /// Whether the file ends here.
    pub is_last: bool,
    /// Whether it ends here because it holds no more, and says so in its last row.
    pub is_cut: bool,
}

/// A file that comes in pieces.
pub trait Pieces: Send {
    /// Writes one piece more; none: the file has ended.
    ///
    /// # Errors
    /// When the store fails, or there is no room to write in: the file is no whole one then.
    fn next(&mut self) -> impl Future<Output = Result<Option<Piece>>> + Send;
}

impl App {
    /// Begins a file of the records that match, with the labels of the definition. That it was begun stands in the caller's
    /// history before the first record is read.
    ///
    /// # Errors
    /// When the right to export is missing, the filter can't be read, or there are more records than one file holds.
    pub async fn export(
        self: &Arc<Self>,
        caller: &Caller,
        process: &str,
        ask: &Ask,
        (kind, language): (FileKind, Language),
    ) -> Result<Export> {
        caller.must_be_itself()?;
        let definition = self.process(caller, process)?;
        let context = self.context(caller, None);
        access::may(&context, &definition, None, Action::Export).map_err(Error::forbidden)?;
        let hidden = self.hidden(caller, &definition);
        let fields: Vec<&Field> = definition.fields.values().filter(|field| !hidden.contains(&field.id)).collect();
        let word = |(zh, en): &(&str, &str)| if language == Language::Zh { *zh } else { *en }.to_owned();
        let mut header: Vec<String> = STANDING.iter().map(word).collect();
        header.extend(fields.iter().map(|field| field.label.text(language).to_owned()));
        let ask = Ask { limit: Some(LONGEST_PAGE), total: false, ..ask.clone() };
        let query = self.query(caller, Some(process), Action::Export, &ask).await?;
        let query = self.in_folder(query, caller, ask.folder).await?;
        let grouped = Grouped::of(self, caller, (&definition, Action::Export), &ask)?;
        let total = self.store.count_whole(&query).await?;
        if total > MOST {
            return Err(too_many());
        }
        // Before anything is told: what has too many to count is refused, not broken off.
        let sections = match grouped {
            Some(grouped) => Some(grouped.sections(&query).await?),
            None => None,
        };
        let (book, begun) = Book::begin(kind, definition.label.text(language), &header, self.zone())?;
        let told = told(&definition, &ask, total);
        self.tell(caller, caller.actor.id, EntryAction::Exported, &told).await?;
        Ok(Export {
            app: Arc::clone(self),
            caller: caller.clone(),
            fields: fields.iter().map(|field| field.id.clone()).collect(),
            process: Arc::clone(&definition),
            query: Some(query),
            ask,
            sections,
            language,
            book: Some(book),
            begun,
            written: 0,
            total,
        })
    }
}

impl Pieces for Export {
    async fn next(&mut self) -> Result<Option<Piece>> {
        let Some(mut book) = self.book.take() else { return Ok(None) };
        let mut bytes = std::mem::take(&mut self.begun);
        let rows = self.page().await?;
        let is_last = self.query.is_none();
        self.written += rows.len() as u64;
        let work = move || -> Result<(Option<Book>, Vec<u8>)> {
            let more = book.rows(rows)?;
            if is_last { Ok((None, [more, book.end()?].concat())) } else { Ok((Some(book), more)) }
        };
        let (book, more) =
            tokio::task::spawn_blocking(work).await.map_err(|error| Error::Unwritten(error.into()))??;
        self.book = book;
        bytes.extend(more);
        Ok(Some(Piece { rows: self.written, of: self.total.max(self.written), bytes, is_last, is_cut: false }))
    }
}

impl Export {
    /// The rows of the next page.
    async fn page(&mut self) -> Result<Vec<Vec<Cell>>> {
        let Some(mut query) = self.query.take() else { return Ok(Vec::new()) };
        let (records, next) = match Grouped::of(&self.app, &self.caller, (&self.process, Action::Export), &self.ask)? {
            Some(grouped) => {
                let page = grouped.page(&query, self.sections.take()).await?;
                self.sections = page.sections;
                (page.records, page.next)
            }
            None => {
                let page = self.app.store.list(&query).await?;
                (page.records, page.next)
            }
        };
        let mut rows = Vec::with_capacity(records.len());
        for row in self.app.rows(&self.caller, records).await? {
            rows.push(self.line(&row));
        }
        query.cursor = next;
        self.query = query.cursor.is_some().then_some(query);
        Ok(rows)
    }

    fn line(&self, row: &ListRow) -> Vec<Cell> {
        let (language, record) = (self.language, &row.record);
        let state = row.process.states.get(&record.state);
        let state = state.map_or_else(|| record.state.to_string(), |state| state.label.text(language).to_owned());
        let standing = [
            (Kind::Text, record.label.to_string()),
            (Kind::Text, state),
            (Kind::Instant, record.opened_at.to_string()),
            (Kind::Instant, record.updated_at.to_string()),
        ];
        let fields = self.fields.iter().filter_map(|id| self.process.fields.get(id)).map(|field| {
            let holds_answers = |it: &Derivation| matches!(it, Derivation::Answers { to, .. } if *to == field.id);
            let is_answers = self.process.derivations.iter().any(holds_answers);
            let text = record.fields.get(&field.id).map(|value| match is_answers {
                true => answers(value, language),
                false => text(field, value, &row.references, language),
            });
            (Kind::of(&field.kind), text.unwrap_or_default())
        });
        standing.into_iter().chain(fields).map(|(kind, text)| Cell { text, kind }).collect()
    }
}

fn too_many() -> Error {
    Error::argument(
        &format!("一个文件最多导出 {MOST} 条记录：请缩小筛选范围"),
        &format!("One file holds {MOST} records at most: narrow the filter"),
    )
}

/// What was taken away: how many records, by which filter.
fn told(process: &Process, ask: &Ask, count: u64) -> Label {
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

/// What was answered to a form, a line each, in the words of its questions.
fn answers(value: &Value, language: Language) -> String {
    let (question, answer, between) = match language {
        Language::Zh => ("zh", "shown_zh", "："),
        Language::En => ("en", "shown_en", ": "),
    };
    let cell = |row: &Value, column: &str| row.column(column).and_then(Value::as_text).unwrap_or_default().to_owned();
    let lines = value.rows().iter().map(|row| [cell(row, question), cell(row, answer)].join(between));
    lines.collect::<Vec<_>>().join("\n")
}

fn text(field: &Field, value: &Value, references: &References, language: Language) -> String {
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
