//! Two nodes over one PostgreSQL: the same work, and revocation within a second.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, go, report, take_up};

#[test]
fn the_same_journey_over_two_nodes_on_postgres() {
    yuheng_testkit::run(journey, Backend::Postgres);
}

fn journey(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = server.second_node()?;
    let desk = server.sign_in("desk")?;
    let (engineer, customer) =
        (server.sign_in("engineer")?.at(node.address()), server.sign_in("jiangzhou")?.at(node.address()));
    let incident = report(&desk, "双节点：VPN 断开", "medium", "medium")?;
    take_up(&desk, &engineer, &incident)?;
    go(&engineer, &incident, "resolve", &json!({ "solution": "重启网关" }))?;
    go(&customer, &incident, "confirm", &json!({}))?;
    assert_eq!(again(&desk, &incident)?.body["state"], "closed");
    let there = desk.at(node.address());
    there.get("/api/v1/me")?.expect(200)?;
    desk.post("/api/v1/sign-out", &json!({}))?;
    assert_eq!(there.get("/api/v1/me")?.status, 401, "signed out on one node is signed out on the other");
    Ok(())
}
