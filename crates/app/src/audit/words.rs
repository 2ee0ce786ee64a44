//! What an entry of the log is called in a file: the texts of the page, so that both say the same.

use yuheng_definition::{Definitions, Label, Language};
use yuheng_engine::{Door, EntryAction};

use super::Logged;

/// The text of this key.
fn text<'d>(definitions: &'d Definitions, key: &'d str, language: Language) -> &'d str {
    definitions.locale.get(key).map_or(key, |label| label.text(language))
}

/// What was done: a step by its label, all else by its kind; of a vote, whether it agrees.
pub(super) fn deed(definitions: &Definitions, logged: &Logged, language: Language) -> String {
    let entry = &logged.entry;
    let step = entry.transition.as_ref().filter(|_| entry.action == EntryAction::Transitioned);
    let step = step.map(|id| {
        let known = logged.process.transitions.get(id);
        known.map_or_else(|| id.to_string(), |step| step.label.text(language).to_owned())
    });
    let deed = step.unwrap_or_else(|| match key(entry.action) {
        Some(key) => text(definitions, key, language).to_owned(),
        None => word(entry.action),
    });
    match entry.vote.as_ref().map(|vote| vote.agrees) {
        Some(true) => format!("{deed} · {}", text(definitions, "audit.agreed", language)),
        Some(false) => format!("{deed} · {}", text(definitions, "audit.against", language)),
        None => deed,
    }
}

/// What the history calls it.
pub(super) fn word(action: EntryAction) -> String {
    serde_json::to_value(action).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// By which door it came.
pub(super) fn door(definitions: &Definitions, door: Door, language: Language) -> &str {
    let key = match door {
        Door::Page => "audit.door_page",
        Door::Api => "audit.door_api",
        Door::Job => "audit.door_job",
        Door::Program => "audit.door_program",
    };
    text(definitions, key, language)
}

/// Who did what nobody may be named for.
pub(super) fn nobody(definitions: &Definitions, language: Language) -> &str {
    text(definitions, "audit.by_program", language)
}

/// What is asked of the log, by the texts over it.
pub(super) fn asked(definitions: &Definitions, given: &[(&str, String)]) -> Label {
    let said = |language: Language, colon: &str, between: &str| {
        let parts = given.iter().map(|(key, value)| format!("{}{colon}{value}", text(definitions, key, language)));
        let title = text(definitions, "audit.title", language).to_owned();
        [title].into_iter().chain(parts).collect::<Vec<_>>().join(between)
    };
    Label { zh: said(Language::Zh, "：", "；"), en: said(Language::En, ": ", "; ") }
}

/// The page's text for it; none: it is told by its step, or nobody reads of it.
const fn key(action: EntryAction) -> Option<&'static str> {
    use EntryAction as Did;
    Some(match action {
        Did::Created => "record.did_create",
        Did::Updated => "record.did_update",
        Did::Transitioned | Did::Removed => return None,
        Did::Commented => "record.did_comment",
        Did::Related => "record.did_relate",
        Did::Unrelated => "record.did_unrelate",
        Did::Attached => "record.did_attach",
        Did::Voided => "record.did_void",
        Did::Converted => "record.did_convert",
        Did::Merged => "record.did_merge",
        Did::Unmerged => "record.did_unmerge",
        Did::Split => "record.did_split",
        Did::ApprovalAsked => "record.did_ask_approval",
        Did::Voted => "record.did_vote",
        Did::ApprovalWithdrawn => "record.did_withdraw",
        Did::ApprovalUrged => "record.did_urge",
        Did::SignerAdded => "record.did_add_signer",
        Did::HandedOn => "record.did_hand_on",
        Did::Copied => "record.did_copy",
        Did::ApprovalVoided => "record.did_void_approval",
        Did::Warned => "record.did_warn",
        Did::Breached => "record.did_breach",
        Did::Escalated => "record.did_escalate",
        Did::Retargeted => "record.did_retarget",
        Did::Refused => "record.did_refuse",
        Did::SignedIn => "record.did_sign_in",
        Did::SignInFailed => "record.did_fail_sign_in",
        Did::AccountChanged => "record.did_change_account",
        Did::Exported => "record.did_export",
        Did::ViewingBegun => "record.did_begin_viewing",
        Did::ViewingEnded => "record.did_end_viewing",
        Did::Erased => "record.did_erase",
        Did::Migrated => "record.did_migrate",
    })
}
