//! Is the process alive, and can it work: for service managers and proxies.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use backend::Backend;
use http::StatusCode;

use crate::{router::Routes, state::AppState};

/// Registers `/healthz` and `/readyz`.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/healthz", alive).page("/readyz", ready)
}

/// The process answers: restarting it would help nobody.
async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too. Its schema is up to date as long as this process runs, for `serve` sees to it first.
async fn ready(State(backend): State<Backend>) -> Response {
    match backend.db.read().ping().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
