//! Lines of the history and of the review queue: one query, however many lines there are.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{CaseLine, CertificateCard, Status};
use domain::fiscal_year::FiscalYear;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

use crate::error::{Error, Fault, Result};

/// The conditions of a list; every value is bound, never written into the text.
pub(crate) struct LineQuery {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl LineQuery {
    /// Begins with the condition that no list may lack: whose applications these are. `?` stands for the value.
    pub(crate) fn new(condition: &str, value: impl Into<Value>) -> LineQuery {
        LineQuery::with_all(condition, [value.into()])
    }

    /// The same, for a condition with several values.
    pub(crate) fn with_all(condition: &str, values: impl IntoIterator<Item = Value>) -> LineQuery {
        let mut query = LineQuery {
            conditions: Vec::new(),
            values: Vec::new(),
        };
        query.and_all(condition, values);
        query
    }

    /// Adds a condition with one value.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.and_all(condition, [value.into()]);
    }

    /// Adds a condition with several values, one for each `?`.
    pub(crate) fn and_all(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let mut numbered = String::new();
        let mut values = values.into_iter();
        for part in condition.split_inclusive('?') {
            match (part.strip_suffix('?'), values.next()) {
                (Some(text), Some(value)) => {
                    self.values.push(value);
                    // Writing to a String cannot fail.
                    let _ = write!(numbered, "{text}${}", self.values.len());
                }
                _ => numbered.push_str(part),
            }
        }
        self.conditions.push(format!("({numbered})"));
    }

    /// What stands behind WHERE, and its values.
    pub(crate) fn into_sql(self) -> (String, Vec<Value>) {
        (self.conditions.join(" AND "), self.values)
    }
}

/// The lines that meet the conditions, at most `most`. `order` and the conditions' texts are the program's own.
pub(crate) async fn lines(
    conn: &impl ConnectionTrait,
    query: LineQuery,
    order: &str,
    most: u64,
) -> Result<Vec<CaseLine>> {
    let (conditions, values) = query.into_sql();
    let sql = format!(
        "SELECT a.id, a.status, a.receipt_number, a.fiscal_year, a.submitted_at, a.reexamined, p.name AS programme_name, \
         d.name AS doctor_name, d.licence_number, n.name AS destination_name, r.display_name AS reviewer_name, \
         z.number AS certificate_number, z.issued_on AS certificate_issued_on, \
         z.rendered_at AS certificate_rendered_at \
         FROM applications a JOIN doctors d ON d.id = a.doctor_id JOIN programmes p ON p.code = a.programme_code \
         LEFT JOIN associations n ON n.code = a.destination_code \
         LEFT JOIN accounts r ON r.id = a.reviewer_account_id \
         LEFT JOIN certificates z ON z.application_id = a.id AND z.status = 'valid' \
         WHERE {conditions} ORDER BY {order} LIMIT {most}"
    );
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    LineRow::find_by_statement(statement)
        .all(conn)
        .await?
        .into_iter()
        .map(LineRow::into_line)
        .collect()
}

#[derive(FromQueryResult)]
struct LineRow {
    id: String,
    status: String,
    receipt_number: Option<String>,
    fiscal_year: Option<i32>,
    submitted_at: Option<DateTime<Utc>>,
    reexamined: bool,
    programme_name: String,
    doctor_name: String,
    licence_number: String,
    destination_name: Option<String>,
    reviewer_name: Option<String>,
    certificate_number: Option<String>,
    certificate_issued_on: Option<NaiveDate>,
    certificate_rendered_at: Option<DateTime<Utc>>,
}

impl LineRow {
    fn into_line(self) -> Result<CaseLine> {
        let bad = |what: &str| -> Error { Fault::bad_row("applications", &self.id, what) };
        Ok(CaseLine {
            id: self.id.parse().map_err(|_| bad("id"))?,
            status: Status::from_key(&self.status).ok_or_else(|| bad("status"))?,
            fiscal_year: self.fiscal_year.and_then(FiscalYear::new),
            submitted_at: self.submitted_at,
            reexamined: self.reexamined,
            certificate: match (self.certificate_number, self.certificate_issued_on) {
                (Some(number), Some(issued_on)) => Some(CertificateCard {
                    number,
                    issued_on,
                    ready: self.certificate_rendered_at.is_some(),
                }),
                _ => None,
            },
            receipt_number: self.receipt_number,
            programme_name: self.programme_name,
            doctor_name: self.doctor_name,
            licence_number: self.licence_number,
            destination_name: self.destination_name.unwrap_or_default(),
            reviewer_name: self.reviewer_name,
        })
    }
}
