//! The counters of gapless numbers and the audit log that nobody can change.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{big_integer, text, text_null, text_uniq, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{key, refuse, refuse_truncate, rule};

const UNCHANGEABLE: &str = "audit_log: entries cannot be changed";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(counters()).await?;
        manager.create_table(audit_log()).await?;
        refuse(
            manager,
            "audit_log_no_update",
            "UPDATE",
            "audit_log",
            "1 = 1",
            UNCHANGEABLE,
        )
        .await?;
        refuse(
            manager,
            "audit_log_no_delete",
            "DELETE",
            "audit_log",
            "1 = 1",
            UNCHANGEABLE,
        )
        .await?;
        refuse_truncate(manager, "audit_log_no_truncate", "audit_log", UNCHANGEABLE).await
    }
}

/// A row holds the number that is given out next; the first is 1.
fn counters() -> TableCreateStatement {
    Table::create()
        .table("counters")
        .col(key("name"))
        .col(big_integer("next"))
        .check(rule("counters_next", "next > 0"))
        .take()
}

fn audit_log() -> TableCreateStatement {
    Table::create()
        .table("audit_log")
        .col(big_integer("sequence").primary_key())
        .col(timestamp_with_time_zone("at"))
        .col(text_null("actor_account_id"))
        .col(text("action"))
        .col(text("subject"))
        .col(text("detail"))
        .col(text("previous_hash"))
        .col(text_uniq("hash"))
        .take()
}
