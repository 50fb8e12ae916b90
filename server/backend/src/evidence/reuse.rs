//! Uses a proof once more: at another claim, or in a later application. It becomes a document of its own with a file
//! of its own, so that each can be removed, sealed and purged without the other.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::application::{Claim, EarlierProof};
use domain::evidence::PROOFS_PER_CLAIM;
use domain::fiscal_year::day_in_japan;
use domain::ids::{ApplicationId, DocumentId};
use sea_orm::{ActiveModelTrait, FromQueryResult, IntoActiveModel, Statement};
use serde_json::json;

use super::store::{free_position, hold_open, may_prove};
use crate::applications::may_change;
use crate::applications::open::own_case;
use crate::db::Txn;
use crate::entity::document;
use crate::error::{Fault, Refusal, Result};
use crate::files;
use crate::records::case::case_of_doctor;
use crate::visitor::Doctor;
use crate::{Backend, audit, random};

/// The most earlier proofs that a page offers.
pub const EARLIER_MAX: usize = 30;
/// The rows that are looked at for them: the same file may stand in several.
const ROWS_MAX: usize = 300;

#[derive(FromQueryResult)]
struct EarlierRow {
    id: String,
    application_id: String,
    claim: String,
    file_name: String,
    sha256_stored: String,
    created_at: DateTime<Utc>,
}

impl EarlierRow {
    fn proof(self) -> Result<EarlierProof> {
        let bad = |what: &str| Fault::bad_row("documents", &self.id, what);
        Ok(EarlierProof {
            id: self.id.parse().map_err(|_| bad("id"))?,
            application: self.application_id.parse().map_err(|_| bad("application_id"))?,
            claim: self.claim.parse().map_err(|_| bad("claim"))?,
            file_name: self.file_name,
            sha256_stored: self.sha256_stored,
            attached_on: day_in_japan(self.created_at),
        })
    }
}

/// The doctor's own proofs, each file once, the newest first.
pub async fn earlier_proofs(backend: &Backend, doctor: &Doctor) -> Result<Vec<EarlierProof>> {
    let conn = backend.db.read();
    let sql = format!(
        "SELECT f.id, f.application_id, f.claim, f.file_name, f.sha256_stored, f.created_at FROM documents f \
         JOIN applications a ON a.id = f.application_id WHERE a.doctor_id = $1 \
         ORDER BY f.created_at DESC, f.id LIMIT {ROWS_MAX}"
    );
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [doctor.doctor.as_str().into()]);
    let rows = EarlierRow::find_by_statement(statement).all(conn).await?;
    let mut seen = HashSet::new();
    rows.into_iter()
        .filter(|row| seen.insert(row.sha256_stored.clone()))
        .take(EARLIER_MAX)
        .map(EarlierRow::proof)
        .collect()
}

/// Attaches a copy of one of the doctor's own proofs to a claim; somebody else's is not found. A file that the claim
/// has already is left as it is, so that a form that is sent twice attaches once.
pub async fn reuse_proof(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    claim: &Claim,
    id: &DocumentId,
) -> Result<()> {
    let case = own_case(backend, doctor, application).await?;
    if !case.status.is_open_to_the_doctor() {
        return Err(Refusal::WrongStatus.into());
    }
    may_prove(&case, claim)?;
    may_change(&case, claim, backend.clock.today())?;
    let source = own_document(backend, doctor, id).await?.ok_or(Refusal::NotFound)?;
    if case
        .proofs(claim)
        .any(|proof| proof.sha256_stored == source.sha256_stored)
    {
        return Ok(());
    }
    if case.proofs(claim).count() >= PROOFS_PER_CLAIM {
        return Err(Refusal::TooManyProofs.into());
    }
    let new_id = random::id();
    let key = files::key("documents", &new_id);
    if !backend
        .files
        .copy(&source.storage_key, &source.sha256_stored, &key)
        .await?
    {
        return Err(Fault::bad_row("documents", &source.id, "its file was altered"));
    }
    let now = backend.clock.now();
    let row = document::Model {
        id: new_id,
        application_id: application.to_string(),
        claim: claim.to_string(),
        storage_key: key.clone(),
        created_at: now,
        ..source
    };
    let written = insert(backend, doctor, application, claim, id, row).await;
    if written.is_err()
        && let Err(error) = backend.files.delete(&key).await
    {
        tracing::warn!(%error, key, "a file without a row stays behind");
    }
    written
}

/// The row of a document that is this doctor's.
async fn own_document(backend: &Backend, doctor: &Doctor, id: &DocumentId) -> Result<Option<document::Model>> {
    let conn = backend.db.read();
    let sql = "SELECT f.* FROM documents f JOIN applications a ON a.id = f.application_id \
               WHERE f.id = $1 AND a.doctor_id = $2";
    let values = [id.as_str().into(), doctor.doctor.as_str().into()];
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    Ok(document::Model::find_by_statement(statement).one(conn).await?)
}

async fn insert(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    claim: &Claim,
    source: &DocumentId,
    row: document::Model,
) -> Result<()> {
    let (policies, today) = (backend.policies.clone(), backend.clock.today());
    let (doctor, application, claim) = (doctor.clone(), application.clone(), claim.clone());
    let source = source.clone();
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let now = row.created_at;
            hold_open(txn, &doctor, &application, now).await?;
            let case = case_of_doctor(txn, &policies, &doctor, &application).await?;
            may_change(&case, &claim, today)?;
            let position = free_position(txn, &application, &claim).await?;
            let (id, sha256) = (row.id.clone(), row.sha256_stored.clone());
            document::Model { position, ..row }
                .into_active_model()
                .reset_all()
                .insert(txn)
                .await?;
            let detail = json!({ "application": application, "claim": claim, "sha256": sha256, "source": source });
            audit::record(txn, now, Some(doctor.account.as_str()), "document.reused", &id, &detail).await?;
            Ok(())
        })
        .await
}
