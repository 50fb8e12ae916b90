//! Somebody has forgotten the password: a letter with a link, and behind the link a new password.

use domain::field::FieldError;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::confirmation::{NewConfirmation, Purpose, use_up};
use super::throttle::{self, Counted};
use super::{TwicePassword, folded_login, session};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Error, Refusal, Result};
use crate::mail::NewLetter;

/// Sends a letter with a link to whoever has this log-in name or address. The answer is the same whether anybody has
/// it, and so is the work that it waits for: one transaction.
///
/// # Errors
/// `Fields` (`login`) when nothing was typed; `Refused` with `TooManyTries`; a fault.
pub async fn ask_new_password(backend: &Backend, typed: &str, address: &str) -> Result<()> {
    let login = folded_login(typed);
    if login.is_empty() {
        let sentence = "ログインIDまたはメールアドレスを入力してください。";
        return Err(FieldError::new("login", sentence).into());
    }
    let now = backend.clock.now();
    let (from, to) = (Counted::letters_from(address), Counted::letters_to(&login));
    let place = address.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            throttle::end_windows(txn, now).await?;
            from.count(txn, now).await?;
            // Whose box is being filled is not said to who fills it.
            let often = to.is_over(txn, now).await?;
            let found = account::Entity::find()
                .filter(account::Column::Login.eq(&login).or(account::Column::Email.eq(&login)))
                .filter(account::Column::DisabledAt.is_null())
                .one(txn)
                .await?;
            let reader = found.as_ref().filter(|_| !often).and_then(|found| {
                let email = found.email.as_deref()?;
                Some((found, email))
            });
            if let Some((account, email)) = reader {
                send_link(txn, now, account, email).await?;
            }
            let subject = found.as_ref().map_or("unknown", |found| found.id.as_str());
            let detail = json!({ "address": place });
            audit::record(txn, now, None, "account.new_password_asked", subject, &detail).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

async fn send_link(txn: &Txn, now: chrono::DateTime<chrono::Utc>, account: &account::Model, email: &str) -> Result<()> {
    let confirmation = NewConfirmation {
        purpose: Purpose::Password,
        registration: None,
        account: Some(&account.id),
        address: email,
    };
    let confirmation = confirmation.insert(txn, now).await?;
    let letter = NewLetter {
        kind: "new_password",
        template: include_str!("../mail/templates/new_password.txt"),
        facts: &[("name", &account.display_name), ("link", "{link}")],
        account: Some(&account.id),
        application: None,
        confirmation: Some(&confirmation),
        recipient: email,
    };
    letter.insert(txn, now, now).await?;
    Ok(())
}

/// Chooses the new password behind a link, and ends every session of the account.
///
/// # Errors
/// `Fields` (`new_password`, `new_password_again`); `Refused` with `LinkOver`; a fault.
pub async fn choose_password(backend: &Backend, token: &str, form: TwicePassword) -> Result<()> {
    let now = backend.clock.now();
    let hash = form.hashed("").await?;
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let link = use_up(txn, &token, Purpose::Password, now).await?;
            let id = link.account_id.unwrap_or_default();
            let changed = account::Entity::update_many()
                .col_expr(account::Column::PasswordHash, Expr::value(hash))
                .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
                .filter(account::Column::Id.eq(&id))
                .filter(account::Column::DisabledAt.is_null())
                .exec(txn)
                .await?;
            if changed.rows_affected != 1 {
                return Err(Refusal::LinkOver.into());
            }
            let ended = session::end_all(txn, &id).await?;
            Counted::own_password(&id).forget(txn).await?;
            let account = account::Entity::find_by_id(&id)
                .one(txn)
                .await?
                .ok_or(Refusal::LinkOver)?;
            tell(txn, now, &account, &link.address).await?;
            let detail = json!({ "ended_sessions": ended });
            audit::record(txn, now, Some(&id), "account.password_reset", &id, &detail).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

/// So that whoever did not do it hears of it.
async fn tell(txn: &Txn, now: chrono::DateTime<chrono::Utc>, account: &account::Model, address: &str) -> Result<()> {
    let letter = NewLetter {
        kind: "password_changed",
        template: include_str!("../mail/templates/password_changed.txt"),
        facts: &[
            ("name", &account.display_name),
            ("at", &domain::fiscal_year::written_moment(now)),
        ],
        account: Some(&account.id),
        application: None,
        confirmation: None,
        recipient: address,
    };
    letter.insert(txn, now, now).await?;
    Ok(())
}
