//! One line: what it is about, how it stands, the figure, what to do.

use yuheng_definition::Label;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// It works; somebody should look at it one of these days.
    Attention,
    /// Somebody has to do something now.
    Bad,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name, for programs.
    pub id: String,
    /// What it is about.
    pub label: Label,
    /// How it stands.
    pub level: Level,
    /// That in a word; none: it is a figure alone.
    pub word: Option<Label>,
    /// The figure.
    pub figure: Label,
    /// What to do; none: nothing.
    pub to_do: Option<Label>,
}

impl Line {
    /// A line on which all is as it should be.
    pub fn good(id: &str, label: Label, figure: Label) -> Self {
        Self::fact(id, label, figure).saying("正常", "in order")
    }

    /// A figure that is neither good nor bad.
    pub fn fact(id: &str, label: Label, figure: Label) -> Self {
        Self { id: id.to_owned(), label, level: Level::Good, word: None, figure, to_do: None }
    }

    /// The same with another word.
    pub fn saying(self, zh: &str, en: &str) -> Self {
        Self { word: Some(Label::new(zh, en)), ..self }
    }

    /// The same, to be looked at.
    pub fn attention(self, word: (&str, &str), to_do: Label) -> Self {
        Self { level: Level::Attention, word: Some(Label::new(word.0, word.1)), to_do: Some(to_do), ..self }
    }

    /// The same, to be seen to now.
    pub fn bad(self, word: (&str, &str), to_do: Label) -> Self {
        Self { level: Level::Bad, word: Some(Label::new(word.0, word.1)), to_do: Some(to_do), ..self }
    }
}

/// A figure that is the same in both languages.
pub fn plain(text: impl Into<String>) -> Label {
    let text = text.into();
    Label { zh: text.clone(), en: text }
}
