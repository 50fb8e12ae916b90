//! 実地研修実績入力 and 座学研修（生涯教育制度）単位等追加入力: what the doctor declares, with its proofs.

use app::applications::{
    KeptText, LecturePage, LectureView, PracticalPage, PracticalView, fields, lecture_form, practical_form,
};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::applications::lecture::{Saved, remove_lecture, save_lecture};
use backend::applications::open::own_case;
use backend::applications::practical::save_practical;
use backend::applications::typed::{all, discard, keep, typed};
use backend::credits::curriculum_names;
use backend::error::{Error, Refusal};
use backend::evidence::remove::remove_proof;
use backend::evidence::reuse::{earlier_proofs, reuse_proof};
use backend::random;
use backend::visitor::Doctor;
use chrono::{DateTime, Utc};
use domain::application::{Case, Kept, LectureForm, PracticalForm, Typed, TypedScreen, names};
use domain::field::{FieldError, FormValues};
use domain::ids::{ApplicationId, LectureId};
use http::StatusCode;
use leptos::prelude::*;

use super::applications::{fine, version};
use super::documents;
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
        .form("/applications/{id}/typed/discard", discard_typed)
}

async fn practical_page(frame: Frame, Path(id): Path<ApplicationId>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let typed = typed(&frame.backend, &doctor, &id, &TypedScreen::Practical).await?;
    render_practical(&frame, &doctor, &id, Shown::Kept(typed), fine()).await
}

async fn render_practical(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    shown: Shown<'_>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(back(id));
    }
    let saved = practical_form(&case.draft.practical).values();
    let (values, kept, restored) = shown
        .page(frame, doctor, id, TypedScreen::Practical, true, saved)
        .await?;
    let view = PracticalView {
        form: PracticalForm::read(&values),
        kept,
        restored,
        earlier: earlier_proofs(&frame.backend, doctor).await?,
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
    let outcome = match take_in(&frame, &doctor, &id, &values, files).await {
        Ok(Step::Done) => save_practical(&frame.backend, &doctor, &id, version(&values), &values).await,
        Ok(Step::Again) => return render_practical(&frame, &doctor, &id, Shown::Sent(&values), fine()).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(done(&id, fields::DONE_PRACTICAL)),
        Err(error) => render_practical(&frame, &doctor, &id, Shown::Sent(&values), Complaint::of(error)?).await,
    }
}

/// What a form shows.
enum Shown<'a> {
    /// What is kept of it, and what is saved where nothing is.
    Kept(Option<Typed>),
    /// What was sent, because it was refused.
    Sent(&'a FormValues),
}

impl Shown<'_> {
    /// What stands in the form, what the island goes on from, and since when unregistered text is kept.
    async fn page(
        self,
        frame: &Frame,
        doctor: &Doctor,
        id: &ApplicationId,
        screen: TypedScreen,
        lasting: bool,
        saved: FormValues,
    ) -> Result<(FormValues, KeptText, Option<DateTime<Utc>>), Failure> {
        match self {
            Shown::Kept(typed) => {
                let values = typed.as_ref().map_or_else(|| saved, |typed| typed.values.clone());
                let kept = KeptText::of(screen, lasting, typed.as_ref(), &values);
                let unregistered = typed.filter(|typed| !typed.registered);
                Ok((values, kept, unregistered.map(|typed| typed.saved_at)))
            }
            Shown::Sent(values) => {
                // It could not be registered, but it can be kept: also for a browser without scripts.
                let seen = values.number(names::TYPED);
                let kept = match keep(&frame.backend, doctor, id, &screen, seen, values).await? {
                    Kept::Saved(typed) => KeptText::of(screen, lasting, Some(&typed), values),
                    Kept::Newer(_) => KeptText::of_refused(screen, lasting, seen),
                };
                Ok((values.clone(), kept, None))
            }
        }
    }
}

async fn discard_typed(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let screen = posted.values.text("screen").parse();
    let screen: TypedScreen = screen.map_err(|_| Failure::Status(StatusCode::NOT_FOUND))?;
    discard(&frame.backend, &doctor, &id, &screen).await?;
    Ok(match screen {
        TypedScreen::Practical => Redirect::to(&format!("/applications/{id}/practical")).into_response(),
        TypedScreen::Lecture(_) => back(&id),
        TypedScreen::Answers => Redirect::to(&format!("/applications/{id}/check")).into_response(),
    })
}

/// How far a posted form got before its own fields are looked at.
enum Step {
    /// Its files are stored.
    Done,
    /// One proof was removed, or an earlier one was taken again, and the page is wanted again as it was typed.
    Again,
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
        match documents::keep(frame, doctor, id, claim, file).await {
            Ok(_) => {}
            Err(Error::Refused(refusal)) => errors.push(FieldError::new(field, refusal.sentence())),
            Err(error) => return Err(error),
        }
    }
    // An earlier proof that was picked counts whichever button was pressed.
    for (claim, document) in values.under(names::REUSE).filter(|(_, document)| !document.is_empty()) {
        let (Ok(proves), Ok(document)) = (claim.parse(), document.parse()) else {
            return Err(Refusal::NotFound.into());
        };
        match reuse_proof(&frame.backend, doctor, id, &proves, &document).await {
            Err(Error::Refused(refusal)) if refusal != Refusal::NotFound => {
                errors.push(FieldError::new(format!("{}{claim}", names::FILE), refusal.sentence()));
            }
            outcome => outcome?,
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if !values.has(fields::REMOVE) && !values.has(fields::REUSE) {
        return Ok(Step::Done);
    }
    if let Ok(document) = values.text(fields::REMOVE).parse() {
        remove_proof(&frame.backend, doctor, id, &document).await?;
    }
    Ok(Step::Again)
}

fn back(id: &ApplicationId) -> Response {
    Redirect::to(&format!("/applications/{id}")).into_response()
}

/// Back to the application, which says what was done.
fn done(id: &ApplicationId, what: &str) -> Response {
    Redirect::to(&format!("/applications/{id}?{}={what}", fields::DONE)).into_response()
}

/// A lecture that was begun and not added is gone on with: the one asked for, or the latest.
async fn new_lecture_page(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let case = own_case(&frame.backend, &doctor, &id).await?;
    let added = |lecture: &LectureId| case.draft.lectures.iter().any(|saved| &saved.id == lecture);
    // Proofs may have come before the lecture itself, from a phone: whoever comes back from there names it.
    let named: Option<LectureId> = FormValues::new(asked).text(names::LECTURE).parse().ok();
    if let Some(lecture) = named.as_ref().filter(|lecture| added(lecture)) {
        return Ok(Redirect::to(&format!("/applications/{id}/lectures/{lecture}")).into_response());
    }
    let begun = all(&frame.backend, &doctor, &id)
        .await?
        .into_iter()
        .filter_map(|(screen, typed)| match screen {
            TypedScreen::Lecture(lecture) if !added(&lecture) => Some((lecture, typed)),
            _ => None,
        });
    let mut begun: Vec<_> = begun.collect();
    let at = match &named {
        Some(named) => begun.iter().position(|(lecture, _)| lecture == named),
        None => (!begun.is_empty()).then_some(0),
    };
    let (lecture, typed) = match (at, named) {
        (Some(at), _) => {
            let (lecture, typed) = begun.swap_remove(at);
            (lecture, Some(typed))
        }
        (None, Some(named)) => (named, None),
        (None, None) => (random::id().parse().map_err(|_| Failure::Fault)?, None),
    };
    let blank = LectureForm::blank(&lecture, frame.backend.clock.today());
    render_lecture(
        &frame,
        &doctor,
        case,
        lecture,
        blank.values(),
        Shown::Kept(typed),
        fine(),
    )
    .await
}

async fn lecture_page(
    frame: Frame,
    Path((id, lecture)): Path<(ApplicationId, LectureId)>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let case = own_case(&frame.backend, &doctor, &id).await?;
    let saved = case.draft.lectures.iter().find(|saved| saved.id == lecture);
    let saved = lecture_form(saved.ok_or(Failure::Status(StatusCode::NOT_FOUND))?).values();
    let typed = typed(&frame.backend, &doctor, &id, &TypedScreen::Lecture(lecture.clone())).await?;
    render_lecture(&frame, &doctor, case, lecture, saved, Shown::Kept(typed), fine()).await
}

async fn render_lecture(
    frame: &Frame,
    doctor: &Doctor,
    case: Case,
    lecture: LectureId,
    saved: FormValues,
    shown: Shown<'_>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    if !case.status.is_open_to_the_doctor() {
        return Ok(back(&case.id));
    }
    let existing = case.draft.lectures.iter().any(|saved| saved.id == lecture);
    let screen = TypedScreen::Lecture(lecture.clone());
    let (values, kept, restored) = shown.page(frame, doctor, &case.id, screen, existing, saved).await?;
    let form = LectureForm {
        id: lecture.to_string(),
        ..LectureForm::read(&values)
    };
    let view = LectureView {
        existing,
        kept,
        restored,
        case,
        today: frame.backend.clock.today(),
        form,
        code_names: curriculum_names(&frame.backend).await?,
        earlier: earlier_proofs(&frame.backend, doctor).await?,
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
    Path((id, lecture)): Path<(ApplicationId, LectureId)>,
    posted: Posted,
) -> Result<Response, Failure> {
    frame.doctor()?;
    // The form names its lecture too, as that of a new one does; a form of another lecture is not this page's.
    if posted.values.text(names::LECTURE) != lecture.as_str() {
        return Err(Failure::Status(StatusCode::NOT_FOUND));
    }
    save(&frame, &id, posted).await
}

async fn save(frame: &Frame, id: &ApplicationId, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let Posted { values, files } = posted;
    let lecture = LectureForm::read(&values).id();
    let lecture = lecture.map_err(|_| Failure::Status(StatusCode::NOT_FOUND))?;
    let outcome = match take_in(frame, &doctor, id, &values, files).await {
        Ok(Step::Done) => save_lecture(&frame.backend, &doctor, id, version(&values), &values)
            .await
            .map(Some),
        Ok(Step::Again) => Ok(None),
        Err(error) => Err(error),
    };
    let complaint = match outcome {
        Ok(Some(Saved::Added)) => return Ok(done(id, fields::DONE_ADDED)),
        Ok(Some(Saved::Changed)) => return Ok(done(id, fields::DONE_CHANGED)),
        Ok(None) => fine(),
        Err(error) => Complaint::of(error)?,
    };
    let case = own_case(&frame.backend, &doctor, id).await?;
    let nothing = FormValues::default();
    render_lecture(frame, &doctor, case, lecture, nothing, Shown::Sent(&values), complaint).await
}

async fn drop_lecture(
    frame: Frame,
    Path((id, lecture)): Path<(ApplicationId, LectureId)>,
    posted: Posted,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    remove_lecture(&frame.backend, &doctor, &id, version(&posted.values), &lecture).await?;
    Ok(done(&id, fields::DONE_REMOVED))
}
