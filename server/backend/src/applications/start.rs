//! Makes a draft: the first save of an application.

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
            if let Some(id) = made_before(txn, &key).await? {
                return Ok(id);
            }
            if let Some(open) = open_id(txn, &doctor).await? {
                return Err(Refusal::AlreadyOpen(open).into());
            }
            let choices = existing_destination(txn, choices).await?;
            let policy = current_policy(txn, PROGRAMME, FiscalYear::of(today)).await?;
            let id = random::id();
            let row = application::ActiveModel {
                id: Set(id.clone()),
                doctor_id: Set(doctor.doctor.to_string()),
                programme_code: Set(PROGRAMME.to_owned()),
                fiscal_year: Set(None),
                status: Set(Status::Draft.key().to_owned()),
                version: Set(1),
                years_from: Set(choices.years_from.map(FiscalYear::year)),
                destination_code: Set(choices.destination.map(|code| code.to_string())),
                practical_category: Set("none".to_owned()),
                other_description: Set(String::new()),
                policy_id: Set(store_policy(txn, &policy, now).await?),
                idempotency_key: Set(key),
                reexamined: Set(false),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            };
            row.insert(txn).await?;
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
        Err(Error::Fault(Fault::Database(error)))
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            let conn = backend.db.read();
            if let Some(id) = made_before(conn, &key_again).await? {
                return Ok(id);
            }
            match open_id(conn, &doctor_again).await? {
                Some(open) => Err(Refusal::AlreadyOpen(open).into()),
                None => Err(error.into()),
            }
        }
        made => made,
    }
}

async fn made_before(conn: &impl sea_orm::ConnectionTrait, key: &str) -> Result<Option<ApplicationId>> {
    let row = application::Entity::find()
        .filter(application::Column::IdempotencyKey.eq(key))
        .one(conn)
        .await?;
    Ok(row.and_then(|row| row.id.parse().ok()))
}
