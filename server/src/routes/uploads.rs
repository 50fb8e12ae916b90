//! Proofs that arrive in pieces, for the islands: announced, sent, finished; after a cut they go on where they were.

use axum::Form;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use backend::error::Refusal;
use backend::evidence::upload::announce::{Announcement, announce};
use backend::evidence::upload::finish::finish;
use backend::evidence::upload::piece::keep_piece;
use backend::evidence::upload::progress;
use domain::field::FormValues;
use domain::ids::{ApplicationId, UploadId};
use domain::upload::UploadRefusal;

use super::documents::tell;
use crate::answer::Failure;
use crate::frame::Frame;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .form("/applications/{id}/uploads", begin)
        .page("/applications/{id}/uploads/{upload}", show)
        .piece("/applications/{id}/uploads/{upload}/pieces/{number}", piece)
        .form("/applications/{id}/uploads/{upload}/finish", end)
}

async fn begin(
    frame: Frame,
    Path(id): Path<ApplicationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let outcome = match announcement(&FormValues::new(pairs)) {
        Some(announcement) => announce(&frame.backend, &doctor, &id, announcement).await,
        None => Err(Refusal::Upload(UploadRefusal::BadAnnouncement).into()),
    };
    tell(outcome)
}

fn announcement(values: &FormValues) -> Option<Announcement> {
    Some(Announcement {
        claim: values.text("claim").parse().ok()?,
        file_name: values.text("file_name").to_owned(),
        size_bytes: values.text("size").parse().ok()?,
        sha256_chosen: values.text("sha256_chosen").to_owned(),
        sha256_sent: values.text("sha256_sent").to_owned(),
    })
}

async fn show(frame: Frame, Path((id, upload)): Path<(ApplicationId, UploadId)>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    tell(progress(&frame.backend, &doctor, &id, &upload).await)
}

/// The body is read to its end first: a piece that was cut off is no piece.
async fn piece(
    frame: Frame,
    Path((id, upload, number)): Path<(ApplicationId, UploadId, u32)>,
    bytes: Bytes,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    tell(keep_piece(&frame.backend, &doctor, &id, &upload, number, bytes).await)
}

async fn end(frame: Frame, Path((id, upload)): Path<(ApplicationId, UploadId)>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    tell(finish(&frame.backend, &doctor, &id, &upload).await)
}
