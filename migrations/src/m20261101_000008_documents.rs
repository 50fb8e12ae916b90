//! The proof files of an application, and the list of files that each submission consisted of.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{big_integer, integer, text, text_uniq, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, key, one_of, part_of, reference, rule, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(documents()).await?;
        // With ten positions this is also what limits a claim to ten files.
        manager
            .create_index(unique("documents", &["application_id", "claim", "position"]))
            .await?;
        manager.create_table(submitted_files()).await
    }
}

fn documents() -> TableCreateStatement {
    Table::create()
        .table("documents")
        .col(key("id"))
        .col(text("application_id"))
        .col(text("claim"))
        .col(integer("position"))
        .col(text("file_name"))
        .col(text("media_type"))
        .col(big_integer("size_bytes"))
        .col(integer("pages"))
        .col(text("sha256_received"))
        .col(text("sha256_stored"))
        .col(text_uniq("storage_key"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut part_of(("documents", "application_id"), ("applications", "id")))
        .check(rule(
            "documents_claim",
            "claim = 'licence' OR claim LIKE 'practical:_%' OR claim LIKE 'lecture:_%'",
        ))
        .check(rule("documents_position", "position BETWEEN 0 AND 9"))
        .check(one_of(
            "documents_media_type",
            "media_type",
            &["image/jpeg", "image/png", "image/webp", "application/pdf"],
        ))
        .check(rule("documents_size_bytes", "size_bytes > 0"))
        .check(rule("documents_pages", "pages > 0"))
        .take()
}

/// The document itself may later be purged; what the receipt proves stays.
fn submitted_files() -> TableCreateStatement {
    Table::create()
        .table("submitted_files")
        .col(text("application_id"))
        .col(integer("submission"))
        .col(text("document_id"))
        .col(text("file_name"))
        .col(big_integer("size_bytes"))
        .col(text("sha256_received"))
        .col(text("sha256_stored"))
        .primary_key(&mut joint_key(&["application_id", "submission", "document_id"]))
        .foreign_key(&mut reference(
            ("submitted_files", "application_id"),
            ("applications", "id"),
        ))
        .take()
}
