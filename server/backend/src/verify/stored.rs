//! What takes a look at the files: each row's file is there as it was recorded, and which files no row names.

use std::collections::HashSet;

use futures::TryStreamExt;
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
};
use sha2::{Digest, Sha256};

use super::{Verified, uploads};
use crate::Backend;
use crate::entity::{certificate, document, submitted_file};
use crate::error::Result;
use crate::files::{self, Files, FilesError};
use crate::hex;

/// Rows that are read together; each is then looked at alone.
const PAGE: u64 = 200;
/// Keys that are looked up together.
const KEYS: usize = 200;

pub(super) async fn check(backend: &Backend, verified: &mut Verified) -> Result<()> {
    for kind in Kind::ALL {
        let mut after = String::new();
        loop {
            let page = kind.page(backend.db.read(), &after).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            for recorded in &page {
                compare(backend, kind, recorded, verified).await?;
            }
        }
    }
    strays(backend, verified).await
}

/// Rows that name a file.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Proofs.
    Documents,
    /// Certificates that are made.
    Certificates,
    /// Proofs that the doctor took out of a returned application: a receipt still names them, so they stay.
    Receipts,
}

/// What a row says about its file.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(super) struct Recorded {
    pub(super) id: String,
    pub(super) storage_key: String,
    pub(super) size_bytes: i64,
    pub(super) sha256: String,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Documents, Kind::Certificates, Kind::Receipts];

    fn rule(self) -> &'static str {
        match self {
            Kind::Documents => "documents.file",
            Kind::Certificates => "certificates.file",
            Kind::Receipts => "submissions.file",
        }
    }

    /// The table's rows; each has a file.
    fn rows(self) -> &'static str {
        match self {
            Kind::Documents => {
                "SELECT id, storage_key, size_bytes, sha256_stored AS sha256 FROM documents d WHERE 1 = 1"
            }
            Kind::Certificates => {
                "SELECT id, storage_key, size_bytes, sha256 FROM certificates d \
                 WHERE storage_key IS NOT NULL AND size_bytes IS NOT NULL AND sha256 IS NOT NULL"
            }
            Kind::Receipts => {
                "SELECT DISTINCT document_id AS id, '' AS storage_key, size_bytes, sha256_stored AS sha256 \
                 FROM submitted_files s WHERE NOT EXISTS (SELECT 1 FROM documents f WHERE f.id = s.document_id)"
            }
        }
    }

    fn key_column(self) -> &'static str {
        match self {
            Kind::Documents | Kind::Certificates => "id",
            Kind::Receipts => "document_id",
        }
    }

    async fn page(self, db: &DatabaseConnection, after: &str) -> Result<Vec<Recorded>> {
        let (rows, key) = (self.rows(), self.key_column());
        self.find(db, format!("{rows} AND {key} > $1 ORDER BY 1 LIMIT {PAGE}"), after)
            .await
    }

    async fn row(self, db: &DatabaseConnection, id: &str) -> Result<Option<Recorded>> {
        let (rows, key) = (self.rows(), self.key_column());
        Ok(self.find(db, format!("{rows} AND {key} = $1"), id).await?.pop())
    }

    async fn find(self, db: &DatabaseConnection, sql: String, value: &str) -> Result<Vec<Recorded>> {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [value.into()]);
        let mut found = Recorded::find_by_statement(statement).all(db).await?;
        if matches!(self, Kind::Receipts) {
            for recorded in &mut found {
                recorded.storage_key = files::key("documents", &recorded.id);
            }
        }
        Ok(found)
    }
}

async fn compare(backend: &Backend, kind: Kind, recorded: &Recorded, verified: &mut Verified) -> Result<()> {
    let Some(wrong) = difference(&backend.files, recorded).await? else {
        return Ok(());
    };
    // The row may have gone with its file while this was looking.
    if kind.row(backend.db.read(), &recorded.id).await?.as_ref() == Some(recorded) {
        verified.add(kind.rule(), format!("{}: {wrong}", recorded.storage_key));
    }
    Ok(())
}

/// How the file differs from what its row says.
pub(super) async fn difference(files: &Files, recorded: &Recorded) -> Result<Option<String>> {
    let mut content = match files.stream(&recorded.storage_key).await {
        Ok(reading) => reading.content,
        Err(FilesError::Missing(_)) => return Ok(Some("the file is missing".to_owned())),
        Err(FilesError::BadKey(_)) => return Ok(Some("no file can have this key".to_owned())),
        Err(error) => return Err(error.into()),
    };
    let mut hash = Sha256::new();
    let mut size = 0;
    while let Some(piece) = content.try_next().await? {
        hash.update(&piece);
        size += piece.len() as u64;
    }
    if u64::try_from(recorded.size_bytes) != Ok(size) {
        return Ok(Some(format!(
            "the file has {size} bytes instead of {}",
            recorded.size_bytes
        )));
    }
    let altered = hex::encode(&hash.finalize()) != recorded.sha256;
    Ok(altered.then(|| "the file was altered".to_owned()))
}

/// Files that no row names. A power cut between file and row leaves one.
async fn strays(backend: &Backend, verified: &mut Verified) -> Result<()> {
    let mut found = backend.files.keys();
    let mut keys = Vec::with_capacity(KEYS);
    loop {
        let next = found.try_next().await?;
        let ended = next.is_none();
        keys.extend(next);
        if keys.len() == KEYS || ended {
            uploads::strays(backend, &mut keys, verified).await?;
            let named = named(backend.db.read(), &keys).await?;
            for key in keys.drain(..).filter(|key| !named.contains(key)) {
                verified.note(format!("no row names the file {key}"));
            }
        }
        if ended {
            return Ok(());
        }
    }
}

/// Which of these files a row names.
async fn named(db: &DatabaseConnection, keys: &[String]) -> Result<HashSet<String>> {
    let documents: Vec<String> = document::Entity::find()
        .select_only()
        .column(document::Column::StorageKey)
        .filter(document::Column::StorageKey.is_in(keys))
        .into_tuple()
        .all(db)
        .await?;
    let ids = keys.iter().filter_map(|key| key.rsplit('/').next());
    let made = Condition::all().add(certificate::Column::Id.is_in(ids.clone()));
    let certificates: Vec<Option<String>> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::StorageKey)
        .filter(made)
        .into_tuple()
        .all(db)
        .await?;
    let receipts: Vec<String> = submitted_file::Entity::find()
        .select_only()
        .distinct()
        .column(submitted_file::Column::DocumentId)
        .filter(submitted_file::Column::DocumentId.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let receipts = receipts.iter().map(|id| files::key("documents", id));
    Ok(documents
        .into_iter()
        .chain(certificates.into_iter().flatten())
        .chain(receipts)
        .collect())
}
