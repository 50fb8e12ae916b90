//! The association says who somebody is, or that it cannot.

use domain::field::{FieldError, TEXT_MAX, check_text};
use domain::ids::DoctorId;
use domain::registration::RegistrationState;
use domain::review::REASON;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::confirm::{applicant_of, become_doctor, new_doctor};
use super::queue::case_of;
use crate::db::Txn;
use crate::entity::{account, registration as row};
use crate::error::{Error, Refusal, Result};
use crate::mail::NewLetter;
use crate::visitor::Administrator;
use crate::{Backend, audit};

/// What the association says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is this doctor of the roster.
    Doctor(DoctorId),
    /// It is a doctor whom the roster does not have; memberships come with the next roster.
    NewDoctor,
    /// It cannot be confirmed, for this reason.
    Refused(String),
}

impl Verdict {
    /// A refusal with its reason, checked.
    ///
    /// # Errors
    /// `Fields` (`reason`) where there is none, or too long a one.
    pub fn refused(reason: &str) -> Result<Verdict> {
        let reason = check_text(REASON, "理由", reason, TEXT_MAX)?;
        if reason.trim().is_empty() {
            let sentence = "理由を入力してください。申請した方にそのまま伝わります。";
            return Err(FieldError::new(REASON, sentence).into());
        }
        Ok(Verdict::Refused(reason))
    }
}

/// Decides a registration that waits, if it is still as the administrator saw it, and tells whoever asked.
///
/// # Errors
/// `Refused` with `NotFound`, `Stale` or `WrongStatus`; with `NotAllowed` where the doctor has an account already; a
/// fault.
pub async fn decide(
    backend: &Backend,
    administrator: &Administrator,
    id: &str,
    version: i64,
    verdict: Verdict,
) -> Result<()> {
    let now = backend.clock.now();
    let (administrator, id) = (administrator.clone(), id.to_owned());
    backend
        .db
        .write(async move |txn: &Txn| {
            // Whom the roster could mean is asked where it is decided: somebody may have registered meanwhile.
            let case = case_of(txn, &administrator, &id).await?;
            let actor = administrator.account.as_str();
            let found = row::Entity::find_by_id(&id).one(txn).await?.ok_or(Refusal::NotFound)?;
            if found.state != RegistrationState::Waiting.key() {
                return Err(Refusal::WrongStatus.into());
            }
            if i64::from(found.version) != version {
                return Err(Refusal::Stale.into());
            }
            let (state, doctor, reason) = match &verdict {
                Verdict::Doctor(doctor) => {
                    let candidate = case.candidates.iter().find(|candidate| &candidate.id == doctor);
                    if candidate.is_none_or(|candidate| candidate.has_account) {
                        return Err(Refusal::NotAllowed.into());
                    }
                    (RegistrationState::Accepted, Some(doctor.to_string()), "")
                }
                Verdict::NewDoctor => {
                    let number = &found.licence_number;
                    if case
                        .candidates
                        .iter()
                        .any(|other| other.licence_number.as_str() == number)
                    {
                        return Err(Refusal::NotAllowed.into());
                    }
                    let doctor = new_doctor(txn, &applicant_of(&found)?, now).await?;
                    (RegistrationState::Accepted, Some(doctor), "")
                }
                Verdict::Refused(reason) => (RegistrationState::Refused, None, reason.as_str()),
            };
            let decided = row::Entity::update_many()
                .col_expr(row::Column::State, Expr::value(state.key()))
                .col_expr(row::Column::DoctorId, Expr::value(doctor.clone()))
                .col_expr(row::Column::Reason, Expr::value(reason))
                .col_expr(row::Column::DecidedAt, Expr::value(now))
                .col_expr(row::Column::DecidedBy, Expr::value(actor))
                .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
                .filter(row::Column::Id.eq(&id))
                .filter(row::Column::Version.eq(found.version))
                .exec(txn)
                .await?;
            if decided.rows_affected != 1 {
                return Err(Refusal::Stale.into());
            }
            let account = found.account_id.clone().unwrap_or_default();
            if let Some(doctor) = &doctor {
                become_doctor(txn, &account, doctor).await?;
            }
            tell(txn, &found, &case.registration.association_name, state, reason, now).await?;
            let detail = json!({ "state": state.key(), "doctor": doctor });
            audit::record(txn, now, Some(actor), "registration.decided", &id, &detail).await?;
            Ok::<_, Error>(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

async fn tell(
    txn: &Txn,
    row: &row::Model,
    association: &str,
    state: RegistrationState,
    reason: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let account = account::Entity::find_by_id(row.account_id.as_deref().unwrap_or_default())
        .one(txn)
        .await?;
    let address = account
        .and_then(|account| account.email)
        .unwrap_or_else(|| row.email.clone());
    let (kind, template) = if state == RegistrationState::Accepted {
        (
            "registration_accepted",
            include_str!("../mail/templates/registration_accepted.txt"),
        )
    } else {
        (
            "registration_refused",
            include_str!("../mail/templates/registration_refused.txt"),
        )
    };
    let letter = NewLetter {
        kind,
        template,
        facts: &[("name", &row.name), ("association", association), ("reason", reason)],
        account: row.account_id.as_deref(),
        application: None,
        confirmation: None,
        recipient: &address,
    };
    letter.insert(txn, now, now).await?;
    Ok(())
}
