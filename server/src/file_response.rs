//! A stored file as a response: shown inline, never sniffed, never run.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use backend::files::Reading;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::request::Parts;

/// Which versions of a file the browser has already.
pub struct NotModified(String);

impl<S: Sync> FromRequestParts<S> for NotModified {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<NotModified, Infallible> {
        let header = parts.headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        Ok(NotModified(header.unwrap_or_default().to_owned()))
    }
}

impl NotModified {
    /// Whether the browser has the file with this fingerprint.
    pub fn knows(&self, tag: &str) -> bool {
        self.0
            .split(',')
            .any(|known| known.trim().trim_start_matches("W/").trim_matches('"') == tag)
    }
}

/// How a file is shown.
pub struct FileResponse<'a> {
    /// The name under which it is saved.
    pub name: &'a str,
    /// What it is.
    pub mime: &'a str,
    /// Its fingerprint.
    pub tag: &'a str,
}

impl FileResponse<'_> {
    /// The file from the store, piece by piece.
    pub fn stream(&self, reading: Reading) -> Response {
        self.respond(reading.size_bytes, Body::from_stream(reading.content))
    }

    /// The file from memory.
    pub fn bytes(&self, bytes: Bytes) -> Response {
        self.respond(bytes.len() as u64, Body::from(bytes))
    }

    fn respond(&self, size: u64, body: Body) -> Response {
        let headers = [
            (CONTENT_TYPE, self.mime.to_owned()),
            (CONTENT_LENGTH, size.to_string()),
            (CONTENT_DISPOSITION, disposition("inline", self.name)),
            (ETAG, format!("\"{}\"", self.tag)),
            // Only this person's browser may keep it, and it asks each time whether it may still show it.
            (CACHE_CONTROL, "private, no-cache".to_owned()),
        ];
        (headers, body).into_response()
    }
}

/// A file that is saved and never shown, and of which no cache keeps anything.
pub fn attachment(name: &str, mime: &str, reading: Reading) -> Response {
    let headers = [
        (CONTENT_TYPE, mime.to_owned()),
        (CONTENT_LENGTH, reading.size_bytes.to_string()),
        (CONTENT_DISPOSITION, disposition("attachment", name)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(reading.content)).into_response()
}

/// The name as RFC 6266 and 8187 write it; every character outside of plain letters and digits is escaped.
fn disposition(how: &str, name: &str) -> String {
    let escaped: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("{how}; filename*=UTF-8''{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        assert_eq!(
            disposition("inline", "a\"\r\nb.pdf"),
            "inline; filename*=UTF-8''a%22%0D%0Ab.pdf"
        );
        assert_eq!(
            disposition("inline", "修.pdf"),
            "inline; filename*=UTF-8''%E4%BF%AE.pdf"
        );
    }

    #[test]
    fn a_known_fingerprint_is_found_among_others() {
        let asked = NotModified("\"one\", W/\"two\"".to_owned());
        assert!(asked.knows("one") && asked.knows("two") && !asked.knows("three"));
    }
}
