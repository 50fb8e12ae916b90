//! Importing the list of practical items. An item that is no longer in the file stays: applications refer to it. It is
//! taken out of use by its last fiscal year.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::policy::ItemCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::Report;
use super::record::{Numbered, Record};
use super::table::Cells;
use crate::db::Txn;
use crate::entity::practical_item::{ActiveModel, Column, Entity, Model};
use crate::error::Result;

/// A practical item as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PracticalItem {
    code: String,
    category: String,
    heading: String,
    name: String,
    accepted_proof: String,
    standing: String,
    sort: i32,
    from_fiscal_year: Option<i32>,
    to_fiscal_year: Option<i32>,
}

impl Record for PracticalItem {
    const COLUMNS: &'static [&'static str] = &["code", "category", "heading", "name", "accepted_proof", "standing"];

    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self> {
        let parse = |text: &str| text.parse::<ItemCode>().ok().map(String::from);
        let code = cells.parsed(
            report,
            "code",
            parse,
            "項目コードは「I-01」「II-01」のように書いてください。",
        );
        let category = code.as_deref().and_then(|code| {
            let group = code.split('-').next().unwrap_or_default();
            let sentence = format!("コード「{code}」の区分は「{group}」です。");
            cells.parsed(
                report,
                "category",
                |text| (text == group).then(|| group.to_owned()),
                &sentence,
            )
        });
        let (heading, name) = (cells.filled(report, "heading"), cells.filled(report, "name"));
        let (accepted_proof, standing) = (cells.line(report, "accepted_proof"), cells.line(report, "standing"));
        let from = cells.fiscal_year(report, "from_fiscal_year");
        let to = cells.fiscal_year(report, "to_fiscal_year");
        if matches!((from, to), (Some(Some(from)), Some(Some(to))) if from > to) {
            return cells.wrong(report, "to_fiscal_year", "最後の年度が最初の年度より前です。");
        }
        Some(PracticalItem {
            code: code?,
            category: category?,
            heading: heading?,
            name: name?,
            accepted_proof: accepted_proof?,
            standing: standing?,
            sort: i32::try_from(cells.number()).unwrap_or(i32::MAX),
            from_fiscal_year: from?,
            to_fiscal_year: to?,
        })
    }

    fn key(&self) -> String {
        self.code.clone()
    }

    /// A name stands once in its group, or nobody could tell the two items apart.
    async fn check(conn: &impl ConnectionTrait, rows: &[Numbered<Self>], report: &mut Report) -> Result<()> {
        let names = rows.iter().map(|row| row.record.name.as_str());
        let stored = Entity::find().filter(Column::Name.is_in(names)).all(conn).await?;
        let mut codes: HashMap<(String, String), String> = stored
            .into_iter()
            .map(|row| ((row.category, row.name), row.code))
            .collect();
        for Numbered { row, record } in rows {
            let name = (record.category.clone(), record.name.clone());
            let first = codes.entry(name).or_insert_with(|| record.code.clone());
            if *first != record.code {
                report.add(*row, "name", format!("同じ名前の項目が、コード「{first}」にあります。"));
            }
        }
        Ok(())
    }

    async fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> Result<Vec<Self>> {
        let keys = rows.iter().map(|row| row.record.code.as_str());
        let found = Entity::find().filter(Column::Code.is_in(keys)).all(conn).await?;
        Ok(found.into_iter().map(from_row).collect())
    }

    async fn write(txn: &Txn, _: DateTime<Utc>, records: &[Self]) -> Result<()> {
        let over = OnConflict::column(Column::Code)
            .update_columns([
                Column::Heading,
                Column::Name,
                Column::AcceptedProof,
                Column::Standing,
                Column::Sort,
                Column::FromFiscalYear,
                Column::ToFiscalYear,
            ])
            .to_owned();
        Entity::insert_many(records.iter().map(row_of))
            .on_conflict(over)
            .exec_without_returning(txn)
            .await?;
        Ok(())
    }
}

fn from_row(row: Model) -> PracticalItem {
    PracticalItem {
        code: row.code,
        category: row.category,
        heading: row.heading,
        name: row.name,
        accepted_proof: row.accepted_proof,
        standing: row.standing,
        sort: row.sort,
        from_fiscal_year: row.from_fiscal_year,
        to_fiscal_year: row.to_fiscal_year,
    }
}

fn row_of(item: &PracticalItem) -> ActiveModel {
    ActiveModel {
        code: Set(item.code.clone()),
        category: Set(item.category.clone()),
        heading: Set(item.heading.clone()),
        name: Set(item.name.clone()),
        accepted_proof: Set(item.accepted_proof.clone()),
        standing: Set(item.standing.clone()),
        sort: Set(item.sort),
        from_fiscal_year: Set(item.from_fiscal_year),
        to_fiscal_year: Set(item.to_fiscal_year),
    }
}
