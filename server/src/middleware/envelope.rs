//! The outermost layer: gives a request its id, address and nonce, and a response its headers, its page if it
//! has none, and its line in the log, whatever happened in between.

use std::{
    any::Any,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use http::{Method, StatusCode};
use leptos::nonce::Nonce;
use tower_http::csrf::ProtectionError;
use tracing::Instrument;

use super::{
    client_address::{Networks, client_address},
    headers,
    request_id::RequestId,
};
use crate::refusal::{self, Reader};
use crate::session;

/// What the envelope knows of the installation.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Browsers reach the site over https.
    pub https: bool,
    pub trusted_proxies: Networks,
    /// Path of the style sheet for plain error pages.
    pub stylesheet: Arc<str>,
}

/// Requests that ended in a panic since the process began.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Where the calls of islands stand.
pub const CALLS: &str = "/api/";

/// Wraps one request.
pub async fn wrap(State(envelope): State<Envelope>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::next();
    let nonce = Nonce::new();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let reader = if request.uri().path().starts_with(CALLS) {
        Reader::Program
    } else {
        Reader::Person {
            logged_in: session::token(request.headers(), envelope.https).is_some(),
        }
    };
    let address = client_address(request.extensions(), request.headers(), &envelope.trusted_proxies);
    let extensions = request.extensions_mut();
    extensions.insert(id.clone());
    extensions.insert(nonce.clone());
    extensions.insert(address);

    // What the request logs on its way stands under its reference.
    let work = next.run(request).instrument(tracing::info_span!("request", %id));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    let mut response = outcome.unwrap_or_else(|panic| after_panic(&*panic, &id));
    if refusal::needs_dress(&response) {
        refusal::dress(&mut response, &id, reader, &envelope.stylesheet);
    }
    headers::set(response.headers_mut(), &id, &nonce, envelope.https);
    log(&method, path.as_ref(), &response, began, &id);
    response
}

fn after_panic(panic: &(dyn Any + Send), id: &RequestId) -> Response {
    let total = PANICS.fetch_add(1, Ordering::Relaxed) + 1;
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(%id, total, panic = words.unwrap_or("of an unknown kind"), "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// One line a request. The route's pattern stands for the path, so that neither ids nor a search's words nor an
/// address reach the log.
fn log(method: &Method, path: Option<&MatchedPath>, response: &Response, began: Instant, id: &RequestId) {
    let path = path.map_or("-", MatchedPath::as_str);
    let status = response.status().as_u16();
    let ms = began.elapsed().as_millis();
    let foreign = response.extensions().get::<ProtectionError>().is_some();
    tracing::info!(target: "shuryo::request", %method, path, status, ms, %id, foreign);
}
