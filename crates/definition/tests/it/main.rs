//! The definitions as their users meet them: text in, definitions or problems out; and the content over them.

mod bounds;
mod checking;
mod comparing;
mod content;
mod garbled;
mod overlay;
mod reading;
mod shipped;
mod small;
mod version;
