//! A doctor's memberships and credits, in one query.

use domain::credits::Credit;
use domain::doctor::Memberships;
use domain::ids::DoctorId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde::Deserialize;

use super::credit::{CREDIT_COLUMNS, CreditRow};
use super::json;
use crate::error::{Fault, Refusal, Result};

#[derive(FromQueryResult)]
struct DoctorRow {
    memberships: String,
    credits: String,
}

#[derive(Deserialize)]
struct MembershipRow {
    association_code: String,
}

/// Memberships and registered credits, the oldest credit first.
pub(crate) async fn doctor_with_credits(
    conn: &impl ConnectionTrait,
    id: &DoctorId,
) -> Result<(Memberships, Vec<Credit>)> {
    let backend = conn.get_database_backend();
    let sql = format!(
        "SELECT {} AS memberships, {} AS credits FROM doctors d WHERE d.id = $1",
        json::rows(
            backend,
            &["m.association_code"],
            "memberships m WHERE m.doctor_id = d.id"
        ),
        json::rows(backend, &CREDIT_COLUMNS, "credits c WHERE c.doctor_id = d.id"),
    );
    let statement = Statement::from_sql_and_values(backend, sql, [id.as_str().into()]);
    let row = DoctorRow::find_by_statement(statement)
        .one(conn)
        .await?
        .ok_or(Refusal::NotFound)?;
    let memberships = memberships(id.as_str(), &row.memberships)?;
    let credits = CreditRow::into_credits(json::read("credits", id.as_str(), &row.credits)?)?;
    Ok((memberships, credits))
}

/// Reads the JSON column with a doctor's memberships.
pub(super) fn memberships(doctor: &str, text: &str) -> Result<Memberships> {
    let rows: Vec<MembershipRow> = json::read("memberships", doctor, text)?;
    let codes: std::result::Result<Vec<_>, _> = rows.into_iter().map(|row| row.association_code.parse()).collect();
    codes
        .map(Memberships::new)
        .map_err(|error| Fault::bad_row("memberships", doctor, error))
}
