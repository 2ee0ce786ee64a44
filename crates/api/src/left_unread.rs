//! What an early answer leaves unread of a body. A connection that is closed on bytes nobody read takes the answer down
//! with it, and whoever asked sees a broken connection in place of the reason; so the rest is read and forgotten first.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use http_body::{Frame, SizeHint};

/// The most that is read and forgotten, in bytes. Who sends more than this finds the connection closed.
const MOST: usize = 32 * 1024 * 1024;
/// The longest that it is waited for.
const LONGEST: Duration = Duration::from_secs(10);

/// The layer that reads the rest of a body before its answer goes out.
pub async fn read(request: Request, next: Next) -> Response {
    let unread = Unread::default();
    let waits = request.headers().contains_key(header::EXPECT);
    let lend = |body| Body::new(Lent { body, waits, back: unread.clone() });
    let response = next.run(request.map(lend)).await;
    let left = unread.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(body) = left.filter(|body| !body.is_end_stream()) {
        // Whoever sends too much, too slowly, or breaks off gets no answer, as if nothing had been read.
        drop(tokio::time::timeout(LONGEST, forget(body)).await);
    }
    response
}

async fn forget(body: Body) {
    let mut parts = body.into_data_stream();
    let mut read = 0;
    while let Some(Ok(part)) = parts.next().await {
        read += part.len();
        if read > MOST {
            return;
        }
    }
}

type Unread = Arc<Mutex<Option<Body>>>;

/// A body that comes back when whoever was given it lets go of it.
struct Lent {
    body: Body,
    /// Whoever asked sends nothing before it is asked for: nothing has been read, and nothing is on its way.
    waits: bool,
    back: Unread,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let lent = self.get_mut();
        lent.waits = false;
        Pin::new(&mut lent.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.waits {
            *self.back.lock().unwrap_or_else(PoisonError::into_inner) = Some(std::mem::take(&mut self.body));
        }
    }
}
