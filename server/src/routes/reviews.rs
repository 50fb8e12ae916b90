//! 審査: the queue and the case.

use app::reviews::{QueuePage, QueueView, ReviewCasePage, ReviewCaseView};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::credits::curriculum_names;
use backend::reviews::decide::decide;
use backend::reviews::open::review_case;
use backend::reviews::queue::{After, queue};
use domain::application::Status;
use domain::application::names::VERSION;
use domain::field::FormValues;
use domain::ids::ApplicationId;
use domain::review::DecisionKind;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/review", show_queue)
        .page("/review/{id}", show_case)
        .form("/review/{id}/decide", decision)
}

async fn show_queue(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let reviewer = frame.reviewer()?;
    let asked = FormValues::new(pairs);
    let status = Status::from_key(asked.text("status"));
    let after: Option<After> = asked.text("after").parse().ok();
    let page = queue(&frame.backend, &reviewer, status, after.as_ref()).await?;
    let view = QueueView {
        status,
        lines: page.lines,
        next: page.next.map(|next| next.to_string()),
        continued: after.is_some(),
        done: None,
        notice: None,
    };
    Ok(frame.show(StatusCode::OK, "審査", Look::WIDE, || view! { <QueuePage view=view /> }))
}

async fn show_case(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let asked = FormValues::new(pairs);
    let kind = DecisionKind::from_key(asked.text("decide"));
    let complaint = Complaint {
        status: StatusCode::OK,
        ..Complaint::default()
    };
    let done = DecisionKind::from_key(asked.text("done")).map(|kind| format!("{}しました。", done_word(kind)));
    render_case(&frame, &id, kind, FormValues::default(), complaint, done).await
}

fn done_word(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Approve => "承認",
        DecisionKind::Return => "差戻し",
        DecisionKind::Refuse => "不承認と",
    }
}

async fn render_case(
    frame: &Frame,
    id: &ApplicationId,
    decide: Option<DecisionKind>,
    typed: FormValues,
    complaint: Complaint,
    done: Option<String>,
) -> Result<Response, Failure> {
    let reviewer = frame.reviewer()?;
    let case = review_case(&frame.backend, &reviewer, id).await?;
    let view = ReviewCaseView {
        barred: case.bars(&frame.visitor()?.account),
        case,
        code_names: curriculum_names(&frame.backend).await?,
        today: frame.backend.clock.today(),
        decide,
        typed,
        errors: complaint.errors,
        done,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "審査",
        Look::WIDE,
        || view! { <ReviewCasePage view=view /> },
    ))
}

async fn decision(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let reviewer = frame.reviewer()?;
    let values = posted.values;
    let kind = DecisionKind::from_key(values.text("decide")).ok_or(Failure::Status(StatusCode::BAD_REQUEST))?;
    let version = values.text(VERSION).parse().unwrap_or_default();
    let outcome = match kind.read(&values) {
        Ok(decision) => decide(&frame.backend, &reviewer, &id, version, decision).await,
        Err(errors) => Err(errors.into()),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/review/{id}?done={}", kind.key())).into_response()),
        Err(error) => render_case(&frame, &id, Some(kind), values, Complaint::of(error)?, None).await,
    }
}
