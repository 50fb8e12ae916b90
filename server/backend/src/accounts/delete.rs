//! Somebody leaves for good: what nobody has to keep is gone at once.

use domain::application::Status;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::{own_account, password, session};
use crate::Backend;
use crate::applications::delete::{LeftBehind, remove_draft};
use crate::audit;
use crate::db::Txn;
use crate::entity::{account, agent, application, confirmation, mail, registration, role, second_factor};
use crate::error::{Error, Refusal, Result};
use crate::visitor::{Role, Visitor};

/// What an account is called once nobody is behind it.
const NOBODY: &str = "（登録を削除した利用者）";

/// Deletes the account as far as retention allows: nobody can log in with it, address, letters, helpers and drafts are
/// gone. What was sent to an association, its decisions and its certificates stay as the association's records.
///
/// # Errors
/// `Fields` (`current_password`); `Refused` with `TooManyTries`, `LoginRequired` or `StaffAccount`; a fault.
pub async fn delete_account(backend: &Backend, visitor: &Visitor, typed_password: &str) -> Result<()> {
    let now = backend.clock.now();
    let account = own_account(backend, visitor).await?;
    password::demand(backend, &account, typed_password, now).await?;
    let left = backend
        .db
        .write(async move |txn: &Txn| {
            let id = account.id.as_str();
            let roles = role::Entity::find()
                .filter(role::Column::AccountId.eq(id))
                .filter(role::Column::Role.ne(Role::Doctor.key()));
            if roles.one(txn).await?.is_some() {
                return Err(Refusal::StaffAccount.into());
            }
            let mut left = LeftBehind::default();
            if let Some(doctor) = &account.doctor_id {
                let drafts: Vec<String> = application::Entity::find()
                    .select_only()
                    .column(application::Column::Id)
                    .filter(application::Column::DoctorId.eq(doctor))
                    .filter(application::Column::Status.eq(Status::Draft.key()))
                    .into_tuple()
                    .all(txn)
                    .await?;
                for draft in drafts {
                    remove_draft(txn, &draft, id, now, &mut left).await?;
                }
                agent::Entity::delete_many()
                    .filter(agent::Column::DoctorId.eq(doctor))
                    .exec(txn)
                    .await?;
            }
            // A job that would still send one finds nothing to send.
            mail::Entity::delete_many()
                .filter(mail::Column::AccountId.eq(id))
                .exec(txn)
                .await?;
            registration::Entity::delete_many()
                .filter(registration::Column::AccountId.eq(id))
                .exec(txn)
                .await?;
            confirmation::Entity::delete_many()
                .filter(confirmation::Column::AccountId.eq(id))
                .exec(txn)
                .await?;
            second_factor::Entity::delete_by_id(id).exec(txn).await?;
            agent::Entity::delete_by_id(id).exec(txn).await?;
            role::Entity::delete_many()
                .filter(role::Column::AccountId.eq(id))
                .exec(txn)
                .await?;
            session::end_all(txn, id).await?;
            // The row stays, because the log names it. The doctor is free for another registration.
            account::Entity::update_many()
                .col_expr(account::Column::Login, Expr::value(format!("deleted-{id}")))
                .col_expr(account::Column::PasswordHash, Expr::value("deleted"))
                .col_expr(account::Column::DoctorId, Expr::value(Option::<String>::None))
                .col_expr(account::Column::DisplayName, Expr::value(NOBODY))
                .col_expr(account::Column::Email, Expr::value(Option::<String>::None))
                .col_expr(account::Column::DisabledAt, Expr::value(now))
                .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
                .filter(account::Column::Id.eq(id))
                .exec(txn)
                .await?;
            audit::record(txn, now, Some(id), "account.deleted", id, &json!({})).await?;
            Ok::<_, Error>(left)
        })
        .await?;
    left.throw_away(backend).await;
    Ok(())
}
