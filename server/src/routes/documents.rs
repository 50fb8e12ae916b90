//! Proofs in and out, for the islands and for whoever looks at a case.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use backend::error::Refusal;
use backend::evidence::fetch;
use backend::evidence::remove::remove_proof;
use backend::evidence::store::{Incoming, store_proof};
use domain::application::{Claim, Document};
use domain::evidence::MediaType;
use domain::ids::{ApplicationId, DocumentId};
use http::StatusCode;
use serde::Serialize;

use crate::answer::{Complaint, Failure};
use crate::file_response::{FileResponse, NotModified};
use crate::frame::Frame;
use crate::posted::{Posted, PostedFile};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .upload("/applications/{id}/documents", upload)
        .form("/applications/{id}/documents/{document}/remove", remove)
        .page("/documents/{id}", show)
        .page("/documents/{id}/pages/{number}", page)
}

/// What an island is told: the outcome, or one sentence.
#[derive(Serialize)]
enum Told<T> {
    Ok(T),
    Err(String),
}

async fn upload(frame: Frame, Path(id): Path<ApplicationId>, mut posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let claim: Claim = posted
        .values
        .text("claim")
        .parse()
        .map_err(|_| Failure::Status(StatusCode::NOT_FOUND))?;
    let file = posted.files.pop().ok_or(Failure::Status(StatusCode::BAD_REQUEST))?;
    tell(keep(&frame, &doctor, &id, claim, file).await)
}

/// Stores one file of a form.
pub async fn keep(
    frame: &Frame,
    doctor: &backend::visitor::Doctor,
    application: &ApplicationId,
    claim: Claim,
    file: PostedFile,
) -> backend::error::Result<Document> {
    let lying = file.content.map_err(Refusal::File)?;
    let incoming = Incoming {
        claim,
        file_name: file.file_name,
        path: lying.path(),
        sha256: file.sha256,
        announced: None,
    };
    store_proof(&frame.backend, doctor, application, incoming).await
}

async fn remove(
    frame: Frame,
    Path((application, document)): Path<(ApplicationId, DocumentId)>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    tell(remove_proof(&frame.backend, &doctor, &application, &document).await)
}

/// Answers an island: the outcome, or one sentence.
pub fn tell<T: Serialize>(outcome: backend::error::Result<T>) -> Result<Response, Failure> {
    match outcome {
        Ok(value) => Ok(Json(Told::Ok(value)).into_response()),
        Err(error) => {
            let complaint = Complaint::of(error)?;
            let sentences = complaint
                .errors
                .into_iter()
                .map(|error| error.sentence)
                .chain(complaint.notice);
            Ok((complaint.status, Json(Told::<()>::Err(sentences.collect()))).into_response())
        }
    }
}

async fn show(frame: Frame, Path(id): Path<DocumentId>, asked: NotModified) -> Result<Response, Failure> {
    let proof = fetch::proof(&frame.backend, frame.visitor()?, &id).await?;
    if asked.knows(&proof.sha256) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let reading = fetch::content(&frame.backend, &proof).await?;
    let file = FileResponse {
        name: &proof.file_name,
        mime: proof.media_type.mime(),
        tag: &proof.sha256,
    };
    Ok(file.stream(reading))
}

async fn page(
    frame: Frame,
    Path((id, number)): Path<(DocumentId, u32)>,
    asked: NotModified,
) -> Result<Response, Failure> {
    let proof = fetch::proof(&frame.backend, frame.visitor()?, &id).await?;
    let tag = format!("{}-{number}", proof.sha256);
    if asked.knows(&tag) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let bytes = fetch::page(&frame.backend, &id, &proof, number).await?;
    let name = format!("{}-{number}.png", proof.file_name);
    Ok(FileResponse {
        name: &name,
        mime: MediaType::Png.mime(),
        tag: &tag,
    }
    .bytes(bytes))
}
