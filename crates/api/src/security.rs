//! What every answer carries, and what every write through a browser must show: that the page asked for it.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use yuheng_definition::Label;

use crate::caller::bearer;
use crate::problem::Problem;
use crate::query::first_name;

/// The cookie that holds a session.
pub const SESSION_COOKIE: &str = "yuheng_session";
/// The header that only a script of our own origin can set.
pub const PAGE_HEADER: &str = "x-yuheng";

/// `style-src 'unsafe-inline'`: the page's component library writes its style sheets at run time.
const CONTENT_SECURITY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
     font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// The layer that adds the headers which keep a browser from doing harm.
pub async fn headers(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let set = |headers: &mut HeaderMap, name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(headers, header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if is_api {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

/// The layer that knows no address with the character U+0000 in it, which no database keeps and no text holds, and
/// refuses it in what is asked for.
pub async fn no_nul(request: Request, next: Next) -> Response {
    let (path, asked) = (request.uri().path(), request.uri().query().unwrap_or_default());
    match (path.contains("%00"), asked.contains("%00")) {
        (true, _) => Problem::not_found().into_response(),
        (false, true) => {
            let name = first_name(asked, |part| part.contains("%00"));
            Problem::holds_nul().field(name.unwrap_or_default(), "control_character", Problem::nul()).into_response()
        }
        (false, false) => next.run(request).await,
    }
}

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 16 * 1024;

/// The layer that refuses an address too long to be one.
pub async fn short_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length <= LONGEST_ADDRESS {
        return next.run(request).await;
    }
    let (zh, en) = ("地址过长", "The address is too long");
    Problem::new(StatusCode::URI_TOO_LONG, "address-too-long", zh, en)
        .detail(Label::new("上限 16 KB：请缩短筛选条件", "At most 16 KB: make the filter shorter"))
        .into_response()
}

/// The layer that refuses a write which another site made the browser send.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let is_safe = is_safe(request.method());
    match doubt(request.headers()).filter(|_| !is_safe) {
        None => next.run(request).await,
        Some(doubt) => doubt.problem().into_response(),
    }
}

/// Why a write may not be the page's own.
#[derive(Debug, PartialEq, Eq)]
enum Doubt {
    /// Another site made the browser send it.
    OtherSite,
    /// It carries a session, but not the page's header.
    NoHeader,
}

impl Doubt {
    fn problem(&self) -> Problem {
        let problem = |zh, en| Problem::new(StatusCode::FORBIDDEN, "cross-site", zh, en);
        match self {
            Self::OtherSite => problem("拒绝来自其他网站的写入", "A write that another site asked for is refused"),
            Self::NoHeader => {
                problem("缺少请求头 X-Yuheng: 1", "The header X-Yuheng: 1 is missing").detail(Label::new(
                    "使用会话 Cookie 写入时必须带上它；使用令牌则不需要",
                    "A write with the session's cookie needs it; with a token it isn't needed",
                ))
            }
        }
    }
}

const fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// A bearer's token is sent by no browser on its own; everything else must show its origin, and with a
/// session also the page's header.
fn doubt(headers: &HeaderMap) -> Option<Doubt> {
    if bearer(headers).is_some() {
        return None;
    }
    let has_session = headers
        .get_all(header::COOKIE)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains(SESSION_COOKIE)));
    let fetch_site = text(headers, "sec-fetch-site");
    let fetched_here = fetch_site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let page_header = text(headers, PAGE_HEADER) == Some("1");
    if !fetched_here || !origin_matches(headers) {
        return Some(Doubt::OtherSite);
    }
    (has_session && !page_header).then_some(Doubt::NoHeader)
}

fn origin_matches(headers: &HeaderMap) -> bool {
    let Some(origin) = text(headers, "origin") else {
        return true;
    };
    let host = text(headers, "host").unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &'static str)], expected: Option<Doubt>) {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        assert_eq!(doubt(&headers), expected, "{pairs:?}");
    }

    #[test]
    fn a_write_with_a_session_needs_the_page_header_and_the_same_origin() {
        check(&[("cookie", "yuheng_session=a"), ("x-yuheng", "1")], None);
        check(&[("cookie", "yuheng_session=a")], Some(Doubt::NoHeader));
        check(
            &[("cookie", "yuheng_session=a"), ("x-yuheng", "1"), ("sec-fetch-site", "cross-site")],
            Some(Doubt::OtherSite),
        );
        check(
            &[
                ("cookie", "yuheng_session=a"),
                ("x-yuheng", "1"),
                ("origin", "https://b.example"),
                ("host", "a.example"),
            ],
            Some(Doubt::OtherSite),
        );
        check(
            &[
                ("cookie", "yuheng_session=a"),
                ("x-yuheng", "1"),
                ("origin", "https://a.example"),
                ("host", "a.example"),
            ],
            None,
        );
        check(&[("authorization", "Bearer t")], None);
        // What a proxy asks for is sent by the browser on its own, and proves nothing.
        check(&[("authorization", "Basic YTpi"), ("cookie", "yuheng_session=a")], Some(Doubt::NoHeader));
    }
}
