//! Somebody who helps a doctor: prepares applications and never sends them.

use domain::account::Agent;
use domain::field::{FieldError, FormValues};
use domain::registration;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::confirmation::{NewConfirmation, Purpose, use_up};
use super::throttle::{Counted, end_windows};
use super::{AccountRow, Browser, NewSession, TwicePassword, insert_account, session, someone_has};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{account, agent, doctor};
use crate::error::{Error, Refusal, Result};
use crate::mail::NewLetter;
use crate::random;
use crate::visitor::Doctor;

/// The most people who help one doctor.
pub const AGENTS_MAX: usize = 5;

/// Who helps the doctor now.
pub async fn agents(backend: &Backend, doctor: &Doctor) -> Result<Vec<Agent>> {
    let rows = agent::Entity::find()
        .filter(agent::Column::DoctorId.eq(doctor.doctor.as_str()))
        .order_by_asc(agent::Column::CreatedAt)
        .all(backend.db.read())
        .await?;
    let ids = rows.iter().map(|row| row.account_id.as_str());
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(backend.db.read())
        .await?;
    let agent = |row: agent::Model| Agent {
        address: accounts
            .iter()
            .find(|account| account.id == row.account_id)
            .map(|account| account.display_name.clone())
            .unwrap_or_default(),
        account: row.account_id,
        since: row.created_at,
    };
    Ok(rows.into_iter().map(agent).collect())
}

/// Sends somebody a letter with a link that makes an account for helping. The form has `email`.
///
/// # Errors
/// `Fields` (`email`); `Refused` with `DoctorOnly` or `TooManyTries`; a fault.
pub async fn invite_agent(backend: &Backend, doctor: &Doctor, form: &FormValues) -> Result<()> {
    doctor.in_person()?;
    let email = registration::email(form, registration::names::EMAIL)?;
    let wrong = |sentence: String| FieldError::new(registration::names::EMAIL, sentence);
    if agents(backend, doctor).await?.len() >= AGENTS_MAX {
        let sentence = format!("手伝う人は{AGENTS_MAX}人までです。先に、ほかの方にやめてもらってください。");
        return Err(wrong(sentence).into());
    }
    let (now, id, own) = (
        backend.clock.now(),
        doctor.account.to_string(),
        doctor.doctor.to_string(),
    );
    let to = Counted::letters_to(email.as_str());
    backend
        .db
        .write(async move |txn: &Txn| {
            end_windows(txn, now).await?;
            to.count(txn, now).await?;
            let name = doctor::Entity::find_by_id(&own).one(txn).await?.map(|row| row.name);
            let confirmation = NewConfirmation {
                purpose: Purpose::Agent,
                registration: None,
                account: Some(&id),
                address: email.as_str(),
            };
            let confirmation = confirmation.insert(txn, now).await?;
            let letter = NewLetter {
                kind: "agent",
                template: include_str!("../mail/templates/agent.txt"),
                facts: &[("name", &name.unwrap_or_default()), ("link", "{link}")],
                account: None,
                application: None,
                confirmation: Some(&confirmation),
                recipient: email.as_str(),
            };
            letter.insert(txn, now, now).await?;
            audit::record(txn, now, Some(&id), "agent.invited", &id, &json!({})).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

/// Makes the account behind the link, and logs it in.
///
/// # Errors
/// `Fields` (`new_password`, `new_password_again`); `Refused` with `LinkOver` or `EmailTaken`; a fault.
pub async fn become_agent(backend: &Backend, token: &str, form: TwicePassword, browser: Browser) -> Result<NewSession> {
    let now = backend.clock.now();
    let password_hash = form.hashed("").await?;
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let link = use_up(txn, &token, Purpose::Agent, now).await?;
            let asker = account::Entity::find_by_id(link.account_id.unwrap_or_default())
                .one(txn)
                .await?
                .filter(|account| account.disabled_at.is_none());
            let doctor = asker.and_then(|account| account.doctor_id).ok_or(Refusal::LinkOver)?;
            if someone_has(txn, &link.address, None).await? {
                return Err(Refusal::EmailTaken.into());
            }
            let id = random::id();
            let new = AccountRow {
                id: id.clone(),
                login: link.address.clone(),
                password_hash,
                doctor_id: None,
                display_name: link.address.clone(),
                email: Some(link.address.clone()),
                roles: Vec::new(),
            };
            insert_account(txn, now, new).await?;
            let row = agent::ActiveModel {
                account_id: Set(id.clone()),
                doctor_id: Set(doctor.clone()),
                created_at: Set(now),
            };
            row.insert(txn).await?;
            audit::record(txn, now, Some(&id), "agent.began", &id, &json!({ "doctor": doctor })).await?;
            session::begin(txn, now, &id, &browser, false).await
        })
        .await
}

/// Ends somebody's helping, and the sessions with it. The account stays and can do nothing.
///
/// # Errors
/// `Refused` with `DoctorOnly`, or `NotFound` for who does not help this doctor; a fault.
pub async fn end_agent(backend: &Backend, doctor: &Doctor, agent_account: &str) -> Result<()> {
    doctor.in_person()?;
    let (now, id, own) = (
        backend.clock.now(),
        doctor.account.to_string(),
        doctor.doctor.to_string(),
    );
    let agent_account = agent_account.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let ended = agent::Entity::delete_many()
                .filter(agent::Column::AccountId.eq(&agent_account))
                .filter(agent::Column::DoctorId.eq(&own))
                .exec(txn)
                .await?;
            if ended.rows_affected == 0 {
                return Err(Refusal::NotFound.into());
            }
            session::end_all(txn, &agent_account).await?;
            audit::record(txn, now, Some(&id), "agent.ended", &agent_account, &json!({})).await?;
            Ok::<_, Error>(())
        })
        .await
}
