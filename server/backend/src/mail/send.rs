//! The job that sends a letter, and when it stops trying.

use chrono::{DateTime, Utc};
use domain::letter::MailFailure;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::Mailer;
use super::remind::may_leave;
use super::write::LINK;
use crate::Backend;
use crate::accounts::new_token;
use crate::db::Txn;
use crate::entity::{mail, mail_failure};
use crate::error::{Fault, Result};
use crate::jobs::{self, Job};
use crate::random;

/// The job's kind.
pub(crate) const SEND_MAIL: &str = "mail.send";

/// So often a letter is tried before it is given up: with the pauses of a job, for a day.
pub(super) const MOST_TRIES: i32 = 34;

/// Writes the job that sends a letter, for the first time with `round` 0. The same job is written once, for good, so
/// each time that a letter is sent again has a number of its own.
pub(super) async fn enqueue(txn: &Txn, mail: &str, round: i32, at: DateTime<Utc>) -> Result<()> {
    // `verify` writes the same text.
    let payload = match round {
        0 => json!({ "mail": mail }),
        _ => json!({ "mail": mail, "round": round }),
    };
    Ok(jobs::enqueue(txn, SEND_MAIL, &payload, at).await?)
}

/// Sends the letter and writes down that it has left. What fails is tried again after a pause, like every job, unless
/// that is of no use.
pub(crate) async fn send(backend: &Backend, job: &Job) -> Result<()> {
    let id = job.payload["mail"].as_str().unwrap_or_default().to_owned();
    let Some(row) = mail::Entity::find_by_id(&id).one(backend.db.read()).await? else {
        // It went with the draft that it was about.
        return finish(backend, job).await;
    };
    let row = with_link(backend, row).await?;
    let sent = match row.state.as_str() {
        "waiting" if may_leave(backend, &row).await? => backend.mailer.send(&row).await,
        _ => Ok(false),
    };
    // A demonstration shows its letters as they left. Anywhere else a link rests in no database.
    let shown = matches!(backend.mailer, Mailer::Folder(_)).then_some(row.body);
    match sent {
        Ok(sent) => has_left(backend, job, id, sent, shown).await,
        Err(error) if error.failure.is_final() || job.attempts >= MOST_TRIES => {
            tracing::warn!(%error, mail = id, attempts = job.attempts, "a letter was given up");
            give_up(backend, job, id, error.failure).await
        }
        Err(error) => Err(Fault::other(error)),
    }
}

async fn finish(backend: &Backend, job: &Job) -> Result<()> {
    let (now, job) = (backend.clock.now(), job.clone());
    let finished = backend
        .db
        .write(async move |txn: &Txn| -> Result<()> { Ok(jobs::finish(txn, &job, now).await?) });
    finished.await
}

async fn has_left(backend: &Backend, job: &Job, id: String, sent: bool, shown: Option<String>) -> Result<()> {
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

/// The letter waits on, but for a person: `failed.rs` lists it and `again.rs` sends it.
async fn give_up(backend: &Backend, job: &Job, id: String, failure: MailFailure) -> Result<()> {
    let (now, job) = (backend.clock.now(), job.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let before = mail_failure::Entity::find()
                .filter(mail_failure::Column::MailId.eq(id.as_str()))
                .order_by_desc(mail_failure::Column::Round)
                .one(txn)
                .await?;
            let (round, tries) = before.map_or((0, 0), |before| (before.round, before.tries));
            let row = mail_failure::ActiveModel {
                id: Set(random::id()),
                mail_id: Set(id),
                round: Set(round + 1),
                failure: Set(failure.key().to_owned()),
                tries: Set(tries + job.attempts),
                failed_at: Set(now),
                resent_at: Set(None),
                resent_by: Set(None),
            };
            row.insert(txn).await?;
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
