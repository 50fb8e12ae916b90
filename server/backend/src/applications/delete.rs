//! Deletes a draft, which nobody else has seen.

use domain::application::Status;
use domain::ids::ApplicationId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::begin_change;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{application, document};
use crate::error::{Refusal, Result};
use crate::evidence::upload::{discard_all_of, throw_away};
use crate::visitor::Doctor;

/// Deletes the draft with everything that belongs to it. What was ever submitted cannot be deleted.
pub async fn delete_draft(backend: &Backend, doctor: &Doctor, id: &ApplicationId, version: i64) -> Result<()> {
    let now = backend.clock.now();
    let (policies, doctor, id) = (backend.policies.clone(), doctor.clone(), id.clone());
    let (keys, uploads) = backend
        .db
        .write(async move |txn: &Txn| -> Result<(Vec<String>, Vec<_>)> {
            let case = begin_change(txn, &policies, &doctor, &id, version, now).await?;
            if case.status != Status::Draft {
                return Err(Refusal::WrongStatus.into());
            }
            let keys = document::Entity::find()
                .select_only()
                .column(document::Column::StorageKey)
                .filter(document::Column::ApplicationId.eq(id.as_str()))
                .into_tuple()
                .all(txn)
                .await?;
            let uploads = discard_all_of(txn, &id).await?;
            // Lectures, entries and documents go with it (ON DELETE CASCADE).
            application::Entity::delete_by_id(id.as_str()).exec(txn).await?;
            audit::record(
                txn,
                now,
                Some(doctor.account.as_str()),
                "application.deleted",
                id.as_str(),
                &json!({}),
            )
            .await?;
            Ok((keys, uploads))
        })
        .await?;
    // Only once no row names them; a file that stays behind is found by `verify` and harms nobody.
    for key in keys {
        if let Err(error) = backend.files.delete(&key).await {
            tracing::warn!(%error, key, "a file of a deleted draft stays behind");
        }
    }
    throw_away(backend, &uploads).await;
    Ok(())
}
