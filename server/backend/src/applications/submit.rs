//! Submits an application, for the first time or after a return.

use domain::application::{Answers, Case, Claim, EventAction, Move, Status, TypedScreen};
use domain::eligibility::{Assessment, assess};
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{NewEvent, begin_change, typed};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{application, return_item, review_event, submitted_file};
use crate::error::{Fault, Refusal, Result};
use crate::evidence::camera;
use crate::records::policy::store_policy;
use crate::visitor::Doctor;
use crate::{audit, counters};

/// What the doctor is given for a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// 受付番号.
    pub number: String,
}

/// Submits the application as the database holds it. What the browser believed is not asked: units, proofs and
/// destination are judged from the server's own rows. Sent twice, it is submitted once and answered twice.
pub async fn submit(backend: &Backend, doctor: &Doctor, id: &ApplicationId, version: i64) -> Result<Receipt> {
    submit_with(backend, doctor, id, version, Answers::default()).await
}

/// The same, with what the doctor answers to a return; a first submission answers nothing.
pub async fn submit_with(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    answers: Answers,
) -> Result<Receipt> {
    doctor.in_person()?;
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (policies, doctor, id) = (backend.policies.clone(), doctor.clone(), id.clone());
    if let Some(receipt) = answered_before(backend, &doctor, &id, version).await? {
        return Ok(receipt);
    }
    let receipt = backend
        .db
        .write(async move |txn: &Txn| -> Result<Receipt> {
            let case = begin_change(txn, &policies, &doctor, &id, version, now).await?;
            let by = if case.status == Status::Returned {
                Move::Resubmit
            } else {
                Move::Submit
            };
            let status = case.status.after(by).map_err(|_| Refusal::WrongStatus)?;

            let year = case.draft.fiscal_year_at(today);
            let assessment = assess(&case.draft, &case.policy, today);
            if !assessment.is_eligible() {
                return Err(Refusal::NotEligible(Box::new(assessment)).into());
            }

            let number = match &case.receipt_number {
                Some(number) => number.clone(),
                None => receipt_number(txn, year).await?,
            };
            let case = Case {
                receipt_number: Some(number.clone()),
                ..case
            };
            let policy = store_policy(txn, &case.policy, now).await?;
            save(txn, &case, status, year, &number, &policy, &assessment, now).await?;
            seal_files(txn, &case).await?;
            camera::end_all(txn, &id, now).await?;
            let (action, answer) = if by == Move::Submit {
                (EventAction::Submitted, "")
            } else {
                save_answers(txn, &case, &answers).await?;
                typed::remove(txn, &id, &TypedScreen::Answers).await?;
                (EventAction::Resubmitted, answers.whole.as_str())
            };
            let event = NewEvent {
                case: &case,
                actor: &doctor.account,
                action,
                reason: answer,
                items: &[],
                at: now,
            };
            event.insert(txn, 1).await?;
            let detail = json!({ "receipt": number, "summary": assessment.summary() });
            audit::record(
                txn,
                now,
                Some(doctor.account.as_str()),
                "application.submitted",
                id.as_str(),
                &detail,
            )
            .await?;
            Ok(Receipt { number })
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(receipt)
}

/// The receipt of the submission that this very form made, where it comes a second time.
async fn answered_before(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
) -> Result<Option<Receipt>> {
    let case = super::open::own_case(backend, doctor, id).await?;
    let just_now = case.version == version + 1 && matches!(case.status, Status::Submitted | Status::InReview);
    Ok(case
        .receipt_number
        .filter(|_| just_now)
        .map(|number| Receipt { number }))
}

async fn receipt_number(txn: &Txn, year: FiscalYear) -> Result<String> {
    let next = counters::next(txn, &format!("receipt:{}", year.year())).await?;
    Ok(format!("R{}-{next:06}", year.year()))
}

#[expect(clippy::too_many_arguments, reason = "one column each, written once")]
async fn save(
    txn: &Txn,
    case: &Case,
    status: Status,
    year: FiscalYear,
    receipt_number: &str,
    policy: &str,
    assessment: &Assessment,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let explanation = serde_json::to_string(assessment).map_err(Fault::other)?;
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(status.key()))
        .col_expr(application::Column::FiscalYear, Expr::value(year.year()))
        .col_expr(application::Column::ReceiptNumber, Expr::value(receipt_number))
        .col_expr(application::Column::PolicyId, Expr::value(policy))
        .col_expr(application::Column::ExplanationJson, Expr::value(explanation));
    if case.submitted_at.is_none() {
        update = update.col_expr(application::Column::SubmittedAt, Expr::value(now));
    }
    update
        .filter(application::Column::Id.eq(case.id.as_str()))
        .exec(txn)
        .await?;
    Ok(())
}

/// Writes the answers beside what the return asked for. An answer to what it did not ask for is nobody's.
async fn save_answers(txn: &Txn, case: &Case, answers: &Answers) -> Result<()> {
    let Some(returned) = case.last_return() else {
        return Ok(());
    };
    let sequence = i32::try_from(returned.sequence).map_err(Fault::other)?;
    let event = review_event::Entity::find()
        .filter(review_event::Column::ApplicationId.eq(case.id.as_str()))
        .filter(review_event::Column::Sequence.eq(sequence))
        .one(txn)
        .await?
        .ok_or_else(|| Fault::bad_row("review_events", case.id.as_str(), "sequence"))?;
    for (claim, answer) in &answers.items {
        return_item::Entity::update_many()
            .col_expr(return_item::Column::Answer, Expr::value(answer.as_str()))
            .filter(return_item::Column::ReviewEventId.eq(event.id.as_str()))
            .filter(return_item::Column::Claim.eq(claim.to_string()))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Writes down which files arrived with this submission: what the receipt proves.
async fn seal_files(txn: &Txn, case: &Case) -> Result<()> {
    let submissions = case
        .events
        .iter()
        .filter(|event| matches!(event.action, EventAction::Submitted | EventAction::Resubmitted));
    let submission = i32::try_from(submissions.count() + 1).map_err(Fault::other)?;
    let claims: Vec<Claim> = case.claims();
    for document in case
        .documents
        .iter()
        .filter(|document| claims.contains(&document.claim))
    {
        let row = submitted_file::ActiveModel {
            application_id: Set(case.id.to_string()),
            submission: Set(submission),
            document_id: Set(document.id.to_string()),
            file_name: Set(document.file_name.clone()),
            size_bytes: Set(i64::try_from(document.size_bytes).map_err(Fault::other)?),
            sha256_chosen: Set(document.sha256_chosen.clone()),
            sha256_received: Set(document.sha256_received.clone()),
            sha256_stored: Set(document.sha256_stored.clone()),
        };
        row.insert(txn).await?;
    }
    Ok(())
}
