//! What `yuheng check` finds: a line for each thing looked at, with what is wrong and what to do, in one language or both, or
//! as JSON.

mod machine;
mod settings;
mod store;

pub use machine::machine;
pub use settings::settings;
pub use store::over_store;

use serde::Serialize;
use yuheng_definition::{Label, Problem};

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As it should be.
    Good,
    /// It works, but somebody should know.
    Attention,
    /// It does not work.
    Bad,
}

/// Something that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What, as a word.
    pub what: &'static str,
    /// How it stands.
    pub level: Level,
    /// In words.
    pub said: Label,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_do: Option<Label>,
}

impl Finding {
    /// As it should be.
    pub const fn good(what: &'static str, said: Label) -> Self {
        Self { what, level: Level::Good, said, to_do: None }
    }

    /// It works, but somebody should know.
    pub const fn attention(what: &'static str, said: Label, to_do: Label) -> Self {
        Self { what, level: Level::Attention, said, to_do: Some(to_do) }
    }

    /// It does not work.
    pub const fn bad(what: &'static str, said: Label, to_do: Label) -> Self {
        Self { what, level: Level::Bad, said, to_do: Some(to_do) }
    }
}

/// A fault of the definitions as a finding.
pub fn of_problem(problem: &Problem) -> Finding {
    let place = format!("{}:{}", problem.file, problem.line);
    let said =
        Label { zh: format!("{place}：{}", problem.message.zh), en: format!("{place}: {}", problem.message.en) };
    let to_do = match &problem.nearest {
        Some(nearest) => {
            Label { zh: format!("最接近的名称：{nearest}"), en: format!("the nearest known name: {nearest}") }
        }
        None => Label::new("请在该行改正", "mend it at that line"),
    };
    Finding::bad("definitions", said, to_do)
}

/// In which languages it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Spoken {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Both, one after the other.
    Both,
}

impl Spoken {
    /// As the environment's locale says: both where it names neither.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let locale = names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty())).unwrap_or_default();
        match locale.get(..2) {
            Some("zh") => Self::Zh,
            Some("en") => Self::En,
            _ => Self::Both,
        }
    }

    /// What is said, a line for each language.
    fn say(self, label: &Label) -> Vec<&str> {
        match self {
            Self::Zh => vec![&label.zh],
            Self::En => vec![&label.en],
            Self::Both if label.zh == label.en => vec![&label.zh],
            Self::Both => vec![&label.zh, &label.en],
        }
    }
}

/// All findings as lines of text: a sign, the word, what is said; below it what to do.
pub fn lines(findings: &[Finding], spoken: Spoken) -> String {
    let mut text = String::new();
    for Finding { what, level, said, to_do } in findings {
        let sign = match level {
            Level::Good => ' ',
            Level::Attention => '!',
            Level::Bad => 'x',
        };
        let mut before = format!("{sign} {what}");
        for line in spoken.say(said) {
            text.push_str(&format!("{before:<18} {line}\n"));
            before.clear();
        }
        for line in to_do.iter().flat_map(|to_do| spoken.say(to_do)) {
            text.push_str(&format!("{before:<18} → {line}\n"));
        }
    }
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let (bad, attention) = (count(Level::Bad), count(Level::Attention));
    let last = match (bad, attention) {
        (0, 0) => Label::new("一切正常", "all is in order"),
        (0, _) => Label {
            zh: format!("可以运行；{attention} 处请留意（!）"),
            en: format!("it runs; to look at (!): {attention}"),
        },
        _ => Label { zh: format!("{bad} 处需要改正（x）"), en: format!("to be mended (x): {bad}") },
    };
    for line in spoken.say(&last) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_is_a_line_with_what_to_do_below() {
        let findings = [
            Finding::good("zone", Label::new("UTC", "UTC")),
            Finding::attention(
                "backup",
                Label::new("还没有备份", "no backup yet"),
                Label::new("等到今晚", "wait for tonight"),
            ),
        ];
        let said = lines(&findings, Spoken::En);
        let expected = [
            "  zone             UTC",
            "! backup           no backup yet",
            "                   → wait for tonight",
            "it runs; to look at (!): 1",
        ];
        assert_eq!(said.lines().collect::<Vec<_>>(), expected);
        assert!(lines(&findings, Spoken::Both).contains("还没有备份\n                   no backup yet\n"));
        assert!(lines(&findings, Spoken::Zh).ends_with("可以运行；1 处请留意（!）\n"));
    }

    #[test]
    fn the_language_is_the_locales_or_both() {
        let of = |set: &'static str| Spoken::of_environment(|name| (name == "LANG").then(|| set.to_owned()));
        assert_eq!((of("zh_CN.UTF-8"), of("en_GB.UTF-8"), of("C.UTF-8")), (Spoken::Zh, Spoken::En, Spoken::Both));
    }
}
