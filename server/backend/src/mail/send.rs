//! The job that sends a letter.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::Backend;
use crate::db::Txn;
use crate::entity::mail;
use crate::error::{Fault, Result};
use crate::jobs::{self, Job};

/// The job's kind.
pub(crate) const SEND_MAIL: &str = "mail.send";

/// Sends the letter and writes down that it has left. What fails is tried again after a pause, like every job.
pub(crate) async fn send(backend: &Backend, job: &Job) -> Result<()> {
    let id = job.payload["mail"].as_str().unwrap_or_default().to_owned();
    let row = mail::Entity::find_by_id(&id).one(backend.db.read()).await?;
    let row = row.ok_or_else(|| Fault::other(format!("a job for the mail {id}, which does not exist")))?;
    let sent = row.state == "waiting" && backend.mailer.send(&row).await?;
    let (now, job) = (backend.clock.now(), job.clone());
    let (state, sent_at) = if sent { ("sent", Some(now)) } else { ("not_sent", None) };
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            mail::Entity::update_many()
                .col_expr(mail::Column::State, Expr::value(state))
                .col_expr(mail::Column::SentAt, Expr::value(sent_at))
                .filter(mail::Column::Id.eq(id.as_str()))
                .filter(mail::Column::State.eq("waiting"))
                .exec(txn)
                .await?;
            Ok(jobs::finish(txn, &job, now).await?)
        })
        .await
}
