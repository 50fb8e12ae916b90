//! The letters of a demonstration, for whoever tries it.

use domain::letter::Letter;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use crate::Backend;
use crate::entity::mail;
use crate::error::Result;

/// More than this nobody reads.
const SHOWN: u64 = 50;

/// The latest letters, the newest first.
pub async fn outbox(backend: &Backend) -> Result<Vec<Letter>> {
    let rows = mail::Entity::find()
        .order_by_desc(mail::Column::CreatedAt)
        .order_by_desc(mail::Column::Id)
        .limit(SHOWN)
        .all(backend.db.read())
        .await?;
    let letter = |row: mail::Model| Letter {
        id: row.id,
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
        send_at: row.send_at,
        sent_at: row.sent_at,
    };
    Ok(rows.into_iter().map(letter).collect())
}
