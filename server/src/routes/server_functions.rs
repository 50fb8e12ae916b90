//! The one door to the server functions that islands call.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request, State},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, REFERER},
};
use leptos::context::provide_context;
use serde_json::Value;

use crate::{frame::Frame, router::Routes, state::AppState};

/// Registers the door. Only POST: a server function that answers GET could be called by a link.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.call("/api/{*function}", call)
}

async fn call(State(state): State<AppState>, mut request: Request) -> Response {
    let asked = (request.uri().path(), request.method());
    if !server_fn::axum::server_fn_paths().any(|(path, method)| (path, &method) == asked) {
        // The framework's own answer explains to a stranger how the program is built.
        return StatusCode::NOT_FOUND.into_response();
    }
    // With these the framework takes the call for a form post and sends the error's text back in an address.
    request.headers_mut().remove(ACCEPT);
    request.headers_mut().remove(REFERER);
    let (mut parts, body) = request.into_parts();
    let frame = match Frame::from_request_parts(&mut parts, &state).await {
        Ok(frame) => frame,
        Err(failure) => return failure.into_response(),
    };
    let (backend, visitor) = (frame.backend.clone(), frame.anybody().cloned());
    let context = move || {
        provide_context(backend.clone());
        provide_context(visitor.clone());
    };
    let request = Request::from_parts(parts, body);
    let response = leptos_axum::handle_server_fns_with_context(context, request).await;
    with_true_status(response.into_response()).await
}

/// Longer than any error that the pages show.
const LONGEST_ERROR: usize = 64 * 1024;

/// The framework answers every error with 500. Refusals and field errors are the caller's to mend, and so is what
/// the framework itself could not read, which it reports as a fault that nobody wrote a reference for.
async fn with_true_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_ERROR).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // As `app::error::AppError` writes itself.
    let error: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    parts.status = match error["Fault"]["reference"].as_str() {
        Some("") => return StatusCode::BAD_REQUEST.into_response(),
        Some(_) => StatusCode::INTERNAL_SERVER_ERROR,
        None if error == "LoggedOut" => StatusCode::UNAUTHORIZED,
        None if error["Refused"].is_object() || error["Fields"].is_array() => StatusCode::UNPROCESSABLE_ENTITY,
        // Whatever this is, it was not written for the person who reads it.
        None => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(bytes))
}
