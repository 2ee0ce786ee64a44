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
use yuheng_app::{CommitError, Error, StorageError};
use yuheng_definition::{Label, Language};
use yuheng_engine::explain::Explain;
use yuheng_engine::{FieldFault, Rejection};

use crate::{Server, language};

/// A refusal on its way out, in both languages.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: Label,
    detail: Option<Box<Label>>,
    rejection: Option<Box<Rejection>>,
    extra: Option<Box<serde_json::Value>>,
    retry_after: Option<u64>,
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
    /// The field; in a table `field[row].column`.
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
        Self { status, kind, title: Label::new(zh, en), detail: None, rejection: None, extra: None, retry_after: None }
    }

    /// With what happened here.
    #[must_use]
    pub fn detail(mut self, detail: Label) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }

    /// With further members.
    #[must_use]
    pub fn extra(mut self, extra: serde_json::Value) -> Self {
        self.extra = Some(Box::new(extra));
        self
    }

    /// Nothing here, or nothing that may be seen.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "没有找到", "Not found")
    }

    /// A text holds the one character that no database keeps.
    #[must_use]
    pub fn holds_nul() -> Self {
        let (zh, en) = ("文本中含有 U+0000", "A text holds U+0000");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "argument", "参数不正确", "An argument is wrong")
            .detail(Label::new(zh, en))
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
            fields: faults.iter().map(|fault| field_problem(words, fault, language)).collect(),
            extra: missing.or_else(|| self.extra.as_deref().cloned()),
        }
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

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => rejected(rejection),
            Error::SignedOut => Self::new(StatusCode::UNAUTHORIZED, "signed-out", "请先登录", "Sign in first"),
            Error::WrongCredentials => Self::new(
                StatusCode::UNAUTHORIZED,
                "wrong-credentials",
                "账号或密码不正确",
                "Login or password is wrong",
            ),
            Error::Throttled { retry_after } => {
                let mut problem = Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "throttled",
                    "尝试次数过多，请稍后再试",
                    "Too many attempts; try again later",
                );
                problem.retry_after = Some(retry_after);
                problem
            }
            Error::LinkOver => Self::new(
                StatusCode::GONE,
                "link-over",
                "链接已失效，请管理员重新发放",
                "The link is not valid any more; ask for a new one",
            ),
            Error::PreconditionMissing => Self::new(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition-required",
                "请用 If-Match 给出所依据的版本",
                "Say with If-Match which version this is based on",
            ),
            Error::Stale(stale) => stale_problem(&stale),
            Error::Contended => Self::new(
                StatusCode::CONFLICT,
                "contended",
                "同时修改的人太多，请重试",
                "Too many others write the same; try again",
            ),
            Error::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "此 Idempotency-Key 已用于其他内容",
                "The Idempotency-Key was used with another body",
            ),
            Error::Argument(label) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "argument", "参数不正确", "An argument is wrong")
                    .detail(label)
            }
            Error::Guarded(label) => {
                Self::new(StatusCode::CONFLICT, "guarded", "不能这样做", "This can't be done").detail(label)
            }
            Error::Definitions(problems) => definitions_problem(&problems),
            Error::TooLarge(limit) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "文件过大", "The file is too large")
                    .detail(at_most(limit))
            }
            Error::Chance => unavailable(&"no randomness or memory"),
            Error::Commit(CommitError::ReadOnly) | Error::Store(StorageError::ReadOnly) => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                "磁盘空间不足，暂停写入；读取不受影响",
                "The disk is nearly full: nothing is written until there is room; reading goes on",
            ),
            Error::Commit(CommitError::Unstorable) | Error::Store(StorageError::Unstorable) => Self::holds_nul(),
            Error::Commit(error) => unavailable(&error),
            Error::Store(error) => unavailable(&error),
        }
    }
}

fn rejected(rejection: Rejection) -> Problem {
    let problem = |status, kind, zh, en| Problem::new(status, kind, zh, en);
    match &rejection {
        Rejection::NotFound => return Problem::not_found(),
        Rejection::Unknown(_) => Problem::not_found(),
        Rejection::Forbidden(_) => problem(StatusCode::FORBIDDEN, "forbidden", "没有权限", "A right is missing"),
        Rejection::Invalid(_) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "有字段不正确", "Some fields are wrong")
        }
        Rejection::NotFromHere { .. } => {
            problem(StatusCode::CONFLICT, "not-from-here", "当前状态下不能这样做", "Not possible from this state")
        }
        Rejection::ApprovalClosed => {
            problem(StatusCode::CONFLICT, "approval-closed", "审批已结束", "The approval is closed")
        }
        Rejection::Final => {
            problem(StatusCode::CONFLICT, "final", "记录已不能修改", "The record can't be changed any more")
        }
        Rejection::ApprovalPending => {
            problem(StatusCode::CONFLICT, "approval-pending", "正在等待审批", "An approval is pending")
        }
    }
    .because(rejection)
}

fn stale_problem(stale: &yuheng_app::Stale) -> Problem {
    let fields: Vec<_> = stale
        .fields
        .iter()
        .map(|overlap| {
            serde_json::json!({ "field": overlap.field.as_str(), "theirs": overlap.theirs, "yours": overlap.yours })
        })
        .collect();
    let (based_on, current) = (stale.based_on, stale.current);
    let (zh, en) = if based_on > current {
        ("没有 If-Match 所说的版本", "There is no such version as If-Match says")
    } else {
        ("记录已被他人修改", "Somebody else has changed the record")
    };
    let detail = Label {
        zh: format!("If-Match 为 {based_on}，当前版本为 {current}"),
        en: format!("If-Match says {based_on}; the version now is {current}"),
    };
    Problem::new(StatusCode::PRECONDITION_FAILED, "stale", zh, en)
        .detail(detail)
        .extra(serde_json::json!({ "based_on": stale.based_on, "version": stale.current, "conflicts": fields }))
}

/// A limit as people say it: in the greatest unit of which it is a whole number.
fn at_most(bytes: u64) -> Label {
    let (count, zh, en) = match bytes {
        _ if bytes.is_multiple_of(1 << 20) => (bytes >> 20, "MB", "MB"),
        _ if bytes.is_multiple_of(1 << 10) => (bytes >> 10, "KB", "KB"),
        _ => (bytes, "字节", "bytes"),
    };
    Label::new(&format!("上限 {count} {zh}"), &format!("At most {count} {en}"))
}

fn definitions_problem(problems: &[yuheng_definition::Problem]) -> Problem {
    let list: Vec<_> = problems
        .iter()
        .map(|problem| {
            serde_json::json!({
                "file": problem.file, "line": problem.line, "message": problem.message, "nearest": problem.nearest,
            })
        })
        .collect();
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "definitions", "定义有错误", "The definitions have faults")
        .extra(serde_json::json!({ "problems": list }))
}

fn unavailable(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the store failed");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "store",
        "存储暂时不可用，没有任何内容被写入",
        "The store can't be used at the moment; nothing was written",
    )
}

/// What a panic in a handler becomes: a fault of ours, said as such, with the details in the log only.
pub fn of_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = what.unwrap_or("unknown"), "a handler panicked");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "程序内部错误", "A fault in the program")
        .into_response()
}
