//! The definitions as their users meet them: text in, definitions or problems out.

mod shipped;
