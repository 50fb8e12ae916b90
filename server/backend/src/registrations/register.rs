//! Somebody asks for an account: a row, and a letter with the link that proves the address.

use domain::field::{FieldError, FormValues};
use domain::registration::{Applicant, RegistrationState, names};
use domain::text::folded;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::confirm::look_up;
use crate::accounts::{Counted, NewConfirmation, Purpose, end_windows, someone_has};
use crate::db::Txn;
use crate::entity::{association, registration};
use crate::error::{Error, Refusal, Result};
use crate::mail::NewLetter;
use crate::visitor::Visitor;
use crate::{Backend, audit, random};

/// Writes the registration down and sends a letter. The answer is the same, after the same work, whether somebody has
/// this address already: then the letter says so, and only its reader learns it.
///
/// # Errors
/// `Fields` (those of [`names`]); `Refused` with `TooManyTries`; a fault.
pub async fn register(backend: &Backend, form: &FormValues, address: &str) -> Result<()> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let applicant = Applicant::read(form, today)?;
    let (from, to) = (
        Counted::letters_from(address),
        Counted::letters_to(applicant.email.as_str()),
    );
    let place = address.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            end_windows(txn, now).await?;
            from.count(txn, now).await?;
            existing_association(txn, &applicant).await?;
            // Whose box is being filled is not said to who fills it.
            if to.is_over(txn, now).await? {
                return Ok(());
            }
            let known = someone_has(txn, applicant.email.as_str(), None).await?;
            let id = random::id();
            row_of(&id, &applicant, now).insert(txn).await?;
            let confirmation = NewConfirmation {
                purpose: Purpose::Registration,
                registration: Some(&id),
                account: None,
                address: applicant.email.as_str(),
            };
            let confirmation = confirmation.insert(txn, now).await?;
            let (kind, template) = if known {
                (
                    "registered_already",
                    include_str!("../mail/templates/registered_already.txt"),
                )
            } else {
                ("registration", include_str!("../mail/templates/registration.txt"))
            };
            let letter = NewLetter {
                kind,
                template,
                facts: &[("name", &applicant.name), ("link", "{link}")],
                account: None,
                application: None,
                confirmation: Some(&confirmation),
                recipient: applicant.email.as_str(),
            };
            letter.insert(txn, now, now).await?;
            let detail = json!({ "address": place });
            audit::record(txn, now, None, "registration.asked", &id, &detail).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

/// Whoever was refused mends what was typed and asks once more; the address stays the one that was proved.
///
/// # Errors
/// `Fields` (those of [`names`]); `Refused` with `WrongStatus` where nothing was refused; a fault.
pub async fn ask_again(backend: &Backend, visitor: &Visitor, form: &FormValues) -> Result<()> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let account = visitor.account.to_string();
    let form = form.clone();
    backend
        .db
        .write(async move |txn: &Txn| {
            let row = registration::Entity::find()
                .filter(registration::Column::AccountId.eq(&account))
                .filter(registration::Column::State.eq(RegistrationState::Refused.key()))
                .one(txn)
                .await?
                .ok_or(Refusal::WrongStatus)?;
            let others = form.pairs().iter().filter(|(name, _)| name != names::EMAIL).cloned();
            let proved = (names::EMAIL.to_owned(), row.email.clone());
            let form = FormValues::new(others.chain([proved]).collect());
            let applicant = Applicant::read(&form, today)?;
            existing_association(txn, &applicant).await?;
            registration::Entity::update_many()
                .col_expr(registration::Column::Name, Expr::value(applicant.name.as_str()))
                .col_expr(
                    registration::Column::NameKana,
                    Expr::value(applicant.name_kana.as_str()),
                )
                .col_expr(registration::Column::FoldedName, Expr::value(folded(&applicant.name)))
                .col_expr(registration::Column::BirthDate, Expr::value(applicant.birth_date))
                .col_expr(
                    registration::Column::LicenceNumber,
                    Expr::value(applicant.licence_number.as_str()),
                )
                .col_expr(registration::Column::IsMember, Expr::value(applicant.is_member))
                .col_expr(
                    registration::Column::AssociationCode,
                    Expr::value(applicant.association.as_str()),
                )
                .col_expr(
                    registration::Column::Version,
                    Expr::col(registration::Column::Version).add(1),
                )
                .col_expr(registration::Column::Reason, Expr::value(""))
                .filter(registration::Column::Id.eq(&row.id))
                .exec(txn)
                .await?;
            look_up(txn, &row.id, &applicant, &account, now).await?;
            audit::record(
                txn,
                now,
                Some(&account),
                "registration.asked_again",
                &row.id,
                &json!({}),
            )
            .await?;
            Ok::<_, Error>(())
        })
        .await
}

async fn existing_association(txn: &Txn, applicant: &Applicant) -> Result<()> {
    let code = applicant.association.as_str();
    if association::Entity::find_by_id(code).one(txn).await?.is_none() {
        let sentence = "医師会を一覧から選択してください。";
        return Err(FieldError::new(names::ASSOCIATION, sentence).into());
    }
    Ok(())
}

fn row_of(id: &str, applicant: &Applicant, now: chrono::DateTime<chrono::Utc>) -> registration::ActiveModel {
    registration::ActiveModel {
        id: Set(id.to_owned()),
        email: Set(applicant.email.as_str().to_owned()),
        name: Set(applicant.name.clone()),
        name_kana: Set(applicant.name_kana.clone()),
        folded_name: Set(folded(&applicant.name)),
        birth_date: Set(applicant.birth_date),
        licence_number: Set(applicant.licence_number.as_str().to_owned()),
        is_member: Set(applicant.is_member),
        association_code: Set(applicant.association.to_string()),
        state: Set(RegistrationState::Unconfirmed.key().to_owned()),
        doubt: Set(None),
        account_id: Set(None),
        doctor_id: Set(None),
        reason: Set(String::new()),
        created_at: Set(now),
        confirmed_at: Set(None),
        decided_at: Set(None),
        decided_by: Set(None),
        version: Set(1),
    }
}
