//! Letters that could not be sent: a row each time a letter was given up, until somebody sends it again.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{key, one_of, part_of, reference, rule, run, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(failures()).await?;
        manager
            .create_index(unique("mail_failures", &["mail_id", "round"]))
            .await?;
        run(
            manager,
            "CREATE UNIQUE INDEX mail_failures_open_once ON mail_failures (mail_id) WHERE resent_at IS NULL",
        )
        .await?;
        // The list shows the latest first.
        run(
            manager,
            "CREATE INDEX mail_failures_open ON mail_failures (failed_at, id) WHERE resent_at IS NULL",
        )
        .await
    }
}

fn failures() -> TableCreateStatement {
    // Why, in one word: what a mail server answered is not kept, as it may hold anything.
    let words = ["address", "refused", "busy", "unreachable", "log_in", "folder", "other"];
    Table::create()
        .table("mail_failures")
        .col(key("id"))
        .col(text("mail_id"))
        .col(integer("round"))
        .col(text("failure"))
        .col(integer("tries"))
        .col(timestamp_with_time_zone("failed_at"))
        .col(timestamp_with_time_zone_null("resent_at"))
        .col(text_null("resent_by"))
        .foreign_key(&mut part_of(("mail_failures", "mail_id"), ("mails", "id")))
        .foreign_key(&mut reference(("mail_failures", "resent_by"), ("accounts", "id")))
        .check(one_of("mail_failures_failure", "failure", &words))
        .check(rule("mail_failures_counts", "round >= 1 AND tries >= 1"))
        .check(rule(
            "mail_failures_resent",
            "(resent_at IS NULL) = (resent_by IS NULL)",
        ))
        .take()
}
