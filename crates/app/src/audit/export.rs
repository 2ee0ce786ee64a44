//! The log as a file: of what the caller sees, what it may also export, record by record; told in the caller's history.

use std::sync::Arc;

use yuheng_definition::{Action, Language, StateId};
use yuheng_engine::{EntryAction, Missing, Record, access, failpoint};

use super::{AuditAsk, Logged, Wanted, words};
use crate::export::{Piece, Pieces};
use crate::sheets::{Book, Cell, FileKind, Kind};
use crate::view::References;
use crate::{App, Caller, Error, Result};

/// The most entries in one file.
const MOST: u32 = 20_000;

/// What stands over the columns, in Chinese and in English.
const HEADER: [(&str, &str); 15] = [
    ("时间", "When"),
    ("人员编号", "Person's number"),
    ("人员", "Person"),
    ("代谁", "On behalf of"),
    ("类别", "Kind"),
    ("做了什么", "What was done"),
    ("原状态", "From state"),
    ("新状态", "To state"),
    ("改动的字段", "Fields changed"),
    ("过程", "Process"),
    ("记录编号", "Record's number"),
    ("记录", "Record"),
    ("途径", "Door"),
    ("说明", "What it says"),
    ("涉及人员", "People concerned"),
];

/// The log on its way into a file, a stretch of it at a time.
pub struct LogExport {
    app: Arc<App>,
    caller: Caller,
    wanted: Wanted,
    /// Before which position it is read next.
    position: u64,
    /// How many entries the file may still take.
    left: u32,
    most: u32,
    language: Language,
    /// None: the file has ended.
    book: Option<Book>,
    /// What of the file stands and has not been handed out.
    begun: Vec<u8>,
    written: u64,
}

impl App {
    /// Begins a file of the log, the newest first. That it was begun stands in the caller's history before the first entry is read.
    ///
    /// # Errors
    /// Not found for customers; the right to export is missing for whatever is asked for; a parameter can't be read.
    pub async fn export_log(
        self: &Arc<Self>,
        caller: &Caller,
        ask: &AuditAsk,
        (kind, language): (FileKind, Language),
    ) -> Result<LogExport> {
        caller.must_be_itself()?;
        caller.must_be_staff()?;
        let most = ask.limit.unwrap_or(MOST);
        if !(1..=MOST).contains(&most) {
            let (zh, en) = (format!("应为 1 到 {MOST}"), format!("has to be 1 to {MOST}"));
            return Err(Error::parameter("limit", &zh, &en));
        }
        self.must_export_some(caller, ask.process.as_deref())?;
        let wanted = self.wanted(caller, ask).await?;
        let word = |(zh, en): &(&str, &str)| if language == Language::Zh { *zh } else { *en }.to_owned();
        let header: Vec<String> = HEADER.iter().map(word).collect();
        let told = words::asked(&caller.in_force.definitions, &given(ask));
        let (book, begun) = Book::begin(kind, &word(&("操作日志", "Audit log")), &header, self.zone())?;
        // What is told of it belongs to the next file.
        let position = self.end_of_log().await?;
        self.tell(caller, caller.actor.id, EntryAction::Exported, &told).await?;
        let (app, caller) = (Arc::clone(self), caller.clone());
        Ok(LogExport { app, caller, wanted, position, left: most, most, language, book: Some(book), begun, written: 0 })
    }

    /// Whether any of it may be exported.
    fn must_export_some(&self, caller: &Caller, process: Option<&str>) -> Result<()> {
        let context = self.context(caller, None);
        let asked = caller.in_force.definitions.processes.values();
        let mut asked = asked.filter(|known| process.is_none_or(|process| known.id.as_str() == process)).peekable();
        let Some(first) = asked.peek().map(|first| first.id.clone()) else { return Ok(()) };
        match asked.any(|process| access::may(&context, process, None, Action::Export).is_ok()) {
            true => Ok(()),
            false => Err(Error::forbidden(Missing::Grant(Action::Export, first))),
        }
    }
}

impl Pieces for LogExport {
    async fn next(&mut self) -> Result<Option<Piece>> {
        let Some(mut book) = self.book.take() else { return Ok(None) };
        let mut rows = self.stretch().await?;
        self.written += rows.len() as u64;
        let is_cut = self.left == 0 && self.position > 1;
        let is_last = is_cut || self.position <= 1;
        if is_cut {
            rows.push(vec![Cell { text: self.cut(), kind: Kind::Text }]);
        }
        let begun = std::mem::take(&mut self.begun);
        let work = move || -> Result<(Option<Book>, Vec<u8>)> {
            let more = book.rows(rows)?;
            if is_last {
                Ok((None, [begun, more, book.end()?].concat()))
            } else {
                Ok((Some(book), [begun, more].concat()))
            }
        };
        let (book, bytes) =
            tokio::task::spawn_blocking(work).await.map_err(|error| Error::Unwritten(error.into()))??;
        self.book = book;
        Ok(Some(Piece { rows: self.written, of: self.written, bytes, is_last, is_cut }))
    }
}

impl LogExport {
    /// The rows of the next stretch of the log.
    async fn stretch(&mut self) -> Result<Vec<Vec<Cell>>> {
        if self.position <= 1 {
            return Ok(Vec::new());
        }
        let (items, mut read) = self.app.wanted_before(&self.wanted, self.position).await?;
        let (context, definitions) = (self.app.context(&self.caller, None), &self.caller.in_force.definitions);
        let is_exported = |record: &Record| {
            let process = definitions.process(record.process.as_str());
            let is_open = failpoint::armed("app.takes_away_all_it_sees");
            is_open
                || process.is_some_and(|process| access::may(&context, process, Some(record), Action::Export).is_ok())
        };
        let is_wanted = |record: &Record| self.wanted.is_of(record) && is_exported(record);
        let mut found = Vec::new();
        for seen in self.app.seen_entries(&self.caller, items, is_wanted).await? {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            if self.left == 0 {
                read = seen.item.position;
            }
            found.push(Logged { entry: seen.entry, told: None, record: seen.item.record, process: seen.process });
        }
        self.position = read;
        self.app.tell_of(&self.caller, &mut found).await?;
        let references = self.app.named_in_log(&self.caller, &found).await?;
        Ok(found.iter().map(|logged| self.line(logged, &references)).collect())
    }

    fn line(&self, logged: &Logged, references: &References) -> Vec<Cell> {
        let (language, definitions) = (self.language, &self.caller.in_force.definitions);
        let Logged { entry, told, process, record } = logged;
        let state = |id: &StateId| {
            let known = process.states.get(id);
            known.map_or_else(|| id.to_string(), |state| state.label.text(language).to_owned())
        };
        let moved = entry.moved.as_ref().filter(|(from, to)| from != to);
        let fields = entry.changes.iter().map(|change| match process.fields.get(&change.field) {
            Some(field) => field.label.text(language).to_owned(),
            None => change.field.to_string(),
        });
        let named = |id| references.get(&id);
        let title = |known: &crate::view::Reference| known.title.to_string();
        let between = if language == Language::Zh { "、" } else { ", " };
        let (actor, of) = (named(entry.actor), named(*record));
        let nobody = || words::nobody(definitions, language).to_owned();
        let texts = [
            actor.map(|known| known.number.to_string()).unwrap_or_default(),
            actor.map_or_else(nobody, title),
            entry.on_behalf_of.and_then(named).map(title).unwrap_or_default(),
            words::word(entry.action),
            words::deed(definitions, logged, language),
            moved.map(|(from, _)| state(from)).unwrap_or_default(),
            moved.map(|(_, to)| state(to)).unwrap_or_default(),
            fields.collect::<Vec<_>>().join(between),
            process.label.text(language).to_owned(),
            of.map(|known| known.number.to_string()).unwrap_or_default(),
            of.map(title).unwrap_or_default(),
            words::door(definitions, entry.door, language).to_owned(),
            told.as_ref().map(|told| told.text(language).to_owned()).unwrap_or_default(),
            logged.people().filter_map(named).map(title).collect::<Vec<_>>().join(between),
        ];
        let at = Cell { text: entry.at.to_string(), kind: Kind::Instant };
        [at].into_iter().chain(texts.map(|text| Cell { text, kind: Kind::Text })).collect()
    }

    /// What the file says where it is cut.
    fn cut(&self) -> String {
        match self.language {
            Language::Zh => {
                format!("文件到此为止：一个文件最多 {} 条，更早的没有写入。请缩小范围后分次导出。", self.most)
            }
            Language::En => format!(
                "The file ends here: it holds {} entries at most, and what happened before is not in it. Narrow what you ask for, and take several.",
                self.most
            ),
        }
    }
}

/// What was asked for, by the keys of the page's texts.
fn given(ask: &AuditAsk) -> Vec<(&'static str, String)> {
    let kinds = ask.actions.iter().map(|action| words::word(*action)).collect::<Vec<_>>().join(", ");
    let given = [
        ("audit.who", ask.actor.clone()),
        ("audit.kind", Some(kinds)),
        ("audit.process", ask.process.clone()),
        ("audit.from", ask.from.map(|from| from.to_string())),
        ("audit.to", ask.to.map(|to| to.to_string())),
    ];
    given.into_iter().filter_map(|(key, value)| Some((key, value.filter(|it| !it.is_empty())?))).collect()
}
