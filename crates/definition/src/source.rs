//! The texts that definitions are made from. Nothing here reads a disk: whoever has files hands over their texts.

use std::collections::BTreeMap;

/// The files of the definitions by path (`process/incident.toml`), and the overlays in force over them, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Text by path, relative to the folder of the definitions.
    pub files: BTreeMap<String, String>,
    /// The overlays' texts, the oldest first.
    pub overlays: Vec<String>,
}

static SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

impl Source {
    /// The definitions that the program carries.
    #[must_use]
    pub fn shipped() -> Self {
        SHIPPED.iter().copied().collect()
    }

    /// The records that a new installation begins with: `first-content/*.toml`, by path.
    pub fn first_content(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.starts_with("first-content/"))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

impl<P: Into<String>, T: Into<String>> FromIterator<(P, T)> for Source {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        Self { files, overlays: Vec::new() }
    }
}
