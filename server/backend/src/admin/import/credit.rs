//! Importing credits: units that organisers or e-learning registered for a doctor.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::credits::CreditSource;
use domain::curriculum::{NotCodes, parse_codes};
use domain::doctor::LicenceNumber;
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::Report;
use super::doctor::{ids_of, licence_number};
use super::record::{Numbered, Record};
use super::table::Cells;
use crate::db::Txn;
use crate::entity::{credit, doctor};
use crate::error::{Error, Fault, Result};
use crate::random;

/// A credit as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credit {
    licence_number: LicenceNumber,
    acquired_on: NaiveDate,
    title: String,
    organiser: String,
    units: Units,
    /// As they are stored: `12,73`.
    codes: String,
    source: CreditSource,
    external_ref: String,
}

impl Record for Credit {
    const COLUMNS: &'static [&'static str] = &[
        "licence_number",
        "acquired_on",
        "title",
        "organiser",
        "units",
        "codes",
        "source",
        "external_ref",
    ];

    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self> {
        let (licence_number, acquired_on) = (licence_number(cells, report), cells.day(report, "acquired_on"));
        let (title, organiser) = (cells.filled(report, "title"), cells.filled(report, "organiser"));
        let units = match cells.text("units").parse::<Units>() {
            Ok(units) => Some(units),
            Err(error) => cells.wrong(report, "units", error.sentence()),
        };
        let codes = match parse_codes(cells.text("codes")) {
            Ok(codes) => Some(codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
            // Codes decide nothing, and not every organiser gives them.
            Err(NotCodes::Empty) => Some(String::new()),
            Err(error) => cells.wrong(report, "codes", error.sentence()),
        };
        let sentence = "「event」「e_learning」「other」のどれかを書いてください。";
        let source = cells.parsed(report, "source", CreditSource::from_key, sentence);
        let external_ref = cells.filled(report, "external_ref");
        Some(Credit {
            licence_number: licence_number?,
            acquired_on: acquired_on?,
            title: title?,
            organiser: organiser?,
            units: units?,
            codes: codes?,
            source: source?,
            external_ref: external_ref?,
        })
    }

    fn key(&self) -> String {
        key(self.source.key(), &self.external_ref)
    }

    fn key_column() -> &'static str {
        "external_ref"
    }

    async fn check(conn: &impl ConnectionTrait, rows: &[Numbered<Self>], report: &mut Report) -> Result<()> {
        let known = ids_of(conn, rows.iter().map(|row| row.record.licence_number.as_str())).await?;
        for Numbered { row, record } in rows {
            if !known.contains_key(record.licence_number.as_str()) {
                let sentence = format!("医籍登録番号{}の医師は登録されていません。", record.licence_number);
                report.add(*row, "licence_number", sentence);
            }
        }
        Ok(())
    }

    async fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> Result<Vec<Self>> {
        let mut any = Condition::any();
        for source in [CreditSource::Event, CreditSource::ELearning, CreditSource::Other] {
            let of_source = rows.iter().filter(|row| row.record.source == source);
            let refs: Vec<_> = of_source.map(|row| row.record.external_ref.as_str()).collect();
            if !refs.is_empty() {
                let these = Condition::all();
                let these = these.add(credit::Column::Source.eq(source.key()));
                any = any.add(these.add(credit::Column::ExternalRef.is_in(refs)));
            }
        }
        if any.is_empty() {
            return Ok(Vec::new());
        }
        let found = credit::Entity::find().filter(any).all(conn).await?;
        let numbers = licence_numbers(conn, &found).await?;
        found.iter().map(|row| from_row(row, &numbers)).collect()
    }

    async fn write(txn: &Txn, now: DateTime<Utc>, records: &[Self]) -> Result<()> {
        let ids = ids_of(txn, records.iter().map(|record| record.licence_number.as_str())).await?;
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let doctor = ids.get(record.licence_number.as_str());
            let doctor = doctor.ok_or_else(|| Fault::other(format!("no doctor {}", record.licence_number)))?;
            rows.push(row_of(record, doctor, now));
        }
        let over = OnConflict::columns([credit::Column::Source, credit::Column::ExternalRef])
            .update_columns([
                credit::Column::DoctorId,
                credit::Column::FiscalYear,
                credit::Column::AcquiredOn,
                credit::Column::Title,
                credit::Column::Organiser,
                credit::Column::HalfUnits,
                credit::Column::Codes,
                credit::Column::ImportedAt,
            ])
            .to_owned();
        credit::Entity::insert_many(rows)
            .on_conflict(over)
            .exec_without_returning(txn)
            .await?;
        Ok(())
    }
}

/// A source has no line break in it, so that no two keys look alike.
fn key(source: &str, external_ref: &str) -> String {
    format!("{source}\n{external_ref}")
}

/// The licence numbers of these credits' doctors, by the doctor's id.
async fn licence_numbers(conn: &impl ConnectionTrait, credits: &[credit::Model]) -> Result<HashMap<String, String>> {
    let ids = credits.iter().map(|credit| credit.doctor_id.as_str());
    let found = doctor::Entity::find()
        .filter(doctor::Column::Id.is_in(ids))
        .all(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|doctor| (doctor.id, doctor.licence_number))
        .collect())
}

fn from_row(row: &credit::Model, numbers: &HashMap<String, String>) -> Result<Credit> {
    let bad = |what: &str| -> Error { Fault::bad_row("credits", &row.id, what) };
    let number = numbers.get(&row.doctor_id).ok_or_else(|| bad("doctor_id"))?;
    Ok(Credit {
        licence_number: number.parse().map_err(|_| bad("doctor_id"))?,
        acquired_on: row.acquired_on,
        title: row.title.clone(),
        organiser: row.organiser.clone(),
        units: u32::try_from(row.half_units)
            .map(Units::from_halves)
            .map_err(|_| bad("half_units"))?,
        codes: row.codes.clone(),
        source: CreditSource::from_key(&row.source).ok_or_else(|| bad("source"))?,
        external_ref: row.external_ref.clone(),
    })
}

fn row_of(record: &Credit, doctor: &str, now: DateTime<Utc>) -> credit::ActiveModel {
    credit::ActiveModel {
        id: Set(random::id()),
        doctor_id: Set(doctor.to_owned()),
        fiscal_year: Set(FiscalYear::of(record.acquired_on).year()),
        acquired_on: Set(record.acquired_on),
        title: Set(record.title.clone()),
        organiser: Set(record.organiser.clone()),
        // At most 200, see `Units::MOST_AT_ONCE`.
        half_units: Set(i32::try_from(record.units.halves()).unwrap_or(i32::MAX)),
        codes: Set(record.codes.clone()),
        source: Set(record.source.key().to_owned()),
        external_ref: Set(record.external_ref.clone()),
        imported_at: Set(now),
    }
}
