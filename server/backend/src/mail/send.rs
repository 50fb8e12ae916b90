//! The job that sends a letter.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::write::LINK;
use crate::Backend;
use crate::accounts::new_token;
use crate::db::Txn;
use crate::entity::mail;
use crate::error::{Fault, Result};
use crate::jobs::{self, Job};
use crate::mail::Mailer;

/// The job's kind.
pub(crate) const SEND_MAIL: &str = "mail.send";

/// Sends the letter and writes down that it has left. What fails is tried again after a pause, like every job.
pub(crate) async fn send(backend: &Backend, job: &Job) -> Result<()> {
    let id = job.payload["mail"].as_str().unwrap_or_default().to_owned();
    let row = mail::Entity::find_by_id(&id).one(backend.db.read()).await?;
    let row = row.ok_or_else(|| Fault::other(format!("a job for the mail {id}, which does not exist")))?;
    let row = with_link(backend, row).await?;
    let sent = row.state == "waiting" && backend.mailer.send(&row).await?;
    // A demonstration shows its letters as they left. Anywhere else a link rests in no database.
    let shown = matches!(backend.mailer, Mailer::Folder(_)).then_some(row.body);
    let (now, job) = (backend.clock.now(), job.clone());
    let (state, sent_at) = if sent { ("sent", Some(now)) } else { ("not_sent", None) };
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let mut update = mail::Entity::update_many()
                .col_expr(mail::Column::State, Expr::value(state))
                .col_expr(mail::Column::SentAt, Expr::value(sent_at));
            if let Some(body) = shown {
                update = update.col_expr(mail::Column::Body, Expr::value(body));
            }
            update
                .filter(mail::Column::Id.eq(id.as_str()))
                .filter(mail::Column::State.eq("waiting"))
                .exec(txn)
                .await?;
            Ok(jobs::finish(txn, &job, now).await?)
        })
        .await
}

/// The letter with its link, where it brings one. Each try to send it makes a new link, and the last one counts.
async fn with_link(backend: &Backend, mut row: mail::Model) -> Result<mail::Model> {
    let (Some(confirmation), true) = (row.confirmation_id.clone(), row.body.contains(LINK)) else {
        return Ok(row);
    };
    let token = backend
        .db
        .write(async move |txn: &Txn| new_token(txn, &confirmation).await)
        .await?;
    let link = format!("{}/confirm/{token}", backend.site);
    row.body = row.body.replace(LINK, &link);
    Ok(row)
}
