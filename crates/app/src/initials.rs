//! Names by their sound: whoever takes a call types `zm` or `zhangm` for 张敏.

use pinyin::ToPinyin as _;
use yuheng_engine::failpoint;

/// From how many letters on a sound is looked for, and up to how many.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=24;

/// Whether a name begins with `text` in pinyin, or its initials do.
pub(crate) fn sounds_like(name: &str, text: &str) -> bool {
    if failpoint::armed("app.hears_no_sound") {
        return false;
    }
    if !LETTERS.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    let syllables: Vec<&str> = name.to_pinyin().flatten().map(pinyin::Pinyin::plain).collect();
    let initials: String = syllables.iter().filter_map(|syllable| syllable.chars().next()).collect();
    initials.starts_with(&text) || syllables.concat().starts_with(&text)
}

/// A name as it is ordered: what is Chinese by its sound, the rest as it stands, without capitals.
pub(crate) fn spelt(name: &str) -> String {
    let letters = name.chars().map(|letter| match letter.to_pinyin() {
        Some(sound) => sound.plain().to_owned(),
        None => letter.to_lowercase().collect(),
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::{sounds_like, spelt};

    #[test]
    fn names_stand_in_the_order_of_their_sounds() {
        let mut names = ["赵强", "Li Wei", "王芳", "陈磊", "bob"];
        names.sort_by_cached_key(|name| spelt(name));
        assert_eq!(names, ["bob", "陈磊", "Li Wei", "王芳", "赵强"]);
    }

    #[test]
    fn a_name_is_found_by_its_initials_and_by_how_it_is_spelt() {
        for text in ["zm", "ZM", "zhang", "zhangm", "zhangmin"] {
            assert!(sounds_like("张敏", text), "{text}");
        }
        for text in ["z", "mz", "min", "zh4", "张", "zhangmins"] {
            assert!(!sounds_like("张敏", text), "{text}");
        }
    }
}
