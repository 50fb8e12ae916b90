//! 利用者登録の確認: what an association has to look at.

use app::office::{RegistrationCaseView, RegistrationPage, RegistrationsPage};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::registrations::{Verdict, decide, registration, waiting};
use domain::field::FormValues;
use domain::review::REASON;
use http::StatusCode;
use leptos::prelude::*;

use super::applications::{fine, version};
use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/admin/registrations", list)
        .page("/admin/registrations/{id}", show)
        .form("/admin/registrations/{id}", decided)
}

async fn list(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let administrator = frame.administrator()?;
    let done = FormValues::new(pairs)
        .has("done")
        .then(|| "確認の結果を、申し込んだ方にメールで伝えました。".to_owned());
    let waiting = waiting(&frame.backend, &administrator).await?;
    Ok(frame.show(
        StatusCode::OK,
        "利用者登録の確認",
        Look::PLAIN,
        move || view! { <RegistrationsPage waiting=waiting done=done /> },
    ))
}

async fn show(frame: Frame, Path(id): Path<String>) -> Result<Response, Failure> {
    render(&frame, &id, FormValues::default(), fine()).await
}

async fn render(frame: &Frame, id: &str, typed: FormValues, complaint: Complaint) -> Result<Response, Failure> {
    let case = registration(&frame.backend, &frame.administrator()?, id).await?;
    let view = RegistrationCaseView {
        registration: case.registration,
        candidates: case.candidates,
        typed,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "利用者登録の確認",
        Look::PLAIN,
        move || view! { <RegistrationPage view=view /> },
    ))
}

async fn decided(frame: Frame, Path(id): Path<String>, posted: Posted) -> Result<Response, Failure> {
    let (administrator, values) = (frame.administrator()?, posted.values);
    let verdict = match values.text("verdict") {
        "doctor" => {
            let doctor = values.text("doctor").parse();
            Ok(Verdict::Doctor(
                doctor.map_err(|_| Failure::Status(StatusCode::NOT_FOUND))?,
            ))
        }
        "new" => Ok(Verdict::NewDoctor),
        "refused" => Verdict::refused(values.text(REASON)),
        _ => return Err(Failure::Status(StatusCode::BAD_REQUEST)),
    };
    let outcome = match verdict {
        Ok(verdict) => decide(&frame.backend, &administrator, &id, version(&values), verdict).await,
        // Whose it is comes before what is wrong with the form.
        Err(error) => match registration(&frame.backend, &administrator, &id).await {
            Ok(_) => Err(error),
            Err(hidden) => Err(hidden),
        },
    };
    match outcome {
        Ok(()) => Ok(Redirect::to("/admin/registrations?done=1").into_response()),
        Err(error) => render(&frame, &id, values, Complaint::of(error)?).await,
    }
}
