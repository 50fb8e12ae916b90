//! Proofs that arrive in pieces: announced, sent, finished, so that a cut line costs one piece and never the file.
//!
//! Nothing of an upload lives in the process; any server of several goes on where another one stopped. The upload's row
//! is written before its first piece and goes after its last one, and a piece's key is made of the upload's id and the
//! piece's number: whatever is cut off in between, [`sweep`] finds every file again.

pub mod announce;
pub mod finish;
pub mod piece;
pub mod sweep;

use domain::application::{Document, Status};
use domain::ids::{ApplicationId, UploadId};
use domain::upload::{UploadProgress, piece_count};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Backend;
use crate::db::Txn;
use crate::entity::{application, upload, upload_piece};
use crate::error::{Fault, Refusal, Result};
use crate::files;
use crate::visitor::Doctor;

/// Where the pieces lie in the file store.
pub(crate) const FOLDER: &str = "uploads";

/// Where an upload stands, as the database has it.
pub(crate) mod status {
    /// Pieces may come.
    pub(crate) const OPEN: &str = "open";
    /// It has become a document.
    pub(crate) const FINISHED: &str = "finished";
    /// It is given up; the row waits for its pieces to be gone.
    pub(crate) const DISCARDED: &str = "discarded";
}

/// The key of a piece.
pub(crate) fn piece_key(upload: &str, number: u32) -> String {
    files::key(FOLDER, &format!("{upload}-{number}"))
}

/// The upload and the number that a piece's key is made of.
pub(crate) fn piece_of(key: &str) -> Option<(&str, u32)> {
    let (upload, number) = key.rsplit('/').next()?.rsplit_once('-')?;
    let number = number.parse().ok()?;
    (piece_key(upload, number) == key).then_some((upload, number))
}

/// The keys that the pieces of an upload have or would have.
pub(crate) fn keys_of(upload: &upload::Model) -> Result<impl Iterator<Item = String> + use<>> {
    let id = upload.id.clone();
    Ok((0..piece_count(size_of(upload)?)).map(move |number| piece_key(&id, number)))
}

fn size_of(upload: &upload::Model) -> Result<u64> {
    u64::try_from(upload.size_bytes).map_err(|_| Fault::bad_row("uploads", &upload.id, "size_bytes"))
}

/// Which pieces of an upload are there: the question after a cut.
pub async fn progress(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    id: &UploadId,
) -> Result<UploadProgress> {
    let upload = own(backend, doctor, application, id).await?;
    progress_of(backend.db.read(), &upload).await
}

async fn progress_of(conn: &impl ConnectionTrait, upload: &upload::Model) -> Result<UploadProgress> {
    let present = if upload.status == status::FINISHED {
        (0..piece_count(size_of(upload)?)).collect()
    } else {
        numbers(conn, &upload.id).await?
    };
    Ok(UploadProgress {
        id: upload
            .id
            .parse()
            .map_err(|_| Fault::bad_row("uploads", &upload.id, "id"))?,
        present,
    })
}

/// The numbers of the pieces that are durable, in order.
async fn numbers(conn: &impl ConnectionTrait, upload: &str) -> Result<Vec<u32>> {
    let numbers: Vec<i32> = upload_piece::Entity::find()
        .select_only()
        .column(upload_piece::Column::Number)
        .filter(upload_piece::Column::UploadId.eq(upload))
        .order_by_asc(upload_piece::Column::Number)
        .into_tuple()
        .all(conn)
        .await?;
    let number = |number: i32| u32::try_from(number).map_err(|_| Fault::bad_row("upload_pieces", upload, "number"));
    numbers.into_iter().map(number).collect()
}

/// An upload of the doctor's own application, while that is open. Somebody else's is not found, nor is one that was
/// given up.
async fn own(backend: &Backend, doctor: &Doctor, application: &ApplicationId, id: &UploadId) -> Result<upload::Model> {
    let conn = backend.db.read();
    let case: Option<String> = application::Entity::find_by_id(application.as_str())
        .select_only()
        .column(application::Column::Status)
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .into_tuple()
        .one(conn)
        .await?;
    let case = case.ok_or(Refusal::NotFound)?;
    let found = upload::Entity::find_by_id(id.as_str())
        .filter(upload::Column::ApplicationId.eq(application.as_str()))
        .filter(upload::Column::Status.ne(status::DISCARDED))
        .one(conn)
        .await?;
    let found = found.ok_or(Refusal::NotFound)?;
    if Status::from_key(&case).is_some_and(Status::is_open_to_the_doctor) {
        Ok(found)
    } else {
        Err(Refusal::WrongStatus.into())
    }
}

/// The document that an upload has become, while that is there.
async fn become_document(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    upload: &upload::Model,
) -> Result<Option<Document>> {
    let Some(id) = &upload.document_id else {
        return Ok(None);
    };
    let case = crate::applications::open::own_case(backend, doctor, application).await?;
    Ok(case.documents.into_iter().find(|document| document.id.as_str() == id))
}

/// Marks these uploads as given up; [`throw_away`] follows once that is committed.
async fn discard(txn: &Txn, uploads: impl IntoIterator<Item = &upload::Model>) -> Result<()> {
    let ids: Vec<&str> = uploads.into_iter().map(|upload| upload.id.as_str()).collect();
    upload::Entity::update_many()
        .col_expr(upload::Column::Status, Expr::value(status::DISCARDED))
        .col_expr(upload::Column::DocumentId, Expr::value(Option::<String>::None))
        .filter(upload::Column::Id.is_in(ids))
        .exec(txn)
        .await?;
    Ok(())
}

/// Gives up every upload of an application that is being deleted.
pub(crate) async fn discard_all_of(txn: &Txn, application: &ApplicationId) -> Result<Vec<upload::Model>> {
    let uploads = upload::Entity::find()
        .filter(upload::Column::ApplicationId.eq(application.as_str()))
        .all(txn)
        .await?;
    discard(txn, &uploads).await?;
    Ok(uploads)
}

/// Removes what is left of uploads that can get no more pieces: first the files, then the row that tells of them.
/// What fails here is done by the next sweep.
pub(crate) async fn throw_away(backend: &Backend, uploads: &[upload::Model]) {
    for upload in uploads {
        if let Err(error) = remove(backend, upload).await {
            tracing::warn!(%error, upload = upload.id, "an upload that was given up stays behind until the next sweep");
        }
    }
}

/// Deletes the files of an upload's pieces; those that are gone already are no error.
async fn delete_files(backend: &Backend, upload: &upload::Model) -> Result<()> {
    for key in keys_of(upload)? {
        backend.files.delete(&key).await?;
    }
    Ok(())
}

async fn remove(backend: &Backend, upload: &upload::Model) -> Result<()> {
    delete_files(backend, upload).await?;
    let id = upload.id.clone();
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            // Its pieces' rows go with it (ON DELETE CASCADE).
            upload::Entity::delete_by_id(id.as_str()).exec(txn).await?;
            Ok(())
        })
        .await
}
