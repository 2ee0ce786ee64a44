//! What the checker says of definitions that can be read but make no sense.

mod condition;
mod flow;
mod process;
mod rights;
mod rules;

use expect_test::expect;
use yuheng_definition::Definitions;

use crate::small::{said, source};

#[test]
fn the_small_set_has_no_problems() {
    expect!["no problems"].assert_eq(&said(Definitions::load(&source())));
}

#[test]
fn all_problems_are_said_at_once() {
    let mut source = source();
    source.files.insert("role/desk.toml".to_owned(), "lable = 3".to_owned());
    source.files.insert("extra.toml".to_owned(), String::new());
    expect![[r#"
        extra.toml:0: no place for this file: process/*.toml, with/*.toml, role/*.toml, standard/*.toml, template/*.toml, locale/*.toml, groups.toml, glossary.toml or setup.toml
        role:0: no role administers: one needs `administers = true`
        role/desk.toml:0: `label` is missing
        role/desk.toml:0: `purpose` is missing
        role/desk.toml:1: there is no key `lable` (did you mean `label`?)"#]]
    .assert_eq(&said(Definitions::load(&source)));
}
