//! Takes a proof in: inspected, durable, and only then named by a row.

use std::path::Path;

use domain::application::{Case, Claim, Document, Status};
use domain::evidence::{PROOFS_PER_CLAIM, display_file_name};
use domain::ids::ApplicationId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;

use super::inspect::{InspectError, Inspected};
use crate::Backend;
use crate::applications::may_change;
use crate::db::Txn;
use crate::entity::{application, document};
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
}

/// Stores a proof of the doctor's own application, while that is open. The version is left alone, so that several
/// files can arrive at once.
pub async fn store_proof(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    incoming: Incoming<'_>,
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

    let copy = tempfile::NamedTempFile::new()?;
    let inspected = backend
        .inspector
        .inspect(incoming.path, copy.path())
        .await
        .map_err(refused)?;
    let id = random::id();
    let key = files::key("documents", &id);
    let stored = backend.files.put_new(&key, Content::File(copy.path())).await?;

    let row = NewDocument {
        id,
        key: key.clone(),
        incoming: &incoming,
        inspected,
        stored,
    };
    let written = row.insert(backend, doctor, application).await;
    if written.is_err()
        && let Err(error) = backend.files.delete(&key).await
    {
        tracing::warn!(%error, key, "a file without a row stays behind");
    }
    written
}

/// Only claims that the programme knows can have proofs. A lecture may still be on its way.
fn may_prove(case: &Case, claim: &Claim) -> Result<()> {
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

struct NewDocument<'a> {
    id: String,
    key: String,
    incoming: &'a Incoming<'a>,
    inspected: Inspected,
    stored: Stored,
}

impl NewDocument<'_> {
    async fn insert(self, backend: &Backend, doctor: &Doctor, application: &ApplicationId) -> Result<Document> {
        let (now, today, policies) = (backend.clock.now(), backend.clock.today(), backend.policies.clone());
        let document = Document {
            id: self.id.parse().map_err(Fault::other)?,
            claim: self.incoming.claim.clone(),
            file_name: display_file_name(&self.incoming.file_name),
            media_type: self.inspected.media_type,
            size_bytes: self.stored.size_bytes,
            pages: self.inspected.pages,
            sha256_received: self.incoming.sha256.clone(),
            sha256_stored: self.stored.sha256.clone(),
        };
        let (doctor, application, key) = (doctor.clone(), application.clone(), self.key);
        backend
            .db
            .write(async move |txn: &Txn| -> Result<Document> {
                hold_open(txn, &doctor, &application, now).await?;
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
                    sha256_received: Set(document.sha256_received.clone()),
                    sha256_stored: Set(document.sha256_stored.clone()),
                    storage_key: Set(key),
                    created_at: Set(now),
                };
                row.insert(txn).await?;
                let detail =
                    json!({ "application": application, "claim": document.claim, "sha256": document.sha256_stored });
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

/// Holds the application's row for this transaction and makes sure that it is still open to the doctor.
pub(super) async fn hold_open(
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
        Ok(())
    } else {
        Err(Refusal::WrongStatus.into())
    }
}

async fn free_position(txn: &Txn, application: &ApplicationId, claim: &Claim) -> Result<i32> {
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
