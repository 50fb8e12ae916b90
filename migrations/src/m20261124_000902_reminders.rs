//! Reminders of a deadline: each is written once, however many servers look at the clock.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{date, integer, text};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, part_of, rule};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reminders()).await
    }
}

fn reminders() -> TableCreateStatement {
    Table::create()
        .table("reminders")
        .col(text("application_id"))
        // A deadline that is moved is another one, and is reminded of anew.
        .col(date("deadline"))
        .col(integer("days_before"))
        .col(text("mail_id").unique_key())
        .primary_key(&mut joint_key(&["application_id", "deadline", "days_before"]))
        .foreign_key(&mut part_of(("reminders", "application_id"), ("applications", "id")))
        .foreign_key(&mut part_of(("reminders", "mail_id"), ("mails", "id")))
        .check(rule("reminders_days_before", "days_before >= 0"))
        .take()
}
