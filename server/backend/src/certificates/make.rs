//! The job that makes a certificate's bytes. Once stored they are never made again.

use bytes::Bytes;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::render::CertificateText;
use crate::Backend;
use crate::db::Txn;
use crate::entity::certificate;
use crate::error::{Fault, Result};
use crate::files::{self, Content, FilesError};
use crate::hex;
use crate::jobs::{self, Job};

/// Makes and stores the bytes, then records their fingerprint and ends the job in one transaction.
pub(crate) async fn make(backend: &Backend, job: &Job) -> Result<()> {
    let id = job.payload["certificate"].as_str().unwrap_or_default().to_owned();
    let row = certificate::Entity::find_by_id(&id).one(backend.db.read()).await?;
    let row = row.ok_or_else(|| Fault::other(format!("a job for the certificate {id}, which does not exist")))?;
    let now = backend.clock.now();
    let job = job.clone();
    if row.rendered_at.is_some() {
        return backend
            .db
            .write(async move |txn: &Txn| -> Result<()> { Ok(jobs::finish(txn, &job, now).await?) })
            .await;
    }
    let text = CertificateText {
        number: row.number,
        doctor_name: row.doctor_name,
        licence_number: row.licence_number,
        training_name: row.training_name,
        association_name: row.association_name,
        signatory: row.signatory,
        issued_on: row.issued_on,
        example: row.is_example,
    };
    let bytes = Bytes::from(backend.render(text).await?);
    let key = files::key("certificates", &id);
    let (sha256, size) = (hex::sha256(&bytes), i64::try_from(bytes.len()).map_err(Fault::other)?);
    match backend.files.put_new(&key, Content::Bytes(bytes)).await {
        Ok(_) => {}
        // An earlier try stored them and died before its row; the same text gives the same bytes.
        Err(FilesError::Exists(_)) if backend.files.sha256(&key).await? == sha256 => {}
        Err(error) => return Err(error.into()),
    }
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            certificate::Entity::update_many()
                .col_expr(certificate::Column::StorageKey, Expr::value(key.as_str()))
                .col_expr(certificate::Column::Sha256, Expr::value(sha256.as_str()))
                .col_expr(certificate::Column::SizeBytes, Expr::value(size))
                .col_expr(certificate::Column::RenderedAt, Expr::value(now))
                .filter(certificate::Column::Id.eq(id.as_str()))
                .filter(certificate::Column::RenderedAt.is_null())
                .exec(txn)
                .await?;
            Ok(jobs::finish(txn, &job, now).await?)
        })
        .await
}
