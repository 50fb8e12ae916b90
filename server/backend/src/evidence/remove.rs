//! Removes a proof from an application that is open to its doctor.

use domain::application::Claim;
use domain::ids::{ApplicationId, DocumentId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::store::hold_open;
use crate::Backend;
use crate::applications::may_change;
use crate::audit;
use crate::db::Txn;
use crate::entity::{document, submitted_file};
use crate::error::{Fault, Refusal, Result};
use crate::records::case::case_of_doctor;
use crate::visitor::Doctor;

/// Removes the proof. Its file goes too, unless a receipt names it.
pub async fn remove_proof(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    id: &DocumentId,
) -> Result<()> {
    let (now, today, policies) = (backend.clock.now(), backend.clock.today(), backend.policies.clone());
    let (doctor, application, id) = (doctor.clone(), application.clone(), id.clone());
    let key = backend
        .db
        .write(async move |txn: &Txn| -> Result<Option<String>> {
            hold_open(txn, &doctor, &application, now).await?;
            let row = document::Entity::find_by_id(id.as_str())
                .filter(document::Column::ApplicationId.eq(application.as_str()))
                .one(txn)
                .await?
                .ok_or(Refusal::NotFound)?;
            let claim: Claim = row
                .claim
                .parse()
                .map_err(|e| Fault::bad_row("documents", id.as_str(), e))?;
            let case = case_of_doctor(txn, &policies, &doctor, &application).await?;
            may_change(&case, &claim, today)?;
            document::Entity::delete_by_id(id.as_str()).exec(txn).await?;
            let sealed = submitted_file::Entity::find()
                .filter(submitted_file::Column::ApplicationId.eq(application.as_str()))
                .filter(submitted_file::Column::DocumentId.eq(id.as_str()))
                .count(txn)
                .await?;
            let detail = json!({ "application": application, "claim": row.claim });
            audit::record(
                txn,
                now,
                Some(doctor.account.as_str()),
                "document.removed",
                id.as_str(),
                &detail,
            )
            .await?;
            Ok((sealed == 0).then_some(row.storage_key))
        })
        .await?;
    if let Some(key) = key
        && let Err(error) = backend.files.delete(&key).await
    {
        tracing::warn!(%error, key, "a file without a row stays behind");
    }
    Ok(())
}
