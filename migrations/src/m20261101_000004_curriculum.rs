//! The curriculum codes of the lifelong-education scheme.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{integer, text};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::rule;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("curriculum_codes")
                    .col(integer("code").primary_key())
                    .col(text("name"))
                    .check(rule("curriculum_codes_code", "code BETWEEN 0 AND 83"))
                    .take(),
            )
            .await
    }
}
