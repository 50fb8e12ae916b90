//! The letters of a demonstration, of which there is no page outside of one; and those that could not be sent.

use app::mail::{FailedMailPage, FailedMailView, OutboxPage};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::error::Refusal;
use backend::mail::again::send_again;
use backend::mail::failed::{After, failed_letters};
use backend::mail::outbox::outbox;
use domain::field::FormValues;
use domain::ids::MailFailureId;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/outbox", show)
        .page("/admin/mail", failed)
        .form("/admin/mail/{id}/resend", resend)
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

async fn failed(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let asked = FormValues::new(pairs);
    let complaint = Complaint {
        status: StatusCode::OK,
        ..Complaint::default()
    };
    let done = asked.text("done") == "1";
    render_failed(&frame, asked.text("after").parse().ok(), done, complaint).await
}

async fn render_failed(
    frame: &Frame,
    after: Option<After>,
    done: bool,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let administrator = frame.administrator()?;
    let page = failed_letters(&frame.backend, &administrator, after.as_ref()).await?;
    let view = FailedMailView {
        letters: page.letters,
        next: page.next.map(|next| next.to_string()),
        continued: after.is_some(),
        done,
        notice: complaint.notice,
    };
    Ok(frame.show(complaint.status, "送れなかったメール", Look::WIDE, || {
        view! { <FailedMailPage view=view /> }
    }))
}

async fn resend(frame: Frame, Path(id): Path<MailFailureId>) -> Result<Response, Failure> {
    let administrator = frame.administrator()?;
    match send_again(&frame.backend, &administrator, &id).await {
        Ok(()) => Ok(Redirect::to("/admin/mail?done=1").into_response()),
        Err(error) => render_failed(&frame, None, false, Complaint::of(error)?).await,
    }
}
