//! The definitions as their users meet them: text in, definitions or problems out; and the content over them.

mod content;
mod shipped;
