//! What a doctor does with the own application, one file a use case.

pub mod choose;
pub mod copy;
pub mod delete;
pub mod history;
pub mod lecture;
pub mod offered;
pub mod open;
pub mod practical;
pub mod receipt;
pub mod reexamine;
pub mod start;
pub mod submit;
pub mod typed;
pub mod withdraw;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{Case, Claim, EventAction, Opening};
use domain::fiscal_year::day_in_japan;
use domain::ids::{AccountId, ApplicationId};
use domain::review::ReturnItem;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Set};

use crate::db::Txn;
use crate::entity::{application, return_item, review_event};
use crate::error::{Refusal, Result};
use crate::mail::tell_doctor;
use crate::random;
use crate::records::case::case_of_doctor;
use crate::records::policy::PolicyCache;
use crate::visitor::Doctor;

/// Begins a change of the doctor's own application: takes the row, counts its version up, and loads it. Fails where
/// the application is not the doctor's, has changed since `version`, or is not open to the doctor.
///
/// The version is counted first, so that on both databases a second writer waits here and then finds it stale.
async fn begin_change(
    txn: &Txn,
    policies: &PolicyCache,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    now: DateTime<Utc>,
) -> Result<Case> {
    let own = application::Column::DoctorId.eq(doctor.doctor.as_str());
    if !count_up(txn, id, version, now, own).await? {
        // Says which of the two it was; a foreign application is not found.
        case_of_doctor(txn, policies, doctor, id).await?;
        return Err(Refusal::Stale.into());
    }
    let case = case_of_doctor(txn, policies, doctor, id).await?;
    open::under_its_settings(txn, case, day_in_japan(now)).await
}

/// The same, for what may be changed only while it is a draft or returned.
async fn begin_edit(
    txn: &Txn,
    policies: &PolicyCache,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    now: DateTime<Utc>,
) -> Result<Case> {
    let case = begin_change(txn, policies, doctor, id, version, now).await?;
    if case.status.is_open_to_the_doctor() {
        Ok(case)
    } else {
        Err(Refusal::WrongStatus.into())
    }
}

/// Refuses a change of a claim that the last return did not ask about.
pub(crate) fn may_change(case: &Case, claim: &Claim, today: NaiveDate) -> Result<()> {
    if Opening::of(case, today).allows(claim) {
        Ok(())
    } else {
        Err(Refusal::NotAsked.into())
    }
}

/// Counts the version up if it is still the one that the form was made from.
pub(crate) async fn count_up(
    txn: &Txn,
    id: &ApplicationId,
    version: i64,
    now: DateTime<Utc>,
    condition: sea_orm::sea_query::SimpleExpr,
) -> Result<bool> {
    let Ok(version) = i32::try_from(version) else {
        return Ok(false);
    };
    let update = application::Entity::update_many()
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .col_expr(application::Column::UpdatedAt, Expr::value(now))
        .filter(application::Column::Id.eq(id.as_str()))
        .filter(application::Column::Version.eq(version))
        .filter(condition);
    Ok(update.exec(txn).await?.rows_affected == 1)
}

/// What is written to the history of a case.
pub(crate) struct NewEvent<'a> {
    pub(crate) case: &'a Case,
    pub(crate) actor: &'a AccountId,
    pub(crate) action: EventAction,
    pub(crate) reason: &'a str,
    pub(crate) items: &'a [ReturnItem],
    pub(crate) at: DateTime<Utc>,
}

impl NewEvent<'_> {
    /// Writes the event as the `nth` after those that the loaded case shows, the first being 1, and the letter that
    /// tells the doctor of it.
    pub(crate) async fn insert(&self, txn: &Txn, nth: usize) -> Result<()> {
        let sequence = i32::try_from(self.case.events.len() + nth).map_err(crate::error::Fault::other)?;
        let event = review_event::ActiveModel {
            id: Set(random::id()),
            application_id: Set(self.case.id.to_string()),
            sequence: Set(sequence),
            actor_account_id: Set(self.actor.to_string()),
            action: Set(self.action.key().to_owned()),
            reason: Set(self.reason.to_owned()),
            at: Set(self.at),
        };
        let event = event.insert(txn).await?;
        for item in self.items {
            let row = return_item::ActiveModel {
                review_event_id: Set(event.id.clone()),
                claim: Set(item.claim.to_string()),
                reason: Set(item.reason.clone()),
                answer: Set(item.answer.clone()),
            };
            row.insert(txn).await?;
        }
        tell_doctor(txn, self.case, self.action, self.at).await
    }
}
