//! Takes a proof in: scanned, inspected, durable, and only then named by a row.

use std::path::Path;

use domain::application::{Case, Claim, Document, Status};
use domain::evidence::{PROOFS_PER_CLAIM, display_file_name};
use domain::ids::{ApplicationId, DocumentId, UploadId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;
use tracing::Instrument;

use super::camera;
use super::inspect::{InspectError, Inspected};
use super::scan;
use super::upload::status;
use crate::Backend;
use crate::applications::may_change;
use crate::db::Txn;
use crate::entity::{application, document, upload};
use crate::error::{Error, Fault, Refusal, Result};
use crate::files::{self, Content, Stored};
use crate::records::case::case_of_doctor;
use crate::visitor::Doctor;
use crate::{audit, random};

/// A file that arrived whole and lies in a temporary place.
#[derive(Debug, Clone)]
pub struct Incoming<'a> {
    /// What it is to prove.
    pub claim: Claim,
    /// The name it was chosen under.
    pub file_name: String,
    /// Where it lies.
    pub path: &'a Path,
    /// SHA-256 of what arrived, in hexadecimal.
    pub sha256: String,
    /// How it was announced, where it came in pieces.
    pub announced: Option<Announced>,
}

/// What is known of a file that came in pieces.
#[derive(Debug, Clone)]
pub struct Announced {
    /// The upload that this finishes, in the same transaction.
    pub upload: UploadId,
    /// SHA-256 of the file as the person chose it, in hexadecimal.
    pub sha256_chosen: String,
}

/// Stores a proof of the doctor's own application, while that is open. The version is left alone, so that several
/// files can arrive at once.
pub async fn store_proof(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    incoming: Incoming<'_>,
) -> Result<Document> {
    store(backend, doctor, application, incoming, None).await
}

/// The same for a file that a phone sent, with the SHA-256 of its token, which must be alive when the row is written.
pub(super) async fn store(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    incoming: Incoming<'_>,
    camera: Option<&str>,
) -> Result<Document> {
    let case = crate::applications::open::own_case(backend, doctor, application).await?;
    if !case.status.is_open_to_the_doctor() {
        return Err(Refusal::WrongStatus.into());
    }
    may_prove(&case, &incoming.claim)?;
    may_change(&case, &incoming.claim, backend.clock.today())?;
    if case.proofs(&incoming.claim).count() >= PROOFS_PER_CLAIM {
        return Err(Refusal::TooManyProofs.into());
    }
    scan::pass(backend, doctor, application, &incoming).await?;

    let copy = tempfile::NamedTempFile::new()?;
    let inspected = backend
        .inspector
        .inspect(incoming.path, copy.path())
        .await
        .map_err(refused)?;
    let new = NewDocument {
        id: random::id(),
        claim: incoming.claim,
        file_name: incoming.file_name,
        sha256: incoming.sha256,
        announced: incoming.announced,
        inspected,
        camera: camera.map(str::to_owned),
    };
    let (backend, doctor, application) = (backend.clone(), doctor.clone(), application.clone());
    // In a task of its own: whoever hangs up here leaves a whole document or none, and no file without its row.
    let task = async move { new.store(&backend, &doctor, &application, copy.path()).await };
    tokio::spawn(task.in_current_span()).await.map_err(Fault::other)?
}

/// Stores the copy and reads it once more: what a row will name has been seen to be what was written.
async fn put_and_read_back(backend: &Backend, key: &str, copy: &Path) -> Result<Stored> {
    let put = backend.files.put_new(key, Content::File(copy)).await;
    let wrong = match (put, backend.files.sha256(key).await) {
        (Ok(stored), Ok(there)) if there == stored.sha256 => return Ok(stored),
        (Ok(stored), Ok(there)) => Fault::other(format!("{key} was stored as {} and reads {there}", stored.sha256)),
        (Err(error), _) | (_, Err(error)) => error.into(),
    };
    if let Err(error) = backend.files.delete(key).await {
        tracing::warn!(%error, key, "a file that was stored wrongly stays behind");
    }
    Err(wrong)
}

/// A commit whose answer was lost looks like one that failed. The file goes only when the database says that no row
/// names it.
async fn remove_unless_named(backend: &Backend, id: &str, key: &str) -> Result<()> {
    if document::Entity::find_by_id(id).count(backend.db.read()).await? == 0 {
        backend.files.delete(key).await?;
    }
    Ok(())
}

/// Only claims that the programme knows can have proofs. A lecture may still be on its way.
pub(super) fn may_prove(case: &Case, claim: &Claim) -> Result<()> {
    match claim {
        Claim::Practical(code) if case.policy.item(code).is_none() => Err(Refusal::NotFound.into()),
        _ => Ok(()),
    }
}

fn refused(error: InspectError) -> Error {
    match error {
        InspectError::Refused(refusal) => Refusal::File(refusal).into(),
        InspectError::Fault(what) => Fault::other(what),
    }
}

struct NewDocument {
    id: String,
    claim: Claim,
    file_name: String,
    sha256: String,
    announced: Option<Announced>,
    inspected: Inspected,
    camera: Option<String>,
}

impl NewDocument {
    async fn store(
        self,
        backend: &Backend,
        doctor: &Doctor,
        application: &ApplicationId,
        copy: &Path,
    ) -> Result<Document> {
        let (id, key) = (self.id.clone(), files::key("documents", &self.id));
        let stored = put_and_read_back(backend, &key, copy).await?;
        let written = self.insert(backend, doctor, application, stored, key.clone()).await;
        if written.is_err()
            && let Err(error) = remove_unless_named(backend, &id, &key).await
        {
            tracing::warn!(%error, key, "a file without a row stays behind");
        }
        written
    }

    async fn insert(
        self,
        backend: &Backend,
        doctor: &Doctor,
        application: &ApplicationId,
        stored: Stored,
        key: String,
    ) -> Result<Document> {
        let (upload, sha256_chosen) = match self.announced {
            Some(announced) => (Some(announced.upload), Some(announced.sha256_chosen)),
            None => (None, None),
        };
        let (now, today, policies) = (backend.clock.now(), backend.clock.today(), backend.policies.clone());
        let document = Document {
            id: self.id.parse().map_err(Fault::other)?,
            claim: self.claim,
            file_name: display_file_name(&self.file_name),
            media_type: self.inspected.media_type,
            size_bytes: stored.size_bytes,
            pages: self.inspected.pages,
            sha256_chosen,
            sha256_received: self.sha256,
            sha256_stored: stored.sha256,
        };
        let (doctor, application, camera) = (doctor.clone(), application.clone(), self.camera);
        backend
            .db
            .write(async move |txn: &Txn| -> Result<Document> {
                hold_open(txn, &doctor, &application, now).await?;
                if let Some(upload) = &upload {
                    end_upload(txn, upload, &document.id, now).await?;
                }
                if let Some(token_sha256) = &camera {
                    camera::count(txn, token_sha256, now).await?;
                }
                let case = case_of_doctor(txn, &policies, &doctor, &application).await?;
                may_change(&case, &document.claim, today)?;
                let row = document::ActiveModel {
                    id: Set(document.id.to_string()),
                    application_id: Set(application.to_string()),
                    claim: Set(document.claim.to_string()),
                    position: Set(free_position(txn, &application, &document.claim).await?),
                    file_name: Set(document.file_name.clone()),
                    media_type: Set(document.media_type.mime().to_owned()),
                    size_bytes: Set(i64::try_from(document.size_bytes).map_err(Fault::other)?),
                    pages: Set(i32::try_from(document.pages).map_err(Fault::other)?),
                    sha256_chosen: Set(document.sha256_chosen.clone()),
                    sha256_received: Set(document.sha256_received.clone()),
                    sha256_stored: Set(document.sha256_stored.clone()),
                    storage_key: Set(key),
                    created_at: Set(now),
                };
                row.insert(txn).await?;
                let mut detail =
                    json!({ "application": application, "claim": document.claim, "sha256": document.sha256_stored });
                if camera.is_some() {
                    detail["by"] = json!("camera token");
                }
                audit::record(
                    txn,
                    now,
                    Some(doctor.account.as_str()),
                    "document.stored",
                    document.id.as_str(),
                    &detail,
                )
                .await?;
                Ok(document)
            })
            .await
    }
}

/// Marks the upload as finished by this document. Of several who finish it at once the others end here.
async fn end_upload(
    txn: &Txn,
    upload: &UploadId,
    document: &DocumentId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let ended = upload::Entity::update_many()
        .col_expr(upload::Column::Status, Expr::value(status::FINISHED))
        .col_expr(upload::Column::DocumentId, Expr::value(document.as_str()))
        .col_expr(upload::Column::MovedAt, Expr::value(now))
        .filter(upload::Column::Id.eq(upload.as_str()))
        .filter(upload::Column::Status.eq(status::OPEN))
        .exec(txn)
        .await?;
    if ended.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Holds the application's row for this transaction and makes sure that it is still open to the doctor.
pub(crate) async fn hold_open(
    txn: &Txn,
    doctor: &Doctor,
    application: &ApplicationId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let open = Status::ALL
        .into_iter()
        .filter(|status| status.is_open_to_the_doctor())
        .map(Status::key);
    let held = application::Entity::update_many()
        .col_expr(application::Column::UpdatedAt, Expr::value(now))
        .filter(application::Column::Id.eq(application.as_str()))
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .filter(application::Column::Status.is_in(open))
        .exec(txn)
        .await?;
    if held.rows_affected == 1 {
        return Ok(());
    }
    let own = application::Entity::find_by_id(application.as_str())
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .count(txn)
        .await?;
    Err(if own == 1 {
        Refusal::WrongStatus
    } else {
        Refusal::NotFound
    }
    .into())
}

pub(super) async fn free_position(txn: &Txn, application: &ApplicationId, claim: &Claim) -> Result<i32> {
    let taken: Vec<i32> = document::Entity::find()
        .select_only()
        .column(document::Column::Position)
        .filter(document::Column::ApplicationId.eq(application.as_str()))
        .filter(document::Column::Claim.eq(claim.to_string()))
        .into_tuple()
        .all(txn)
        .await?;
    let most = i32::try_from(PROOFS_PER_CLAIM).map_err(Fault::other)?;
    (0..most)
        .find(|position| !taken.contains(position))
        .ok_or(Refusal::TooManyProofs.into())
}
