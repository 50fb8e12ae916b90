//! Imports of whole files, which can be run again: a row is found by its key, and written only where it is new or
//! differs.
//!
//! A file is a table in UTF-8 with the columns' names in its first line, separated by commas or by tabs; lines that
//! begin with `#` are remarks in a file with tabs. [`preview`] says what would happen and what is wrong, row by row;
//! [`commit`] writes the whole file in one transaction or, where anything is wrong, nothing.

mod association;
mod credit;
mod curriculum_code;
mod doctor;
mod practical_item;
mod record;
mod table;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sea_orm::ConnectionTrait;
use serde_json::json;

use self::record::{Comparison, Numbered, Record, compare, write};
use self::table::Table;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::error::{Error, Result};

/// More errors than this are counted and not listed: nobody reads on, and a wrong file has one a row.
const LISTED_ERRORS: usize = 500;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 医師会. Columns: code, level, name, signatory, example; may be there: `kana_key`.
    Associations,
    /// カリキュラムコード. Columns: code, name.
    CurriculumCodes,
    /// 実地研修の項目. Columns: code, category, heading, name, `accepted_proof`, standing; may be there:
    /// `from_fiscal_year`, `to_fiscal_year`. The order of the rows is the order on screens.
    PracticalItems,
    /// 会員名簿. Columns: `licence_number`, name, `name_kana`, `birth_date`, `district_code`, `prefecture_code`,
    /// national.
    Doctors,
    /// 単位. Columns: `licence_number`, `acquired_on`, title, organiser, units, codes, source, `external_ref`.
    Credits,
}

impl Kind {
    /// All of them, in an order in which they can be imported into an empty database.
    pub const ALL: [Kind; 5] = [
        Kind::Associations,
        Kind::CurriculumCodes,
        Kind::PracticalItems,
        Kind::Doctors,
        Kind::Credits,
    ];

    /// As on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Associations => "associations",
            Kind::CurriculumCodes => "curriculum_codes",
            Kind::PracticalItems => "practical_items",
            Kind::Doctors => "doctors",
            Kind::Credits => "credits",
        }
    }

    /// Reads [`Kind::key`] back.
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that are not in the database yet.
    pub new: u64,
    /// Rows that differ from what is in the database.
    pub changed: u64,
    /// Rows that are in the database as they are.
    pub unchanged: u64,
    /// What is wrong, in the order of the file; nothing is written unless it is empty.
    pub errors: Vec<RowError>,
    /// How many more errors there are than are listed.
    pub more_errors: u64,
}

impl Report {
    /// Whether the file can be imported as it is.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    fn add(&mut self, row: u64, column: &str, sentence: impl Into<String>) {
        if self.errors.len() < LISTED_ERRORS {
            self.errors.push(RowError {
                row,
                column: column.to_owned(),
                sentence: sentence.into(),
            });
        } else {
            self.more_errors += 1;
        }
    }
}

/// What is wrong with one cell, row or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet counts it: 1 is the line with the columns' names; 0 means the whole file.
    pub row: u64,
    /// The column's name; empty where it is about the whole row.
    pub column: String,
    /// What to do, in Japanese.
    pub sentence: String,
}

/// What happens to a row that is in the database and differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// The file is newer.
    Update,
    /// The database is right; only what is missing is added.
    Keep,
}

/// Says what [`commit`] would do now, and writes nothing.
///
/// # Errors
/// Only a fault: what is wrong with the file stands in the report.
pub async fn preview(backend: &Backend, kind: Kind, file: &[u8]) -> Result<Report> {
    match kind {
        Kind::Associations => preview_of::<association::Association>(backend, file).await,
        Kind::CurriculumCodes => preview_of::<curriculum_code::CurriculumCode>(backend, file).await,
        Kind::PracticalItems => preview_of::<practical_item::PracticalItem>(backend, file).await,
        Kind::Doctors => preview_of::<doctor::Doctor>(backend, file).await,
        Kind::Credits => preview_of::<credit::Credit>(backend, file).await,
    }
}

/// Imports a file: everything, or nothing where the report lists an error. `actor` is who asked for it; none on the
/// command line.
///
/// # Errors
/// Only a fault: what is wrong with the file stands in the report.
pub async fn commit(backend: &Backend, kind: Kind, file: &[u8], actor: Option<&AccountId>) -> Result<Report> {
    match kind {
        Kind::Associations => commit_of::<association::Association>(backend, kind, file, actor).await,
        Kind::CurriculumCodes => commit_of::<curriculum_code::CurriculumCode>(backend, kind, file, actor).await,
        Kind::PracticalItems => commit_of::<practical_item::PracticalItem>(backend, kind, file, actor).await,
        Kind::Doctors => commit_of::<doctor::Doctor>(backend, kind, file, actor).await,
        Kind::Credits => commit_of::<credit::Credit>(backend, kind, file, actor).await,
    }
}

/// Adds the rows of a file that are not there yet, in the caller's transaction; for the program's own data.
pub(crate) async fn add_missing(txn: &Txn, now: DateTime<Utc>, kind: Kind, file: &[u8]) -> Result<Report> {
    match kind {
        Kind::Associations => add_missing_of::<association::Association>(txn, now, file).await,
        Kind::CurriculumCodes => add_missing_of::<curriculum_code::CurriculumCode>(txn, now, file).await,
        Kind::PracticalItems => add_missing_of::<practical_item::PracticalItem>(txn, now, file).await,
        Kind::Doctors => add_missing_of::<doctor::Doctor>(txn, now, file).await,
        Kind::Credits => add_missing_of::<credit::Credit>(txn, now, file).await,
    }
}

async fn preview_of<R: Record>(backend: &Backend, file: &[u8]) -> Result<Report> {
    let mut report = Report::default();
    let rows = rows_of::<R>(file, &mut report);
    compared(backend.db.read(), &rows, report)
        .await
        .map(|(report, _)| report)
}

async fn commit_of<R: Record>(backend: &Backend, kind: Kind, file: &[u8], actor: Option<&AccountId>) -> Result<Report> {
    let now = backend.clock.now();
    let mut report = Report::default();
    // The transaction may run again, hence the copies; the rows themselves are shared.
    let rows = Arc::new(rows_of::<R>(file, &mut report));
    let actor = actor.cloned();
    let work = async move |txn: &Txn| {
        let (report, comparison) = compared(txn, &rows, report).await?;
        if !report.is_clean() {
            return Ok::<_, Error>(report);
        }
        write(txn, now, comparison, Existing::Update).await?;
        let detail = json!({ "new": report.new, "changed": report.changed, "unchanged": report.unchanged });
        audit::record(
            txn,
            now,
            actor.as_ref().map(AccountId::as_str),
            "data.imported",
            kind.key(),
            &detail,
        )
        .await?;
        Ok(report)
    };
    backend.db.write(work).await
}

async fn add_missing_of<R: Record>(txn: &Txn, now: DateTime<Utc>, file: &[u8]) -> Result<Report> {
    let mut report = Report::default();
    let rows = rows_of::<R>(file, &mut report);
    let (report, comparison) = compared(txn, &rows, report).await?;
    if report.is_clean() {
        write(txn, now, comparison, Existing::Keep).await?;
    }
    Ok(report)
}

/// What can be said without the database.
fn rows_of<R: Record>(file: &[u8], report: &mut Report) -> Vec<Numbered<R>> {
    match Table::read(file, R::COLUMNS, report) {
        Some(table) => record::read(&table, report),
        None => Vec::new(),
    }
}

/// What only the database knows.
async fn compared<R: Record>(
    conn: &impl ConnectionTrait,
    rows: &[Numbered<R>],
    mut report: Report,
) -> Result<(Report, Comparison<R>)> {
    let comparison = compare(conn, rows, &mut report).await?;
    report.errors.sort_by_key(|error| error.row);
    Ok((report, comparison))
}
