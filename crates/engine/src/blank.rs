//! Texts in which there is nothing to be seen: they count as empty, whatever characters they are made of.

/// Whether `text` holds nothing but spaces and characters that leave no mark.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|one| one.is_whitespace() || is_invisible(one))
}

/// The characters that Unicode has ignored when they are shown (`Default_Ignorable_Code_Point`), and the empty cell of Braille.
const fn is_invisible(one: char) -> bool {
    matches!(one,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn what_leaves_no_mark_is_blank() {
        for blank in
            ["", " \t\n", "\u{3000}\u{a0}", "\u{200b}\u{feff}", "\u{2060}\u{ad}", "\u{3164}\u{ffa0}", "\u{2800}"]
        {
            assert!(is_blank(blank), "{}", blank.escape_unicode());
        }
        for seen in ["a", "\u{200b}中", "…", "👩\u{200d}💻", "\u{301}", "-"] {
            assert!(!is_blank(seen), "{}", seen.escape_unicode());
        }
    }
}
