//! Saves what is chosen on the application screen: the years and the destination.

use domain::application::{ChoicesForm, Opening};
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::begin_edit;
use super::open::{existing_destination, own_case};
use crate::Backend;
use crate::db::Txn;
use crate::entity::application;
use crate::error::{Refusal, Result};
use crate::visitor::Doctor;

/// Saves the choices and returns the application's version. What is as it was writes nothing, so that going on to
/// another screen in one tab makes no other tab stale.
pub async fn save_choices(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    version: i64,
    choices: ChoicesForm,
) -> Result<i64> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let saved = own_case(backend, doctor, id).await?;
    if saved.version == version && saved.status.is_open_to_the_doctor() && choices == ChoicesForm::of(&saved.draft) {
        return Ok(version);
    }
    let (policies, doctor, id) = (backend.policies.clone(), doctor.clone(), id.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<i64> {
            let case = begin_edit(txn, &policies, &doctor, &id, version, now).await?;
            if !Opening::of(&case, today).allows_choices() && choices != ChoicesForm::of(&case.draft) {
                return Err(Refusal::NotAsked.into());
            }
            let choices = existing_destination(txn, choices).await?;
            application::Entity::update_many()
                .col_expr(
                    application::Column::YearsFrom,
                    Expr::value(choices.years_from.map(FiscalYear::year)),
                )
                .col_expr(
                    application::Column::DestinationCode,
                    Expr::value(choices.destination.map(|code| code.to_string())),
                )
                .filter(application::Column::Id.eq(id.as_str()))
                .exec(txn)
                .await?;
            Ok(case.version)
        })
        .await
}
