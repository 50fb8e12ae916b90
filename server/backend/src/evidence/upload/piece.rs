//! Takes one piece of an upload in: durable first, and only then written down as there.

use bytes::Bytes;
use domain::ids::{ApplicationId, UploadId};
use domain::upload::{UploadRefusal, piece_length};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{discard, own, piece_key, size_of, status, throw_away};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{upload, upload_piece};
use crate::error::{Error, Fault, Refusal, Result};
use crate::files::{Content, FilesError};
use crate::hex;
use crate::visitor::Doctor;

/// Keeps a piece, counted from 0. One that is there already is kept as it is: a browser that did not hear the answer
/// sends it again.
pub async fn keep_piece(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    id: &UploadId,
    number: u32,
    bytes: Bytes,
) -> Result<()> {
    let upload = own(backend, doctor, application, id).await?;
    if bytes.is_empty() || bytes.len() as u64 != piece_length(size_of(&upload)?, number) {
        return Err(Refusal::Upload(UploadRefusal::WrongSize).into());
    }
    if upload.status == status::FINISHED {
        return Ok(());
    }
    let (size, sha256) = (bytes.len(), hex::sha256(&bytes));
    let key = piece_key(&upload.id, number);
    match backend.files.put_new(&key, Content::Bytes(bytes)).await {
        Ok(_) => {}
        Err(FilesError::Exists(_)) => sent_before(backend, &upload, &key, &sha256).await?,
        Err(error) => return Err(error.into()),
    }
    let row = upload_piece::ActiveModel {
        upload_id: Set(upload.id.clone()),
        number: Set(i32::try_from(number).map_err(Fault::other)?),
        size_bytes: Set(i64::try_from(size).map_err(Fault::other)?),
        sha256: Set(sha256),
    };
    let written = write(backend, row).await;
    if let Err(Error::Refused(_)) = &written {
        // The upload ended in the meantime, and whoever ended it may not have seen this piece.
        backend.files.delete(&key).await?;
    }
    written
}

/// An earlier try stored this piece and may have died before its row. Other bytes than that try's mean that the file
/// changed on its way: nothing can be made of this upload.
async fn sent_before(backend: &Backend, upload: &upload::Model, key: &str, sha256: &str) -> Result<()> {
    match backend.files.sha256(key).await {
        Ok(there) if there == sha256 => Ok(()),
        Ok(_) => {
            give_up(backend, upload).await?;
            Err(Refusal::Upload(UploadRefusal::Altered).into())
        }
        Err(FilesError::Missing(_)) => Err(Refusal::NotFound.into()),
        Err(error) => Err(error.into()),
    }
}

async fn write(backend: &Backend, row: upload_piece::ActiveModel) -> Result<()> {
    let now = backend.clock.now();
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            // Holds the upload's row too: a piece never lands in one that is being finished or given up.
            let held = upload::Entity::update_many()
                .col_expr(upload::Column::MovedAt, Expr::value(now))
                .filter(upload::Column::Id.eq(row.upload_id.clone().unwrap()))
                .filter(upload::Column::Status.eq(status::OPEN))
                .exec(txn)
                .await?;
            if held.rows_affected != 1 {
                return Err(Refusal::NotFound.into());
            }
            upload_piece::Entity::insert(row)
                .on_conflict_do_nothing_on([upload_piece::Column::UploadId, upload_piece::Column::Number])
                .exec_without_returning(txn)
                .await?;
            Ok(())
        })
        .await
}

/// Gives an upload up for good; the same file can be announced anew.
pub(super) async fn give_up(backend: &Backend, upload: &upload::Model) -> Result<()> {
    let given_up = upload.clone();
    backend
        .db
        .write(async move |txn: &Txn| discard(txn, [&given_up]).await)
        .await?;
    throw_away(backend, std::slice::from_ref(upload)).await;
    Ok(())
}
