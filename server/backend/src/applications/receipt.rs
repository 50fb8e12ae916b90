//! The receipt (受付票): what was sent, and which files arrived with it, by their fingerprints.

mod print;

use bytes::Bytes;
use domain::application::{Case, EventAction, Fingerprints, SealedFile};
use domain::evidence::MediaType;
use domain::ids::ApplicationId;
use sea_orm::{FromQueryResult, Statement};

use self::print::ReceiptText;
use crate::Backend;
use crate::error::{Error, Fault, Refusal, Result};
use crate::hex;
use crate::visitor::Doctor;

/// A receipt as a PDF.
pub struct ReceiptPdf {
    /// 受付番号.
    pub number: String,
    /// The PDF. The same submission gives the same bytes.
    pub bytes: Bytes,
    /// SHA-256 of the bytes, in hexadecimal; their entity tag.
    pub sha256: String,
}

/// The receipt of the doctor's own application. A draft has none.
pub async fn receipt(backend: &Backend, doctor: &Doctor, id: &ApplicationId) -> Result<ReceiptPdf> {
    let case = super::open::own_case(backend, doctor, id).await?;
    let files = sealed_files(backend, &case).await?;
    let text = ReceiptText::of(&case, &files).ok_or(Refusal::NotFound)?;
    let number = text.number.clone();
    let bytes = backend.typeset(move |renderer| text.render(renderer)).await?;
    Ok(ReceiptPdf {
        number,
        sha256: hex::sha256(&bytes),
        bytes: Bytes::from(bytes),
    })
}

#[derive(FromQueryResult)]
struct SealedRow {
    document_id: String,
    file_name: String,
    size_bytes: i64,
    sha256_chosen: Option<String>,
    sha256_received: String,
    sha256_stored: String,
    claim: Option<String>,
    media_type: Option<String>,
}

/// The files of a case's last submission as they were sealed, in the order of the screens. None before the first one.
pub async fn sealed_files(backend: &Backend, case: &Case) -> Result<Vec<SealedFile>> {
    let submissions = case
        .events
        .iter()
        .filter(|event| matches!(event.action, EventAction::Submitted | EventAction::Resubmitted));
    let last = i32::try_from(submissions.count()).map_err(Fault::other)?;
    let sql = "SELECT s.document_id, s.file_name, s.size_bytes, s.sha256_chosen, s.sha256_received, s.sha256_stored, \
               d.claim, d.media_type FROM submitted_files s LEFT JOIN documents d ON d.id = s.document_id \
               WHERE s.application_id = $1 AND s.submission = $2 ORDER BY d.position, s.document_id";
    let conn = backend.db.read();
    let values = [case.id.as_str().into(), last.into()];
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let rows = SealedRow::find_by_statement(statement).all(conn).await?;
    let mut files: Vec<SealedFile> = rows.into_iter().map(SealedRow::into_file).collect::<Result<_>>()?;
    let claims = case.claims();
    let place = |file: &SealedFile| {
        let claim = file.still.as_ref().map(|(claim, _)| claim);
        claim
            .and_then(|claim| claims.iter().position(|known| known == claim))
            .unwrap_or(claims.len())
    };
    files.sort_by_key(place);
    Ok(files)
}

impl SealedRow {
    fn into_file(self) -> Result<SealedFile> {
        let bad = |what: &str| -> Error { Fault::bad_row("submitted_files", &self.document_id, what) };
        let still = match (&self.claim, &self.media_type) {
            (Some(claim), Some(mime)) => Some((
                claim.parse().map_err(|_| bad("claim"))?,
                MediaType::from_mime(mime).ok_or_else(|| bad("media_type"))?,
            )),
            _ => None,
        };
        Ok(SealedFile {
            document: self.document_id.parse().map_err(|_| bad("document_id"))?,
            still,
            file_name: self.file_name,
            size_bytes: u64::try_from(self.size_bytes).map_err(Fault::other)?,
            prints: Fingerprints {
                chosen: self.sha256_chosen,
                received: self.sha256_received,
                stored: self.sha256_stored,
            },
        })
    }
}
