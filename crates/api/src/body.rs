//! A JSON body, read with care: at most 1 MB, valid UTF-8, valid JSON, no member that nobody knows or that stands there twice.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use yuheng_definition::Label;

use crate::fault::Complaint;
use crate::problem::Problem;
use crate::unique::{NUL, Unique};

/// The largest JSON body, in bytes.
pub const LIMIT: usize = 1024 * 1024;

/// A JSON body with its bytes, whose hash an idempotency key is bound to.
pub struct Json<T> {
    /// What it says.
    pub value: T,
    /// Its bytes as sent.
    pub bytes: bytes::Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = to_bytes(request.into_body(), LIMIT).await.map_err(|_| too_large())?;
        if !is_json && !bytes.is_empty() {
            return Err(other_type());
        }
        let value = parse(&bytes)?;
        Ok(Self { value, bytes })
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "请求体超过 1 MB", "The body is larger than 1 MB")
}

/// Reads `bytes` as JSON of the shape `T`.
///
/// # Errors
/// With the place of the fault, when it is no UTF-8, no JSON, or of another shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Problem::bad_request(Label::new(
            &format!("第 {at} 字节处不是有效的 UTF-8"),
            &format!("Not valid UTF-8 at byte {at}"),
        ))
    })?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    serde_json::from_str::<Unique>(text).and_then(|_| serde_json::from_str(text)).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Problem {
    let (line, column, said) = (error.line(), error.column(), error.to_string());
    let said = said.split(" at line ").next().unwrap_or_default();
    if said == NUL {
        return Problem::holds_nul();
    }
    let why = match error.classify() {
        Category::Data => Complaint::of(said).label(),
        Category::Eof => Label::new("内容不完整", "it ends too early"),
        Category::Syntax | Category::Io => Label::new("不是有效的 JSON", "not valid JSON"),
    };
    let detail = Label {
        zh: format!("第 {line} 行第 {column} 列：{}（{said}）", why.zh),
        en: format!("Line {line}, column {column}: {} ({said})", why.en),
    };
    if error.classify() != Category::Data {
        return Problem::bad_request(detail);
    }
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "shape", "内容的结构不正确", "The body has another shape")
        .detail(detail)
}

/// Whether a body that says its type says JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    let media = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
}

fn other_type() -> Problem {
    let (zh, en) = ("请求体应为 JSON", "The body has to be JSON");
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", zh, en)
        .detail(Label::new("请设置 Content-Type: application/json", "Send it with Content-Type: application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_said_twice_is_refused_wherever_it_stands() {
        assert!(parse::<serde_json::Value>(br#"{"a":{"b":1},"c":[{"b":1.5},{"b":null}]}"#).is_ok());
        assert!(parse::<serde_json::Value>(br#"{"a":[{"b":1,"b":2}]}"#).is_err());
        assert!(parse::<serde_json::Value>(br#"{"a":1,"\u0061":2}"#).is_err());
    }
}
