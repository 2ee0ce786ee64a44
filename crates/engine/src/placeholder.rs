//! Placeholders in texts that are written once and filled often: which there are, and what stands for them. The list is closed,
//! so that a text can be checked when it is kept.

use yuheng_definition::{Label, Language, Value, nearest};

use crate::{Record, failpoint};

/// Whether a text template goes into internal notes only.
#[must_use]
pub fn is_internal(template: &Record) -> bool {
    template.fields.get("internal_only") == Some(&Value::Bool(true))
}

/// A placeholder, `{{customer.title}}`.
#[derive(Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// What stands between the braces.
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
}

/// All that there are.
pub static PLACEHOLDERS: [Placeholder; 8] = [
    Placeholder { name: "record.number", zh: "编号", en: "number" },
    Placeholder { name: "record.title", zh: "标题", en: "title" },
    Placeholder { name: "customer.title", zh: "客户", en: "customer" },
    Placeholder { name: "requester.title", zh: "请求人", en: "requester" },
    Placeholder { name: "assignee.title", zh: "处理人", en: "assignee" },
    Placeholder { name: "service.title", zh: "服务", en: "service" },
    Placeholder { name: "actor.title", zh: "您的姓名", en: "your name" },
    Placeholder { name: "today", zh: "今天", en: "today" },
];

impl Placeholder {
    /// What it stands for, in words.
    #[must_use]
    pub fn label(&self) -> Label {
        Label::new(self.zh, self.en)
    }

    /// What stands where there is nothing to fill in: marked, so that nobody sends it unread. The brackets are such as nobody
    /// writes otherwise, so that the mark is known again in any text.
    fn gap(&self, language: Language) -> String {
        match language {
            Language::Zh => format!("〔{}：未填〕", self.zh),
            Language::En => format!("〔{}: missing〕", self.en),
        }
    }
}

/// A text with its placeholders filled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Those for which there was nothing, each once.
    pub gaps: Vec<&'static Placeholder>,
}

/// A piece of a text: as it stands, or a name in braces.
enum Piece<'t> {
    Words(&'t str),
    Named(&'t str),
}

/// The pieces of a text; braces that are not closed are words.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once("{{") {
        let Some((name, left)) = after.split_once("}}") else { break };
        found.extend([Piece::Words(words), Piece::Named(name.trim())]);
        rest = left;
    }
    found.push(Piece::Words(rest));
    found
}

/// Whether a text has placeholders.
#[must_use]
pub fn has_any(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Named(_)))
}

/// What is wrong with the placeholders of a text: those that there are not.
#[must_use]
pub fn unknown(text: &str) -> Vec<Label> {
    let names = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Named(name) if !PLACEHOLDERS.iter().any(|known| known.name == name) => Some(name),
        _ => None,
    });
    let told = names.map(|name| {
        let like = nearest(name, PLACEHOLDERS.iter().map(|known| known.name));
        let (zh, en) = like.map_or_else(Default::default, |like| {
            (format!("，是否想写 {{{{{like}}}}}？"), format!("; did you mean {{{{{like}}}}}?"))
        });
        Label {
            zh: format!("没有占位符 {{{{{name}}}}}{zh}"),
            en: format!("there is no placeholder {{{{{name}}}}}{en}"),
        }
    });
    told.collect()
}

/// Fills a text; `value` gives what stands for a placeholder, if anything does.
pub fn fill(text: &str, language: Language, value: impl Fn(&str) -> Option<String>) -> Filled {
    let mut filled = Filled::default();
    for piece in pieces(text) {
        let name = match piece {
            Piece::Words(words) => {
                filled.text.push_str(words);
                continue;
            }
            Piece::Named(name) => name,
        };
        match (value(name), PLACEHOLDERS.iter().find(|known| known.name == name)) {
            (Some(value), _) => filled.text.push_str(&value),
            (None, Some(_)) if failpoint::armed("placeholder.fills_gaps_with_nothing") => {}
            (None, Some(known)) => {
                filled.text.push_str(&known.gap(language));
                if !filled.gaps.contains(&known) {
                    filled.gaps.push(known);
                }
            }
            (None, None) => filled.text.push_str(name),
        }
    }
    filled
}

/// The gaps that still stand in a text, in either language.
pub fn left_in(text: &str) -> impl Iterator<Item = &'static Placeholder> {
    PLACEHOLDERS.iter().filter(|known| [Language::Zh, Language::En].iter().any(|it| text.contains(&known.gap(*it))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_filled_in_and_what_is_not_is_marked() {
        let value = |name: &str| (name == "record.number").then(|| "INC0000001".to_owned());
        let filled = fill("{{ record.number }}，{{customer.title}} {{ {{", Language::Zh, value);
        assert_eq!(filled.text, "INC0000001，〔客户：未填〕 {{ {{");
        assert_eq!(filled.gaps.iter().map(|gap| gap.name).collect::<Vec<_>>(), ["customer.title"]);
    }

    #[test]
    fn a_gap_is_known_again_and_other_brackets_are_none() {
        let left = |text: &str| left_in(text).map(|gap| gap.name).collect::<Vec<_>>();
        let written = "{{customer.title}}, {{service.title}}";
        for language in [Language::Zh, Language::En] {
            assert_eq!(left(&fill(written, language, |_| None).text), ["customer.title", "service.title"]);
        }
        assert_eq!(left("[customer: missing] 〔客户〕 〔2026〕12 号 客户：未填"), [""; 0]);
    }

    #[test]
    fn what_is_filled_in_is_not_read_again() {
        let value = |name: &str| (name == "record.title").then(|| "{{actor.title}}".to_owned());
        assert_eq!(fill("{{record.title}}", Language::En, value).text, "{{actor.title}}");
    }

    #[test]
    fn a_placeholder_that_there_is_not_is_told_with_the_nearest() {
        assert_eq!(unknown("{{today}} {{record.number}}"), []);
        let told = unknown("{{custommer.title}}");
        assert_eq!(told[0].en, "there is no placeholder {{custommer.title}}; did you mean {{customer.title}}?");
    }
}
