//! The end of the program.

use axum::body::to_bytes;
use serde_json::Value;

use crate::desk::Desk;

/// A stream has no end of its own; were it not ended, this would never return.
#[tokio::test]
async fn a_stream_of_events_ends_when_the_program_does() {
    let desk = Desk::new().await;
    let stream = desk.send("GET", "/api/v1/events", "en", &Value::Null).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    desk.app.stop();
    to_bytes(stream.into_body(), 1 << 20).await.unwrap();
}
