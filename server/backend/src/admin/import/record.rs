//! What every imported noun has in common: a key, a way to be read, found and written, and how rows are compared.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use super::table::{Cells, Table};
use super::{Existing, Report};
use crate::db::Txn;
use crate::error::Result;

/// Rows that go to the database in one statement: few round trips, and far from the limits on bound values.
const AT_ONCE: usize = 500;

/// A row of a file.
#[derive(Debug, Clone)]
pub(super) struct Numbered<R> {
    /// As a spreadsheet counts.
    pub(super) row: u64,
    /// What it says.
    pub(super) record: R,
}

/// A noun that can be imported. Equality decides between changed and unchanged.
pub(super) trait Record: Clone + PartialEq + Send + Sync + Sized + 'static {
    /// The columns that a file must have.
    const COLUMNS: &'static [&'static str];

    /// Reads a row; what is wrong goes into the report. Returns none where anything is.
    fn read(cells: &Cells<'_>, report: &mut Report) -> Option<Self>;

    /// What the row is found by.
    fn key(&self) -> String;

    /// The column to name where a key stands in the file twice.
    fn key_column() -> &'static str {
        Self::COLUMNS[0]
    }

    /// Reports rows that refer to something that is neither in the database nor in the file.
    fn check(
        conn: &impl ConnectionTrait,
        rows: &[Numbered<Self>],
        report: &mut Report,
    ) -> impl Future<Output = Result<()>> + Send;

    /// What the database holds under the keys of these rows.
    fn stored(conn: &impl ConnectionTrait, rows: &[Numbered<Self>]) -> impl Future<Output = Result<Vec<Self>>> + Send;

    /// Writes rows over what is there under their keys.
    fn write(txn: &Txn, now: DateTime<Utc>, records: &[Self]) -> impl Future<Output = Result<()>> + Send;
}

/// Reads a table; a key that stands in it twice is an error of the later row.
pub(super) fn read<R: Record>(table: &Table, report: &mut Report) -> Vec<Numbered<R>> {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut rows = Vec::new();
    for cells in table.rows() {
        let Some(record) = R::read(&cells, report) else {
            continue;
        };
        let row = cells.number();
        if let Some(first) = seen.insert(record.key(), row) {
            let sentence = format!("{first}行目と同じものが、もう一度書かれています。どちらかを消してください。");
            report.add(row, R::key_column(), sentence);
        } else {
            rows.push(Numbered { row, record });
        }
    }
    rows
}

/// The rows to write.
pub(super) struct Comparison<R> {
    new: Vec<R>,
    changed: Vec<R>,
}

/// Counts new, changed and unchanged rows.
pub(super) async fn compare<R: Record>(
    conn: &impl ConnectionTrait,
    rows: &[Numbered<R>],
    report: &mut Report,
) -> Result<Comparison<R>> {
    let mut comparison = Comparison {
        new: Vec::new(),
        changed: Vec::new(),
    };
    for rows in rows.chunks(AT_ONCE) {
        let stored = R::stored(conn, rows).await?;
        let stored: HashMap<_, _> = stored.into_iter().map(|record| (record.key(), record)).collect();
        for Numbered { record, .. } in rows {
            match stored.get(&record.key()) {
                None => comparison.new.push(record.clone()),
                Some(same) if same == record => report.unchanged += 1,
                Some(_) => comparison.changed.push(record.clone()),
            }
        }
    }
    R::check(conn, rows, report).await?;
    report.new = comparison.new.len() as u64;
    report.changed = comparison.changed.len() as u64;
    Ok(comparison)
}

/// Writes what is new and, unless it is to be kept, what differs.
pub(super) async fn write<R: Record>(
    txn: &Txn,
    now: DateTime<Utc>,
    comparison: Comparison<R>,
    existing: Existing,
) -> Result<()> {
    for records in comparison.new.chunks(AT_ONCE) {
        R::write(txn, now, records).await?;
    }
    if existing == Existing::Update {
        for records in comparison.changed.chunks(AT_ONCE) {
            R::write(txn, now, records).await?;
        }
    }
    Ok(())
}
