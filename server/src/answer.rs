//! What a use case's other endings become: a page with the form again, a plain refusal, or a fault with a reference.

use axum::response::{IntoResponse, Redirect, Response};
use backend::error::{Error, Refusal};
use domain::field::FieldError;
use http::StatusCode;

/// An ending that needs no page of its own: the envelope around every response gives it its words.
#[derive(Debug)]
pub enum Failure {
    /// Nobody is logged in.
    LogIn {
        /// Where the log-in page leads afterwards.
        next: String,
        /// Whether somebody was logged in before.
        expired: bool,
    },
    /// A status that says it all: not found, not allowed.
    Status(StatusCode),
    /// Something broke. It has been logged.
    Fault,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Failure::LogIn { next, expired: false } if next == "/" => Redirect::to("/login").into_response(),
            Failure::LogIn { next, expired } => {
                let mut query = vec![("next", next.as_str())];
                query.extend(expired.then_some(("expired", "1")));
                let query = serde_urlencoded::to_string(query).unwrap_or_default();
                Redirect::to(&format!("/login?{query}")).into_response()
            }
            Failure::Status(status) => status.into_response(),
            Failure::Fault => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Fields(_) => Failure::Status(StatusCode::UNPROCESSABLE_ENTITY),
            Error::Refused(refusal) => Failure::from(refusal),
            // The one place that logs a fault; the request's span carries the reference that the page shows.
            Error::Fault(fault) => {
                tracing::error!(error = ?fault, "fault");
                if backend::error::is_away(&fault) {
                    Failure::Status(StatusCode::SERVICE_UNAVAILABLE)
                } else {
                    Failure::Fault
                }
            }
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Status(match refusal {
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::NotAllowed | Refusal::LoginRequired | Refusal::DoctorOnly => StatusCode::FORBIDDEN,
            Refusal::TooManyTries(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::CameraOver | Refusal::LinkOver => StatusCode::GONE,
            _ => StatusCode::CONFLICT,
        })
    }
}

/// What a form's page shows when the form was not taken.
#[derive(Debug, Clone, Default)]
pub struct Complaint {
    /// The status of the page.
    pub status: StatusCode,
    /// What is wrong with single fields.
    pub errors: Vec<FieldError>,
    /// What is wrong with the whole.
    pub notice: Option<String>,
}

impl Complaint {
    /// Sorts an error: what the form's page can tell stays with it, everything else is a failure.
    pub fn of(error: Error) -> Result<Complaint, Failure> {
        match error {
            Error::Fields(errors) => Ok(Complaint {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                errors,
                notice: None,
            }),
            Error::Refused(refusal @ (Refusal::NotFound | Refusal::LoginRequired | Refusal::NotAllowed)) => {
                Err(refusal.into())
            }
            Error::Refused(refusal) => {
                let notice = Some(refusal.sentence());
                match Failure::from(refusal) {
                    Failure::Status(status) => Ok(Complaint {
                        status,
                        errors: Vec::new(),
                        notice,
                    }),
                    failure => Err(failure),
                }
            }
            fault @ Error::Fault(_) => Err(fault.into()),
        }
    }
}
