//! A company's year, acted out through the engine under simulated time. What happens is data (`demo/story`), how it
//! happens is here; neither knows a process by name.

mod acting;
mod chance;
mod company;
mod ids;
mod script;
mod season;
mod story;
mod text;
mod told;
mod year;

pub use acting::{Acted, Plan, Progress};
pub use chance::Chance;
pub use company::{ACCOUNTS, COMPANY, STORY};
pub use ids::SeededIds;
pub use story::Story;
pub use year::{Stage, fill};
