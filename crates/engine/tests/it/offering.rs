//! What may be done next: never promised where it would be refused.

use std::collections::BTreeMap;

use expect_test::expect;
use yuheng_engine::{
    ActionOffer, Actor, Attachment, Audience, Command, Comment, Joining, Lead, OfferComment, OfferId, Record, RecordId,
    Rejection, testing::Stage,
};

use crate::desk::{check, desk};

#[test]
fn transitions_from_the_state_come_with_what_is_missing() {
    check(
        "ann: create incident title=x customer=ACME assignee=bob\nann: actions INC1\nkim: actions INC1\njoe: actions INC1",
        &expect![[r#"
            INC1 created assignee=bob customer=ACME impact=low priority=p4 title=x urgency=low
            → bob assigned
            transition:start
            transition:cancel
            update
            comment
            note
            relate
            attach
            void: Needs the right to void it (process: incident)
            convert:request
            merge
            split
            transition:start
            transition:cancel: Needs the role: service_desk
            update: Needs the right to change it (process: incident)
            comment
            note
            relate
            attach
            void: Needs the right to void it (process: incident)
            convert:request: Needs the right to convert it (process: incident)
            merge: Needs the right to merge and split (process: incident)
            split: Needs the right to merge and split (process: incident)
            transition:start: Needs the role: service_desk, engineer
            transition:cancel: Needs the role: service_desk
            update: Needs the right to change it (process: incident)
            comment
            note: Needs the right to write internal notes (process: incident)
            relate: Needs the right to relate it (process: incident)
            attach
            void: Needs the right to void it (process: incident)
            convert:request: Needs the right to convert it (process: incident)
            merge: Needs the right to merge and split (process: incident)
            split: Needs the right to merge and split (process: incident)
        "#]],
    );
}

#[test]
fn separation_of_duties_is_said_on_the_button() {
    check(
        "ann: create incident title=x assignee=bob\nbob: do INC1 start\nbob: do INC1 resolve solution=y\nbob: actions INC1",
        &expect![[r#"
            INC1 created assignee=bob impact=low priority=p4 title=x urgency=low
            → bob assigned
            INC1 transitioned new→in_progress
            INC1 transitioned in_progress→resolved resolver=bob solution=y
            transition:confirm: Separation of duties: not for whoever had a part in “resolve”
            transition:reopen: Needs the role: customer, service_desk; or to be the requester
            update: Needs the right to change it (process: incident)
            comment
            note
            relate
            attach
            void: Needs the right to void it (process: incident)
            convert:request: Needs the right to convert it (process: incident)
            merge: Needs the right to merge and split (process: incident)
            split: Needs the right to merge and split (process: incident)
        "#]],
    );
}

#[test]
fn a_voter_is_offered_the_vote_and_the_asker_to_withdraw_and_urge() {
    check(
        "ann: create change title=x plan=y\nann: do CHG1 in_turn\nann: actions CHG1\nmax: actions CHG1",
        &expect![[r#"
            CHG1 created plan=y risk=low title=x
            CHG1 approvalasked
            → lea approval_asked
            transition:one
            transition:all
            transition:share
            transition:in_turn: An approval is pending
            transition:cancel
            withdraw
            urge
            copy
            update
            comment
            note
            attach
            void: Needs the right to void it (process: change)
            transition:one
            transition:all
            transition:share
            transition:in_turn: An approval is pending
            transition:cancel: Needs the role: service_desk
            vote: It is not this voter's turn yet
            add_signer: It is not this voter's turn yet
            copy
            update: Needs the right to change it (process: change)
            comment
            note
            attach
            void: Needs the right to void it (process: change)
        "#]],
    );
}

#[test]
fn a_closed_record_offers_only_talk() {
    check(
        "ann: create incident title=x\nann: do INC1 cancel\nann: actions INC1",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            INC1 transitioned new→cancelled
            update: The record is at its end or void
            comment
            note
            relate: The record is at its end or void
            attach: The record is at its end or void
            void: Needs the right to void it (process: incident)
            convert:request: The record is at its end or void
            merge: The record is at its end or void
            split: The record is at its end or void
        "#]],
    );
}

#[test]
fn what_may_not_be_seen_offers_nothing() {
    check(
        "ann: create change title=x\njoe: actions CHG1",
        &expect![[r#"
        CHG1 created risk=low title=x
        rejected: not found
    "#]],
    );
}

#[test]
fn a_vote_names_those_whose_vote_is_still_to_be_cast() {
    let mut desk = desk();
    let (kim, lea, max) = (desk.id("kim"), desk.id("lea"), desk.id("max"));
    let theirs = desk.world.assignments.iter_mut().filter(|held| [lea, max].contains(&held.person));
    theirs.for_each(|held| held.deputy = Some(kim));
    desk.run("ann: create change title=x plan=y\nann: do CHG1 all");
    assert_eq!(voters(&desk, "kim"), [lea, max]);
    assert_eq!(voters(&desk, "lea"), [lea]);
    desk.run("lea: vote CHG1 all yes");
    assert_eq!(voters(&desk, "kim"), [max]);
}

/// Whose votes `name` is offered to cast on the first change.
fn voters(desk: &Stage, name: &str) -> Vec<RecordId> {
    let offers = desk.offers_of(&desk.actor(name), desk.id("CHG1")).unwrap_or_default();
    offers.into_iter().filter(|offer| matches!(offer.id, OfferId::Vote(_))).flat_map(|offer| offer.voters).collect()
}

#[test]
fn what_leads_on_is_the_main_thing_unless_it_waits_for_others_or_for_ones_vote() {
    let mut desk = desk();
    desk.run("ann: create incident title=x customer=ACME requester=joe assignee=bob");
    assert_eq!(main(&desk, "bob", "INC1"), ["transition:start"]);
    assert_eq!(main(&desk, "kim", "INC1"), ["transition:start"]);
    assert_eq!(main(&desk, "joe", "INC1"), [""; 0]);
    desk.run("bob: do INC1 start\nbob: do INC1 resolve solution=y");
    assert_eq!(main(&desk, "joe", "INC1"), ["transition:confirm"]);
    assert_eq!(main(&desk, "bob", "INC1"), [""; 0], "confirming is for others, reopening is not the next thing");
    desk.run("ann: create change title=x plan=y\nann: do CHG1 all");
    assert_eq!(main(&desk, "lea", "CHG1"), [""; 0], "a vote is waited for");
}

#[test]
fn a_step_says_where_it_leads() {
    let mut desk = desk();
    desk.run("ann: create incident title=x");
    let offers = desk.offers_of(&desk.actor("ann"), desk.id("INC1")).unwrap();
    let leads = |id: &str| offers.iter().find(|offer| offer.id.to_string() == id).and_then(|offer| offer.leads);
    assert_eq!(leads("transition:start"), Some(Lead::On));
    assert_eq!(leads("transition:cancel"), Some(Lead::Out));
    assert_eq!(leads("update"), None);
}

/// The main things for `name` to do next.
fn main(desk: &Stage, name: &str, label: &str) -> Vec<String> {
    let offers = desk.offers_of(&desk.actor(name), desk.id(label)).unwrap_or_default();
    offers.into_iter().filter(|offer| offer.is_main).map(|offer| offer.id.to_string()).collect()
}

#[test]
fn an_offer_says_what_is_to_be_said_with_it() {
    let mut desk = desk();
    desk.run("eve: create incident title=x");
    let offers = desk.offers_of(&desk.actor("eve"), desk.id("INC1")).unwrap();
    let said = |id: &str| offers.iter().find(|offer| offer.id.to_string() == id).map(|offer| offer.comment);
    assert_eq!(said("void"), Some(OfferComment::Reason));
    assert_eq!(said("convert:request"), Some(OfferComment::None));
    assert_eq!(said("transition:start"), Some(OfferComment::Optional));
}

#[test]
fn what_is_offered_is_not_refused_and_what_is_not_is() {
    let mut desk = desk();
    desk.run(
        "ann: create incident title=a customer=ACME requester=joe
         ann: create incident title=b assignee=bob
         ann: do INC2 start
         ann: create incident title=c customer=ACME requester=joe assignee=bob
         ann: do INC3 start
         bob: do INC3 resolve solution=y
         ann: create incident title=d
         ann: do INC4 cancel
         ann: create incident title=e
         eve: void INC5 Twice
         ann: create change title=f plan=y
         ann: do CHG1 in_turn
         lea: create change title=g plan=y
         lea: do CHG2 all",
    );
    let records: Vec<_> = desk.records.values().collect();
    let mut offered = 0;
    for actor in ["ann", "bob", "kim", "lea", "max", "eve", "joe", "zoe"].map(|name| desk.actor(name)) {
        for record in &records {
            for offer in desk.offers_of(&actor, record.id).unwrap_or_default() {
                let refused = desk.decision(&actor, Some(record.id), &plainest(&offer, &actor, record)).err();
                let is_barred = refused.as_ref().is_some_and(|why| !matches!(why, Rejection::Invalid(_)));
                assert_eq!(offer.allowed, !is_barred, "{} on {}: {refused:?}", offer.id, record.label);
                offered += usize::from(offer.allowed);
            }
        }
    }
    assert!(offered > 100, "{offered}");
}

/// The command behind an offer, with nothing filled in.
fn plainest(offer: &ActionOffer, actor: &Actor, record: &Record) -> Command {
    let comment = |audience| Comment { body: "x".to_owned(), audience, with_gaps: false };
    match &offer.id {
        OfferId::Transition(id) => {
            Command::Transition { transition: id.clone(), changes: BTreeMap::new(), comment: None }
        }
        OfferId::Update => Command::Update { changes: BTreeMap::new() },
        OfferId::Comment => Command::Comment(comment(Audience::Public)),
        OfferId::Note => Command::Comment(comment(Audience::Internal)),
        OfferId::Relate => Command::Relate { kind: "related".into(), target: record.id },
        OfferId::Attach => Command::Attach(Attachment {
            id: record.id,
            digest: String::new(),
            name: "log.txt".to_owned(),
            media_type: String::new(),
            size: 0,
            audience: Audience::Public,
        }),
        OfferId::Void => Command::Void { reason: "x".to_owned() },
        OfferId::Convert(to) => Command::Convert { to: to.clone() },
        OfferId::Merge => Command::Merge { into: record.id },
        // Nothing is merged here, so it is never offered.
        OfferId::Unmerge => Command::Unmerge { from: record.id, state: record.state.clone() },
        // Nobody's own record is among these, and no command belongs to it.
        OfferId::ViewAs => Command::Update { changes: BTreeMap::new() },
        OfferId::Split => Command::Split { fields: BTreeMap::new(), files: Vec::new() },
        OfferId::Vote(id) => {
            let voter = offer.voters.first().copied().unwrap_or(actor.id);
            Command::Vote { approval: *id, voter, agrees: true, opinion: None, to_step: None }
        }
        OfferId::Withdraw(id) => Command::Withdraw { approval: *id },
        OfferId::Urge(id) => Command::Urge { approval: *id },
        OfferId::AddSigner(id) | OfferId::HandOn(id) => Command::Join {
            approval: *id,
            voter: offer.voters.first().copied().unwrap_or(actor.id),
            person: actor.id,
            how: if matches!(offer.id, OfferId::HandOn(_)) { Joining::HandedOn } else { Joining::Beside },
            reason: String::new(),
        },
        OfferId::Copy(id) => Command::Copy { approval: *id, people: vec![actor.id] },
    }
}
