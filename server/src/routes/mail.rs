//! The letters of a demonstration. Outside of one there is no such page.

use app::mail::OutboxPage;
use axum::response::Response;
use backend::error::Refusal;
use backend::mail::outbox::outbox;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::Failure;
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the route.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/outbox", show)
}

async fn show(frame: Frame) -> Result<Response, Failure> {
    if !frame.demo() {
        return Err(Refusal::NotFound.into());
    }
    let letters = outbox(&frame.backend).await?;
    Ok(frame.show(StatusCode::OK, "送信されたメール", Look::PLAIN, || {
        view! { <OutboxPage letters=letters /> }
    }))
}
