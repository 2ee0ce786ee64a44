//! A JSON body, read with care: at most 1 MB, valid UTF-8, valid JSON, no member that nobody knows or that stands there twice.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
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

/// A large JSON answer: axum's own `Json` writes into a buffer that takes each piece by a call of its own.
pub struct Large<T>(pub T);

impl<T: Serialize> IntoResponse for Large<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                Problem::internal().into_response()
            }
        }
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "请求体超过 1 MB", "The body is larger than 1 MB")
}

impl<T> Json<T> {
    /// Itself, if something was sent at all: where nothing must not count as an object without members.
    ///
    /// # Errors
    /// When the body is empty.
    pub fn needed(self) -> Result<Self, Problem> {
        if self.bytes.iter().all(u8::is_ascii_whitespace) { Err(empty()) } else { Ok(self) }
    }
}

fn empty() -> Problem {
    let (zh, en) = ("请求体为空：请发送 JSON 对象", "The body is empty: send a JSON object");
    Problem::bad_request(Label::new(zh, en))
}

/// Reads `bytes` as JSON of the shape `T`. An empty body is an object without members, if `T` can be one.
///
/// # Errors
/// With the place of the fault and the member, when it is no UTF-8, no JSON, or of another shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Problem::bad_request(Label::new(
            &format!("第 {at} 字节处不是有效的 UTF-8"),
            &format!("Not valid UTF-8 at byte {at}"),
        ))
    })?;
    if text.trim().is_empty() {
        return serde_json::from_str("{}").map_err(|_| empty());
    }
    read::<Unique>(text)?;
    read(text)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| unreadable(error.inner(), &error.path().to_string()))?;
    reader.end().map_err(|error| unreadable(&error, ""))?;
    Ok(value)
}

fn unreadable(error: &serde_json::Error, path: &str) -> Problem {
    let (line, column, said) = (error.line(), error.column(), error.to_string());
    let said = said.split(" at line ").next().unwrap_or_default();
    if said == NUL {
        let nul = Problem::holds_nul();
        // A record's field is called by its own name, as wherever else it is found wrong.
        return match path.strip_prefix("fields.").unwrap_or(path) {
            "" | "." => nul,
            field => nul.field(field, "control_character", Problem::nul()),
        };
    }
    let complaint = Complaint::of(said);
    let why = match error.classify() {
        Category::Data => complaint.label(),
        Category::Eof => Label::new("内容不完整", "it ends too early"),
        Category::Syntax | Category::Io => Label::new("不是有效的 JSON", "not valid JSON"),
    };
    let detail = Label {
        zh: format!("第 {line} 行第 {column} 列：{}", why.zh),
        en: format!("Line {line}, column {column}: {} ({said})", why.en),
    };
    if error.classify() != Category::Data {
        return Problem::bad_request(detail);
    }
    let problem =
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "shape", "内容的结构不正确", "The body has another shape");
    let problem = problem.detail(detail);
    match member(path, complaint.name()) {
        Some(member) => problem.field(&member, complaint.code(), why),
        None => problem,
    }
}

/// The member that is complained of: at `path`, or what is called `name` there. None: it is the body itself.
fn member(path: &str, name: Option<&str>) -> Option<String> {
    let path = if path == "." { "" } else { path };
    match name {
        Some(name) if path.rsplit('.').next() != Some(name) => {
            Some(if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") })
        }
        _ => (!path.is_empty()).then(|| path.to_owned()),
    }
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
