//! Where a reader of TOML stumbled, in our own words: the parser's stand in English only, in brackets.

use crate::Label;

/// What `said` a parser that stumbled at the byte `at` of `text`: the line, and the sentence.
#[must_use]
pub fn not_toml(text: &str, at: Option<usize>, said: &str) -> (usize, Label) {
    let (line, column) = place(text, at.unwrap_or_default());
    let message = Label::new(
        &format!("第 {line} 行第 {column} 列不符合 TOML 语法"),
        &format!("not TOML at line {line}, column {column} ({})", one_line(said)),
    );
    (line, message)
}

/// The same of TOML that holds something else than it should.
#[must_use]
pub fn not_as_it_should_be(text: &str, at: Option<usize>, said: &str) -> (usize, Label) {
    let (line, column) = place(text, at.unwrap_or_default());
    let message = Label::new(
        &format!("第 {line} 行第 {column} 列的键或值不是此处应有的"),
        &format!("not what belongs at line {line}, column {column} ({})", one_line(said)),
    );
    (line, message)
}

/// The line of the byte `at`, and the column in characters, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn one_line(said: &str) -> String {
    said.trim().split('\n').map(str::trim).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_counted_in_characters() {
        let (line, message) = not_toml("a = 1\n服务 = = 3\n", Some(13), "extra `=`,\nexpected nothing");
        assert_eq!((line, message.zh.as_str()), (2, "第 2 行第 4 列不符合 TOML 语法"));
        assert_eq!(message.en, "not TOML at line 2, column 4 (extra `=`,; expected nothing)");
    }
}
