//! Begins an upload, or finds the one that the same file began before.

use chrono::{DateTime, TimeDelta, Utc};
use domain::application::{Case, Claim};
use domain::evidence::{PROOF_MAX_BYTES, PROOFS_PER_CLAIM, ProofRefusal, display_file_name};
use domain::ids::ApplicationId;
use domain::upload::{UPLOAD_IDLE_MINUTES, UPLOADS_OPEN_MAX, UploadProgress, UploadRefusal, is_sha256};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use super::{discard, progress_of, status, throw_away};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{document, upload};
use crate::error::{Fault, Refusal, Result};
use crate::evidence::store::{hold_open, may_prove};
use crate::random;
use crate::visitor::Doctor;

/// A file that somebody is about to send.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// What it is to prove.
    pub claim: Claim,
    /// The name it was chosen under.
    pub file_name: String,
    /// How many bytes will be sent.
    pub size_bytes: u64,
    /// SHA-256 of the file as it was chosen, in hexadecimal.
    pub sha256_chosen: String,
    /// SHA-256 of the bytes that will be sent, in hexadecimal: a picture may be made smaller before.
    pub sha256_sent: String,
}

/// Announces a file. The same file for the same claim is the same upload, however often it is announced: whoever opens
/// the page again goes on where the line was cut.
pub async fn announce(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    announcement: Announcement,
) -> Result<UploadProgress> {
    let case = crate::applications::open::own_case(backend, doctor, application).await?;
    if !case.status.is_open_to_the_doctor() {
        return Err(Refusal::WrongStatus.into());
    }
    announcement.check(&case)?;
    let full = case.proofs(&announcement.claim).count() >= PROOFS_PER_CLAIM;

    let now = backend.clock.now();
    let (doctor, application) = (doctor.clone(), application.clone());
    let (upload, given_up) = backend
        .db
        .write(async move |txn: &Txn| -> Result<(upload::Model, Vec<upload::Model>)> {
            // Announcements for one application come one after the other from here on.
            hold_open(txn, &doctor, &application, now).await?;
            let mut given_up = Vec::new();
            if let Some(known) = announcement.known(txn, &application).await? {
                if stands(txn, &known).await? {
                    return Ok((moved(txn, known, now).await?, given_up));
                }
                given_up.push(known);
            }
            if full {
                return Err(Refusal::TooManyProofs.into());
            }
            given_up.extend(make_room(txn, &application, now).await?);
            discard(txn, &given_up).await?;
            Ok((announcement.insert(txn, &application, now).await?, given_up))
        })
        .await?;
    throw_away(backend, &given_up).await;
    progress_of(backend.db.read(), &upload).await
}

impl Announcement {
    fn check(&self, case: &Case) -> Result<()> {
        may_prove(case, &self.claim)?;
        if self.size_bytes == 0 {
            Err(Refusal::File(ProofRefusal::Empty).into())
        } else if self.size_bytes > PROOF_MAX_BYTES {
            Err(Refusal::File(ProofRefusal::TooLarge).into())
        } else if is_sha256(&self.sha256_chosen) && is_sha256(&self.sha256_sent) {
            Ok(())
        } else {
            Err(Refusal::Upload(UploadRefusal::BadAnnouncement).into())
        }
    }

    fn size(&self) -> Result<i64> {
        i64::try_from(self.size_bytes).map_err(Fault::other)
    }

    async fn known(&self, txn: &Txn, application: &ApplicationId) -> Result<Option<upload::Model>> {
        Ok(upload::Entity::find()
            .filter(upload::Column::ApplicationId.eq(application.as_str()))
            .filter(upload::Column::Claim.eq(self.claim.to_string()))
            .filter(upload::Column::Sha256Sent.eq(self.sha256_sent.as_str()))
            .filter(upload::Column::SizeBytes.eq(self.size()?))
            .filter(upload::Column::Status.ne(status::DISCARDED))
            .one(txn)
            .await?)
    }

    async fn insert(&self, txn: &Txn, application: &ApplicationId, now: DateTime<Utc>) -> Result<upload::Model> {
        let row = upload::ActiveModel {
            id: Set(random::id()),
            application_id: Set(application.to_string()),
            claim: Set(self.claim.to_string()),
            file_name: Set(display_file_name(&self.file_name)),
            size_bytes: Set(self.size()?),
            sha256_chosen: Set(self.sha256_chosen.clone()),
            sha256_sent: Set(self.sha256_sent.clone()),
            status: Set(status::OPEN.to_owned()),
            document_id: Set(None),
            created_at: Set(now),
            moved_at: Set(now),
        };
        Ok(row.insert(txn).await?)
    }
}

/// Whether a known upload can be gone on with: it is open, or its document is still there.
async fn stands(txn: &Txn, upload: &upload::Model) -> Result<bool> {
    match &upload.document_id {
        None => Ok(true),
        Some(id) => Ok(document::Entity::find_by_id(id.as_str()).count(txn).await? == 1),
    }
}

async fn moved(txn: &Txn, upload: upload::Model, now: DateTime<Utc>) -> Result<upload::Model> {
    upload::Entity::update_many()
        .col_expr(upload::Column::MovedAt, Expr::value(now))
        .filter(upload::Column::Id.eq(upload.id.as_str()))
        .exec(txn)
        .await?;
    Ok(upload)
}

/// Where too many uploads are open, the one that has not moved for longest is given up, so that tabs that were closed
/// half-way lock nobody out. None of those under way is.
async fn make_room(txn: &Txn, application: &ApplicationId, now: DateTime<Utc>) -> Result<Option<upload::Model>> {
    let open = upload::Entity::find()
        .filter(upload::Column::ApplicationId.eq(application.as_str()))
        .filter(upload::Column::Status.eq(status::OPEN))
        .order_by_asc(upload::Column::MovedAt)
        .all(txn)
        .await?;
    if open.len() < UPLOADS_OPEN_MAX {
        return Ok(None);
    }
    let idle = now - TimeDelta::minutes(UPLOAD_IDLE_MINUTES);
    match open.into_iter().next().filter(|longest| longest.moved_at <= idle) {
        Some(longest) => Ok(Some(longest)),
        None => Err(Refusal::Upload(UploadRefusal::TooMany).into()),
    }
}
