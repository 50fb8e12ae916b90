//! The phone as the camera of a form: who may send files for a claim without logging in, and until when.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{integer, text, timestamp_with_time_zone, timestamp_with_time_zone_null};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, key, part_of, rule};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(camera_tokens()).await?;
        manager
            .create_index(index("camera_tokens", &["application_id"]))
            .await?;
        manager.create_index(index("camera_tokens", &["expires_at"])).await
    }
}

/// The token itself is nowhere: who reads the table cannot send with it.
fn camera_tokens() -> TableCreateStatement {
    Table::create()
        .table("camera_tokens")
        .col(key("token_sha256"))
        .col(text("application_id"))
        .col(text("claim"))
        .col(text("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(integer("received").default(0))
        .foreign_key(&mut part_of(
            ("camera_tokens", "application_id"),
            ("applications", "id"),
        ))
        .foreign_key(&mut part_of(("camera_tokens", "account_id"), ("accounts", "id")))
        .check(rule("camera_tokens_sha256", "length(token_sha256) = 64"))
        .check(rule("camera_tokens_life", "expires_at > created_at"))
        .check(rule("camera_tokens_received", "received >= 0"))
        .take()
}
