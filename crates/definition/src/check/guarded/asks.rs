//! Whether one approval asks for no less than another.

use crate::{ApprovalForm, ApprovalRule, Holder, Liberty, Party, Transition};

/// Whether an approval asks for no less than another: in each of its steps of no others, as many, about as much, with all that it
/// excludes; and lets no vote go to somebody whom the other does not ask.
pub(crate) fn no_less((step, own): (&Transition, &ApprovalRule), (other, rule): (&Transition, &ApprovalRule)) -> bool {
    // What excludes the voters of one's own other steps is the same under another name.
    let as_own = |party: &Party| match party {
        Party::VoterOn(id) if *id == other.id && rule.steps.len() > 1 => Party::VoterOn(step.id.clone()),
        party => party.clone(),
    };
    gives_each(&parts(own), &parts(rule))
        && rule.not_same_as.iter().all(|party| own.not_same_as.contains(&as_own(party)))
        && (rule.may.contains(&Liberty::HandOn) || !own.may.contains(&Liberty::HandOn))
        && (own.covers.is_empty()
            || (!rule.covers.is_empty() && rule.covers.iter().all(|field| own.covers.contains(field))))
}

/// Whether each step of an approval is asked in another of those who were asked, and by as many: where not one vote is enough,
/// of exactly those.
pub(crate) fn keeps_each(own: &ApprovalRule, rule: &ApprovalRule) -> bool {
    let (own, asked) = (parts(own), parts(rule));
    let mut own = own.iter();
    let keeps = |(by, form): &Part<'_>, (of, needed): &Part<'_>| {
        let is_all = *needed == ApprovalForm::One || of.iter().all(|holder| by.contains(holder));
        is_all && by.iter().all(|holder| of.contains(holder)) && share(*form) >= share(*needed)
    };
    asked.iter().all(|asked| own.any(|part| keeps(part, asked)))
}

type Part<'a> = (&'a [Holder], ApprovalForm);

/// What has to be given, one after the other.
fn parts(rule: &ApprovalRule) -> Vec<Part<'_>> {
    if rule.steps.is_empty() {
        return vec![(&rule.by, rule.form)];
    }
    rule.steps.iter().map(|step| (step.by.as_slice(), step.form)).collect()
}

/// Whether each of `asked` is given by one of `own`, in their order.
fn gives_each(own: &[Part<'_>], asked: &[Part<'_>]) -> bool {
    let mut own = own.iter();
    let gives = |(by, form): &Part<'_>, (of, needed): &Part<'_>| {
        by.iter().all(|holder| of.contains(holder)) && share(*form) >= share(*needed)
    };
    asked.iter().all(|asked| own.any(|part| gives(part, asked)))
}

/// The percent of the voters that a form asks for.
const fn share(form: ApprovalForm) -> u8 {
    match form {
        ApprovalForm::One => 0,
        ApprovalForm::Share(share) => share,
        ApprovalForm::All | ApprovalForm::InTurn => 100,
    }
}
