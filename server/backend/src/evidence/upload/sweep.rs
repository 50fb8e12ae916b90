//! Removes what nobody came back for: uploads that have not moved for a day, and pieces that no upload knows.

use std::time::Duration;

use chrono::TimeDelta;
use domain::upload::UPLOAD_HOURS;
use futures::TryStreamExt;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{FOLDER, piece_of, status, throw_away};
use crate::Backend;
use crate::db::Txn;
use crate::entity::upload;
use crate::error::Result;

/// How often a worker sweeps. Several workers do each other no harm.
const PAUSE: Duration = Duration::from_hours(1);

/// Sweeps until the process ends.
pub(crate) async fn sweep_now_and_then(backend: &Backend) {
    loop {
        match sweep(backend).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "uploads that nobody came back for were removed"),
            Err(error) => tracing::error!(%error, "the uploads could not be swept"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Removes uploads that have not moved for [`UPLOAD_HOURS`], what is left of those that were given up, and pieces
/// without an upload. Gives back how many uploads went.
pub async fn sweep(backend: &Backend) -> Result<usize> {
    let limit = backend.clock.now() - TimeDelta::hours(UPLOAD_HOURS);
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            upload::Entity::update_many()
                .col_expr(upload::Column::Status, Expr::value(status::DISCARDED))
                .filter(upload::Column::Status.eq(status::OPEN))
                .filter(upload::Column::MovedAt.lte(limit))
                .exec(txn)
                .await?;
            Ok(())
        })
        .await?;
    let served = Condition::all()
        .add(upload::Column::Status.eq(status::FINISHED))
        .add(upload::Column::MovedAt.lte(limit));
    let over = upload::Entity::find()
        .filter(
            Condition::any()
                .add(upload::Column::Status.eq(status::DISCARDED))
                .add(served),
        )
        .all(backend.db.read())
        .await?;
    throw_away(backend, &over).await;
    strays(backend).await?;
    Ok(over.len())
}

/// An upload's row is there before its first piece and its id is never used again: a piece without it can go at once.
async fn strays(backend: &Backend) -> Result<()> {
    let keys: Vec<String> = backend.files.keys_in(FOLDER).try_collect().await?;
    for key in keys {
        let known = match piece_of(&key) {
            Some((id, _)) => upload::Entity::find_by_id(id).count(backend.db.read()).await? == 1,
            None => false,
        };
        if !known {
            backend.files.delete(&key).await?;
        }
    }
    Ok(())
}
