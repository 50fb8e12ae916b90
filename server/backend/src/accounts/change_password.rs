//! Somebody who is logged in changes the own password.

use domain::field::FieldError;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{own_account, password, session};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Error, Refusal, Result};
use crate::visitor::Visitor;

/// The form, as typed; its fields are named as here.
#[derive(Clone)]
pub struct NewPassword {
    /// 現在のパスワード.
    pub current_password: String,
    /// 新しいパスワード.
    pub new_password: String,
    /// 新しいパスワード（確認）.
    pub new_password_again: String,
}

/// Changes the password and ends all other sessions of the account; the one behind `token` goes on.
///
/// # Errors
/// `Fields` (`current_password`, `new_password`, `new_password_again`); `Refused` with `TooManyTries` when the current
/// password was wrong too often, `Stale` when it was changed meanwhile, `LoginRequired` when the account is closed; a
/// fault.
pub async fn change_password(backend: &Backend, visitor: &Visitor, token: &str, form: NewPassword) -> Result<()> {
    let now = backend.clock.now();
    let id = visitor.account.to_string();
    let account = own_account(backend, visitor).await?;
    check_new(&form, &account.login)?;

    password::demand(backend, &account, &form.current_password, now).await?;
    let hash = password::hash(&form.new_password).await?;
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let changed = account::Entity::update_many()
                .col_expr(account::Column::PasswordHash, Expr::value(hash))
                .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
                .filter(account::Column::Id.eq(&id))
                .filter(account::Column::Version.eq(account.version))
                .exec(txn)
                .await?;
            if changed.rows_affected != 1 {
                return Err(Refusal::Stale.into());
            }
            let ended = session::end_others(txn, &id, &token).await?;
            let detail = json!({ "ended_sessions": ended });
            audit::record(txn, now, Some(&id), "account.password_changed", &id, &detail).await?;
            Ok::<_, Error>(())
        })
        .await
}

/// Everything that can be said without looking at the current password, so that a slip here costs no try.
fn check_new(form: &NewPassword, login: &str) -> Result<()> {
    let mut errors = Vec::new();
    if form.current_password.is_empty() {
        errors.push(FieldError::new(
            "current_password",
            "現在のパスワードを入力してください。",
        ));
    }
    if let Err(error) = password::check_new("new_password", &form.new_password, login) {
        errors.push(error);
    } else if form.new_password == form.current_password {
        errors.push(FieldError::new(
            "new_password",
            "現在のパスワードと違うパスワードを入力してください。",
        ));
    }
    errors.extend(password::check_again(&form.new_password, &form.new_password_again).err());
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}
