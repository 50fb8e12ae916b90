//! A posted form: its values, and its files laid down in temporary places while they arrive.

use axum::RequestExt;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use axum::response::{IntoResponse, Response};
use domain::evidence::{PROOF_MAX_BYTES, ProofRefusal};
use domain::field::FormValues;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

/// The longest value of one field, in bytes; each field has its own shorter limit in characters.
const VALUE_MAX_BYTES: usize = 64 * 1024;
/// More fields than any of our forms has.
const FIELDS_MAX: usize = 500;

/// What a form brought.
pub struct Posted {
    /// The values of its fields.
    pub values: FormValues,
    /// The files of its file inputs, in order; inputs without a file are left out.
    pub files: Vec<PostedFile>,
}

/// One file of a form, whole.
pub struct PostedFile {
    /// The name of the file input.
    pub field: String,
    /// The name that the file has on the sender's device.
    pub file_name: String,
    /// SHA-256 of what arrived, in hexadecimal.
    pub sha256: String,
    /// Where it lies; gone when this is dropped. Or why it was not taken.
    pub content: Result<NamedTempFile, ProofRefusal>,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Posted, Response> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, state)
                .await
                .map_err(IntoResponse::into_response)?;
            return read_parts(multipart).await;
        }
        let RawForm(bytes) = request.extract().await.map_err(IntoResponse::into_response)?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        if pairs.len() > FIELDS_MAX {
            return Err(StatusCode::BAD_REQUEST.into_response());
        }
        Ok(Posted {
            values: typed(FormValues::new(pairs)).map_err(IntoResponse::into_response)?,
            files: Vec::new(),
        })
    }
}

/// Refuses a NUL byte: nobody can type one, and PostgreSQL takes no text that holds one.
fn typed(values: FormValues) -> Result<FormValues, StatusCode> {
    if values.pairs().iter().any(|(_, value)| value.contains('\0')) {
        Err(StatusCode::BAD_REQUEST)
    } else {
        Ok(values)
    }
}

async fn read_parts(mut multipart: Multipart) -> Result<Posted, Response> {
    let mut posted = Posted {
        values: FormValues::default(),
        files: Vec::new(),
    };
    for _ in 0..FIELDS_MAX {
        let Some(mut field) = multipart.next_field().await.map_err(IntoResponse::into_response)? else {
            posted.values = typed(posted.values).map_err(IntoResponse::into_response)?;
            return Ok(posted);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A file input that was left empty sends a part without a name and without content.
            Some(file_name) if file_name.is_empty() => {
                while field.chunk().await.map_err(IntoResponse::into_response)?.is_some() {}
            }
            Some(file_name) => posted.files.push(read_file(name, file_name, field).await?),
            None => posted.values.push(name, read_value(field).await?),
        }
    }
    Err(StatusCode::BAD_REQUEST.into_response())
}

async fn read_value(mut field: Field<'_>) -> Result<String, Response> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(IntoResponse::into_response)? {
        if bytes.len() + chunk.len() > VALUE_MAX_BYTES {
            return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| StatusCode::BAD_REQUEST.into_response())
}

/// Reads a file to its end. One that is too large is read on without being kept, so that the rest of the form arrives
/// and the sender is told beside the field.
async fn read_file(field: String, file_name: String, mut part: Field<'_>) -> Result<PostedFile, Response> {
    let temporary = NamedTempFile::new().map_err(disk)?;
    let mut writer = tokio::fs::File::from_std(temporary.reopen().map_err(disk)?);
    let mut hash = Sha256::new();
    let mut size: u64 = 0;
    while let Some(chunk) = part.chunk().await.map_err(IntoResponse::into_response)? {
        size += chunk.len() as u64;
        if size <= PROOF_MAX_BYTES {
            hash.update(&chunk);
            writer.write_all(&chunk).await.map_err(disk)?;
        }
    }
    writer.flush().await.map_err(disk)?;
    let content = match size {
        0 => Err(ProofRefusal::Empty),
        size if size > PROOF_MAX_BYTES => Err(ProofRefusal::TooLarge),
        _ => Ok(temporary),
    };
    Ok(PostedFile {
        field,
        file_name,
        sha256: backend::hex::encode(&hash.finalize()),
        content,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands the error over")]
fn disk(error: std::io::Error) -> Response {
    tracing::error!(%error, "an upload could not be written to a temporary file");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
