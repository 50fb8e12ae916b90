//! Adds, changes and removes an added lecture.

use domain::application::{Claim, LectureForm, TypedScreen, names};
use domain::curriculum::join_codes;
use domain::field::FormValues;
use domain::ids::{ApplicationId, LectureId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{begin_edit, may_change, typed};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{added_lecture, document};
use crate::error::{Refusal, Result};
use crate::visitor::Doctor;

/// What saving a lecture did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is new.
    Added,
    /// It was there already.
    Changed,
}

/// Adds the lecture, or changes it where it is there already. Its proofs may have come before it, under its
/// identifier; without one it is refused.
pub async fn save_lecture(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    form: &FormValues,
) -> Result<Saved> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let code_names = backend.curriculum().await?;
    let (policies, doctor, id, sent) = (backend.policies.clone(), doctor.clone(), id.clone(), form.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<Saved> {
            let case = begin_edit(txn, &policies, &doctor, &id, version, now).await?;
            let form = LectureForm::read(&sent);
            let claim = Claim::Lecture(form.id()?);
            may_change(&case, &claim, today)?;
            let proofs = case.proofs(&claim).count();
            let lecture = form.lecture(case.draft.fiscal_year_at(today), today, proofs, &code_names)?;
            let row = added_lecture::ActiveModel {
                id: Set(lecture.id.to_string()),
                application_id: Set(id.to_string()),
                kind: Set(lecture.kind.key().to_owned()),
                activity: Set(lecture.kind.activity_key().to_owned()),
                title: Set(lecture.title),
                organiser: Set(lecture.organiser),
                detail: Set(lecture.detail),
                self_declared: Set(lecture.self_declared),
                acquired_on: Set(lecture.acquired_on),
                half_units: Set(i32::try_from(lecture.units.halves()).unwrap_or(i32::MAX)),
                codes: Set(join_codes(&lecture.codes, ",")),
                created_at: Set(now),
            };
            let same = OnConflict::column(added_lecture::Column::Id)
                .update_columns([
                    added_lecture::Column::Kind,
                    added_lecture::Column::Activity,
                    added_lecture::Column::Title,
                    added_lecture::Column::Organiser,
                    added_lecture::Column::Detail,
                    added_lecture::Column::SelfDeclared,
                    added_lecture::Column::AcquiredOn,
                    added_lecture::Column::HalfUnits,
                    added_lecture::Column::Codes,
                ])
                .action_and_where(added_lecture::Column::ApplicationId.eq(id.as_str()))
                .to_owned();
            let written = added_lecture::Entity::insert(row)
                .on_conflict(same)
                .exec_without_returning(txn)
                .await?;
            // A row of another application with this identifier is left alone.
            if written != 1 {
                return Err(Refusal::NotFound.into());
            }
            let seen = sent.number(names::TYPED);
            let known = case.draft.lectures.iter().any(|known| known.id == lecture.id);
            typed::finished(txn, &id, &TypedScreen::Lecture(lecture.id), seen).await?;
            Ok(if known { Saved::Changed } else { Saved::Added })
        })
        .await
}

/// Removes the lecture and its proofs.
pub async fn remove_lecture(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    lecture: &LectureId,
) -> Result<()> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (policies, doctor, id, lecture) = (backend.policies.clone(), doctor.clone(), id.clone(), lecture.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let case = begin_edit(txn, &policies, &doctor, &id, version, now).await?;
            may_change(&case, &Claim::Lecture(lecture.clone()), today)?;
            added_lecture::Entity::delete_many()
                .filter(added_lecture::Column::ApplicationId.eq(id.as_str()))
                .filter(added_lecture::Column::Id.eq(lecture.as_str()))
                .exec(txn)
                .await?;
            document::Entity::delete_many()
                .filter(document::Column::ApplicationId.eq(id.as_str()))
                .filter(document::Column::Claim.eq(Claim::Lecture(lecture.clone()).to_string()))
                .exec(txn)
                .await?;
            typed::remove(txn, &id, &TypedScreen::Lecture(lecture)).await
        })
        .await
}
