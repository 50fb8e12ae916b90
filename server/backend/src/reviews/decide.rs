//! 承認, 差戻し, 不承認: an association decides a case.

use domain::application::{Case, EventAction, Move, Status};
use domain::eligibility::assess;
use domain::field::FieldError;
use domain::ids::ApplicationId;
use domain::review::{Decision, REASON, ReturnItem};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::may_examine;
use crate::Backend;
use crate::applications::{NewEvent, count_up};
use crate::audit;
use crate::certificates::issue::{self, CertificateOf};
use crate::db::Txn;
use crate::entity::application;
use crate::error::{Refusal, Result};
use crate::records::case::case_for_reviewer;
use crate::visitor::Reviewer;

/// Decides a case that was sent to one of the reviewer's associations. A case that nobody has taken is taken in the
/// same transaction. An approval writes the certificate's row and number with it; the bytes follow by a job.
///
/// Of two who decide at once one finds the case changed and is told so.
pub async fn decide(
    backend: &Backend,
    reviewer: &Reviewer,
    id: &ApplicationId,
    version: i64,
    decision: Decision,
) -> Result<()> {
    if decision == Decision::Approve {
        let case = case_for_reviewer(backend.db.read(), &backend.policies, reviewer, id).await?;
        can_be_printed(backend, &case).await?;
    }
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (policies, reviewer, id) = (backend.policies.clone(), reviewer.clone(), id.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let current = count_up(txn, &id, version, now, Expr::value(true)).await?;
            let case = case_for_reviewer(txn, &policies, &reviewer, &id).await?;
            if !current {
                return Err(Refusal::Stale.into());
            }
            if reviewer.doctor.as_ref() == Some(&case.doctor.id) {
                return Err(Refusal::NotAllowed.into());
            }
            may_examine(&case, &reviewer)?;
            let (by, action) = match decision {
                Decision::Approve => (Move::Approve, EventAction::Approved),
                Decision::Return { .. } => (Move::Return, EventAction::Returned),
                Decision::Refuse { .. } => (Move::Refuse, EventAction::Refused),
            };
            let taken = take(txn, &case, &reviewer, now).await?;
            let in_review = if taken { Status::InReview } else { case.status };
            let status = in_review.after(by).map_err(|_| Refusal::WrongStatus)?;
            move_to(txn, &id, status, &reviewer, now).await?;

            let (reason, items): (&str, &[ReturnItem]) = match &decision {
                Decision::Approve => {
                    let assessment = assess(&case.draft, &case.policy, today);
                    if !assessment.is_eligible() {
                        return Err(Refusal::NotEligible(Box::new(assessment)).into());
                    }
                    issue::write(
                        txn,
                        CertificateOf {
                            case: &case,
                            today,
                            now,
                        },
                    )
                    .await?;
                    ("", &[])
                }
                Decision::Return { reason, items } => {
                    all_claimed(&case, items)?;
                    (reason, items)
                }
                Decision::Refuse { reason } => (reason, &[]),
            };
            let event = NewEvent {
                case: &case,
                actor: &reviewer.account,
                action,
                reason,
                items,
                at: now,
            };
            event.insert(txn, if taken { 2 } else { 1 }).await?;
            let audited = format!("application.{}", action.key());
            audit::record(
                txn,
                now,
                Some(reviewer.account.as_str()),
                &audited,
                id.as_str(),
                &json!({}),
            )
            .await?;
            Ok(())
        })
        .await?;
    backend.jobs_waiting.notify_one();
    Ok(())
}

/// A return names what the application claims, each once: only that can be mended.
fn all_claimed(case: &Case, items: &[ReturnItem]) -> Result<()> {
    let mut claims = case.claims();
    let take = |item: &ReturnItem| {
        let at = claims.iter().position(|claim| claim == &item.claim);
        at.map(|at| claims.swap_remove(at)).is_some()
    };
    if items.iter().all(take) {
        Ok(())
    } else {
        Err(FieldError::new(REASON, "画面を開き直して、もう一度入力してください。").into())
    }
}

/// A certificate must be possible before an approval is.
async fn can_be_printed(backend: &Backend, case: &Case) -> Result<()> {
    let association = case
        .destination
        .as_ref()
        .map(|a| format!("{}{}", a.name, a.signatory))
        .unwrap_or_default();
    let printed = format!("{}{}{association}", case.doctor.name, case.policy.programme_name);
    let missing = backend.missing_glyphs(printed).await?;
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::GlyphsMissing(missing).into())
    }
}

/// Takes a case that nobody has taken, and says whether it did.
async fn take(txn: &Txn, case: &Case, reviewer: &Reviewer, now: chrono::DateTime<chrono::Utc>) -> Result<bool> {
    let Ok(status) = case.status.after(Move::Take) else {
        return Ok(false);
    };
    move_to(txn, &case.id, status, reviewer, now).await?;
    let (actor, action) = (&reviewer.account, EventAction::Taken);
    NewEvent {
        case,
        actor,
        action,
        reason: "",
        items: &[],
        at: now,
    }
    .insert(txn, 1)
    .await?;
    Ok(true)
}

async fn move_to(
    txn: &Txn,
    id: &ApplicationId,
    status: Status,
    reviewer: &Reviewer,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let decided = matches!(status, Status::Approved | Status::Refused).then_some(now);
    application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(status.key()))
        .col_expr(
            application::Column::ReviewerAccountId,
            Expr::value(reviewer.account.as_str()),
        )
        .col_expr(application::Column::DecidedAt, Expr::value(decided))
        .filter(application::Column::Id.eq(id.as_str()))
        .exec(txn)
        .await?;
    Ok(())
}
