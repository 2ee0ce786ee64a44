//! What is wrong with an expression, said so that its author can mend it.

use std::fmt;

use crate::Label;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong and what would be right, in both languages.
    pub message: Label,
    /// The nearest known name, where a name is unknown.
    pub nearest: Option<String>,
}

impl Fault {
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { message: Label { zh: zh.into(), en: en.into() }, nearest: None }
    }

    /// `name` is none of `known`; `zh` and `en` say what it was meant to name.
    pub(super) fn unknown<'k>(zh: &str, en: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        Self {
            nearest: nearest(name, known),
            ..Self::new(format!("未知的{zh} `{name}`"), format!("unknown {en} `{name}`"))
        }
    }
}

impl Fault {
    /// What is wrong, with the nearest known name.
    #[must_use]
    pub fn label(&self) -> Label {
        match &self.nearest {
            Some(nearest) => Label {
                zh: format!("{}，是否指 `{nearest}`？", self.message.zh),
                en: format!("{} (did you mean `{nearest}`?)", self.message.en),
            },
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.en)?;
        match &self.nearest {
            Some(nearest) => write!(f, " (did you mean `{nearest}`?)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// The known name that `name` was most likely meant to be.
fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let scored = known.into_iter().map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let (score, best) = scored.max_by(|left, right| left.0.total_cmp(&right.0))?;
    (score > 0.75).then(|| best.to_owned())
}
