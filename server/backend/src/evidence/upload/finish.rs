//! Makes a document of an upload: put together, compared with what was announced, and then taken in like any other file.

use std::path::Path;

use domain::application::Document;
use domain::ids::{ApplicationId, UploadId};
use domain::upload::{UploadRefusal, piece_count};
use futures::TryStreamExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::piece::give_up;
use super::{become_document, delete_files, keys_of, numbers, own, size_of, status};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{upload, upload_piece};
use crate::error::{Error, Fault, Refusal, Result};
use crate::evidence::store::{Announced, Incoming, store_proof};
use crate::files::FilesError;
use crate::hex;
use crate::visitor::Doctor;

/// Finishes an upload whose pieces are all there. Finished twice, or by several at once, it is one document, and each
/// is given that one.
pub async fn finish(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    id: &UploadId,
) -> Result<Document> {
    let upload = own(backend, doctor, application, id).await?;
    if upload.status == status::FINISHED {
        let document = become_document(backend, doctor, application, &upload).await?;
        return document.ok_or(Refusal::NotFound.into());
    }
    let error = match take_in(backend, doctor, application, &upload).await {
        Ok(document) => {
            clear(backend, &upload).await;
            return Ok(document);
        }
        Err(error) => error,
    };
    // Somebody else may have been faster, or the answer to our own commit was lost.
    let Ok(upload) = own(backend, doctor, application, id).await else {
        return Err(error);
    };
    if let Some(document) = become_document(backend, doctor, application, &upload).await? {
        return Ok(document);
    }
    if is_final(&error) {
        give_up(backend, &upload).await?;
    }
    Err(error)
}

/// Whether the same bytes would be refused again: then they need not be kept.
fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused(Refusal::File(_) | Refusal::Upload(UploadRefusal::Altered | UploadRefusal::PieceLost))
    )
}

async fn take_in(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    upload: &upload::Model,
) -> Result<Document> {
    let present = numbers(backend.db.read(), &upload.id).await?;
    if !(0..piece_count(size_of(upload)?)).eq(present) {
        return Err(Refusal::Upload(UploadRefusal::PieceMissing).into());
    }
    let whole = tempfile::NamedTempFile::new()?;
    let (size, sha256) = match put_together(backend, upload, whole.path()).await {
        // As after a restored copy that left out what was on its way.
        Err(Error::Fault(Fault::Files(FilesError::Missing(_)))) => {
            return Err(Refusal::Upload(UploadRefusal::PieceLost).into());
        }
        settled => settled?,
    };
    if size != size_of(upload)? || sha256 != upload.sha256_sent {
        return Err(Refusal::Upload(UploadRefusal::Altered).into());
    }
    let incoming = Incoming {
        claim: upload
            .claim
            .parse()
            .map_err(|_| Fault::bad_row("uploads", &upload.id, "claim"))?,
        file_name: upload.file_name.clone(),
        path: whole.path(),
        sha256,
        announced: Some(Announced {
            upload: upload
                .id
                .parse()
                .map_err(|_| Fault::bad_row("uploads", &upload.id, "id"))?,
            sha256_chosen: upload.sha256_chosen.clone(),
        }),
    };
    store_proof(backend, doctor, application, incoming).await
}

/// Writes the pieces behind each other; gives back how much that was, and its SHA-256.
async fn put_together(backend: &Backend, upload: &upload::Model, to: &Path) -> Result<(u64, String)> {
    let mut file = tokio::fs::File::create(to).await?;
    let mut hash = Sha256::new();
    let mut size = 0;
    for key in keys_of(upload)? {
        let mut content = backend.files.stream(&key).await?.content;
        while let Some(bytes) = content.try_next().await? {
            hash.update(&bytes);
            size += bytes.len() as u64;
            file.write_all(&bytes).await?;
        }
    }
    file.flush().await?;
    Ok((size, hex::encode(&hash.finalize())))
}

/// The pieces have served. The upload itself stays for a day, so that a browser that did not hear the answer is given
/// the same document.
async fn clear(backend: &Backend, upload: &upload::Model) {
    if let Err(error) = remove_pieces(backend, upload).await {
        tracing::warn!(%error, upload = upload.id, "pieces of a finished upload stay behind until the next sweep");
    }
}

async fn remove_pieces(backend: &Backend, upload: &upload::Model) -> Result<()> {
    delete_files(backend, upload).await?;
    let id = upload.id.clone();
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            upload_piece::Entity::delete_many()
                .filter(upload_piece::Column::UploadId.eq(id.as_str()))
                .exec(txn)
                .await?;
            Ok(())
        })
        .await
}
