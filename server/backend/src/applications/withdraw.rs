//! 取下げ: the doctor takes a submitted application back, for good.

use domain::application::{EventAction, Move};
use domain::ids::ApplicationId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{NewEvent, begin_change};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::application;
use crate::error::{Refusal, Result};
use crate::visitor::Doctor;

/// Withdraws the application.
pub async fn withdraw(backend: &Backend, doctor: &Doctor, id: &ApplicationId, version: i64) -> Result<()> {
    doctor.in_person()?;
    let now = backend.clock.now();
    let (policies, doctor, id) = (backend.policies.clone(), doctor.clone(), id.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let case = begin_change(txn, &policies, &doctor, &id, version, now).await?;
            let status = case.status.after(Move::Withdraw).map_err(|_| Refusal::WrongStatus)?;
            application::Entity::update_many()
                .col_expr(application::Column::Status, Expr::value(status.key()))
                .filter(application::Column::Id.eq(id.as_str()))
                .exec(txn)
                .await?;
            let action = EventAction::Withdrawn;
            let event = NewEvent {
                case: &case,
                actor: &doctor.account,
                action,
                reason: "",
                items: &[],
                at: now,
            };
            event.insert(txn, 1).await?;
            audit::record(
                txn,
                now,
                Some(doctor.account.as_str()),
                "application.withdrawn",
                id.as_str(),
                &json!({}),
            )
            .await?;
            Ok(())
        })
        .await
}
