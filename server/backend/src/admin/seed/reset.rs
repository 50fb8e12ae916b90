//! Throws a demonstration away, so that it can be set up anew.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QuerySelect, Statement};

use super::{is_marked, refuse_strangers};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{certificate, document, submitted_file, upload};
use crate::error::{Error, Fault, Result};
use crate::evidence::upload::keys_of;
use crate::files;

/// Every table with rows of ours, those that refer before those that are referred to.
const TABLES: [&str; 36] = [
    "jobs",
    "reminders",
    "mail_failures",
    "mails",
    "confirmations",
    "registrations",
    "recovery_codes",
    "second_factors",
    "agents",
    "audit_log",
    "counters",
    "certificates",
    "return_items",
    "review_events",
    "upload_pieces",
    "uploads",
    "submitted_files",
    "camera_tokens",
    "typed_forms",
    "documents",
    "practical_entries",
    "added_lectures",
    "applications",
    "policies",
    "credits",
    "login_attempts",
    "sessions",
    "roles",
    "accounts",
    "memberships",
    "doctors",
    "practical_items",
    "programme_settings",
    "programmes",
    "curriculum_codes",
    "associations",
];
/// The tables whose triggers refuse deletion.
const GUARDED: [&str; 2] = ["applications", "audit_log"];

/// Deletes everything in the database of a demonstration, decisions and audit log included, and the files with it.
///
/// # Errors
/// A fault when the database is not marked as a demonstration or holds an account that is no example; then nothing is
/// deleted.
pub async fn reset_demo(backend: &Backend) -> Result<()> {
    let keys = backend
        .db
        .write(async move |txn: &Txn| {
            if !is_marked(txn).await? {
                return Err(Fault::other(
                    "the database is not marked as a demonstration: nothing is deleted",
                ));
            }
            refuse_strangers(txn).await?;
            let keys = stored_keys(txn).await?;
            let guards = lay_down_guards(txn).await?;
            for table in TABLES {
                txn.execute_unprepared(&format!("DELETE FROM {table}")).await?;
            }
            take_up_guards(txn, &guards).await?;
            Ok::<_, Error>(keys)
        })
        .await?;
    for key in keys {
        backend.files.delete(&key).await?;
    }
    Ok(())
}

/// The files that rows name; a document that only a receipt still names has its file under its own id.
async fn stored_keys(txn: &Txn) -> Result<BTreeSet<String>> {
    let documents: Vec<String> = document::Entity::find()
        .select_only()
        .column(document::Column::StorageKey)
        .into_tuple()
        .all(txn)
        .await?;
    let certificates: Vec<Option<String>> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::StorageKey)
        .into_tuple()
        .all(txn)
        .await?;
    let submitted: Vec<String> = submitted_file::Entity::find()
        .select_only()
        .column(submitted_file::Column::DocumentId)
        .into_tuple()
        .all(txn)
        .await?;
    let submitted = submitted.iter().map(|id| files::key("documents", id));
    let mut pieces = Vec::new();
    for upload in upload::Entity::find().all(txn).await? {
        pieces.extend(keys_of(&upload)?);
    }
    Ok(documents
        .into_iter()
        .chain(certificates.into_iter().flatten())
        .chain(submitted)
        .chain(pieces)
        .collect())
}

#[derive(FromQueryResult)]
struct Guard {
    name: String,
    sql: String,
}

/// Both databases take this back with the transaction if anything fails.
async fn lay_down_guards(txn: &Txn) -> Result<Vec<Guard>> {
    if txn.get_database_backend() == DbBackend::Postgres {
        for table in GUARDED {
            txn.execute_unprepared(&format!("ALTER TABLE {table} DISABLE TRIGGER USER"))
                .await?;
        }
        return Ok(Vec::new());
    }
    let triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
    let guards = Guard::find_by_statement(Statement::from_string(DbBackend::Sqlite, triggers))
        .all(txn)
        .await?;
    for guard in &guards {
        txn.execute_unprepared(&format!("DROP TRIGGER \"{}\"", guard.name))
            .await?;
    }
    Ok(guards)
}

async fn take_up_guards(txn: &Txn, guards: &[Guard]) -> Result<()> {
    if txn.get_database_backend() == DbBackend::Postgres {
        for table in GUARDED {
            txn.execute_unprepared(&format!("ALTER TABLE {table} ENABLE TRIGGER USER"))
                .await?;
        }
    }
    for guard in guards {
        txn.execute_unprepared(&guard.sql).await?;
    }
    Ok(())
}
