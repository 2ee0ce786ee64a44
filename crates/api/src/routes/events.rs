//! Live update: one stream of events by server-sent events, resumed by position. Events name a record and an entry,
//! never content, and only records that the caller may see at that moment.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::presence::PresenceTold;
use yuheng_app::view::Reference;
use yuheng_app::{Caller, Error, Happened};
use yuheng_engine::failpoint;

use crate::Server;
use crate::caller::{Credential, Known};
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;

/// How often the feed is looked at when nothing tells of changes: those of other nodes.
const PAUSE: Duration = Duration::from_secs(1);

/// Events.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(events))
}

/// Where the stream begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventParameters {
    /// After this position; from now on if none is given. `Last-Event-ID` wins.
    after: Option<u64>,
}

/// What changes, as it changes: server-sent events `changed` with `{record, process, number, n}`, their id the position, and
/// `notices` with how many one has not read, each time that this becomes another number, and `presence` with
/// `{record, process, number}` when at a record that one has open somebody came, left, began or ceased to write.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(EventParameters),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = ProblemBody)))]
async fn events(
    State(app): State<Server>,
    Known(caller): Known,
    credential: Credential,
    Query(asked): Query<EventParameters>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    // Whoever looks through another's eyes hears what changes as itself.
    caller.must_be_itself()?;
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let position = match resumed.or(asked.after) {
        Some(position) => position,
        None => app.feed_position().await?,
    };
    let (sender, receiver) = mpsc::channel(64);
    tokio::spawn(async move {
        match follow(&app, caller, &credential, position, &sender).await {
            Ok(()) | Err(Error::SignedOut) => {}
            Err(error) => tracing::warn!(%error, "a stream of events ended"),
        }
    });
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default()))
}

/// Sends until the reader goes, the session is over, or the program ends.
async fn follow(
    app: &Server,
    mut caller: Caller,
    credential: &Credential,
    mut position: u64,
    sender: &mpsc::Sender<Result<Event, Infallible>>,
) -> Result<(), Error> {
    let mut changes = app.store().changes();
    let (mut notified, mut presences) = (app.notified(), app.presences());
    let (mut told, mut is_pause, mut around) = (None, false, PresenceTold::new());
    let mut stopping = app.stopping();
    loop {
        let (seen, read) = app.happened(&caller, position).await?;
        position = read.position;
        let seen = seen.into_iter().filter(|_| !failpoint::armed("api.tells_no_changes"));
        let mut events: Vec<Event> = seen.map(changed).collect();
        // How many notices are unread is asked when this node has told somebody something, and with each pause.
        if told.is_none() || notified.has_changed().unwrap_or_default() || is_pause {
            notified.mark_unchanged();
            let unread = app.unread(&caller).await?;
            if told.replace(unread).is_some_and(|before| before != unread) {
                let data = serde_json::json!({ "unread": unread }).to_string();
                events.push(Event::default().event("notices").data(data));
            }
        }
        events.extend(app.presence_news(&caller, &mut around).await?.into_iter().map(presence));
        if read.has_more {
            // Whoever sees little of much need not begin so far back when it resumes.
            events.push(Event::default().id(position.to_string()));
        }
        for event in events {
            // A reader that has stopped reading must not hold the program up at its end.
            let sent = tokio::select! {
                sent = sender.send(Ok(event)) => sent.is_ok(),
                _ = stopping.wait_for(|is_stopping| *is_stopping) => false,
            };
            if !sent {
                return Ok(());
            }
        }
        is_pause = tokio::select! {
            () = sender.closed() => return Ok(()),
            _ = stopping.wait_for(|is_stopping| *is_stopping) => return Ok(()),
            () = std::future::ready(()), if read.has_more => false,
            _ = changes.changed() => false,
            _ = notified.changed() => { notified.mark_changed(); false }
            () = app.presence_differs(&mut presences, &caller, &around) => false,
            () = tokio::time::sleep(PAUSE) => true,
        };
        caller = credential.caller(app).await?;
    }
}

fn presence(at: Reference) -> Event {
    let data = serde_json::json!({ "record": at.id.to_string(), "process": at.process.as_str(), "number": at.number });
    Event::default().event("presence").data(data.to_string())
}

fn changed(happened: Happened) -> Event {
    let data = serde_json::json!({
        "record": happened.record.to_string(), "process": happened.process.as_str(),
        "number": happened.number, "n": happened.n,
    });
    Event::default().id(happened.position.to_string()).event("changed").data(data.to_string())
}
