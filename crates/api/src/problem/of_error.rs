//! What a use case refuses, as a [`Problem`].

use axum::http::StatusCode;
use yuheng_app::{CommitError, Error, StorageError};
use yuheng_definition::Label;
use yuheng_engine::Rejection;

use super::Problem;

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
            Error::ViewingOver => Self::new(
                StatusCode::FORBIDDEN,
                "viewing-over",
                "以他人身份查看已结束",
                "Viewing as somebody else is over",
            ),
            Error::PreconditionMissing => Self::new(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition-required",
                "请用 If-Match 给出所依据的版本",
                "Say with If-Match which version this is based on",
            ),
            Error::Stale(stale) => stale_problem(&stale),
            Error::OtherPlan => other_plan(),
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
            Error::Parameter { name, said } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "argument", "参数不正确", "An argument is wrong")
                    .field(name, "argument", said.clone())
                    .detail(said)
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
            Error::Unwritten(error) => unavailable(&error),
            Error::Commit(CommitError::Storage(error)) | Error::Store(error) => of_store(error),
            Error::Commit(CommitError::ReadOnly) => of_store(StorageError::ReadOnly),
            Error::Commit(CommitError::Unstorable) => Self::holds_nul(),
            Error::Commit(CommitError::Unknown) => outcome_unknown(),
            Error::Commit(error) => unavailable(&error),
        }
    }
}

fn of_store(error: StorageError) -> Problem {
    match error {
        StorageError::ReadOnly => Problem::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "disk-full",
            "磁盘空间不足，暂停写入；读取不受影响",
            "The disk is nearly full: nothing is written until there is room; reading goes on",
        ),
        StorageError::Unstorable => Problem::holds_nul(),
        StorageError::Unknown(_) => outcome_unknown(),
        StorageError::Silent => {
            tracing::error!("the database does not answer");
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store-silent",
                "数据库没有应答，请稍后重试；正在进行的写入可能已经完成",
                "The database does not answer; try again later. What was being written may have been",
            )
        }
        error => unavailable(&error),
    }
}

fn outcome_unknown() -> Problem {
    tracing::error!("it is not known whether a write happened");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "outcome-unknown",
        "不知道写入是否完成：请用同一个 Idempotency-Key 重试，或重新读取后确认",
        "It is not known whether it was written: repeat it with the same Idempotency-Key, or read again first",
    )
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
        Rejection::ApprovalClosed(outcome) => {
            problem(StatusCode::CONFLICT, "approval-closed", "审批已结束", "The approval is closed")
                .extra(serde_json::json!({ "outcome": crate::types::words::ApprovalOutcome::from(*outcome) }))
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

fn other_plan() -> Problem {
    let (zh, en) = ("宏要做的事与您看到的已不同", "The macro would do something else than you saw");
    Problem::new(StatusCode::PRECONDITION_FAILED, "other-plan", zh, en).detail(Label::new(
        "您查看之后，宏、它用的模板或这条记录有了改动。什么都没有执行，看过新的内容后可再执行",
        "The macro, a template of it or the record has been changed since you looked. Nothing has been done: look at what it does \
         now, then run it",
    ))
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
