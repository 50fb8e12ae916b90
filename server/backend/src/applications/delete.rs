//! Deletes a draft, which nobody else has seen.

use chrono::{DateTime, Utc};
use domain::application::Status;
use domain::ids::ApplicationId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::begin_change;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{application, document, upload};
use crate::error::{Fault, Refusal, Result};
use crate::evidence::upload::{discard_all_of, throw_away};
use crate::visitor::Doctor;

/// Deletes the draft with everything that belongs to it. What was ever submitted cannot be deleted.
pub async fn delete_draft(backend: &Backend, doctor: &Doctor, id: &ApplicationId, version: i64) -> Result<()> {
    doctor.in_person()?;
    let now = backend.clock.now();
    let (policies, doctor, id) = (backend.policies.clone(), doctor.clone(), id.clone());
    let left = backend
        .db
        .write(async move |txn: &Txn| -> Result<LeftBehind> {
            let case = begin_change(txn, &policies, &doctor, &id, version, now).await?;
            if case.status != Status::Draft {
                return Err(Refusal::WrongStatus.into());
            }
            let mut left = LeftBehind::default();
            remove_draft(txn, id.as_str(), doctor.account.as_str(), now, &mut left).await?;
            Ok(left)
        })
        .await?;
    left.throw_away(backend).await;
    Ok(())
}

/// The files of rows that are gone.
#[derive(Default)]
pub(crate) struct LeftBehind {
    keys: Vec<String>,
    uploads: Vec<upload::Model>,
}

impl LeftBehind {
    /// Only once no row names them; a file that stays behind is found by `verify` and harms nobody.
    pub(crate) async fn throw_away(self, backend: &Backend) {
        for key in self.keys {
            if let Err(error) = backend.files.delete(&key).await {
                tracing::warn!(%error, key, "a file of a deleted draft stays behind");
            }
        }
        throw_away(backend, &self.uploads).await;
    }
}

/// Removes a draft's rows, in the transaction that knows it is one.
pub(crate) async fn remove_draft(
    txn: &Txn,
    id: &str,
    actor: &str,
    now: DateTime<Utc>,
    left: &mut LeftBehind,
) -> Result<()> {
    let keys: Vec<String> = document::Entity::find()
        .select_only()
        .column(document::Column::StorageKey)
        .filter(document::Column::ApplicationId.eq(id))
        .into_tuple()
        .all(txn)
        .await?;
    left.keys.extend(keys);
    let application: ApplicationId = id.parse().map_err(|_| Fault::bad_row("applications", id, "id"))?;
    left.uploads.extend(discard_all_of(txn, &application).await?);
    // Lectures, entries and documents go with it (ON DELETE CASCADE).
    application::Entity::delete_by_id(id).exec(txn).await?;
    audit::record(txn, now, Some(actor), "application.deleted", id, &json!({})).await?;
    Ok(())
}
