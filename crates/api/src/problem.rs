//! Errors as `application/problem+json` (RFC 9457), in the reader's language. A handler returns a [`Problem`] with
//! both languages; the outermost layer writes it in the one that the request asks for.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::Instrument as _;
use utoipa::ToSchema;
use yuheng_definition::{Label, Language};
use yuheng_engine::explain::Explain;
use yuheng_engine::{FieldFault, Rejection};

use crate::{Server, language};

mod of_error;

/// A refusal on its way out, in both languages.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: Label,
    detail: Option<Box<Label>>,
    rejection: Option<Box<Rejection>>,
    wrong: Option<Box<Wrong>>,
    extra: Option<Box<serde_json::Value>>,
    retry_after: Option<u64>,
}

/// What is wrong with a field or a parameter, in both languages.
#[derive(Clone, Debug)]
struct Wrong {
    field: String,
    code: &'static str,
    message: Label,
}

/// A refusal on the wire.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// What kind of problem, as an address that never changes.
    #[serde(rename = "type")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened here.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
    /// What else a program may want to know: the missing right, the version now, both values.
    #[serde(flatten)]
    #[schema(value_type = Option<Object>)]
    extra: Option<serde_json::Value>,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field; in a table `field[row].column`, in a body `member.member`; or the parameter.
    field: String,
    /// The stable word for what is wrong.
    code: &'static str,
    /// What is wrong, in words.
    message: String,
}

impl Problem {
    /// A problem of `kind`, which is the last part of its address.
    #[must_use]
    pub fn new(status: StatusCode, kind: &'static str, zh: &str, en: &str) -> Self {
        Self {
            status,
            kind,
            title: Label::new(zh, en),
            detail: None,
            rejection: None,
            wrong: None,
            extra: None,
            retry_after: None,
        }
    }

    /// With what happened here.
    #[must_use]
    pub fn detail(mut self, detail: Label) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }

    /// With what is wrong with a field or a parameter.
    #[must_use]
    pub fn field(mut self, field: &str, code: &'static str, message: Label) -> Self {
        self.wrong = Some(Box::new(Wrong { field: field.to_owned(), code, message }));
        self
    }

    /// One field, or one part of a form, is wrong.
    #[must_use]
    pub fn invalid(field: &str, code: &'static str, message: Label) -> Self {
        let detail = Label { zh: format!("{field}：{}", message.zh), en: format!("{field}: {}", message.en) };
        let (zh, en) = ("有字段不正确", "Some fields are wrong");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", zh, en).detail(detail).field(field, code, message)
    }

    /// With further members.
    #[must_use]
    pub fn extra(mut self, extra: serde_json::Value) -> Self {
        self.extra = Some(Box::new(extra));
        self
    }

    /// A fault in the program, which the log tells.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "程序内部错误", "A fault in the program")
    }

    /// Nothing here, or nothing that may be seen.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "没有找到", "Not found")
    }

    /// A text holds the one character that no database keeps.
    #[must_use]
    pub fn holds_nul() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "argument", "参数不正确", "An argument is wrong")
            .detail(Self::nul())
    }

    /// What is said of a text with the character that no database keeps.
    pub fn nul() -> Label {
        Label::new("文本中含有 U+0000", "A text holds U+0000")
    }

    /// Not with this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        let (zh, en) = ("此地址不支持该方法", "The address does not know this method");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", zh, en)
            .detail(Label::new("可用的方法见 Allow 响应头", "The header Allow names those that it knows"))
    }

    /// The request can't be read.
    #[must_use]
    pub fn bad_request(detail: Label) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "请求无法理解", "The request can't be read").detail(detail)
    }

    /// Because the engine refuses: what it says is worded when the definitions are at hand.
    fn because(mut self, rejection: Rejection) -> Self {
        self.rejection = Some(Box::new(rejection));
        self
    }

    /// As it is written in `language`.
    #[must_use]
    pub fn body(&self, words: &Explain, language: Language) -> ProblemBody {
        let said = self.detail.as_deref().cloned();
        let said = said.or_else(|| self.rejection.as_ref().map(|rejection| words.rejection(rejection)));
        let faults: &[FieldFault] = match self.rejection.as_deref() {
            Some(Rejection::Invalid(faults)) => faults,
            _ => &[],
        };
        let missing = match self.rejection.as_deref() {
            Some(Rejection::Forbidden(missing)) => {
                Some(serde_json::json!({ "missing": { "kind": missing.kind(), "text": words.missing(missing) } }))
            }
            _ => None,
        };
        ProblemBody {
            kind: format!("https://yuheng.dev/problems/{}", self.kind),
            title: self.title.text(language).to_owned(),
            status: self.status.as_u16(),
            detail: said.map(|said| said.text(language).to_owned()),
            fields: faults
                .iter()
                .map(|fault| field_problem(words, fault, language))
                .chain(self.wrong.iter().map(|wrong| wrong.told(language)))
                .collect(),
            extra: missing.or_else(|| self.extra.as_deref().cloned()),
        }
    }
}

impl Wrong {
    fn told(&self, language: Language) -> FieldProblem {
        let message = self.message.text(language).to_owned();
        FieldProblem { field: self.field.clone(), code: self.code, message }
    }
}

fn field_problem(words: &Explain, fault: &FieldFault, language: Language) -> FieldProblem {
    FieldProblem {
        field: fault.field.clone(),
        code: fault.fault.code(),
        message: words.wrong(&fault.fault).text(language).to_owned(),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that writes a [`Problem`] in the language of the request, in the words of the definitions in force.
pub async fn localise(State(app): State<Server>, request: Request, next: Next) -> Response {
    let language = language::of(request.headers());
    let path = request.uri().path();
    let (process, is_api) = (process_of(path).map(str::to_owned), path.starts_with("/api/"));
    let (method, route) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let span = tracing::info_span!("request", login = tracing::field::Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    if response.status() == StatusCode::FORBIDDEN {
        // The route, not the address: an address may hold a secret.
        let route = route.as_ref().map_or("-", MatchedPath::as_str);
        span.in_scope(|| tracing::info!(%method, route, "refused"));
    }
    let problem = response.extensions_mut().remove::<Problem>();
    let Some(problem) = problem.or_else(|| of_framework(response.status(), is_api)) else {
        return response;
    };
    let (mut parts, _) = response.into_parts();
    let definitions = app.last_in_force().map(|in_force| Arc::clone(&in_force.definitions)).unwrap_or_default();
    let process = process.and_then(|id| definitions.process(&id).cloned());
    let words = Explain { definitions: &definitions, process: process.as_deref() };
    let body = serde_json::to_vec(&problem.body(&words, language)).unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Response::from_parts(parts, Body::from(body))
}

/// What axum refuses by itself, before a handler is asked.
fn of_framework(status: StatusCode, is_api: bool) -> Option<Problem> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::method_not_allowed()),
        StatusCode::BAD_REQUEST if is_api => {
            Some(Problem::bad_request(Label::new("地址的写法不正确", "The address is not written as it has to be")))
        }
        _ => None,
    }
}

/// The process that an address is about.
fn process_of(path: &str) -> Option<&str> {
    path.strip_prefix("/api/v1/records/")?.split('/').next()
}

/// What a panic in a handler becomes: a fault of ours, said as such, with the details in the log only.
pub fn of_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = what.unwrap_or("unknown"), "a handler panicked");
    Problem::internal().into_response()
}
