//! The page, embedded in the program: hashed files cached for ever, everything else answered by `index.html`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Whether the program has its page with it.
#[must_use]
pub fn is_there() -> bool {
    Files::get("index.html").is_some()
}

/// Answers with a file of the page; an address that names none is the page's own to understand.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found().into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return ([(header::ALLOW, "GET, HEAD")], Problem::method_not_allowed()).into_response();
    }
    if let Some(response) = file(path, &headers) {
        return response;
    }
    if path.starts_with("assets/") {
        return Problem::not_found().into_response();
    }
    file("index.html", &headers).unwrap_or_else(without_page)
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepted.contains(encoding))
        .find_map(|(encoding, ending)| Files::get(&format!("{path}.{ending}")).map(|file| (encoding, file)));
    match packed {
        Some((encoding, file)) => Some(answer(path, file, Some(encoding))),
        None => Files::get(path).map(|file| answer(path, file, None)),
    }
}

fn answer(path: &str, file: EmbeddedFile, encoding: Option<&'static str>) -> Response {
    let media = mime_guess::from_path(path).first_or_octet_stream();
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(media.as_ref()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn without_page() -> Response {
    let text = "此程序中没有页面：请先运行 tools/page，再重新构建。接口说明见 /api/v1/openapi.json。\n\
        This program was built without its page: run tools/page, then build it again. The API is described at \
        /api/v1/openapi.json.\n";
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
