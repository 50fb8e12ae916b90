//! Makes a draft: the first save of an application.

use chrono::{DateTime, Utc};
use domain::application::{ChoicesForm, Status};
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set, SqlErr};
use serde_json::json;

use super::open::{PROGRAMME, existing_destination, open_id};
use crate::Backend;
use crate::db::Txn;
use crate::entity::application;
use crate::error::{Error, Fault, Refusal, Result};
use crate::records::policy::{current_policy, store_policy};
use crate::visitor::Doctor;
use crate::{audit, random};

/// Makes the doctor's draft. The same `key` makes it once, however often the form is sent; a doctor who has another
/// open application is told which.
pub async fn start(backend: &Backend, doctor: &Doctor, key: &str, choices: ChoicesForm) -> Result<ApplicationId> {
    let key = format!("{}:{}", doctor.doctor, key.chars().take(64).collect::<String>());
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (doctor, key_again) = (doctor.clone(), key.clone());
    let doctor_again = doctor.clone();
    let made = backend
        .db
        .write(async move |txn: &Txn| -> Result<ApplicationId> {
            // In this order: a draft that another transaction commits in between is then known as this form's own.
            let open = open_id(txn, &doctor).await?;
            if let Some(id) = made_before(txn, &key).await? {
                return Ok(id);
            }
            if let Some(open) = open {
                return Err(Refusal::AlreadyOpen(open).into());
            }
            let choices = existing_destination(txn, choices).await?;
            let policy = current_policy(txn, PROGRAMME, FiscalYear::of(today)).await?;
            let policy_id = store_policy(txn, &policy, now).await?;
            let row = draft_row(&doctor, choices, policy_id, key, now);
            let id = row.insert(txn).await?.id;
            audit::record(
                txn,
                now,
                Some(doctor.account.as_str()),
                "application.started",
                &id,
                &json!({}),
            )
            .await?;
            id.parse().map_err(Fault::other)
        })
        .await;
    match made {
        // Two forms at the same moment: the constraint let one through, and that one is the answer to both.
        Err(error) if is_second(&error) => match made_before(backend.db.read(), &key_again).await? {
            Some(id) => Ok(id),
            None => Err(or_open(backend, &doctor_again, error).await?),
        },
        made => made,
    }
}

/// Whether another transaction was there first: a draft of the same form, or another open application.
pub(super) fn is_second(error: &Error) -> bool {
    matches!(error, Error::Fault(Fault::Database(error))
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
}

/// The refusal that names the open application which was there first; the error itself where there is none.
pub(super) async fn or_open(backend: &Backend, doctor: &Doctor, error: Error) -> Result<Error> {
    let open = open_id(backend.db.read(), doctor).await?;
    Ok(open.map_or(error, |open| Refusal::AlreadyOpen(open).into()))
}

/// The row of a new draft of the one programme, with nothing declared.
pub(super) fn draft_row(
    doctor: &Doctor,
    choices: ChoicesForm,
    policy_id: String,
    key: String,
    now: DateTime<Utc>,
) -> application::ActiveModel {
    application::ActiveModel {
        id: Set(random::id()),
        doctor_id: Set(doctor.doctor.to_string()),
        programme_code: Set(PROGRAMME.to_owned()),
        fiscal_year: Set(None),
        status: Set(Status::Draft.key().to_owned()),
        version: Set(1),
        years_from: Set(choices.years_from.map(FiscalYear::year)),
        destination_code: Set(choices.destination.map(|code| code.to_string())),
        practical_category: Set("none".to_owned()),
        other_description: Set(String::new()),
        policy_id: Set(policy_id),
        idempotency_key: Set(key),
        reexamined: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    }
}

/// The draft that the form with this key has made already.
pub(super) async fn made_before(conn: &impl sea_orm::ConnectionTrait, key: &str) -> Result<Option<ApplicationId>> {
    let row = application::Entity::find()
        .filter(application::Column::IdempotencyKey.eq(key))
        .one(conn)
        .await?;
    Ok(row.and_then(|row| row.id.parse().ok()))
}
