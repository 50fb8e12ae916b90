//! Stored files: proofs and certificates, written once, durable before the row that names them is committed.

use std::error::Error as StdError;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as StorePath;
use object_store::{
    Error as StoreError, GetResult, GetResultPayload, ObjectStore, ObjectStoreExt, PutMode, PutPayload, WriteMultipart,
};
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;

use crate::hex;
use crate::testing::{FaultPlan, InjectedFault};

/// How much of a file is in memory at a time.
const CHUNK_BYTES: usize = 256 * 1024;
/// How many chunks of one file may wait for the disk.
const CHUNKS_WAITING: usize = 2;
/// Longer than any key that [`key`] makes.
const KEY_CHARACTERS: usize = 200;

/// Why a stored file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The key is not of the form that [`key`] makes.
    #[error("not a storage key: {0:?}")]
    BadKey(String),
    /// There is no file under the key.
    #[error("no stored file {0}")]
    Missing(String),
    /// There is a file under the key already; it has not been touched.
    #[error("the stored file {0} exists already")]
    Exists(String),
    /// The disk is full. Nothing was stored.
    #[error("the disk is full")]
    Full,
    /// Anything else that the store reports.
    #[error("the file store failed")]
    Store(#[source] StoreError),
    /// The file that was to be stored, or was being read, failed.
    #[error("reading a file failed")]
    Read(#[from] io::Error),
    /// Planned by a crash test.
    #[error(transparent)]
    Injected(#[from] InjectedFault),
}

/// What is to be stored.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// Bytes at hand.
    Bytes(Bytes),
    /// A file to copy from; it stays where it is.
    File(&'a Path),
}

/// What was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A stored file that is being read.
pub struct Reading {
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its content, piece by piece.
    pub content: BoxStream<'static, Result<Bytes, FilesError>>,
}

#[derive(Clone, Debug)]
enum Store {
    Local(Arc<LocalFileSystem>),
}

/// Where the files are. Copies mean the same place.
#[derive(Clone, Debug)]
pub struct Files {
    store: Store,
    faults: FaultPlan,
}

/// The key of the file `id` in `folder`: `documents/ab/abcdef…`, so that no folder grows too large to list.
pub fn key(folder: &str, id: &str) -> String {
    let shelf = id.get(..2).unwrap_or("00");
    format!("{folder}/{shelf}/{id}")
}

impl Files {
    /// Files below `folder`, which is made if missing.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn local(folder: &Path) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(FilesError::Store)?;
        // With fsync a file is on the disk, and its name in its folder, before a put returns.
        Ok(Self {
            store: Store::Local(Arc::new(store.with_fsync(true))),
            faults: FaultPlan::default(),
        })
    }

    /// The same place with failures planned, for crash tests.
    #[must_use]
    pub fn with_faults(mut self, faults: FaultPlan) -> Self {
        self.faults = faults;
        self
    }

    /// Stores a file that was not there before. It appears under its key whole or not at all, and survives a power
    /// cut once this returns.
    ///
    /// # Errors
    /// [`FilesError::Exists`], [`FilesError::Full`], or whatever else went wrong; nothing is left behind then.
    pub async fn put_new(&self, key: &str, content: Content<'_>) -> Result<Stored, FilesError> {
        let path = path_of(key)?;
        self.faults.step("before put")?;
        let stored = match content {
            Content::Bytes(bytes) => self.put_bytes(&path, bytes).await,
            Content::File(source) => self.put_file(&path, source).await,
        }?;
        if self.faults.garbles() {
            self.garble(&path).await?;
        }
        self.faults.step("after put")?;
        Ok(stored)
    }

    /// Flips a bit of what was just written, as a failing disk does; only on a test's order.
    async fn garble(&self, path: &StorePath) -> Result<(), FilesError> {
        let mut bytes = self.read(path.as_ref()).await?.to_vec();
        if let Some(last) = bytes.last_mut() {
            *last ^= 1;
        }
        let garbled = PutPayload::from_bytes(Bytes::from(bytes));
        self.store().put(path, garbled).await.map_err(fault)?;
        Ok(())
    }

    async fn put_bytes(&self, path: &StorePath, bytes: Bytes) -> Result<Stored, FilesError> {
        let stored = Stored {
            size_bytes: bytes.len() as u64,
            sha256: hex::sha256(&bytes),
        };
        self.store()
            .put_opts(path, PutPayload::from_bytes(bytes), PutMode::Create.into())
            .await
            .map_err(fault)?;
        Ok(stored)
    }

    /// A large file goes through memory in chunks; the store offers no create-only way for that, hence the question
    /// beforehand. Keys are random, so two writers of one key do not happen.
    async fn put_file(&self, path: &StorePath, source: &Path) -> Result<Stored, FilesError> {
        if self.exists(path.as_ref()).await? {
            return Err(FilesError::Exists(path.to_string()));
        }
        let mut source = File::open(source).await?;
        let upload = self.store().put_multipart(path).await.map_err(fault)?;
        // An upload that is dropped before its end removes what it wrote.
        let mut upload = WriteMultipart::new_with_chunk_size(upload, CHUNK_BYTES);
        let mut hash = Sha256::new();
        let mut size_bytes = 0;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let read = source.read(&mut chunk).await?;
            if read == 0 {
                break;
            }
            hash.update(&chunk[..read]);
            size_bytes += read as u64;
            upload.wait_for_capacity(CHUNKS_WAITING).await.map_err(fault)?;
            upload.write(&chunk[..read]);
        }
        upload.finish().await.map_err(fault)?;
        Ok(Stored {
            size_bytes,
            sha256: hex::encode(&hash.finalize()),
        })
    }

    /// The whole file; for what is known to be small.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or whatever else went wrong.
    pub async fn read(&self, key: &str) -> Result<Bytes, FilesError> {
        self.get(key).await?.bytes().await.map_err(fault)
    }

    /// The file, piece by piece.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or whatever else went wrong.
    pub async fn stream(&self, key: &str) -> Result<Reading, FilesError> {
        let found = self.get(key).await?;
        let size_bytes = found.meta.size;
        let content = match found.payload {
            // The store's own stream of a local file goes to the disk for every 8 KiB.
            GetResultPayload::File(file, _) => ReaderStream::with_capacity(File::from_std(file), CHUNK_BYTES)
                .map_err(FilesError::Read)
                .boxed(),
            GetResultPayload::Stream(content) => content.map_err(fault).boxed(),
        };
        Ok(Reading { size_bytes, content })
    }

    /// Whether there is a file under the key.
    ///
    /// # Errors
    /// When the store cannot say.
    pub async fn exists(&self, key: &str) -> Result<bool, FilesError> {
        match self.store().head(&path_of(key)?).await.map_err(fault) {
            Ok(_) => Ok(true),
            Err(FilesError::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The SHA-256 of the file as it is now, in lower-case hexadecimal.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or whatever else went wrong.
    pub async fn sha256(&self, key: &str) -> Result<String, FilesError> {
        let mut content = self.stream(key).await?.content;
        let mut hash = Sha256::new();
        while let Some(piece) = content.try_next().await? {
            hash.update(&piece);
        }
        Ok(hex::encode(&hash.finalize()))
    }

    /// Copies a file under another key, if it still has this SHA-256; whether it does. One that was altered is not
    /// copied on.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or whatever else went wrong; nothing is left behind then.
    pub async fn copy(&self, from: &str, sha256: &str, to: &str) -> Result<bool, FilesError> {
        let temporary = tempfile::NamedTempFile::new()?;
        let mut writer = File::from_std(temporary.reopen()?);
        let mut content = self.stream(from).await?.content;
        let mut hash = Sha256::new();
        while let Some(piece) = content.try_next().await? {
            hash.update(&piece);
            writer.write_all(&piece).await?;
        }
        writer.flush().await?;
        if hex::encode(&hash.finalize()) != sha256 {
            return Ok(false);
        }
        self.put_new(to, Content::File(temporary.path())).await?;
        Ok(true)
    }

    /// Removes the file. That it is gone already is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, key: &str) -> Result<(), FilesError> {
        let path = path_of(key)?;
        self.faults.step("before delete")?;
        match self.store().delete(&path).await.map_err(fault) {
            Ok(()) | Err(FilesError::Missing(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The keys of all files, in no order.
    pub fn keys(&self) -> BoxStream<'_, Result<String, FilesError>> {
        self.list(None)
    }

    /// The keys of the files in one folder of [`key`], likewise.
    pub fn keys_in(&self, folder: &str) -> BoxStream<'_, Result<String, FilesError>> {
        self.list(Some(&StorePath::from(folder)))
    }

    fn list(&self, below: Option<&StorePath>) -> BoxStream<'_, Result<String, FilesError>> {
        self.store()
            .list(below)
            .map_ok(|found| found.location.to_string())
            .map_err(fault)
            .boxed()
    }

    async fn get(&self, key: &str) -> Result<GetResult, FilesError> {
        self.store().get(&path_of(key)?).await.map_err(fault)
    }

    fn store(&self) -> &dyn ObjectStore {
        match &self.store {
            Store::Local(store) => store.as_ref(),
        }
    }
}

/// Keys are made by this program, but they come back from the database: nothing that leads out of the store passes.
fn path_of(key: &str) -> Result<StorePath, FilesError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    let good = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
    let bad = || FilesError::BadKey(key.chars().take(KEY_CHARACTERS).collect());
    if key.len() > KEY_CHARACTERS || !key.contains('/') || !key.split('/').all(good) {
        return Err(bad());
    }
    StorePath::parse(key).map_err(|_| bad())
}

fn fault(error: StoreError) -> FilesError {
    match error {
        StoreError::NotFound { path, .. } => FilesError::Missing(path),
        StoreError::AlreadyExists { path, .. } => FilesError::Exists(path),
        error if is_full(&error) => FilesError::Full,
        error => FilesError::Store(error),
    }
}

fn is_full(error: &StoreError) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests;
