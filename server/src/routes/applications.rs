//! 認定（修了）申請: the application screen, the check page, what follows the submission.

use app::applications::{
    ApplicationPage, ApplicationView, CasePage, CaseView, CheckPage, CheckView, KeptText, Origin, fields,
};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::applications::choose::save_choices;
use backend::applications::delete::delete_draft;
use backend::applications::open::{associations_of, blank, own_case, prefectures};
use backend::applications::receipt::{receipt, sealed_files};
use backend::applications::start::start;
use backend::applications::submit::submit_with;
use backend::applications::typed;
use backend::applications::withdraw::withdraw;
use backend::credits::{curriculum_names, programmes};
use backend::error::{Error, Refusal};
use backend::random;
use backend::visitor::Doctor;
use chrono::{DateTime, Utc};
use domain::application::{Answers, ChoicesForm, LeftOut, Opening, Status, TypedScreen, names};
use domain::eligibility::what_if::WhatIfForm;
use domain::evidence::MediaType;
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::{Complaint, Failure};
use crate::file_response::{FileResponse, NotModified};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/applications/new", new_page)
        .form("/applications/new", new)
        .page("/applications/{id}", show)
        .form("/applications/{id}", choose)
        .page("/applications/{id}/check", check_page)
        .form("/applications/{id}/check", send)
        .page("/applications/{id}/receipt", receipt_pdf)
        .form("/applications/{id}/delete", delete)
        .form("/applications/{id}/withdraw", take_back)
}

/// The version that a form was made from; a form without one is as old as can be.
pub fn version(values: &FormValues) -> i64 {
    values.number(names::VERSION)
}

/// A page that nothing is wrong with.
pub fn fine() -> Complaint {
    Complaint {
        status: StatusCode::OK,
        ..Complaint::default()
    }
}

async fn new_page(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    render_new(&frame, &doctor, &FormValues::new(pairs), fine()).await
}

async fn render_new(
    frame: &Frame,
    doctor: &Doctor,
    asked: &FormValues,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let (draft, policy) = blank(&frame.backend, doctor).await?;
    let saved = ChoicesForm::of(&draft);
    let key = Some(asked.text(fields::KEY).to_owned())
        .filter(|key| !key.is_empty())
        .unwrap_or_else(random::id);
    render(
        frame,
        doctor,
        Origin::New {
            key,
            draft,
            policy: Box::new(policy),
        },
        saved,
        asked,
        complaint,
    )
    .await
}

async fn render_saved(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    asked: &FormValues,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    let saved = ChoicesForm::of(&case.draft);
    render(frame, doctor, Origin::Saved(Box::new(case)), saved, asked, complaint).await
}

/// The application screen with what is saved, overlaid by what the address or a refused form says.
async fn render(
    frame: &Frame,
    doctor: &Doctor,
    origin: Origin,
    saved: ChoicesForm,
    asked: &FormValues,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let unfinished = match &origin {
        Origin::New { .. } => Vec::new(),
        Origin::Saved(case) => unfinished(frame, doctor, &case.id).await?,
    };
    // What a return did not open is shown as it is saved, whatever the address says.
    let open = match &origin {
        Origin::New { .. } => true,
        Origin::Saved(case) => Opening::of(case, frame.backend.clock.today()).allows_choices(),
    };
    let choices = if open { chosen(saved, asked) } else { saved };
    let prefecture = match asked.text(names::PREFECTURE) {
        "" => choices
            .destination
            .as_ref()
            .and_then(|code| code.prefecture())
            .unwrap_or_default()
            .to_owned(),
        asked => asked.to_owned(),
    };
    // 日本医師会 lies in no prefecture; it is offered beside whichever is shown.
    let associations = if choices.destination.is_none() && prefecture.is_empty() {
        Vec::new()
    } else {
        associations_of(&frame.backend, &prefecture).await?
    };
    let what_if = WhatIfForm::read(asked);
    let sealed = match &origin {
        Origin::Saved(case) if case.status == Status::Returned => sealed_files(&frame.backend, case).await?,
        _ => Vec::new(),
    };
    let mut errors = complaint.errors;
    errors.extend(what_if.imagined(origin.policy()).err().unwrap_or_default());
    let status = match complaint.status {
        StatusCode::OK if !errors.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        status => status,
    };
    let view = ApplicationView {
        origin,
        today: frame.backend.clock.today(),
        year: year(asked, names::YEAR),
        choices,
        what_if,
        programmes: programmes(&frame.backend).await?,
        prefecture,
        prefectures: prefectures(&frame.backend).await?,
        associations: associations
            .into_iter()
            .map(|association| (association.code, association.name))
            .collect(),
        code_names: curriculum_names(&frame.backend).await?,
        unfinished,
        sealed,
        confirm: asked.has("confirm"),
        removing: asked.text(fields::REMOVE_LECTURE).parse().ok(),
        errors,
        done: just_done(asked),
        notice: complaint.notice,
    };
    let title = "認定（修了）申請";
    Ok(frame.show(status, title, Look::ISLAND, || view! { <ApplicationPage view=view /> }))
}

/// What was typed on a sub-screen and never registered.
async fn unfinished(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
) -> Result<Vec<(TypedScreen, DateTime<Utc>)>, Failure> {
    let typed = typed::all(&frame.backend, doctor, id).await?.into_iter();
    Ok(typed
        .filter(|(_, typed)| !typed.registered)
        .map(|(screen, typed)| (screen, typed.saved_at))
        .collect())
}

fn chosen(saved: ChoicesForm, asked: &FormValues) -> ChoicesForm {
    let searched = if asked.has(fields::SEARCH) {
        names::YEAR
    } else {
        names::FROM
    };
    ChoicesForm {
        years_from: year(asked, searched).or(saved.years_from),
        destination: if asked.has(names::DESTINATION) {
            asked.text(names::DESTINATION).parse().ok()
        } else {
            saved.destination
        },
    }
}

fn year(asked: &FormValues, name: &str) -> Option<FiscalYear> {
    asked.text(name).parse().ok().and_then(FiscalYear::new)
}

async fn new(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let values = posted.values;
    match start(
        &frame.backend,
        &doctor,
        values.text(fields::KEY),
        ChoicesForm::read(&values),
    )
    .await
    {
        Ok(id) => Ok(go_on(&id, &values)),
        // Resumed rather than refused: a doctor has one open application at a time.
        Err(Error::Refused(Refusal::AlreadyOpen(id))) => {
            Ok(Redirect::to(&format!("/applications/{id}")).into_response())
        }
        Err(error) => render_new(&frame, &doctor, &values, Complaint::of(error)?).await,
    }
}

/// Where the pressed button leads.
fn go_on(id: &ApplicationId, values: &FormValues) -> Response {
    let path = match values.text(fields::GO) {
        fields::GO_PRACTICAL => format!("/applications/{id}/practical"),
        fields::GO_LECTURE => format!("/applications/{id}/lectures/new"),
        fields::GO_CHECK => format!("/applications/{id}/check"),
        fields::GO_SAVE => format!("/applications/{id}?{}={}", fields::DONE, fields::DONE_SAVED),
        _ => format!("/applications/{id}"),
    };
    Redirect::to(&path).into_response()
}

async fn show(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let asked = FormValues::new(pairs);
    let case = own_case(&frame.backend, &doctor, &id).await?;
    if case.status.is_open_to_the_doctor() {
        let saved = ChoicesForm::of(&case.draft);
        let told = Complaint {
            notice: what_to_know(&asked),
            ..fine()
        };
        return render(&frame, &doctor, Origin::Saved(Box::new(case)), saved, &asked, told).await;
    }
    let told = Complaint {
        notice: what_to_know(&asked),
        ..fine()
    };
    show_case(&frame, &doctor, &id, &asked, told).await
}

/// What was just done on a page that leads here.
fn just_done(asked: &FormValues) -> Option<String> {
    let sentence = match asked.text(fields::DONE) {
        fields::DONE_SAVED => "下書きを保存しました。",
        fields::DONE_PRACTICAL => "実地研修の実績を登録しました。",
        fields::DONE_ADDED => "座学研修を追加しました。",
        fields::DONE_CHANGED => "座学研修の変更を保存しました。",
        fields::DONE_REMOVED => "座学研修を削除しました。",
        _ => return None,
    };
    Some(sentence.to_owned())
}

/// What another page says when it leads here.
fn what_to_know(asked: &FormValues) -> Option<String> {
    if asked.has("copied") {
        Some(LeftOut::read(asked).sentence())
    } else if asked.has("open") {
        let sentence = "手続き中の申請があるため、新しい申請は作成していません。この申請を完了するか取り下げると、新しく申請できます。";
        Some(sentence.to_owned())
    } else {
        None
    }
}

/// The page of an application that is not open to its doctor.
pub async fn show_case(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    asked: &FormValues,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    let view = CaseView {
        sealed: sealed_files(&frame.backend, &case).await?,
        case,
        just_sent: asked.has("sent"),
        confirm: asked.has("confirm"),
        key: random::id(),
        typed: asked.clone(),
        errors: complaint.errors,
        done: asked
            .has("reexamined")
            .then(|| "再審査を依頼しました。別の担当者が審査します。".to_owned()),
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "認定（修了）申請",
        Look::PLAIN,
        || view! { <CasePage view=view /> },
    ))
}

async fn receipt_pdf(frame: Frame, Path(id): Path<ApplicationId>, asked: NotModified) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let receipt = receipt(&frame.backend, &doctor, &id).await?;
    if asked.knows(&receipt.sha256) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let name = format!("受付票_{}.pdf", receipt.number);
    Ok(FileResponse {
        name: &name,
        mime: MediaType::Pdf.mime(),
        tag: &receipt.sha256,
    }
    .bytes(receipt.bytes))
}

async fn choose(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let values = posted.values;
    let choices = ChoicesForm::read(&values);
    match save_choices(&frame.backend, &doctor, &id, version(&values), choices).await {
        Ok(_) => Ok(go_on(&id, &values)),
        Err(error) => render_saved(&frame, &doctor, &id, &values, Complaint::of(error)?).await,
    }
}

async fn check_page(frame: Frame, Path(id): Path<ApplicationId>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    render_check(&frame, &doctor, &id, None, fine()).await
}

async fn render_check(
    frame: &Frame,
    doctor: &Doctor,
    id: &ApplicationId,
    sent: Option<&FormValues>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let case = own_case(&frame.backend, doctor, id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    let screen = TypedScreen::Answers;
    let kept = match case.status {
        Status::Returned => typed::typed(&frame.backend, doctor, id, &screen).await?,
        _ => None,
    };
    let shown = sent.or(kept.as_ref().map(|kept| &kept.values));
    let typed = shown.cloned().unwrap_or_default();
    let look = if case.status == Status::Returned {
        Look::ISLAND
    } else {
        Look::PLAIN
    };
    let view = CheckView {
        helping: !doctor.is_in_person(),
        case,
        today: frame.backend.clock.today(),
        kept: KeptText::of(screen, true, kept.as_ref(), &FormValues::default()),
        typed,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "申請内容の確認",
        look,
        || view! { <CheckPage view=view /> },
    ))
}

async fn send(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let values = posted.values;
    let outcome = match Answers::read(&values) {
        Ok(answers) => submit_with(&frame.backend, &doctor, &id, version(&values), answers).await,
        Err(errors) => Err(errors.into()),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}?sent=1")).into_response()),
        Err(error) => render_check(&frame, &doctor, &id, Some(&values), Complaint::of(error)?).await,
    }
}

async fn delete(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    match delete_draft(&frame.backend, &doctor, &id, version(&posted.values)).await {
        Ok(()) => Ok(Redirect::to("/training?done=deleted").into_response()),
        Err(error) => render_saved(&frame, &doctor, &id, &FormValues::default(), Complaint::of(error)?).await,
    }
}

async fn take_back(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    match withdraw(&frame.backend, &doctor, &id, version(&posted.values)).await {
        Ok(()) => Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        Err(error) => show_case(&frame, &doctor, &id, &FormValues::default(), Complaint::of(error)?).await,
    }
}
