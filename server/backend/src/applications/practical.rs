//! Saves what is declared on the practical screen.

use domain::application::{Opening, Practical, PracticalForm, TypedScreen, names};
use domain::field::FormValues;
use domain::ids::ApplicationId;
use domain::policy::Category;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{begin_edit, typed};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{application, practical_entry};
use crate::error::{Refusal, Result};
use crate::visitor::Doctor;

/// Replaces what was declared by what the form says. What the form says of the group that is not chosen is kept with
/// it, and proofs of items that are no longer chosen stay with the draft: choosing them again brings them back.
pub async fn save_practical(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    form: &FormValues,
) -> Result<()> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (policies, doctor, id, sent) = (backend.policies.clone(), doctor.clone(), id.clone(), form.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let case = begin_edit(txn, &policies, &doctor, &id, version, now).await?;
            let form = PracticalForm::read(&sent);
            let errors = form.errors(&case.policy);
            if !errors.is_empty() {
                return Err(errors.into());
            }
            let practical = form.practical(&case.policy, |_| 0);
            if !Opening::of(&case, today).allows_practical(&case.draft.practical, &practical) {
                return Err(Refusal::NotAsked.into());
            }
            // Entries first: the database does not let them stand under another group for a moment.
            practical_entry::Entity::delete_many()
                .filter(practical_entry::Column::ApplicationId.eq(id.as_str()))
                .exec(txn)
                .await?;
            let category = practical.category().map_or("none", Category::key);
            application::Entity::update_many()
                .col_expr(application::Column::PracticalCategory, Expr::value(category))
                .col_expr(
                    application::Column::OtherDescription,
                    Expr::value(form.description.as_str()),
                )
                .filter(application::Column::Id.eq(id.as_str()))
                .exec(txn)
                .await?;
            insert_entries(txn, &id, category, &practical).await?;
            let seen = sent.number(names::TYPED);
            typed::registered(txn, &id, &TypedScreen::Practical, seen, &sent, now).await
        })
        .await
}

/// One row for each item; the application has the category already.
pub(super) async fn insert_entries(txn: &Txn, id: &ApplicationId, category: &str, practical: &Practical) -> Result<()> {
    for item in practical.items() {
        let row = practical_entry::ActiveModel {
            application_id: Set(id.to_string()),
            category: Set(category.to_owned()),
            item_code: Set(item.to_string()),
        };
        row.insert(txn).await?;
    }
    Ok(())
}
