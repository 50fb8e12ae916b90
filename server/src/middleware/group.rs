//! What each group of routes takes and how long it may work: pages, forms, forms with files, uploads, pieces, calls.

use std::time::Duration;

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};

use super::body::{Allowance, BoundedBody, Verdict};
use crate::limits::Limits;

/// The group that a route belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Reads only; a body is not looked at.
    Page,
    /// A form without files.
    Form,
    /// A form that may bring files along.
    FormWithFiles,
    /// One file.
    Upload,
    /// One piece of a file, as it is.
    Piece,
    /// A server function called by an island.
    Call,
}

/// A group's rules with the sizes and times in force.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    group: Group,
    allowance: Allowance,
    answer: Duration,
}

const FORM: &str = "application/x-www-form-urlencoded";
const FILES: &str = "multipart/form-data";
/// No form can send it, and a script of another site has to ask first.
const BYTES: &str = "application/octet-stream";
const JSON: &str = "application/json";

impl Group {
    /// The content types that a changing request may have. A form of another site can send three without asking
    /// first; the third, `text/plain`, is never taken.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Page => &[],
            Self::Form => &[FORM],
            Self::FormWithFiles => &[FORM, FILES],
            Self::Upload => &[FILES],
            Self::Piece => &[BYTES],
            Self::Call => &[FORM, JSON],
        }
    }

    /// The rules of this group.
    pub fn rules(self, limits: &Limits) -> Rules {
        let (bytes, total) = match self {
            Self::Page => (0, limits.body_total),
            Self::Form | Self::Call => (limits.form_bytes, limits.body_total),
            Self::FormWithFiles => (limits.files_bytes, limits.upload_total),
            Self::Upload => (limits.upload_bytes, limits.upload_total),
            // As patient as with a whole file: a slow line is what pieces are for.
            Self::Piece => (limits.piece_bytes, limits.upload_total),
        };
        // The body arrives while the handler works, so its time comes on top.
        let answer = if self == Self::Page {
            limits.answer
        } else {
            total + limits.answer
        };
        Rules {
            group: self,
            allowance: Allowance {
                bytes,
                pause: limits.body_pause,
                total,
            },
            answer,
        }
    }
}

impl Rules {
    /// Most bytes that a body of this group may have.
    pub fn bytes(&self) -> usize {
        self.allowance.bytes
    }
}

/// Holds a request to the rules of its route's group.
pub async fn hold(State(rules): State<Rules>, request: Request, next: Next) -> Response {
    let (request, verdict) = match admit(rules, request) {
        Ok(admitted) => admitted,
        Err(status) => return status.into_response(),
    };
    // The work that must not stop half-way runs in tasks of its own; only the wait for it ends here.
    let Ok(response) = tokio::time::timeout(rules.answer, next.run(request)).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match verdict.status() {
        // Whatever the handler made of the failed read, the sender learns the true reason.
        Some(status) => status.into_response(),
        None => response,
    }
}

fn admit(rules: Rules, request: Request) -> Result<(Request, Verdict), StatusCode> {
    let verdict = Verdict::default();
    // No address of ours holds a NUL byte, and PostgreSQL takes no text that does.
    if request
        .uri()
        .path_and_query()
        .is_some_and(|address| address.as_str().contains("%00"))
    {
        return Err(StatusCode::BAD_REQUEST);
    }
    if rules.group == Group::Page {
        return Ok((request, verdict));
    }
    if !is_one_of(request.headers(), rules.group.kinds()) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let announced = request.body().size_hint().lower();
    if announced > rules.allowance.bytes as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let bounded = request.map(|body| Body::new(BoundedBody::new(body, rules.allowance, verdict.clone())));
    Ok((bounded, verdict))
}

fn is_one_of(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let mut lines = headers.get_all(CONTENT_TYPE).into_iter();
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return false;
    };
    let kind = line.to_str().unwrap_or("").split(';').next().unwrap_or("").trim();
    kinds.iter().any(|allowed| kind.eq_ignore_ascii_case(allowed))
}
