//! Overlays that build on another: what it brings is named in them, and without it they fit no more.

use yuheng_definition::{Definitions, Label, Problem};
use yuheng_engine::failpoint;

use super::Overlay;
use crate::App;

/// What is left of overlays once those are out that don't fit without what is not among them.
pub(super) struct Fitting {
    /// The definitions with those that fit.
    pub(super) definitions: Definitions,
    /// Those that fit.
    pub(super) laid: Vec<Overlay>,
    /// Those that don't, each with what it lacks, in words for whoever would take that away.
    pub(super) building: Vec<Problem>,
}

impl App {
    /// Those of `laid` that fit by themselves; the others build on what is missing.
    ///
    /// # Errors
    /// With what is wrong, where it lies on none of them.
    pub(super) fn fitting(&self, mut laid: Vec<Overlay>) -> Result<Fitting, Vec<Problem>> {
        let mut building = Vec::new();
        laid.sort();
        loop {
            let problems = match self.laid(&laid, None) {
                Ok(definitions) => return Ok(Fitting { definitions, laid, building }),
                Err(problems) => problems,
            };
            let is_wrong = |overlay: &Overlay| problems.iter().any(|problem| problem.file == overlay.number);
            let (wrong, fit): (Vec<_>, Vec<_>) = laid.into_iter().partition(is_wrong);
            if wrong.is_empty() || failpoint::armed("app.names_no_builder") {
                return Err(problems);
            }
            for overlay in &wrong {
                building.push(builds_on_it(overlay));
                building.extend(problems.iter().filter(|problem| problem.file == overlay.number).cloned());
            }
            laid = fit;
        }
    }
}

fn builds_on_it(overlay: &Overlay) -> Problem {
    let Overlay { number, title, .. } = overlay;
    let message = Label {
        zh: format!(
            "{number}“{title}”用到了这张修改单带来的内容：先撤销 {number}，或先另立修改单去掉它用到的部分，再撤销这一张"
        ),
        en: format!(
            "{number} “{title}” builds on what this overlay brings: withdraw {number} first, or put one in its place that needs \
             nothing of this, then withdraw this one"
        ),
    };
    Problem { file: number.clone(), line: 0, message, nearest: None }
}
