//! Pages of parts that are still to come; each says so and what to do instead.

use app::office::{AdminPage, EventsPage, VerifyPage};
use axum::response::Response;
use backend::error::Refusal;
use backend::visitor::Role;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::Failure;
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/events", events)
        .page("/admin", admin)
        .page("/verify", verify)
        .page("/verify/{code}", verify)
}

async fn events(frame: Frame) -> Result<Response, Failure> {
    demand(&frame, &[Role::Organiser])?;
    Ok(frame.show(StatusCode::OK, "研修会", Look::PLAIN, || view! { <EventsPage /> }))
}

async fn admin(frame: Frame) -> Result<Response, Failure> {
    demand(&frame, &[Role::AssociationAdmin, Role::NationalAdmin])?;
    Ok(frame.show(StatusCode::OK, "管理", Look::PLAIN, || view! { <AdminPage /> }))
}

async fn verify(frame: Frame) -> Response {
    frame.show(
        StatusCode::OK,
        "修了証の確認",
        Look::PUBLIC,
        || view! { <VerifyPage /> },
    )
}

fn demand(frame: &Frame, roles: &[Role]) -> Result<(), Failure> {
    let visitor = frame.visitor()?;
    if roles.iter().any(|role| visitor.is(*role)) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed.into())
    }
}
