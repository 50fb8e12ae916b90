//! The data that every installation begins with: associations, curriculum codes, practical items, the programme.

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, Set};

use super::import::{Kind, add_missing};
use crate::Backend;
use crate::applications::open::PROGRAMME;
use crate::db::Txn;
use crate::entity::{programme, programme_setting};
use crate::error::{Fault, Result};
use crate::records::policy::Settings;

/// The programme's name: 講座種別.
const PROGRAMME_NAME: &str = "かかりつけ医機能報告制度にかかる研修";
/// The first fiscal year that its settings hold for.
const FIRST_YEAR: i32 = 2025;

const FILES: [(Kind, &str); 3] = [
    (Kind::Associations, include_str!("../../data/associations.tsv")),
    (Kind::CurriculumCodes, include_str!("../../data/curriculum_codes.tsv")),
    (Kind::PracticalItems, include_str!("../../data/practical_items.tsv")),
];

/// Adds what is missing of the data that every installation begins with. What is there stays as it is: an
/// administrator may have changed it.
///
/// # Errors
/// When the database fails.
pub async fn load_reference_data(backend: &Backend) -> Result<()> {
    let now = backend.clock.now();
    backend.db.write(async move |txn: &Txn| load(txn, now).await).await
}

/// The same in the caller's transaction.
pub(crate) async fn load(txn: &Txn, now: DateTime<Utc>) -> Result<()> {
    for (kind, file) in FILES {
        let report = add_missing(txn, now, kind, file.as_bytes()).await?;
        if let Some(error) = report.errors.first() {
            return Err(Fault::other(format!("the program's own {}: {error:?}", kind.key())));
        }
    }
    let row = programme::ActiveModel {
        code: Set(PROGRAMME.to_owned()),
        name: Set(PROGRAMME_NAME.to_owned()),
        sort: Set(1),
    };
    programme::Entity::insert(row)
        .on_conflict_do_nothing_on([programme::Column::Code])
        .exec_without_returning(txn)
        .await?;
    let row = programme_setting::ActiveModel {
        programme_code: Set(PROGRAMME.to_owned()),
        fiscal_year: Set(FIRST_YEAR),
        settings_json: Set(serde_json::to_string(&Settings::default()).map_err(Fault::other)?),
    };
    programme_setting::Entity::insert(row)
        .on_conflict_do_nothing_on([
            programme_setting::Column::ProgrammeCode,
            programme_setting::Column::FiscalYear,
        ])
        .exec_without_returning(txn)
        .await?;
    Ok(())
}
