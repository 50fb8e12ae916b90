//! もう一度送る: a letter that was given up is sent once more, to the address that its reader has by then.

use domain::ids::MailFailureId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::failed::failure;
use super::send::enqueue;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{mail, mail_failure};
use crate::error::{Refusal, Result};
use crate::visitor::Administrator;

/// Has the letter of this failure sent again. A second time of the same form changes nothing. A letter that is not the
/// administrator's to see is not found.
pub async fn send_again(backend: &Backend, administrator: &Administrator, id: &MailFailureId) -> Result<()> {
    let now = backend.clock.now();
    let (administrator, id) = (administrator.clone(), id.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let row = failure(txn, &administrator, &id).await?.ok_or(Refusal::NotFound)?;
            if row.resent_at.is_some() {
                return Ok(());
            }
            if row.disabled_at.is_some() {
                return Err(Refusal::ReaderDisabled.into());
            }
            let resent = mail_failure::Entity::update_many()
                .col_expr(mail_failure::Column::ResentAt, Expr::value(now))
                .col_expr(
                    mail_failure::Column::ResentBy,
                    Expr::value(administrator.account.as_str()),
                )
                .filter(mail_failure::Column::Id.eq(id.as_str()))
                .filter(mail_failure::Column::ResentAt.is_null())
                .exec(txn)
                .await?;
            if resent.rows_affected == 0 {
                // Somebody else has just done so.
                return Ok(());
            }
            let recipient = row.email.unwrap_or_else(|| row.recipient.clone());
            let corrected = recipient != row.recipient;
            mail::Entity::update_many()
                .col_expr(mail::Column::Recipient, Expr::value(recipient))
                .col_expr(mail::Column::SendAt, Expr::value(now))
                .filter(mail::Column::Id.eq(row.mail_id.as_str()))
                .exec(txn)
                .await?;
            enqueue(txn, &row.mail_id, row.round, now).await?;
            audit::record(
                txn,
                now,
                Some(administrator.account.as_str()),
                "mail.sent_again",
                &row.mail_id,
                &json!({ "round": row.round, "address_corrected": corrected }),
            )
            .await?;
            Ok(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}
