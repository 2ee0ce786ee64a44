//! A text's terms: words as they are, runs of Chinese, Japanese and Korean characters as pairs. What is a term is decided
//! here alone, for both databases and for texts and questions alike: neither database cuts a term any further.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// The longest term; what is longer is found by its beginning.
pub(super) const LONGEST: usize = 64;

/// A text as search compares it: full and half width, composed and decomposed, large and small letters are one.
#[must_use]
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfkc().flat_map(char::to_lowercase).collect() }
}

/// Characters of one kind that stand together in a folded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) characters: Vec<char>,
    /// Whether they are written without spaces between words.
    pub(super) is_cjk: bool,
    /// Whether nothing follows it.
    pub(super) is_last: bool,
}

/// The runs of a folded text. What is neither letter nor digit separates them.
pub(super) fn runs(folded: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut goes_on = false;
    for character in folded.chars() {
        if !character.is_alphanumeric() {
            goes_on = false;
            continue;
        }
        let is_cjk = is_cjk(character);
        match runs.last_mut().filter(|run| goes_on && run.is_cjk == is_cjk) {
            Some(run) => run.characters.push(character),
            None => runs.push(Run { characters: vec![character], is_cjk, is_last: false }),
        }
        goes_on = true;
    }
    if let Some(last) = runs.last_mut() {
        last.is_last = goes_on;
    }
    runs
}

/// The terms of `text`, each once. A run of CJK characters gives each pair of neighbours, and its last character alone,
/// so that one character is found as the beginning of a term.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = BTreeSet::new();
    for Run { characters, is_cjk, .. } in runs(&fold(text)) {
        if is_cjk {
            terms.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
            terms.extend(characters.last().map(char::to_string));
        } else {
            terms.insert(characters.iter().take(LONGEST).collect());
        }
    }
    terms.into_iter().collect()
}

/// Whether `character` is written without spaces between words.
const fn is_cjk(character: char) -> bool {
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

    #[test]
    fn width_and_composition_make_no_difference() {
        assert_eq!(terms("ＶＰＮ"), terms("vpn"));
        assert_eq!(terms("ﾌﾟﾘﾝﾀ"), terms("プリンタ"));
        assert_eq!(terms("cafe\u{301}"), terms("Café"));
        assert_eq!(terms("⽔"), terms("水"));
        assert_eq!(terms("カ・ナ⺮架"), ["カ", "ナ", "架"]);
    }
}
