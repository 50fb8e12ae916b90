//! アクセシビリティについて, for everybody.

use app::accessibility::AccessibilityPage;
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;

use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the route.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/accessibility", statement)
}

async fn statement(frame: Frame) -> Response {
    let title = "アクセシビリティについて";
    frame.show(StatusCode::OK, title, Look::PUBLIC, || view! { <AccessibilityPage /> })
}
