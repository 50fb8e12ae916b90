//! 単位取得状況: a doctor's registered credits.

pub mod attendance;

use chrono::{DateTime, Utc};
use domain::credits::Credit;
use domain::curriculum::CodeNames;
use domain::doctor::Memberships;
use sea_orm::{FromQueryResult, Statement};

use crate::Backend;
use crate::error::Result;
use crate::records::doctor::doctor_with_credits;
use crate::visitor::Doctor;

/// The doctor's memberships and credits, the oldest credit first.
pub async fn credits(backend: &Backend, doctor: &Doctor) -> Result<(Memberships, Vec<Credit>)> {
    doctor_with_credits(backend.db.read(), &doctor.doctor).await
}

#[derive(FromQueryResult)]
struct Imported {
    at: DateTime<Utc>,
}

/// When credits were last brought in: the last import of a file of credits, whether or not the doctor was in it, or
/// what was registered for the doctor in another way since. None before the first.
pub async fn last_imported(backend: &Backend, doctor: &Doctor) -> Result<Option<DateTime<Utc>>> {
    // The words stand in the text and are not bound: an index over the log's imports alone is used only so.
    let sql = "SELECT t.at FROM (SELECT at FROM audit_log WHERE action = 'data.imported' AND subject = 'credits' \
               UNION ALL SELECT imported_at AS at FROM credits WHERE doctor_id = $1) t ORDER BY t.at DESC LIMIT 1";
    let conn = backend.db.read();
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [doctor.doctor.as_str().into()]);
    let last = Imported::find_by_statement(statement).one(conn).await?;
    Ok(last.map(|last| last.at))
}

/// The names of the curriculum codes.
pub async fn curriculum_names(backend: &Backend) -> Result<CodeNames> {
    backend.curriculum().await
}

/// 制度種別: each programme's code and name.
pub async fn programmes(backend: &Backend) -> Result<Vec<(String, String)>> {
    backend.programmes().await
}
