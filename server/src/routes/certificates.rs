//! The certificate itself, in its own tab.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use backend::certificates::fetch;
use http::StatusCode;

use crate::answer::Failure;
use crate::file_response::{FileResponse, NotModified};
use crate::frame::Frame;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the route.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/certificates/{number}", show)
}

async fn show(frame: Frame, Path(number): Path<String>, asked: NotModified) -> Result<Response, Failure> {
    let number = number.strip_suffix(".pdf").unwrap_or(&number);
    let certificate = fetch::certificate(&frame.backend, frame.visitor()?, number).await?;
    let Some(tag) = &certificate.sha256 else {
        // 作成中: there in a moment; the pages link here only once it is.
        return Err(Failure::Status(StatusCode::NOT_FOUND));
    };
    if asked.knows(tag) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let reading = fetch::content(&frame.backend, &certificate).await?;
    let name = format!("修了証_{}.pdf", certificate.number);
    Ok(FileResponse {
        name: &name,
        mime: "application/pdf",
        tag,
    }
    .stream(reading))
}
