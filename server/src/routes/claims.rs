//! 実地研修実績入力 and 座学研修（生涯教育制度）単位等追加入力: what the doctor declares, with its proofs.

use app::applications::{LecturePage, LectureView, PracticalPage, PracticalView, fields, lecture_form, practical_form};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::applications::lecture::{remove_lecture, save_lecture};
use backend::applications::open::own_case;
use backend::applications::practical::save_practical;
use backend::credits::curriculum_names;
use backend::error::Error;
use backend::evidence::remove::remove_proof;
use backend::random;
use backend::visitor::Doctor;
use domain::application::{LectureForm, PracticalForm, names};
use domain::field::{FieldError, FormValues};
use domain::ids::{ApplicationId, LectureId};
use http::StatusCode;
use leptos::prelude::*;

use super::applications::{fine, version};
use super::documents::keep;
use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::{Posted, PostedFile};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/applications/{id}/practical", practical_page)
        .form_with_files("/applications/{id}/practical", practical)
        .page("/applications/{id}/lectures/new", new_lecture_page)
        .form_with_files("/applications/{id}/lectures/new", lecture)
        .page("/applications/{id}/lectures/{lecture}", lecture_page)
        .form_with_files("/applications/{id}/lectures/{lecture}", changed_lecture)
        .form("/applications/{id}/lectures/{lecture}/remove", drop_lecture)
}

async fn practical_page(frame: Frame, Path(id): Path<ApplicationId>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    render_practical(&frame, &doctor, &id, None, fine()).await
}

async fn render_practical(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    typed: Option<PracticalForm>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(back(id));
    }
    let view = PracticalView {
        form: typed.unwrap_or_else(|| practical_form(&case.draft.practical)),
        case,
        today: frame.backend.clock.today(),
        errors: complaint.errors,
        notice: complaint.notice,
    };
    let title = "実地研修実績入力";
    Ok(frame.show(
        complaint.status,
        title,
        Look::ISLAND,
        || view! { <PracticalPage view=view /> },
    ))
}

async fn practical(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let Posted { values, files } = posted;
    let form = PracticalForm::read(&values);
    let outcome = match take_in(&frame, &doctor, &id, &values, files).await {
        Ok(Step::Done) => save_practical(&frame.backend, &doctor, &id, version(&values), form.clone()).await,
        Ok(Step::OnlyRemoved) => return render_practical(&frame, &doctor, &id, Some(form), fine()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(back(&id)),
        Err(error) => render_practical(&frame, &doctor, &id, Some(form), Complaint::of(error)?).await,
    }
}

/// How far a posted form got before its own fields are looked at.
enum Step {
    /// Its files are stored.
    Done,
    /// One proof was removed, and the page is wanted again as it was typed.
    OnlyRemoved,
}

/// Takes in what a form brings beside its fields. Files that are good are kept even where another one is refused, so
/// that nobody has to choose them again.
async fn take_in(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    values: &FormValues,
    files: Vec<PostedFile>,
) -> backend::error::Result<Step> {
    let mut errors = Vec::new();
    for file in files {
        let field = file.field.clone();
        let Some(claim) = field.strip_prefix(names::FILE).and_then(|claim| claim.parse().ok()) else {
            continue;
        };
        match keep(frame, doctor, id, claim, file).await {
            Ok(_) => {}
            Err(Error::Refused(refusal)) => errors.push(FieldError::new(field, refusal.sentence())),
            Err(error) => return Err(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if !values.has(fields::REMOVE) {
        return Ok(Step::Done);
    }
    if let Ok(document) = values.text(fields::REMOVE).parse() {
        remove_proof(&frame.backend, doctor, id, &document).await?;
    }
    Ok(Step::OnlyRemoved)
}

fn back(id: &ApplicationId) -> Response {
    Redirect::to(&format!("/applications/{id}")).into_response()
}

async fn new_lecture_page(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    // Proofs may have come before the lecture itself, from a phone: whoever comes back from there names it.
    let named: Option<LectureId> = FormValues::new(pairs).text(names::LECTURE).parse().ok();
    if let Some(lecture) = &named {
        let case = own_case(&frame.backend, &doctor, &id).await?;
        if case.draft.lectures.iter().any(|saved| saved.id == *lecture) {
            return Ok(Redirect::to(&format!("/applications/{id}/lectures/{lecture}")).into_response());
        }
    }
    let lecture = match named {
        Some(lecture) => lecture,
        None => random::id().parse().map_err(|_| Failure::Fault)?,
    };
    let form = LectureForm::blank(&lecture, frame.backend.clock.today());
    render_lecture(&frame, &doctor, &id, form, fine()).await
}

async fn lecture_page(
    frame: Frame,
    Path((id, lecture)): Path<(ApplicationId, LectureId)>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let case = own_case(&frame.backend, &doctor, &id).await?;
    let saved = case.draft.lectures.iter().find(|saved| saved.id == lecture);
    let form = lecture_form(saved.ok_or(Failure::Status(StatusCode::NOT_FOUND))?);
    render_lecture(&frame, &doctor, &id, form, fine()).await
}

async fn render_lecture(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    form: LectureForm,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(back(id));
    }
    let view = LectureView {
        existing: case.draft.lectures.iter().any(|lecture| lecture.id.as_str() == form.id),
        case,
        today: frame.backend.clock.today(),
        form,
        code_names: curriculum_names(&frame.backend).await?.into_iter().collect(),
        errors: complaint.errors,
        notice: complaint.notice,
    };
    let title = "座学研修（生涯教育制度）単位等追加入力";
    Ok(frame.show(
        complaint.status,
        title,
        Look::ISLAND,
        || view! { <LecturePage view=view /> },
    ))
}

async fn lecture(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    save(&frame, &id, posted).await
}

async fn changed_lecture(
    frame: Frame,
    Path((id, _)): Path<(ApplicationId, LectureId)>,
    posted: Posted,
) -> Result<Response, Failure> {
    save(&frame, &id, posted).await
}

async fn save(frame: &Frame, id: &ApplicationId, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let Posted { values, files } = posted;
    let form = LectureForm::read(&values);
    let outcome = match take_in(frame, &doctor, id, &values, files).await {
        Ok(Step::Done) => save_lecture(&frame.backend, &doctor, id, version(&values), form.clone()).await,
        Ok(Step::OnlyRemoved) => return render_lecture(frame, &doctor, id, form, fine()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(back(id)),
        Err(error) => render_lecture(frame, &doctor, id, form, Complaint::of(error)?).await,
    }
}

async fn drop_lecture(
    frame: Frame,
    Path((id, lecture)): Path<(ApplicationId, LectureId)>,
    posted: Posted,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    remove_lecture(&frame.backend, &doctor, &id, version(&posted.values), &lecture).await?;
    Ok(back(&id))
}
