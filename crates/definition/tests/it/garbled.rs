//! Whatever stands in a file, the loader says what is wrong with it and never gives up.

use proptest::prelude::*;
use yuheng_definition::{Definitions, overlay};

use crate::small::{JOB, source};

/// Pieces of TOML that stand where others belong.
const PIECES: &[&str] = &[
    "",
    "[]",
    "{}",
    "{",
    "\"",
    "\n",
    "[fields]\n",
    "= 3",
    "[[grants]]\n",
    "1979-05-27",
    "1.5",
    "\"@title\"",
    "''''",
    "[[[",
    "\u{0}",
    "是",
];

fn garbled() -> impl Strategy<Value = String> {
    let cuts: Vec<usize> = JOB.char_indices().map(|(index, _)| index).collect();
    let cut = proptest::sample::select(cuts);
    (cut.clone(), cut, proptest::sample::select(PIECES)).prop_map(|(one, other, piece)| {
        let (from, until) = (one.min(other), one.max(other).min(one.min(other) + 40));
        let until = (from..=until).rev().find(|index| JOB.is_char_boundary(*index)).unwrap_or(from);
        format!("{}{piece}{}", &JOB[..from], &JOB[until..])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_garbled_process_is_refused_by_file_and_line(text in garbled()) {
        let mut source = source();
        source.files.insert("process/job.toml".to_owned(), text);
        if let Err(problems) = Definitions::load(&source) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.message.zh.is_empty() && !problem.message.en.is_empty()));
        }
    }

    #[test]
    fn a_garbled_overlay_is_refused(text in garbled()) {
        let overlay = text.replace("[fields]", "[process.job.fields]").replace("[transitions.", "[process.job.transitions.");
        if let Ok(laid) = overlay::apply(&source(), &overlay) {
            drop(Definitions::load(&laid));
        }
    }
}
