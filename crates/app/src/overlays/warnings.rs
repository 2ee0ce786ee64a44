//! What is not wrong with an overlay and yet would hold work up: approvals that nobody could give today, and states that records
//! leave on a condition only.

use yuheng_definition::{ConditionalExit, Definitions, Label, Problem, RoleId, TransitionId, conditional_exits};
use yuheng_engine::{Lack, RecordId, Ungivable, failpoint, ungivable};

use super::{Overlay, UNDER_CHECK};
use crate::{App, Caller, Result};

/// What is wrong with an overlay, and what is to be thought of before it is submitted.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong: with that it is not submitted.
    pub problems: Vec<Problem>,
    /// What would hold work up as things stand today.
    pub warnings: Vec<Problem>,
}

impl App {
    /// What is wrong with the overlay `id`, and what is to be thought of.
    ///
    /// # Errors
    /// Not found, also when it is no overlay.
    pub async fn overlay_check(&self, caller: &Caller, id: RecordId) -> Result<Checked> {
        let problems = self.overlay_problems(caller, id).await?;
        let overlay = self.overlay(caller, id).await?;
        let warnings = self.warnings_of(caller, overlay).await?;
        Ok(Checked { problems, warnings })
    }

    /// The warnings about an overlay laid over those that apply; none where it does not fit.
    pub(super) async fn warnings_of(&self, caller: &Caller, overlay: Overlay) -> Result<Vec<Problem>> {
        let both = self.without_and_with(overlay).await?;
        Ok(both.map(|(before, after)| self.warnings(caller, &before, &after)).unwrap_or_default())
    }

    /// What is to be thought of in `after` and was not in `before`: approvals that nobody could give today, states that records leave
    /// on a condition only.
    pub(super) fn warnings(&self, caller: &Caller, before: &Definitions, after: &Definitions) -> Vec<Problem> {
        let stuck = conditional_exits(before, after).into_iter().filter(|_| !failpoint::armed("app.overlooks_exits"));
        let mut warnings = self.ungivable(caller, before, after);
        warnings.extend(stuck.map(|it| exit(after, &it)));
        warnings
    }

    /// The approvals of an overlay laid over those that apply that nobody could give today; none where it does not fit.
    pub(super) async fn ungivable_of(&self, caller: &Caller, overlay: Overlay) -> Result<Vec<Problem>> {
        let both = self.without_and_with(overlay).await?;
        Ok(both.map(|(before, after)| self.ungivable(caller, &before, &after)).unwrap_or_default())
    }

    /// The approvals of `after`, not asked for so in `before`, that nobody could give today.
    fn ungivable(&self, caller: &Caller, before: &Definitions, after: &Definitions) -> Vec<Problem> {
        if failpoint::armed("app.warns_of_nothing") {
            return Vec::new();
        }
        let found = ungivable(before, after, &caller.in_force.world, self.today());
        found.iter().map(|it| warning(after, it)).collect()
    }

    /// The definitions without an overlay and with it; none where it does not fit.
    async fn without_and_with(&self, overlay: Overlay) -> Result<Option<(Definitions, Definitions)>> {
        let id = overlay.id;
        let mut laid = self.overlays_but(id).await?;
        let Ok(before) = self.laid(&laid, None) else { return Ok(None) };
        laid.push(overlay);
        laid.sort();
        Ok(self.laid(&laid, Some(id)).ok().map(|after| (before, after)))
    }
}

/// Where records might come to a stand.
fn exit(definitions: &Definitions, exit: &ConditionalExit) -> Problem {
    let process = definitions.process(exit.process.as_str());
    let called = |label: Option<&Label>, id: &str| label.cloned().unwrap_or_else(|| Label::new(id, id));
    let state = process.and_then(|process| process.states.get(&exit.state)).map(|state| &state.label);
    let state = called(state, exit.state.as_str());
    let step =
        |id: &TransitionId| called(process.and_then(|it| it.transitions.get(id)).map(|step| &step.label), id.as_str());
    let steps: Vec<Label> = exit.steps.iter().map(step).collect();
    let zh = steps.iter().map(|step| format!("“{}”", step.zh)).collect::<String>();
    let en = steps.iter().map(|step| format!("“{}”", step.en)).collect::<Vec<_>>().join(", ");
    let process = called(process.map(|process| &process.label), exit.process.as_str());
    let message = Label {
        zh: format!("{}：离开“{}”的步骤都带条件（{zh}）；条件都不满足时，记录会停在这里", process.zh, state.zh),
        en: format!(
            "{}: each step out of “{}” is under a condition ({en}); where none holds, records stay there",
            process.en, state.en
        ),
    };
    Problem { file: UNDER_CHECK.to_owned(), line: 0, message, nearest: None }
}

fn warning(definitions: &Definitions, ungivable: &Ungivable) -> Problem {
    let process = definitions.process(ungivable.process.as_str());
    let step = process.and_then(|process| process.transitions.get(&ungivable.transition));
    let called = |label: Option<&Label>, id: &str| label.cloned().unwrap_or_else(|| Label::new(id, id));
    let process = called(process.map(|process| &process.label), ungivable.process.as_str());
    let mut at = called(step.map(|step| &step.label), ungivable.transition.as_str());
    if let Some(step) = &ungivable.step {
        at = Label { zh: format!("{}（{}）", at.zh, step.zh), en: format!("{} ({})", at.en, step.en) };
    }
    let roles: Vec<Label> = ungivable.roles.iter().map(|role| role_label(definitions, role)).collect();
    let zh = roles.iter().map(|role| role.zh.as_str()).collect::<Vec<_>>().join("、");
    let en = roles.iter().map(|role| role.en.as_str()).collect::<Vec<_>>().join(", ");
    let (why_zh, why_en) = match ungivable.why {
        Lack::Holder => (format!("角色“{zh}”今天没有人担任"), format!("nobody holds the role {en} today")),
        Lack::Account => (
            format!("担任角色“{zh}”的人账户都已锁定，无法登录"),
            format!("the accounts of all who hold the role {en} are locked"),
        ),
        Lack::SomebodyElse => (
            format!("角色“{zh}”只有一人担任，而申请的也只能是此人"),
            format!("only one person holds the role {en}, and only that one could ask for it"),
        ),
        Lack::Another => (
            format!("角色“{zh}”没有另一个人担任，而各节点须由不同的人批准"),
            format!("nobody else holds the role {en}, and no two steps are given by the same person"),
        ),
    };
    let message = Label {
        zh: format!("“{}”的“{}”没有人能批准：{why_zh}", process.zh, at.zh),
        en: format!("{}: nobody could approve “{}”: {why_en}", process.en, at.en),
    };
    Problem { file: UNDER_CHECK.to_owned(), line: 0, message, nearest: None }
}

fn role_label(definitions: &Definitions, id: &RoleId) -> Label {
    definitions.roles.get(id).map_or_else(|| Label::new(id.as_str(), id.as_str()), |role| role.label.clone())
}
