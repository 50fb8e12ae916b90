//! Importing associations.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::association::AssociationCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};

use super::Report;
use super::record::{Numbered, Record};
use super::table::Cells;
use crate::db::Txn;
use crate::entity::association::{ActiveModel, Column, Entity, Model};
use crate::error::{Fault, Result};

/// An association as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Association {
    code: AssociationCode,
    name: String,
    kana_key: String,
    signatory: String,
    example: bool,
}

impl Record for Association {
    const COLUMNS: &'static [&'static str] = &["code", "level", "name", "signatory", "example"];

    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self> {
        let sentence = "医師会コードは「00」「13」「13-001」のように書いてください。";
        let code: Option<AssociationCode> = cells.parsed(report, "code", |text| text.parse().ok(), sentence);
        let level = code.as_ref().and_then(|code| {
            let expected = code.level().key();
            let sentence = format!("コード「{code}」の階層は「{expected}」です。");
            cells.parsed(report, "level", |text| (text == expected).then_some(()), &sentence)
        });
        let (name, kana_key) = (cells.filled(report, "name"), cells.line(report, "kana_key"));
        let (signatory, example) = (cells.line(report, "signatory"), cells.flag(report, "example"));
        level?;
        Some(Association {
            code: code?,
            name: name?,
            kana_key: kana_key?,
            signatory: signatory?,
            example: example?,
        })
    }

    fn key(&self) -> String {
        self.code.to_string()
    }

    async fn check(conn: &impl ConnectionTrait, rows: &[Numbered<Self>], report: &mut Report) -> Result<()> {
        let mut known = existing(conn, rows.iter().filter_map(|row| row.record.code.parent())).await?;
        known.extend(rows.iter().map(|row| row.record.key()));
        for Numbered { row, record } in rows {
            if let Some(parent) = record.code.parent().filter(|parent| !known.contains(parent.as_str())) {
                report.add(
                    *row,
                    "code",
                    format!("上位の医師会「{parent}」が登録されていません。同じファイルに書いてください。"),
                );
            }
        }
        Ok(())
    }

    async fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> Result<Vec<Self>> {
        let keys = rows.iter().map(|row| row.record.key());
        let found = Entity::find().filter(Column::Code.is_in(keys)).all(conn).await?;
        found.into_iter().map(from_row).collect()
    }

    async fn write(txn: &Txn, _: DateTime<Utc>, records: &[Self]) -> Result<()> {
        // Those above come first: a row refers to the association above it as soon as it is written.
        let mut records: Vec<_> = records.iter().collect();
        records.sort_by_key(|record| (record.code.level(), record.code.clone()));
        let over = OnConflict::column(Column::Code)
            .update_columns([Column::Name, Column::KanaKey, Column::Signatory, Column::IsExample])
            .to_owned();
        Entity::insert_many(records.into_iter().map(row_of))
            .on_conflict(over)
            .exec_without_returning(txn)
            .await?;
        Ok(())
    }
}

/// Which of these associations are in the database.
pub(super) async fn existing(
    conn: &impl ConnectionTrait,
    codes: impl Iterator<Item = AssociationCode>,
) -> Result<HashSet<String>> {
    let mut codes: Vec<_> = codes.map(String::from).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut existing = HashSet::new();
    for codes in codes.chunks(500) {
        let found = Entity::find()
            .select_only()
            .column(Column::Code)
            .filter(Column::Code.is_in(codes));
        existing.extend(found.into_tuple::<String>().all(conn).await?);
    }
    Ok(existing)
}

fn from_row(row: Model) -> Result<Association> {
    Ok(Association {
        code: row
            .code
            .parse()
            .map_err(|error| Fault::bad_row("associations", &row.code, error))?,
        name: row.name,
        kana_key: row.kana_key,
        signatory: row.signatory,
        example: row.is_example,
    })
}

fn row_of(association: &Association) -> ActiveModel {
    ActiveModel {
        code: Set(association.code.to_string()),
        level: Set(association.code.level().key().to_owned()),
        prefecture_code: Set(association.code.prefecture().map(str::to_owned)),
        parent_code: Set(association.code.parent().map(String::from)),
        name: Set(association.name.clone()),
        kana_key: Set(association.kana_key.clone()),
        signatory: Set(association.signatory.clone()),
        is_example: Set(association.example),
    }
}
