//! The units that associations have registered for a doctor.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{date, integer, text, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, key, one_of, reference, rule, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(credits()).await?;
        manager
            .create_index(unique("credits", &["source", "external_ref"]))
            .await?;
        manager
            .create_index(index("credits", &["doctor_id", "fiscal_year"]))
            .await
    }
}

fn credits() -> TableCreateStatement {
    Table::create()
        .table("credits")
        .col(key("id"))
        .col(text("doctor_id"))
        .col(integer("fiscal_year"))
        .col(date("acquired_on"))
        .col(text("title"))
        .col(text("organiser"))
        .col(integer("half_units"))
        .col(text("codes"))
        .col(text("source"))
        .col(text("external_ref"))
        .col(timestamp_with_time_zone("imported_at"))
        .foreign_key(&mut reference(("credits", "doctor_id"), ("doctors", "id")))
        .check(one_of("credits_source", "source", &["event", "e_learning", "other"]))
        .check(rule("credits_half_units", "half_units > 0"))
        .take()
}
