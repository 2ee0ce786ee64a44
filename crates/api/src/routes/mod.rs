//! The routes, one file for each noun.

pub mod accounts;
pub mod approvals;
pub mod attachments;
pub mod audit;
pub mod beside;
pub mod bulk;
pub mod clauses;
pub mod clock;
pub mod counts;
pub mod definitions;
pub mod drafts;
pub mod duties;
pub mod events;
pub mod exports;
pub mod folders;
pub mod guide;
pub mod health;
pub mod history;
pub mod imports;
pub mod macros;
pub mod me;
pub mod objectives;
pub mod preferences;
pub mod presence;
pub mod records;
pub mod referring;
pub mod search;
pub mod shape;
pub mod sign_in;
pub mod texts;
pub mod tokens;
pub mod upkeep;
pub mod viewings;
mod votes;
pub mod writes;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::Server;

#[derive(OpenApi)]
#[openapi(info(
    title = "Yuheng",
    description = "The service management manual, running. Errors are application/problem+json (RFC 9457).",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Description;

/// The API with its description.
pub fn api() -> OpenApiRouter<Server> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(accounts::router())
        .merge(approvals::router())
        .merge(attachments::router())
        .merge(audit::router())
        .merge(beside::router())
        .merge(bulk::router())
        .merge(clauses::router())
        .merge(counts::router())
        .merge(definitions::router())
        .merge(drafts::router())
        .merge(duties::router())
        .merge(events::router())
        .merge(exports::router())
        .merge(folders::router())
        .merge(guide::router())
        .merge(history::router())
        .merge(imports::router())
        .merge(macros::router())
        .merge(me::router())
        .merge(objectives::router())
        .merge(preferences::router())
        .merge(presence::router())
        .merge(records::router())
        .merge(referring::router())
        .merge(search::router())
        .merge(shape::router())
        .merge(sign_in::router())
        .merge(texts::router())
        .merge(tokens::router())
        .merge(upkeep::router())
        .merge(viewings::router())
        .merge(votes::router())
        .merge(writes::router())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_description_covers_the_design() {
        let description = super::api().into_openapi();
        let paths: Vec<&str> = description.paths.paths.keys().map(String::as_str).collect();
        let designed = [
            "/api/v1/records",
            "/api/v1/records/{process}",
            "/api/v1/records/{process}/{number}",
            "/api/v1/records/{process}/{number}/transitions/{transition}",
            "/api/v1/records/{process}/{number}/approvals/{approval}/votes",
            "/api/v1/records/{process}/{number}/comments",
            "/api/v1/records/{process}/{number}/relations",
            "/api/v1/records/{process}/{number}/relations/{relation}",
            "/api/v1/records/{process}/{number}/attachments",
            "/api/v1/records/{process}/{number}/attachments/{attachment}",
            "/api/v1/records/{process}/{number}/history",
            "/api/v1/records/{process}/{number}/clocks",
            "/api/v1/records/{process}/{number}/deadline",
            "/api/v1/records/{process}/{number}/presence/{tab}",
            "/api/v1/records/{process}/{number}/referring",
            "/api/v1/records/{process}/{number}/similar",
            "/api/v1/similar",
            "/api/v1/coverage",
            "/api/v1/records/{process}/counts",
            "/api/v1/records/{process}/export",
            "/api/v1/records/{process}/import",
            "/api/v1/numbers/{number}",
            "/api/v1/approvals",
            "/api/v1/bulk",
            "/api/v1/definitions",
            "/api/v1/definitions/{process}",
            "/api/v1/definitions/{process}/versions/{hash}",
            "/api/v1/definitions/{process}/schema.json",
            "/api/v1/search",
            "/api/v1/objectives",
            "/api/v1/objectives/{key}",
            "/api/v1/objectives/{key}/records",
            "/api/v1/objectives/{key}/departments",
            "/api/v1/objectives/{key}/trend",
            "/api/v1/standards/{edition}/clauses",
            "/api/v1/standards/{edition}/clauses/{number}",
            "/api/v1/glossary",
            "/api/v1/setup",
            "/api/v1/me",
            "/api/v1/me/preferences",
            "/api/v1/me/preferences/{key}",
            "/api/v1/sessions",
            "/api/v1/sessions/{session}",
            "/api/v1/tokens",
            "/api/v1/drafts",
            "/api/v1/drafts/{key}",
            "/api/v1/notices",
            "/api/v1/events",
            "/api/v1/sign-in",
            "/api/v1/sign-out",
            "/api/v1/links/{token}",
            "/api/v1/invitations",
        ];
        let missing: Vec<_> = designed.iter().filter(|path| !paths.contains(path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn the_manual_has_every_operation_and_no_other() -> Result<(), serde_json::Error> {
        let manual = concat!(include_str!("../../../../docs/api.md"), include_str!("../../../../docs/api-system.md"));
        let operation = |method: &str, address: &str| {
            let address = address.split(['?', '`', ' ']).next().unwrap_or_default();
            format!("{} {address}", method.to_lowercase())
        };
        let mut told = std::collections::BTreeSet::new();
        for line in manual.lines().flat_map(|line| line.split('`')) {
            if let Some((method, rest)) = line.split_once(' ')
                && rest.trim_start().starts_with("/api/v1/")
            {
                told.insert(operation(method, rest.trim_start()));
            }
        }
        let description = serde_json::to_value(super::api().into_openapi())?;
        let paths = description["paths"].as_object().into_iter().flatten();
        let operations = paths.filter_map(|(path, methods)| Some((path, methods.as_object()?.keys())));
        let described = operations.flat_map(|(path, methods)| methods.map(|method| operation(method, path)));
        let described: std::collections::BTreeSet<String> = described.collect();
        told.remove("get /api/v1/openapi.json");
        assert_eq!(described.symmetric_difference(&told).collect::<Vec<_>>(), Vec::<&String>::new());
        Ok(())
    }

    #[test]
    fn each_operation_has_a_name_of_its_own() -> Result<(), serde_json::Error> {
        let description = serde_json::to_value(super::api().into_openapi())?;
        let paths = description["paths"].as_object().into_iter().flat_map(|paths| paths.values());
        let operations = paths.filter_map(serde_json::Value::as_object).flat_map(|path| path.values());
        let mut names: Vec<&str> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        Ok(())
    }
}
