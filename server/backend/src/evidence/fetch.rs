//! Shows a proof to those who may see it: its doctor, and the reviewers of the association it was sent to.

use bytes::Bytes;
use domain::application::Status;
use domain::association::AssociationCode;
use domain::evidence::MediaType;
use domain::ids::DocumentId;
use sea_orm::{FromQueryResult, Statement};

use crate::Backend;
use crate::error::{Fault, Refusal, Result};
use crate::evidence::inspect::InspectError;
use crate::files::{self, Content, FilesError, Reading};
use crate::visitor::Visitor;

/// The longer side of a page image, in pixels: enough to read small print at double size.
const PAGE_SIDE: u32 = 1_800;

/// A stored proof that this visitor may see.
pub struct Proof {
    /// The name it was chosen under.
    pub file_name: String,
    /// What it is.
    pub media_type: MediaType,
    /// SHA-256 of its bytes, in hexadecimal; its entity tag.
    pub sha256: String,
    /// Its pages; 1 for a picture.
    pub pages: u32,
    key: String,
}

#[derive(FromQueryResult)]
struct ProofRow {
    file_name: String,
    media_type: String,
    sha256_stored: String,
    pages: i32,
    storage_key: String,
    doctor_id: String,
    status: String,
    destination_code: Option<String>,
}

/// Finds a proof for a visitor. One that the visitor may not see is not found.
pub async fn proof(backend: &Backend, visitor: &Visitor, id: &DocumentId) -> Result<Proof> {
    let conn = backend.db.read();
    let sql = "SELECT f.file_name, f.media_type, f.sha256_stored, f.pages, f.storage_key, a.doctor_id, a.status, \
               a.destination_code FROM documents f JOIN applications a ON a.id = f.application_id WHERE f.id = $1";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [id.as_str().into()]);
    let row = ProofRow::find_by_statement(statement)
        .one(conn)
        .await?
        .ok_or(Refusal::NotFound)?;
    if !may_see(visitor, &row.doctor_id, &row.status, row.destination_code.as_deref()) {
        return Err(Refusal::NotFound.into());
    }
    let bad = |what: &str| Fault::bad_row("documents", id.as_str(), what);
    Ok(Proof {
        media_type: MediaType::from_mime(&row.media_type).ok_or_else(|| bad("media_type"))?,
        pages: u32::try_from(row.pages).map_err(|_| bad("pages"))?,
        file_name: row.file_name,
        sha256: row.sha256_stored,
        key: row.storage_key,
    })
}

/// Who may see what belongs to an application: its doctor and who helps always, a reviewer once it was sent to an association that
/// the reviewer oversees.
pub(crate) fn may_see(visitor: &Visitor, doctor: &str, status: &str, destination: Option<&str>) -> bool {
    let mut acts_for = visitor.doctor.iter().chain(&visitor.helps);
    if acts_for.any(|own| own.as_str() == doctor) {
        return true;
    }
    let destination = destination.and_then(|code| code.parse::<AssociationCode>().ok());
    match (visitor.as_reviewer(), destination) {
        (Ok(reviewer), Some(destination)) => status != Status::Draft.key() && reviewer.sees(&destination),
        _ => false,
    }
}

/// The bytes of a proof.
pub async fn content(backend: &Backend, proof: &Proof) -> Result<Reading> {
    Ok(backend.files.stream(&proof.key).await?)
}

/// One page of a PDF as a PNG picture, counted from 1. Drawn once and kept.
pub async fn page(backend: &Backend, id: &DocumentId, proof: &Proof, number: u32) -> Result<Bytes> {
    if proof.media_type != MediaType::Pdf || number == 0 || number > proof.pages {
        return Err(Refusal::NotFound.into());
    }
    let key = files::key("pages", &format!("{id}-{number}"));
    match backend.files.read(&key).await {
        Ok(bytes) => return Ok(bytes),
        Err(FilesError::Missing(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let folder = tempfile::tempdir()?;
    let (pdf, png) = (folder.path().join("proof.pdf"), folder.path().join("page.png"));
    tokio::fs::write(&pdf, backend.files.read(&proof.key).await?).await?;
    match backend.inspector.render_page(&pdf, number - 1, &png, PAGE_SIDE).await {
        Ok(()) => {}
        Err(InspectError::Refused(refusal)) => return Err(Refusal::File(refusal).into()),
        Err(InspectError::Fault(what)) => return Err(Fault::other(what)),
    }
    let bytes = Bytes::from(tokio::fs::read(&png).await?);
    match backend.files.put_new(&key, Content::Bytes(bytes.clone())).await {
        // Somebody else drew it in the meantime.
        Ok(_) | Err(FilesError::Exists(_)) => Ok(bytes),
        Err(error) => Err(error.into()),
    }
}
