//! What a large company costs: the same lists with the demo company as it ships, and with 100 processes, 5,000 people and
//! 200 saved views more.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::client::Client;

use crate::figures::{Figures, memory, middle, time};
use crate::{create, fill, processes};

/// How many processes there are beside the shipped ones.
const PROCESSES: u32 = 100;
/// How many people there are beside the demo's, each a record of its own.
const PEOPLE: u32 = 5_000;
/// How many views are shared with everybody.
const VIEWS: u32 = 200;
/// How many incidents lie in each store.
const INCIDENTS: u32 = 5_000;
/// Clients that fill the stores.
const CLIENTS: u32 = 8;

/// What is asked, by name. The first is the floor.
const READS: [(&str, &str); 8] = [
    ("GET /me, the empty authenticated request", "/api/v1/me"),
    ("list of 50: newest first", "/api/v1/records/incident?limit=50&sort=-opened_at"),
    ("list of 50: open, by priority", "/api/v1/records/incident?limit=50&sort=priority&filter=record.is_open"),
    ("list of 50 across processes", "/api/v1/records?limit=50&sort=-updated_at&filter=record.is_open"),
    ("the views of a list", "/api/v1/records/saved_view?limit=200&filter=record.records_of%20%3D%3D%20%22incident%22"),
    ("somebody by their sound", "/api/v1/records/person?limit=20&search=zhang"),
    ("folders with counts", "/api/v1/me/folders"),
    ("definitions", "/api/v1/definitions"),
];

/// Measures both companies in turn, so that whatever else the machine does meets both.
pub fn run(requests: u32, runs: u32) -> Result<()> {
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let [plain, large] = &folders;
    let servers = [processes::started(plain.path(), 0)?, processes::started(large.path(), PROCESSES)?];
    let [_, large] = &servers;
    grown(&large.sign_in("admin")?)?;
    let mut desks = Vec::new();
    for server in &servers {
        let desk = server.sign_in("desk")?;
        let customers = fill::customers(&desk)?;
        let wanted = |count| ("/api/v1/records/incident".to_owned(), fill::incident(count, &customers).into());
        create::run(&desk, CLIENTS, INCIDENTS / CLIENTS, &wanted)?;
        desks.push(desk);
    }
    let [plain, large] = &servers;
    println!(
        "memory with {INCIDENTS} incidents: {} MB; with {PROCESSES} processes, {PEOPLE} people and {VIEWS} views more: {} MB",
        memory(plain.process_id())?,
        memory(large.process_id())?
    );
    for (name, path) in READS {
        let mut found = [Vec::new(), Vec::new()];
        for _ in 0..runs {
            for (desk, figures) in desks.iter().zip(&mut found) {
                let get = |_| desk.get(path)?.expect(200).map(drop);
                figures.push(time(requests, (requests / 10).max(1), get)?);
            }
        }
        let [plain, large] = found;
        let ratio = middle(plain.iter().zip(&large).map(|(plain, large)| large.median / plain.median));
        println!("{name}: {}", Figures::middle(&plain));
        println!("  in the large company: {}; its median {ratio:.2} ×", Figures::middle(&large));
    }
    Ok(())
}

/// The company grows: people, and views that are everybody's.
fn grown(admin: &Client) -> Result<()> {
    let person = |count: u32| ("/api/v1/records/person".to_owned(), json!({ "name": format!("张{count}") }));
    create::run(admin, CLIENTS, PEOPLE / CLIENTS, &person)?;
    for count in 0..VIEWS {
        let fields = json!({
            "title": format!("视图 {count}"),
            "records_of": "incident",
            "filter": format!("record.is_open && record.description.contains(\"{count}\")"),
        });
        let kept = admin.post("/api/v1/records/saved_view", &fields)?.expect(201)?;
        let number = kept.body["number"].as_str().unwrap_or_default();
        let share = format!("/api/v1/records/saved_view/{number}/transitions/share_with_everybody");
        admin.post_if(&share, &kept.version(), &json!({}))?.expect(200)?;
    }
    Ok(())
}
