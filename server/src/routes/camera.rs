//! スマートフォンで撮影して送る: the page beside the form with its QR code, and the phone's page.

use app::camera::{
    Desk, DeskPage, DeskView, LABEL, OpenCamera, PhoneOverPage, PhonePage, PhoneView, QrPicture, fields,
};
use app::shell::Shell;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use backend::applications::open::own_case;
use backend::error::{Error, Refusal};
use backend::evidence::camera::{self, Camera};
use chrono::{DateTime, Timelike, Utc};
use domain::application::{Case, Claim};
use domain::evidence::display_file_name;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::in_japan;
use domain::ids::ApplicationId;
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;

use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::{Posted, PostedFile};
use crate::qr;
use crate::render::Page;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/applications/{id}/camera", desk)
        .form("/applications/{id}/camera", open)
        .form("/applications/{id}/camera/end", end)
        .page("/camera/{token}", phone)
        .form_with_files("/camera/{token}", take_in)
}

/// The page beside the form. The token stands in its address, so that it can be loaded again; it lives for ten minutes.
async fn desk(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let asked = FormValues::new(pairs);
    let claim = claim(&asked)?;
    let case = own_case(&frame.backend, &doctor, &id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    let token = asked.text(fields::TOKEN);
    let desk = match camera::own(&frame.backend, &doctor, &id, &claim, token).await? {
        Some(camera) => Desk::Open(opened(&frame, token, &camera)?),
        None if asked.has(fields::TOKEN) => Desk::Over,
        None => Desk::Before,
    };
    Ok(show(&frame, case, claim, desk, None, StatusCode::OK))
}

fn claim(values: &FormValues) -> Result<Claim, Failure> {
    let claim = values.text(fields::CLAIM).parse();
    claim.map_err(|_| Failure::Status(StatusCode::NOT_FOUND))
}

fn opened(frame: &Frame, token: &str, camera: &Camera) -> Result<OpenCamera, Failure> {
    let url = &frame.state().config.public_url;
    let address = url.join(&format!("/camera/{token}"));
    let qr: QrPicture = qr::picture(&address).ok_or(Failure::Fault)?;
    let left = (camera.expires_at - frame.backend.clock.now()).num_seconds();
    Ok(OpenCamera {
        token: token.to_owned(),
        address,
        qr,
        until: on_the_clock(camera.expires_at),
        seconds: u32::try_from(left).unwrap_or_default(),
        only_here: url.is_local(),
    })
}

/// 「14:13」.
fn on_the_clock(at: DateTime<Utc>) -> String {
    let at = in_japan(at);
    format!("{}:{:02}", at.hour(), at.minute())
}

fn show(frame: &Frame, case: Case, claim: Claim, desk: Desk, notice: Option<String>, status: StatusCode) -> Response {
    let view = DeskView {
        claim_name: case.claim_name(&claim),
        back: form_of(&case, &claim),
        documents: case.proofs(&claim).cloned().collect(),
        application: case.id,
        claim,
        desk,
        notice,
    };
    frame.show(status, LABEL, Look::ISLAND, || view! { <DeskPage view=view /> })
}

/// The form that the claim belongs to. A lecture that is not saved yet is named, so that its proofs find it.
fn form_of(case: &Case, claim: &Claim) -> String {
    let id = &case.id;
    match claim {
        Claim::Practical(_) | Claim::Licence => format!("/applications/{id}/practical"),
        Claim::Lecture(lecture) if case.draft.lectures.iter().any(|saved| saved.id == *lecture) => {
            format!("/applications/{id}/lectures/{lecture}")
        }
        Claim::Lecture(lecture) => format!("/applications/{id}/lectures/new?lecture={lecture}"),
    }
}

/// Leads to the page beside the form, with a token or without one.
fn to_desk(id: &ApplicationId, claim: &Claim, token: &str) -> Response {
    let query = [(fields::CLAIM, claim.to_string()), (fields::TOKEN, token.to_owned())];
    let query = serde_urlencoded::to_string(query).unwrap_or_default();
    Redirect::to(&format!("/applications/{id}/camera?{query}")).into_response()
}

async fn open(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let claim = claim(&posted.values)?;
    let error = match camera::make(&frame.backend, &doctor, &id, &claim).await {
        Ok(token) => return Ok(to_desk(&id, &claim, &token)),
        Err(error) => error,
    };
    let full = matches!(error, Error::Refused(Refusal::TooManyCameras));
    let complaint = Complaint::of(error)?;
    let case = own_case(&frame.backend, &doctor, &id).await?;
    if !case.status.is_open_to_the_doctor() {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    let desk = if full { Desk::Full } else { Desk::Before };
    Ok(show(&frame, case, claim, desk, complaint.notice, complaint.status))
}

async fn end(frame: Frame, Path(id): Path<ApplicationId>, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let claim = claim(&posted.values)?;
    let token = posted.values.text(fields::TOKEN);
    let one = Some(token).filter(|token| !token.is_empty());
    camera::end(&frame.backend, &doctor, &id, one).await?;
    // The token stays in the address: the page then says that it has ended.
    Ok(to_desk(&id, &claim, token))
}

async fn phone(State(state): State<AppState>, page: Page, Path(token): Path<String>) -> Result<Response, Failure> {
    Ok(match camera::find(&state.backend, &token).await? {
        Some(camera) => send_page(&state, &page, &token, camera, Vec::new()),
        None => over(&state, &page),
    })
}

/// The token is looked at before the body is: who has none cannot make the server take in files.
async fn take_in(
    State(state): State<AppState>,
    page: Page,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    if camera::find(&state.backend, &token).await?.is_none() {
        return Ok(over(&state, &page));
    }
    let posted = match Posted::from_request(request, &state).await {
        Ok(posted) => posted,
        Err(response) => return Ok(response),
    };
    let mut errors = Vec::new();
    if posted.files.is_empty() {
        errors.push(FieldError::new(
            fields::PHOTO,
            "撮影するか、ファイルを選んでから、「送る」を押してください。",
        ));
    }
    // Files that are good are kept even where another one is refused.
    for file in posted.files {
        let (field, name) = (file.field.clone(), display_file_name(&file.file_name));
        match keep(&state, &token, file).await {
            Ok(()) => {}
            Err(Error::Refused(Refusal::CameraOver)) => return Ok(over(&state, &page)),
            Err(Error::Refused(refusal)) => {
                errors.push(FieldError::new(
                    field,
                    format!("「{name}」は届いていません。{}", refusal.sentence()),
                ));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if errors.is_empty() {
        return Ok(Redirect::to(&format!("/camera/{token}")).into_response());
    }
    Ok(match camera::find(&state.backend, &token).await? {
        Some(camera) => send_page(&state, &page, &token, camera, errors),
        None => over(&state, &page),
    })
}

async fn keep(state: &AppState, token: &str, file: PostedFile) -> backend::error::Result<()> {
    let lying = file.content.map_err(Refusal::File)?;
    camera::receive(&state.backend, token, file.file_name, lying.path(), file.sha256).await
}

fn send_page(state: &AppState, page: &Page, token: &str, camera: Camera, errors: Vec<FieldError>) -> Response {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = PhoneView {
        action: format!("/camera/{token}"),
        claim_name: camera.claim_name,
        until: on_the_clock(camera.expires_at),
        received: camera.received,
        errors,
    };
    bare(
        state,
        page,
        status,
        "証明書を送る",
        || view! { <PhonePage view=view /> },
    )
}

fn over(state: &AppState, page: &Page) -> Response {
    bare(
        state,
        page,
        StatusCode::GONE,
        "このページは使えません",
        || view! { <PhoneOverPage /> },
    )
}

/// A page that does not know who looks at it, even where the phone is logged in: it must show no name.
///
/// The token in its address reaches no other site: every page's referrer policy is `same-origin`. A stricter one would
/// make browsers without `Sec-Fetch-Site` send the form with the origin `null`, which is refused.
fn bare<V: IntoView + 'static>(
    state: &AppState,
    page: &Page,
    status: StatusCode,
    title: &str,
    content: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let (title, demo) = (title.to_owned(), state.demo());
    let mut response = page.render(status, move || {
        view! {
            <Shell title=title demo=demo noindex=true>
                {content()}
            </Shell>
        }
    });
    let robots = HeaderName::from_static("x-robots-tag");
    response
        .headers_mut()
        .insert(robots, HeaderValue::from_static("noindex, nofollow"));
    response
}
