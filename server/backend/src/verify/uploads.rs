//! What takes a look at uploads under way: each piece is there as it was recorded, and every piece has its upload.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement};

use super::Verified;
use super::stored::{Recorded, difference};
use crate::Backend;
use crate::entity::upload;
use crate::error::Result;
use crate::evidence::upload::{FOLDER, piece_key, piece_of};

/// Rows that are read together; each is then looked at alone.
const PAGE: u64 = 200;
const PIECES: &str = "SELECT p.upload_id, p.number, p.size_bytes, p.sha256 FROM upload_pieces p \
     JOIN uploads u ON u.id = p.upload_id WHERE u.status = 'open'";

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
struct Piece {
    upload_id: String,
    number: i32,
    size_bytes: i64,
    sha256: String,
}

/// Only pieces of open uploads must be there: those of the others are being cleared away.
pub(super) async fn check(backend: &Backend, verified: &mut Verified) -> Result<()> {
    let mut after = (String::new(), -1);
    loop {
        let sql = format!(
            "{PIECES} AND (p.upload_id > $1 OR (p.upload_id = $2 AND p.number > $3)) \
             ORDER BY p.upload_id, p.number LIMIT {PAGE}"
        );
        let page = find(backend.db.read(), sql, &after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.upload_id.clone(), last.number);
        for piece in &page {
            compare(backend, piece, verified).await?;
        }
    }
}

async fn find(db: &DatabaseConnection, sql: String, (upload, number): &(String, i32)) -> Result<Vec<Piece>> {
    let values = [upload.as_str().into(), upload.as_str().into(), (*number).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Piece::find_by_statement(statement).all(db).await?)
}

async fn compare(backend: &Backend, piece: &Piece, verified: &mut Verified) -> Result<()> {
    let number = u32::try_from(piece.number).unwrap_or(u32::MAX);
    let recorded = Recorded {
        id: piece.upload_id.clone(),
        storage_key: piece_key(&piece.upload_id, number),
        size_bytes: piece.size_bytes,
        sha256: piece.sha256.clone(),
    };
    let Some(wrong) = difference(&backend.files, &recorded).await? else {
        return Ok(());
    };
    // The upload may have been finished or given up while this was looking.
    let again = format!("{PIECES} AND p.upload_id = $1 AND p.upload_id = $2 AND p.number = $3");
    let again = find(backend.db.read(), again, &(piece.upload_id.clone(), piece.number)).await?;
    if again.first() != Some(piece) {
        return Ok(());
    }
    if backend.files.exists(&recorded.storage_key).await? {
        verified.add("uploads.file", format!("{}: {wrong}", recorded.storage_key));
    } else {
        // As in a copy that leaves out what was on its way: the browser sends the file anew.
        verified.note(format!("the piece {} is not there", recorded.storage_key));
    }
    Ok(())
}

/// Takes the keys of pieces out of `keys`; one without its upload is a violation, for an upload's row is there before
/// its first piece and goes after its last.
pub(super) async fn strays(backend: &Backend, keys: &mut Vec<String>, verified: &mut Verified) -> Result<()> {
    let folder = format!("{FOLDER}/");
    let pieces: Vec<String> = keys.extract_if(.., |key| key.starts_with(&folder)).collect();
    let ids: HashSet<&str> = pieces
        .iter()
        .filter_map(|key| piece_of(key))
        .map(|(id, _)| id)
        .collect();
    let known: Vec<String> = upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .filter(upload::Column::Id.is_in(ids))
        .into_tuple()
        .all(backend.db.read())
        .await?;
    for key in &pieces {
        let has_upload = piece_of(key).is_some_and(|(id, _)| known.iter().any(|known| known == id));
        // It may have gone with its upload while this was looking.
        if !has_upload && backend.files.exists(key).await? {
            verified.add("uploads.stray", format!("no upload has the piece {key}"));
        }
    }
    Ok(())
}
