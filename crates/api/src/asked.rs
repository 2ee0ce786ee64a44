//! What a write of a record is asked with: who asks, about which record, on which version, under which key, and its body.

use axum::extract::{FromRequest, FromRequestParts as _, OriginalUri, Path, Request};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use yuheng_app::{Caller, records};
use yuheng_engine::{Command, RecordId};

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::Problem;
use crate::request::{request, written};

/// A write of the record that the address names by `{process}` and `{number}`.
pub struct Asked<T> {
    pub app: Server,
    pub caller: Caller,
    pub record: RecordId,
    /// What the address names beside the record: a transition, an approval, a relation.
    pub part: String,
    pub body: T,
    pub request: records::Request,
}

/// A body that says nothing.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

impl<T> Asked<T> {
    /// What the address names beside the record, as an identity.
    pub fn part_id(&self) -> Result<RecordId, Problem> {
        id(&self.part)
    }

    /// Carries `command` out, and answers with the record.
    pub async fn write(&self, status: StatusCode, command: Command) -> Result<Response, Problem> {
        Ok(written(status, &self.app.write(&self.caller, Some(self.record), command, &self.request).await?))
    }
}

/// An identity on the wire; what is none names nothing.
pub fn id(text: &str) -> Result<RecordId, Problem> {
    text.parse().map(RecordId).map_err(|_| Problem::not_found())
}

impl<T: DeserializeOwned + Send> FromRequest<Server> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(asked: Request, app: &Server) -> Result<Self, Problem> {
        let (mut parts, body) = asked.into_parts();
        let Known(caller) = Known::from_request_parts(&mut parts, app).await?;
        let names = Path::<Vec<(String, String)>>::from_request_parts(&mut parts, app).await;
        let mut names = names.map_err(|_| Problem::not_found())?.0.into_iter().map(|(_, name)| name);
        let mut name = || names.next().unwrap_or_default();
        let (process, number, part) = (name(), name(), name());
        let uri = OriginalUri::from_request_parts(&mut parts, app).await.map_or_else(|never| match never {}, |it| it.0);
        let headers = parts.headers.clone();
        let Json { value, bytes } = Json::<T>::from_request(Request::from_parts(parts, body), app).await?;
        let request = request(&headers, uri.path(), &bytes)?;
        let record = app.addressed(&caller, &process, &number, &request).await?;
        Ok(Self { app: app.clone(), caller, record, part, body: value, request })
    }
}
