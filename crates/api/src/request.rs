//! What comes with a write beside its body, and how a written record goes out.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use yuheng_app::records::{Idempotency, Request, Written};
use yuheng_app::view::RecordView;
use yuheng_definition::Label;

use crate::problem::Problem;
use crate::types::record::Record;
use crate::types::written;

/// The longest idempotency key, in characters.
const LONGEST_KEY: usize = 200;

/// Reads `If-Match` and `Idempotency-Key`.
///
/// # Errors
/// When one of them can't be read.
pub fn request(headers: &HeaderMap, route: &str, body: &[u8]) -> Result<Request, Problem> {
    let based_on = match text(headers, "if-match")? {
        Some(tag) => Some(based_on(tag).ok_or_else(|| {
            Problem::bad_request(Label::new("If-Match 应为 ETag 中的版本", "If-Match has to be the version of an ETag"))
        })?),
        None => None,
    };
    let idempotency = match text(headers, "idempotency-key")? {
        Some(key) if key.is_empty() || key.chars().count() > LONGEST_KEY => {
            let label = Label::new("Idempotency-Key 应为 1 到 200 个字符", "Idempotency-Key has 1 to 200 characters");
            return Err(Problem::bad_request(label));
        }
        Some(key) => {
            Some(Idempotency { key: key.to_owned(), route: route.to_owned(), body: Sha256::digest(body).into() })
        }
        None => None,
    };
    Ok(Request { based_on, idempotency })
}

/// The text of a header, which may hold any UTF-8.
fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Problem> {
    let read = headers.get(name).map(|value| std::str::from_utf8(value.as_bytes())).transpose();
    read.map_err(|_| {
        Problem::bad_request(Label::new(&format!("{name} 不是 UTF-8 文本"), &format!("{name} is no text in UTF-8")))
    })
}

/// `"3"`, `3` or `W/"3"`.
fn based_on(tag: &str) -> Option<u64> {
    tag.trim().trim_start_matches("W/").trim_matches('"').parse().ok()
}

/// A record with its `ETag`.
#[must_use]
pub fn answer(status: StatusCode, view: &RecordView) -> Response {
    tagged((status, axum::Json(Record::from(view))).into_response(), view.record.version)
}

/// A record just written; a receipt alone to whom the write took the right to see it.
#[must_use]
pub fn written(status: StatusCode, written: &Written) -> Response {
    let version = written.view.as_ref().map_or(written.receipt.version, |view| view.record.version);
    let mut response = tagged((status, axum::Json(written::Written::from(written))).into_response(), version);
    if written.replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}

fn tagged(mut response: Response, version: u64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_takes_a_version() {
        assert_eq!(based_on("\"3\""), Some(3));
        assert_eq!(based_on("3"), Some(3));
        assert_eq!(based_on("W/\"12\""), Some(12));
        assert_eq!(based_on("*"), None);
    }
}
