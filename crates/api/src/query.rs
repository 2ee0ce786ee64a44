//! The parameters after the `?` of an address, read with care: one that nobody knows is refused by name.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use yuheng_definition::Label;

use crate::fault::Complaint;
use crate::problem::Problem;

/// The parameters of an address.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let fault = rejection.body_text();
                let fault = fault.strip_prefix("Failed to deserialize query string: ").unwrap_or(&fault);
                Err(unreadable(fault))
            }
        }
    }
}

/// A parameter that is needed here is not given.
pub fn missing(parameter: &str) -> Problem {
    unreadable(&format!("missing field `{parameter}`"))
}

fn unreadable(fault: &str) -> Problem {
    let why = Complaint::of(fault);
    let parameter = why.name().or_else(|| fault.split_once(": ").map(|(name, _)| name));
    let (code, why, name) = (why.code(), why.label(), parameter.unwrap_or_default());
    let detail = Label {
        zh: format!("地址中的参数「{name}」：{}", why.zh),
        en: format!("The parameter `{name}` in the address: {} ({fault})", why.en),
    };
    let problem = Problem::bad_request(detail).extra(serde_json::json!({ "parameter": parameter }));
    if parameter.is_some() { problem.field(name, code, why) } else { problem }
}
