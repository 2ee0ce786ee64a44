//! What ships, as a whole: the definitions, and the content over them.

mod content;
