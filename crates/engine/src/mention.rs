//! Mentions (抄送): `@` and the number of a person or contact in what is said. Whoever is mentioned is told and finds the record
//! among those that mention them, so all must be able to read it: somebody who can't is named, with the reason. The history
//! keeps the text as it was said, and nothing beside it.

use std::collections::BTreeSet;

use yuheng_definition::{Action, Label};

use crate::draft::Draft;
use crate::{Audience, Context, Door, Fault, RecordId, Rejection, access, fields};

/// The most people that one comment mentions.
pub const MENTIONS_MAX: usize = 20;

/// The numbers that a text mentions: `@`, capitals, digits.
#[must_use]
pub fn numbers(text: &str) -> BTreeSet<&str> {
    text.split('@').skip(1).map(word).filter(|word| is_number(word)).collect()
}

/// A text with names in the place of the numbers that it mentions, as far as they are known.
#[must_use]
pub fn with_names<'n>(text: &str, name_of: impl Fn(&str) -> Option<&'n str>) -> String {
    let mut parts = text.split('@');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = word(part);
        let name = Some(number).filter(|word| is_number(word)).and_then(&name_of);
        let rest = name.and_then(|_| part.get(number.len()..)).unwrap_or(part);
        said.extend(["@", name.unwrap_or_default(), rest]);
    }
    said
}

/// What stands directly behind an `@`.
fn word(rest: &str) -> &str {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Everyone whom `text`, said to `audience` on the draft's record, mentions, the speaker left out. A number that the speaker
/// could not put a name to is a word like others; to a customer so is that of one of us who could not read it, or it would learn
/// from the refusal who that is.
///
/// # Errors
/// When somebody could not read it, or they are too many.
pub(crate) fn mentioned(draft: &Draft, text: &str, audience: Audience) -> Result<Vec<RecordId>, Rejection> {
    let numbers = numbers(text);
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let ctx = draft.ctx;
    let others = ctx.world.people.iter().filter(|(id, _)| **id != ctx.actor.id);
    let known = others.filter(|(_, person)| numbers.contains(person.number.as_str()) && ctx.actor.may_name(person));
    let known: Vec<_> = known.filter(|(id, person)| ctx.actor.knows(person) || reads(draft, **id, audience)).collect();
    if known.len() > MENTIONS_MAX {
        return fields::refuse("body", Fault::Content(too_many()));
    }
    let blind = known.iter().filter(|(id, _)| !reads(draft, **id, audience)).map(|(_, person)| person.name.as_str());
    let blind: Vec<&str> = blind.collect();
    match blind.as_slice() {
        [] => Ok(known.into_iter().map(|(id, _)| *id).collect()),
        names => fields::refuse("body", Fault::Content(out_of_sight(names, audience))),
    }
}

/// Whether `person` reads what is said to `audience` on the draft's record.
pub(crate) fn reads(draft: &Draft, person: RecordId, audience: Audience) -> bool {
    let ctx = draft.ctx;
    let door = (Door::Page, None);
    let Some(actor) = access::actor(ctx.definitions, ctx.world, person, ctx.today(), door) else { return false };
    let theirs = Context { actor: &actor, ..*ctx };
    let may = |action| access::may(&theirs, draft.process, Some(&draft.record), action).is_ok();
    may(Action::View) && (audience == Audience::Public || may(Action::ViewInternal))
}

fn too_many() -> Label {
    Label {
        zh: format!("一次最多提及 {MENTIONS_MAX} 人"), en: format!("mentions more than {MENTIONS_MAX} people")
    }
}

fn out_of_sight(names: &[&str], audience: Audience) -> Label {
    let (zh, en) = (names.join("、"), names.join(", "));
    match audience {
        Audience::Public => Label {
            zh: format!("不能提及{zh}：无权查看本记录"),
            en: format!("can't mention {en}, who may not see the record"),
        },
        Audience::Internal => Label {
            zh: format!("不能提及{zh}：无权查看内部备注"),
            en: format!("can't mention {en}, who may not read internal notes on it"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_an_at_sign_and_a_number() {
        let found = |text| numbers(text).into_iter().collect::<Vec<_>>();
        assert_eq!(found("@PER0000030 请看，@CON0000007。"), ["CON0000007", "PER0000030"]);
        assert_eq!(found("请@PER0000030看 @PER0000030"), ["PER0000030"]);
        let named = |text| with_names(text, |number| (number == "PER2").then_some("王磊"));
        assert_eq!(named("请@PER2看，@@PER2 @PER22 a@b @"), "请@王磊看，@@王磊 @PER22 a@b @");
        assert_eq!(found("ann@example.com PER0000030 @王磊 @per1 @PER @@PER2 @"), ["PER2"]);
    }
}
