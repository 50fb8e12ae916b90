//! 再審査: after a refusal the doctor asks once for another look, by another reviewer.

use domain::application::{EventAction, Move};
use domain::ids::{AccountId, ApplicationId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::open::open_id;
use super::start::{is_second, or_open};
use super::{NewEvent, begin_change};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::application;
use crate::error::{Refusal, Result};
use crate::visitor::Doctor;

/// Sends a refused application back to the association, with the reason that was given. Nobody has taken it then;
/// number, place in the queue, files and counters stay as they are. A doctor who has begun another application ends
/// that one first.
pub async fn ask_reexamination(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    reason: &str,
) -> Result<()> {
    doctor.in_person()?;
    let now = backend.clock.now();
    let doctor_again = doctor.clone();
    let (policies, doctor, id, reason) = (backend.policies.clone(), doctor.clone(), id.clone(), reason.to_owned());
    let asked = backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let case = begin_change(txn, &policies, &doctor, &id, version, now).await?;
            if !case.may_ask_reexamination() {
                return Err(Refusal::WrongStatus.into());
            }
            if let Some(open) = open_id(txn, &doctor).await? {
                return Err(Refusal::AlreadyOpen(open).into());
            }
            let status = case
                .status
                .after(Move::AskReexamination)
                .map_err(|_| Refusal::WrongStatus)?;
            application::Entity::update_many()
                .col_expr(application::Column::Status, Expr::value(status.key()))
                .col_expr(application::Column::Reexamined, Expr::value(true))
                .col_expr(application::Column::ReviewerAccountId, Expr::value(None::<String>))
                .col_expr(
                    application::Column::DecidedAt,
                    Expr::value(None::<chrono::DateTime<chrono::Utc>>),
                )
                .filter(application::Column::Id.eq(id.as_str()))
                .exec(txn)
                .await?;
            let actor: &AccountId = &doctor.account;
            let event = NewEvent {
                case: &case,
                actor,
                action: EventAction::ReexaminationRequested,
                reason: &reason,
                items: &[],
                at: now,
            };
            event.insert(txn, 1).await?;
            audit::record(
                txn,
                now,
                Some(actor.as_str()),
                "application.reexamination_requested",
                id.as_str(),
                &json!({}),
            )
            .await?;
            Ok(())
        })
        .await;
    match asked {
        // Another application was begun at the same moment.
        Err(error) if is_second(&error) => Err(or_open(backend, &doctor_again, error).await?),
        asked => asked,
    }
}
