//! Importing doctors with their memberships: a row states all memberships that the doctor has.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::association::{AssociationCode, Level};
use domain::doctor::LicenceNumber;
use domain::text::folded;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::Report;
use super::association::existing;
use super::record::{Numbered, Record};
use super::table::Cells;
use crate::db::Txn;
use crate::entity::{doctor, membership};
use crate::error::{Fault, Result};
use crate::random;

/// A doctor as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doctor {
    licence_number: LicenceNumber,
    name: String,
    name_kana: String,
    birth_date: Option<NaiveDate>,
    /// In the order of the levels' columns: district, prefectural, national.
    memberships: Vec<AssociationCode>,
}

impl Record for Doctor {
    const COLUMNS: &'static [&'static str] = &[
        "licence_number",
        "name",
        "name_kana",
        "birth_date",
        "district_code",
        "prefecture_code",
        "national",
    ];

    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self> {
        let licence_number = licence_number(cells, report);
        let (name, name_kana) = (cells.filled(report, "name"), cells.line(report, "name_kana"));
        let birth_date = match cells.text("birth_date") {
            "" => Some(None),
            _ => cells.day(report, "birth_date").map(Some),
        };
        let district = member_of(cells, report, "district_code", Level::District);
        let prefecture = member_of(cells, report, "prefecture_code", Level::Prefectural);
        let national = cells.flag(report, "national")?.then(AssociationCode::national);
        Some(Doctor {
            licence_number: licence_number?,
            name: name?,
            name_kana: name_kana?,
            birth_date: birth_date?,
            memberships: [district?, prefecture?, national].into_iter().flatten().collect(),
        })
    }

    fn key(&self) -> String {
        self.licence_number.as_str().to_owned()
    }

    async fn check(conn: &impl ConnectionTrait, rows: &[Numbered<Self>], report: &mut Report) -> Result<()> {
        let known = existing(conn, rows.iter().flat_map(|row| row.record.memberships.iter().cloned())).await?;
        for Numbered { row, record } in rows {
            for code in record.memberships.iter().filter(|code| !known.contains(code.as_str())) {
                let column = match code.level() {
                    Level::National => "national",
                    Level::Prefectural => "prefecture_code",
                    Level::District => "district_code",
                };
                report.add(*row, column, format!("医師会コード「{code}」は登録されていません。"));
            }
        }
        Ok(())
    }

    async fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> Result<Vec<Self>> {
        let keys = rows.iter().map(|row| row.record.licence_number.as_str());
        let found = doctor::Entity::find()
            .filter(doctor::Column::LicenceNumber.is_in(keys))
            .all(conn)
            .await?;
        let ids = found.iter().map(|doctor| doctor.id.as_str());
        let members = membership::Entity::find()
            .filter(membership::Column::DoctorId.is_in(ids))
            .all(conn)
            .await?;
        let mut memberships: HashMap<String, Vec<AssociationCode>> = HashMap::new();
        for member in members {
            let code = member.association_code.parse();
            let code = code.map_err(|error| Fault::bad_row("memberships", &member.doctor_id, error))?;
            memberships.entry(member.doctor_id).or_default().push(code);
        }
        found
            .into_iter()
            .map(|row| {
                let memberships = memberships.remove(&row.id).unwrap_or_default();
                from_row(row, memberships)
            })
            .collect()
    }

    async fn write(txn: &Txn, now: DateTime<Utc>, records: &[Self]) -> Result<()> {
        let over = OnConflict::column(doctor::Column::LicenceNumber)
            .update_columns([
                doctor::Column::Name,
                doctor::Column::NameKana,
                doctor::Column::FoldedName,
                doctor::Column::BirthDate,
            ])
            .value(
                doctor::Column::Version,
                Expr::col((doctor::Entity, doctor::Column::Version)).add(1),
            )
            .to_owned();
        let rows = records.iter().map(|record| row_of(record, now));
        doctor::Entity::insert_many(rows)
            .on_conflict(over)
            .exec_without_returning(txn)
            .await?;
        write_memberships(txn, records).await
    }
}

/// 医籍登録番号, as doctors write it.
pub(super) fn licence_number(cells: &Cells<'_>, report: &mut Report) -> Option<LicenceNumber> {
    let sentence = domain::doctor::NotALicenceNumber.to_string();
    cells.parsed(report, "licence_number", |text| text.parse().ok(), &sentence)
}

/// The ids of the doctors with these licence numbers, by licence number.
pub(super) async fn ids_of(
    conn: &impl ConnectionTrait,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, String>> {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut ids = HashMap::new();
    for numbers in numbers.chunks(500) {
        let found = doctor::Entity::find()
            .filter(doctor::Column::LicenceNumber.is_in(numbers.iter().copied()))
            .all(conn)
            .await?;
        ids.extend(found.into_iter().map(|doctor| (doctor.licence_number, doctor.id)));
    }
    Ok(ids)
}

#[expect(clippy::option_option, reason = "a cell that cannot be read is not an empty one")]
fn member_of(cells: &Cells<'_>, report: &mut Report, column: &str, level: Level) -> Option<Option<AssociationCode>> {
    let parse = |text: &str| match text {
        "" => Some(None),
        text => text
            .parse()
            .ok()
            .filter(|code: &AssociationCode| code.level() == level)
            .map(Some),
    };
    let sentence = match level {
        Level::District => "郡市区医師会のコードを「13-001」のように書くか、会員でなければ空欄にしてください。",
        _ => "都道府県医師会のコードを「13」のように2桁で書くか、会員でなければ空欄にしてください。",
    };
    cells.parsed(report, column, parse, sentence)
}

fn from_row(row: doctor::Model, mut memberships: Vec<AssociationCode>) -> Result<Doctor> {
    memberships.sort_by_key(|code| std::cmp::Reverse(code.level()));
    Ok(Doctor {
        licence_number: row
            .licence_number
            .parse()
            .map_err(|error| Fault::bad_row("doctors", &row.id, error))?,
        name: row.name,
        name_kana: row.name_kana,
        birth_date: row.birth_date,
        memberships,
    })
}

fn row_of(record: &Doctor, now: DateTime<Utc>) -> doctor::ActiveModel {
    doctor::ActiveModel {
        // Only for a doctor who is new: an id never changes.
        id: Set(random::id()),
        licence_number: Set(record.licence_number.as_str().to_owned()),
        name: Set(record.name.clone()),
        name_kana: Set(record.name_kana.clone()),
        folded_name: Set(folded(&record.name)),
        birth_date: Set(record.birth_date),
        is_example: Set(false),
        created_at: Set(now),
        version: Set(1),
    }
}

async fn write_memberships(txn: &Txn, records: &[Doctor]) -> Result<()> {
    let ids = ids_of(txn, records.iter().map(|record| record.licence_number.as_str())).await?;
    membership::Entity::delete_many()
        .filter(membership::Column::DoctorId.is_in(ids.values().map(String::as_str)))
        .exec(txn)
        .await?;
    let mut rows = Vec::new();
    for record in records {
        let Some(doctor) = ids.get(record.licence_number.as_str()) else {
            continue;
        };
        rows.extend(record.memberships.iter().map(|code| membership::ActiveModel {
            doctor_id: Set(doctor.clone()),
            level: Set(code.level().key().to_owned()),
            association_code: Set(code.to_string()),
        }));
    }
    if !rows.is_empty() {
        membership::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}
