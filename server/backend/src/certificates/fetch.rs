//! Gives a certificate's stored bytes to its doctor and to the association's reviewers.

use sea_orm::{FromQueryResult, Statement};

use crate::Backend;
use crate::error::{Fault, Refusal, Result};
use crate::evidence::fetch::may_see;
use crate::files::Reading;
use crate::visitor::Visitor;

/// A certificate that this visitor may see.
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// SHA-256 of its bytes, in hexadecimal; its entity tag. None while they are being made (作成中).
    pub sha256: Option<String>,
    key: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    number: String,
    sha256: Option<String>,
    storage_key: Option<String>,
    doctor_id: String,
    status: String,
    destination_code: Option<String>,
}

/// Finds a certificate that stands, for a visitor. One that the visitor may not see is not found.
pub async fn certificate(backend: &Backend, visitor: &Visitor, number: &str) -> Result<Certificate> {
    let conn = backend.db.read();
    let sql = "SELECT z.number, z.sha256, z.storage_key, a.doctor_id, a.status, a.destination_code \
               FROM certificates z JOIN applications a ON a.id = z.application_id \
               WHERE z.number = $1 AND z.status = 'valid'";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [number.into()]);
    let row = Row::find_by_statement(statement)
        .one(conn)
        .await?
        .ok_or(Refusal::NotFound)?;
    if !may_see(visitor, &row.doctor_id, &row.status, row.destination_code.as_deref()) {
        return Err(Refusal::NotFound.into());
    }
    Ok(Certificate {
        number: row.number,
        sha256: row.sha256,
        key: row.storage_key,
    })
}

/// Its bytes, as they were stored when it was made.
pub async fn content(backend: &Backend, certificate: &Certificate) -> Result<Reading> {
    match &certificate.key {
        Some(key) => Ok(backend.files.stream(key).await?),
        None => Err(Fault::other("a certificate without its bytes")),
    }
}
