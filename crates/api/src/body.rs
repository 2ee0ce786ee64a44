//! A JSON body, read with care: at most 1 MB, valid UTF-8, valid JSON, no member that nobody knows.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use yuheng_definition::Label;

use crate::problem::Problem;

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
        let bytes = to_bytes(request.into_body(), LIMIT).await.map_err(|_| too_large())?;
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
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let problem = Problem::bad_request(Label::new(
            &format!("第 {line} 行第 {column} 列：{error}"),
            &format!("Line {line}, column {column}: {error}"),
        ));
        match error.classify() {
            serde_json::error::Category::Data => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "shape",
                "内容的结构不正确",
                "The body has another shape",
            )
            .detail(Label::new(&format!("第 {line} 行第 {column} 列：{error}"), &error.to_string())),
            _ => problem,
        }
    })
}
