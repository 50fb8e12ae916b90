//! Somebody who is logged in changes the address that letters go to. The new one has to prove itself by a link; the old
//! one hears of it.

use domain::field::{FieldError, FormValues};
use domain::registration;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::confirmation::{NewConfirmation, Purpose, use_up};
use super::throttle::{self, Counted};
use super::{own_account, password, someone_has};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Error, Refusal, Result};
use crate::mail::NewLetter;
use crate::visitor::Visitor;

/// Sends a letter with a link to the new address. The form has `email` and `current_password`.
///
/// # Errors
/// `Fields` (`email`, `current_password`); `Refused` with `TooManyTries` or `LoginRequired`; a fault.
pub async fn ask_new_email(
    backend: &Backend,
    visitor: &Visitor,
    form: &FormValues,
    typed_password: &str,
) -> Result<()> {
    let now = backend.clock.now();
    let account = own_account(backend, visitor).await?;
    let email = registration::email(form, registration::names::EMAIL)?;
    if account.email.as_deref() == Some(email.as_str()) {
        let sentence = "現在と同じメールアドレスです。新しいメールアドレスを入力してください。";
        return Err(FieldError::new(registration::names::EMAIL, sentence).into());
    }
    password::demand(backend, &account, typed_password, now).await?;
    let to = Counted::letters_to(email.as_str());
    backend
        .db
        .write(async move |txn: &Txn| {
            throttle::end_windows(txn, now).await?;
            to.count(txn, now).await?;
            let confirmation = NewConfirmation {
                purpose: Purpose::Email,
                registration: None,
                account: Some(&account.id),
                address: email.as_str(),
            };
            let confirmation = confirmation.insert(txn, now).await?;
            let letter = NewLetter {
                kind: "new_email",
                template: include_str!("../mail/templates/new_email.txt"),
                facts: &[("name", &account.display_name), ("link", "{link}")],
                account: Some(&account.id),
                application: None,
                confirmation: Some(&confirmation),
                recipient: email.as_str(),
            };
            letter.insert(txn, now, now).await?;
            audit::record(
                txn,
                now,
                Some(&account.id),
                "account.email_asked",
                &account.id,
                &json!({}),
            )
            .await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

/// Changes the address behind a link. Where the old one was the log-in name, the new one becomes it.
///
/// # Errors
/// `Refused` with `LinkOver`, or `EmailTaken` where somebody else has registered with it meanwhile; a fault.
pub async fn confirm_email(backend: &Backend, token: &str) -> Result<()> {
    let now = backend.clock.now();
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let link = use_up(txn, &token, Purpose::Email, now).await?;
            let id = link.account_id.unwrap_or_default();
            let found = account::Entity::find_by_id(&id).one(txn).await?;
            let account = found
                .filter(|account| account.disabled_at.is_none())
                .ok_or(Refusal::LinkOver)?;
            if someone_has(txn, &link.address, Some(&id)).await? {
                return Err(Refusal::EmailTaken.into());
            }
            let was_login = account.email.as_deref() == Some(account.login.as_str());
            let login = if was_login { &link.address } else { &account.login };
            account::Entity::update_many()
                .col_expr(account::Column::Email, Expr::value(link.address.as_str()))
                .col_expr(account::Column::Login, Expr::value(login.as_str()))
                .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
                .filter(account::Column::Id.eq(&id))
                .exec(txn)
                .await?;
            if let Some(old) = &account.email {
                let letter = NewLetter {
                    kind: "email_changed",
                    template: include_str!("../mail/templates/email_changed.txt"),
                    facts: &[
                        ("name", &account.display_name),
                        ("at", &domain::fiscal_year::written_moment(now)),
                    ],
                    account: Some(&id),
                    application: None,
                    confirmation: None,
                    recipient: old,
                };
                letter.insert(txn, now, now).await?;
            }
            audit::record(txn, now, Some(&id), "account.email_changed", &id, &json!({})).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}
