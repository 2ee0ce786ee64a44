//! Which of the two languages a request asks for.

use axum::http::{HeaderMap, header};
use yuheng_definition::Language;
use yuheng_engine::failpoint;

/// The language of `Accept-Language`: the first of the two that it names; Chinese if it names neither.
#[must_use]
pub fn of(headers: &HeaderMap) -> Language {
    if failpoint::armed("api.hears_no_language") {
        return Language::Zh;
    }
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut ranked: Vec<(f32, Language)> = wanted.split(',').filter_map(parse).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.first().map_or(Language::Zh, |(_, language)| *language)
}

fn parse(range: &str) -> Option<(f32, Language)> {
    let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
    let weight = weight.trim().parse().unwrap_or(0.0);
    let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "zh" => Some((weight, Language::Zh)),
        "en" => Some((weight, Language::En)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &'static str, expected: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, axum::http::HeaderValue::from_static(header));
        assert_eq!(of(&headers), expected, "{header}");
    }

    #[test]
    fn the_language_with_the_greatest_weight_is_taken() {
        check("en-GB,en;q=0.9", Language::En);
        check("en;q=0.5,zh-CN;q=0.8", Language::Zh);
        check("de,fr;q=0.9", Language::Zh);
        check("de,en;q=0.1", Language::En);
        check("", Language::Zh);
    }
}
