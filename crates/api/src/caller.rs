//! Whoever calls, taken from the session's cookie or the token in `Authorization`, looked up in the store each time.
//! A token that may only read is refused here for every method that writes.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use std::net::{IpAddr, SocketAddr};
use yuheng_app::accounts::sessions::{Attendance, Origin};
use yuheng_app::{Caller, Error};
use yuheng_engine::RecordId;

use crate::Server;
use crate::problem::Problem;
use crate::security::SESSION_COOKIE;

/// Whoever calls.
pub struct Known(pub Caller);

/// Where somebody comes from.
pub struct From(pub Origin);

impl FromRequestParts<Server> for Known {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Server) -> Result<Self, Problem> {
        let caller = match bearer(&parts.headers) {
            Some(token) => app.by_token(token).await?,
            None => {
                let cookies = CookieJar::from_headers(&parts.headers);
                let secret = cookies.get(SESSION_COOKIE).ok_or(Error::SignedOut)?;
                app.by_session(secret.value(), attendance(&parts.headers)).await?
            }
        };
        let caller = match viewing(&parts.headers) {
            Some(id) => app.by_viewing(caller, id?).await?,
            None => caller,
        };
        tracing::Span::current().record("login", caller.login.as_str());
        if !parts.method.is_safe() {
            caller.must_write()?;
        }
        Ok(Self(caller))
    }
}

/// The header by which the page says that it reads again by itself, nobody having touched it for a while.
const UNATTENDED: &str = "x-yuheng-unattended";

/// The header by which a tab of the page says through whose eyes it looks: the identity of the viewing. It stands in no cookie,
/// so that no other tab and no later session looks through them too.
const VIEWING: &str = "x-yuheng-viewing";

/// The viewing that a request names; none: it is whoever calls.
fn viewing(headers: &HeaderMap) -> Option<Result<RecordId, Error>> {
    let named = headers.get(VIEWING)?;
    Some(named.to_str().ok().and_then(|text| text.parse().ok()).map(RecordId).ok_or(Error::ViewingOver))
}

fn attendance(headers: &HeaderMap) -> Attendance {
    if headers.contains_key(UNATTENDED) { Attendance::Unattended } else { Attendance::Present }
}

/// The token that a program shows. Any other scheme in `Authorization` is none: a browser may send it by itself.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Origin {
            address: peer.map(|peer| address(peer.0.ip(), &parts.headers).to_string()).unwrap_or_default(),
            agent: agent.unwrap_or_default().to_owned(),
        }))
    }
}

/// Says once that the proxy names nobody.
static MUTE_PROXY: std::sync::Once = std::sync::Once::new();

/// The address that somebody comes from. A proxy on the same machine is believed in what it adds; nobody else is.
fn address(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let added = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    if peer.is_loopback() && added.is_none() && headers.contains_key("x-forwarded-proto") {
        MUTE_PROXY.call_once(|| {
            tracing::warn!(
                "the proxy does not say whom it speaks for: have it send X-Forwarded-For, or all come from this machine"
            );
        });
    }
    if peer.is_loopback() { added.unwrap_or(peer) } else { peer }
}

/// What a caller showed, to be looked up again while a stream lasts.
pub enum Credential {
    /// A session.
    Session(String),
    /// A token.
    Token(String),
}

impl Credential {
    /// Whoever holds it now.
    ///
    /// # Errors
    /// When it is over.
    pub async fn caller(&self, app: &Server) -> Result<Caller, Error> {
        match self {
            Self::Session(secret) => app.by_session(secret, Attendance::Unattended).await,
            Self::Token(secret) => app.by_token(secret).await,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Credential {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if let Some(token) = bearer(&parts.headers) {
            return Ok(Self::Token(token.to_owned()));
        }
        let cookies = CookieJar::from_headers(&parts.headers);
        let secret = cookies.get(SESSION_COOKIE).ok_or(Error::SignedOut)?;
        Ok(Self::Session(secret.value().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn check(peer: &str, forwarded: &'static str, expected: &str) {
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-forwarded-for"),
            HeaderValue::from_static(forwarded),
        )]);
        assert_eq!(address(peer.parse().unwrap(), &headers).to_string(), expected);
    }

    #[test]
    fn only_a_proxy_on_the_same_machine_is_believed() {
        check("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9");
        check("127.0.0.1", "unknown", "127.0.0.1");
        check("192.0.2.1", "203.0.113.9", "192.0.2.1");
    }
}
