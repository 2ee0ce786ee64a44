//! Whoever is signed in: roles, sessions, password, notices.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::{Caller, notices};

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::account::{
    ChangeMe, ChangePassword, Demo, Me, Notice, NoticeList, Notices, Role, Session, SetLanguage, ViewedBy, Viewing,
};
use crate::types::reference::reference;
use crate::types::text::Text;

/// Where the language that somebody has chosen is kept.
const LANGUAGE: &str = "language";

/// Whoever is signed in.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(me, change_me))
        .routes(routes!(change_password))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
        .routes(routes!(told))
        .routes(routes!(read_notices))
        .routes(routes!(read_notice))
}

/// Whoever is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses((status = 200, body = Me), (status = 401, body = ProblemBody)))]
async fn me(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Me>, Problem> {
    whoever(&app, &caller).await.map(axum::Json)
}

/// Change what one sets for oneself: the language.
#[utoipa::path(patch, path = "/api/v1/me", tag = "me", request_body = ChangeMe,
    responses((status = 200, body = Me), (status = 401, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn change_me(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<ChangeMe>,
) -> Result<axum::Json<Me>, Problem> {
    caller.must_be_in_person()?;
    if let Some(language) = body.value.language {
        app.set_preference(&caller, LANGUAGE, &Value::from(language.word())).await?;
    }
    whoever(&app, &caller).await.map(axum::Json)
}

async fn whoever(app: &Server, caller: &Caller) -> Result<Me, Problem> {
    let itself = caller.itself();
    let language = app.preference(&itself, LANGUAGE).await?.as_str().and_then(SetLanguage::parse);
    let (world, definitions) = (&caller.in_force.world, &caller.in_force.definitions);
    let named = app.names_of(caller).await?;
    let name_of = |id| world.people.get(&id).map(|person| person.name.clone()).unwrap_or_default();
    let mut roles: Vec<Role> = Vec::new();
    for held in &caller.actor.roles {
        if roles.iter().all(|role| role.id != held.role.as_str()) {
            let label = definitions.roles.get(&held.role).map(|role| Text::from(&role.label));
            let label = label.unwrap_or_else(|| Text { zh: held.role.to_string(), en: held.role.to_string() });
            roles.push(Role { id: held.role.to_string(), label });
        }
    }
    Ok(Me {
        id: caller.actor.id.to_string(),
        login: caller.login.clone(),
        name: name_of(caller.actor.id),
        roles,
        customer: caller.actor.customer.and_then(|id| reference(&named, id)),
        department: caller.actor.department.and_then(|id| reference(&named, id)),
        administers: caller.administers(),
        deputises: caller.actor.deputises.iter().filter_map(|id| reference(&named, *id)).collect(),
        zone: world.zone.iana_name().unwrap_or("UTC").to_owned(),
        language,
        organisation_language: world.language.as_deref().and_then(SetLanguage::parse),
        demo: app.demo().await?.map(|demo| Demo {
            as_of: demo.as_of.to_string(),
            days_old: demo.days_old(app.now()),
            is_old: demo.is_old(app.now()),
        }),
        viewing: caller.viewing.map(|viewing| ViewedBy {
            name: name_of(viewing.viewer),
            viewing: Viewing { id: viewing.id.to_string(), until: viewing.until.to_string() },
        }),
    })
}

/// Change one's own password. All other sessions end.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "me", request_body = ChangePassword,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn change_password(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<ChangePassword>,
) -> Result<StatusCode, Problem> {
    app.change_password(&caller, body.value.current, body.value.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own sessions.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "me", responses((status = 200, body = Items<Session>)))]
async fn sessions(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Items<Session>>, Problem> {
    let sessions = app.sessions(&caller).await?.into_iter();
    Ok(Items::json(sessions.map(|session| Session::shown(session, caller.session))))
}

/// End a session.
#[utoipa::path(delete, path = "/api/v1/sessions/{session}", tag = "me", params(("session" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn end_session(
    State(app): State<Server>,
    Known(caller): Known,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    let session = session.parse().map_err(|_| Problem::not_found())?;
    app.end_session(&caller, yuheng_engine::RecordId(session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which page of one's notices.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NoticeParameters {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many notices, 1–200; 50 if not said.
    limit: Option<u32>,
}

/// What one was told of, newest first. The newest 500 are kept.
#[utoipa::path(get, path = "/api/v1/notices", tag = "me", operation_id = "notices", params(NoticeParameters),
    responses((status = 200, body = Notices), (status = 400, body = ProblemBody)))]
async fn told(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<NoticeParameters>,
) -> Result<axum::Json<Notices>, Problem> {
    let cursor = asked.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let page = app.notices(&caller, cursor, asked.limit).await?;
    let items = page.items.iter().map(|notice| {
        let (text, because) = notices::text(notice, &page);
        (notice, text, because)
    });
    let items = items.map(|(notice, text, because)| Notice {
        id: notice.key.clone(),
        at: notice.at.to_string(),
        reason: notice.reason.clone(),
        text: Text::from(&text),
        because: because.as_ref().map(Text::from),
        said: page.said.get(&notice.key).cloned(),
        doer: notice.doer.and_then(|doer| reference(&page.references, doer)),
        record: reference(&page.references, notice.record),
        list: page.gained.get(&notice.key).and_then(|came| {
            let view = reference(&page.references, came.view)?;
            Some(NoticeList { view, records_of: came.records_of.clone(), count: came.count })
        }),
        read: notice.read_at.is_some(),
    });
    Ok(axum::Json(Notices { items: items.collect(), next: page.next, unread: page.unread }))
}

/// Mark all notices as read.
#[utoipa::path(post, path = "/api/v1/notices/read", tag = "me", responses((status = 204)))]
async fn read_notices(State(app): State<Server>, Known(caller): Known) -> Result<StatusCode, Problem> {
    app.read_notices(&caller, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mark one notice as read.
#[utoipa::path(post, path = "/api/v1/notices/{id}/read", tag = "me", params(("id" = String, Path)),
    responses((status = 204)))]
async fn read_notice(
    State(app): State<Server>,
    Known(caller): Known,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    app.read_notices(&caller, Some(&id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
