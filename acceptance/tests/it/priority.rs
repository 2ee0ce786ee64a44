//! The priority matrix: feature F-INC-01.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Answer;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, path, report, try_to,
};

on_both_stores!(
    f_inc_01_priority_from_a_matrix_that_can_be_edited,
    f_inc_01_a_contract_has_a_matrix_of_its_own,
    what_priorities_and_deadlines_come_from_does_not_leave_without_a_word,
    a_matrix_of_its_own_may_say_less,
);

fn f_inc_01_priority_from_a_matrix_that_can_be_edited(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("slmanager")?);
    let before = report(&desk, "打印慢", "low", "low")?;
    proof!(before.body["fields"]["priority"] == "p5", "by the matrix as shipped");
    let without_reason = desk.patch_if(&path(&before), &before.version(), &json!({ "priority": "p1" }))?;
    proof!(without_reason.status == 422, "another priority needs a reason: {}", without_reason.text);
    let reason = json!({ "priority": "p3", "priority_reason": "领导现场" });
    let with_reason = desk.patch_if(&path(&before), &before.version(), &reason)?.expect(200)?;
    proof!(with_reason.body["fields"]["priority"] == "p3", "and then stands");
    let matrices = manager.get("/api/v1/records/priority_matrix?limit=5")?.expect(200)?;
    let number = matrices.body["items"][0]["number"].as_str().unwrap_or_default().to_owned();
    let at = format!("/api/v1/records/priority_matrix/{number}");
    let matrix = manager.get(&at)?.expect(200)?;
    let mut cells = matrix.body["fields"]["cells"].clone();
    for cell in cells.as_array_mut().into_iter().flatten() {
        if cell["impact"] == "low" && cell["urgency"] == "low" {
            cell["priority"] = json!("p4");
        }
    }
    manager.patch_if(&at, &matrix.version(), &json!({ "cells": cells }))?.expect(200)?;
    let after = report(&desk, "打印慢", "low", "low")?;
    proof!(after.body["fields"]["priority"] == "p4", "by the matrix as edited: {}", after.body["fields"]["priority"]);
    assert!(again(&desk, &before)?.body["fields"]["priority"] == "p3", "what was decided before stays");
    Ok(())
}

fn what_priorities_and_deadlines_come_from_does_not_leave_without_a_word(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let manager = server.sign_in("slmanager")?;
    let why = json!({ "comment": { "body": "不再使用", "audience": "internal" } });
    let retire = |record: &Answer| -> Result<Answer> {
        let version = again(&manager, record)?.version();
        manager.post_if(&format!("{}/transitions/retire", path(record)), &version, &why)
    };
    let one = |process: &str, filter: &str| -> Result<Answer> {
        let found =
            manager.get(&format!("/api/v1/records/{process}?limit=1&filter={}", encode(filter)))?.expect(200)?;
        let number = found.body["items"][0]["number"].as_str().context("one")?.to_owned();
        manager.get(&format!("/api/v1/records/{process}/{number}"))
    };
    // A calendar by which agreements count.
    let agreement = one("service_level_agreement", "record.state == \"in_force\" && has(record.calendar)")?;
    let number = agreement.body["fields"]["calendar"]["number"].as_str().context("its calendar")?;
    let calendar = manager.get(&format!("/api/v1/records/calendar/{number}"))?.expect(200)?;
    let refused = retire(&calendar)?;
    assert!(refused.status == 422 && refused.text.contains("agreements in force"), "{}", refused.text);
    let reason = json!({ "reason": "建错了" });
    let version = again(&manager, &calendar)?.version();
    let refused = manager.post_if(&format!("{}/void", path(&calendar)), &version, &reason)?;
    assert!(refused.status == 422 && refused.text.contains("agreements in force"), "nor as an error: {}", refused.text);
    assert_eq!(again(&manager, &calendar)?.body["state"], "in_force");
    // An agreement that would count by one that is not in force.
    let draft = json!({ "title": "草稿日历", "around_the_clock": true });
    let draft = create(&manager, "calendar", &draft)?;
    let version = again(&manager, &agreement)?.version();
    let refused = manager.patch_if(&path(&agreement), &version, &json!({ "calendar": draft.body["number"] }))?;
    assert!(refused.status == 422 && refused.body["fields"][0]["field"] == "calendar", "{}", refused.text);
    retire(&draft)?.expect(200).context("what nobody counts by can go")?;
    // The general matrix stays, and stays whole.
    let matrix =
        one("priority_matrix", "!has(record.service) && !has(record.contract) && record.state == \"in_force\"")?;
    let refused = retire(&matrix)?;
    assert!(refused.status == 422 && refused.text.contains("general matrix"), "{}", refused.text);
    let services = manager.get("/api/v1/records/service?limit=1")?.expect(200)?;
    let turned = json!({ "service": services.body["items"][0]["number"] });
    let version = again(&manager, &matrix)?.version();
    let refused = manager.patch_if(&path(&matrix), &version, &turned)?;
    assert!(refused.status == 422 && refused.body["fields"][0]["field"] == "service", "nor turned: {}", refused.text);
    let cells: Vec<_> = matrix.body["fields"]["cells"].as_array().into_iter().flatten().skip(1).cloned().collect();
    let version = again(&manager, &matrix)?.version();
    let refused = manager.patch_if(&path(&matrix), &version, &json!({ "cells": cells }))?;
    assert!(refused.status == 422 && refused.text.contains("High × High"), "the cell is named: {}", refused.text);
    Ok(())
}

/// Where a matrix of its own says nothing of a cell, the general one does.
fn a_matrix_of_its_own_may_say_less(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("slmanager")?);
    let services = desk.get("/api/v1/records/service?limit=1")?.expect(200)?;
    let service = services.body["items"][0]["number"].as_str().context("a service")?;
    let cells = json!([{ "impact": "high", "urgency": "high", "priority": "p2" }]);
    let matrix = json!({ "title": "一项服务的矩阵", "service": service, "cells": cells });
    go(&manager, &create(&manager, "priority_matrix", &matrix)?, "put_in_force", &json!({}))?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    for (level, priority) in [("high", "p2"), ("low", "p5")] {
        let fields =
            json!({ "title": "慢", "customer": customer, "service": service, "impact": level, "urgency": level });
        let made = create(&desk, "incident", &fields)?;
        assert_eq!(made.body["fields"]["priority"], priority, "{level}: {}", made.text);
    }
    Ok(())
}

/// What the contract covers is ranked by its matrix, what another customer reports is not, and nothing is when it is retired.
fn f_inc_01_a_contract_has_a_matrix_of_its_own(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("slmanager")?);
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let contracts = manager.get("/api/v1/records/contract?limit=50")?.expect(200)?;
    let contracts = contracts.body["items"].as_array().context("contracts")?;
    let own =
        contracts.iter().find(|it| it["fields"]["customer"]["number"] == customer.as_str()).context("contract")?;
    let cells = json!([{ "impact": "low", "urgency": "low", "priority": "p2" }]);
    let service = &own["fields"]["services"][0]["service"]["number"];
    let covered =
        json!({ "title": "打印慢", "customer": customer, "service": service, "impact": "low", "urgency": "low" });
    let matrix = json!({ "title": "合同专用矩阵", "contract": own["number"], "cells": cells });
    let matrix = create(&manager, "priority_matrix", &matrix)?;
    let before = create(&desk, "incident", &covered)?;
    assert!(before.body["fields"]["priority"] == "p5", "a draft ranks nothing");
    go(&manager, &matrix, "put_in_force", &json!({}))?;
    let second = json!({ "title": "又一个专用矩阵", "contract": own["number"], "cells": cells });
    let second = create(&manager, "priority_matrix", &second)?;
    let refused = try_to(&manager, &second, "put_in_force", &json!({}))?;
    let first = matrix.body["number"].as_str().context("number")?;
    assert!(refused.status == 422 && refused.text.contains(first), "one for a contract: {}", refused.text);
    let under_it = create(&desk, "incident", &covered)?;
    proof!(under_it.body["fields"]["priority"] == "p2", "the contract's: {}", under_it.body["fields"]["priority"]);
    let other = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let fields = json!({ "title": "打印慢", "customer": other, "impact": "low", "urgency": "low" });
    let elsewhere = create(&desk, "incident", &fields)?;
    proof!(elsewhere.body["fields"]["priority"] == "p5", "others keep the general one");
    let now = again(&manager, &matrix)?;
    let why = json!({ "comment": { "body": "不再专用", "audience": "internal" } });
    manager.post_if(&format!("{}/transitions/retire", path(&matrix)), &now.version(), &why)?.expect(200)?;
    let after = create(&desk, "incident", &covered)?;
    proof!(after.body["fields"]["priority"] == "p5", "and it is general again");
    Ok(())
}
