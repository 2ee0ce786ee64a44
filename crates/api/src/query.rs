//! The parameters after the `?` of an address, read with care: one that nobody knows is refused by name.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};
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

/// The operations that take no parameters in their address, by method and path.
#[derive(Clone, Debug)]
pub struct Bare(Arc<BTreeSet<(Method, String)>>);

impl Bare {
    /// Those of a description.
    #[must_use]
    pub fn of(description: &OpenApi) -> Self {
        let mut bare = BTreeSet::new();
        for (path, item) in &description.paths.paths {
            let operations = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in operations.into_iter().filter_map(|(method, it)| Some((method, it.as_ref()?))) {
                let is_asked = |parameter: &RefOr<Parameter>| match parameter {
                    RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
                    RefOr::Ref(_) => true,
                };
                if !operation.parameters.iter().flatten().any(is_asked) {
                    bare.insert((method, path.clone()));
                }
            }
        }
        Self(Arc::new(bare))
    }
}

/// The name of the first parameter after the `?` that `is_it`.
pub fn first_name(asked: &str, is_it: impl Fn(&str) -> bool) -> Option<&str> {
    asked.split('&').find(|part| is_it(part)).and_then(|part| part.split('=').next())
}

/// The layer that refuses parameters where none are taken.
pub async fn none_unknown(State(bare): State<Bare>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let name = request.uri().query().and_then(|asked| first_name(asked, |part| !part.is_empty()));
    match (path, name) {
        (Some(path), Some(name)) if bare.0.contains(&(request.method().clone(), path.clone())) => {
            unreadable(&format!("unknown field `{name}`, there is none here")).into_response()
        }
        _ => next.run(request).await,
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
