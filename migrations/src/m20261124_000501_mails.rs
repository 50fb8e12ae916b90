//! Letters to people: each is kept, whether it has left or not.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, key, one_of, part_of, rule};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(mails()).await?;
        // The outbox shows the latest first.
        manager.create_index(index("mails", &["created_at", "id"])).await?;
        manager.create_index(index("mails", &["application_id"])).await
    }
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(key("id"))
        .col(text("account_id"))
        .col(text_null("application_id"))
        .col(text("kind"))
        .col(text("recipient"))
        .col(text("subject"))
        .col(text("body"))
        .col(text("state"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("send_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .foreign_key(&mut part_of(("mails", "account_id"), ("accounts", "id")))
        .foreign_key(&mut part_of(("mails", "application_id"), ("applications", "id")))
        .check(one_of("mails_state", "state", &["waiting", "sent", "not_sent"]))
        .check(rule("mails_sent", "(state = 'sent') = (sent_at IS NOT NULL)"))
        .check(rule("mails_recipient", "recipient LIKE '_%@_%'"))
        .take()
}
