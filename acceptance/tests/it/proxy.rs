//! Behind a proxy on the same machine, as the operator's manual sets it up.

use anyhow::Result;
use yuheng_testkit::client::Client;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

on_both_stores!(the_measures_are_for_the_machine_itself, a_session_shows_where_its_user_is);

fn the_measures_are_for_the_machine_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let stranger = Client::anonymous(server.address());
    let told = stranger.send("GET", "/metrics", &[], b"")?.expect(200)?.text;
    for name in ["yuheng_outbox_backlog ", "yuheng_feed_backlog ", "yuheng_job_last_round_timestamp_seconds"] {
        assert!(told.contains(name), "{name} in {told}");
    }
    for added in [("x-forwarded-proto", "https"), ("x-forwarded-for", "10.1.2.3"), ("via", "1.1 proxy")] {
        stranger.send("GET", "/metrics", &[added], b"")?.expect(404)?;
    }
    Ok(())
}

fn a_session_shows_where_its_user_is(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let body = br#"{"login": "desk", "password": "yuheng-demo-2026"}"#;
    let headers = [("content-type", "application/json"), ("x-forwarded-for", "203.0.113.9, 10.1.2.3")];
    let begun = Client::anonymous(server.address()).send("POST", "/api/v1/sign-in", &headers, body)?;
    assert!(begun.status < 300, "{}", begun.text);
    let sessions = desk.get("/api/v1/sessions")?.expect(200)?;
    assert!(sessions.text.contains("10.1.2.3") && !sessions.text.contains("203.0.113.9"), "{}", sessions.text);
    Ok(())
}
