//! Who may do what: role × process × state × action over all that ships, as one file that is read in review. A right
//! that comes or goes shows as a changed line.

use std::collections::BTreeMap;

use expect_test::expect_file;
use yuheng_definition::{Definitions, Value};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Missing, Rejection};

/// Whoever holds no role but the one, and belongs to nothing.
fn holders(stage: &mut Stage) -> Vec<String> {
    let roles: Vec<String> = stage.definitions.roles.keys().map(ToString::to_string).collect();
    let of_staff = |stage: &Stage, role: &str| stage.definitions.roles[role].held_by_contacts;
    let mut names = Vec::new();
    for role in roles {
        if !of_staff(stage, &role) {
            stage.person(&role, &[&role]);
            names.push(role);
        }
    }
    names
}

#[test]
fn every_role_may_do_what_the_file_says() {
    let definitions = Definitions::shipped().expect("what ships has no problems");
    let mut stage = Stage::new(definitions);
    let acme = stage.stand("ACME", "customer", "in_force", &[]);
    let mut names = holders(&mut stage);
    stage.contact("a contact of the customer", acme);
    names.push("a contact of the customer".to_owned());
    let other = stage.stand("OTHER", "customer", "in_force", &[]);
    stage.contact("a contact of another customer", other);
    names.push("a contact of another customer".to_owned());

    let mut told = String::new();
    for process in stage.definitions.processes.clone().values() {
        let mut rows: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for state in process.states.keys() {
            let fields: &[(&str, Value)] = &[("customer", Value::from(acme.to_string()))];
            let has_customer = process.fields.contains_key("customer");
            let record = stage.stand("X", process.id.as_str(), state.as_str(), if has_customer { fields } else { &[] });
            let mut may: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for name in &names {
                match stage.offers_of(&stage.actor(name), record) {
                    Ok(offers) => {
                        may.entry("see".to_owned()).or_default().push(name);
                        let open =
                            offers.iter().filter(|offer| offer.allowed || is_of_the_moment(offer.missing.as_ref()));
                        for offer in open {
                            may.entry(offer.id.to_string()).or_default().push(name);
                        }
                    }
                    Err(Rejection::NotFound) => {}
                    Err(other) => panic!("{name} on {}: {other}", process.id),
                }
            }
            for (action, who) in may {
                rows.entry(action).or_default().entry(who.join(" ")).or_default().push(state.to_string());
            }
        }
        told.push_str(&format!("\n{}\n", process.id));
        for (action, by_state) in rows {
            for (who, states) in by_state {
                told.push_str(&format!("  {action}  [{}]  {who}\n", states.join(" ")));
            }
        }
    }
    expect_file!["./matrix.txt"].assert_eq(&told);
}

/// What is missing is no right: the record's content or state stands in the way.
fn is_of_the_moment(missing: Option<&Missing>) -> bool {
    matches!(missing, Some(Missing::Guard(_)))
}
