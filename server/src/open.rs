//! Opens what the settings name: database, files, fonts, the program that looks at proofs.

use std::{io, path::Path};

use backend::{Backend, clock::Clock, db::Db, evidence::child::Inspector, files::Files};

use crate::config::{Demo, StorageArgs};

/// What could not be opened. The causes are for the operator and may name paths.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("データベースのフォルダーを作れません。/ The folder of the database cannot be made: {0}")]
    Folder(#[source] io::Error),
    #[error("データベースに接続できません。/ The database cannot be opened: {0}")]
    Database(String),
    #[error("ファイルの保存先を開けません。/ The folder of the files cannot be opened: {0}")]
    Files(#[from] backend::files::FilesError),
    #[error("自分自身のプログラムが見つかりません。/ The program does not find itself: {0}")]
    Program(#[source] io::Error),
}

/// Opens the backend. The schema is left as it is; see [`migrated`].
pub async fn open(storage: &StorageArgs, demo: Option<Demo>) -> Result<Backend, OpenError> {
    if let Some(folder) = sqlite_folder(&storage.database) {
        std::fs::create_dir_all(folder).map_err(OpenError::Folder)?;
    }
    let db = Db::connect(&storage.database)
        .await
        .map_err(|error| OpenError::Database(error.to_string()))?;
    let files = Files::local(&storage.files)?;
    let inspector = Inspector::child(std::env::current_exe().map_err(OpenError::Program)?);
    Ok(Backend::new(db, files, clock(demo), inspector, storage.fonts.clone()))
}

/// Opens the backend and brings the schema up to date; several processes that start at once take turns.
pub async fn migrated(storage: &StorageArgs, demo: Option<Demo>) -> Result<Backend, OpenError> {
    let backend = open(storage, demo).await?;
    backend
        .db
        .migrate()
        .await
        .map_err(|error| OpenError::Database(error.to_string()))?;
    Ok(backend)
}

/// A demonstration's clock starts at its moment and runs on: throttles end and jobs are tried again only as time goes by.
fn clock(demo: Option<Demo>) -> Clock {
    demo.and_then(|demo| demo.now).map_or(Clock::System, Clock::starting_at)
}

fn sqlite_folder(database: &str) -> Option<&Path> {
    let path = database.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or(path);
    Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty())
}
