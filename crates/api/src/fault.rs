//! What a reader of JSON or of an address complains of, in our own words.

use yuheng_definition::Label;

/// What a reader complains of.
#[derive(Debug, PartialEq, Eq)]
pub enum Complaint<'a> {
    /// A name that nobody knows.
    Unknown(&'a str),
    /// A name that is needed.
    Missing(&'a str),
    /// A name given more than once.
    Twice(&'a str),
    /// A value that is none of the words.
    NoOption(&'a str),
    /// A value of another kind.
    Kind,
}

impl<'a> Complaint<'a> {
    /// The complaint in `text`, as serde puts it.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let named =
            |start: &str| text.split_once(start).and_then(|(_, rest)| rest.split_once('`')).map(|(name, _)| name);
        let found = [
            named("unknown field `").map(Self::Unknown),
            named("missing field `").map(Self::Missing),
            named("duplicate field `").map(Self::Twice),
            named("unknown variant `").map(Self::NoOption),
        ];
        found.into_iter().flatten().next().unwrap_or(Self::Kind)
    }

    /// The stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "unknown",
            Self::Missing(_) => "missing",
            Self::Twice(_) => "twice",
            Self::NoOption(_) => "no_option",
            Self::Kind => "kind",
        }
    }

    /// The name that is complained of, if it is one.
    #[must_use]
    pub const fn name(&self) -> Option<&'a str> {
        match self {
            Self::Unknown(name) | Self::Missing(name) | Self::Twice(name) => Some(name),
            Self::NoOption(_) | Self::Kind => None,
        }
    }

    /// In words.
    #[must_use]
    pub fn label(&self) -> Label {
        match self {
            Self::Unknown(name) => {
                Label::new(&format!("没有「{name}」这一项"), &format!("nothing here is called `{name}`"))
            }
            Self::Missing(name) => Label::new(&format!("缺少「{name}」"), &format!("`{name}` is missing")),
            Self::Twice(name) => {
                Label::new(&format!("「{name}」出现了不止一次"), &format!("`{name}` stands there more than once"))
            }
            Self::NoOption(word) => {
                Label::new(&format!("「{word}」不在选项中"), &format!("`{word}` is none of the words for it"))
            }
            Self::Kind => Label::new("值的类型或范围不正确", "a value of another kind or out of bounds"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Complaint<'_>) {
        assert_eq!(Complaint::of(text), expected, "{text}");
    }

    #[test]
    fn complaints_are_told_apart() {
        check("bogus: unknown field `bogus`, expected `filter` or `q`", Complaint::Unknown("bogus"));
        check("missing field `name`", Complaint::Missing("name"));
        check("duplicate field `title`", Complaint::Twice("title"));
        check("unknown variant `all`, expected `public` or `internal`", Complaint::NoOption("all"));
        check("invalid type: integer `3`, expected a string", Complaint::Kind);
    }
}
