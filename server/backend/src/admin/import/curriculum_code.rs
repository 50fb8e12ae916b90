//! Importing the names of the curriculum codes.

use chrono::{DateTime, Utc};
use domain::curriculum;
use domain::text::to_half_width;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::Report;
use super::record::{Numbered, Record};
use super::table::Cells;
use crate::db::Txn;
use crate::entity::curriculum_code::{ActiveModel, Column, Entity};
use crate::error::Result;

/// A curriculum code as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CurriculumCode {
    code: i32,
    name: String,
}

impl Record for CurriculumCode {
    const COLUMNS: &'static [&'static str] = &["code", "name"];

    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self> {
        let parse = |text: &str| {
            let code = to_half_width(text).parse::<u8>().ok()?;
            curriculum::CurriculumCode::try_from(code)
                .ok()
                .map(|code| i32::from(code.number()))
        };
        let code = cells.parsed(
            report,
            "code",
            parse,
            "カリキュラムコードは0から83までの番号を書いてください。",
        );
        let name = cells.filled(report, "name");
        Some(CurriculumCode {
            code: code?,
            name: name?,
        })
    }

    fn key(&self) -> String {
        self.code.to_string()
    }

    async fn check(_: &impl ConnectionTrait, _: &[Numbered<Self>], _: &mut Report) -> Result<()> {
        Ok(())
    }

    async fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> Result<Vec<Self>> {
        let keys = rows.iter().map(|row| row.record.code);
        let found = Entity::find().filter(Column::Code.is_in(keys)).all(conn).await?;
        Ok(found
            .into_iter()
            .map(|row| CurriculumCode {
                code: row.code,
                name: row.name,
            })
            .collect())
    }

    async fn write(txn: &Txn, _: DateTime<Utc>, records: &[Self]) -> Result<()> {
        let rows = records.iter().map(|record| ActiveModel {
            code: Set(record.code),
            name: Set(record.name.clone()),
        });
        let over = OnConflict::column(Column::Code).update_column(Column::Name).to_owned();
        Entity::insert_many(rows)
            .on_conflict(over)
            .exec_without_returning(txn)
            .await?;
        Ok(())
    }
}
