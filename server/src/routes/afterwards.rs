//! What a doctor does once an application is closed, and with the own data: a copy, another look, one file of it all.

use app::account::{MyDataPage, MyDataView};
use app::applications::fields;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use backend::applications::copy::copy;
use backend::applications::reexamine::ask_reexamination;
use backend::error::{Error, Refusal};
use backend::own_data::take_out;
use domain::application::read_reexamination;
use domain::ids::ApplicationId;
use http::StatusCode;
use leptos::prelude::*;

use super::applications::{fine, show_case, version};
use crate::answer::{Complaint, Failure};
use crate::file_response::attachment;
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .form("/applications/{id}/copy", begin_from)
        .form("/applications/{id}/reexamine", reexamine)
        .page("/my-data", my_data)
        .form("/my-data", hand_out)
}

async fn begin_from(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    match copy(&frame.backend, &doctor, &id, posted.values.text(fields::KEY)).await {
        Ok(made) => {
            let path = format!("/applications/{}?copied=1&{}", made.id, made.left_out.query());
            Ok(Redirect::to(&path).into_response())
        }
        // Led to what is under way, rather than refused: a doctor has one open application at a time.
        Err(Error::Refused(Refusal::AlreadyOpen(open))) => {
            Ok(Redirect::to(&format!("/applications/{open}?open=1")).into_response())
        }
        Err(error) => show_case(&frame, &doctor, &id, &posted.values, Complaint::of(error)?).await,
    }
}

async fn reexamine(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let mut values = posted.values;
    let outcome = match read_reexamination(&values) {
        Ok(reason) => ask_reexamination(&frame.backend, &doctor, &id, version(&values), &reason).await,
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/applications/{id}?reexamined=1")).into_response()),
        Err(error) => {
            values.push("confirm", "reexamination");
            show_case(&frame, &doctor, &id, &values, Complaint::of(error)?).await
        }
    }
}

async fn my_data(frame: Frame) -> Result<Response, Failure> {
    frame.doctor()?;
    Ok(show_my_data(&frame, fine()))
}

fn show_my_data(frame: &Frame, complaint: Complaint) -> Response {
    let view = MyDataView {
        notice: complaint.notice,
    };
    let (status, title) = (complaint.status, "自分のデータを取り出す");
    frame.show(status, title, Look::PLAIN, || view! { <MyDataPage view=view /> })
}

async fn hand_out(frame: Frame) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    match take_out(&frame.backend, &doctor).await {
        Ok(data) => {
            let name = data.name.clone();
            Ok((
                StatusCode::OK,
                attachment(&name, "application/zip", data.into_reading()),
            )
                .into_response())
        }
        Err(error) => Ok(show_my_data(&frame, Complaint::of(error)?)),
    }
}
