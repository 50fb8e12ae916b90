//! 自分のデータを取り出す: everything that is kept of a doctor, in one ZIP file.
//!
//! `shape` is what `data.json` looks like (docs/own-data.md), `gather` fills it, `names` names the files,
//! `archive` puts all of it together on a thread of its own.

mod archive;
mod gather;
mod names;
mod once;
mod shape;

use bytes::Bytes;
use futures::StreamExt;
use serde_json::json;
use tokio_util::io::ReaderStream;

use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::error::{Fault, Refusal, Result};
use crate::files::{FilesError, Reading};
use crate::visitor::Doctor;

use self::gather::Gathered;
pub(crate) use self::once::OneAtATime;
use self::once::Taken;

/// How much of the file is in memory at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// The finished file. It lies in a temporary place without a name, and is gone when this and its reading are.
pub struct OwnData {
    /// The name under which it is saved.
    pub name: String,
    file: std::fs::File,
    size_bytes: u64,
    taken: Taken,
}

/// Puts the doctor's own data together. One at a time for each account; that it was done stands in the audit log.
pub async fn take_out(backend: &Backend, doctor: &Doctor) -> Result<OwnData> {
    doctor.in_person()?;
    let taken = backend.taking_out.enter(&doctor.account).ok_or(Refusal::TakingOut)?;
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let Gathered { data, files } = gather::gather(backend, doctor, now).await?;
    let (number, store) = (files.len(), backend.files.clone());
    let runtime = tokio::runtime::Handle::current();
    let made = tokio::task::spawn_blocking(move || archive::write(&store, &runtime, &data, &files, now));
    let (file, size_bytes) = made.await.map_err(Fault::other)??;

    let doctor = doctor.clone();
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let (actor, subject) = (Some(doctor.account.as_str()), doctor.doctor.as_str());
            let detail = json!({ "files": number, "bytes": size_bytes });
            Ok(audit::record(txn, now, actor, "doctor.data_taken", subject, &detail).await?)
        })
        .await?;
    Ok(OwnData {
        name: format!("修了申請データ_{today}.zip"),
        file,
        size_bytes,
        taken,
    })
}

impl OwnData {
    /// Its bytes. The next one can be made once this has been read or dropped.
    pub fn into_reading(self) -> Reading {
        let OwnData {
            file,
            size_bytes,
            taken,
            ..
        } = self;
        let pieces = ReaderStream::with_capacity(tokio::fs::File::from_std(file), CHUNK_BYTES);
        let content = pieces.map(move |piece| -> std::result::Result<Bytes, FilesError> {
            let _held = &taken;
            Ok(piece?)
        });
        Reading {
            size_bytes,
            content: content.boxed(),
        }
    }
}
