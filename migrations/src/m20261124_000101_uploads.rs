//! Proofs on their way in pieces, and the fingerprint of each file as the person chose it.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{big_integer, integer, text, text_null, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableAlterStatement, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, joint_key, key, one_of, part_of, rule, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(uploads()).await?;
        // A file that is announced twice for one claim is one upload; one that is being thrown away is out of the way.
        run(
            manager,
            "CREATE UNIQUE INDEX uploads_announced ON uploads (application_id, claim, sha256_sent, size_bytes) \
             WHERE status <> 'discarded'",
        )
        .await?;
        manager.create_index(index("uploads", &["moved_at"])).await?;
        manager.create_table(upload_pieces()).await?;
        manager.alter_table(with_chosen("documents")).await?;
        manager.alter_table(with_chosen("submitted_files")).await
    }
}

/// The application is no foreign key: a draft can be deleted, and the row must stay until its pieces are gone.
fn uploads() -> TableCreateStatement {
    Table::create()
        .table("uploads")
        .col(key("id"))
        .col(text("application_id"))
        .col(text("claim"))
        .col(text("file_name"))
        .col(big_integer("size_bytes"))
        .col(text("sha256_chosen"))
        .col(text("sha256_sent"))
        .col(text("status"))
        .col(text_null("document_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("moved_at"))
        .check(one_of("uploads_status", "status", &["open", "finished", "discarded"]))
        .check(rule("uploads_size_bytes", "size_bytes > 0"))
        .check(rule(
            "uploads_document",
            "(status = 'finished') = (document_id IS NOT NULL)",
        ))
        .take()
}

fn upload_pieces() -> TableCreateStatement {
    Table::create()
        .table("upload_pieces")
        .col(text("upload_id"))
        .col(integer("number"))
        .col(big_integer("size_bytes"))
        .col(text("sha256"))
        .primary_key(&mut joint_key(&["upload_id", "number"]))
        .foreign_key(&mut part_of(("upload_pieces", "upload_id"), ("uploads", "id")))
        .check(rule("upload_pieces_number", "number >= 0"))
        .check(rule("upload_pieces_size_bytes", "size_bytes > 0"))
        .take()
}

/// Nullable: without scripts a browser cannot tell it, and files from before have none.
fn with_chosen(table: &'static str) -> TableAlterStatement {
    Table::alter()
        .table(table)
        .add_column(text_null("sha256_chosen"))
        .take()
}
