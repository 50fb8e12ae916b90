//! The address is proved: the account is made, and the roster is asked.

use chrono::{DateTime, Utc};
use domain::association::AssociationCode;
use domain::registration::{Applicant, Doubt, Found, Registration, RegistrationState};
use domain::text::folded;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{record, roster};
use crate::accounts::{
    AccountRow, Browser, NewSession, Purpose, TwicePassword, begin_session, insert_account, someone_has, use_up,
};
use crate::db::Txn;
use crate::entity::{account, association, doctor, registration, role};
use crate::error::{Error, Fault, Refusal, Result};
use crate::visitor::{Role, Visitor};
use crate::{Backend, audit, random};

/// Chooses the password behind the link of a registration: the account is made, and logged in.
///
/// # Errors
/// `Fields` (`new_password`, `new_password_again`); `Refused` with `LinkOver` or `EmailTaken`; a fault.
pub async fn finish(backend: &Backend, token: &str, form: TwicePassword, browser: Browser) -> Result<NewSession> {
    let now = backend.clock.now();
    let password_hash = form.hashed("").await?;
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let link = use_up(txn, &token, Purpose::Registration, now).await?;
            let id = link.registration_id.unwrap_or_default();
            let row = registration::Entity::find_by_id(&id).one(txn).await?;
            let row = row.ok_or(Refusal::LinkOver)?;
            if someone_has(txn, &row.email, None).await? {
                return Err(Refusal::EmailTaken.into());
            }
            let applicant = applicant_of(&row)?;
            let account = random::id();
            let new = AccountRow {
                id: account.clone(),
                login: row.email.clone(),
                password_hash,
                doctor_id: None,
                display_name: row.name.clone(),
                email: Some(row.email.clone()),
                roles: Vec::new(),
            };
            insert_account(txn, now, new).await?;
            look_up(txn, &id, &applicant, &account, now).await?;
            audit::record(
                txn,
                now,
                Some(&account),
                "account.registered",
                &account,
                &json!({ "registration": id }),
            )
            .await?;
            begin_session(txn, now, &account, &browser, false).await
        })
        .await
}

/// The registration behind an account, where it began with one.
pub async fn own_registration(backend: &Backend, visitor: &Visitor) -> Result<Option<Registration>> {
    let found = registration::Entity::find()
        .filter(registration::Column::AccountId.eq(visitor.account.as_str()))
        .one(backend.db.read())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let association = association::Entity::find_by_id(&row.association_code)
        .one(backend.db.read())
        .await?;
    let name = association.map(|association| association.name).unwrap_or_default();
    record(row, name).map(Some)
}

/// Asks the roster, and makes the account a doctor's or lets it wait.
pub(super) async fn look_up(
    txn: &Txn,
    id: &str,
    applicant: &Applicant,
    account: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let number = applicant.licence_number.as_str();
    let entries = roster(txn, number, &folded(&applicant.name), applicant.birth_date).await?;
    let (state, doubt, doctor) = match applicant.looked_up(&entries) {
        Found::Doctor(doctor) => (RegistrationState::Accepted, None, Some(doctor.to_string())),
        Found::Nobody => (
            RegistrationState::Accepted,
            None,
            Some(new_doctor(txn, applicant, now).await?),
        ),
        Found::Doubt(doubt) => (RegistrationState::Waiting, Some(doubt), None),
    };
    registration::Entity::update_many()
        .col_expr(registration::Column::State, Expr::value(state.key()))
        .col_expr(registration::Column::Doubt, Expr::value(doubt.map(Doubt::key)))
        .col_expr(registration::Column::DoctorId, Expr::value(doctor.clone()))
        .col_expr(registration::Column::AccountId, Expr::value(account))
        .col_expr(registration::Column::ConfirmedAt, Expr::value(now))
        .filter(registration::Column::Id.eq(id))
        .exec(txn)
        .await?;
    match doctor {
        Some(doctor) => become_doctor(txn, account, &doctor).await,
        None => Ok(()),
    }
}

/// The account acts as this doctor from now on.
pub(super) async fn become_doctor(txn: &Txn, account: &str, doctor: &str) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::DoctorId, Expr::value(doctor))
        .filter(account::Column::Id.eq(account))
        .exec(txn)
        .await?;
    let role = role::ActiveModel {
        id: Set(random::id()),
        account_id: Set(account.to_owned()),
        role: Set(Role::Doctor.key().to_owned()),
        association_code: Set(None),
    };
    role.insert(txn).await?;
    Ok(())
}

/// A doctor whom no roster has.
pub(super) async fn new_doctor(txn: &Txn, applicant: &Applicant, now: DateTime<Utc>) -> Result<String> {
    let id = random::id();
    let row = doctor::ActiveModel {
        id: Set(id.clone()),
        licence_number: Set(applicant.licence_number.as_str().to_owned()),
        name: Set(applicant.name.clone()),
        name_kana: Set(applicant.name_kana.clone()),
        folded_name: Set(folded(&applicant.name)),
        birth_date: Set(Some(applicant.birth_date)),
        is_example: Set(false),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(txn).await?;
    Ok(id)
}

/// What a row says, once more as it was read from the form.
pub(super) fn applicant_of(row: &registration::Model) -> Result<Applicant> {
    let bad = |what: &str| -> Error { Fault::bad_row("registrations", &row.id, what) };
    let association: AssociationCode = row.association_code.parse().map_err(|_| bad("association_code"))?;
    Ok(Applicant {
        email: row.email.parse().map_err(|_| bad("email"))?,
        name: row.name.clone(),
        name_kana: row.name_kana.clone(),
        birth_date: row.birth_date,
        licence_number: row.licence_number.parse().map_err(|_| bad("licence_number"))?,
        is_member: row.is_member,
        association,
    })
}
