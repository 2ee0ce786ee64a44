//! A text's terms: words as they are, runs of Chinese, Japanese and Korean characters as pairs.

use std::collections::BTreeSet;

/// The longest term; what is longer is found by its beginning.
pub(super) const LONGEST: usize = 64;

/// The terms of `text`, each once. A run of CJK characters gives each pair of neighbours, and its last character alone,
/// so that one character is found as the beginning of a term.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = BTreeSet::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for character in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_cjk(character) {
            end_word(&mut terms, &mut word);
            run.push(character);
        } else {
            end_run(&mut terms, &mut run);
            if character.is_alphanumeric() {
                word.push(character);
            } else {
                end_word(&mut terms, &mut word);
            }
        }
    }
    terms.into_iter().collect()
}

fn end_word(terms: &mut BTreeSet<String>, word: &mut String) {
    if !word.is_empty() {
        terms.insert(word.chars().take(LONGEST).collect());
        word.clear();
    }
}

fn end_run(terms: &mut BTreeSet<String>, run: &mut Vec<char>) {
    terms.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
    terms.extend(run.last().map(char::to_string));
    run.clear();
}

/// Whether `character` is written without spaces between words.
pub(super) const fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn words_are_terms_and_chinese_is_pairs() {
        assert_eq!(terms("VPN 网络中断, vpn!"), ["vpn", "中断", "断", "络中", "网络"]);
        assert_eq!(terms("水"), ["水"]);
        assert_eq!(terms(" … "), Vec::<String>::new());
    }
}
