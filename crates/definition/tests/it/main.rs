//! The definitions as their users meet them: text in, definitions or problems out; and the content over them.

mod checking;
mod content;
mod garbled;
mod overlay;
mod reading;
mod shipped;
mod small;
mod version;
